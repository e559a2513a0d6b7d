"""What a claim is calculated by, said when it is drafted and kept with it: approval goes by the same (domain §8)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from contracts.claims.late_payment.rules.inflation import Beyond, Method
from contracts.kernel.calendar import Duration


@dataclass(frozen=True, slots=True)
class ClaimPolicy:
    """What the operator sets where contract and law are silent; ``answer_days`` are calendar days."""

    answer_days: int = 30
    beyond: Beyond = "stop"
    inflation: Method = "tranche"


@dataclass(frozen=True, slots=True)
class ClaimTerms:
    """The choices law and contract leave open; ``None`` is the contract's, the law's or the operator's own.

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

    def settled(self, clauses: Mapping[int, str], policy: ClaimPolicy) -> "ClaimTerms":
        """The same with nothing left open: each contract's clause, and the operator's choices where none was made."""
        kept = {id: self.penalty_of(id, clause) for id, clause in clauses.items()}
        return replace(
            self,
            beyond=self.beyond or policy.beyond,
            inflation=self.inflation or policy.inflation,
            penalties=tuple(sorted(kept.items())),
        )
