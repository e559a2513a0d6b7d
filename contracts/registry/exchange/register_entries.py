"""What a register says, row by row, before anybody asks what is registered already: entries, faults, their places."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from contracts.kernel.calendar import Duration
from contracts.kernel.money import Money
from contracts.kernel.refusal import Refusal
from contracts.kernel.wire import ASIDE
from contracts.registry.exchange.cells.words import StatusReading
from contracts.registry.exchange.columns import header_of
from contracts.registry.rules.contract import Change, ConditionValue
from contracts.tabular.numbers import RecordKind
from contracts.tabular.sums import Sum

CellValue = ConditionValue | Sum | StatusReading | dict[str, str]


class CellValues(dict[str, CellValue]):
    """What the cells of a row say, by field."""

    __slots__ = ()

    def condition(self, field: str) -> ConditionValue:
        """The value of a condition; none where the row does not say it."""
        value = self.get(field)
        return None if isinstance(value, Sum | StatusReading | dict) else value

    def text(self, field: str) -> str:
        """A text; empty where the row has none."""
        value = self.get(field, "")
        return value if isinstance(value, str) else ""

    def day(self, field: str) -> date | None:
        """A day."""
        value = self.get(field)
        return value if isinstance(value, date) else None

    def length(self, field: str) -> Duration | None:
        """A length of time."""
        value = self.get(field)
        return value if isinstance(value, Duration) else None

    def money(self, field: str) -> Money | None:
        """A sum with its currency."""
        value = self.get(field)
        return value if isinstance(value, Money) else None


@dataclass(frozen=True, slots=True)
class NamedParty:
    """A party as a register names it; ``code`` is '' where it has none."""

    name: str
    code: str = ""
    country: str = "UA"
    kind: str = "company"
    address: str = ""
    email: str = ""
    phone: str = ""


@dataclass(slots=True)
class RegisterEntry:
    """One row: a contract, or an amendment or annex of one.

    ``values`` hold the contract's facts (days, durations, money, codes); what the row does not say is absent.
    ``empty`` are fields whose column is there and whose cell is empty. ``parent`` names the contract of a part by
    number (and date), '' for the contract above. ``is_exported`` marks a row of our own export: an empty cell of
    it clears the fact. ``changes`` are an amendment's where the source lists them itself.
    """

    row: int
    number: str
    counterparty: NamedParty | None
    kind: RecordKind = "contract"
    company: NamedParty | None = None
    values: CellValues = field(default_factory=CellValues)
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
class RejectedCell:
    """A row that is not taken: which, which column (its header), which value, and why.

    ``count`` rows of the column are rejected for the same reason, of which this is the first.
    """

    row: int
    column: str
    value: str
    reason: Refusal = field(metadata=ASIDE)
    count: int = 1
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class RowRemark:
    """A row that is taken with a reservation; row 0 is the file."""

    row: int
    reason: Refusal = field(metadata=ASIDE)
    sheet: str = ""


class ColumnPreview(NamedTuple):
    """A column as it was taken: three cells, whether its header only resembles the field, which other it may be."""

    header: str
    field: str
    samples: tuple[str, ...]
    is_weak: bool = False
    likely: str = ""


@dataclass(slots=True)
class ReadRegister:
    """A whole register as read: nothing of it is stored yet. ``sheet`` is named where there are several."""

    entries: list[RegisterEntry] = field(default_factory=list)
    rejected: list[RejectedCell] = field(default_factory=list)
    remarks: list[RowRemark] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    previews: list[ColumnPreview] = field(default_factory=list)
    sheet: str = ""

    @property
    def row_count(self) -> int:
        """Rows of data, read or rejected."""
        return len(self.entries) + len({each.row for each in self.rejected})

    def header_of(self, field: str) -> str:
        """The header of the column a fact was read from."""
        return header_of(field, self.columns)

    def reject(self, row: int, field: str, value: str, reason: Refusal) -> None:
        """A row is not taken for the value of a field."""
        self.rejected.append(RejectedCell(row, self.header_of(field), value, reason))

    def remark(self, row: int, reason: Refusal) -> None:
        """A row is taken, and the report says this of it; row 0 is the file."""
        self.remarks.append(RowRemark(row, reason))
