"""A table of charges: acts, invoices and notes with their sums and due days, by headers; every row read or named."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.kernel.money import Money
from contracts.kernel.refusal import Refusal
from contracts.tabular.days import read_day
from contracts.tabular.delimited import read_delimited
from contracts.tabular.sheet import FileRefused, Row, Sheet
from contracts.tabular.sums import read_currency, read_sum
from contracts.tabular.workbook import as_text, read_workbook

#: Beginnings of headers, lower case, by field; the longest that fits decides.
_HEADERS: Mapping[str, tuple[str, ...]] = {
    "number": ("номер док", "№ док", "номер", "№", "документ", "номер акта", "number", "document"),
    "issued_on": ("дата док", "дата акта", "дата", "issued", "date"),
    "due_on": ("строк оплати", "термін оплати", "оплатити до", "срок оплаты", "кінцевий", "due"),
    "amount": ("сума", "сумма", "разом", "до сплати", "amount", "total"),
    "currency": ("валюта", "currency"),
    "counterparty": ("контрагент", "покупець", "замовник", "боржник", "постачальник", "counterparty", "customer"),
    "code": ("єдрпоу", "код", "едрпоу", "інн", "ипн", "code", "tax"),
    "contract": ("договір", "№ договору", "номер договору", "договор", "contract"),
    "kind": ("вид", "тип", "kind", "type"),
    "direction": ("напрям", "сторона", "direction"),
    "note": ("примітк", "коментар", "призначення", "note"),
}
_KINDS: Mapping[str, str] = {
    **dict.fromkeys(("акт", "act", "акт наданих послуг", "акт виконаних робіт"), "act"),
    **dict.fromkeys(("накладна", "видаткова накладна", "delivery_note", "накладная", "delivery note"), "delivery_note"),
    **dict.fromkeys(("ттн", "transport_note"), "transport_note"),
    **dict.fromkeys(("рахунок", "рахунок-фактура", "invoice", "счет", "счёт"), "invoice"),
    **dict.fromkeys(("оренда", "rent"), "rent"),
    **dict.fromkeys(("аванс", "передоплата", "prepayment"), "prepayment"),
}
#: What a spreadsheet's reckoning leaves behind the last digit.
_NOISE = Decimal("0.000001")
_OURS = ("ми", "наш", "кредитор", "payable", "до сплати нами")


@dataclass(frozen=True, slots=True)
class ChargeLine:
    """One row as read: texts as they stand, days and money exact; ``row`` is the number people see."""

    row: int
    number: str
    issued_on: date
    amount: Money
    due_on: date | None = None
    counterparty: str = ""
    code: str = ""
    contract: str = ""
    kind: str = "act"
    is_payable: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that could not be read: its number, header and value, and why."""

    row: int
    column: str
    value: str
    reason: Refusal


def read_charges(data: bytes, name: str) -> tuple[list[ChargeLine], list[RejectedRow]]:
    """Read a table. Raises ``FileRefused`` where it has no headers for number, date and sum."""
    is_book = data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
    sheet = read_workbook(data, name, None) if is_book else read_delimited(data, name)
    start, columns = _columns(sheet, name)
    lines: list[ChargeLine] = []
    rejected: list[RejectedRow] = []
    for row in sheet.rows[start:]:
        if not any(as_text(cell).strip() for cell in row.cells) or _is_total(row, columns):
            continue
        read = _read(row, columns)
        (rejected if isinstance(read, RejectedRow) else lines).append(read)  # type: ignore[arg-type]
    return lines, rejected


def _columns(sheet: Sheet, name: str) -> tuple[int, dict[str, tuple[int, str]]]:
    for place, row in enumerate(sheet.rows[:30]):
        found: dict[str, tuple[int, str]] = {}
        for column, cell in enumerate(row.cells):
            header = " ".join(as_text(cell).split())
            if (field := _field(header)) and field not in found:
                found[field] = (column, header)
        if {"number", "issued_on", "amount"} <= found.keys():
            return place + 1, found
    raise FileRefused(
        "{file} has no header row with a number, a date and a sum: name the columns «Номер», «Дата», «Сума».",
        file=name,
    )


def _field(header: str) -> str | None:
    folded = header.lower()
    fits = [(len(start), field) for field, starts in _HEADERS.items() for start in starts if folded.startswith(start)]
    return max(fits)[1] if fits else None


def _is_total(row: Row, columns: Mapping[str, tuple[int, str]]) -> bool:
    return bool(re.match(r"\s*(разом|всього|усього|итого|total)\b", _cell(row, columns, "number").lower()))


def _read(row: Row, columns: Mapping[str, tuple[int, str]]) -> ChargeLine | RejectedRow:
    field = "number"
    try:
        number = _cell(row, columns, "number")
        if not number:
            raise Refusal("A charge needs the number of its document.")
        field = "issued_on"
        if not _cell(row, columns, "issued_on"):
            raise Refusal("A charge needs the day of its document.")
        issued_on = read_day(_raw(row, columns, "issued_on"))
        field = "due_on"
        due = _raw(row, columns, "due_on")
        due_on = read_day(due) if as_text(due).strip() else None
        field = "currency"
        currency = read_currency(given) if (given := _cell(row, columns, "currency")) else ""
        field = "amount"
        amount = _amount(_raw(row, columns, "amount"), currency)
        field = "kind"
        kind = _kind(_cell(row, columns, "kind"), number)
    except Refusal as reason:
        return RejectedRow(row.no, columns[field][1], _cell(row, columns, field), reason)
    return ChargeLine(
        row=row.no,
        number=number,
        issued_on=issued_on,
        amount=amount,
        due_on=due_on,
        counterparty=_cell(row, columns, "counterparty"),
        code=_cell(row, columns, "code"),
        contract=_cell(row, columns, "contract"),
        kind=kind,
        is_payable=_cell(row, columns, "direction").lower().startswith(_OURS),
        note=_cell(row, columns, "note")[:1000],
    )


def _amount(raw: Any, currency: str) -> Money:
    """The sum as it stands; what has more digits than money is refused, only the noise of a reckoned cell is not."""
    if not as_text(raw).strip():
        raise Refusal("A charge needs its sum.")
    sum_ = read_sum(raw)
    if currency and sum_.currency and sum_.currency != currency:
        raise Refusal("The sum is in {one}, and the row says {other}.", one=sum_.currency, other=currency)
    amount = sum_.in_currency(currency or sum_.currency or "UAH")
    if abs(sum_.amount - amount.amount) > _NOISE:
        raise Refusal("{value} has more digits than money has; nothing is rounded.", value=as_text(raw))
    return amount


def _kind(text: str, number: str) -> str:
    known = _KINDS.get(text.lower().strip())
    if known:
        return known
    if text:
        raise Refusal("{kind} is no kind of charge: write акт, накладна, рахунок, оренда or аванс.", kind=text)
    first = number.lower().split()[0] if number.split() else ""
    return _KINDS.get(first, "act")


def _raw(row: Row, columns: Mapping[str, tuple[int, str]], field: str) -> Any:
    place = columns.get(field)
    return row.cells[place[0]] if place is not None and place[0] < len(row.cells) else ""


def _cell(row: Row, columns: Mapping[str, tuple[int, str]], field: str) -> str:
    return " ".join(as_text(_raw(row, columns, field)).split())
