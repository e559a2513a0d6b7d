"""A claim moves only as its machine allows; delivery and silence follow from days; approvals lapse (domain §8)."""

from datetime import date

import pytest

from contracts.claims.case.rules.claim import (
    ClaimDirection,
    ClaimFault,
    ClaimStatus,
    ClaimSubject,
    Move,
    accepted_of,
    answer_by,
    answer_days,
    answer_steps,
    check_move,
    check_sending,
    status_on,
)
from contracts.kernel.calendar import WEEKENDS_ONLY, Duration
from contracts.kernel.money import money

S, OUT, IN = ClaimStatus, ClaimDirection.OUTGOING, ClaimDirection.INCOMING
SENT = (Move(S.DRAFT, date(2026, 3, 1)), Move(S.APPROVED, date(2026, 3, 2)), Move(S.SENT, date(2026, 3, 3), "letter"))


ENDS = {S.SETTLED, S.PARTLY_SETTLED, S.TO_COURT, S.WITHDRAWN}


def possible(direction, status):
    """The statuses a claim may move to."""
    found = set()
    for to in S:
        try:
            check_move(direction, status, to, "1")
        except ClaimFault:
            continue
        found.add(to)
    return found


@pytest.mark.parametrize(
    ("status", "others"),
    [
        (S.SENT, {S.DELIVERED, S.ACCEPTED, S.PARTLY_ACCEPTED, S.REFUSED}),
        (S.DELIVERED, {S.DELIVERED, S.ACCEPTED, S.PARTLY_ACCEPTED, S.REFUSED}),
        (S.ACCEPTED, set()),
        (S.REFUSED, {S.ACCEPTED, S.PARTLY_ACCEPTED}),
    ],
)
def test_a_claim_can_end_in_every_way_from_sending_on(status, others):
    assert possible(OUT, status) == ENDS | others


@pytest.mark.parametrize(
    ("status", "to", "named"),
    [
        (S.DRAFT, S.SENT, "approved, settled, withdrawn"),
        (S.APPROVED, S.TO_COURT, "draft, sent, settled, withdrawn"),
        (S.WITHDRAWN, S.SENT, "-"),
    ],
)
def test_what_the_machine_does_not_know_is_refused_naming_what_is_possible(status, to, named):
    with pytest.raises(ClaimFault) as refused:
        check_move(OUT, status, to, "ПР-1/2026")
    assert (refused.value.code, refused.value.facts["possible"]) == ("no_such_move", named)


def test_an_incoming_claim_is_answered_only_after_approval():
    ends = {S.SETTLED, S.IN_COURT, S.CLOSED}
    assert possible(IN, S.RECEIVED) == ends | {S.ANSWER_DRAFTED}
    assert possible(IN, S.ANSWER_DRAFTED) == ends | {S.ANSWER_DRAFTED, S.ANSWER_APPROVED}
    assert possible(IN, S.ANSWER_APPROVED) == ends | {S.ANSWER_DRAFTED, S.ANSWERED}
    assert possible(IN, S.ANSWERED) == ends
    assert possible(IN, S.CLOSED) == set()


@pytest.mark.parametrize(
    ("on", "status"),
    [
        (date(2026, 3, 1), S.DRAFT),
        (date(2026, 3, 12), S.SENT),
        (date(2026, 3, 13), S.PRESUMED_DELIVERED),
        (date(2026, 4, 2), S.PRESUMED_DELIVERED),
        (date(2026, 4, 3), S.UNANSWERED),
    ],
)
def test_delivery_and_silence_follow_from_the_day(on, status):
    assert status_on(SENT, date(2026, 4, 2), on, 10) is status


def test_an_answer_ends_the_silence():
    moves = (*SENT, Move(S.REFUSED, date(2026, 4, 20)))
    assert status_on(moves, date(2026, 4, 2), date(2026, 4, 21), 10) is S.REFUSED


def test_an_approval_lapses_after_ten_days_or_with_a_payment():
    check_sending("1", date(2026, 3, 2), date(2026, 3, 12), ())
    with pytest.raises(ClaimFault, match="lapsed after 10 days"):
        check_sending("1", date(2026, 3, 2), date(2026, 3, 13), ())
    with pytest.raises(ClaimFault, match="payment of 2026-03-05"):
        check_sending("1", date(2026, 3, 2), date(2026, 3, 6), [date(2026, 3, 5)])
    with pytest.raises(ClaimFault, match="not approved"):
        check_sending("1", None, date(2026, 3, 6), ())


def test_days_for_the_answer_follow_contract_then_law_then_setting():
    assert answer_days("UA", ClaimSubject.DEBT, 30) == 30
    assert answer_days("UA", ClaimSubject.ADVANCE, 30) == 7
    assert (answer_days("RU", ClaimSubject.DEBT, 14), answer_days("GB", ClaimSubject.DEBT, 30)) == (30, 14)
    assert answer_days("GB", ClaimSubject.DEBT, 14, is_person=True) == 30
    assert answer_by(date(2026, 3, 3), 30, WEEKENDS_ONLY)[0] == date(2026, 4, 2)
    assert answer_by(date(2026, 3, 6), 30, WEEKENDS_ONLY, Duration(2, "day"))[0] == date(2026, 3, 9)


def test_why_an_answer_is_due_names_the_sending():
    codes = [step.code for step in answer_steps(OUT, "ПР-1", SENT, date(2026, 4, 2))]
    assert codes == ["claim_sent", "answer_counted"]


def test_what_was_accepted_is_the_newest_answer_and_a_refusal_accepts_nothing():
    part = Move(S.PARTLY_ACCEPTED, date(2026, 4, 20), amount=money("700.00", "UAH"))
    assert accepted_of(SENT, "UAH") is None
    assert accepted_of((*SENT, part), "UAH") == money("700.00", "UAH")
    assert accepted_of((*SENT, part, Move(S.REFUSED, date(2026, 4, 21))), "UAH") == money("0.00", "UAH")
