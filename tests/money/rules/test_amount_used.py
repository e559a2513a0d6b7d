"""What of a contract's amount is used, and from which day on it is asked about (domain §4)."""

from datetime import date

from contracts.kernel.money import money
from contracts.kernel.rules import Rules
from contracts.kernel.subject import ContractId, PersonId, Subject, SubjectKind
from contracts.money.rules.amount_used import AmountEntry, amount_used_deadline, amount_used_on

AMOUNT = money("1000.00", "UAH")
OWNER = (ContractId(1), PersonId(2))


def charge(id: int, day: int, minor: int) -> AmountEntry:
    return AmountEntry(date(2026, 3, day), Subject(SubjectKind.CHARGE, id), minor, is_paid=False)


def payment(id: int, day: int, minor: int) -> AmountEntry:
    return AmountEntry(date(2026, 3, day), Subject(SubjectKind.PAYMENT, id), minor, is_paid=True)


def asked(*entries: AmountEntry):
    return amount_used_deadline(AMOUNT, entries, owner=OWNER, rules=Rules(0, {}, {}), country="UA")


def test_the_greater_of_charged_and_paid_is_used():
    used = amount_used_on(AMOUNT, [charge(1, 2, 60_000), payment(1, 3, 85_000)], date(2026, 3, 31))
    assert (used.charged.wire, used.paid.wire, used.percent, used.is_over) == ("600.00", "850.00", 85, False)
    assert amount_used_on(AMOUNT, [charge(1, 2, 60_000), payment(1, 3, 85_000)], date(2026, 3, 2)).percent == 60


def test_nothing_is_asked_below_eighty_per_cent():
    assert asked() is None
    assert asked(charge(1, 2, 79_999)) is None


def test_at_eighty_per_cent_the_charge_that_reached_it_is_asked_about():
    found = asked(charge(1, 2, 50_000), charge(2, 4, 30_000), charge(3, 5, 1))
    assert (found.key.kind, found.key.subject.id, found.key.due_on) == ("amount_used", 2, date(2026, 3, 4))
    assert dict(found.why[0].facts)["percent"] == 80


def test_at_a_hundred_per_cent_it_is_asked_anew_from_that_day():
    found = asked(charge(1, 2, 90_000), payment(7, 4, 100_000), charge(2, 9, 5_000))
    assert (found.key.subject, found.key.due_on) == (Subject(SubjectKind.PAYMENT, 7), date(2026, 3, 4))


def test_what_was_credited_later_is_as_if_never_charged():
    assert asked(charge(1, 2, 90_000), charge(2, 3, -15_000)) is None
    assert asked(charge(1, 2, 90_000), charge(2, 3, -15_000), charge(3, 6, 10_000)).key.subject.id == 3


def test_the_day_to_act_is_a_working_day():
    found = asked(charge(1, 7, 100_000))
    assert (found.key.due_on, found.act_by) == (date(2026, 3, 7), date(2026, 3, 6))
