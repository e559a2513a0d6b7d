"""What each field of a register makes of a cell: values, or words kept with a remark, or a fault of the row.

A cell with digits that cannot be read as the day or the sum it should be rejects its row: a wrong date is worse than
none. What decides a renewal, a notice or money is taken only where the words leave no doubt; else it stays unknown,
the words stay as a custom value, and they are a question for a person. Words that were not used are quoted.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial

from contracts.kernel.calendar import Duration
from contracts.kernel.money import Money
from contracts.registry.exchange.cells.reading import (
    CellReading,
    CellRemark,
    Fact,
    ReadColumn,
    asked,
    error_remark,
    kept,
    mentioned,
    quoted,
    sure,
)
from contracts.registry.exchange.cells.renewals import read_renewal
from contracts.registry.exchange.cells.unused import unused_of_length, unused_of_term
from contracts.registry.exchange.cells.words import read_counts, read_methods, read_penalty, read_status, read_yes
from contracts.registry.exchange.register_entries import CellValue
from contracts.registry.rules.conditions import FIELD_BY_NAME
from contracts.registry.rules.contract import EndRule, NoticeCounts, Renewal
from contracts.tabular.days import IN_TEXT, DayFault, read_day, read_period
from contracts.tabular.lengths import LengthFault, is_as_long, lengths_in, read_length
from contracts.tabular.numbers import read_number
from contracts.tabular.sheet import Cell, as_text, error_in
from contracts.tabular.sums import SumFault, read_currency, read_sum

#: A day left blank on the paper («__.__.2026», «[]/[]/2019») is unknown, not wrong.
_BLANK = re.compile(r"\[\s*\]|__|\bXX\b|\.\.\.|…", re.I)
#: A price of a month or an hour is not the sum of the contract.
_PER = re.compile(
    r"(?i)(?:/|\bза\b|\bна\b|\bв\b|\bper\b|\ba\b|\bкожн\w+)\s*(?:1\s*|один\s+|одну\s+|одиницю\s+)?"
    r"(?:міс|мес|рік|год|month|year|hour|day|день|добу|шт|од\b|тонн|кг|м2|м²|кв\.|unit|user)"
    r"|щоміс|щорок|щорічн|щокварт|щоден|ежемес|monthly|annually|yearly|p\.?m\.?$|p\.?a\.?$"
)
#: «згідно з додатком №1», «тариф 12,5», “per order”: the sum stands elsewhere.
_ELSEWHERE = re.compile(
    r"(?:згідно|згд|відповідно|за (?:специф|заявк|факт|рахунк|тариф|додат|актом|актам)|див\.|тариф|по факту|согласно"
    r"|according|as per|per |see |subject to|order|додаток|додатк|специфікац|ціна за|price per)",
    re.I,
)


#: «30 % за специфікацією»: a sum told by another paper.
_BY_REFERENCE = re.compile(r"згідно|за специф|за заявк|рахунк|according|per order|відповідно|%", re.I)
_NUMERIC_DAY = re.compile(r"\d{1,2}[./-]\d")
#: What a renewal may depend on besides a notice.
_CONDITIONS = re.compile(r"за умови|provided|при условии|subject to|sofern|pod warunkiem|у разі належн", re.I)
#: What is settled after the end prolongs nothing.
_SETTLEMENT = re.compile(r"розрахун|оплат|платеж|платіж|грошов|гарант|частині|части |settle|payment|warrant", re.I)
#: A term with one day: «з 01.01.2026» begins on it, «до 31.12.2026» ends on it.
_STARTS = re.compile(r"(?:з|із|від|с|from|since)\s", re.I)
_ENDS = re.compile(r"(?:^|\s)(?:до|по|until|to|till)\s")


#: A day before this was most likely written with two digits: a spreadsheet makes 1934 of «34».
_FIRST_YEAR = 1970
#: A cell of these that holds a day was turned into one by a spreadsheet.
_IDENTITY = frozenset(
    {"number", "register_no", "their_number", "counterparty", "counterparty_code", "company", "company_code", "parent"}
)


def reader_of(column: ReadColumn) -> Callable[[Cell], CellReading]:
    """The function that reads the cells of a column: that of its field, else that of what the field is."""
    kind = FIELD_BY_NAME[column.field].kind if column.field in FIELD_BY_NAME else str
    read = _BY_FIELD.get(column.field) or _BY_KIND.get(kind, _text)
    return partial(_look, column, read)


def _look(column: ReadColumn, read: Callable[[ReadColumn, Cell], CellReading], raw: Cell) -> CellReading:
    """A cell as a person said it is to be read, an error of a formula, a day where none can stand, or its field's."""
    if column.values:
        raw = column.values.get(" ".join(as_text(raw).split()).casefold(), raw)
    if error := error_in(raw):
        reason = error_remark(column.header, error)
        if column.field in _IDENTITY:
            raise reason
        return CellReading((), (reason,))
    if column.field in _IDENTITY and isinstance(raw, date):
        raise CellRemark(
            "The column «{column}» holds the day {value}: a spreadsheet made it of a number such as {likely}. Give the "
            "column the format «text» and write the number as on the paper.",
            code="day_for_number", column=column.header, value=f"{raw:%d.%m.%Y}", likely=f"{raw.month}/{raw:%y}",
        )  # fmt: skip
    return read(column, raw)


