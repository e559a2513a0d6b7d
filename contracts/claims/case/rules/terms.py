"""What a claim is reckoned by, said when it is drafted and kept with it: approval reckons by the same (domain §8)."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from contracts.claims.late_payment.rules.inflation import Beyond, Method
from contracts.kernel.calendar import Duration, parse_duration


@dataclass(frozen=True, slots=True)
class ClaimTerms:
    """The choices law and contract leave open; ``None`` is the contract's, the law's or the house's own.

    ``penalty`` is a clause a person gave for all debts (empty: none is claimed), ``penalties`` the clause of each
    contract as it stood when the claim was drafted. ``interest_rate`` is per cent a year. ``due_on`` is the last day
    for the return of an advance where the contract or an earlier demand names it; ``given`` are facts of the letter.
    """

    penalty: str | None = None
    interest_rate: Fraction | None = None
    answer: Duration | None = None
    with_settled: bool = False
    beyond: Beyond | None = None
    inflation: Method | None = None
    penalties: tuple[tuple[int, str], ...] = ()
    due_on: date | None = None
    given: tuple[tuple[str, str], ...] = ()

    def penalty_of(self, contract_id: int | None, clause: str) -> str:
        """The penalty clause of a debt under a contract, which today says ``clause``."""
        if self.penalty is not None:
            return self.penalty
        return dict(self.penalties).get(contract_id or 0, clause)

    def settled(self, clauses: dict[int, str], beyond: Beyond, inflation: Method) -> "ClaimTerms":
        """The same with nothing left open: each contract's clause, and the house's choices where none was made."""
        kept = {id: self.penalty_of(id, clause) for id, clause in clauses.items()}
        return replace(
            self,
            beyond=self.beyond or beyond,
            inflation=self.inflation or inflation,
            penalties=tuple(sorted(kept.items())),
        )


def rate_text(rate: Fraction | None) -> str:
    """A rate as it is kept: exact, empty where none was agreed."""
    return "" if rate is None else str(rate)


def read_rate(text: str) -> Fraction | None:
    """The opposite of :func:`rate_text`."""
    return Fraction(text) if text else None


def read_answer(text: str) -> Duration | None:
    """The time for an answer as it is kept; empty where law or house decide."""
    return parse_duration(text) if text else None
