"""The lines of a charge from options or a table, calculated before anything is posted."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _
from contracts.cli.shared.values import one_of

if TYPE_CHECKING:
    from contracts.kernel.money import Money
    from contracts.money.rules.ledger import Direction
    from contracts.money.rules.vat import DocumentLines, Vat


@dataclass(frozen=True)
class LineOptions:
    """The lines of a charge, and the VAT they have."""

    item: Annotated[
        list[str] | None,
        typer.Option("--item", metavar="LINE", help=_("A line: «name; quantity; unit; price; VAT»; may be repeated.")),
    ] = None
    items: Annotated[
        Path | None,
        typer.Option("--items", metavar="FILE", help=_("The lines as a table: name, quantity, unit, price, VAT.")),
    ] = None
    vat: Annotated[
        str, typer.Option("--vat", metavar="R", help=_("VAT of all lines: 20, 7, 0, «exempt: 197.1.2» or none."))
    ] = ""
    priced: Annotated[
        str,
        typer.Option(
            parser=one_of("net", "gross"), metavar="net|gross", help=_("Whether prices are without VAT or contain it.")
        ),
    ] = "net"


@dataclass(frozen=True, slots=True)
class StatedSum:
    """The sum of a charge as a person stated it; ``whose`` says who supplies, for the VAT nobody named."""

    amount: "Money | None"
    currency: str
    direction: "Direction"
    whose: dict[str, Any]


def read_lines(session: Session, stated: StatedSum) -> "tuple[Money, DocumentLines | None, int | None]":
    """The sum of the charge, its lines if it has any, and the VAT rate all of it has; else misuse (exit 2)."""
    from contracts.money.rules.item_text import parse_item, parse_vat
    from contracts.money.rules.vat import Priced, lines_of

    options = session.options(LineOptions)
    vat = parse_vat(options.vat) if options.vat.strip() else None
    if not options.item and options.items is None:
        if stated.amount is None:
            raise typer.BadParameter(_("Give the sum with --amount, or the lines with --item or --items."))
        return stated.amount, None, vat.rate_bp if vat is not None else None
    usual = vat or _usual(session, stated)
    items = [parse_item(each, usual) for each in options.item or []]
    if options.items is not None:
        from contracts.money.reading.item_table import read_items
        from contracts.tabular.sheet import read_bytes

        items += read_items(read_bytes(options.items), options.items.name, usual)
    lines = lines_of(items, Priced(options.priced), stated.currency, stated.amount)
    return lines.totals.gross, lines, lines.rate_bp


def _usual(session: Session, stated: StatedSum) -> "Vat | None":
    from contracts.money.post_charge import usual_vat

    return usual_vat(session.ctx, session.call, stated.direction, **stated.whose)