def _text(column: ReadColumn, raw: Cell) -> CellReading:
    return CellReading((Fact(column.field, as_text(raw)),))


def _parent(column: ReadColumn, raw: Cell) -> CellReading:
    number = read_number(as_text(raw), column.format)
    return CellReading((Fact("parent", number.number), Fact("parent_dated_on", number.dated_on)))


def _day(column: ReadColumn, raw: Cell) -> CellReading:
    is_edge = column.field in ("last_day", "first_day")
    try:
        day = read_day(raw, column.format)
    except DayFault:
        if is_edge and (span := read_period(as_text(raw))):
            day = span[column.field == "last_day"]
            sentence = "«{value}» in the column «{column}» was read as {day}."
            remark = CellRemark(sentence, code="assumed", value=as_text(raw), column=column.header, day=day)
            return sure(column.field, day, remarks=(remark,))
        if isinstance(raw, str) and is_edge:
            return _day_in_words(column, raw)
        if isinstance(raw, str) and (not _has_digit(raw) or _BLANK.search(raw)):
            return kept(column, raw)
        raise
    if day.year < _FIRST_YEAR:
        return asked(column, as_text(raw), f"{day:%d.%m.}{day.year + 100}")
    return sure(column.field, day)


def _day_in_words(column: ReadColumn, raw: str) -> CellReading:
    """«до 31.12.2026, з автоматичною пролонгацією», «безстроковий», «31.12.2026 або до повного виконання»."""
    if _BLANK.search(raw):
        return kept(column, raw)
    days = _days_in(raw, column.format)
    if len(days) == 1 or (len(days) == 2 and column.field == "last_day" and days[0] < days[1]):
        beside = _renewal_beside(raw)
        first = mentioned(first_day=days[0]) if len(days) == 2 else ()
        rest = quoted(column, raw, unused_of_term(raw, has_renewal=bool(beside)))
        return CellReading((*first, Fact(column.field, days[-1]), *beside), rest)
    if column.field == "last_day" and not _NUMERIC_DAY.search(raw):
        kind = read_renewal(raw).kind
        if kind in _WITHOUT_END:
            return CellReading(mentioned(renewal=kind))
        lengths = {each.length for each in lengths_in(raw)}
        if len(lengths) == 1 and re.search(r"[^\W\d_]{3}", raw):
            rest = quoted(column, raw, unused_of_length(raw))
            return CellReading(mentioned(length=lengths.pop()), rest)
    if not _has_digit(raw):
        return kept(column, raw)
    read_day(raw, column.format)  # says why it is none
    return CellReading()


def _has_digit(text: str) -> bool:
    return bool(re.search(r"\d", text))


def _days_in(raw: str, format: str | None) -> list[date]:
    return [read_day(match[0], format) for match in IN_TEXT.finditer(raw)]


def _renewal_beside(raw: str) -> tuple[Fact, ...]:
    """A renewal named beside a day; «в частині розрахунків — до повного виконання» is not one."""
    reading = read_renewal(IN_TEXT.sub(" ", raw))
    is_partial = reading.kind is Renewal.UNTIL_FULFILLED and _SETTLEMENT.search(raw)
    if reading.kind is None or reading.is_assumed or reading.kind is Renewal.EVERGREEN or is_partial:
        return ()
    return mentioned(
        renewal=reading.kind,
        renewal_length=reading.length,
        notice=reading.notice,
        max_renewals=reading.cap,
        is_as_long=is_as_long(raw) or None,
    )


