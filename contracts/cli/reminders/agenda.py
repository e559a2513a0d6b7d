"""`agenda`: what must be done, by the last day to act."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contracts.cli.shared.options import Company, Counterparty
from contracts.cli.shared.session import Session
from contracts.cli.shared.tables import table
from contracts.cli.shared.translation import _
from contracts.cli.shared.values import read_duration
from contracts.kernel.calendar import Duration
from contracts.kernel.deadline import DeadlineKind
from contracts.kernel.wire import wire
from contracts.registry.remedies import command_for, ways_sentence

if TYPE_CHECKING:
    from contracts.language import Words
    from contracts.registry.queries.agenda import OpenDeadline


def show_agenda(
    session: Session,
    within: Annotated[
        Duration | None,
        typer.Option(parser=read_duration, metavar="DUR", help=_("Only what is due within 30d, 2w, 3m.")),
    ] = None,
    owner: Annotated[str | None, typer.Option(metavar="U", help=_("Only this person's, by login or name."))] = None,
    kind: Annotated[DeadlineKind | None, typer.Option(help=_("Only this kind."))] = None,
    counterparty: Counterparty = None,
    company: Company = None,
) -> None:
    from contracts.overview.agenda import Wish, agenda

    rows = agenda(session.ctx, session.call, Wish(within, owner, kind, counterparty, company))
    words = session.words
    shown = ("kind", "contract", "counterparty", "due_on", "act_by", "days_left", "owner")
    data = [
        {name: getattr(row, name) for name in shown}
        | {
            "why": words.why_line(row.why),
            "known_since": row.known_since,
            "ways": wire(row.ways_left.ways) if row.ways_left else [],
            "command": command_for(row.kind, row.contract, row.why),
        }
        for row in rows
    ]
    session.show(data, agenda_table(session, rows) if rows else words.say("Nothing is due."))


def agenda_table(session: Session, rows: "Iterable[OpenDeadline]") -> Any:
    """The agenda as a table: the last day to act first."""
    words = session.words
    made = table(words.say("Act by"), words.say("What"), words.say("Owner"))
    made.columns[0].no_wrap = True
    made.columns[1].ratio, made.columns[2].ratio = 5, 2
    for row in rows:
        about = f"№ {row.contract} {row.counterparty}"
        made.add_row(
            f"{words.date_weekday(row.act_by)}\n{_distance(words, row)}",
            f"{words.kind(row.kind)}\n{_plain(about)}\n[dim]{_plain(_reason(session, row))}[/dim]",
            row.owner or words.say("no owner"),
        )
    return made


def _distance(words: "Words", row: "OpenDeadline") -> str:
    """How far the day is; of what was late when it was entered, since when it could be known."""
    if row.known_since is not None:
        return words.say("known since {day}", day=row.known_since)
    return words.say("other ways are left") if row.ways_left and row.ways_left.ways else words.days_left(row.days_left)


def _reason(session: Session, row: "OpenDeadline") -> str:
    """The derivation; for what was missed or has other ways left, what is still possible; for a fact, the command."""
    words = session.words
    if row.ways_left is not None:
        return ways_sentence(words, row.ways_left)
    if row.kind == "missing_fact":
        return command_for(row.kind, row.contract, row.why)
    return words.why_line(row.why)


def _plain(text: str) -> str:
    """A text rich prints as it is: no brackets of markup."""
    from rich.markup import escape

    return escape(text)
