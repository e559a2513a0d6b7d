"""The lines of a charge from options or a table, reckoned before anything is posted."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contracts.cli.kit import Session, _
from contracts.cli.options import one_of

if TYPE_CHECKING:
    from contracts.kernel.money import Money
    from contracts.money.queries.charge_items import Lines
    from contracts.money.rules.ledger import Direction
    from contracts.money.rules.vat import Priced, Vat

Items = Annotated[
    list[str] | None,
    typer.Option("--item", metavar="LINE", help=_("A line: «name; quantity; unit; price; VAT»; may be repeated.")),
]
ItemsFile = Annotated[
    Path | None,
    typer.Option("--items", metavar="FILE", help=_("The lines as a table: name, quantity, unit, price, VAT.")),
]
VatOption = Annotated[
    str, typer.Option("--vat", metavar="R", help=_("VAT of all lines: 20, 7, 0, «exempt: 197.1.2» or none."))
]
Prices = Annotated[
    str,
    typer.Option(
        parser=one_of("net", "gross"), metavar="net|gross", help=_("Whether prices are without VAT or contain it.")
    ),
]


@dataclass(frozen=True, slots=True)
class Stated:
    """What a person stated of a charge's sum; ``whose`` says who supplies, for the VAT nobody named."""

    item: list[str] | None
    items: Path | None
    vat: str
    priced: "Priced"
    currency: str
    amount: "Money | None"
    direction: "Direction"
    whose: dict[str, Any]


def read_lines(session: Session, stated: Stated) -> "tuple[Money, Lines | None, int | None]":
    """The sum of the charge, its lines if it has any, and the VAT rate all of it has; else misuse (exit 2)."""
    from contracts.money.charge_lines import lines_of, one_rate
    from contracts.money.rules.item_text import parse_item, parse_vat

    vat = parse_vat(stated.vat) if stated.vat.strip() else None
    if not stated.item and stated.items is None:
        if stated.amount is None:
            raise typer.BadParameter(_("Give the sum with --amount, or the lines with --item or --items."))
        return stated.amount, None, vat.rate_bp if vat is not None else None
    usual = vat or _usual(session, stated)
    given = [parse_item(each, usual) for each in stated.item or []]
    if stated.items is not None:
        from contracts.money.reading.item_table import read_items
        from contracts.registry.exchange.register import read_bytes

        given += read_items(read_bytes(stated.items), stated.items.name, usual)
    lines = lines_of(given, stated.priced, stated.currency, stated.amount)
    return lines.totals.gross, lines, one_rate(lines)


def _usual(session: Session, stated: Stated) -> "Vat | None":
    from contracts.money.charge_lines import usual_vat

    return usual_vat(session.ctx, session.call, stated.direction, **stated.whose)
