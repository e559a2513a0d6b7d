"""A signed amendment changes the contract from its day, a draft changes nothing; siblings stay byte-equal (F26)."""

from datetime import date

import pytest

from contracts.kernel.database.versions import StaleVersion
from contracts.kernel.money import money
from contracts.overview.card import card
from contracts.registry.amendments import AmendmentRefused, Draft, draft_amendment, sign_amendment, withdraw_amendment
from contracts.registry.annexes import AnnexRefused, add_annex, edit_annex
from contracts.registry.lookup import Which
from contracts.registry.notices import NewNotice, NoticeRefused, record_notice
from contracts.registry.roll import roll
from contracts.registry.rules.contract import Change, Renewal
from tests.cast import add_contract, settle

PROLONG = (Change("last_day", date(2027, 6, 30)),)
MONDAY = date(2026, 11, 23)


def fixed(ctx, call, cast) -> Which:
    return Which("", id=add_contract(ctx, call(), cast, renewal="none", last_day=date(2026, 12, 31)))


def test_a_draft_changes_nothing_and_its_signature_everything(ctx, call):
    which = fixed(ctx, call, settle(ctx, call()))
    made = draft_amendment(ctx, call(), which, Draft(PROLONG, date(2026, 12, 1)))
    assert (made.amendment, made.state) == ("1", "draft")
    assert card(ctx, call(), which).row.last_day == date(2026, 12, 31)
    signed = sign_amendment(ctx, call(), which, "1", signed_on=MONDAY)
    assert (signed.state, signed.signed_on) == ("signed", MONDAY)
    assert card(ctx, call(date(2026, 12, 1)), which).row.phase.value == "in_force"
    assert [each.last_day for each in card(ctx, call(date(2027, 1, 5)), which).terms][-1] == date(2027, 6, 30)


def test_two_drafts_of_one_condition_from_one_day_are_refused_two_signed_warn(ctx, call):
    which = fixed(ctx, call, settle(ctx, call()))
    first = Draft((Change("amount", money("100", "UAH")),), date(2026, 12, 1))
    second = Draft((Change("amount", money("200", "UAH")),), date(2026, 12, 1))
    draft_amendment(ctx, call(), which, first)
    with pytest.raises(AmendmentRefused, match="both change amount"):
        draft_amendment(ctx, call(), which, second)
    sign_amendment(ctx, call(), which, "1", signed_on=date(2026, 11, 20))
    done = draft_amendment(ctx, call(), which, Draft(second.changes, second.effective_on, signed_on=MONDAY))
    assert [each.code for each in done.warnings] == ["amendment_conflict"]
    assert card(ctx, call(date(2026, 12, 2)), which).row.amount == money("200", "UAH")
    assert card(ctx, call(), which).conflicts == (("amount", "1", "2"),)


def test_of_two_signed_ones_the_later_signed_prevails_also_when_recorded_first(ctx, call):
    which = fixed(ctx, call, settle(ctx, call()))
    late = Draft((Change("amount", money("200", "UAH")),), date(2026, 11, 1), signed_on=date(2026, 11, 20))
    early = Draft((Change("amount", money("100", "UAH")),), date(2026, 11, 1), signed_on=date(2026, 11, 10))
    draft_amendment(ctx, call(), which, late)
    draft_amendment(ctx, call(), which, early)
    assert card(ctx, call(), which).row.amount == money("200", "UAH")


def test_a_prolongation_signed_after_the_last_day_needs_a_reason(ctx, call):
    which = fixed(ctx, call, settle(ctx, call()))
    late = Draft(PROLONG, date(2027, 1, 1), signed_on=date(2027, 1, 15))
    with pytest.raises(AmendmentRefused, match="after the last day"):
        draft_amendment(ctx, call(date(2027, 1, 15)), which, late)
    given = Draft(PROLONG, date(2027, 1, 1), signed_on=date(2027, 1, 15), rationale="відносини тривали")
    assert draft_amendment(ctx, call(), which, given).phase == "in_force"


