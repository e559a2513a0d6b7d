"""Limitation of debts: what interrupts, suspends or lengthens it, on what paper; shown with its reasons; undone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from contracts.claims.limitation.rules.limitation import LimitationGround
from contracts.cli.money.charge_changes import Document
from contracts.cli.shared.command import with_options
from contracts.cli.shared.options import Counterparty, Currency, ReasonText, day_option, duration_option
from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _
from contracts.cli.shared.values import read_sum
from contracts.kernel.calendar import Duration
from contracts.kernel.refusal import N_
from contracts.kernel.wire import wire

if TYPE_CHECKING:
    from contracts.claims.limitation.card import LimitationCard, PartToSue
    from contracts.claims.limitation.events import MovedLimitation, RecordedLimitation
    from contracts.claims.limitation.queries.limitation import LimitationEvent

Paper = Annotated[str, typer.Option(metavar="TEXT", help=_("The paper it rests on: its kind, number, date."))]
Copy = Annotated[
    Path | None, typer.Option("--file", metavar="FILE", help=_("A copy of the paper, kept with the debt."))
]
#: What was recorded, in the list of events.
EVENTS = {
    "acknowledged": N_("limitation began anew"),
    "suspended": N_("limitation did not run"),
    "agreed_longer": N_("a longer period was agreed"),
}


@dataclass(frozen=True)
class RestartOptions:
    """What was acknowledged, when, by whom and on what paper."""

    on: Annotated[date | None, day_option("--on", _("The day it happened; today by default."))] = None
    paper: Paper = ""
    signed_by: Annotated[str, typer.Option(metavar="NAME", help=_("Who signed for the debtor."))] = ""
    amount: Annotated[str | None, typer.Option(metavar="M", help=_("The part acknowledged; else all of it."))] = None
    currency: Currency = "UAH"
    claim: Annotated[str | None, typer.Option(metavar="NUMBER", help=_("All debts of this claim."))] = None
    file: Copy = None
    counterparty: Counterparty = None


@with_options(RestartOptions)
def restart_limitation(
    session: Session,
    ground: Annotated[LimitationGround, typer.Argument(help=_("What happened."))],
    document: Annotated[
        list[str] | None, typer.Argument(metavar="DOCUMENT…", help=_("The documents of the debt acknowledged."))
    ] = None,
) -> None:
    from contracts.claims.case.cases import claimed_charges
    from contracts.claims.limitation.events import DebtsMeant, Evidence, restart

    options = session.options(RestartOptions)
    meant = DebtsMeant(document or [], options.counterparty)
    if options.claim:
        meant = DebtsMeant(charge_ids=claimed_charges(session.ctx, session.call, options.claim))
    evidence = Evidence(ground, options.on or session.call.as_of, options.paper, options.signed_by, options.file)
    sum_ = read_sum(options.amount, options.currency.upper()) if options.amount else None
    show_recorded(session, restart(session.ctx, session.call, meant, evidence, sum_))


def suspend_limitation(
    session: Session,
    document: Document,
    from_: Annotated[date, day_option("--from", _("First day on which it does not run."))],
    last_day: Annotated[date, day_option("--last-day", _("Last such day."))],
    paper: Paper,
    file: Copy = None,
    counterparty: Counterparty = None,
) -> None:
    from contracts.claims.limitation.events import DebtsMeant, Evidence, suspend

    evidence = Evidence(LimitationGround.OTHER, from_, paper, file=file)
    meant = DebtsMeant([document], counterparty)
    show_recorded(session, suspend(session.ctx, session.call, meant, last_day, evidence))


def extend_limitation(
    session: Session,
    document: Document,
    period: Annotated[Duration, duration_option("--period", _("The period agreed, from the day due: 5y."))],
    paper: Paper,
    on: Annotated[date | None, day_option("--on", _("The day of the agreement; today by default."))] = None,
    file: Copy = None,
    counterparty: Counterparty = None,
) -> None:
    from contracts.claims.limitation.events import DebtsMeant, Evidence, extend

    evidence = Evidence(LimitationGround.OTHER, on or session.call.as_of, paper, file=file)
    meant = DebtsMeant([document], counterparty)
    show_recorded(session, extend(session.ctx, session.call, meant, period, evidence))


def undo_event(
    session: Session,
    no: Annotated[int, typer.Argument(metavar="NO", help=_("The event, by the number `limitation show` gives."))],
    reason: ReasonText,
) -> None:
    from contracts.claims.limitation.events import undo

    number = undo(session.ctx, session.call, no, reason)
    data = {"event": no, "charge": number}
    session.show(data, session.say("{number}: limitation counts as before.", number=number))


def show_recorded(session: Session, done: "RecordedLimitation") -> None:
    """What was recorded, with the last days to sue before and after."""
    session.show(recorded_wire(session, done), "\n".join(recorded_lines(session, done)))


def recorded_wire(session: Session, done: "RecordedLimitation") -> dict[str, object]:
    """The same as JSON; warnings are sentences."""
    return {**wire(done), "warnings": [session.words.refusal(each) for each in done.warnings]}


def recorded_lines(session: Session, done: "RecordedLimitation") -> list[str]:
    """The same for people."""
    warnings = (session.words.refusal(each) for each in done.warnings)
    return [*(_moved_line(session, each) for each in done.events), *warnings]


def _moved_line(session: Session, each: "MovedLimitation") -> str:
    words = session.words
    return words.say(
        "{number}: the last day to sue was {before}, now it is {after} (event {no}).",
        number=each.charge,
        before=words.date(each.before.safe),
        after=words.date(each.after.safe),
        no=each.event,
    )


def show_limitation(session: Session, document: Document, counterparty: Counterparty = None) -> None:
    from contracts.claims.limitation.card import limitation_card

    cards = limitation_card(session.ctx, session.call, document, counterparty=counterparty)
    session.show(
        [wire(each) | {"steps": session.words.why_steps(each.steps)} for each in cards],
        "\n".join(line for each in cards for line in _text(session, each)),
    )


def _text(session: Session, card: "LimitationCard") -> Iterator[str]:
    words, number = session.words, card.charge
    if not card.parts:
        yield words.say("Limitation of {number} does not run yet: its day of payment is not known.", number=number)
    for part in card.parts:
        yield _part_line(session, card, part)
    yield from (f"  {no}. {step}" for no, step in enumerate(words.why_steps(card.steps), 1))
    if card.events:
        yield words.say("What moved it:")
    for event in card.events:
        yield from _event_lines(session, event)


def _part_line(session: Session, card: "LimitationCard", part: "PartToSue") -> str:
    words = session.words
    facts = {"number": card.charge, "sum": part.amount, "safe": words.date_weekday(part.safe)}
    if part.arguable == part.safe:
        return words.say("{number}, {sum}: sue by {safe}", **facts)
    return words.say("{number}, {sum}: sue by {safe}, arguably by {arguable}", arguable=part.arguable, **facts)


def _event_lines(session: Session, event: "LimitationEvent") -> Iterator[str]:
    from contracts.kernel.calendar import parse_duration
    from contracts.kernel.derivation import CodeFact

    words, last = session.words, event.last_day
    days = f"{words.date(event.from_on)} – {words.date(last)}" if last else words.date(event.from_on)
    facts = [words.say(EVENTS[event.kind])]
    if event.kind == "acknowledged":
        facts.append(words.name(CodeFact("interruption", event.ground or "")))
    if event.amount is not None:
        facts.append(words.money(event.amount))
    if event.period:
        facts.append(words.duration(parse_duration(event.period)))
    yield f"  [{event.event}] {days}: {', '.join(facts)}"
    yield f"      {'; '.join(filter(None, (event.paper, event.signed_by)))}"
    yield "      " + words.say("confirmed by {name}, {day}", name=event.recorded_by, day=event.recorded_on)
    if event.undone:
        yield "      " + words.say("taken back: {reason}", reason=event.undone_reason)
