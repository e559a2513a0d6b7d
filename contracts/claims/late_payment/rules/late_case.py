"""A debt under a law on a day, with everything an item of its calculation needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from contracts.claims.late_payment.rules.debt import LateDebt, LateTerms
from contracts.claims.late_payment.rules.law import LatePaymentLaw
from contracts.claims.late_payment.rules.rows import principal_steps
from contracts.claims.limitation.rules.limitation import LimitationRule
from contracts.kernel.money import Money
from contracts.kernel.rates import RateTable


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