def test_a_withdrawn_amendment_is_kept_and_no_longer_counts(ctx, call):
    which = fixed(ctx, call, settle(ctx, call()))
    draft_amendment(ctx, call(), which, Draft(PROLONG, date(2026, 11, 1), signed_on=date(2026, 11, 1)))
    later = call(date(2027, 1, 5))
    call(MONDAY)
    assert card(ctx, later, which).row.last_day == date(2027, 6, 30)
    assert withdraw_amendment(ctx, call(), which, "1", reason="помилка").state == "withdrawn"
    found = card(ctx, later, which)
    assert (found.row.phase.value, len(found.amendments)) == ("expired", 1)


def test_an_amendment_signed_later_with_an_earlier_effect_voids_recorded_terms(ctx, call):
    cast = settle(ctx, call())
    which = Which("", id=add_contract(ctx, call(), cast))
    roll(ctx, call(date(2028, 3, 1)))
    changes = (Change("renewal", Renewal.NONE),)
    draft_amendment(ctx, call(), which, Draft(changes, date(2026, 12, 1), signed_on=date(2028, 3, 1)))
    found = card(ctx, call(), which)
    assert (found.row.phase.value, found.row.last_day) == ("expired", date(2026, 12, 31))


def test_an_amendment_must_change_something_once_and_have_its_own_number(ctx, call):
    which = fixed(ctx, call, settle(ctx, call()))
    twice = (Change("last_day", date(2027, 1, 1)), Change("last_day", date(2027, 2, 1)))
    for changes in ((), twice, (Change("country", "DE"),)):
        with pytest.raises(AmendmentRefused):
            draft_amendment(ctx, call(), which, Draft(changes, MONDAY))
    draft_amendment(ctx, call(), which, Draft(PROLONG, MONDAY, "5"))
    with pytest.raises(AmendmentRefused, match="already"):
        draft_amendment(ctx, call(), which, Draft((Change("text", None, "3.1", "", "нова"),), MONDAY, "5"))
    with pytest.raises(AmendmentRefused, match="no amendment"):
        sign_amendment(ctx, call(), which, "9", signed_on=MONDAY)


def test_f26_editing_one_annex_leaves_its_siblings_as_they_were(ctx, call):
    which = fixed(ctx, call, settle(ctx, call()))
    for _ in range(3):
        add_annex(ctx, call(), which, "specification", {"amount": money("10", "UAH"), "title": "Борошно"})
    before = {row.number: tuple(row) for row in card(ctx, call(), which).annexes}
    version = edit_annex(ctx, call(), which, "2", {"title": None, "amount": None}, version=1).version
    after = {row.number: tuple(row) for row in card(ctx, call(), which).annexes}
    assert version == 2
    assert {number for number in before if before[number] != after[number]} == {"2"}
    with pytest.raises(StaleVersion):
        edit_annex(ctx, call(), which, "2", {"title": "Інше"}, version=1)


def test_an_annex_is_known_by_its_number_and_ends_after_it_begins(ctx, call):
    which = fixed(ctx, call, settle(ctx, call()))
    add_annex(ctx, call(), which, "order", {"number": "7"})
    with pytest.raises(AnnexRefused):
        add_annex(ctx, call(), which, "order", {"number": "7"})
    with pytest.raises(AnnexRefused):
        edit_annex(ctx, call(), which, "7", {"first_day": date(2026, 2, 1), "last_day": date(2026, 1, 1)})
    with pytest.raises(AnnexRefused, match="order:7"):
        edit_annex(ctx, call(), which, "8", {"title": "х"})


def test_a_notice_cannot_arrive_before_it_is_sent(ctx, call):
    from contracts.registry.rules.contract import NoticeKind

    which = fixed(ctx, call, settle(ctx, call()))
    for days in ({}, {"sent_on": date(2026, 2, 2), "received_on": date(2026, 2, 1)}):
        with pytest.raises(NoticeRefused):
            record_notice(ctx, call(), which, NewNotice(NoticeKind.NON_RENEWAL, **days))
