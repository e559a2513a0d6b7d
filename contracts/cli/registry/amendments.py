"""Supplementary agreements: recorded with what they change, signed, withdrawn."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from contracts.cli.registry.fields import Methods
from contracts.cli.shared.command import with_options
from contracts.cli.shared.options import (
    Company,
    Counterparty,
    Number,
    Reason,
    day_option,
    duration_option,
    no_such_field,
    text_option,
    which_contract,
)
from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _
from contracts.cli.shared.values import read_sum
from contracts.kernel.calendar import Duration
from contracts.kernel.refusal import N_
from contracts.kernel.wire import wire
from contracts.registry.rules.contract import Change, ConditionValue, NoticeCounts, Renewal

if TYPE_CHECKING:
    from contracts.registry.amendments import Amended

AmendmentNumber = Annotated[str, typer.Argument(metavar="AMENDMENT", help=_("Number of the supplementary agreement."))]
Rationale = Annotated[str, typer.Option("--rationale", metavar="T", help=_("Why it is concluded."))]
_STATES = {"draft": N_("draft, changes nothing yet"), "signed": N_("signed"), "withdrawn": N_("withdrawn")}
#: Conditions an option of the same name changes as it was read.
_AS_READ = ("last_day", "renewal", "renewal_length", "max_renewals", "notice", "notice_counts", "asked_end")


@dataclass(frozen=True)
class AmendmentOptions:
    """A supplementary agreement, every condition it may change, and which contract is meant."""

    effective: Annotated[
        date | None, day_option("--effective", _("In effect from; the day of signing by default."))
    ] = None
    signed: Annotated[date | None, day_option("--signed", _("The day it was signed; without it a draft."))] = None
    no: Annotated[str, text_option("--number", _("Its number; the next one by default."))] = ""
    title: Annotated[str, text_option("--title", _("What it is about."))] = ""
    rationale: Rationale = ""
    last_day: Annotated[date | None, day_option("--last-day", _("The new last day, inclusive."))] = None
    renewal: Annotated[Renewal | None, typer.Option(help=_("What happens at the end of a term."))] = None
    renewal_length: Annotated[Duration | None, duration_option("--renewal-length", _("Length of a renewal."))] = None
    max_renewals: Annotated[int | None, typer.Option(min=0, help=_("How many renewals at most."))] = None
    notice: Annotated[Duration | None, duration_option("--notice", _("Notice period: 30d, 2m, 10wd."))] = None
    notice_counts: Annotated[NoticeCounts | None, typer.Option(help=_("What must happen in time."))] = None
    method: Methods = None
    asked_end: Annotated[
        date | None, day_option("--asked-end", _("The day an open-ended contract is asked to end on."))
    ] = None
    amount: Annotated[str | None, typer.Option(metavar="SUM", help=_("The new amount of the contract."))] = None
    currency: Annotated[str | None, typer.Option(metavar="C", help=_("Currency; hryvnia by default."))] = None
    payment_terms: Annotated[str | None, text_option("--payment-terms", _("When is paid, in words."))] = None
    penalty: Annotated[
        str | None, text_option("--penalty", _("Agreed penalty: per cent a day such as 0.1, or nbu2."))
    ] = None
    text: Annotated[
        list[str] | None,
        typer.Option("--text", metavar="CLAUSE=WORDING", help=_("A clause in its new wording; may be repeated.")),
    ] = None
    clear: Annotated[
        list[str] | None,
        typer.Option("--clear", metavar="FIELD", help=_("What no longer holds: notice, max-renewals.")),
    ] = None
    counterparty: Counterparty = None
    company: Company = None


@with_options(AmendmentOptions)
def add_amendment(session: Session, number: Number) -> None:
    from contracts.registry.amendments import Draft, draft_amendment

    options = session.options(AmendmentOptions)
    changes, which = _changes(options), which_contract(number, options.counterparty, options.company)
    effective_on = options.effective or options.signed or session.call.as_of
    draft = Draft(changes, effective_on, options.no, options.title, options.rationale, options.signed)
    _show_amended(session, draft_amendment(session.ctx, session.call, which, draft))


def _changes(options: AmendmentOptions) -> tuple[Change, ...]:
    """Everything the options change: conditions with a new value, those that no longer hold, clauses reworded."""
    from contracts.registry.entry import read_penalty

    conditions: dict[str, ConditionValue] = {name: getattr(options, name) for name in _AS_READ} | {
        "notice_methods": tuple(each.value for each in options.method) if options.method else None,
        "amount": read_sum(options.amount, options.currency or "UAH") if options.amount else None,
        "payment_terms": options.payment_terms,
        "penalty": read_penalty(options.penalty) if options.penalty is not None else None,
    }
    changes = [
        Change(name, value, new_wording=_worded(value)) for name, value in conditions.items() if value is not None
    ]
    changes += [Change(_cleared(name, conditions), None) for name in options.clear or []]
    return (*changes, *(_clause(each) for each in options.text or []))


def _worded(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str | int | Duration) else ""


def _cleared(name: str, conditions: dict[str, ConditionValue]) -> str:
    known = name.strip().removeprefix("--").replace("-", "_").replace("method", "notice_methods")
    if known not in conditions:
        raise no_such_field(name, [each.replace("_", "-") for each in conditions])
    return known


def _clause(text: str) -> Change:
    clause, _equals, wording = text.partition("=")
    if not wording.strip() or not clause.strip():
        raise typer.BadParameter(_("Write --text 3.2=the new wording of the clause."))
    return Change("text", None, clause.strip(), new_wording=wording.strip())


def sign(
    session: Session,
    number: Number,
    amendment: AmendmentNumber,
    on: Annotated[date | None, day_option("--on", _("The day it was signed; today by default."))] = None,
    effective: Annotated[date | None, day_option("--effective", _("In effect from, if not as drafted."))] = None,
    rationale: Rationale = "",
    counterparty: Counterparty = None,
    company: Company = None,
) -> None:
    from contracts.registry.amendments import sign_amendment

    done = sign_amendment(
        session.ctx,
        session.call,
        which_contract(number, counterparty, company),
        amendment,
        signed_on=on or session.call.as_of,
        effective_on=effective,
        rationale=rationale,
    )
    _show_amended(session, done)


def withdraw(
    session: Session,
    number: Number,
    amendment: AmendmentNumber,
    reason: Reason,
    counterparty: Counterparty = None,
    company: Company = None,
) -> None:
    from contracts.registry.amendments import withdraw_amendment

    which = which_contract(number, counterparty, company)
    _show_amended(session, withdraw_amendment(session.ctx, session.call, which, amendment, reason=reason))


def _show_amended(session: Session, done: "Amended") -> None:
    words = session.words
    warnings = [words.refusal(each) for each in done.warnings]
    data = wire(replace(done, warnings=())) | {"warnings": warnings}
    line = words.say(
        "Supplementary agreement {number} to contract № {contract}: {state}, in effect from {day}.",
        number=done.amendment,
        contract=done.contract,
        state=words.say(_STATES[done.state]),
        day=done.effective_on,
    )
    session.show(data, "\n".join([line, *warnings]))
