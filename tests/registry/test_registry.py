"""Contracts are registered, corrected with history, moved and closed; nothing is half-saved."""

from datetime import date

import pytest

from contracts.kernel.calendar import Duration
from contracts.kernel.database.engine import reading
from contracts.kernel.database.tables import table_of
from contracts.kernel.money import money
from contracts.kernel.refusal import Refusal
from contracts.overview.card import card
from contracts.parties.parties import PartyEntry
from contracts.registry import lifecycle
from contracts.registry.entry import EntryFault
from contracts.registry.lookup import Which
from contracts.registry.queries.contracts import NoSuchContract
from contracts.registry.registry import AlreadyRegistered, EditConflict, NewContract, edit, register
from contracts.registry.rules.conditions import FIELD_BY_NAME
from contracts.registry.rules.contract import EndRule, NoticeCounts, Renewal, Status
from contracts.registry.rules.fault import FactsFault
from contracts.registry.rules.lifecycle import MoveRefused
from contracts.registry.tables.contract import ContractRow
from tests.cast import add_contract, settle

VALUES = {
    "number": "118-П/24",
    "their_number": "77",
    "title": "Прибирання складів",
    "subject": "Послуги з прибирання",
    "type": "services",
    "note": "увага",
    "languages": "uk,en",
    "prevailing_language": "uk",
    "payment_terms": "10 днів",
    "penalty": "0,1 %",
    "dated_on": date(2024, 12, 18),
    "signed_by_us_on": date(2024, 12, 18),
    "signed_by_them_on": date(2024, 12, 19),
    "concluded_on": date(2024, 12, 19),
    "first_day": date(2025, 1, 1),
    "last_day": date(2025, 12, 31),
    "asked_end": date(2027, 1, 1),
    "length": Duration(12, "month"),
    "renewal_length": Duration(12, "month"),
    "notice": Duration(30, "day"),
    "end_rule": EndRule.ANNIVERSARY,
    "renewal": Renewal.AUTOMATIC,
    "max_renewals": 5,
    "notice_counts": NoticeCounts.SENT,
    "notice_methods": ("courier", "edoc"),
    "amount": money("1248000.00", "UAH"),
    "is_confidential": True,
    "country": "DE",
    "goods": "мийні засоби",
    "services": "прибирання складів",
    "works": "миття вікон",
    "payment_for": "послуги з прибирання",
    "vat_ground": "Виконавець не є платником ПДВ",
    "payment_words": "Замовник оплачує послуги протягом 10 днів",
    "penalty_words": "пеня 0,1 % за кожен день",
}
PARTY = PartyEntry("ТОВ «Нова Хвиля»", "99100077")


def new(**more) -> NewContract:
    return NewContract(**{"counterparty": PARTY, "values": {"number": "1-Н", "dated_on": date(2026, 3, 1)}, **more})


def test_a_contract_gets_the_next_register_number_and_says_what_is_missing(ctx, call):
    settle(ctx, call())
    saved = register(ctx, call(), new(owner="marchenko"))
    assert (saved.register_no, saved.number, saved.phase) == ("1/2026", "1-Н", "incomplete")
    assert saved.missing == ("first_day", "renewal", "last_day")


def test_everything_that_can_be_entered_stands_on_the_card(ctx, call):
    settle(ctx, call())
    register(ctx, call(), new(values=VALUES, owner="marchenko"))
    row = card(ctx, call(), "118-П/24").entered
    assert set(VALUES) == set(FIELD_BY_NAME)
    assert (row.amount_minor, row.currency, row.penalty) == (124_800_000, "UAH", "per_day:0.1")
    assert (row.notice, row.renewal, row.notice_methods) == ("30d", "automatic", ["courier", "edoc"])


def test_the_same_contract_again_is_refused_by_its_register_number(ctx, call):
    settle(ctx, call())
    register(ctx, call(), new())
    with pytest.raises(AlreadyRegistered, match="1/2026"):
        register(ctx, call(), new())


def test_a_counterparty_is_known_by_its_code_or_its_name_and_made_once(ctx, call):
    settle(ctx, call())
    register(ctx, call(), new())
    register(ctx, call(), new(values={"number": "2"}, counterparty=PartyEntry(code="99100077")))
    register(ctx, call(), new(values={"number": "3"}, counterparty=PartyEntry('тов "нова хвиля"')))
    parties = {card(ctx, call(), number).counterparty.id for number in ("1-Н", "2", "3")}
    assert len(parties) == 1


