"""The cells of a row are read column by column, each column with its memory: registers repeat themselves."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from contracts.kernel.refusal import Refusal
from contracts.registry.exchange.cells import Column, Found, reader_of
from contracts.registry.exchange.entries import Register, Rejected, Warned
from contracts.registry.exchange.fields import IGNORED
from contracts.registry.exchange.headers import Headers
from contracts.registry.exchange.wordings import NOTHING
from contracts.tabular.sheet import Row
from contracts.tabular.workbook import as_text

#: A cache of a column is begun anew at this size: a column of a million different texts is not kept.
_CACHED = 20_000
#: A cell that says «nothing here».
EMPTY: Found = ((("", None),), None)
#: Cells whose value alone tells them apart: ``True``, ``1`` and ``1.0`` are equal and mean different things.
_TELLING = (str, datetime)


@dataclass(slots=True)
class Reader:
    """One column with its memory: registers repeat themselves."""

    place: int
    name: str
    header: str
    read: Callable[[Any], Found]
    seen: dict[Any, Found | Refusal] = field(default_factory=lambda: {"": EMPTY})

    def look(self, raw: Any, key: Any) -> Found | Refusal:
        """Read a cell for the first time."""
        found: Found | Refusal
        try:
            is_empty = raw is None or (type(raw) is str and raw.strip().casefold() in NOTHING)
            found = EMPTY if is_empty else self.read(raw)
        except Refusal as refusal:
            found = refusal
        if len(self.seen) >= _CACHED:
            self.seen.clear()
        self.seen[key] = found
        return found


@dataclass(slots=True)
class Cells:
    """What the cells of one row say, before they are looked at together."""

    values: dict[str, Any] = field(default_factory=dict)
    weak: dict[str, Any] = field(default_factory=dict)
    raws: dict[str, Any] = field(default_factory=dict)
    custom: dict[str, str] = field(default_factory=dict)
    empty: list[str] = field(default_factory=list)
    faults: list[Rejected] = field(default_factory=list)


def readers_of(headers: Headers, format: str | None) -> list[Reader]:
    """Columns in the order of their places; what stands in a column of its own beats what another cell mentions."""
    found = []
    for place, name in headers.fields.items():
        if name != IGNORED:
            header = headers.names[place]
            found.append(Reader(place, name, header, reader_of(Column(name, header, format))))
    return found


def read_cells(row: Row, readers: list[Reader], register: Register) -> Cells:
    """Every cell of a row by its column; warnings go to the register."""
    found = Cells()
    width, values, raws = len(row.cells), found.values, found.raws
    for reader in readers:
        raw = row.cells[reader.place] if reader.place < width else ""
        key = raw if type(raw) in _TELLING else (type(raw), raw)
        said = reader.seen.get(key)
        if said is None:
            said = reader.look(raw, key)
        if said is EMPTY:
            found.empty.append(reader.name)
            continue
        raws[reader.name] = raw
        if isinstance(said, Refusal):
            found.faults.append(Rejected(row.no, reader.header, as_text(raw)[:200], said))
            continue
        for name, value in said[0]:
            if name[-1] == "?":
                found.weak[name[:-1]] = value
            else:
                values[name] = value
        if said[1] is not None:
            if said[1].code == "kept_as_words":
                found.custom[reader.header] = as_text(raw)
            register.warnings.append(Warned(row.no, said[1]))
    return found
