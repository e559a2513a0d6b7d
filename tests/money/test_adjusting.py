"""Credit notes, write-offs, offsets, reversals and due days by hand: reductions without a payment (domain §6)."""

from datetime import date

import pytest

from contracts.kernel.money import money
from contracts.money.adjusting import enter_event, fix_due, offset, reduce
from contracts.money.charge_card import charge_card
from contracts.money.charges import NewCharge, list_charges, post_charge
from contracts.money.debts import debts
from contracts.money.payments import add_payment, open_payments
from contracts.money.restoring import take_adjustments_back
from contracts.money.rules.ledger import AdjustmentKind, Direction, LedgerFault
from contracts.money.rules.statement import Line
from contracts.registry.which import Which
from tests.cast import add_contract, settle
from tests.conftest import TODAY

K = AdjustmentKind


def uah(amount):
    return money(amount, "UAH")


@pytest.fixture
def cast(ctx, call):
    made = settle(ctx, call())
    add_contract(ctx, call(), made, number="7-Т")
    post(ctx, call, "АКТ-1")
    return made


def post(ctx, call, number, **more):
    usual = {"which": Which("7-Т"), "due_on": date(2026, 10, 15)}
    return post_charge(ctx, call(), NewCharge("act", number, date(2026, 10, 1), uah("1000.00"), **{**usual, **more}))


def outstanding(ctx, call):
    return [each.outstanding.wire for each in debts(ctx, call())]


def test_a_credit_note_reduces_and_a_write_off_closes(ctx, call, cast):
    reduce(ctx, call(), "АКТ-1", K.CREDIT_NOTE, amount=uah("200.00"), document="КОР-1")
    assert outstanding(ctx, call) == ["800.00"]
    assert reduce(ctx, call(), "АКТ-1", K.WRITE_OFF, reason="безнадійний") == uah("800.00")
    assert outstanding(ctx, call) == []


@pytest.mark.parametrize("kind", [K.CREDIT_NOTE, K.WRITE_OFF, K.REVERSAL])
def test_a_reduction_says_why(ctx, call, cast, kind):
    with pytest.raises(LedgerFault, match="Say why charge АКТ-1 is reduced"):
        reduce(ctx, call(), "АКТ-1", kind)


def test_one_of_several_reductions_is_taken_back(ctx, call, cast):
    for sum_ in ("200.00", "50.00"):
        reduce(ctx, call(), "АКТ-1", K.CREDIT_NOTE, amount=uah(sum_), document=f"КОР-{sum_}")
    first = charge_card(ctx, call(), "АКТ-1").adjustments[0].id
    assert take_adjustments_back(ctx, call(), "АКТ-1", only=first, reason="не те") == 1
    assert outstanding(ctx, call) == ["950.00"]
    with pytest.raises(LedgerFault, match="Nothing reduced"):
        take_adjustments_back(ctx, call(), "АКТ-1", only=first)


def test_more_than_is_open_is_refused(ctx, call, cast):
    with pytest.raises(LedgerFault, match=r"1000\.00 UAH open"):
        reduce(ctx, call(), "АКТ-1", K.WRITE_OFF, amount=uah("1000.01"), reason="x")


def test_a_credit_note_to_a_paid_charge_frees_the_money_as_an_advance(ctx, call, cast):
    add_payment(ctx, call(), Line(TODAY, uah("1000.00"), other_code="99100001", purpose="акт АКТ-1"))
    reduce(ctx, call(), "АКТ-1", K.CREDIT_NOTE, amount=uah("150.00"), document="КОР-2")
    assert [each.rest for each in open_payments(ctx)] == [uah("150.00")]
    assert outstanding(ctx, call) == []


def test_a_reversal_of_a_paid_charge_frees_all_of_it(ctx, call, cast):
    add_payment(ctx, call(), Line(TODAY, uah("400.00"), other_code="99100001", purpose="акт АКТ-1"))
    reduce(ctx, call(), "АКТ-1", K.REVERSAL, reason="помилка")
    assert [each.rest for each in open_payments(ctx)] == [uah("400.00")]
    assert outstanding(ctx, call) == []


def test_an_offset_reduces_both_sides_and_is_undone_on_both(ctx, call, cast):
    post(ctx, call, "РАХ-9", direction=Direction.PAYABLE)
    with pytest.raises(LedgerFault, match="set off"):
        offset(ctx, call(), "АКТ-1", "АКТ-1", reason="ст. 601 ЦК")
    assert offset(ctx, call(), "АКТ-1", "РАХ-9", amount=uah("300.00"), document="заява") == uah("300.00")
    assert [row.open_minor for row in list_charges(ctx)] == [70000, 70000]
    assert take_adjustments_back(ctx, call(), "РАХ-9") == 2
    assert [row.open_minor for row in list_charges(ctx)] == [100000, 100000]


def test_a_due_day_fixed_by_hand_needs_a_reason_and_moves_the_debt(ctx, call, cast):
    with pytest.raises(LedgerFault, match="needs a reason"):
        fix_due(ctx, call(), "АКТ-1", date(2026, 12, 1), "")
    fix_due(ctx, call(), "АКТ-1", date(2026, 12, 1), "лист про відстрочення")
    (debt,) = debts(ctx, call())
    assert (debt.overdue.wire, debt.oldest_due_on) == ("0.00", date(2026, 12, 1))


def test_an_event_makes_the_days_known_that_waited_for_it(ctx, call, cast):
    post(ctx, call, "АКТ-2", due_on=None, terms="95% issued+5d; rest end_of_warranty+10d")
    assert enter_event(ctx, call(), Which("7-Т"), "end_of_warranty", date(2026, 11, 1)) == 1
    assert [row.due_now for row in list_charges(ctx)][-1] == date(2026, 11, 11)
    assert enter_event(ctx, call(), Which("7-Т"), "end_of_warranty", date(2026, 11, 2)) == 0
