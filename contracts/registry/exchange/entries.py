"""What a register says, row by row, before anybody asks what is registered already: entries, faults, their places."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from contracts.kernel.refusal import Refusal
from contracts.registry.exchange.wordings import StatusReading
from contracts.registry.rules.contract import Change
from contracts.tabular.numbers import RecordKind


@dataclass(frozen=True, slots=True)
class PartyEntry:
    """A party as a register names it; ``code`` is '' where it has none."""

    name: str
    code: str = ""
    country: str = "UA"
    kind: str = "company"
    address: str = ""
    email: str = ""
    phone: str = ""


@dataclass(slots=True)
class Entry:
    """One row: a contract, or an amendment or annex of one.

    ``values`` hold the contract's columns as core values (days, durations, money, codes); what the row does not say is
    absent. ``empty`` are fields whose column is there and whose cell is empty. ``parent`` names the contract of a part
    by number (and date), '' for the contract above. ``is_exported`` marks a row of our own export: an empty cell of
    it clears the fact. ``changes`` are an amendment's where the source lists them itself.
    """

    row: int
    number: str
    counterparty: PartyEntry | None
    kind: RecordKind = "contract"
    company: PartyEntry | None = None
    values: dict[str, Any] = field(default_factory=dict)
    custom: dict[str, str] = field(default_factory=dict)
    empty: frozenset[str] = frozenset()
    owner: str = ""
    owner_email: str = ""
    department: str = ""
    status: StatusReading | None = None
    terminated_on: date | None = None
    parent: str = ""
    parent_dated_on: date | None = None
    annex_kind: str = ""
    is_by_register_no: bool = False
    is_exported: bool = False
    changes: tuple[Change, ...] | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that is not taken: which, which column (its header), which value, and why."""

    row: int
    column: str
    value: str
    reason: Refusal


@dataclass(frozen=True, slots=True)
class Warned:
    """A row that is taken with a reservation; row 0 is the file."""

    row: int
    reason: Refusal


#: Where a fact may have been read from, when it has no column of its own.
_READ_FROM: Mapping[str, tuple[str, ...]] = {
    "amount_minor": ("amount",),
    "sum": ("amount",),
    "currency": ("amount",),
    "owner_id": ("owner", "owner_email"),
    "renewal": ("last_day",),
    "renewal_length": ("renewal", "last_day"),
    "max_renewals": ("renewal", "last_day"),
    "notice": ("renewal", "last_day"),
    "notice_counts": ("notice", "renewal"),
    "notice_methods": ("notice", "renewal"),
    "first_day": ("last_day", "length"),
    "length": ("last_day",),
    "last_day": ("length",),
    "end_rule": ("last_day", "renewal", "length"),
}


@dataclass(slots=True)
class Register:
    """A whole register as read: nothing of it is stored yet."""

    entries: list[Entry] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)

    @property
    def row_count(self) -> int:
        """Rows of data, read or rejected."""
        return len(self.entries) + len({each.row for each in self.rejected})

    def header_of(self, name: str) -> str:
        """The header of the column a fact was read from; the fact itself where none names it.

        A fact without a column of its own was read from another: a notice from the words about the renewal.
        """
        headers = {taken: header for header, taken in reversed(self.columns.items())}
        return next((headers[each] for each in (name, *_READ_FROM.get(name, ())) if each in headers), name)
