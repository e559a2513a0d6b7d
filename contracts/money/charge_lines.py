"""Lines of a charge: their VAT where a person names none, their sum, and the sum a person states beside (domain §6).

A supplier who pays VAT charges the general rate (Tax Code of Ukraine 193.1); our own company without a VAT number
charges none; of another supplier without one it is not known, and each line must say.
"""

from collections.abc import Sequence
from typing import Final

from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.money import Money
from contracts.money.queries.charge_items import Lines
from contracts.money.rules.ledger import Direction, LedgerFault
from contracts.money.rules.vat import Item, Priced, Vat, reckon_items
from contracts.parties.queries import parties
from contracts.registry.queries import contracts
from contracts.registry.which import Which, find

#: The general rate in hundredths of a per cent: Tax Code of Ukraine, 193.1.
GENERAL_RATE: Final = 2000


def usual_vat(
    ctx: Context,
    call: Call,
    direction: Direction,
    *,
    which: Which | None = None,
    counterparty: str | None = None,
    company: str | None = None,
) -> Vat | None:
    """How the supplier taxes what it delivers; ``None`` where that is not known."""
    with reading(ctx.engine) as conn:
        if which is not None:
            row = contracts.row_of(conn, find(conn, call, which))
            supplier = row.own_company_id if direction is Direction.RECEIVABLE else row.counterparty_id
            party = parties.row_of(conn, supplier)
        elif direction is Direction.RECEIVABLE:
            party = parties.own_company(conn, company)
        else:
            party = parties.counterparty(conn, counterparty or "")
    if party.vat_code:
        return Vat(GENERAL_RATE)
    return Vat(None, is_payer=False) if direction is Direction.RECEIVABLE else None


def lines_of(items: Sequence[Item], priced: Priced, currency: str, stated: Money | None = None) -> Lines:
    """The lines reckoned. Raises ``LedgerFault`` where a person stated another sum than they give."""
    if len({each.vat.is_payer for each in items}) > 1:
        raise LedgerFault(
            "Some lines have VAT and others are of a supplier who pays none: name the VAT of every line.",
            code="vat_mixed",
        )
    totals = reckon_items(items, priced, currency)
    if stated is not None and stated != totals.gross:
        raise LedgerFault(
            "The lines give {lines} {currency}, the sum stated is {stated}: correct the lines, or leave the sum out.",
            code="lines_differ",
            lines=totals.gross.wire,
            currency=currency,
            stated=stated.wire,
        )
    return Lines(totals, priced)


def one_rate(lines: Lines) -> int | None:
    """The rate all lines share, in hundredths of a per cent; ``None`` where there is none, or more than one."""
    rates = {rate for rate, _, _ in lines.totals.by_rate}
    return rates.pop() if len(rates) == 1 else None
