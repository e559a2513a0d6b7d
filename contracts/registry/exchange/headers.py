"""Which row holds the headers and which column holds which field, recognised by phrases or told by a mapping file."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from contracts.kernel.identity import fold
from contracts.kernel.refusal import Refusal
from contracts.registry.exchange.fields import FIELDS, IGNORED, PHRASES
from contracts.registry.exchange.sides import sides_of
from contracts.tabular.neighbours import beside
from contracts.tabular.sheet import Row, Sheet

#: Headers stand among the first rows; above them there may be a title, a date, a logo's caption.
_LOOKED_AT = 40
_MOST_EXTRA = 6
#: What the headers of custom values begin with in our own export.
MARK = "* "
_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")
_SUFFIX = re.compile(r"[\s_-]*answer$", re.I)
_SPLIT = re.compile(r"[^\w№#/]+|_")
#: A price of a month or a unit is not the sum of the contract.
_PERIODIC = re.compile(
    r"\b(?:annual|monthly|yearly|quarterly|hourly|daily|per (?:month|year|annum|unit|hour)|unit price|p\.?a\b)"
    r"|/\s?(?:міс|рік|год|month|year|mo\b|yr\b)|щоміс|щорічн|щокварт|місячн|річн"
    r"|за (?:міс|рік|одиниц|год|1 )|на (?:міс|рік)|одиниц|ежемес|в месяц|за ед",
    re.I,
)
#: Headers only our own export has together.
_EXPORTED = ({"Реєстраційний №", "Тип документа"}, {"Register No.", "Document type"})
#: A field that names a contract or a party: without any of them a row of words is no header.
_NAMING = frozenset({"number", "counterparty", "title", "first_day", "last_day", "dated_on", "term", "amount"})
#: Whether it must be the whole header, and its words: what a word of the header begins with, or is.
_Phrase = tuple[bool, tuple[tuple[str, bool], ...]]


class HeaderFault(Refusal):
    """The headers of a register cannot be recognised, or a mapping does not fit them."""

    code = "headers"


@dataclass(slots=True)
class Headers:
    """Where the headers are and what they were taken for.

    ``fields`` maps a column's place to its field; ``names`` every place to the header as written; ``unknown`` are
    places that become custom values. ``first_row`` is the first row of data (its place in the sheet's rows);
    ``has_sides`` says that the two parties stand in columns named by their roles.
    """

    first_row: int
    names: dict[int, str]
    fields: dict[int, str]
    unknown: list[int] = field(default_factory=list)
    has_sides: bool = False

    @property
    def is_exported(self) -> bool:
        """Whether the register is of our own making: its cells are exact, and an empty one clears the fact."""
        return any(each <= set(self.names.values()) for each in _EXPORTED)

    def taken_for(self) -> dict[str, str]:
        """Header → field, as the report shows it; an unknown column is ``custom``."""
        return {name: self.fields.get(place, "custom") for place, name in self.names.items()}


def find_headers(sheet: Sheet, mapping: Mapping[str, str] | None = None) -> Headers:
    """The headers of a sheet. ``mapping`` gives fields by header, and beats recognition.

    Raises :class:`HeaderFault` where none can be found or the mapping names what is not there.
    """
    found_rows = list(candidates(sheet.rows[:_LOOKED_AT]))
    told = {_plain(header): name for header, name in (mapping or {}).items()}
    _check_fields(mapping or {})
    best: Headers | None = None
    best_score = 0
    for first_row, names, parts in found_rows:
        found = _told(names, told)
        fields = _recognised(names, found)
        if parts:
            fields = _recognised({place: each for place, each in parts.items() if place not in fields}, fields)
        real = {each for each in fields.values() if each != IGNORED}
        score = len(real) + 3 * len(found)
        is_enough = len(real) >= 2 and bool(real & _NAMING)
        if (is_enough or found) and score > best_score:
            best, best_score = Headers(first_row, names, fields), score
    if best is None:
        raise HeaderFault(
            "No row of headers was recognised in the first {count} rows of {place}: name the columns with --mapping.",
            count=min(len(sheet.rows), _LOOKED_AT),
            place=sheet.name,
        )
    missing = [
        header for header in (mapping or {}) if _plain(header) not in {_plain(each) for each in best.names.values()}
    ]
    if missing:
        raise HeaderFault(
            "The mapping names the column «{header}», which {place} does not have.", header=missing[0], place=sheet.name
        )
    _unmark(best)
    _sort_out(best, _told(best.names, told))
    return best


def _sort_out(best: Headers, told: Mapping[int, str]) -> None:
    """What a column's neighbours say of it, unless a person told it; and which columns nobody understands."""
    best.fields = beside(best.names, best.fields, told)
    sides = {place: name for place, name in sides_of(best.names, best.fields).items() if place not in told}
    if set(sides.values()) >= {"company", "counterparty"}:
        best.fields, best.has_sides = {**best.fields, **sides}, True
    best.unknown = [place for place in best.names if place not in best.fields]


def _unmark(headers: Headers) -> None:
    """A header that begins with ``* `` is a custom value of our own export, whatever it is called."""
    for place, name in headers.names.items():
        if name.startswith(MARK):
            headers.names[place] = name.removeprefix(MARK)
            headers.fields.pop(place, None)


def field_of(header: str) -> str | None:
    """The field a single header is taken for."""
    return next(iter(_recognised({0: header}, {}).values()), None)


def _check_fields(mapping: Mapping[str, str]) -> None:
    for header, name in mapping.items():
        if name and name not in FIELDS and name != "custom":
            raise HeaderFault(
                "The mapping gives «{header}» the field «{field}», which does not exist; the fields are {fields}.",
                header=header, field=name, fields=", ".join(sorted(FIELDS)),
            )  # fmt: skip


def candidates(rows: Sequence[Row]) -> Iterable[tuple[int, dict[int, str], dict[int, str]]]:
    """Every row as headers, and every pair of rows: a heading over several columns with its parts below.

    The third is what the parts are called without their heading, for a heading that explains nothing («Строк | з»).
    """
    for place, row in enumerate(rows):
        alone = {no: _header(cell) for no, cell in enumerate(row.cells) if _header(cell)}
        if len(alone) < 2:
            continue
        after = place + 1
        yield _skip_ordinals(rows, after), alone, {}
        if after < len(rows) and _looks_like_headers(rows[after]):
            joined = _joined(row, rows[after])
            below = {no: _header(cell) for no, cell in enumerate(rows[after].cells) if _header(cell)}
            yield _skip_ordinals(rows, after + 1), joined, below if below.keys() - alone.keys() else {}


def _joined(upper: Row, lower: Row) -> dict[int, str]:
    """A merged heading stands in its first column only; its parts repeat it."""
    names: dict[int, str] = {}
    group = ""
    for no in range(max(len(upper.cells), len(lower.cells))):
        top = _header(upper.cells[no]) if no < len(upper.cells) else ""
        bottom = _header(lower.cells[no]) if no < len(lower.cells) else ""
        group = top or group
        if bottom:
            names[no] = f"{group} {bottom}".strip() if top or (no and group and _is_part(lower, upper, no)) else bottom
        elif top:
            names[no] = top
    return names


def _is_part(lower: Row, upper: Row, no: int) -> bool:
    before = no - 1
    return bool(_header(lower.cells[before])) if before < len(lower.cells) else False


def _looks_like_headers(row: Row) -> bool:
    texts = [str(cell) for cell in row.cells if cell not in ("", None)]
    return bool(texts) and all(
        isinstance(cell, str) and not re.search(r"\d{2,}", cell) for cell in row.cells if cell not in ("", None)
    )


def _skip_ordinals(rows: Sequence[Row], place: int) -> int:
    """A row that numbers the columns 1, 2, 3 … is no data."""
    while place < len(rows):
        cells = [str(each).removesuffix(".0").strip() for each in rows[place].cells if each not in ("", None)]
        if len(cells) < 3 or not cells[0].isdecimal():
            break
        if cells != [str(int(cells[0]) + no) for no in range(len(cells))]:
            break
        place += 1
    return place


def _header(cell: object) -> str:
    return " ".join(str(cell).split()) if isinstance(cell, str) else ""


def _told(names: Mapping[int, str], told: Mapping[str, str]) -> dict[int, str]:
    found = {}
    for place, name in names.items():
        if (wanted := told.get(_plain(name))) is not None and wanted != "custom":
            found[place] = wanted or IGNORED
    return found


def _recognised(names: Mapping[int, str], told: Mapping[int, str]) -> dict[int, str]:
    """The best assignment, greedily by score; a field that is taken goes to the next best phrase."""
    scored: list[tuple[int, int, str]] = []
    for place, name in names.items():
        if place not in told and not name.startswith(MARK):
            bonus = 4 if _SUFFIX.search(name) else 0
            scored += [(score + bonus, -place, each) for each, score in _scores(name).items()]
    fields = dict(told)
    taken = set(told.values()) - {IGNORED}
    for _score, negative, wanted in sorted(scored, key=lambda each: (-each[0], -each[1])):
        place = -negative
        if place not in fields and wanted not in taken:
            fields[place] = wanted
            if wanted != IGNORED:
                taken.add(wanted)
    return {place: fields[place] for place in sorted(fields)}


@cache
def _scores(header: str) -> dict[str, int]:
    """How well each field explains a header; a field that does not fit is absent."""
    best: dict[str, int] = {}
    bare = _SUFFIX.sub("", header)
    for tokens in {_tokens(each) for each in (header, bare, _BRACKETS.sub(" ", bare))}:
        for name, phrase in _possible(tokens):
            best[name] = max(best.get(name, 0), _score(tokens, phrase))
    if _PERIODIC.search(header):
        best.pop("amount", None)
    return {name: best[name] for name in PHRASES if best.get(name, 0) > 0}


def _possible(tokens: tuple[str, ...]) -> Iterator[tuple[str, _Phrase]]:
    """The phrases of each field whose first word one of these may be."""
    known = _by_beginning()
    for beginning in {each[:size] for each in tokens for size in (1, 2)}:
        yield from known.get(beginning, ())


def _score(tokens: tuple[str, ...], phrase: _Phrase) -> int:
    is_whole, stems = phrase
    left = list(tokens)
    total = 0
    for stem, is_exact in stems:
        hit = next((each for each in left if (each == stem if is_exact else each.startswith(stem))), None)
        if hit is None:
            return 0
        left.remove(hit)
        total += 10 + min(len(stem), 6)
    if is_whole and left:
        return 0
    return total - 3 * len(left) + 3 if len(left) <= _MOST_EXTRA else 0


@cache
def _by_beginning() -> dict[str, list[tuple[str, _Phrase]]]:
    """The phrases with their fields by two letters of their first word: hundreds, of which a header has a few."""
    found: dict[str, list[tuple[str, _Phrase]]] = {}
    for name, phrases in PHRASES.items():
        for phrase in map(_phrase, phrases):
            found.setdefault(phrase[1][0][0][:2], []).append((name, phrase))
    return found


def _phrase(text: str) -> _Phrase:
    is_whole = text.startswith("=")
    words = text.removeprefix("=").split()
    stems = tuple(
        (fold(token), is_whole or word.endswith("=")) for word in words for token in _pieces(word.removesuffix("="))
    )
    return is_whole, stems


def _pieces(text: str) -> list[str]:
    return [
        each
        for each in _SPLIT.split(text.replace("№", " № ").replace("e-mail", "email").replace("E-mail", "email"))
        if each
    ]


@cache
def _tokens(header: str) -> tuple[str, ...]:
    spaced = re.sub(r"(?<=[a-zа-яіїє])(?=[A-ZА-ЯІЇЄ])", " ", header)  # counterpartyName, as programs write it
    return tuple(
        fold(each)
        for each in _pieces(spaced.replace("/", " ") if "з/п" not in spaced and "п/п" not in spaced else spaced)
    )


def _plain(header: str) -> str:
    return " ".join(_tokens(header))
