"""A wording a person gave prevails over what is proposed, until the name itself changes."""

from datetime import date

import pytest

from contracts.documents.contexts.party import party_record
from contracts.documents.facts import keep_proposals, party_of, phrasebook
from contracts.documents.name_wordings import PersonWording, ShownWording, WordingFault, set_wording, show_wordings
from contracts.kernel.calendar import FAR
from contracts.kernel.database.engine import reading
from contracts.kernel.unit_of_work import writing
from contracts.parties.queries import parties
from tests.cast import add_contract, settle

TODAY = date(2026, 11, 23)


@pytest.fixture
def cast(ctx, call):  # type: ignore[no-untyped-def]
    moved_in = settle(ctx, call(TODAY))
    with writing(ctx, call(TODAY)) as work:
        row = {"party_id": moved_in.company, "person_name": "Бондар Сергій Миколайович", "position": "директор"}
        more = {"basis": "Статут", "document_no": "", "from_on": date(2020, 1, 1), "until_on": FAR}
        parties.add_authority(work.conn, row | more)
        work.commit()
    add_contract(ctx, call(TODAY), moved_in, number="1-Т")
    return moved_in


def _written(ctx, call, field: str, case: str):  # type: ignore[no-untyped-def]
    shown = show_wordings(ctx, call(TODAY), "1-Т")
    return next(
        each for each in shown.wordings if (each.field, each.case) == (field, case) and "authority" in each.subject
    )


def _text(shown: ShownWording) -> tuple[str, str]:
    return shown.wording, shown.confidence


def test_a_proposal_is_shown_with_its_confidence(ctx, call, cast) -> None:  # type: ignore[no-untyped-def]
    assert _text(_written(ctx, call, "name", "genitive")) == ("Бондаря Сергія Миколайовича", "check")
    assert _text(_written(ctx, call, "position", "genitive")) == ("директора", "sure")
    assert _text(_written(ctx, call, "name", "signature")) == ("Сергій БОНДАР", "sure")


def test_what_a_person_says_prevails_and_is_kept_from_later_proposals(ctx, call, cast) -> None:  # type: ignore[no-untyped-def]
    subject = _written(ctx, call, "name", "genitive").subject
    kept = set_wording(
        ctx, call(TODAY), PersonWording(subject, "name", "genitive", "uk", "", " Бондара  Сергія Миколайовича")
    )
    assert (kept.base, kept.wording) == ("Бондар Сергій Миколайович", "Бондара Сергія Миколайовича")
    with writing(ctx, call(TODAY)) as work:
        own = party_of(work.conn, cast.company, TODAY)
        book = phrasebook(work.conn, "uk", own)
        record = party_record(own, book)
        keep_proposals(work.conn, book)
        work.commit()
    assert record["signatory"]["name_genitive"] == "Бондара Сергія Миколайовича"
    assert _text(_written(ctx, call, "name", "genitive")) == ("Бондара Сергія Миколайовича", "person")


def test_a_new_name_makes_the_old_wording_silent(ctx, call, cast) -> None:  # type: ignore[no-untyped-def]
    given = PersonWording(f"party:{cast.company}", "short_name", "nominative", "en", "", "Yasensvit LLC")
    set_wording(ctx, call(TODAY), given)
    with writing(ctx, call(TODAY)) as work:
        parties.change_party(work.conn, cast.company, {"short_name": "ТОВ «Новий світ»"})
        work.commit()
    with reading(ctx.engine) as conn:
        own = party_of(conn, cast.company, TODAY)
        book = phrasebook(conn, "en", own)
    assert party_record(own, book)["short_name"] == "LLC “Novyi svit”"


@pytest.mark.parametrize(
    ("subject", "field", "text", "said"),
    [
        ("authority:999", "name", "Х", "no authority:999"),
        ("house:1", "name", "Х", "no house:1"),
        ("person:1", "basis", "Х", "has no basis"),
        ("person:1", "name", "  ", "must not be empty"),
    ],
)
def test_what_cannot_be_worded_is_text(ctx, call, cast, subject: str, field: str, text: str, said: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(WordingFault, match=said):
        set_wording(ctx, call(TODAY), PersonWording(subject, field, "genitive", "uk", "", text))
