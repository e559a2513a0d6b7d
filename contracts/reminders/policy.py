"""What the operator sets about digests beside their tiers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DigestPolicy:
    """``weekly_line``: whether those for whom nothing is due get a line on Mondays."""

    weekly_line: bool = True
