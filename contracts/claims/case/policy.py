"""What the operator sets about claims where contract and law are silent."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ClaimPolicy:
    """``answer_days`` are calendar days; ``beyond`` and ``inflation`` as the calculator takes them."""

    answer_days: int = 30
    beyond: Literal["refuse", "stop", "last_known"] = "stop"
    inflation: Literal["tranche", "chain"] = "tranche"
