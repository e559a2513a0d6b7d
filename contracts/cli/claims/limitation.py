"""Limitation of debts: what interrupts, suspends or lengthens it, on what paper; shown with its reasons; undone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contracts.claims.limitation.rules.limitation import Ground
from contracts.cli.money.charge_changes import Document
from contracts.cli.shared.command import with_options
from contracts.cli.shared.options import Counterparty, Currency, ReasonText, day_option
from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _
from contracts.cli.shared.values import read_duration, read_sum
from contracts.kernel.refusal import N_

if TYPE_CHECKING:
    from contracts.claims.limitation.limitation import LimitationCard, Outcome, Recorded
    from contracts.claims.limitation.rules.limitation import SueBy

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
    ground: Annotated[Ground, typer.Argument(help=_("What happened."))],
    document: Annotated[
        list[str] | None, typer.Argument(metavar="DOCUMENT…", help=_("The documents of the debt acknowledged."))
    ] = None,
) -> None:
    from contracts.claims.limitation.limitation import About, Evidence, restart

    options = session.options(RestartOptions)
    about = About(document or [], options.claim, options.counterparty)
    evidence = Evidence(ground, options.on or session.call.as_of, options.paper, options.signed_by, options.file)
    sum_ = read_sum(options.amount, options.currency.upper()) if options.amount else None
    show_recorded(session, restart(session.ctx, session.call, about, evidence, sum_))


def suspend_limitation(
    session: Session,
    document: Document,
    from_: Annotated[date, day_option("--from", _("First day on which it does not run."))],
    last_day: Annotated[date, day_option("--last-day", _("Last such day."))],
    paper: Paper,
    file: Copy = None,
    counterparty: Counterparty = None,
) -> None:
    from contracts.claims.limitation.limitation import Recorded, suspend

    days = (from_, last_day)
    done = suspend(session.ctx, session.call, document, days, paper, counterparty=counterparty, file=file)
    show_recorded(session, Recorded((done,)))


def extend_limitation(
    session: Session,
    document: Document,
    period: Annotated[
        Any, typer.Option(parser=read_duration, metavar="DUR", help=_("The period agreed, from the day due: 5y."))
    ],
    paper: Paper,
    on: Annotated[date | None, day_option("--on", _("The day of the agreement; today by default."))] = None,
    file: Copy = None,
    counterparty: Counterparty = None,
) -> None:
    from contracts.claims.limitation.limitation import Recorded, extend

    day = on or session.call.as_of
    more = {"counterparty": counterparty, "file": file}
    show_recorded(session, Recorded((extend(session.ctx, session.call, document, period, day, paper, **more),)))


def undo_event(
    session: Session,
    no: Annotated[int, typer.Argument(metavar="NO", help=_("The event, by the number `limitation show` gives."))],
    reason: ReasonText,
) -> None:
    from contracts.claims.limitation.limitation import undo

    number = undo(session.ctx, session.call, no, reason)
    data = {"event": no, "charge": number}
    session.show(data, session.say("{number}: limitation counts as before.", number=number))


def show_recorded(session: Session, done: "Recorded") -> None:
    """What was recorded, with the last days to sue before and after."""
    session.show(recorded_wire(session, done), "\n".join(recorded_lines(session, done)))


def recorded_wire(session: Session, done: "Recorded") -> dict[str, Any]:
    """The same as JSON."""
    warnings = [session.words.refusal(each) for each in done.warnings]
    return {"events": [_outcome_wire(each) for each in done.outcomes], "warnings": warnings}


def recorded_lines(session: Session, done: "Recorded") -> list[str]:
    """The same for people."""
    warnings = (session.words.refusal(each) for each in done.warnings)
    return [*(_outcome_line(session, each) for each in done.outcomes), *warnings]


def _outcome_wire(each: "Outcome") -> dict[str, Any]:
    before, after = ({"safe": days.safe, "arguable": days.arguable} for days in (each.before, each.after))
    return {"event": each.no, "charge": each.number, "before": before, "after": after}


def _outcome_line(session: Session, each: "Outcome") -> str:
    words = session.words
    return words.say(
        "{number}: the last day to sue was {before}, now it is {after} (event {no}).",
        number=each.number,
        before=words.date(each.before.safe),
        after=words.date(each.after.safe),
        no=each.no,
    )


def show_limitation(session: Session, document: Document, counterparty: Counterparty = None) -> None:
    from contracts.claims.limitation.limitation import limitation_card

    cards = limitation_card(session.ctx, session.call, document, counterparty=counterparty)
    session.show(
        [_wire(session, each) for each in cards], "\n".join(line for each in cards for line in _text(session, each))
    )


def _wire(session: Session, card: "LimitationCard") -> dict[str, Any]:
    from contracts.kernel.money import Money

    currency = card.charge.amount.currency
    return {
        "charge": card.charge.number,
        "part": card.charge.part_no,
        "due_on": card.charge.due_on if card.charge.is_due_known else None,
        "currency": currency,
        "parts": [
            {
                "amount": Money(each.minor, currency).wire,
                "safe": each.safe,
                "arguable": each.arguable,
                "restarted_on": each.restarted_on,
            }
            for each in card.parts
        ],
        "steps": session.words.why_steps(card.steps),
        "events": [
            {
                "event": row.id,
                "kind": row.kind,
                "ground": row.ground,
                "from_on": row.from_on,
                "last_day": _last_day(row),
                "amount": None if row.amount_minor is None else Money(row.amount_minor, currency).wire,
                "period": row.length or None,
                "paper": row.basis,
                "signed_by": row.signed_by or None,
                "recorded_by": row.recorded_by,
                "undone": row.undone_at is not None,
                "undone_reason": row.undone_reason,
            }
            for row in card.events
        ],
    }


def _last_day(row: Any) -> date | None:
    return date.fromordinal(row.until_on.toordinal() - 1) if row.until_on else None


def _text(session: Session, card: "LimitationCard") -> Iterator[str]:
    words, number = session.words, card.charge.number
    if not card.parts:
        yield words.say("Limitation of {number} does not run yet: its day of payment is not known.", number=number)
    for each in card.parts:
        yield _part_line(session, card, each)
    yield from (f"  {no}. {step}" for no, step in enumerate(words.why_steps(card.steps), 1))
    if card.events:
        yield words.say("What moved it:")
    for row in card.events:
        yield from _event_lines(session, card, row)


def _part_line(session: Session, card: "LimitationCard", part: "SueBy") -> str:
    from contracts.kernel.money import Money

    words, sum_ = session.words, Money(part.minor, card.charge.amount.currency)
    facts = {"number": card.charge.number, "sum": sum_, "safe": words.date_weekday(part.safe)}
    if part.arguable == part.safe:
        return words.say("{number}, {sum}: sue by {safe}", **facts)
    return words.say("{number}, {sum}: sue by {safe}, arguably by {arguable}", arguable=part.arguable, **facts)


def _event_lines(session: Session, card: "LimitationCard", row: Any) -> Iterator[str]:
    from contracts.kernel.calendar import parse_duration
    from contracts.kernel.derivation import CodeFact
    from contracts.kernel.money import Money

    words, last = session.words, _last_day(row)
    days = f"{words.date(row.from_on)} – {words.date(last)}" if last else words.date(row.from_on)
    facts = [words.say(EVENTS[row.kind])]
    if row.kind == "acknowledged":
        facts.append(words.name(CodeFact("interruption", row.ground)))
    if row.amount_minor is not None:
        facts.append(words.money(Money(row.amount_minor, card.charge.amount.currency)))
    if row.length:
        facts.append(words.duration(parse_duration(row.length)))
    yield f"  [{row.id}] {days}: {', '.join(facts)}"
    yield f"      {'; '.join(filter(None, (row.basis, row.signed_by)))}"
    yield "      " + words.say("confirmed by {name}, {day}", name=row.recorded_by, day=row.recorded_at.date())
    if row.undone_at is not None:
        yield "      " + words.say("taken back: {reason}", reason=row.undone_reason)
