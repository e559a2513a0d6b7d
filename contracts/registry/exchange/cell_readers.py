"""What each field of a register makes of a cell: values, or words kept with a remark, or a fault of the row.

A cell with digits that cannot be read as the day or the sum it should be rejects its row: a wrong date is worse than
none. Words where a length, a renewal or a way of sending was expected leave the fact unknown: the contract is
incomplete, the words stay as a custom value, and the report says so.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import NamedTuple

from contracts.kernel.calendar import Duration, Unit
from contracts.kernel.money import Money
from contracts.kernel.refusal import Refusal
from contracts.registry.exchange.cell_words import (
    read_counts,
    read_methods,
    read_penalty,
    read_renewal,
    read_status,
    read_yes,
)
from contracts.registry.exchange.register_entries import CellValue
from contracts.registry.rules.conditions import FIELD_BY_NAME
from contracts.registry.rules.contract import EndRule, NoticeCounts, Renewal
from contracts.tabular.days import IN_TEXT, DayFault, read_day
from contracts.tabular.lengths import LengthFault, is_as_long, lengths_in, read_length, unit_in
from contracts.tabular.numbers import read_number
from contracts.tabular.sheet import Cell, as_text
from contracts.tabular.sums import SumFault, currency_in, read_currency, read_sum, times_in

#: A day left blank on the paper («__.__.2026», «[]/[]/2019») is unknown, not wrong.
_BLANK = re.compile(r"\[\s*\]|__|\bXX\b|\.\.\.|…", re.I)
#: «до кінця 2026 року»; and «протягом 2026 року», «на 2026 рік» in a column of terms.
_YEAR_END = re.compile(r"\s*(?:до\s+)?(?:кінця|конца|end of)\s+(\d{4})\s*(?:рок\w*|год\w*|г\.?|р\.?)?\s*", re.I)
_YEAR_ALONE = re.compile(
    r"\s*+(?:протягом|упродовж|на|у|в течение|в|during|for)?\s*+"
    r"((?:19|20)\d\d)\s*+(?:рок\w*|рік|год\w*|г\.?|р\.?)?\s*+",
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


#: «30 % за специфікацією»: a sum told by another paper.
_BY_REFERENCE = re.compile(r"згідно|за специф|за заявк|рахунк|according|per order|відповідно|%", re.I)
#: A term with one day: «з 01.01.2026» begins on it, «до 31.12.2026» ends on it.
_STARTS = re.compile(r"\s*(?:з|із|від|с|from|since)\s", re.I)
_ENDS = re.compile(r"(?:^|\s)(?:до|по|until|to|till)\s")


class CellRemark(Refusal):
    """A cell is not what its column should hold, or was read with a doubt; the sentence says which."""

    code = "kept_as_words"


class Fact(NamedTuple):
    """What a cell says of one field; one it only mentions is not sure: a column of its own beats it."""

    field: str
    value: CellValue
    is_sure: bool = True


class CellReading(NamedTuple):
    """What a cell says, and what the report must say of it; ``is_kept``: its words are kept as a custom value."""

    facts: tuple[Fact, ...] = ()
    remark: Refusal | None = None
    is_kept: bool = False


@dataclass(frozen=True)
class ReadColumn:
    """A column of a file: its field, its header with the hints it holds, and the date format in force."""

    field: str
    header: str
    format: str | None = None

    @cached_property
    def unit(self) -> Unit | None:
        """The unit of bare numbers."""
        return unit_in(self.header)

    @cached_property
    def times(self) -> int:
        """What its sums are to be multiplied by."""
        return times_in(self.header)

    @cached_property
    def currency(self) -> str:
        """The currency of sums that name none."""
        return currency_in(self.header)


def reader_of(column: ReadColumn) -> Callable[[Cell], CellReading]:
    """The function that reads the cells of a column: that of its field, else that of what the field is."""
    kind = FIELD_BY_NAME[column.field].kind if column.field in FIELD_BY_NAME else str
    return partial(_BY_FIELD.get(column.field) or _BY_KIND.get(kind, _text), column)


def _sure(field: str, value: CellValue, more: tuple[Fact, ...] = ()) -> CellReading:
    return CellReading((Fact(field, value), *more) if more else (Fact(field, value),))


def _mentioned(**values: CellValue) -> tuple[Fact, ...]:
    """Facts a cell mentions beside its own, as far as it does."""
    return tuple(Fact(field, value, is_sure=False) for field, value in values.items() if value is not None)


def _kept(column: ReadColumn, value: str, *facts: Fact, because: Refusal | None = None) -> CellReading:
    """The words are kept, and the fact stays unknown."""
    sentence = "«{value}» in the column «{column}» could not be read and is kept as words."
    remark = (
        CellRemark(because.sentence, code="kept_as_words", **because.facts)
        if because is not None
        else CellRemark(sentence, value=value, column=column.header)
    )
    return CellReading(facts, remark, is_kept=True)


def _text(column: ReadColumn, raw: Cell) -> CellReading:
    return CellReading((Fact(column.field, as_text(raw)),))


def _parent(column: ReadColumn, raw: Cell) -> CellReading:
    number = read_number(as_text(raw), column.format)
    return CellReading((Fact("parent", number.number), Fact("parent_dated_on", number.dated_on)))


def _day(column: ReadColumn, raw: Cell) -> CellReading:
    try:
        return _sure(column.field, read_day(raw, column.format))
    except DayFault:
        if isinstance(raw, str) and column.field in ("last_day", "first_day"):
            return _day_in_words(column, raw)
        if isinstance(raw, str) and (not _has_digit(raw) or _BLANK.search(raw)):
            return _kept(column, raw)
        raise


def _day_in_words(column: ReadColumn, raw: str) -> CellReading:
    """«до 31.12.2026, з автоматичною пролонгацією», «безстроковий», «до кінця 2026 року»."""
    if _BLANK.search(raw):
        return _kept(column, raw)
    days = _days_in(raw, column.format)
    if len(days) == 1:
        return _sure(column.field, days[0], _renewal_beside(raw))
    if len(days) == 2 and column.field == "last_day" and days[0] < days[1]:
        return CellReading((*_mentioned(first_day=days[0]), Fact("last_day", days[1]), *_renewal_beside(raw)))
    if match := _YEAR_END.fullmatch(raw):
        return _sure(column.field, date(int(match[1]), 12, 31))
    if column.field == "last_day" and not re.search(r"\d{1,2}[./-]\d", raw):
        kind = read_renewal(raw).kind
        if kind in _WITHOUT_END:
            return CellReading(_mentioned(renewal=kind))
        lengths = {each.length for each in lengths_in(raw)}
        if len(lengths) == 1 and re.search(r"[^\W\d_]{3}", raw):
            return CellReading(_mentioned(length=lengths.pop()))
    if not _has_digit(raw):
        return _kept(column, raw)
    read_day(raw, column.format)  # says why it is none
    return CellReading()


def _has_digit(text: str) -> bool:
    return bool(re.search(r"\d", text))


def _days_in(raw: str, format: str | None) -> list[date]:
    return [read_day(match[0], format) for match in IN_TEXT.finditer(raw)]


def _renewal_beside(raw: str) -> tuple[Fact, ...]:
    """A renewal named beside a day; «в частині розрахунків — до повного виконання» is not one."""
    reading = read_renewal(raw)
    if reading.kind is None or reading.kind in _WITHOUT_END:
        return ()
    return _mentioned(
        renewal=reading.kind,
        renewal_length=reading.length,
        notice=reading.notice,
        is_as_long=is_as_long(raw) or None,
    )


def _term(column: ReadColumn, raw: Cell) -> CellReading:
    if isinstance(raw, date):
        return CellReading(_mentioned(last_day=read_day(raw, column.format)))
    text = as_text(raw)
    days = _days_in(text, column.format)
    if len(days) in (1, 2):
        of_one = "first_day" if _STARTS.match(text) and not _ENDS.search(text) else "last_day"
        named = {of_one: days[0]} if len(days) == 1 else {"first_day": days[0], "last_day": days[1]}
        return CellReading((*_mentioned(**named), *_renewal_beside(text)))
    kind = read_renewal(text).kind
    if kind in _WITHOUT_END:
        return CellReading(_mentioned(renewal=kind))
    if match := _YEAR_END.fullmatch(text) or _YEAR_ALONE.fullmatch(text):
        return CellReading(_mentioned(last_day=date(int(match[1]), 12, 31)))
    try:
        return CellReading((*_mentioned(length=read_length(raw, unit=column.unit)), *_renewal_beside(text)))
    except LengthFault:
        lengths = lengths_in(text)
        if len(lengths) > 1 and kind is not None:
            return CellReading((*_mentioned(length=lengths[0].length), *_renewal_beside(text)))
        if re.fullmatch(r"[\d./\-\s]+", text) and not text.isdecimal():
            read_day(text, column.format)
        return _kept(column, text)


def _length(column: ReadColumn, raw: Cell) -> CellReading:
    try:
        return _sure(column.field, read_length(raw, unit=column.unit))
    except LengthFault as fault:
        return _kept(column, as_text(raw), because=fault)


def _renewal_length(column: ReadColumn, raw: Cell) -> CellReading:
    text = as_text(raw)
    reading = read_renewal(text)
    kind = reading.kind if re.search(r"[^\W\d_]{4}", text) else None
    facts = _mentioned(renewal=kind, max_renewals=reading.cap)
    if reading.kind in (*_WITHOUT_END, Renewal.NONE):
        return CellReading(facts)
    if is_as_long(text):
        return CellReading((*facts, *_mentioned(is_as_long=True)))
    try:
        length = reading.length or read_length(raw, unit=column.unit)
    except LengthFault as fault:
        return _kept(column, text, *facts, because=fault)
    return CellReading((*facts, Fact("renewal_length", length)))


def _notice(column: ReadColumn, raw: Cell) -> CellReading:
    text = as_text(raw)
    counts = read_counts(text) if re.search(r"до (?:отрим|відправ)|received|sent", text, re.I) else None
    try:
        length = read_length(raw, unit=column.unit or "day")
    except LengthFault as fault:
        return CellReading() if read_yes(text) is False else _kept(column, text, because=fault)
    return _sure("notice", length, _mentioned(notice_counts=counts))


def _renewal(column: ReadColumn, raw: Cell) -> CellReading:
    text = as_text(raw)
    reading = read_renewal(text, is_automatic_column=bool(re.search(r"авто|auto", column.header, re.I)))
    length = reading.length
    if length is None and text.isdecimal() and column.unit:
        length = read_length(text, unit=column.unit)
    own = (Fact("renewal", reading.kind),) if reading.kind is not None else ()
    facts = own + _mentioned(
        renewal_length=length, notice=reading.notice, max_renewals=reading.cap, is_as_long=is_as_long(text) or None
    )
    if reading.is_assumed:
        sentence = "«{value}» in the column «{column}» was taken as renewal by itself."
        return CellReading(facts, CellRemark(sentence, code="assumed", value=text, column=column.header))
    if reading.kind is None and (length is None or len(lengths_in(text)) > 1):
        return _kept(column, text, *facts)
    return CellReading(facts)


def _count(column: ReadColumn, raw: Cell) -> CellReading:
    text = as_text(raw)
    if match := re.search(r"\d{1,3}", text):
        return _sure(column.field, int(match[0]))
    is_unlimited = re.search(r"без|необмеж|unlimited|no limit", text, re.I)
    return CellReading() if is_unlimited else _kept(column, text)


def _counts(text: str) -> NoticeCounts | None:
    return NoticeCounts(text) if text in ("received", "sent") else read_counts(text)


def _worded(understood: Callable[[str], CellValue]) -> Callable[[ReadColumn, Cell], CellReading]:
    """A field told in words: what they mean, else the words are kept."""

    def read(column: ReadColumn, raw: Cell) -> CellReading:
        text = as_text(raw)
        value = understood(text)
        return _sure(column.field, value) if value is not None else _kept(column, text)

    return read


def _amount(column: ReadColumn, raw: Cell) -> CellReading:
    if isinstance(raw, str) and _ELSEWHERE.match(raw):
        return _kept(column, raw)
    try:
        amount = read_sum(raw, times=column.times)
    except SumFault:
        text = as_text(raw)
        if _has_digit(text) and not _BY_REFERENCE.search(text):
            raise
        return _kept(column, text)
    if isinstance(raw, str) and _PER.search(raw):
        return _kept(column, raw)
    if amount.amount < 0:
        raise SumFault("The amount {value} of a contract is below zero.", value=as_text(raw))
    facts = Fact("sum", amount), Fact("currency", amount.currency or column.currency, is_sure=False)
    if not amount.is_rounded:
        return CellReading(facts)
    sentence = "The sum {value} was rounded to whole minor units."
    return CellReading(facts, CellRemark(sentence, code="rounded", value=as_text(raw)))


def _penalty(column: ReadColumn, raw: Cell) -> CellReading:
    text = as_text(raw)
    if isinstance(raw, int | float) and 0 < raw < 0.05:  # a cell formatted as per cent holds its hundredth
        text = f"{round(raw * 100, 6):g} %"
    is_daily = re.search("день|доб|day", column.header, re.I)
    rule = read_penalty(text) or read_penalty(f"{text} {column.header}" if is_daily else text)
    return _sure("penalty", rule) if rule is not None else _kept(column, text)


def _end_rule(column: ReadColumn, raw: Cell) -> CellReading:
    is_anniversary = as_text(raw) == EndRule.ANNIVERSARY.value
    return _sure("end_rule", EndRule.ANNIVERSARY if is_anniversary else EndRule.DAY_BEFORE)


_WITHOUT_END = (Renewal.EVERGREEN, Renewal.UNTIL_FULFILLED)
#: Readers by what a field is; a new condition needs none of its own.
_BY_KIND: Mapping[type[object], Callable[[ReadColumn, Cell], CellReading]] = {
    date: _day,
    Duration: _length,
    Renewal: _renewal,
    EndRule: _end_rule,
    NoticeCounts: _worded(_counts),
    tuple: _worded(lambda text: read_methods(text) or None),
    Money: _amount,
    int: _count,
    bool: _worded(read_yes),
}
#: Readers of columns that say more, or something else, than a fact of their kind.
_BY_FIELD: Mapping[str, Callable[[ReadColumn, Cell], CellReading]] = {
    "parent": _parent,
    "terminated_on": _day,
    "term": _term,
    "renewal_length": _renewal_length,
    "notice": _notice,
    "currency": lambda column, raw: _sure("currency", read_currency(as_text(raw))),
    "status": _worded(read_status),
    "penalty": _penalty,
}
