"""A counterparty is named by name or code; a code never becomes a name."""

import pytest

from contracts.kernel.refusal import Refusal
from contracts.kernel.unit_of_work import writing
from contracts.parties.parties import PartyEntry, add_party, counterparty_for, list_counterparties
from contracts.parties.queries import parties
from tests.cast import settle


@pytest.fixture
def cast(ctx, call):
    return settle(ctx, call())


def _meant(ctx, call, *entry):
    with writing(ctx, call()) as work:
        return counterparty_for(work, PartyEntry(*entry))


def test_f_a_known_code_in_place_of_the_name_is_the_party(ctx, call, cast):
    assert _meant(ctx, call, "99100001") == cast.cleaning
    assert _meant(ctx, call, " 99100001 ", "99100001") == cast.cleaning


def test_f_a_foreign_code_with_letters_is_a_code(ctx, call, cast):
    with writing(ctx, call()) as work:
        id = parties.add(work.conn, {"name": "Muster GmbH", "code": "HRB-77", "country": "DE"})
        work.commit()
    assert _meant(ctx, call, "HRB-77", "", "DE") == id


@pytest.mark.parametrize("text", ["99100009", "1234567890", "DE123456789", "ФО1234567"])
@pytest.mark.parametrize("code", ["", "99100008"])
def test_f_an_unknown_code_makes_no_party(ctx, call, cast, text, code):
    with pytest.raises(Refusal, match="No counterparty has the code"):
        _meant(ctx, call, text, code)


def test_f_no_party_is_entered_under_a_code_as_its_name(ctx, call, cast):
    with pytest.raises(Refusal, match="is a code"):
        add_party(ctx, call(), {"name": "99100009"})


@pytest.mark.parametrize("name", ["ТОВ «Завод 12345»", "Агро 2000", "7", "ТОВ 99100009"])
def test_f_a_name_with_figures_is_a_name(ctx, call, cast, name):
    assert _meant(ctx, call, name) > cast.supplier


def test_f_parties_stand_by_the_ukrainian_alphabet(ctx, call, cast):
    for name in ("Якір", "Їжа", "Ірпінь", "Ива", "Йод"):
        add_party(ctx, call(), {"name": name})
    shown = [each.details.name for each in list_counterparties(ctx, call())]
    assert [each for each in shown if len(each) < 8] == ["Ива", "Ірпінь", "Їжа", "Йод", "Якір"]
