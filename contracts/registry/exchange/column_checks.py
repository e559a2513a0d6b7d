"""What the cells of a column say together: whether they fit its field, which way round its dates stand, which separator
parts its kopiykas.

A column that resembles a field only a little, and would decide a term, a renewal, a notice or money, is not taken: the
preview shows it with its samples, and the mapping file proposes the field.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files

from contracts.kernel.calendar import Duration
from contracts.kernel.identity import fold
from contracts.kernel.money import Money
from contracts.kernel.refusal import Refusal
from contracts.registry.exchange.cells.words import NO, NOTHING, YES
from contracts.registry.exchange.columns import IGNORED
from contracts.registry.exchange.headers import Headers, unexplained
from contracts.registry.exchange.register_entries import ColumnPreview
from contracts.registry.rules.conditions import FIELD_BY_NAME
from contracts.registry.rules.contract import Renewal
from contracts.tabular.days import IN_TEXT, order_in, read_period
from contracts.tabular.sheet import Cell, SheetRow, as_text, error_in
from contracts.tabular.sums import decimal_in

_SAMPLES, _LOOKED_AT = 3, 300
#: A column most of whose cells do not fit is not taken; fewer cells than these prove nothing.
_MOST_UNFIT, _LEAST = 0.5, 2
_SERIALS = range(36526, 73050)
_NAMES = frozenset({"owner", "counterparty", "company", "department"})
_IDENTITY = frozenset({"number", "register_no", "their_number", "counterparty_code"})
#: Fields that decide when to act or what is owed.
_DECIDING = frozenset(
    {
        *("first_day", "last_day", "length", "term", "renewal", "renewal_length", "max_renewals", "notice", "amount"),
        *("notice_counts", "notice_methods", "penalty", "payment_terms", "asked_end", "terminated_on", "status"),
    }
)
_OF_PARTIES = frozenset({"counterparty", "company", "counterparty_code", "company_code", "number", "their_number"})
_OF_WORDS = frozenset({"title", "type", "owner", "department", "counterparty", "note"})
_CONTACTS = frozenset({"counterparty_address", "counterparty_email", "counterparty_phone"})
#: «тра.26», “May-26”: how a spreadsheet shows the day it made of «5/26».
_MONTH_FOR_NUMBER = re.compile(r"[^\W\d_]{3,5}(?:\.?[- ]|\.)\d\d")
_DAY_FOR_NUMBER = re.compile(r"\d{1,2}\.\d{1,2}\.(?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d")
_NUMBER_WITH_SIGNS = re.compile(r"\d[/-]|[/-]\d|\d[^\W\d_]|[^\W\d_]\d")


@dataclass(slots=True)
class CheckedColumns:
    """How each column is to be read, by place; what must be said of the columns; and how they are shown."""

    formats: dict[int, str] = field(default_factory=dict)
    decimals: dict[int, str] = field(default_factory=dict)
    remarks: list[Refusal] = field(default_factory=list)
    previews: list[ColumnPreview] = field(default_factory=list)


def check_columns(rows: Sequence[SheetRow], headers: Headers, decimal: str) -> CheckedColumns:
    """Look at every column; those that are not taken leave ``headers.fields``."""
    checked = CheckedColumns()
    likely: dict[int, str] = {}
    weak: set[int] = set()
    for place, name in list(headers.fields.items()):
        if name == IGNORED:
            continue
        column = headers.names[place]
        cells = list(_cells(rows, headers.first_row, place, 0 if _is_whole(name) else _LOOKED_AT))
        if place not in headers.mapped:
            if _is_weak(headers, place):
                weak.add(place)
            reason = _untaken(headers, place, is_weak=place in weak) or _misfit(column, name, cells)
            if reason is not None:
                likely[place] = name
                del headers.fields[place]
                headers.unknown.append(place)
                checked.remarks.append(reason)
                continue
        _look_together(checked, headers, place, cells, decimal)
    headers.unknown.sort()
    for place, name in headers.names.items():
        samples = tuple(dict.fromkeys(as_text(each)[:60] for each in _cells(rows, headers.first_row, place, 60)))
        taken = headers.fields.get(place, "custom")
        is_weak = place in weak and place not in likely
        checked.previews.append(ColumnPreview(name, taken, samples[:_SAMPLES], is_weak, likely.get(place, "")))
    return checked


def _is_whole(name: str) -> bool:
    """Whether every cell of a column must be looked at: dates, sums and numbers explain one another."""
    kind = FIELD_BY_NAME[name].kind if name in FIELD_BY_NAME else str
    return kind in (date, Money) or name in ("term", "terminated_on") or name in _IDENTITY


def _cells(rows: Sequence[SheetRow], first: int, place: int, most: int = 0) -> Iterator[Cell]:
    """The cells of a column that say something."""
    count = 0
    for row in rows[first:]:
        cell = row.cells[place] if place < len(row.cells) else ""
        if cell in ("", None) or (isinstance(cell, str) and cell.strip().casefold() in NOTHING):
            continue
        yield cell
        count += 1
        if most and count >= most:
            return


def _look_together(checked: CheckedColumns, headers: Headers, place: int, cells: list[Cell], decimal: str) -> None:
    name = headers.fields[place]
    kind = FIELD_BY_NAME[name].kind if name in FIELD_BY_NAME else str
    texts = [cell for cell in cells if isinstance(cell, str)]
    if kind is date or name in ("term", "terminated_on"):
        orders = {order for cell in texts if (order := order_in(cell))} - {"?"}
        if len(orders) == 1:
            checked.formats[place] = orders.pop()
    if kind is Money:
        decimals = {mark for cell in texts if (mark := decimal_in(cell))}
        checked.decimals[place] = decimal or (decimals.pop() if len(decimals) == 1 else "")
    if name in _IDENTITY and (like_days := _like_days(cells)):
        sentence = (
            "{count} cells of the column «{column}», such as {value}, may be days that a spreadsheet made of numbers "
            "like 5/26: give the column the format «text» and write them as on the paper."
        )
        known = {"count": len(like_days), "column": headers.names[place], "value": as_text(like_days[0])}
        checked.remarks.append(Refusal(sentence, code="day_for_number", **known))


def _like_days(cells: Sequence[Cell]) -> list[Cell]:
    """Cells that look like a day a spreadsheet made of a number, among numbers with signs."""
    texts = [cell for cell in cells if isinstance(cell, str)]
    like = [
        each
        for each in texts
        if _DAY_FOR_NUMBER.fullmatch(each.strip()) or (_MONTH_FOR_NUMBER.fullmatch(each.strip()) and _is_month(each))
    ]
    signed = sum(bool(_NUMBER_WITH_SIGNS.search(each)) for each in texts) - len(like)
    serials = [cell for cell in cells if as_text(cell).isdecimal() and int(as_text(cell)) in _SERIALS]
    return like + (serials if signed >= len(serials) else [])


def _is_month(text: str) -> bool:
    return read_period(f"{text.strip()[:-3].strip(' .-')} 20{text.strip()[-2:]}") is not None


@cache
def _stems() -> Mapping[str, tuple[tuple[str, ...], frozenset[str]]]:
    """Beginnings of words and whole words by what they mean, folded as headers are."""
    text = files("contracts.registry.exchange").joinpath("column_words.toml").read_text(encoding="utf-8")
    return {
        name: (
            tuple(fold(each) for each in words.split() if not each.endswith("=")),
            frozenset(fold(each.removesuffix("=")) for each in words.split() if each.endswith("=")),
        )
        for name, words in tomllib.loads(text).items()
    }


def _is(word: str, name: str) -> bool:
    stems, whole = _stems()[name]
    return word in whole or word.startswith(stems)


def _is_weak(headers: Headers, place: int) -> bool:
    """Whether the header has words of its own that its field does not explain."""
    names = (headers.names[place], headers.parts.get(place, headers.names[place]))
    return all(
        any(not _is(word, "neutral") and not word.isdecimal() for word in unexplained(name, headers.fields[place]))
        for name in names
    )


def _untaken(headers: Headers, place: int, *, is_weak: bool) -> Refusal | None:
    """Why a column is not taken for the words of its header; nothing where it is."""
    name, header = headers.fields[place], headers.names[place]
    words = unexplained(header, name)
    roles = [word for word in words if _is(word, "roles")] if name not in _OF_PARTIES else []
    if roles and name in _CONTACTS:
        party = next((headers.names[at] for at, each in headers.fields.items() if each == "counterparty"), "")
        is_theirs = any(word[:5] in fold(party) for word in roles)
        roles = [] if is_theirs or not party else roles
    is_measure = name in _OF_WORDS and any(_is(word, "measure") for word in words)
    if not roles and not is_measure and not (is_weak and name in _DECIDING):
        return None
    sentence = "The column «{column}» only resembles the field {field} and was not taken: name it with --mapping."
    return Refusal(sentence, code="weak_column", column=header, field=name)


def _misfit(header: str, name: str, cells: Sequence[Cell]) -> Refusal | None:
    """Why a column is not taken for its cells; nothing where they fit."""
    looked = [cell for cell in cells[:_LOOKED_AT] if not error_in(cell)]
    unfit = [cell for cell in looked if not fits(name, cell)]
    if len(unfit) < _LEAST or len(unfit) <= len(looked) * _MOST_UNFIT:
        return None
    values = ", ".join(dict.fromkeys(f"«{as_text(each)[:40]}»" for each in unfit[:_SAMPLES]))
    sentence = "The column «{column}» was not taken for the field {field}, which its cells do not fit: {values}."
    return Refusal(sentence, code="unfit_column", column=header, field=name, values=values)


def fits(name: str, cell: Cell) -> bool:
    """Whether a cell may be what its field holds; an empty one may."""
    if cell in ("", None):
        return True
    kind = FIELD_BY_NAME[name].kind if name in FIELD_BY_NAME else str
    text = as_text(cell)
    if name in _FITTING:
        return _FITTING[name](cell, text)
    return _FITTING_KIND[kind](cell, text) if kind in _FITTING_KIND else True


def _is_answer(text: str) -> bool:
    return text.casefold() in YES or text.casefold() in NO


def _is_name(cell: Cell, text: str) -> bool:
    return isinstance(cell, str) and bool(re.search(r"[^\W\d_]{2}", text)) and not _is_answer(text)


def _has_digit(cell: Cell, text: str) -> bool:
    return not isinstance(cell, date) and bool(re.search(r"\d", text))


def _is_day(cell: Cell, text: str) -> bool:
    return isinstance(cell, date) or bool(IN_TEXT.fullmatch(text))


def _is_words(cell: Cell, text: str) -> bool:
    return not isinstance(cell, date) and not (_is_answer(text) and text not in ("+", "-"))


_FITTING: Mapping[str, Callable[[Cell, str], bool]] = {
    **dict.fromkeys(_NAMES, _is_name),
    "title": lambda cell, text: isinstance(cell, str) and not _is_answer(text) and not re.fullmatch(r"[\d ./-]+", text),
    "counterparty_code": _has_digit,
    "counterparty_phone": _has_digit,
    "counterparty_email": lambda _, text: "@" in text,
    "owner_email": lambda _, text: "@" in text,
    "counterparty_address": _is_name,
    "payment_terms": lambda cell, text: _is_words(cell, text) and not re.fullmatch(r"[\d ]{4,}(?:[.,]\d+)?", text),
    "number": lambda _, text: not _is_answer(text) or text in ("0", "1"),
    "status": lambda cell, text: not _is_day(cell, text),
    "penalty": lambda cell, text: not _is_day(cell, text),
}
_FITTING_KIND: Mapping[type[object], Callable[[Cell, str], bool]] = {
    date: lambda cell, text: isinstance(cell, date) or not _is_answer(text),
    **dict.fromkeys((Money, Duration, Renewal, int), lambda cell, text: not _is_day(cell, text)),
}
