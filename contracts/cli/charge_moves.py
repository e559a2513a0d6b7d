"""What happens to a charge after it was posted: reduced, set off, restored, its due day fixed, its scan kept."""

from datetime import date
from typing import Annotated

import typer

from contracts.cli.fields import read_sum
from contracts.cli.keeping import KeptFile, Title, show_kept
from contracts.cli.kit import CompanyOption, CounterpartyOption, Session, _, command, read_day
from contracts.cli.options import one_of
from contracts.kernel.money import Money


def add_to(charges: typer.Typer) -> None:
    """Register these commands in the group of charges."""
    command(charges, "reduce", _("Credit, write off or reverse a charge, in whole or by a sum."))(_reduce)
    command(charges, "offset", _("Set what they owe us against what we owe them (Civil Code 601)."))(_offset)
    command(charges, "assign", _("A charge passes to a new creditor or debtor, on the same terms."))(_assign)
    command(charges, "restore", _("Take back everything that reduced a charge without a payment."))(_restore)
    command(charges, "due", _("Fix the due day of a charge by hand, with the reason."))(_fix_due)
    command(charges, "attach", _("Keep a scan of the document with its charge: claims enclose it."))(_attach)
    command(charges, "event", _("An event happened: due days that waited for it become known."))(_event)


Document = Annotated[str, typer.Argument(metavar="DOCUMENT", help=_("Number of the act, invoice or note."))]
Sum = Annotated[str | None, typer.Option("--amount", metavar="M", help=_("The sum; else all that is open."))]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help=_("Why."))]
By = Annotated[str, typer.Option("--by", metavar="DOCUMENT", help=_("The document that says so."))]
CurrencyOption = Annotated[str, typer.Option("--currency", metavar="C", help=_("Currency."))]
#: What reduces a charge, by the word of the command.
REDUCTIONS = ("credit_note", "write_off", "reversal")
Reduction = Annotated[
    str, typer.Argument(parser=one_of(*REDUCTIONS), metavar="KIND", help=_("credit_note, write_off or reversal."))
]


def _sum(amount: str | None, currency: str) -> Money | None:
    return read_sum(amount, currency.upper()) if amount else None


def _reduce(
    session: Session,
    document: Document,
    kind: Reduction,
    amount: Sum = None,
    reason: Reason = "",
    by: By = "",
    currency: CurrencyOption = "UAH",
    counterparty: CounterpartyOption = None,
) -> None:
    from contracts.money.adjusting import reduce
    from contracts.money.rules.ledger import AdjustmentKind

    done = reduce(
        session.ctx,
        session.call,
        document,
        AdjustmentKind(kind),
        amount=_sum(amount, currency),
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
    by: By = "",
    currency: CurrencyOption = "UAH",
) -> None:
    from contracts.money.adjusting import offset

    sum_ = _sum(amount, currency)
    done = offset(session.ctx, session.call, document, other, amount=sum_, reason=reason, document=by)
    data = {"charges": [document, other], "amount": done.wire, "currency": done.currency}
    session.show(data, session.say("Set off: {sum}.", sum=done))


def _assign(
    session: Session,
    document: Document,
    to: Annotated[str, typer.Option("--to", metavar="TEXT", help=_("Who takes it over, by name or code."))],
    debtor: Annotated[
        bool, typer.Option("--debtor", help=_("They take over the debt (Civil Code 520), not the claim."))
    ] = False,
    amount: Sum = None,
    reason: Reason = "",
    by: By = "",
    currency: CurrencyOption = "UAH",
    counterparty: CounterpartyOption = None,
) -> None:
    from contracts.money.adjusting import Ground
    from contracts.money.passing_on import assign
    from contracts.money.rules.ledger import Successor

    role = Successor.DEBTOR if debtor else Successor.CREDITOR
    done = assign(
        session.ctx,
        session.call,
        document,
        to,
        role,
        amount=_sum(amount, currency),
        ground=Ground(reason, by),
        counterparty=counterparty,
    )
    data = {
        "charge": document,
        "to": done.party,
        "role": role.value,
        "amount": done.amount.wire,
        "currency": done.amount.currency,
        "kept": done.is_kept,
    }
    text = session.say("{sum} of {number} passed to {party}.", number=document, sum=done.amount, party=done.party)
    if not done.is_kept:
        text += " " + session.say("It is no longer a debt of ours or to us.")
    session.show(data, text)


def _restore(
    session: Session,
    document: Document,
    only: Annotated[
        int | None, typer.Option(metavar="NO", help=_("Only this one, as `charge show` numbers it."))
    ] = None,
    reason: Reason = "",
    counterparty: CounterpartyOption = None,
) -> None:
    from contracts.money.restoring import take_adjustments_back

    count = take_adjustments_back(
        session.ctx, session.call, document, only=only, reason=reason, counterparty=counterparty
    )
    session.show({"charge": document, "undone": count}, session.say("{number} stands as before.", number=document))


def _fix_due(
    session: Session,
    document: Document,
    day: Annotated[date, typer.Argument(parser=read_day, metavar="DATE", help=_("The last day for payment."))],
    reason: Annotated[str, typer.Option(metavar="TEXT", help=_("Why."))],
    counterparty: CounterpartyOption = None,
) -> None:
    from contracts.money.adjusting import fix_due

    fix_due(session.ctx, session.call, document, day, reason, counterparty=counterparty)
    told = session.words.date_weekday(day)
    session.show({"charge": document, "due_on": day}, session.say("{number} is due {day}.", number=document, day=told))


def _event(
    session: Session,
    contract: Annotated[str, typer.Argument(metavar="NUMBER", help=_("The contract it is under."))],
    event: Annotated[str, typer.Argument(metavar="EVENT", help=_("act_signed, delivered, end_of_warranty …"))],
    on: Annotated[date, typer.Option(parser=read_day, metavar="DATE", help=_("The day it happened."))],
    charge: Annotated[str, typer.Option(metavar="DOCUMENT", help=_("The document it concerns, where it is one."))] = "",
    counterparty: CounterpartyOption = None,
    company: CompanyOption = None,
) -> None:
    from contracts.money.adjusting import enter_event
    from contracts.registry.which import Which

    which = Which(contract, counterparty, company)
    count = enter_event(session.ctx, session.call, which, event, on, charge=charge)
    session.show(
        {"contract": contract, "event": event, "on": on, "charges": count},
        session.words.count("{n} due day became known.", "{n} due days became known.", count),
    )


def _attach(
    session: Session, document: Document, file: KeptFile, title: Title = "", counterparty: CounterpartyOption = None
) -> None:
    from contracts.documents.attaching import About, attach
    from contracts.registry.which import Which

    which = Which("", counterparty) if counterparty else None
    show_kept(session, attach(session.ctx, session.call, About(which, charge=document), file, number=title), file)
