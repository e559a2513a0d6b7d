"""What each field of a register makes of a cell: core values, or words kept with a warning, or a fault of the row.

A cell with digits that cannot be read as the day or the sum it should be rejects its row: a wrong date is worse than
none. Words where a length, a renewal or a way of sending was expected leave the fact unknown: the contract is
incomplete, the words stay as a custom value, and the report says so.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from contracts.kernel.refusal import Refusal
from contracts.registry.exchange.wordings import (
    read_counts,
    read_methods,
    read_penalty,
    read_renewal,
    read_status,
    read_yes,
)
from contracts.registry.rules.contract import EndRule, NoticeCounts, Renewal
from contracts.tabular.days import IN_TEXT, DayFault, read_day
from contracts.tabular.lengths import LengthFault, is_as_long, lengths_in, read_length, unit_in
from contracts.tabular.numbers import read_number
from contracts.tabular.sums import SumFault, currency_in, read_currency, read_sum, times_in
from contracts.tabular.workbook import as_text

#: A day left blank on the paper («__.__.2026», «[]/[]/2019») is unknown, not wrong.
_BLANK = re.compile(r"\[\s*\]|__|\bXX\b|\.\.\.|…", re.I)
#: «до кінця 2026 року»; and «протягом 2026 року», «на 2026 рік» in a column of terms.
_YEAR_END = re.compile(r"\s*(?:до\s+)?(?:кінця|конца|end of)\s+(\d{4})\s*(?:рок\w*|год\w*|г\.?|р\.?)?\s*", re.I)
_YEAR_ALONE = re.compile(
    r"\s*(?:протягом|упродовж|на|у|в течение|в|during|for)?\s*((?:19|20)\d\d)\s*(?:рок\w*|рік|год\w*|г\.?|р\.?)?\s*",
    re.I,
)
#: A price of a month or an hour is not the sum of the contract.
_PER = re.compile(
    r"(?i)(?:/|\bза\b|\bна\b|\bв\b|\bper\b|\ba\b|\bкожн\w+)\s*(?:1\s*|один\s+|одну\s+|одиницю\s+)?"
    r"(?:міс|мес|рік|год|month|year|hour|day|день|добу|шт|од\b|тонн|кг|м2|м²|кв\.|unit|user)"
    r"|щоміс|щорок|щорічн|щокварт|щоден|ежемес|monthly|annually|yearly|p\.?m\.?$|p\.?a\.?$"
)
#: «згідно з додатком №1», «тариф 12,5», “per order”: the sum stands elsewhere.
_ELSEWHERE = re.compile(
    r"\s*(?:згідно|згд|відповідно|за (?:специф|заявк|факт|рахунк|тариф|додат|актом|актам)|див\.|тариф|по факту|согласно"
    r"|according|as per|per |see |subject to|order|додаток|додатк|специфікац|ціна за|price per)",
    re.I,
)
#: What one cell gives: values by name, whether the words must be kept, and what the report should say.
Found = tuple[tuple[tuple[str, Any], ...], Refusal | None]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its field, its header with the hints it holds, and the date format in force."""

    field: str
    header: str
    format: str | None = None


class Kept(Refusal):
    """A cell is not what its column should hold; its words are kept and the fact stays unknown."""

    code = "kept_as_words"


def reader_of(column: Column) -> Callable[[Any], Found]:
    """The function that reads the cells of a column."""
    return _READERS.get(column.field, _text)(column)


def _text(column: Column) -> Callable[[Any], Found]:
    def read(raw: Any) -> Found:
        return ((column.field, as_text(raw)),), None

    return read


def _number(column: Column) -> Callable[[Any], Found]:
    def read(raw: Any) -> Found:
        return (("number", as_text(raw)),), None

    return read


def _parent(column: Column) -> Callable[[Any], Found]:
    def read(raw: Any) -> Found:
        found = read_number(as_text(raw), column.format)
        return (("parent", found.number), ("parent_dated_on", found.dated_on)), None

    return read


def _day(column: Column) -> Callable[[Any], Found]:
    def read(raw: Any) -> Found:
        try:
            return ((column.field, read_day(raw, column.format)),), None
        except DayFault:
            if column.field in ("last_day", "first_day") and isinstance(raw, str):
                return _day_in_words(column, raw)
            if isinstance(raw, str) and (not re.search(r"\d", raw) or _BLANK.search(raw)):
                return (), _kept(column, raw)
            raise

    return read


def _day_in_words(column: Column, raw: str) -> Found:
    """«до 31.12.2026, з автоматичною пролонгацією», «безстроковий», «до кінця 2026 року»."""
    if _BLANK.search(raw):
        return (), _kept(column, raw)
    days = _days_in(raw, column.format)
    if len(days) == 1:
        return ((column.field, days[0]), *_renewal_beside(raw)), None
    if len(days) == 2 and column.field == "last_day" and days[0] < days[1]:
        return (("first_day?", days[0]), ("last_day", days[1]), *_renewal_beside(raw)), None
    if match := _YEAR_END.fullmatch(raw):
        return ((column.field, date(int(match[1]), 12, 31)),), None
    if column.field == "last_day" and not re.search(r"\d{1,2}[./-]\d", raw):
        kind = read_renewal(raw).kind
        if kind in (Renewal.EVERGREEN, Renewal.UNTIL_FULFILLED):
            return (("renewal?", kind),), None
        lengths = {each.length for each in lengths_in(raw)}
        if len(lengths) == 1 and re.search(r"[^\W\d_]{3}", raw):
            return (("length?", lengths.pop()),), None
        if not re.search(r"\d", raw):
            return (), _kept(column, raw)
    if not re.search(r"\d", raw):
        return (), _kept(column, raw)
    read_day(raw, column.format)
    return (), None


