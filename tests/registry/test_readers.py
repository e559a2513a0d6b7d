"""A confidential contract is there for its owner, its named readers and auditors, and for nobody else."""

from dataclasses import replace

import pytest

from contracts.kernel.context import Call
from contracts.kernel.rights import ROLES
from contracts.overview.agenda import agenda
from contracts.overview.card import card
from contracts.overview.why import why
from contracts.people.people import set_active
from contracts.registry.listing import Query, list_contracts
from contracts.registry.queries.contracts import NoSuchContract
from contracts.registry.readers import ReaderRefused, change_readers, list_readers
from contracts.registry.registry import edit
from tests.cast import Cast, add_contract, settle

NUMBER = "СЕКРЕТ"


@pytest.fixture
def cast(ctx, call) -> Cast:
    """Марченко owns one confidential contract and one that everybody sees."""
    cast = settle(ctx, call())
    add_contract(ctx, call(), cast, number=NUMBER, is_confidential=True)
    add_contract(ctx, call(), cast, number="ЯВНИЙ", first_day=call().as_of.replace(year=2025))
    return cast


@pytest.fixture
def as_person(call):
    """A call of somebody with a role, in which nothing but the role tells what is seen."""

    def make(person_id: int, login: str, role: str = "manager") -> Call:
        return replace(call(), person_id=person_id, login=login, rights=ROLES[role])

    return make


def numbers(ctx, call) -> set[str]:
    """What the list, the search and the agenda together show."""
    listed = {
        row.number for query in (Query(), Query(search="прибирання")) for row in list_contracts(ctx, call, query).rows
    }
    return listed | {task.contract for task in agenda(ctx, call)}


def test_strangers_see_nothing_owner_and_auditor_all(ctx, call, cast, as_person):
    assert numbers(ctx, as_person(cast.tkachuk, "tkachuk")) == {"ЯВНИЙ"}
    assert numbers(ctx, as_person(cast.marchenko, "marchenko")) == {"ЯВНИЙ", NUMBER}
    assert numbers(ctx, as_person(cast.tkachuk, "tkachuk", "auditor")) == {"ЯВНИЙ", NUMBER}
    for use_case in (card, why, list_readers):
        with pytest.raises(NoSuchContract):
            use_case(ctx, as_person(cast.tkachuk, "tkachuk"), NUMBER)


def test_a_reader_sees_it_until_taken_off_and_the_history_tells_both(ctx, call, cast, as_person):
    owner, reader = as_person(cast.marchenko, "marchenko"), as_person(cast.tkachuk, "tkachuk")
    shown = change_readers(ctx, owner, NUMBER, add=["tkachuk"])
    assert [each.login for each in shown.readers] == ["tkachuk"]
    assert NUMBER in numbers(ctx, reader)
    assert list_readers(ctx, reader, NUMBER) == shown
    assert [each.login for each in card(ctx, reader, NUMBER).readers] == ["tkachuk"]
    assert change_readers(ctx, owner, NUMBER, remove=["tkachuk"]).readers == ()
    assert NUMBER not in numbers(ctx, reader)
    events = [(each.what, each.change) for each in card(ctx, owner, NUMBER).history][:2]
    assert events == [
        ("remove_reader", {"before": {"reader": "tkachuk"}}),
        ("add_reader", {"after": {"reader": "tkachuk"}}),
    ]


@pytest.mark.parametrize(
    ("number", "login", "sentence"),
    [
        ("ЯВНИЙ", "tkachuk", "shown to everybody"),
        (NUMBER, "marchenko", "already"),
        (NUMBER, "bondar", "has left"),
    ],
)
def test_who_cannot_become_a_reader_is_told_why(ctx, call, cast, number, login, sentence):
    set_active(ctx, call(), "bondar", is_active=False)
    with pytest.raises(ReaderRefused, match=sentence):
        change_readers(ctx, call(), number, add=[login])


def test_a_reader_is_named_once_and_only_a_reader_is_taken_off(ctx, call, cast):
    change_readers(ctx, call(), NUMBER, add=["tkachuk"])
    with pytest.raises(ReaderRefused, match="already"):
        change_readers(ctx, call(), NUMBER, add=["tkachuk"])
    with pytest.raises(ReaderRefused, match="none of the readers"):
        change_readers(ctx, call(), NUMBER, remove=["tkachuk", "bondar"])
    assert [each.login for each in list_readers(ctx, call(), NUMBER).readers] == ["tkachuk"]


def test_a_contract_made_open_again_is_seen_by_all(ctx, call, cast, as_person):
    edit(ctx, as_person(cast.marchenko, "marchenko"), NUMBER, {"is_confidential": False})
    assert numbers(ctx, as_person(cast.tkachuk, "tkachuk")) == {"ЯВНИЙ", NUMBER}
