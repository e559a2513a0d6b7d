"""A debt passed on: reduced here, owed there on the same terms, seen from both sides, undone on both (domain §6)."""

from dataclasses import replace
from datetime import date

import pytest

from contracts.kernel.money import money
from contracts.kernel.unit_of_work import writing
from contracts.money.assign_charge import assign_charge
from contracts.money.charges import charge_card, list_charges
from contracts.money.debts import DebtQuery, list_debts
from contracts.money.import_statement import add_payment
from contracts.money.payments import list_payments
from contracts.money.post_charge import NewCharge, post_charge
from contracts.money.reduce import ReductionGround, restore_charge
from contracts.money.rules.ledger import Direction, LedgerFault, Successor
from contracts.money.rules.statement import StatementLine
from contracts.parties.queries import parties
from contracts.registry.lookup import Which
from tests.cast import add_contract, settle
from tests.conftest import TODAY

CREDITOR, DEBTOR = Successor.CREDITOR, Successor.DEBTOR
WHY = ReductionGround("договір відступлення № 3")
CLEANING, BREAD = "ТОВ «Чистий двір»", "ПрАТ «Лан-Хліб»"


def uah(amount):
    return money(amount, "UAH")


@pytest.fixture
def cast(ctx, call):
    made = settle(ctx, call())
    add_contract(ctx, call(), made, number="7-Т")
    return made


def post(ctx, call, number="РАХ-1", direction=Direction.PAYABLE):
    new = NewCharge("invoice", number, date(2026, 10, 1), uah("1000.00"), which=Which("7-Т"), direction=direction)
    return post_charge(ctx, call(), replace(new, due_on=date(2026, 10, 15)))


def owed(ctx, call, direction="payable"):
    return {
        each.counterparty: each.outstanding.wire for each in list_debts(ctx, call(), DebtQuery(direction=direction))
    }


def test_a_new_creditor_is_owed_what_the_old_one_was_by_the_same_day(ctx, call, cast):
    post(ctx, call)
    done = assign_charge(ctx, call(), "РАХ-1", "99100002", CREDITOR, amount=uah("400.00"), ground=WHY)
    assert (done.amount, done.kept) == (uah("400.00"), True)
    assert owed(ctx, call) == {CLEANING: "600.00", BREAD: "400.00"}
    old = charge_card(ctx, call(), "РАХ-1", counterparty="99100001")
    new = charge_card(ctx, call(), "РАХ-1", counterparty="99100002")
    assert [(each.to, each.role) for each in old.reductions] == [(BREAD, "creditor")]
    assert (new.origin.charge, new.origin.counterparty, new.kind) == ("РАХ-1", CLEANING, "assigned")
    assert new.parts[0].due_on == date(2026, 10, 15)
    assert [each.oldest_due_on for each in list_debts(ctx, call(), DebtQuery(direction="payable"))] == [
        date(2026, 10, 15)
    ] * 2


def test_a_past_day_knows_nothing_of_a_later_assignment(ctx, call, cast):
    post(ctx, call)
    assign_charge(ctx, call(), "РАХ-1", "99100002", CREDITOR, ground=WHY)
    then = replace(call(), as_of=date(2026, 11, 1))
    assert [each.counterparty for each in list_debts(ctx, then, DebtQuery(direction="payable"))] == [CLEANING]


def test_taken_back_both_sides_are_as_before_and_paid_money_is_free(ctx, call, cast):
    post(ctx, call)
    assign_charge(ctx, call(), "РАХ-1", "99100002", CREDITOR, ground=WHY)
    add_payment(ctx, call(), StatementLine(TODAY, uah("-300.00"), other_code="99100002", purpose="рах. РАХ-1"))
    assert owed(ctx, call) == {BREAD: "700.00"}
    assert restore_charge(ctx, call(), "РАХ-1", counterparty="99100001") == 1
    assert owed(ctx, call) == {CLEANING: "1000.00"}
    assert [each.rest for each in list_payments(ctx, call())] == [uah("300.00")]
    with pytest.raises(LedgerFault, match="Nothing reduced"):
        restore_charge(ctx, call(), "РАХ-1", counterparty="99100002")
    assign_charge(ctx, call(), "РАХ-1", "99100002", CREDITOR, ground=WHY, counterparty="99100001")
    assert owed(ctx, call) == {BREAD: "1000.00"}


def test_a_claim_of_ours_sold_to_a_stranger_leaves_our_books(ctx, call, cast):
    post(ctx, call, "АКТ-1", Direction.RECEIVABLE)
    assert not assign_charge(ctx, call(), "АКТ-1", "99100002", CREDITOR, ground=WHY).kept
    assert list_debts(ctx, call()) == []
    assert len(list_charges(ctx, call(), is_open=False)) == 1
    restore_charge(ctx, call(), "АКТ-1")
    assert owed(ctx, call, "receivable") == {CLEANING: "1000.00"}


def test_our_other_company_takes_a_claim_over(ctx, call, cast):
    with writing(ctx, call()) as work:
        parties.add(work.conn, {"name": "ТОВ «Ясенсвіт-Факторинг»", "code": "99000022", "is_own": True})
        work.commit()
    post(ctx, call, "АКТ-1", Direction.RECEIVABLE)
    assert assign_charge(ctx, call(), "АКТ-1", "99000022", CREDITOR, ground=WHY).kept
    assert [each.outstanding.wire for each in list_debts(ctx, call(), DebtQuery(company="99000022"))] == ["1000.00"]
    assert list_debts(ctx, call(), DebtQuery(company="99000011")) == []


def test_a_new_debtor_owes_us_instead_of_the_old_one(ctx, call, cast):
    post(ctx, call, "АКТ-1", Direction.RECEIVABLE)
    assign_charge(ctx, call(), "АКТ-1", "Лан-Хліб", DEBTOR, ground=WHY)
    assert owed(ctx, call, "receivable") == {BREAD: "1000.00"}


def test_what_cannot_pass_is_refused(ctx, call, cast):
    post(ctx, call)
    with pytest.raises(LedgerFault, match="stands between these two already"):
        assign_charge(ctx, call(), "РАХ-1", "99100001", CREDITOR, ground=WHY)
    with pytest.raises(LedgerFault, match="Say why"):
        assign_charge(ctx, call(), "РАХ-1", "99100002", CREDITOR, ground=ReductionGround())
    with pytest.raises(LedgerFault, match=r"1000\.00 UAH open"):
        assign_charge(ctx, call(), "РАХ-1", "99100002", CREDITOR, amount=uah("1000.01"), ground=WHY)
