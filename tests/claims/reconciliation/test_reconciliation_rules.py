"""A reconciliation statement balances: opening, both columns and closing, per currency (domain §5)."""

from dataclasses import replace
from datetime import date

import pytest

from contracts.claims.reconciliation.rules.statement import reconcile
from contracts.kernel.money import money
from contracts.money.rules.ledger import Adjustment, AdjustmentKind, Charge, Direction, Ledger, Payment


def uah(amount):
    return money(amount, "UAH")


def charge(id, on, amount, direction=Direction.RECEIVABLE, currency="UAH"):
    return Charge(id, direction, "act", f"A-{id}", on, on, money(amount, currency), 7)


LEDGER = Ledger(
    (
        charge(1, date(2025, 12, 1), "500.00"),
        charge(2, date(2026, 1, 10), "1000.00"),
        charge(3, date(2026, 1, 15), "300.00", Direction.PAYABLE),
        charge(4, date(2026, 1, 20), "80.00", currency="EUR"),
    ),
    (Payment(1, True, date(2026, 1, 20), uah("500.00")), Payment(2, False, date(2026, 1, 25), uah("100.00"))),
    (),
    (
        Adjustment(1, 2, AdjustmentKind.CREDIT_NOTE, uah("50.00"), date(2026, 1, 12)),
        Adjustment(2, 2, AdjustmentKind.OFFSET, uah("200.00"), date(2026, 1, 30)),
        Adjustment(3, 3, AdjustmentKind.OFFSET, uah("200.00"), date(2026, 1, 30)),
    ),
)


def test_charges_and_payments_of_both_sides_give_one_balance():
    eur, statement = reconcile(LEDGER, date(2026, 1, 1), date(2026, 1, 31))
    assert (statement.opening, statement.debit, statement.credit) == (uah("500.00"), uah("1100.00"), uah("850.00"))
    assert statement.closing == uah("750.00")
    assert eur.closing == money("80.00", "EUR")


def test_the_closing_of_one_period_is_the_opening_of_the_next():
    first = reconcile(LEDGER, date(2026, 1, 1), date(2026, 1, 18))[0]
    second = reconcile(LEDGER, date(2026, 1, 19), date(2026, 1, 31))
    assert next(each for each in second if each.currency == "UAH").opening == first.closing


def test_an_offset_stands_on_both_sides_and_changes_no_balance():
    without = Ledger(LEDGER.charges, LEDGER.payments, (), LEDGER.adjustments[:1])
    day = date(2026, 1, 31)
    assert [each.closing for each in reconcile(LEDGER, day, day)] == [
        each.closing for each in reconcile(without, day, day)
    ]


def test_nothing_gives_no_statement():
    assert reconcile(Ledger(), date(2026, 1, 1), date(2026, 1, 31)) == ()


@pytest.mark.parametrize("kind", ["invoice", "prepayment"])
@pytest.mark.parametrize("direction", list(Direction))
def test_r11_what_is_only_asked_for_stands_apart_and_in_no_balance(kind, direction):
    proposal = replace(charge(9, date(2026, 1, 11), "700.00", direction), kind=kind)
    ledger = Ledger((*LEDGER.charges, proposal), LEDGER.payments, (), LEDGER.adjustments)
    day, last = date(2026, 1, 1), date(2026, 1, 31)
    (_, before), (_, statement) = reconcile(LEDGER, day, last), reconcile(ledger, day, last)
    assert (statement.debit, statement.credit, statement.closing) == (before.debit, before.credit, before.closing)
    assert [(each.number, each.amount, each.direction) for each in statement.proposals] == [
        ("A-9", uah("700.00"), direction)
    ]


def test_r11_a_proposal_taken_back_moves_nothing_and_one_of_another_period_is_not_named():
    proposal = replace(charge(9, date(2026, 1, 11), "700.00"), kind="invoice")
    back = Adjustment(9, 9, AdjustmentKind.REVERSAL, uah("700.00"), date(2026, 1, 12))
    ledger = Ledger((*LEDGER.charges, proposal), LEDGER.payments, (), (*LEDGER.adjustments, back))
    assert reconcile(ledger, date(2026, 1, 1), date(2026, 1, 31))[1].closing == uah("750.00")
    assert reconcile(ledger, date(2026, 1, 15), date(2026, 1, 31))[1].proposals == ()


def test_r12_the_number_of_the_payer_s_document_stands_in_the_statement():
    paid = Payment(1, True, date(2026, 1, 20), uah("500.00"), document_no="17")
    (statement,) = reconcile(Ledger((), (paid,)), date(2026, 1, 1), date(2026, 1, 31))
    assert [each.number for each in statement.entries] == ["17"]
