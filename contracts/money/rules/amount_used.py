"""How much of an amount is used: charged or paid, whichever is more; at 80 and 100 per cent somebody acts (§4).

Interest, penalties and what was awarded are beside the price, money for a debt taken over belongs to another contract;
a credit note or a reversal takes back what was charged. Charged and paid are counted from their own days.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final, NamedTuple

from contracts.kernel.deadline import Deadline, DeadlineKind, deadline
from contracts.kernel.derivation import Step
from contracts.kernel.money import Money
from contracts.kernel.rules import Rules
from contracts.kernel.subject import ContractId, PersonId, Subject
from contracts.money.rules.steps import AMOUNT_USED

#: Kinds of charges that use nothing of the amount agreed.
BESIDE_THE_PRICE: Final = ("interest", "inflation", "penalty", "fine", "refund", "assigned", "award")
#: Shares of the amount at which the agenda asks for an amendment, the highest first.
THRESHOLDS: Final = (Fraction(1), Fraction(4, 5))


class AmountEntry(NamedTuple):
    """What uses the amount from a day on: a charge, or money that was paid, in minor units."""

    on: date
    subject: Subject
    minor: int
    is_paid: bool


@dataclass(frozen=True, slots=True)
class AmountUsed:
    """What is used of an amount."""

    amount: Money
    charged: Money
    paid: Money

    @property
    def used(self) -> Money:
        """The greater of charged and paid."""
        return max(self.charged, self.paid, key=lambda each: each.minor)

    @property
    def share(self) -> Fraction:
        """Used of the amount; nothing agreed is used up by anything."""
        return Fraction(self.used.minor, self.amount.minor) if self.amount.minor else Fraction(int(bool(self.used)))

    @property
    def percent(self) -> int:
        """The share in whole per cent, rounded down: 100 is reached, not nearly so."""
        return int(self.share * 100)

    @property
    def is_over(self) -> bool:
        """Whether more is used than was agreed."""
        return self.used > self.amount


def amount_used_on(amount: Money, entries: Iterable[AmountEntry], as_of: date) -> AmountUsed:
    """What is used on a day."""
    charged = paid = 0
    for each in entries:
        if each.on <= as_of:
            charged, paid = charged + each.minor * (not each.is_paid), paid + each.minor * each.is_paid
    return AmountUsed(amount, Money(charged, amount.currency), Money(paid, amount.currency))


def amount_used_deadline(
    amount: Money,
    entries: Iterable[AmountEntry],
    *,
    owner: tuple[ContractId | None, PersonId | None],
    rules: Rules,
    country: str,
) -> Deadline | None:
    """The deadline of the highest threshold reached, from the day and about the charge or payment that reached it."""
    ordered = sorted(entries, key=lambda each: (each.on, each.is_paid, each.subject.id))
    whole = amount_used_on(amount, ordered, date.max)
    if not amount.minor or whole.share < THRESHOLDS[-1]:
        return None
    threshold = next(each for each in THRESHOLDS if whole.share >= each)
    reached = _reached(amount, ordered, threshold)
    why = (Step(AMOUNT_USED, reached.on, (("used", whole.used), ("amount", amount), ("percent", whole.percent))),)
    return deadline(DeadlineKind.AMOUNT_USED, reached.subject, reached.on, rules, country=country, owner=owner, why=why)


def _reached(amount: Money, ordered: list[AmountEntry], threshold: Fraction) -> AmountEntry:
    """The entry from which on the threshold is reached and never left again."""
    sums, found = {False: 0, True: 0}, None
    for each in ordered:
        sums[each.is_paid] += each.minor
        if max(sums.values()) < threshold * amount.minor:
            found = None
        elif found is None:
            found = each
    return found or ordered[-1]
