"""A reconciliation statement balances: opening, both columns and closing, per currency (domain §5)."""

from datetime import date

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
