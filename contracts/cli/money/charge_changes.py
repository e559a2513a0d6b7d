"""What happens to a charge after it was posted: reduced, set off, restored, its due day fixed, its scan kept."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from contracts.cli.shared.command import with_options
from contracts.cli.shared.kept_files import KeptFile, Title, show_kept
from contracts.cli.shared.options import (
    Company,
    Counterparty,
    Currency,
    ReasonText,
    day_option,
    text_option,
    which_contract,
)
from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _
from contracts.cli.shared.values import one_of, read_day, read_sum
from contracts.kernel.money import Money
from contracts.kernel.wire import wire

if TYPE_CHECKING:
    from contracts.money.reduce import ReductionGround

Document = Annotated[str, typer.Argument(metavar="DOCUMENT", help=_("Number of the act, invoice or note."))]
#: What reduces a charge, by the word of the command.
REDUCTIONS = ("credit_note", "write_off", "reversal")


@dataclass(frozen=True)
class ReductionOptions:
    """By how much a charge is reduced, why, and by which document."""

    amount: Annotated[str | None, typer.Option(metavar="M", help=_("The sum; else all that is open."))] = None
    reason: ReasonText = ""
    by: Annotated[str, typer.Option("--by", metavar="DOCUMENT", help=_("The document that says so."))] = ""
    currency: Currency = "UAH"

    @property
    def ground(self) -> "ReductionGround":
        """Why."""
        from contracts.money.reduce import ReductionGround

        return ReductionGround(self.reason, self.by)

    @property
    def sum(self) -> Money | None:
        """The sum; none is all that is open."""
        return read_sum(self.amount, self.currency.upper()) if self.amount else None


@dataclass(frozen=True)
class OneChargeOptions(ReductionOptions):
    """The same of a document that several counterparties may have."""

    counterparty: Counterparty = None


@with_options(OneChargeOptions)
def reduce_charge(
    session: Session,
    document: Document,
    kind: Annotated[
        str, typer.Argument(parser=one_of(*REDUCTIONS), metavar="KIND", help=_("credit_note, write_off or reversal."))
    ],
) -> None:
    from contracts.money import reduce
    from contracts.money.rules.ledger import AdjustmentKind

    options = session.options(OneChargeOptions)
    done = reduce.reduce_charge(
        session.ctx,
        session.call,
        document,
        AdjustmentKind(kind),
        ground=options.ground,
        amount=options.sum,
        counterparty=options.counterparty,
    )
    data = {"charge": document, "kind": kind, "amount": done.wire, "currency": done.currency}
    session.show(data, session.say("{number} was reduced by {sum}.", number=document, sum=done))


@with_options(ReductionOptions)
def set_off(
    session: Session,
    document: Document,
    other: Annotated[str, typer.Argument(metavar="DOCUMENT", help=_("The charge of the other side."))],
) -> None:
    from contracts.money.reduce import offset_charges

    options = session.options(ReductionOptions)
    done = offset_charges(session.ctx, session.call, document, other, ground=options.ground, amount=options.sum)
    data = {"charges": [document, other], "amount": done.wire, "currency": done.currency}
    session.show(data, session.say("Set off: {sum}.", sum=done))


@with_options(OneChargeOptions)
def assign_charge(
    session: Session,
    document: Document,
    to: Annotated[str, text_option("--to", _("Who takes it over, by name or code."))],
    debtor: Annotated[
        bool, typer.Option("--debtor", help=_("They take over the debt (Civil Code 520), not the claim."))
    ] = False,
) -> None:
    from contracts.money import assign_charge
    from contracts.money.rules.ledger import Successor

    options = session.options(OneChargeOptions)
    done = assign_charge.assign_charge(
        session.ctx,
        session.call,
        document,
        to,
        Successor.DEBTOR if debtor else Successor.CREDITOR,
        amount=options.sum,
        ground=options.ground,
        counterparty=options.counterparty,
    )
    text = session.say("{sum} of {number} passed to {party}.", number=document, sum=done.amount, party=done.to)
    if not done.kept:
        text += " " + session.say("It is no longer a debt of ours or to us.")
    session.show(wire(done), text)


def restore_charge(
    session: Session,
    document: Document,
    only: Annotated[
        int | None, typer.Option(metavar="NO", help=_("Only this one, as `charge show` numbers it."))
    ] = None,
    reason: ReasonText = "",
    counterparty: Counterparty = None,
) -> None:
    from contracts.money import reduce

    ctx, call = session.ctx, session.call
    count = reduce.restore_charge(ctx, call, document, only=only, reason=reason, counterparty=counterparty)
    session.show({"charge": document, "undone": count}, session.say("{number} stands as before.", number=document))


def fix_due_day(
    session: Session,
    document: Document,
    day: Annotated[date, typer.Argument(parser=read_day, metavar="DATE", help=_("The last day for payment."))],
    reason: ReasonText,
    counterparty: Counterparty = None,
) -> None:
    from contracts.money.due_days import fix_due

    fix_due(session.ctx, session.call, document, day, reason, counterparty=counterparty)
    text = session.say("{number} is due {day}.", number=document, day=session.words.date_weekday(day))
    session.show({"charge": document, "due_on": day}, text)


def record_event(
    session: Session,
    contract: Annotated[str, typer.Argument(metavar="NUMBER", help=_("The contract it is under."))],
    event: Annotated[str, typer.Argument(metavar="EVENT", help=_("act_signed, delivered, end_of_warranty …"))],
    on: Annotated[date, day_option("--on", _("The day it happened."))],
    charge: Annotated[str, typer.Option(metavar="DOCUMENT", help=_("The document it concerns, where it is one."))] = "",
    counterparty: Counterparty = None,
    company: Company = None,
) -> None:
    from contracts.money.due_days import enter_event

    which = which_contract(contract, counterparty, company)
    count = enter_event(session.ctx, session.call, which, event, on, charge=charge)
    session.show(
        {"contract": contract, "event": event, "on": on, "charges": count},
        session.words.count("{n} due day became known.", "{n} due days became known.", count),
    )


def attach_scan(
    session: Session, document: Document, file: KeptFile, title: Title = "", counterparty: Counterparty = None
) -> None:
    from contracts.documents.attaching import FileOwner, attach

    which = which_contract("", counterparty) if counterparty else None
    show_kept(session, attach(session.ctx, session.call, FileOwner(which, charge=document), file, number=title), file)