def test_an_end_before_the_start_is_refused_and_nothing_is_saved(ctx, call):
    settle(ctx, call())
    values = {"number": "9", "first_day": date(2026, 5, 1), "last_day": date(2026, 4, 1), "renewal": Renewal.NONE}
    with pytest.raises(FactsFault):
        register(ctx, call(), new(values=values))
    with pytest.raises(NoSuchContract):
        card(ctx, call(), "9")
    assert register(ctx, call(), new()).register_no == "1/2026"


@pytest.mark.parametrize("field", [each for each in FIELD_BY_NAME if each != "number"])
def test_f25_every_optional_field_can_be_cleared_and_the_history_keeps_it(ctx, call, field):
    settle(ctx, call())
    saved = register(ctx, call(), new(values=VALUES, owner="marchenko"))
    which = Which(saved.register_no)
    edit(ctx, call(), which, {field: None})
    found = card(ctx, call(), which)
    column = "amount_minor" if field == "amount" else field
    assert not getattr(found.entered, column) or field in ("end_rule", "notice_counts", "country", "languages")
    event = found.history[0]
    assert event.what == "edit_contract"
    assert event.change["before"][column] not in (None, "", [], False)


def test_f25_owner_and_department_can_be_cleared(ctx, call):
    cast = settle(ctx, call())
    saved = register(ctx, call(), new(owner="marchenko", department="Склад"))
    edit(ctx, call(), Which(saved.register_no), {"owner": None, "department": None})
    found = card(ctx, call(), Which(saved.register_no)).entered
    assert (found.owner_id, found.department_id) == (None, None)
    assert cast.marchenko


def test_f30_the_second_of_two_editors_is_refused_with_both_versions_and_nothing_is_lost(ctx, call):
    settle(ctx, call())
    saved = register(ctx, call(), new(values=VALUES))
    which = Which(saved.register_no)
    edit(ctx, call(), which, {"title": "Прибирання офісів"}, version=saved.version)
    with pytest.raises(EditConflict) as caught:
        edit(ctx, call(), which, {"note": "моє"}, version=saved.version)
    assert "Прибирання офісів" in str(caught.value)
    assert "моє" in str(caught.value)
    row = card(ctx, call(), which).entered
    assert (row.title, row.note) == ("Прибирання офісів", "увага")


def test_saving_what_was_so_already_moves_no_version(ctx, call):
    settle(ctx, call())
    saved = register(ctx, call(), new(values=VALUES))
    again = edit(ctx, call(), Which(saved.register_no), {"title": VALUES["title"], "notice": Duration(30, "day")})
    assert (again.version, again.changed) == (saved.version, ())


def test_a_sum_a_length_or_a_penalty_that_cannot_be_is_refused(ctx, call):
    settle(ctx, call())
    for values in ({"penalty": "багато"}, {"title": "я" * 501}, {"amount": money("-1", "UAH")}, {"wrong": 1}):
        with pytest.raises(EntryFault):
            register(ctx, call(), new(values=values))


def test_a_draft_is_approved_sent_out_and_signed_by_both(ctx, call):
    settle(ctx, call())
    saved = register(ctx, call(), new(values=VALUES | {"is_confidential": False}, status=Status.DRAFT))
    which = Which(saved.register_no)
    assert lifecycle.move(ctx, call(), which, Status.IN_APPROVAL).phase == "in_approval"
    assert lifecycle.move(ctx, call(), which, Status.APPROVED).phase == "approved"
    edit(ctx, call(), which, {"signed_by_us_on": None, "signed_by_them_on": None})
    assert lifecycle.sign(ctx, call(), which, by_us_on=date(2026, 11, 20)).phase == "signing"
    done = lifecycle.sign(ctx, call(), which, by_them_on=date(2026, 11, 23))
    assert done.phase not in ("signing", "draft")
    assert card(ctx, call(), which).entered.concluded_on == date(2026, 11, 23)
    with pytest.raises(MoveRefused):
        lifecycle.move(ctx, call(), which, Status.DRAFT)


def test_a_void_number_stays_with_its_reason_and_the_contract_may_be_registered_anew(ctx, call):
    settle(ctx, call())
    saved = register(ctx, call(), new())
    assert lifecycle.void(ctx, call(), Which(saved.register_no), reason="помилка").phase == "cancelled"
    assert register(ctx, call(), new()).register_no == "2/2026"
    assert card(ctx, call(), "1/2026").entered.void_reason == "помилка"


