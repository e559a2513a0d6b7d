"""Which row of a table holds its headers, and which column holds which field, by the words of the headers.

A table of fields with phrases is all that differs between readers. A phrase is a list of word beginnings, and the one
that explains most of a header wins; plain tables of a few columns are told by how their headers begin.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from contracts.tabular.sheet import Cell, FileRefused, Sheet, SheetRow, as_text

#: Headers of a plain table stand among the first rows.
_LOOKED_AT = 30
#: As much of a word as counts for its score.
_COUNTED = 6


class HeaderRow(NamedTuple):
    """A row taken for headers: the place of the first row of data, the headers by place.

    ``parts`` are the headers without the heading above them, for a heading that explains nothing («Строк | з»).
    """

    first_row: int
    names: dict[int, str]
    parts: dict[int, str]


class Phrase(NamedTuple):
    """Word beginnings, each with whether it is the whole word; ``is_whole``: the header has no other words."""

    stems: tuple[tuple[str, bool], ...]
    is_whole: bool = False


class Recogniser:
    """Fields told by phrases.

    ``readings`` gives the words of a header in every way it may be read. A field is taken by one column, but
    ``ignored`` by any number. More than ``most_extra`` words a phrase does not explain make it none; ``least`` is the
    score of one that explains little.
    """

    def __init__(
        self,
        phrases: Iterable[tuple[str, Phrase]],
        readings: Callable[[str], Iterable[tuple[str, ...]]],
        *,
        ignored: str,
        most_extra: int,
        least: int = 0,
    ) -> None:
        self.readings, self.ignored, self.most_extra, self.least = readings, ignored, most_extra, least
        self._order: dict[str, int] = {}
        #: By two letters of the first word: there are hundreds, of which a header has a few.
        self._by_beginning: dict[str, list[tuple[str, Phrase]]] = {}
        #: How well each field explains a header; a field that does not fit is absent.
        self.scores = lru_cache(maxsize=4096)(self._scored)
        for field, phrase in phrases:
            self._order.setdefault(field, len(self._order))
            self._by_beginning.setdefault(phrase.stems[0][0][:2], []).append((field, phrase))

    def assign(self, names: Mapping[int, str], known: Mapping[int, str] | None = None) -> dict[int, str]:
        """Place → field, the best score first; a field that is taken goes to the next best. ``known`` fields stay."""
        fields = dict(known or {})
        taken = set(fields.values()) - {self.ignored}
        scored = [
            (-score, place, field)
            for place, name in names.items()
            if place not in fields
            for field, score in self.scores(name).items()
        ]
        for _, place, field in sorted(scored, key=lambda each: each[:2]):
            if place not in fields and field not in taken:
                fields[place] = field
                if field != self.ignored:
                    taken.add(field)
        return {place: fields[place] for place in sorted(fields)}

    def _scored(self, header: str) -> dict[str, int]:
        best: dict[str, int] = {}
        for words in set(self.readings(header)):
            for field, phrase in self._possible(words):
                best[field] = max(best.get(field, 0), self._fit(words, phrase))
        return {field: best[field] for field in sorted(best, key=self._order.__getitem__) if best[field] > 0}

    def unexplained(self, header: str, field: str) -> tuple[str, ...]:
        """The words of a header that the best phrase of a field leaves unexplained."""
        best: tuple[int, tuple[str, ...]] = (0, ())
        for words in sorted(set(self.readings(header)), key=len, reverse=True):
            for name, phrase in self._possible(words):
                if name == field and (score := self._fit(words, phrase)) > best[0]:
                    best = score, _left(words, phrase) or ()
        return best[1]

    def _possible(self, words: tuple[str, ...]) -> Iterator[tuple[str, Phrase]]:
        for beginning in {each[:size] for each in words for size in (1, 2)}:
            yield from self._by_beginning.get(beginning, ())

    def _fit(self, words: tuple[str, ...], phrase: Phrase) -> int:
        left = _left(words, phrase)
        if left is None or (phrase.is_whole and left) or len(left) > self.most_extra:
            return 0
        total = sum(10 + min(len(stem), _COUNTED) for stem, _ in phrase.stems)
        return max(total - 3 * len(left) + 3, self.least)


def _left(words: tuple[str, ...], phrase: Phrase) -> tuple[str, ...] | None:
    """The words a phrase does not explain; nothing where it does not fit."""
    left = list(words)
    for stem, is_exact in phrase.stems:
        hit = next((each for each in left if (each == stem if is_exact else each.startswith(stem))), None)
        if hit is None:
            return None
        left.remove(hit)
    return tuple(left)


def candidates(rows: Sequence[SheetRow]) -> Iterator[HeaderRow]:
    """Every row as headers, and every pair of rows: a heading over several columns with its parts below."""
    for place, row in enumerate(rows):
        alone = _headers_of(row)
        if len(alone) < 2:
            continue
        after = place + 1
        yield HeaderRow(_skip_ordinals(rows, after), alone, {})
        if after < len(rows) and _looks_like_headers(rows[after]):
            below = _headers_of(rows[after])
            parts = below if below.keys() - alone.keys() else {}
            yield HeaderRow(_skip_ordinals(rows, after + 1), _joined(row, rows[after]), parts)


def header_text(cell: Cell) -> str:
    """The text of a cell as a header; a number or a day is none."""
    return " ".join(cell.split()) if isinstance(cell, str) else ""


def split_words(header: str) -> str:
    """``counterpartyName``, as programs write it, in words."""
    return re.sub(r"(?<=[a-zа-яіїє])(?=[A-ZА-ЯІЇЄ])", " ", header)


def _headers_of(row: SheetRow) -> dict[int, str]:
    return {no: text for no, cell in enumerate(row.cells) if (text := header_text(cell))}


def _joined(upper: SheetRow, lower: SheetRow) -> dict[int, str]:
    """A merged heading stands in its first column only; its parts repeat it."""
    names: dict[int, str] = {}
    above, below = _headers_of(upper), _headers_of(lower)
    group = ""
    for no in range(max(len(upper.cells), len(lower.cells))):
        top, bottom = above.get(no, ""), below.get(no, "")
        group = top or group
        if bottom:
            is_part = bool(top or (group and no - 1 in below))
            names[no] = f"{group} {bottom}".strip() if is_part else bottom
        elif top:
            names[no] = top
    return names


def _looks_like_headers(row: SheetRow) -> bool:
    cells = [cell for cell in row.cells if cell not in ("", None)]
    return bool(cells) and all(isinstance(cell, str) and not re.search(r"\d{2,}", cell) for cell in cells)


def _skip_ordinals(rows: Sequence[SheetRow], place: int) -> int:
    """A row that numbers the columns 1, 2, 3 … is no data."""
    while place < len(rows):
        cells = [str(each).removesuffix(".0").strip() for each in rows[place].cells if each not in ("", None)]
        if len(cells) < 3 or not cells[0].isdecimal():
            break
        if cells != [str(int(cells[0]) + no) for no in range(len(cells))]:
            break
        place += 1
    return place


@dataclass(frozen=True, slots=True)
class PlainColumns:
    """Where the fields of a plain table stand; ``names`` are their headers, ``first_row`` the place of the data."""

    first_row: int
    places: dict[str, int]
    names: dict[str, str]

    def cell(self, row: SheetRow, field: str) -> Cell:
        """What stands in the column of a field; an empty text where the row or the table has none."""
        place = self.places.get(field)
        return row.cells[place] if place is not None and place < len(row.cells) else ""

    def text(self, row: SheetRow, field: str) -> str:
        """The same as one line of text."""
        return " ".join(as_text(self.cell(row, field)).split())


def plain_columns(
    sheet: Sheet, beginnings: Mapping[str, Sequence[str]], needed: frozenset[str], refusal: FileRefused
) -> PlainColumns:
    """The first row whose headers begin as the needed fields do; the longest beginning decides, the first column holds.

    ``beginnings`` are in lower case. Raises the refusal where there is no such row.
    """
    for place, row in enumerate(sheet.rows[:_LOOKED_AT]):
        columns = PlainColumns(place + 1, {}, {})
        for no, cell in enumerate(row.cells):
            header = " ".join(as_text(cell).split())
            field = _field_by_beginning(header.lower(), beginnings)
            if field is not None and field not in columns.places:
                columns.places[field], columns.names[field] = no, header
        if columns.places.keys() >= needed:
            return columns
    raise refusal


def _field_by_beginning(header: str, beginnings: Mapping[str, Sequence[str]]) -> str | None:
    fits = [(len(start), field) for field, starts in beginnings.items() for start in starts if header.startswith(start)]
    return max(fits)[1] if fits else None
