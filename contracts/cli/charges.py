"""Charges: posted by hand, by lines or from a table; listed and shown with what is open of them."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contracts.cli import charge_moves
from contracts.cli.charge_lines import Items, ItemsFile, Prices, Stated, VatOption, read_lines
from contracts.cli.charge_moves import Document
from contracts.cli.fields import read_sum
from contracts.cli.kit import CompanyOption, CounterpartyOption, Session, _, command, group, read_day
from contracts.cli.money_tables import charge_table
from contracts.cli.options import duration_option
from contracts.kernel.calendar import Duration

if TYPE_CHECKING:
    from contracts.money.charge_import import ImportedCharges
    from contracts.money.charges import Posted

#: How many rejected rows a terminal shows; --json has them all.
_SHOWN = 20


def add_to(app: typer.Typer) -> None:
    """Register these commands."""
    charges = group(_("What is owed: acts, invoices, notes, with their due days."))
    command(charges, "add", _("Post a charge; its due day follows from the terms of the contract unless given."))(
        _charge_add
    )
    command(charges, "import", _("Post a table of charges (xlsx, csv); again adds nothing."))(_charge_import)
    command(charges, "list", _("Charges with what is open of them, the oldest due first."))(_charge_list)
    command(charges, "show", _("One document: its lines, its parts, what covered, reduced or holds it."))(_show)
    charge_moves.add_to(charges)
    app.add_typer(charges, name="charge")


Silence = Annotated[
    Duration | None, duration_option("--silence", _("Silence for so long after sending is acceptance: 5wd."))
]
Terms = Annotated[str, typer.Option(metavar="TERMS", help=_("Parts, such as «30% issued+5bd; rest act_signed+10bd»."))]


def _charge_add(
    session: Session,
    document: Document,
    issued: Annotated[date, typer.Option(parser=read_day, metavar="DATE", help=_("Date of the document."))],
    amount: Annotated[str | None, typer.Option(metavar="M", help=_("The sum with VAT, such as 12500.00."))] = None,
    item: Items = None,
    items: ItemsFile = None,
    vat: VatOption = "",
    priced: Prices = "net",
    contract: Annotated[str | None, typer.Option(metavar="NUMBER", help=_("The contract it is under."))] = None,
    annex: Annotated[str, typer.Option(metavar="NO", help=_("The annex it is under: 2, or order:2."))] = "",
    due: Annotated[date | None, typer.Option(parser=read_day, metavar="DATE", help=_("Last day for payment."))] = None,
    terms: Terms = "",
    sent: Annotated[
        date | None, typer.Option(parser=read_day, metavar="DATE", help=_("Sent for signature, not returned yet."))
    ] = None,
    silence: Silence = None,
    kind: Annotated[str, typer.Option(metavar="KIND", help=_("act, delivery_note, invoice, rent, penalty …"))] = "act",
    currency: Annotated[str, typer.Option(metavar="C", help=_("Currency."))] = "UAH",
    payable: Annotated[bool, typer.Option("--payable", help=_("We owe it."))] = False,
    note: Annotated[str, typer.Option(metavar="TEXT", help=_("A note."))] = "",
    counterparty: CounterpartyOption = None,
    company: CompanyOption = None,
) -> None:
    from contracts.money.charges import NewCharge, post_charge
    from contracts.money.rules.ledger import Direction
    from contracts.money.rules.vat import Priced

    direction = Direction.PAYABLE if payable else Direction.RECEIVABLE
    whose = _whose(contract, counterparty, company)
    stated = read_sum(amount, currency.upper()) if amount is not None else None
    given = Stated(item, items, vat, Priced(priced), currency.upper(), stated, direction, whose)
    sum_, lines, rate = read_lines(session, given)
    when: dict[str, Any] = {"due_on": due, "terms": terms, "sent_on": sent, "silence": silence}
    what: dict[str, Any] = {"vat_rate_bp": rate, "note": note, "annex": annex, "lines": lines}
    new = NewCharge(kind, document, issued, sum_, direction=direction, **whose, **when, **what)
    _show_posted(session, document, post_charge(session.ctx, session.call, new))


def _whose(contract: str | None, counterparty: str | None, company: str | None) -> dict[str, Any]:
    from contracts.registry.which import Which

    which = Which(contract, counterparty, company) if contract else None
    return {"which": which, "counterparty": counterparty, "company": company}


def _show_posted(session: Session, document: str, posted: "Posted") -> None:
    warnings = [session.words.refusal(each) for each in posted.warnings]
    data = {
        "charge": document,
        "parts": [_part_wire(session, part) for part in posted.parts],
        "covered": posted.covered.wire,
        "currency": posted.covered.currency,
        "warnings": warnings,
    }
    lines = [
        session.say("Posted {number}: {sum}, due {day}", number=document, sum=part.amount, day=_due(session, part))
        for part in posted.parts
    ]
    if posted.covered:
        lines.append(session.say("Covered by advances: {sum}", sum=posted.covered))
    session.show(data, "\n".join([*lines, *warnings]))


def _part_wire(session: Session, part: Any) -> dict[str, Any]:
    return {
        "no": part.no,
        "amount": part.amount.wire,
        "due_on": part.due_on if part.form != "unknown" else None,
        "waits_for": part.waits_for or None,
        "steps": session.words.why_steps(part.steps),
    }


def _due(session: Session, part: Any) -> str:
    if part.form == "unknown":
        return session.say("day not known yet")
    return session.words.date_weekday(part.due_on)


def _charge_import(
    session: Session,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The table."))],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Show the same result; change nothing."))] = False,
    company: CompanyOption = None,
) -> None:
    from contracts.money.charge_import import import_charges
    from contracts.registry.exchange.register import read_bytes

    done = import_charges(session.ctx, session.call, read_bytes(file), file.name, company=company, is_dry=dry_run)
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
        "lines": done.lines,
        "new": done.new,
        "duplicate": done.duplicate,
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
    told = [*rejected, *warnings][:_SHOWN]
    lines += [f"  {session.say('row {row}', row=each['row'])}: {each['reason']}" for each in told]
    if is_dry:
        lines.append(session.say("This was a dry run: nothing was changed."))
    session.show(data, "\n".join(lines))


def _charge_list(
    session: Session,
    all_: Annotated[bool, typer.Option("--all", help=_("Settled ones too."))] = False,
    payable: Annotated[bool, typer.Option("--payable", help=_("What we owe."))] = False,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help=_("At most so many."))] = None,
    counterparty: CounterpartyOption = None,
    company: CompanyOption = None,
) -> None:
    from contracts.kernel.calendar import FAR
    from contracts.kernel.money import Money
    from contracts.money.charges import list_charges

    rows = list_charges(
        session.ctx,
        counterparty=counterparty,
        company=company,
        direction="payable" if payable else None,
        is_open=not all_,
        limit=limit,
    )
    data = [
        {
            "number": row.number,
            "part": row.part_no,
            "kind": row.kind,
            "direction": row.direction,
            "contract": row.contract,
            "counterparty": row.counterparty_short or row.counterparty,
            "issued_on": row.issued_on,
            "due_on": None if row.due_now == FAR else row.due_now,
            "amount": Money(row.amount_minor, row.currency).wire,
            "open": Money(row.open_minor, row.currency).wire,
            "currency": row.currency,
        }
        for row in rows
    ]
    session.show(data, charge_table(session, data) if data else session.say("No charges."))


def _show(session: Session, document: Document, counterparty: CounterpartyOption = None) -> None:
    from contracts.cli.charge_card import card_text, card_wire
    from contracts.money.charge_card import charge_card

    card = charge_card(session.ctx, session.call, document, counterparty=counterparty)
    session.show(card_wire(card), card_text(session, card))
