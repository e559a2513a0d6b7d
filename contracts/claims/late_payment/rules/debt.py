"""What a person asks the late-payment engine: a debt, its payments, and the choices law and contract leave open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal, NamedTuple

from contracts.claims.late_payment.rules.inflation import Beyond, Method
from contracts.claims.late_payment.rules.law import LatePaymentLaw
from contracts.claims.late_payment.rules.penalty import PenaltyClause
from contracts.claims.late_payment.rules.rows import InterestRow, Year, principal_steps
from contracts.claims.limitation.rules.limitation import LimitationRule
from contracts.kernel.money import Money, round_half_up
from contracts.kernel.rates import RateTable
from contracts.kernel.refusal import Note, Refusal

Kind = Literal["interest", "inflation", "penalty", "fine"]
KINDS: tuple[Kind, ...] = ("interest", "inflation", "penalty", "fine")


class DebtFault(Refusal):
    """A debt or a payment cannot be as given."""

    code = "debt_fault"


class Paid(NamedTuple):
    """A payment towards the debt."""

    on: date
    amount: Money


@dataclass(frozen=True, slots=True)
class LateDebt:
    """One debt and what was paid of it.

    ``due_form`` says whether ``due_on`` ends a period (a non-working one moves) or is a date of the contract.
    ``first_day`` is the first day of delay where it is known otherwise; ``arose_on`` the day the obligation arose.
    ``has_currency_equivalent``: hryvnias tied to a currency (CC Ukraine 524, 533(2)).
    """

    principal: Money
    due_on: date
    due_form: Literal["period", "date"] = "period"
    payments: tuple[Paid, ...] = ()
    first_day: date | None = None
    arose_on: date | None = None
    has_currency_equivalent: bool = False


@dataclass(frozen=True, slots=True)
class LateTerms:
    """The choices of contract and person; ``None`` leaves the law's own. Rates in per cent.

    What is published is known ``known_on`` the day of the calculation, else on the last day counted.
    """

    kinds: tuple[Kind, ...] = KINDS
    rate_per_year: Fraction | None = None
    penalty: PenaltyClause | None = None
    fine: Fraction | None = None
    inflation: Method = "tranche"
    allocation: Literal["principal", "law"] = "principal"
    year: Year | None = None
    counts_payment_day: bool | None = None
    is_consumer: bool = False
    beyond: Beyond = "refuse"
    known_on: date | None = None


def stopped_at(table: RateTable) -> Note:
    """Rows end on the last sure day of a table."""
    facts = {"table": table.code, "day": table.sure_to}
    return Note("Counted to {day}, the last sure day of the table {table}; later days are not waived.", facts)


def guessed_after(table: RateTable) -> Note:
    """Rows past the last sure day of a table use its last value."""
    facts = {"table": table.code, "day": table.sure_to}
    return Note("After {day}, where the table {table} ends, the last known rate is used; such rows are marked.", facts)


@dataclass(frozen=True, slots=True)
class LateItem:
    """One kind of claim: its rows add up to ``amount``; ``amount`` is ``None`` where it was refused, with the reason.

    ``complete_to`` is the last day the amount answers for; later days are not waived. Days to ``barred_to`` are past
    limitation if the debtor pleads it.
    """

    kind: Kind
    amount: Money | None
    complete_to: date | None
    notes: tuple[Note, ...] = ()
    rows: tuple[InterestRow, ...] = ()
    refusal: Refusal | None = None
    barred_to: date | None = None


@dataclass(frozen=True, slots=True)
class LateClaim:
    """What a late debt has grown by to ``as_of`` inclusive.

    ``principal_left`` is what is still unpaid; ``compensation`` the fixed sum of the law, in its own currency;
    ``total`` the items and the compensation of the debt's currency, without the principal.
    """

    law: str
    as_of: date
    first_day: date
    items: tuple[LateItem, ...]
    compensation: Money | None
    principal_left: Money
    total: Money
    notes: tuple[Note, ...] = ()

    def item(self, kind: Kind) -> LateItem | None:
        """The item of a kind, if it was asked for and has a ground."""
        return next((each for each in self.items if each.kind == kind), None)

    @property
    def interest_per_day(self) -> Money | None:
        """What a further day adds at the last rate, for letters that state it; ``None`` where nothing more grows."""
        found = self.item("interest")
        rows = [row for row in found.rows if row.year_days] if found else []
        if not rows or rows[-1].to_on != self.as_of or not self.principal_left:
            return None
        last = rows[-1]
        minor = round_half_up(last.principal_minor * last.rate / (100 * last.year_days))
        return Money(minor, self.total.currency)

    def amount(self, kind: Kind) -> Money:
        """The amount of a kind; nothing where there is no such item or it was refused."""
        found = self.item(kind)
        return found.amount if found and found.amount else Money(0, self.total.currency)


@dataclass(frozen=True, slots=True)
class LateCase:
    """A debt under a law on a day, with everything an item needs."""

    debt: LateDebt
    terms: LateTerms
    law: LatePaymentLaw
    tables: Mapping[str, RateTable]
    as_of: date
    due_on: date
    first_day: date
    payments: tuple[tuple[date, int], ...]
    limitation: LimitationRule | None

    @property
    def counts_payment_day(self) -> bool:
        """Whether the day of payment still bears interest."""
        chosen = self.terms.counts_payment_day
        return self.law.counts_payment_day if chosen is None else chosen

    def steps(self) -> list[tuple[date, int]]:
        """The unpaid principal from the first day of delay on."""
        return principal_steps(
            self.debt.principal.minor, self.payments, self.first_day, counts_payment_day=self.counts_payment_day
        )

    def money(self, minor: int) -> Money:
        """A sum in the currency of the debt."""
        return Money(minor, self.debt.principal.currency)
