"""Supplementary agreements: recorded with what they change, signed, withdrawn."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from contracts.cli.registry.fields import AMENDMENT_CLEARABLE, ConditionOptions, clearable, entered_fields
from contracts.cli.shared.command import with_options
from contracts.cli.shared.options import ContractParties, Number, Reason, day_option, text_option
from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _
from contracts.kernel.calendar import Duration
from contracts.kernel.refusal import N_
from contracts.kernel.wire import wire
from contracts.registry.rules.contract import Change

if TYPE_CHECKING:
    from contracts.registry.amendments import Amended

AmendmentNumber = Annotated[str, typer.Argument(metavar="AMENDMENT", help=_("Number of the supplementary agreement."))]
Rationale = Annotated[str, typer.Option("--rationale", metavar="T", help=_("Why it is concluded."))]
_STATES = {"draft": N_("draft, changes nothing yet"), "signed": N_("signed"), "withdrawn": N_("withdrawn")}


@dataclass(frozen=True)
class AmendmentOptions:
    """A supplementary agreement: its days, number and title."""

    effective: Annotated[
        date | None, day_option("--effective", _("In effect from; the day of signing by default."))
    ] = None
    signed: Annotated[date | None, day_option("--signed", _("The day it was signed; without it a draft."))] = None
    no: Annotated[str, text_option("--number", _("Its number; the next one by default."))] = ""
    title: Annotated[str, text_option("--title", _("What it is about."))] = ""
    rationale: Rationale = ""


@dataclass(frozen=True)
class WordingOptions:
    """What else an amendment changes."""

    text: Annotated[
        list[str] | None,
        typer.Option("--text", metavar="CLAUSE=WORDING", help=_("A clause in its new wording; may be repeated.")),
    ] = None
    clear: Annotated[
        list[str] | None,
        typer.Option("--clear", metavar="FIELD", help=_("What no longer holds: notice, max-renewals.")),
    ] = None


@with_options(AmendmentOptions, ConditionOptions, WordingOptions, ContractParties)
def add_amendment(session: Session, number: Number) -> None:
    from contracts.registry.amendments import Draft, draft_amendment

    options, which = session.options(AmendmentOptions), session.options(ContractParties).which(number)
    effective_on = options.effective or options.signed or session.call.as_of
    draft = Draft(_changes(session), effective_on, options.no, options.title, options.rationale, options.signed)
    _show_amended(session, draft_amendment(session.ctx, session.call, which, draft))


def _changes(session: Session) -> tuple[Change, ...]:
    """Everything the options change: conditions with a new value, those that no longer hold, clauses reworded."""
    from contracts.registry.entry import read_penalty

    wording = session.options(WordingOptions)
    conditions = entered_fields(session, group=ConditionOptions)
    if "penalty" in conditions:
        conditions["penalty"] = read_penalty(str(conditions["penalty"]))
    changes = [Change(name, value, new_wording=_worded(value)) for name, value in conditions.items()]
    changes += [Change(name, None) for name in clearable(wording.clear or [], AMENDMENT_CLEARABLE)]
    return (*changes, *(_clause(each) for each in wording.text or []))


def _worded(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str | int | Duration) else ""


def _clause(text: str) -> Change:
    clause, _equals, wording = text.partition("=")
    if not wording.strip() or not clause.strip():
        raise typer.BadParameter(_("Write --text 3.2=the new wording of the clause."))
    return Change("text", None, clause.strip(), new_wording=wording.strip())


@with_options(ContractParties)
def sign(
    session: Session,
    number: Number,
    amendment: AmendmentNumber,
    on: Annotated[date | None, day_option("--on", _("The day it was signed; today by default."))] = None,
    effective: Annotated[date | None, day_option("--effective", _("In effect from, if not as drafted."))] = None,
    rationale: Rationale = "",
) -> None:
    from contracts.registry.amendments import sign_amendment

    done = sign_amendment(
        session.ctx,
        session.call,
        session.options(ContractParties).which(number),
        amendment,
        signed_on=on or session.call.as_of,
        effective_on=effective,
        rationale=rationale,
    )
    _show_amended(session, done)


@with_options(ContractParties)
def withdraw(
    session: Session,
    number: Number,
    amendment: AmendmentNumber,
    reason: Reason,
) -> None:
    from contracts.registry.amendments import withdraw_amendment

    which = session.options(ContractParties).which(number)
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
