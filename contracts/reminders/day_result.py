"""What one run of the day did, or would do: the shape `contracts remind` and `contracts simulate` print."""

from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple


class MailItem(NamedTuple):
    """One thing a digest asks for; ``contract`` is the register number, ``days_left`` counts to ``act_by``."""

    contract: str
    kind: str
    tier: str
    due_on: date
    days_left: int


@dataclass(frozen=True, slots=True)
class Mail:
    """One person's digest of a day; ``to`` is the address."""

    on: date
    to: str
    items: tuple[MailItem, ...]


@dataclass(frozen=True, slots=True)
class DayResult:
    """What one run of the day did.

    ``due`` counts deadlines told today, ``queued`` the new digests, ``weekly_count`` those of them that only say
    that nothing is due; these are not among ``messages``.
    """

    checked: int
    due: int
    messages: tuple[Mail, ...]
    queued: int
    sent: int = 0
    failed: int = 0
    weekly_count: int = 0
    without_owner: int = 0
    fault_count: int = 0
    covered_days: tuple[date, ...] = ()

    def with_delivery(self, *, sent: int, failed: int) -> "DayResult":
        """The same day together with what its delivery did."""
        return replace(self, sent=sent, failed=failed)
