"""The lines of a document, stored with its first part: read back they give the sums they were calculated with."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from contracts.kernel.database.rows import rows_in
from contracts.kernel.database.tables import table_of
from contracts.kernel.money import Money
from contracts.money.rules.vat import DocumentLines, ItemSum, Priced, PricedItem, Vat, totals_of
from contracts.money.tables import ChargeItemRow, ChargeRow

_I, _C = table_of(ChargeItemRow), table_of(ChargeRow)
_MICRO = 6


def add(conn: Connection, charge_id: int, lines: DocumentLines) -> None:
    """Store the lines of a new document with its first part."""
    rows = [
        {
            "charge_id": charge_id,
            "no": no,
            "name": line.item.name,
            "unit": line.item.unit,
            "quantity_micro": _micro(line.item.quantity),
            "price_micro": _micro(line.item.unit_price),
            "priced": lines.priced.value,
            "vat_rate_bp": line.item.vat.rate_bp,
            "vat_ground": line.item.vat.ground,
            "is_vat_payer": line.item.vat.is_payer,
            "net_minor": line.net.minor,
            "vat_minor": line.vat.minor,
            "gross_minor": line.gross.minor,
        }
        for no, line in enumerate(lines.totals.lines, 1)
    ]
    conn.execute(insert(_I), rows)


def of_charges(conn: Connection, charge_ids: Collection[int]) -> DocumentLines | None:
    """The lines of one document by the keys of its parts; ``None`` where it was posted as a sum."""
    query = select(_I, _C.c.currency).join(_C, _C.c.id == _I.c.charge_id).order_by(_I.c.charge_id, _I.c.no)
    rows = list(rows_in(conn, query, _I.c.charge_id, charge_ids))
    if not rows:
        return None
    return DocumentLines(totals_of([_line(row) for row in rows], rows[0].currency), Priced(rows[0].priced))


def _line(row: Row[Any]) -> ItemSum:
    vat = Vat(row.vat_rate_bp, row.vat_ground, row.is_vat_payer)
    quantity, price = (Decimal(each).scaleb(-_MICRO).normalize() for each in (row.quantity_micro, row.price_micro))
    net, tax, gross = (Money(each, row.currency) for each in (row.net_minor, row.vat_minor, row.gross_minor))
    return ItemSum(PricedItem(row.name, quantity, price, vat, row.unit), net, tax, gross)


def _micro(value: Decimal) -> int:
    return int(value.scaleb(_MICRO))