def test_a_suspension_holds_from_its_first_day_to_its_last(ctx, call):
    cast = settle(ctx, call())
    which = Which("", id=add_contract(ctx, call(), cast))
    lifecycle.suspend(ctx, call(), which, from_on=date(2026, 11, 24), last_day=date(2026, 11, 30))
    phases = [card(ctx, call(date(2026, 11, day)), which).row.phase.value for day in (23, 24, 30)]
    assert phases == ["notice_window", "suspended", "suspended"]
    assert card(ctx, call(date(2026, 12, 1)), which).row.phase.value != "suspended"
    with pytest.raises(Refusal):
        lifecycle.suspend(ctx, call(), which, from_on=date(2026, 11, 30))


def test_a_termination_ends_the_contract_and_can_be_taken_back(ctx, call):
    cast = settle(ctx, call())
    which = Which("", id=add_contract(ctx, call(), cast))
    lifecycle.terminate(ctx, call(), which, last_day=date(2026, 11, 22), ground="угода від 20.11.2026")
    assert card(ctx, call(), which).row.phase.value == "terminated"
    back = lifecycle.revoke_termination(ctx, call(), which, reason="помилка")
    assert back.phase == "notice_window"


def test_a_contract_with_something_open_is_closed_only_with_a_reason_and_leaves_the_lists(ctx, call):
    from contracts.registry.listing import Query, list_contracts

    cast = settle(ctx, call())
    which = Which("", id=add_contract(ctx, call(), cast))
    with pytest.raises(lifecycle.NotClosed, match="notice_window"):
        lifecycle.close(ctx, call(), which)
    lifecycle.close(ctx, call(), which, reason="перенесено до іншого реєстру")
    assert list_contracts(ctx, call(), Query()).rows == ()
    assert len(list_contracts(ctx, call(), Query(has_closed=True)).rows) == 1
    lifecycle.reopen(ctx, call(), which, reason="помилка")
    assert len(list_contracts(ctx, call(), Query()).rows) == 1


def test_a_presumed_contract_is_confirmed_once(ctx, call):
    cast = settle(ctx, call())
    id = add_contract(ctx, call(), cast, first_day=date(2023, 1, 1), presumed_before=date(2026, 11, 20))
    which = Which("", id=id)
    assert "confirm_alive" in [each.kind for each in card(ctx, call(), which).deadlines]
    lifecycle.confirm_alive(ctx, call(), which)
    assert "confirm_alive" not in [each.kind for each in card(ctx, call(), which).deadlines]
    assert {term.source for term in card(ctx, call(), which).terms} == {"initial", "automatic"}
    with pytest.raises(Refusal):
        lifecycle.confirm_alive(ctx, call(), which)


def test_f24_after_three_years_off_one_run_records_three_terms_and_a_notice_stops_the_chain(ctx, call):
    from sqlalchemy import select

    from contracts.registry.notices import NewNotice, record_notice
    from contracts.registry.roll import roll
    from contracts.registry.rules.contract import NoticeKind
    from contracts.registry.tables.contract import TermRow

    cast = settle(ctx, call(date(2026, 11, 23)))
    running = add_contract(ctx, call(), cast)
    ended = add_contract(ctx, call(), cast)
    record_notice(ctx, call(), Which("", id=ended), NewNotice(NoticeKind.NON_RENEWAL, received_on=date(2026, 11, 23)))
    roll(ctx, call(date(2029, 11, 23)))
    term = table_of(TermRow)
    with reading(ctx.engine) as conn:
        rows = conn.execute(select(term.c.contract_id, term.c.no, term.c.last_day).order_by(term.c.no)).all()
    found = [(row.no, row.last_day.year) for row in rows if row.contract_id == running]
    assert found == [(2, 2027), (3, 2028), (4, 2029)]
    assert [row for row in rows if row.contract_id == ended] == []


def test_an_ambiguous_number_names_the_candidates_and_a_counterparty_narrows(ctx, call):
    cast = settle(ctx, call())
    add_contract(ctx, call(), cast, number="12")
    other = add_contract(ctx, call(), cast, number="12", counterparty_id=cast.supplier)
    with pytest.raises(NoSuchContract, match=r"1/2026.*2/2026"):
        card(ctx, call(), "12")
    assert card(ctx, call(), Which("12", "Лан-Хліб")).entered.id == other
    assert card(ctx, call(), "2/2026").entered.id == other


def test_rights_are_asked_for(ctx, call):
    settle(ctx, call())
    with pytest.raises(Refusal, match=r"contracts\.register"):
        register(ctx, call(person_id=1, rights=frozenset()), new())
    with reading(ctx.engine) as conn:
        assert conn.execute(table_of(ContractRow).select()).all() == []