def _term(column: ReadColumn, raw: Cell) -> CellReading:
    if isinstance(raw, date):
        return CellReading(mentioned(last_day=read_day(raw, column.format)))
    text = as_text(raw)
    days = _days_in(text, column.format)
    beside = _renewal_beside(text)
    if len(days) in (1, 2):
        of_one = "first_day" if _STARTS.match(text) and not _ENDS.search(text) else "last_day"
        named = {of_one: days[0]} if len(days) == 1 else {"first_day": days[0], "last_day": days[1]}
        rest = quoted(column, text, unused_of_term(text, has_renewal=bool(beside)))
        return CellReading((*mentioned(**named), *beside), rest)
    kind = read_renewal(text).kind
    if kind in _WITHOUT_END:
        return CellReading(mentioned(renewal=kind))
    if span := read_period(text):
        return CellReading(mentioned(last_day=span[1]))
    try:
        length = read_length(raw, unit=column.unit)
    except LengthFault:
        lengths = lengths_in(text)
        if len(lengths) > 1 and kind is not None and beside:
            return CellReading((*mentioned(length=lengths[0].length), *beside))
        if re.fullmatch(r"[\d./\- ]+", text) and not text.isdecimal():
            read_day(text, column.format)
        return kept(column, text)
    rest = quoted(column, text, "" if beside else unused_of_length(text))
    return CellReading((*mentioned(length=length), *beside), rest)


def _length(column: ReadColumn, raw: Cell) -> CellReading:
    try:
        length = read_length(raw, unit=column.unit)
    except LengthFault as fault:
        return kept(column, as_text(raw), because=fault)
    return sure(column.field, length, remarks=quoted(column, as_text(raw), unused_of_length(as_text(raw))))


def _renewal_length(column: ReadColumn, raw: Cell) -> CellReading:
    text = as_text(raw)
    reading = read_renewal(text)
    kind = reading.kind if re.search(r"[^\W\d_]{4}", text) and not reading.is_assumed else None
    facts = mentioned(renewal=kind, max_renewals=reading.cap)
    if reading.kind in (*_WITHOUT_END, Renewal.NONE):
        return CellReading(facts)
    if is_as_long(text):
        return CellReading((*facts, *mentioned(is_as_long=True)))
    try:
        length = reading.length or read_length(raw, unit=column.unit)
    except LengthFault as fault:
        return kept(column, text, *facts, because=fault)
    rest = quoted(column, text, "" if kind else unused_of_length(text))
    return CellReading((*facts, Fact("renewal_length", length)), rest)


def _notice(column: ReadColumn, raw: Cell) -> CellReading:
    text = as_text(raw)
    counts = read_counts(text) if re.search(r"до (?:отрим|відправ)|received|sent", text, re.I) else None
    try:
        length = read_length(raw, unit=column.unit)
    except LengthFault as fault:
        if text.isdecimal():
            return asked(column, text, f"{text} {_in_words(column.header, 'днів', 'days')}")
        return CellReading() if read_yes(text) is False else kept(column, text, because=fault)
    return sure("notice", length, mentioned(notice_counts=counts), quoted(column, text, unused_of_length(text)))


def _renewal(column: ReadColumn, raw: Cell) -> CellReading:
    text = as_text(raw)
    if isinstance(raw, datetime | date):
        return kept(column, text)
    reading = read_renewal(text, is_automatic_column=bool(re.search(r"авто|auto", column.header, re.I)))
    length = reading.length
    if length is None and text.isdecimal() and column.unit:
        length = read_length(text, unit=column.unit)
    facts = mentioned(
        renewal_length=length, notice=reading.notice, max_renewals=reading.cap, is_as_long=is_as_long(text) or None
    )
    if reading.is_assumed:
        return asked(column, text, _in_words(text, "автоматична", "automatic"), *facts)
    if reading.kind is not None:
        lengths = {each.length for each in lengths_in(text)} - {length, reading.notice}
        rest = ", ".join(map(str, lengths)) or (text if _CONDITIONS.search(text) else "")
        return CellReading((Fact("renewal", reading.kind), *facts), quoted(column, text, rest))
    if length is None or len(lengths_in(text)) > 1:
        return kept(column, text, *facts)
    return asked(column, text, f"{_in_words(text, 'автоматична', 'automatic')}, {text}", *facts)