def _days_in(raw: str, format: str | None) -> list[date]:
    found = []
    for match in IN_TEXT.finditer(raw):
        found.append(read_day(match[0], format))
    return found


def _renewal_beside(raw: str) -> tuple[tuple[str, Any], ...]:
    """A renewal named beside a day; «в частині розрахунків — до повного виконання» is not one."""
    reading = read_renewal(raw)
    if reading.kind is None or reading.kind in (Renewal.UNTIL_FULFILLED, Renewal.EVERGREEN):
        return ()
    pairs = (
        *(("renewal?", reading.kind), ("renewal_length?", reading.length), ("notice?", reading.notice)),
        ("is_as_long?", is_as_long(raw) or None),
    )
    return tuple((name, value) for name, value in pairs if value is not None)


def _term(column: Column) -> Callable[[Any], Found]:
    unit = unit_in(column.header)

    def read(raw: Any) -> Found:
        if isinstance(raw, date | datetime):
            return (("last_day?", read_day(raw, column.format)),), None
        text = as_text(raw)
        days = _days_in(text, column.format)
        if len(days) == 1:
            is_start = re.match(r"\s*(?:з|із|від|с|from|since)\s", text, re.I) and not re.search(
                r"(?:^|\s)(?:до|по|until|to|till)\s", text
            )
            return (("first_day?" if is_start else "last_day?", days[0]), *_renewal_beside(text)), None
        if len(days) == 2:
            return (("first_day?", days[0]), ("last_day?", days[1]), *_renewal_beside(text)), None
        kind = read_renewal(text).kind
        if kind in (Renewal.EVERGREEN, Renewal.UNTIL_FULFILLED):
            return (("renewal?", kind),), None
        if match := _YEAR_END.fullmatch(text) or _YEAR_ALONE.fullmatch(text):
            return (("last_day?", date(int(match[1]), 12, 31)),), None
        try:
            return (("length?", read_length(raw, unit=unit)), *_renewal_beside(text)), None
        except LengthFault:
            lengths = lengths_in(text)
            if len(lengths) > 1 and kind is not None:
                return (("length?", lengths[0].length), *_renewal_beside(text)), None
            if re.fullmatch(r"[\d./\-\s]+", text) and not text.isdecimal():
                read_day(text, column.format)
            return (), _kept(column, text)

    return read


def _length(column: Column) -> Callable[[Any], Found]:
    unit = unit_in(column.header)

    def read(raw: Any) -> Found:
        try:
            return ((column.field, read_length(raw, unit=unit)),), None
        except LengthFault as fault:
            return (), _kept(column, as_text(raw), fault)

    return read


def _renewal_length(column: Column) -> Callable[[Any], Found]:
    unit = unit_in(column.header)

    def read(raw: Any) -> Found:
        text = as_text(raw)
        reading = read_renewal(text)
        pairs: list[tuple[str, Any]] = []
        if reading.kind is not None and re.search(r"[^\W\d_]{4}", text):
            pairs.append(("renewal?", reading.kind))
        if reading.cap is not None:
            pairs.append(("max_renewals?", reading.cap))
        if reading.kind in (Renewal.EVERGREEN, Renewal.UNTIL_FULFILLED, Renewal.NONE):
            return tuple(pairs), None
        if is_as_long(text):
            return (*pairs, ("is_as_long?", True)), None
        try:
            pairs.append(("renewal_length", reading.length or read_length(raw, unit=unit)))
        except LengthFault as fault:
            return tuple(pairs), _kept(column, text, fault)
        return tuple(pairs), None

    return read


def _notice(column: Column) -> Callable[[Any], Found]:
    unit = unit_in(column.header)

    def read(raw: Any) -> Found:
        text = as_text(raw)
        counts = read_counts(text) if re.search(r"до (?:отрим|відправ)|received|sent", text, re.I) else None
        more = (("notice_counts?", counts),) if counts else ()
        try:
            return (("notice", read_length(raw, unit=unit or "day")), *more), None
        except LengthFault as fault:
            if read_yes(text) is False:
                return (), None
            return (), _kept(column, text, fault)

    return read


