"""What a service needs to work: the desk holds the doors and the policies, the call says who asks about which day."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from contracts.claims.dunning.rules.dunning import DEFAULT_LADDER, Ladder
from contracts.kernel.files import FileStore
from contracts.kernel.rules import Rules
from contracts.mail.retries import Retries
from contracts.mail.transport import Transport
from contracts.reminders.rules.reminder import ReminderPolicy


@dataclass(frozen=True, slots=True)
class Call:
    """Who calls (``person_id`` is ``None`` for the house itself), through which face, about which day, at what moment.

    ``as_of`` is the day asked about in the configured zone; ``at`` the moment, with a zone. Where ``rights`` is
    ``None`` every right is held: the local command line and the scheduler.
    """

    person_id: int | None
    login: str
    face: str
    as_of: date
    at: datetime
    request_id: str
    rights: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Numbering:
    """Patterns of the yearly series, by what is numbered (``register``, ``claim``, document kinds)."""

    register: str = "{no}/{year}"
    claim: str = "ПР-{no}/{year}"
    document: str = "{no}/{year}"
    documents: Mapping[str, str] = field(default_factory=dict)

    def of(self, kind: str) -> str:
        """The pattern of a document kind: its own, else that of all."""
        return self.documents.get(kind, self.document)


@dataclass(frozen=True, slots=True)
class ClaimPolicy:
    """Defaults of claims where contract and law are silent; ``answer_days`` are calendar days."""

    answer_days: int = 30
    beyond: str = "stop"
    inflation: str = "tranche"


@dataclass(frozen=True, slots=True)
class Context:
    """The doors and policies of one installation; only ``app.py`` builds it."""

    engine: Engine
    files: FileStore
    now: Callable[[], datetime]
    zone: ZoneInfo
    rules: Rules
    policy: ReminderPolicy
    retries: Retries
    transport: Callable[[], AbstractContextManager[Transport]]
    sender: str
    base_url: str = ""
    company: str = ""
    country: str = "UA"
    weekly_line: bool = True
    numbering: Numbering = field(default_factory=Numbering)
    claims: ClaimPolicy = field(default_factory=ClaimPolicy)
    dunning: Ladder = DEFAULT_LADDER


def recorded(call: Call) -> dict[str, Any]:
    """Who recorded a row, and when."""
    return {"recorded_at": call.at, "recorded_by": call.login}