def _in_words(text: str, uk: str, en: str) -> str:
    """A suggestion in the language of the cell; figures alone are answered in Ukrainian."""
    return en if re.search("[a-z]", text, re.I) else uk


def _clause(column: ReadColumn, raw: Cell) -> CellReading:
    """The clause about renewal, word for word, beside a column that sums it up."""
    text = as_text(raw)
    reading = read_renewal(text)
    kind = None if reading.is_assumed else reading.kind
    facts = mentioned(renewal_in_clause=kind, notice=reading.notice if kind else None)
    return CellReading(facts, is_kept=True)


def _count(column: ReadColumn, raw: Cell) -> CellReading:
    text = as_text(raw)
    numbers = re.findall(r"\d+", text)
    if len(numbers) == 1 and len(numbers[0]) < 4:
        return sure(column.field, int(numbers[0]))
    if (cap := read_renewal(text).cap) is not None and not numbers:
        return sure(column.field, cap)
    is_unlimited = re.search(r"без обмеж|без огранич|необмеж|неогранич|unlimited|no limit|unbegrenzt", text, re.I)
    return CellReading() if is_unlimited and not numbers else kept(column, text)


def _counts(text: str) -> NoticeCounts | None:
    return NoticeCounts(text) if text in ("received", "sent") else read_counts(text)


def _worded(understood: Callable[[str], CellValue]) -> Callable[[ReadColumn, Cell], CellReading]:
    """A field told in words: what they mean, else the words are kept."""

    def read(column: ReadColumn, raw: Cell) -> CellReading:
        text = as_text(raw)
        value = understood(text)
        return sure(column.field, value) if value is not None else kept(column, text)

    return read


def _amount(column: ReadColumn, raw: Cell) -> CellReading:
    if isinstance(raw, date):
        raise SumFault("{value} is not a sum of money.", value=as_text(raw))
    text = raw if isinstance(raw, str) else as_text(raw)
    if isinstance(raw, str) and (_ELSEWHERE.match(raw) or _PER.search(raw)):
        return kept(column, raw)
    try:
        amount = read_sum(raw, times=column.times, decimal=column.decimal)
    except SumFault:
        if _has_digit(text) and not _BY_REFERENCE.search(text):
            raise
        return kept(column, text)
    if amount.amount < 0:
        raise SumFault("The amount {value} of a contract is below zero.", value=text)
    facts = Fact("sum", amount), Fact("currency", amount.currency or column.currency, is_sure=False)
    if not (amount.unused or amount.vat or amount.is_rounded):
        return CellReading(facts)
    remarks = list(quoted(column, text, amount.unused))
    if amount.is_rounded:
        remarks.append(CellRemark("The sum {value} was rounded to whole minor units.", code="rounded", value=text))
    if not amount.vat:
        return CellReading(facts, tuple(remarks))
    name = "ПДВ" if re.search("[а-яіїє]", text, re.I) else "VAT"
    sentence = "«{vat}» beside the sum in the column «{column}» is kept as «{name}»."
    remarks.append(CellRemark(sentence, code="vat", vat=amount.vat, column=column.header, name=name))
    return CellReading(facts, tuple(remarks), beside=((name, amount.vat),))


def _penalty(column: ReadColumn, raw: Cell) -> CellReading:
    text = as_text(raw)
    if isinstance(raw, int | float) and 0 < raw < 0.05:  # a cell formatted as per cent holds its hundredth
        text = f"{round(raw * 100, 6):g} %"
    is_daily = re.search("день|доб|day", column.header, re.I)
    rule = read_penalty(text) or read_penalty(f"{text} {column.header}" if is_daily else text)
    return sure("penalty", rule) if rule is not None else kept(column, text)


def _end_rule(column: ReadColumn, raw: Cell) -> CellReading:
    rules = {each.value: each for each in EndRule}
    return sure("end_rule", rules[text]) if (text := as_text(raw)) in rules else kept(column, text)


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
    "renewal_clause": _clause,
    "currency": lambda column, raw: sure("currency", read_currency(as_text(raw))),
    "status": _worded(read_status),
    "penalty": _penalty,
}
