"""What changes a contract or speaks about it: supplementary agreements, annexes, notices."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

import typer

from contracts.cli.fields import Method, read_sum
from contracts.cli.kit import CompanyOption, CounterpartyOption, Session, _, command, group
from contracts.cli.options import (
    Clear,
    Number,
    Reason,
    Version,
    day_option,
    duration_option,
    no_such_field,
    nothing_to_change,
    text_option,
)
from contracts.kernel.calendar import Duration
from contracts.kernel.refusal import N_
from contracts.registry.rules.contract import Change, NoticeCounts, NoticeKind, Renewal, Side

Effective = Annotated[date | None, day_option("--effective", _("In effect from; the day of signing by default."))]
NextNumber = Annotated[str, text_option("--number", _("Its number; the next one by default."))]
AskedEnd = Annotated[date | None, day_option("--asked-end", _("The day an open-ended contract is asked to end on."))]
Methods = Annotated[
    list[Method] | None,
    typer.Option(
        "--method", metavar="letter|courier|hand|edoc|email", help=_("A way of sending a notice; the usual one first.")
    ),
]
Penalty = Annotated[str | None, text_option("--penalty", _("Agreed penalty: per cent a day such as 0.1, or nbu2."))]
Clauses = Annotated[
    list[str] | None,
    typer.Option("--text", metavar="CLAUSE=WORDING", help=_("A clause in its new wording; may be repeated.")),
]
NoLonger = Annotated[
    list[str] | None, typer.Option("--clear", metavar="FIELD", help=_("What no longer holds: notice, max-renewals."))
]


class AnnexKind(StrEnum):
    """Kinds of annexes."""

    SPECIFICATION = "specification"
    ORDER = "order"
    PRICE_LIST = "price_list"
    SCHEDULE = "schedule"
    OTHER = "other"


#: Kinds of annexes as people call them.
ANNEXES = {
    "specification": N_("specification"),
    "order": N_("order"),
    "price_list": N_("price list"),
    "schedule": N_("schedule"),
    "other": N_("annex"),
}


def add_to(app: typer.Typer) -> None:
    """Register these commands."""
    amendment = group(_("Supplementary agreements."))
    command(amendment, "add", _("Record a supplementary agreement; with --signed it is in effect."))(_amend)
    command(amendment, "sign", _("Record that a draft was signed."))(_sign)
    command(amendment, "withdraw", _("Withdraw a supplementary agreement; it is kept."))(_withdraw)
    app.add_typer(amendment, name="amendment")
    annex = group(_("Annexes: specifications, orders, price lists, schedules."))
    command(annex, "add", _("Add an annex to a contract."))(_add_annex)
    command(annex, "edit", _("Change one annex; its siblings stay as they are."))(_edit_annex)
    app.add_typer(annex, name="annex")
    notice = group(_("Notices, ours and theirs."))
    command(notice, "add", _("Record a notice that was sent or came in."))(_notice)
    command(notice, "received", _("Record the proof that the notice arrived."))(_received)
    command(notice, "revoke", _("Revoke the last notice; it is kept."))(_revoke)
    app.add_typer(notice, name="notice")


def _which(number: str, counterparty: str | None, company: str | None) -> Any:
    from contracts.registry.which import Which

    return Which(number, counterparty, company)


def _amend(
    session: Session,
    number: Number,
    effective: Effective = None,
    signed: Annotated[date | None, day_option("--signed", _("The day it was signed; without it a draft."))] = None,
    no: NextNumber = "",
    title: Annotated[str, text_option("--title", _("What it is about."))] = "",
    rationale: Annotated[str, typer.Option(metavar="T", help=_("Why it is concluded."))] = "",
    last_day: Annotated[date | None, day_option("--last-day", _("The new last day, inclusive."))] = None,
    renewal: Annotated[Renewal | None, typer.Option(help=_("What happens at the end of a term."))] = None,
    renewal_length: Annotated[Duration | None, duration_option("--renewal-length", _("Length of a renewal."))] = None,
    max_renewals: Annotated[int | None, typer.Option(min=0, help=_("How many renewals at most."))] = None,
    notice: Annotated[Duration | None, duration_option("--notice", _("Notice period: 30d, 2m, 10wd."))] = None,
    notice_counts: Annotated[NoticeCounts | None, typer.Option(help=_("What must happen in time."))] = None,
    method: Methods = None,
    asked_end: AskedEnd = None,
    amount: Annotated[str | None, typer.Option(metavar="SUM", help=_("The new amount of the contract."))] = None,
    currency: Annotated[str | None, typer.Option(metavar="C", help=_("Currency; hryvnia by default."))] = None,
    payment_terms: Annotated[str | None, text_option("--payment-terms", _("When is paid, in words."))] = None,
    penalty: Penalty = None,
    text: Clauses = None,
    clear: NoLonger = None,
    counterparty: CounterpartyOption = None,
    company: CompanyOption = None,
) -> None:
    from contracts.registry.amendments import Draft, draft_amendment

    changes = _changes(dict(locals()))
    draft = Draft(changes, effective or signed or session.call.as_of, no, title, rationale, signed)
    _amended(session, draft_amendment(session.ctx, session.call, _which(number, counterparty, company), draft))


#: Conditions an option of the same name changes as it was read.
_AS_READ = ("last_day", "renewal", "renewal_length", "max_renewals", "notice", "notice_counts", "asked_end")


def _changes(options: dict[str, Any]) -> tuple[Change, ...]:
    """Everything the options change: conditions with a new value, those that no longer hold, clauses reworded."""
    from contracts.registry.entry import read_penalty

    amount, methods, penalty = options["amount"], options["method"], options["penalty"]
    found: dict[str, Any] = {name: options[name] for name in _AS_READ} | {
        "notice_methods": tuple(each.value for each in methods) if methods else None,
        "amount": read_sum(amount, options["currency"] or "UAH") if amount else None,
        "payment_terms": options["payment_terms"],
        "penalty": read_penalty(penalty) if penalty is not None else None,
    }
    changes = [Change(name, value, new_wording=_worded(value)) for name, value in found.items() if value is not None]
    changes += [Change(_cleared(name, found), None) for name in options["clear"] or []]
    return (*changes, *(_clause(each) for each in options["text"] or []))


def _worded(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str | int | Duration) else ""


def _cleared(name: str, fields: dict[str, Any]) -> str:
    known = name.strip().removeprefix("--").replace("-", "_").replace("method", "notice_methods")
    if known not in fields:
        raise no_such_field(name, [each.replace("_", "-") for each in fields])
    return known


def _clause(text: str) -> Change:
    clause, _equals, wording = text.partition("=")
    if not wording.strip() or not clause.strip():
        raise typer.BadParameter(_("Write --text 3.2=the new wording of the clause."))
    return Change("text", None, clause.strip(), new_wording=wording.strip())


def _sign(
    session: Session,
    number: Number,
    amendment: Annotated[str, typer.Argument(metavar="AMENDMENT", help=_("Number of the supplementary agreement."))],
    on: Annotated[date | None, day_option("--on", _("The day it was signed; today by default."))] = None,
    effective: Annotated[date | None, day_option("--effective", _("In effect from, if not as drafted."))] = None,
    rationale: Annotated[str, typer.Option(metavar="T", help=_("Why it is concluded."))] = "",
    counterparty: CounterpartyOption = None,
    company: CompanyOption = None,
) -> None:
    from contracts.registry.amendments import sign_amendment

    done = sign_amendment(
        session.ctx,
        session.call,
        _which(number, counterparty, company),
        amendment,
        signed_on=on or session.call.as_of,
        effective_on=effective,
        rationale=rationale,
    )
    _amended(session, done)


def _withdraw(
    session: Session,
    number: Number,
    amendment: Annotated[str, typer.Argument(metavar="AMENDMENT", help=_("Number of the supplementary agreement."))],
    reason: Reason,
    counterparty: CounterpartyOption = None,
    company: CompanyOption = None,
) -> None:
    from contracts.registry.amendments import withdraw_amendment

    which = _which(number, counterparty, company)
    _amended(session, withdraw_amendment(session.ctx, session.call, which, amendment, reason=reason))


def _amended(session: Session, done: Any) -> None:
    words = session.words
    data = {
        "contract": done.contract,
        "amendment": done.number,
        "state": done.state,
        "effective_on": done.effective_on,
        "signed_on": done.signed_on,
        "phase": done.phase,
        "warnings": [words.refusal(each) for each in done.warnings],
    }
    states = {"draft": N_("draft, changes nothing yet"), "signed": N_("signed"), "withdrawn": N_("withdrawn")}
    line = words.say(
        "Supplementary agreement {number} to contract № {contract}: {state}, in effect from {day}.",
        number=done.number,
        contract=done.contract,
        state=words.say(states[done.state]),
        day=done.effective_on,
    )
    session.show(data, "\n".join([line, *data["warnings"]]))


def _add_annex(
    session: Session,
    number: Number,
    kind: Annotated[AnnexKind, typer.Argument(help=_("What it is."))],
    no: NextNumber = "",
    title: Annotated[str, typer.Option(metavar="TEXT", help=_("What it is about."))] = "",
    signed: Annotated[date | None, day_option("--signed", _("The day it was signed."))] = None,
    start: Annotated[date | None, day_option("--start", _("Its first day."))] = None,
    last_day: Annotated[date | None, day_option("--last-day", _("Its last day, inclusive."))] = None,
    amount: Annotated[str | None, typer.Option(metavar="SUM", help=_("Its amount."))] = None,
    currency: Annotated[str, typer.Option(metavar="C", help=_("Currency; hryvnia by default."))] = "UAH",
    payment_terms: Annotated[str, typer.Option(metavar="TEXT", help=_("When is paid, in words."))] = "",
    counterparty: CounterpartyOption = None,
    company: CompanyOption = None,
) -> None:
    from contracts.registry.annexes import add_annex

    values = _annex_values(dict(locals()))
    made = add_annex(session.ctx, session.call, _which(number, counterparty, company), kind.value, values)
    text = session.say("Added: {kind} № {number}.", kind=session.say(ANNEXES[kind.value]), number=made)
    session.show({"kind": kind.value, "annex": made}, text)


def _edit_annex(
    session: Session,
    number: Number,
    annex: Annotated[str, typer.Argument(metavar="ANNEX", help=_("Its number, or kind:number."))],
    no: Annotated[str | None, typer.Option("--number", metavar="TEXT", help=_("Its new number."))] = None,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help=_("What it is about."))] = None,
    signed: Annotated[date | None, day_option("--signed", _("The day it was signed."))] = None,
    start: Annotated[date | None, day_option("--start", _("Its first day."))] = None,
    last_day: Annotated[date | None, day_option("--last-day", _("Its last day, inclusive."))] = None,
    amount: Annotated[str | None, typer.Option(metavar="SUM", help=_("Its amount."))] = None,
    currency: Annotated[str, typer.Option(metavar="C", help=_("Currency; hryvnia by default."))] = "UAH",
    payment_terms: Annotated[str | None, typer.Option(metavar="TEXT", help=_("When is paid, in words."))] = None,
    clear: Clear = None,
    version: Version = None,
    counterparty: CounterpartyOption = None,
    company: CompanyOption = None,
) -> None:
    from contracts.registry.annexes import edit_annex

    values = {name: value for name, value in _annex_values(dict(locals())).items() if value is not None}
    values |= dict.fromkeys(_annex_fields(clear or []))
    if not values:
        raise nothing_to_change()
    new = edit_annex(session.ctx, session.call, _which(number, counterparty, company), annex, values, version=version)
    session.show({"annex": annex, "version": new}, session.say("Saved."))


def _annex_values(options: dict[str, Any]) -> dict[str, Any]:
    """The fields of an annex as services take them, from the options as they were read."""
    amount = options["amount"]
    return {
        "number": options["no"],
        "title": options["title"],
        "signed_on": options["signed"],
        "first_day": options["start"],
        "last_day": options["last_day"],
        "amount": read_sum(amount, options["currency"]) if amount else None,
        "payment_terms": options["payment_terms"],
    }


def _annex_fields(names: list[str]) -> list[str]:
    known = {"title": "title", "signed": "signed_on", "start": "first_day", "last-day": "last_day"}
    known |= {"amount": "amount", "payment-terms": "payment_terms"}
    for name in names:
        if name not in known:
            raise no_such_field(name, list(known))
    return [known[name] for name in names]


def _notice(
    session: Session,
    number: Number,
    kind: Annotated[NoticeKind, typer.Option(help=_("What it says."))] = NoticeKind.NON_RENEWAL,
    by: Annotated[Side, typer.Option(help=_("Whose notice it is."))] = Side.OURS,
    sent: Annotated[date | None, day_option("--sent", _("The day it was sent."))] = None,
    received: Annotated[date | None, day_option("--received", _("The day it was received."))] = None,
    method: Annotated[Method, typer.Option(help=_("How it was sent."))] = Method.LETTER,
    tracking: Annotated[str, typer.Option(metavar="TEXT", help=_("Tracking number of the letter."))] = "",
    proof: Annotated[str, typer.Option(metavar="TEXT", help=_("What proves it: receipt, act, e-document."))] = "",
    counterparty: CounterpartyOption = None,
    company: CompanyOption = None,
) -> None:
    from contracts.registry.notices import NewNotice, record_notice

    if sent is None and received is None:
        raise typer.BadParameter(_("Give the day: --sent or --received."))
    notice = NewNotice(kind, by, method.value, sent, received, tracking, proof)
    _saved(session, record_notice(session.ctx, session.call, _which(number, counterparty, company), notice))


def _received(
    session: Session,
    number: Number,
    on: Annotated[date | None, day_option("--on", _("The day it was received; today by default."))] = None,
    proof: Annotated[str, typer.Option(metavar="TEXT", help=_("What proves it: receipt, act, e-document."))] = "",
    counterparty: CounterpartyOption = None,
    company: CompanyOption = None,
) -> None:
    from contracts.registry.notices import receive_notice

    which, day = _which(number, counterparty, company), on or session.call.as_of
    _saved(session, receive_notice(session.ctx, session.call, which, received_on=day, proof=proof))


def _revoke(
    session: Session,
    number: Number,
    reason: Reason,
    counterparty: CounterpartyOption = None,
    company: CompanyOption = None,
) -> None:
    from contracts.registry.notices import revoke_notice

    which = _which(number, counterparty, company)
    _saved(session, revoke_notice(session.ctx, session.call, which, reason=reason))


def _saved(session: Session, saved: Any) -> None:
    from contracts.cli.contract import show_saved

    show_saved(session, saved, session.say("Saved."))
