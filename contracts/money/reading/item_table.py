"""The lines of a document as a table: name, quantity, unit, price, VAT, by headers; an unreadable row is named."""

from functools import partial

from contracts.kernel.refusal import Refusal
from contracts.money.rules.item_text import made_item
from contracts.money.rules.vat import PricedItem, Vat
from contracts.money.words import words
from contracts.tabular.headers import PlainColumns, plain_columns
from contracts.tabular.sheet import FileRefused, SheetRow, as_text
from contracts.tabular.workbook import read_sheet

_NEEDED = frozenset({"name", "quantity", "price"})
_TOTALS = ("разом", "всього", "усього", "итого", "total")


def read_items(data: bytes, name: str, usual: Vat | None) -> list[PricedItem]:
    """The lines of a file. Raises ``FileRefused`` naming the row that cannot be read; nothing is left out.

    ``usual`` is the VAT of lines that name none.
    """
    sheet = read_sheet(data, name)
    no_headers = FileRefused(
        "{file} has no header row with a name, a quantity and a price: name the columns «Назва», «Кількість», «Ціна».",
        file=name,
    )
    columns = plain_columns(sheet, words("item_headers"), _NEEDED, no_headers)
    items = [_item(row, columns, usual, name) for row in sheet.rows[columns.first_row :] if _is_line(row, columns)]
    if not items:
        raise FileRefused("{file} has no lines under its headers.", file=name)
    return items


def _is_line(row: SheetRow, columns: PlainColumns) -> bool:
    """Whether a row is a line, and no empty row or total under the table."""
    cells = [as_text(cell).strip().lower() for cell in row.cells]
    is_total = any(cell.startswith(_TOTALS) for cell in cells) and not columns.text(row, "price")
    return any(cells) and not is_total


def _item(row: SheetRow, columns: PlainColumns, usual: Vat | None, name: str) -> PricedItem:
    text = partial(columns.text, row)
    try:
        if not text("name"):
            raise Refusal("A line needs its name.")
        return made_item(text("name"), text("unit"), (text("quantity"), text("price")), text("vat"), usual)
    except Refusal as reason:
        raise FileRefused(
            "Row {row} of {file} cannot be read: {reason}", row=row.no, file=name, reason=reason
        ) from None
