"""What a digest says, without words: kept as JSON in the outbox and worded only when it is sent (interface §8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator, TypeAdapter

from contracts.kernel.derivation import Step, steps_json, steps_of


@dataclass(frozen=True, slots=True)
class DigestItem:
    """One thing to act on.

    ``group`` is ``deadline``, ``long_past`` or ``confirm_alive``; ``role`` says why this person reads it:
    ``owner``, ``deputy``, ``manager``, ``escalated``, ``no_owner``. ``amount`` is a wire string.
    ``if_silent_until`` is the last day of the term that begins if nobody acts, ``None`` where none does.
    """

    kind: str
    contract_id: int
    number: str
    title: str
    counterparty: str
    due_on: date
    act_by: date
    tier: str
    tier_on: date
    why: Annotated[tuple[Step, ...], PlainValidator(steps_of), PlainSerializer(steps_json)]
    group: str = "deadline"
    role: str = "owner"
    in_place_of: str | None = None
    amount: str | None = None
    currency: str | None = None
    if_silent_until: date | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """The proof that everything was looked at: the last lines of every digest."""

    checked_count: int
    checked_at: str
    due_count: int
    in_letter_count: int
    without_owner_count: int
    failed_mail_count: int
    incomplete_count: int = 0
    faults: tuple[str, ...] = ()
    covered_days: tuple[date, ...] = ()
    late_minutes: int = 0
    #: The end of the audit trail, marked with a key that is not in the database.
    mark: str = ""
    #: Rate tables that do not reach the day, on Mondays: code, last sure day, the command that mends it.
    stale_rates: tuple[tuple[str, date, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sums:
    """Money and papers of one reader; sums are (wire amount, currency), one for each currency, never added.

    ``limitation`` is the red list: (last day to act, wire amount, currency, debtor, document, standing).
    """

    owed_late: tuple[tuple[str, str], ...] = ()
    we_owe: tuple[tuple[str, str], ...] = ()
    not_matched: tuple[tuple[str, str], ...] = ()
    missing_papers_count: int = 0
    limitation: tuple[tuple[str, ...], ...] = ()
    limitation_more_count: int = 0


@dataclass(frozen=True, slots=True)
class DigestContent:
    """One person's digest of one business day; without items it is the weekly line «nothing is due»."""

    business_on: date
    recipient: str
    company: str
    base_url: str
    items: tuple[DigestItem, ...]
    coverage: Coverage
    #: Messages that failed for good, shown to managers and administrators: (address, what the server said).
    failed_mails: tuple[tuple[str, str], ...] = ()
    #: What the ledger says about this reader's contracts; ``None`` where there is nothing to say.
    sums: Sums | None = None


@cache
def _codec() -> TypeAdapter[DigestContent]:
    return TypeAdapter(DigestContent)


def to_json(content: DigestContent) -> dict[str, Any]:
    """The content as plain JSON values, as the outbox keeps it."""
    stored: dict[str, Any] = _codec().dump_python(content, mode="json")
    return stored


def from_json(stored: Mapping[str, Any]) -> DigestContent:
    """The content back from the outbox."""
    return _codec().validate_python(stored)
