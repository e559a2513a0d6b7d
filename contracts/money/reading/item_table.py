"""The lines of a document as a table: name, quantity, unit, price, VAT, by headers; an unreadable row is named."""

from collections.abc import Mapping

from contracts.kernel.refusal import Refusal
from contracts.money.rules.item_text import made_item
from contracts.money.rules.vat import PricedItem, Vat
from contracts.tabular.delimited import read_delimited
from contracts.tabular.sheet import FileRefused, Row, Sheet
from contracts.tabular.workbook import as_text, read_workbook

#: Beginnings of headers, lower case, by field; the longest that fits decides.
_HEADERS: Mapping[str, tuple[str, ...]] = {
    "name": ("назва", "найменування", "товар", "послуга", "опис", "номенклатура", "наименование", "name", "item"),
    "quantity": ("кількість", "к-сть", "кіл-ть", "кол-во", "количество", "quantity", "qty"),
    "unit": ("од", "один", "одиниц", "ед", "unit"),
    "price": ("ціна", "цена", "price", "unit price"),
    "vat": ("пдв", "ставка", "ндс", "vat"),
}
_NEEDED = frozenset({"name", "quantity", "price"})
_TOTALS = ("разом", "всього", "усього", "итого", "total")


def read_items(data: bytes, name: str, usual: Vat | None) -> list[PricedItem]:
    """The lines of a file. Raises ``FileRefused`` naming the row that cannot be read; nothing is left out.

    ``usual`` is the VAT of lines that name none.
    """
    is_book = data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
    sheet = read_workbook(data, name, None) if is_book else read_delimited(data, name)
    start, columns = _columns(sheet, name)
    found = [_item(row, columns, usual, name) for row in sheet.rows[start:] if _is_line(row, columns)]
    if not found:
        raise FileRefused("{file} has no lines under its headers.", file=name)
    return found


def _columns(sheet: Sheet, name: str) -> tuple[int, dict[str, int]]:
    for place, row in enumerate(sheet.rows[:30]):
        found: dict[str, int] = {}
        for column, cell in enumerate(row.cells):
            if (field := _field(" ".join(as_text(cell).split()).lower())) and field not in found:
                found[field] = column
        if found.keys() >= _NEEDED:
            return place + 1, found
    raise FileRefused(
        "{file} has no header row with a name, a quantity and a price: name the columns «Назва», «Кількість», «Ціна».",
        file=name,
    )


def _field(header: str) -> str | None:
    fits = [(len(start), field) for field, starts in _HEADERS.items() for start in starts if header.startswith(start)]
    return max(fits)[1] if fits else None


def _is_line(row: Row, columns: Mapping[str, int]) -> bool:
    """Whether a row is a line, and no empty row or total under the table."""
    cells = [as_text(cell).strip().lower() for cell in row.cells]
    is_total = any(cell.startswith(_TOTALS) for cell in cells) and not _cell(row, columns, "price")
    return any(cells) and not is_total


def _item(row: Row, columns: Mapping[str, int], usual: Vat | None, name: str) -> PricedItem:
    numbers = (_cell(row, columns, "quantity"), _cell(row, columns, "price"))
    title = _cell(row, columns, "name")
    try:
        if not title:
            raise Refusal("A line needs its name.")
        return made_item(title, _cell(row, columns, "unit"), numbers, _cell(row, columns, "vat"), usual)
    except Refusal as reason:
        raise FileRefused(
            "Row {row} of {file} cannot be read: {reason}", row=row.no, file=name, reason=reason
        ) from None


def _cell(row: Row, columns: Mapping[str, int], field: str) -> str:
    place = columns.get(field)
    if place is None or place >= len(row.cells):
        return ""
    return " ".join(as_text(row.cells[place]).split())
