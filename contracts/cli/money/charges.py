"""Charges: posted by hand, by lines or from a table; listed and shown with what is open of them."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypedDict

import typer

from contracts.cli.money.charge_changes import Document
from contracts.cli.money.tables import charge_table
from contracts.cli.shared.command import with_options
from contracts.cli.shared.options import (
    Company,
    Counterparty,
    Currency,
    DryRun,
    Limit,
    Payable,
    UnderContract,
    day_option,
    duration_option,
    which_contract,
)
from contracts.cli.shared.session import Session
from contracts.cli.shared.tables import SHOWN
from contracts.cli.shared.translation import _
from contracts.cli.shared.values import one_of, read_sum
from contracts.kernel.calendar import Duration
from contracts.kernel.wire import wire

if TYPE_CHECKING:
    from contracts.kernel.money import Money
    from contracts.money.import_charges import ImportedCharges
    from contracts.money.post_charge import PostedCharge
    from contracts.money.rules.ledger import Direction
    from contracts.money.rules.payment_terms import PartDue
    from contracts.money.rules.vat import DocumentLines, Vat
    from contracts.registry.lookup import Which


class Whose(TypedDict):
    """The contract and the parties, as use cases take them."""

    which: "Which | None"
    counterparty: str | None
    company: str | None


@dataclass(frozen=True)
class ChargeOptions:
    """What a charge is under, when it is due, and whose it is."""

    contract: UnderContract = None
    annex: Annotated[str, typer.Option(metavar="NO", help=_("The annex it is under: 2, or order:2."))] = ""
    due: Annotated[date | None, day_option("--due", _("Last day for payment."))] = None
    terms: Annotated[
        str, typer.Option(metavar="TERMS", help=_("Parts, such as «30% issued+5bd; rest act_signed+10bd»."))
    ] = ""
    sent: Annotated[date | None, day_option("--sent", _("Sent for signature, not returned yet."))] = None
    silence: Annotated[
        Duration | None, duration_option("--silence", _("Silence for so long after sending is acceptance: 5wd."))
    ] = None
    kind: Annotated[str, typer.Option(metavar="KIND", help=_("act, delivery_note, invoice, rent, penalty …"))] = "act"
    currency: Currency = "UAH"
    payable: Annotated[bool, typer.Option("--payable", help=_("We owe it."))] = False
    note: Annotated[str, typer.Option(metavar="TEXT", help=_("A note."))] = ""
    counterparty: Counterparty = None
    company: Company = None

    def whose(self) -> Whose:
        """The contract and the parties, as use cases take them."""
        which = which_contract(self.contract, self.counterparty, self.company) if self.contract else None
        return {"which": which, "counterparty": self.counterparty, "company": self.company}


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
    whose: Whose


def read_lines(session: Session, stated: StatedSum) -> "tuple[Money, DocumentLines | None, Vat | None]":
    """The sum of the charge, its lines if it has any, and the VAT all of it has; else misuse (exit 2)."""
    from contracts.money.post_charge import usual_vat
    from contracts.money.rules.item_text import parse_item, parse_vat
    from contracts.money.rules.vat import Priced, Vat, lines_of

    options = session.options(LineOptions)
    vat = parse_vat(options.vat) if options.vat.strip() else None
    if not options.item and options.items is None:
        if stated.amount is None:
            raise typer.BadParameter(_("Give the sum with --amount, or the lines with --item or --items."))
        return stated.amount, None, vat
    usual = vat or usual_vat(session.ctx, session.call, stated.direction, **stated.whose)
    items = [parse_item(each, usual) for each in options.item or []]
    if options.items is not None:
        from contracts.money.reading.item_table import read_items
        from contracts.tabular.sheet import read_bytes

        items += read_items(read_bytes(options.items), options.items.name, usual)
    lines = lines_of(items, Priced(options.priced), stated.currency, stated.amount)
    return lines.totals.gross, lines, Vat(lines.rate_bp) if lines.rate_bp is not None else None


@with_options(LineOptions, ChargeOptions)
def add_charge(
    session: Session,
    document: Document,
    issued: Annotated[date, day_option("--issued", _("Date of the document."))],
    amount: Annotated[str | None, typer.Option(metavar="M", help=_("The sum with VAT, such as 12500.00."))] = None,
) -> None:
    from contracts.money.post_charge import NewCharge, post_charge
    from contracts.money.rules.ledger import Direction

    options = session.options(ChargeOptions)
    direction = Direction.PAYABLE if options.payable else Direction.RECEIVABLE
    currency, whose = options.currency.upper(), options.whose()
    stated = StatedSum(read_sum(amount, currency) if amount is not None else None, currency, direction, whose)
    sum_, lines, vat = read_lines(session, stated)
    new = NewCharge(
        options.kind,
        document,
        issued,
        sum_,
        direction=direction,
        due_on=options.due,
        terms=options.terms,
        sent_on=options.sent,
        silence=options.silence,
        vat_rate_bp=vat.rate_bp if vat is not None else None,
        vat=vat,
        note=options.note,
        annex=options.annex,
        lines=lines,
        **whose,
    )
    _show_posted(session, document, post_charge(session.ctx, session.call, new))


def _show_posted(session: Session, document: str, posted: "PostedCharge") -> None:
    warnings = [session.words.refusal(each) for each in posted.warnings]
    data = {
        "charge": document,
        "parts": [_part_wire(session, part) for part in posted.parts],
        "covered": posted.covered.wire,
        "currency": posted.covered.currency,
        "warnings": warnings,
    }
    lines = [
        session.say("Posted {number}: {sum}, {due}", number=document, sum=part.amount, due=_due(session, part))
        for part in posted.parts
    ]
    if posted.covered:
        lines.append(session.say("Covered by advances: {sum}", sum=posted.covered))
    session.show(data, "\n".join([*lines, *warnings]))


def _part_wire(session: Session, part: "PartDue") -> dict[str, object]:
    return {
        "no": part.no,
        "amount": part.amount.wire,
        "due_on": part.due_on if part.form != "unknown" else None,
        "waits_for": part.waits_for or None,
        "steps": session.words.why_steps(part.steps),
    }


def _due(session: Session, part: "PartDue") -> str:
    if part.form == "unknown":
        return session.say("day not known yet")
    return session.say("due {day}", day=session.words.date_weekday(part.due_on))


def import_table(
    session: Session,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The table."))],
    dry_run: DryRun = False,
    date_format: Annotated[
        str | None, typer.Option("--date-format", metavar="F", help=_("How dates are written: DD/MM/YY, MM/DD/YYYY."))
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option("--mapping", metavar="FILE", help=_("TOML or JSON: header = field."))
    ] = None,
    create: Annotated[
        bool, typer.Option("--create-counterparties", help=_("Enter counterparties that are not known yet."))
    ] = False,
    company: Company = None,
) -> None:
    from contracts.money.import_charges import import_charges
    from contracts.money.reading.charge_table import ChargeReading
    from contracts.tabular.mapping import read_mapping_file
    from contracts.tabular.sheet import read_bytes

    reading = ChargeReading(read_mapping_file(mapping).columns if mapping else {}, date_format)
    data = read_bytes(file)
    done = import_charges(
        session.ctx, session.call, data, file.name, company=company, reading=reading, creates=create, is_dry=dry_run
    )
    _show_import(session, done, is_dry=dry_run)


def _show_import(session: Session, done: "ImportedCharges", *, is_dry: bool) -> None:
    words = session.words
    rejected = [
        {"row": each.row, "column": each.column, "value": each.value, "reason": words.refusal(each.reason)}
        for each in done.rejected
    ]
    warnings = [{"row": row, "reason": words.refusal(reason)} for row, reason in done.warnings]
    data = {
        "format": "table",
        **wire(replace(done, rejected=(), warnings=())),
        "rejected": rejected,
        "warnings": warnings,
        "matched": 0,
        "unmatched": 0,
        "opening": None,
        "closing": None,
    }
    lines = [
        session.say(
            "{lines} rows: {new} new, {duplicate} posted before, {rejected} rejected.",
            lines=done.lines,
            new=done.new,
            duplicate=done.duplicate,
            rejected=len(rejected),
        )
    ]
    if done.created:
        lines.append(session.say("Counterparties entered: {names}.", names=", ".join(done.created)))
    shown = [*rejected, *warnings][:SHOWN]
    lines += [f"  {session.say('row {row}', row=each['row'])}: {each['reason']}" for each in shown]
    if is_dry:
        lines.append(session.say("This was a dry run: nothing was changed."))
    session.show(data, "\n".join(lines))


def show_charges(
    session: Session,
    all_: Annotated[bool, typer.Option("--all", help=_("Settled ones too."))] = False,
    payable: Payable = False,
    limit: Limit = None,
    counterparty: Counterparty = None,
    company: Company = None,
) -> None:
    from contracts.money.charges import list_charges

    charges = list_charges(
        session.ctx,
        session.call,
        counterparty=counterparty,
        company=company,
        direction="payable" if payable else None,
        is_open=not all_,
        limit=limit,
    )
    session.show(wire(charges), charge_table(session, charges) if charges else session.say("No charges."))


def show_charge(session: Session, document: Document, counterparty: Counterparty = None) -> None:
    from contracts.cli.money.charge_card import card_text
    from contracts.money.charges import charge_card

    card = charge_card(session.ctx, session.call, document, counterparty=counterparty)
    session.show(wire(card), card_text(session, card))