def _renewal(column: Column) -> Callable[[Any], Found]:
    is_automatic = bool(re.search(r"авто|auto", column.header, re.I))
    is_length = bool(re.search(r"answer|term|period|строк|термін", column.header, re.I))

    def read(raw: Any) -> Found:
        text = as_text(raw)
        reading = read_renewal(text, is_automatic_column=is_automatic)
        length = reading.length
        if length is None and text.isdecimal() and unit_in(column.header):
            length = read_length(text, unit=unit_in(column.header))
        pairs = [
            (name, value)
            for name, value in (
                ("renewal", reading.kind),
                ("renewal_length?", length),
                ("notice?", reading.notice),
                ("max_renewals?", reading.cap),
                ("is_as_long?", is_as_long(text) or None),
            )
            if value is not None
        ]
        if reading.is_assumed:
            return tuple(pairs), Kept(
                "«{value}» in the column «{column}» was taken as renewal by itself.",
                code="assumed",
                value=text,
                column=column.header,
            )
        if reading.kind is None and (length is None or not (is_length or length)):
            return tuple(pairs), _kept(column, text)
        if reading.kind is None and len(lengths_in(text)) > 1:
            return tuple(pairs), _kept(column, text)
        return tuple(pairs), None

    return read


def _cap(column: Column) -> Callable[[Any], Found]:
    def read(raw: Any) -> Found:
        text = as_text(raw)
        if match := re.search(r"\d{1,3}", text):
            return (("max_renewals", int(match[0])),), None
        return (), None if re.search(r"без|необмеж|unlimited|no limit", text, re.I) else _kept(column, text)

    return read


def _counts(text: str) -> NoticeCounts | None:
    return NoticeCounts(text) if text in ("received", "sent") else read_counts(text)


def _worded(understood: Callable[[str], Any]) -> Callable[[Column], Callable[[Any], Found]]:
    """A field told in words: what they mean, else the words are kept."""

    def of(column: Column) -> Callable[[Any], Found]:
        def read(raw: Any) -> Found:
            text = as_text(raw)
            found = understood(text)
            return (((column.field, found),), None) if found is not None else ((), _kept(column, text))

        return read

    return of


def _amount(column: Column) -> Callable[[Any], Found]:
    times, currency = times_in(column.header), currency_in(column.header)

    def read(raw: Any) -> Found:
        if isinstance(raw, str) and _ELSEWHERE.match(raw):
            return (), _kept(column, raw)
        try:
            found = read_sum(raw, times=times)
        except SumFault:
            text = as_text(raw)
            if re.search(r"\d", text) and not re.search(
                r"згідно|за специф|за заявк|рахунк|according|per order|відповідно|%", text, re.I
            ):
                raise
            return (), _kept(column, text)
        if isinstance(raw, str) and _PER.search(raw):
            return (), _kept(column, raw)
        if found.amount < 0:
            raise SumFault("The amount {value} of a contract is below zero.", value=as_text(raw))
        note = (
            Kept("The sum {value} was rounded to whole minor units.", code="rounded", value=as_text(raw))
            if found.is_rounded
            else None
        )
        return (("sum", found), ("currency?", found.currency or currency)), note

    return read


def _currency(column: Column) -> Callable[[Any], Found]:
    def read(raw: Any) -> Found:
        return (("currency", read_currency(as_text(raw))),), None

    return read


def _status(column: Column) -> Callable[[Any], Found]:
    def read(raw: Any) -> Found:
        text = as_text(raw)
        status = read_status(text)
        return ((("status", status),), None) if status else ((), _kept(column, text))

    return read


def _penalty(column: Column) -> Callable[[Any], Found]:
    def read(raw: Any) -> Found:
        text = as_text(raw)
        if isinstance(raw, int | float) and 0 < raw < 0.05:  # a cell formatted as per cent holds its hundredth
            text = f"{round(raw * 100, 6):g} %"
        rule = read_penalty(text) or read_penalty(
            f"{text} {column.header}" if re.search("день|доб|day", column.header, re.I) else text
        )
        return ((("penalty", rule),), None) if rule is not None else ((), _kept(column, text))

    return read


def _end_rule(column: Column) -> Callable[[Any], Found]:
    def read(raw: Any) -> Found:
        text = as_text(raw)
        return (("end_rule", EndRule.ANNIVERSARY if text == EndRule.ANNIVERSARY.value else EndRule.DAY_BEFORE),), None

    return read


def _kept(column: Column, value: str, because: Refusal | None = None) -> Kept:
    if because is not None:
        return Kept(because.sentence, code="kept_as_words", **because.facts)
    return Kept(
        "«{value}» in the column «{column}» could not be read and is kept as words.", value=value, column=column.header
    )


_READERS: dict[str, Callable[[Column], Callable[[Any], Found]]] = {
    "number": _number,
    "parent": _parent,
    **dict.fromkeys(("dated_on", "first_day", "last_day", "terminated_on", "asked_end"), _day),
    **dict.fromkeys(("signed_by_us_on", "signed_by_them_on"), _day),
    "term": _term,
    "length": _length,
    "renewal_length": _renewal_length,
    "notice": _notice,
    "renewal": _renewal,
    "max_renewals": _cap,
    "notice_counts": _worded(_counts),
    "notice_methods": _worded(lambda text: read_methods(text) or None),
    "amount": _amount,
    "currency": _currency,
    "status": _status,
    "penalty": _penalty,
    "is_confidential": _worded(read_yes),
    "end_rule": _end_rule,
}
