"""R10: nothing is called delivered that only was sent, or never goes to the debtor at all (domain §8)."""

from datetime import date, timedelta

import pytest

from contracts.claims.case.cases import show
from contracts.claims.case.letter import Destination
from contracts.claims.case.moves import MoveFacts, move
from contracts.claims.case.outgoing import ClaimRequest, approve, draft_claim, send
from contracts.claims.case.rules.claim import ClaimStatus
from contracts.claims.court.handover import hand_over
from contracts.claims.dunning.letter import SendRequest
from contracts.claims.dunning.levels import show_ladder
from contracts.claims.dunning.runs import LetterDecision, decide_letter, draft_run
from contracts.claims.dunning.sending import send_run
from contracts.kernel.money import money
from contracts.money.import_statement import add_payment
from contracts.money.payments import undo_payment
from contracts.money.post_charge import NewCharge, post_charge
from contracts.money.rules.statement import StatementLine
from contracts.registry.lookup import Which
from tests.cast import add_contract, settle
from tests.conftest import TODAY

YARD = "99100001"


@pytest.fixture
def sent(ctx, call, tmp_path):
    """A claim sent by post today, delivery of which is presumed ten days later."""
    made = settle(ctx, call())
    add_contract(ctx, call(), made, number="7-Т")
    due = date(2026, 1, 15)
    post_charge(ctx, call(), NewCharge("act", "АКТ-1", due, money("1000", "UAH"), which=Which("7-Т"), due_on=due))
    number = draft_claim(ctx, call(), ClaimRequest(which=Which("7-Т"), to=Destination(tmp_path / "c.docx"))).claim
    approve(ctx, call(), number, Destination(tmp_path / "a.docx"))
    send(ctx, call(), number, method="letter")
    return number


def _rung(ctx, call, day=TODAY):
    (rung,) = show_ladder(ctx, call(day), counterparty=YARD)
    return rung


def test_r10_a_letter_on_its_way_is_not_delivered(ctx, call, sent):
    assert (_rung(ctx, call).delivered_on, _rung(ctx, call).is_presumed) == (None, False)
    day = TODAY + timedelta(days=10)
    assert (_rung(ctx, call, day).delivered_on, _rung(ctx, call, day).is_presumed) == (day, True)


def test_r10_court_delivers_nothing(ctx, call, sent, tmp_path):
    hand_over(ctx, call(), sent, tmp_path / "court.zip")
    rung = _rung(ctx, call)
    assert (rung.level, rung.delivered_on, rung.is_presumed) == (3, None, False)
    day = TODAY + timedelta(days=30)
    assert (_rung(ctx, call, day).delivered_on, _rung(ctx, call, day).is_presumed) == (TODAY + timedelta(days=10), True)


def test_r10_what_was_recorded_stays_recorded_after_court(ctx, call, sent, tmp_path):
    day = TODAY + timedelta(days=3)
    move(ctx, call(day), sent, ClaimStatus.DELIVERED, MoveFacts(on=TODAY + timedelta(days=2)))
    hand_over(ctx, call(day), sent, tmp_path / "court.zip")
    rung = _rung(ctx, call, day)
    assert (rung.delivered_on, rung.is_presumed) == (TODAY + timedelta(days=2), False)


def test_r10_the_step_to_court_of_a_run_delivers_nothing(ctx, call, sent, tmp_path):
    day = date(2027, 1, 11)
    draft_run(ctx, call(day))
    decide_letter(ctx, call(day), YARD, LetterDecision(True))
    send_run(ctx, call(day), SendRequest(tmp_path))
    rung = _rung(ctx, call, day)
    assert (rung.level, rung.is_presumed, rung.delivered_on) == (3, True, TODAY + timedelta(days=10))


def test_r10_money_taken_back_neither_sends_nor_delivers_again(ctx, call, sent):
    day = TODAY + timedelta(days=2)
    move(ctx, call(day), sent, ClaimStatus.DELIVERED)
    later = TODAY + timedelta(days=8)
    paid = StatementLine(later, money("1000", "UAH"), other_code=YARD, purpose="акт АКТ-1")
    no = add_payment(ctx, call(later), paid)
    undo_payment(ctx, call(later), no)
    case = show(ctx, call(later), sent)
    assert (case.status, case.moves[-1].on) == (ClaimStatus.DELIVERED, day)
    assert _rung(ctx, call, later).delivered_on == day
