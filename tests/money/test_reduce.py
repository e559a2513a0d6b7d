"""Credit notes, write-offs, offsets, reversals and due days by hand: reductions without a payment (domain §6)."""

from datetime import date

import pytest

from contracts.kernel.money import money
from contracts.money.charges import charge_card, list_charges
from contracts.money.debts import list_debts
from contracts.money.due_days import enter_event, fix_due
from contracts.money.import_statement import add_payment
from contracts.money.payments import list_payments
from contracts.money.post_charge import NewCharge, post_charge
from contracts.money.reduce import ReductionGround, offset_charges, reduce_charge, restore_charge
from contracts.money.rules.ledger import AdjustmentKind, Direction, LedgerFault
from contracts.money.rules.statement import StatementLine
from contracts.registry.lookup import Which
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
    return [each.outstanding.wire for each in list_debts(ctx, call())]


def test_a_credit_note_reduces_and_a_write_off_closes(ctx, call, cast):
    reduce_charge(ctx, call(), "АКТ-1", K.CREDIT_NOTE, amount=uah("200.00"), ground=ReductionGround(document="КОР-1"))
    assert outstanding(ctx, call) == ["800.00"]
    assert reduce_charge(ctx, call(), "АКТ-1", K.WRITE_OFF, ground=ReductionGround("безнадійний")) == uah("800.00")
    assert outstanding(ctx, call) == []


@pytest.mark.parametrize("kind", [K.CREDIT_NOTE, K.WRITE_OFF, K.REVERSAL])
def test_a_reduction_says_why(ctx, call, cast, kind):
    with pytest.raises(LedgerFault, match="Say why charge АКТ-1 is reduced"):
        reduce_charge(ctx, call(), "АКТ-1", kind, ground=ReductionGround())


def test_one_of_several_reductions_is_taken_back(ctx, call, cast):
    for sum_ in ("200.00", "50.00"):
        reduce_charge(
            ctx, call(), "АКТ-1", K.CREDIT_NOTE, amount=uah(sum_), ground=ReductionGround(document=f"КОР-{sum_}")
        )
    first = charge_card(ctx, call(), "АКТ-1").reductions[0].reduction
    assert restore_charge(ctx, call(), "АКТ-1", only=first, reason="не те") == 1
    assert outstanding(ctx, call) == ["950.00"]
    with pytest.raises(LedgerFault, match="Nothing reduced"):
        restore_charge(ctx, call(), "АКТ-1", only=first)


def test_more_than_is_open_is_refused(ctx, call, cast):
    with pytest.raises(LedgerFault, match=r"1000\.00 UAH open"):
        reduce_charge(ctx, call(), "АКТ-1", K.WRITE_OFF, amount=uah("1000.01"), ground=ReductionGround("x"))


def test_a_credit_note_to_a_paid_charge_frees_the_money_as_an_advance(ctx, call, cast):
    add_payment(ctx, call(), StatementLine(TODAY, uah("1000.00"), other_code="99100001", purpose="акт АКТ-1"))
    reduce_charge(ctx, call(), "АКТ-1", K.CREDIT_NOTE, amount=uah("150.00"), ground=ReductionGround(document="КОР-2"))
    assert [each.rest for each in list_payments(ctx, call())] == [uah("150.00")]
    assert outstanding(ctx, call) == []


def test_a_reversal_of_a_paid_charge_frees_all_of_it(ctx, call, cast):
    add_payment(ctx, call(), StatementLine(TODAY, uah("400.00"), other_code="99100001", purpose="акт АКТ-1"))
    reduce_charge(ctx, call(), "АКТ-1", K.REVERSAL, ground=ReductionGround("помилка"))
    assert [each.rest for each in list_payments(ctx, call())] == [uah("400.00")]
    assert outstanding(ctx, call) == []


def test_an_offset_reduces_both_sides_and_is_undone_on_both(ctx, call, cast):
    post(ctx, call, "РАХ-9", direction=Direction.PAYABLE)
    with pytest.raises(LedgerFault, match="set off"):
        offset_charges(ctx, call(), "АКТ-1", "АКТ-1", ground=ReductionGround("ст. 601 ЦК"))
    assert offset_charges(
        ctx, call(), "АКТ-1", "РАХ-9", amount=uah("300.00"), ground=ReductionGround(document="заява")
    ) == uah("300.00")
    assert [row.open for row in list_charges(ctx, call())] == [uah("700.00")] * 2
    assert restore_charge(ctx, call(), "РАХ-9") == 2
    assert [row.open for row in list_charges(ctx, call())] == [uah("1000.00")] * 2


def test_a_due_day_fixed_by_hand_needs_a_reason_and_moves_the_debt(ctx, call, cast):
    with pytest.raises(LedgerFault, match="needs a reason"):
        fix_due(ctx, call(), "АКТ-1", date(2026, 12, 1), "")
    fix_due(ctx, call(), "АКТ-1", date(2026, 12, 1), "лист про відстрочення")
    (debt,) = list_debts(ctx, call())
    assert (debt.overdue.wire, debt.oldest_due_on) == ("0.00", date(2026, 12, 1))


def test_an_event_makes_the_days_known_that_waited_for_it(ctx, call, cast):
    post(ctx, call, "АКТ-2", due_on=None, terms="95% issued+5d; rest end_of_warranty+10d")
    assert enter_event(ctx, call(), Which("7-Т"), "end_of_warranty", date(2026, 11, 1)) == 1
    assert [row.due_on for row in list_charges(ctx, call())][-1] == date(2026, 11, 11)
    assert enter_event(ctx, call(), Which("7-Т"), "end_of_warranty", date(2026, 11, 2)) == 0
