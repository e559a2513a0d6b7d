"""Charges: posted by hand or from a table, listed with what is open of them."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contracts.cli.fields import read_sum
from contracts.cli.keeping import KeptFile, Title, keep_file
from contracts.cli.kit import CompanyOption, CounterpartyOption, Session, _, command, group, read_day
from contracts.cli.money_tables import charge_table
from contracts.cli.options import one_of
from contracts.core.ledger import Direction

if TYPE_CHECKING:
    from contracts.services.charge_import import ImportedCharges
    from contracts.services.charges import Posted

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
    command(charges, "reduce", _("Credit, write off, assign or reverse a charge, in whole or by a sum."))(_reduce)
    command(charges, "offset", _("Set what they owe us against what we owe them (Civil Code 601)."))(_offset)
    command(charges, "restore", _("Take back everything that reduced a charge without a payment."))(_restore)
    command(charges, "due", _("Fix the due day of a charge by hand, with the reason."))(_fix_due)
    command(charges, "attach", _("Keep a scan of the document with its charge: claims enclose it."))(_attach)
    command(charges, "event", _("An event happened: due days that waited for it become known."))(_event)
    app.add_typer(charges, name="charge")


def _charge_add(
    session: Session,
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help=_("Number of the act, invoice or note."))],
    amount: Annotated[str, typer.Option(metavar="M", help=_("The sum, such as 12500.00."))],
    issued: Annotated[date, typer.Option(parser=read_day, metavar="DATE", help=_("Date of the document."))],
    contract: Annotated[str | None, typer.Option(metavar="NUMBER", help=_("The contract it is under."))] = None,
    due: Annotated[date | None, typer.Option(parser=read_day, metavar="DATE", help=_("Last day for payment."))] = None,
    terms: Annotated[
        str, typer.Option(metavar="TERMS", help=_("Parts, such as «30% issued+5bd; rest act_signed+10bd»."))
    ] = "",
    kind: Annotated[str, typer.Option(metavar="KIND", help=_("act, delivery_note, invoice, rent, penalty …"))] = "act",
    currency: Annotated[str, typer.Option(metavar="C", help=_("Currency."))] = "UAH",
    payable: Annotated[bool, typer.Option("--payable", help=_("We owe it."))] = False,
    note: Annotated[str, typer.Option(metavar="TEXT", help=_("A note."))] = "",
    counterparty: CounterpartyOption = None,
    company: CompanyOption = None,
) -> None:
    from contracts.services.charges import NewCharge, post_charge
    from contracts.services.which import Which

    new = NewCharge(
        kind=kind,
        number=document,
        issued_on=issued,
        amount=read_sum(amount, currency.upper()),
        which=Which(contract, counterparty, company) if contract else None,
        counterparty=counterparty,
        company=company,
        direction=Direction.PAYABLE if payable else Direction.RECEIVABLE,
        due_on=due,
        terms=terms,
        note=note,
    )
    _show_posted(session, document, post_charge(session.desk, session.call, new))


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
    from contracts.exchange.register import read_bytes
    from contracts.services.charge_import import import_charges

    done = import_charges(session.desk, session.call, read_bytes(file), file.name, company=company, is_dry=dry_run)
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
    from contracts.core.calendar import FAR
    from contracts.core.money import Money
    from contracts.services.charges import list_charges

    rows = list_charges(
        session.desk,
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


Document = Annotated[str, typer.Argument(metavar="DOCUMENT", help=_("Number of the act, invoice or note."))]
Sum = Annotated[str | None, typer.Option("--amount", metavar="M", help=_("The sum; else all that is open."))]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help=_("Why."))]
#: What reduces a charge, by the word of the command.
REDUCTIONS = ("credit_note", "write_off", "assignment", "reversal")
Reduction = Annotated[
    str,
    typer.Argument(
        parser=one_of(*REDUCTIONS), metavar="KIND", help=_("credit_note, write_off, assignment or reversal.")
    ),
]


def _reduce(
    session: Session,
    document: Document,
    kind: Reduction,
    amount: Sum = None,
    reason: Reason = "",
    by: Annotated[str, typer.Option(metavar="DOCUMENT", help=_("The document that reduces it."))] = "",
    currency: Annotated[str, typer.Option(metavar="C", help=_("Currency."))] = "UAH",
    counterparty: CounterpartyOption = None,
) -> None:
    from contracts.core.ledger import AdjustmentKind
    from contracts.services.adjusting import reduce

    done = reduce(
        session.desk,
        session.call,
        document,
        AdjustmentKind(kind),
        amount=read_sum(amount, currency.upper()) if amount else None,
        reason=reason,
        document=by,
        counterparty=counterparty,
    )
    data = {"charge": document, "kind": kind, "amount": done.wire, "currency": done.currency}
    session.show(data, session.say("{number} was reduced by {sum}.", number=document, sum=done))


def _offset(
    session: Session,
    document: Document,
    other: Annotated[str, typer.Argument(metavar="DOCUMENT", help=_("The charge of the other side."))],
    amount: Sum = None,
    reason: Reason = "",
    currency: Annotated[str, typer.Option(metavar="C", help=_("Currency."))] = "UAH",
) -> None:
    from contracts.services.adjusting import offset

    sum_ = read_sum(amount, currency.upper()) if amount else None
    done = offset(session.desk, session.call, document, other, amount=sum_, reason=reason)
    data = {"charges": [document, other], "amount": done.wire, "currency": done.currency}
    session.show(data, session.say("Set off: {sum}.", sum=done))


def _restore(session: Session, document: Document, counterparty: CounterpartyOption = None) -> None:
    from contracts.services.adjusting import take_adjustments_back

    count = take_adjustments_back(session.desk, session.call, document, counterparty=counterparty)
    session.show({"charge": document, "undone": count}, session.say("{number} stands as before.", number=document))


def _fix_due(
    session: Session,
    document: Document,
    day: Annotated[date, typer.Argument(parser=read_day, metavar="DATE", help=_("The last day for payment."))],
    reason: Annotated[str, typer.Option(metavar="TEXT", help=_("Why."))],
    counterparty: CounterpartyOption = None,
) -> None:
    from contracts.services.adjusting import fix_due

    fix_due(session.desk, session.call, document, day, reason, counterparty=counterparty)
    told = session.words.date_weekday(day)
    session.show({"charge": document, "due_on": day}, session.say("{number} is due {day}.", number=document, day=told))


def _event(
    session: Session,
    contract: Annotated[str, typer.Argument(metavar="NUMBER", help=_("The contract it is under."))],
    event: Annotated[str, typer.Argument(metavar="EVENT", help=_("act_signed, delivered, end_of_warranty …"))],
    on: Annotated[date, typer.Option(parser=read_day, metavar="DATE", help=_("The day it happened."))],
    counterparty: CounterpartyOption = None,
    company: CompanyOption = None,
) -> None:
    from contracts.services.adjusting import enter_event
    from contracts.services.which import Which

    count = enter_event(session.desk, session.call, Which(contract, counterparty, company), event, on)
    session.show(
        {"contract": contract, "event": event, "on": on, "charges": count},
        session.words.count("{n} due day became known.", "{n} due days became known.", count),
    )


def _attach(
    session: Session, document: Document, file: KeptFile, title: Title = "", counterparty: CounterpartyOption = None
) -> None:
    from contracts.services.attaching import About
    from contracts.services.which import Which

    which = Which("", counterparty) if counterparty else None
    keep_file(session, About(which, charge=document), file, title)
