"""A table of charges: acts, invoices and notes with their sums and due days, by headers; every row read or named."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial

from contracts.kernel.money import Money
from contracts.kernel.refusal import Refusal
from contracts.money.words import words
from contracts.tabular.days import day_format, read_day
from contracts.tabular.headers import PlainColumns, plain_columns
from contracts.tabular.sheet import Cell, FileRefused, SheetRow, as_text
from contracts.tabular.sums import read_currency, read_sum
from contracts.tabular.workbook import read_sheet

_NEEDED = frozenset({"number", "issued_on", "amount"})
_TOTAL = re.compile(r"(разом|всього|усього|итого|total)\b", re.I)
#: What a spreadsheet's calculation leaves behind the last digit.
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


@dataclass(frozen=True, slots=True)
class ChargeReading:
    """How a table is read: header → field where headers say it not, and how its dates are written."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    date_format: str | None = None


def read_charges(
    data: bytes, name: str, reading: ChargeReading | None = None
) -> tuple[list[ChargeLine], list[RejectedRow]]:
    """Read a table. Raises ``FileRefused`` where it has no headers for number, date and sum, or a mapping is wrong."""
    reading = reading or ChargeReading()
    format = day_format(reading.date_format) if reading.date_format else None
    sheet = read_sheet(data, name)
    no_headers = FileRefused(
        "{file} has no header row with a number, a date and a sum: name the columns «Номер», «Дата», «Сума».",
        file=name,
    )
    columns = plain_columns(sheet, _headers(reading.mapping, name), _NEEDED, no_headers)
    lines: list[ChargeLine] = []
    rejected: list[RejectedRow] = []
    for row in sheet.rows[columns.first_row :]:
        is_total = _TOTAL.match(columns.text(row, "number"))
        if any(as_text(cell).strip() for cell in row.cells) and not is_total:
            try:
                lines.append(_line(row, columns, format))
            except _CellFault as fault:
                header, value = columns.names[fault.field], columns.text(row, fault.field)
                rejected.append(RejectedRow(row.no, header, value, fault.reason))
    return lines, rejected


class _CellFault(Exception):
    """Which field of a row could not be read, and why."""

    def __init__(self, field: str, reason: Refusal) -> None:
        self.field, self.reason = field, reason
        super().__init__(field)


@contextmanager
def _reading(field: str) -> Iterator[None]:
    try:
        yield
    except Refusal as reason:
        raise _CellFault(field, reason) from None


def _headers(mapping: Mapping[str, str], file: str) -> dict[str, Sequence[str]]:
    """How the headers of each field begin; a header mapped is of its field alone."""
    known = words("charge_headers")
    if wrong := sorted(set(mapping.values()) - known.keys()):
        raise FileRefused(
            "The mapping of {file} names {wrong}, which a table of charges has not: {fields}.",
            file=file,
            wrong=", ".join(wrong),
            fields=", ".join(known),
        )
    mapped = {" ".join(header.lower().split()): name for header, name in mapping.items()}
    named = set(mapped.values())
    headers: dict[str, Sequence[str]] = {name: each for name, each in known.items() if name not in named}
    return headers | {name: tuple(header for header, of in mapped.items() if of == name) for name in named}


def _line(row: SheetRow, columns: PlainColumns, format: str | None) -> ChargeLine:
    """A row as a charge. Raises :class:`_CellFault` for the first field that cannot be read."""
    text = partial(columns.text, row)
    with _reading("number"):
        number = _required(text("number"), "A charge needs the number of its document.")
    with _reading("issued_on"):
        _required(text("issued_on"), "A charge needs the day of its document.")
        issued_on = read_day(columns.cell(row, "issued_on"), format)
    with _reading("due_on"):
        due_on = read_day(columns.cell(row, "due_on"), format) if text("due_on") else None
    with _reading("currency"):
        currency = read_currency(text("currency")) if text("currency") else ""
    with _reading("amount"):
        amount = _amount(columns.cell(row, "amount"), currency)
    with _reading("kind"):
        kind = _kind(text("kind"), number)
    return ChargeLine(
        row=row.no,
        number=number,
        issued_on=issued_on,
        amount=amount,
        due_on=due_on,
        counterparty=text("counterparty"),
        code=text("code"),
        contract=text("contract"),
        kind=kind,
        is_payable=text("direction").lower().startswith(_OURS),
        note=text("note")[:1000],
    )


def _required(text: str, sentence: str) -> str:
    if not text:
        raise Refusal(sentence)
    return text


def _amount(raw: Cell, currency: str) -> Money:
    """The sum as it stands; what has more digits than money is refused, only the noise of a calculated cell is not."""
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
    kinds = {word: kind for kind, names in words("charge_kinds").items() for word in names}
    known = kinds.get(text.lower().strip())
    if known:
        return known
    if text:
        raise Refusal("{kind} is no kind of charge: write акт, накладна, рахунок, оренда or аванс.", kind=text)
    return kinds.get((number.lower().split() or [""])[0], "act")
