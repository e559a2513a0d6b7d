"""How a side kept its days for payment: of the charges due by a day, how many are paid, and how late (domain §3)."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from contracts.kernel.money import Money, total


class ChargePaid(NamedTuple):
    """A charge with its sum and due day, and the day on which the last money came, if it is covered in full."""

    amount: Money
    due_on: date
    paid_on: date | None


class PaymentDiscipline(NamedTuple):
    """Charges that fell due by a day: how many, how many are covered in full, and by how many days the late ones were.

    ``used`` is the total charged, where it is in one currency.
    """

    due: int
    done: int
    days_late: tuple[int, ...]
    used: Money | None


def discipline(charges: Iterable[ChargePaid], as_of: date) -> PaymentDiscipline:
    """How the days of these charges were kept; a payment on the due day is in time."""
    known = list(charges)
    due = [each for each in known if each.due_on <= as_of]
    done = [(each.paid_on, each.due_on) for each in due if each.paid_on is not None]
    late = tuple((paid_on - due_on).days for paid_on, due_on in done if paid_on > due_on)
    totals = list(total([each.amount for each in known]).values())
    return PaymentDiscipline(len(due), len(done), late, totals[0] if len(totals) == 1 else None)
