"""What is open follows from rows that only grow; a past day stays as it was shown (domain §6, F15, F16)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.kernel.calendar import FAR
from contracts.kernel.money import CurrencyMismatch, Money, money, total
from contracts.money.rules.ageing import Buckets
from contracts.money.rules.currency_clause import DatedRate, covered_by, needed_for
from contracts.money.rules.ledger import (
    Adjustment,
    AdjustmentKind,
    Allocation,
    Charge,
    Direction,
    Ledger,
    LedgerFault,
    Payment,
    check_charge,
    check_covering,
    check_giving,
    check_sides,
    effective_on,
    spread,
)

D0 = date(2026, 1, 1)


def uah(amount: str) -> Money:
    return money(amount, "UAH")


def charge(id: int = 1, amount: str = "1000.00", due: date = date(2026, 2, 1), **more) -> Charge:
    usual = {"direction": Direction.RECEIVABLE, "kind": "act", "number": f"A-{id}", "issued_on": D0}
    return Charge(**{"id": id, "due_on": due, "amount": uah(amount), "counterparty_id": 7, **usual, **more})


def payment(id: int = 1, amount: str = "400.00", on: date = date(2026, 2, 10), **more) -> Payment:
    return Payment(**{"id": id, "is_incoming": True, "paid_on": on, "amount": uah(amount), **more})


def covers(id: int, pay: Payment, owed: Charge, amount: str, **more) -> Allocation:
    sum_ = uah(amount)
    return Allocation(**{"id": id, "payment_id": pay.id, "charge_id": owed.id, "covered": sum_, "paid": sum_,
                         "effective_on": effective_on(pay, owed), **more})  # fmt: skip


def test_a_part_payment_leaves_the_rest_open_from_its_day_on():
    owed, paid = charge(), payment()
    ledger = Ledger((owed,), (paid,), (covers(1, paid, owed, "400.00"),))
    assert ledger.open_amounts(date(2026, 2, 9))[owed.id] == uah("1000.00")
    assert ledger.open_amounts(date(2026, 2, 10))[owed.id] == uah("600.00")
    assert ledger.rests(date(2026, 2, 10)) == {}


def test_f15_of_three_invoices_one_paid_two_remain():
    owed = tuple(charge(n) for n in (1, 2, 3))
    paid = payment(amount="1000.00")
    ledger = Ledger(owed, (paid,), (covers(1, paid, owed[0], "1000.00"),))
    assert set(ledger.open_amounts(date(2026, 3, 1))) == {2, 3}


def test_f15_what_is_overpaid_stays_with_the_payment_as_an_advance():
    owed, paid = charge(amount="300.00"), payment()
    ledger = Ledger((owed,), (paid,), (covers(1, paid, owed, "300.00"),))
    assert ledger.open_amounts(date(2026, 3, 1)) == {}
    assert ledger.rests(date(2026, 3, 1)) == {1: uah("100.00")}


def test_a_refund_closes_the_rests_of_both_payments():
    came, went = payment(1, "400.00"), payment(2, "400.00", date(2026, 3, 1), is_incoming=False)
    back = Allocation(1, came.id, None, uah("400.00"), uah("400.00"), went.paid_on, other_payment_id=went.id)
    ledger = Ledger((), (came, went), (back,))
    assert ledger.rests(date(2026, 2, 20)) == {1: uah("400.00")}
    assert ledger.rests(date(2026, 3, 1)) == {}


def test_an_advance_covers_a_charge_not_before_the_charge_was_issued():
    owed, paid = charge(issued_on=date(2026, 4, 1), due=date(2026, 4, 10)), payment(amount="1000.00")
    assert effective_on(paid, owed) == date(2026, 4, 1)


def test_nothing_is_open_before_a_charge_was_issued():
    assert Ledger((charge(),)).open_amounts(date(2025, 12, 31)) == {}


def test_a_write_off_and_a_credit_note_reduce_a_charge_without_a_payment():
    owed = charge()
    rows = (Adjustment(1, owed.id, AdjustmentKind.CREDIT_NOTE, uah("200.00"), date(2026, 2, 5)),
            Adjustment(2, owed.id, AdjustmentKind.WRITE_OFF, uah("800.00"), date(2026, 3, 5)))  # fmt: skip
    ledger = Ledger((owed,), (), (), rows)
    assert ledger.open_amounts(date(2026, 2, 5))[owed.id] == uah("800.00")
    assert ledger.open_amounts(date(2026, 3, 5)) == {}


def test_more_than_is_open_is_refused_with_what_is_open():
    with pytest.raises(LedgerFault, match=r"A-1 has 600.00 UAH open, so 600.01"):
        check_covering(charge(), uah("600.00"), uah("600.01"))


def test_more_than_is_left_of_a_payment_is_refused():
    with pytest.raises(LedgerFault, match=r"2026-02-10 100.00 UAH is left"):
        check_giving(payment(), uah("100.00"), uah("100.01"))


def test_money_that_came_in_does_not_cover_what_we_owe():
    with pytest.raises(LedgerFault, match="other side"):
        check_sides(payment(), charge(direction=Direction.PAYABLE))


@pytest.mark.parametrize("amount", ["0.00", "-5.00"])
def test_a_charge_of_nothing_or_less_is_refused_naming_the_credit_note(amount):
    with pytest.raises(LedgerFault, match="credit note"):
        check_charge(uah(amount))


def test_f16_two_currencies_never_add_and_totals_are_per_currency():
    with pytest.raises(CurrencyMismatch):
        uah("1.00") + money("1.00", "EUR")
    assert total([uah("1.00"), money("2.00", "EUR"), uah("3.00")]) == {"UAH": uah("4.00"), "EUR": money("2.00", "EUR")}


def test_another_currency_is_refused_without_a_rate_and_converted_with_one():
    rate = DatedRate("EUR", "UAH", covered_rate := money("50.00", "UAH").amount, D0, "nbu")
    assert covered_by(uah("5000.00"), "EUR", rate) == money("100.00", "EUR")
    assert covered_by(uah("5050.00"), "EUR", rate, margin_bp=100) == money("100.00", "EUR")
    assert needed_for(money("100.00", "EUR"), "UAH", rate) == uah("5000.00")
    assert covered_rate == 50
    with pytest.raises(LedgerFault, match="without a rate"):
        covered_by(uah("5000.00"), "EUR", None)


def buckets_of(due_on, as_of=date(2026, 6, 15)):
    return [name for name, first, last in Buckets().limits(as_of) if first <= due_on <= last]


def test_buckets_take_full_days_past_due_and_due_today_is_not_overdue():
    names = {0: "0", 1: "1-30", 30: "1-30", 31: "31-60", 90: "61-90", 91: "91-180", 180: "91-180", 181: "180+"}
    today = date(2026, 6, 15)
    assert {days: buckets_of(today - timedelta(days=days), today) for days in names} == {
        days: [name] for days, name in names.items()
    }
    assert buckets_of(FAR) == ["0"]


@given(st.integers(-400, 800))
def test_every_due_day_belongs_to_one_bucket(days):
    assert len(buckets_of(date(2026, 6, 15) - timedelta(days=days))) == 1


@given(st.integers(1, 10**9), st.lists(st.integers(1, 10**8), max_size=8))
def test_spreading_never_gives_more_than_there_is_nor_more_than_is_open(rest, opens):
    charges = [(n, Money(minor, "UAH")) for n, minor in enumerate(opens)]
    parts = spread(Money(rest, "UAH"), charges)
    assert sum(part.minor for _, part in parts) == min(rest, sum(opens))
    assert all(0 < part.minor <= opens[id] for id, part in parts)


@st.composite
def histories(draw):
    """Random rows recorded day after day, some dated back, some taken back again."""
    owed = tuple(charge(n, f"{draw(st.integers(10, 900))}.00", due=D0 + timedelta(days=draw(st.integers(0, 90))))
                 for n in range(1, 4))  # fmt: skip
    rows: list[Allocation] = []
    for id in range(1, draw(st.integers(1, 12)) + 1):
        at = datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(days=draw(st.integers(0, 90)))
        earlier = [each for each in rows if each.reverses_id is None and each.recorded_at <= at]
        if earlier and draw(st.booleans()):
            old = draw(st.sampled_from(earlier))
            if not any(each.reverses_id == old.id for each in rows):
                rows.append(Allocation(id, old.payment_id, old.charge_id, -old.covered, -old.paid, old.effective_on,
                                       recorded_at=at, reverses_id=old.id))  # fmt: skip
                continue
        to = draw(st.sampled_from(owed))
        sum_ = Money(draw(st.integers(1, 500)), "UAH")
        on = max(D0, at.date() - timedelta(days=draw(st.integers(0, 40))))
        rows.append(Allocation(id, id, to.id, sum_, sum_, on, recorded_at=at))
    return owed, tuple(rows)


@given(histories())
@settings(max_examples=30)
def test_a_row_taken_back_leaves_every_day_as_if_it_had_never_been(history):
    owed, rows = history
    gone = {each.reverses_id for each in rows if each.reverses_id}
    kept = tuple(each for each in rows if each.id not in gone and each.reverses_id is None)
    for offset in range(0, 95, 13):
        day = D0 + timedelta(days=offset)
        assert Ledger(owed, (), rows).open_amounts(day) == Ledger(owed, (), kept).open_amounts(day)
