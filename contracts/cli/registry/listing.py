"""`contract list`: contracts of the register, those that end first first."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from contracts.cli.shared.command import with_options
from contracts.cli.shared.options import Company, Counterparty, Limit, day_option, text_option
from contracts.cli.shared.session import Session
from contracts.cli.shared.tables import table
from contracts.cli.shared.translation import _
from contracts.kernel.refusal import Refusal
from contracts.kernel.wire import wire
from contracts.registry.rules.contract import Phase

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.table import Table

    from contracts.registry.listing import Page
    from contracts.registry.queries.listing import Cursor, ListRow

Phases = Annotated[
    list[Phase] | None, typer.Option("--phase", help=_("Only contracts in this phase; may be repeated."))
]
OfOwner = Annotated[
    str | None, typer.Option("--owner", metavar="U", help=_("Only this person's, by login or name; - for no owner."))
]


@dataclass(frozen=True)
class ListOptions:
    """Which contracts are listed, and which page of them."""

    phase: Phases = None
    counterparty: Counterparty = None
    owner: OfOwner = None
    ends_by: Annotated[date | None, day_option("--ends-by", _("Whose term ends by this day."))] = None
    search: Annotated[str | None, text_option("--search", _("Words in number, subject or counterparty."))] = None
    company: Company = None
    closed: Annotated[bool, typer.Option("--closed", help=_("Closed contracts too."))] = False
    limit: Limit = None
    after: Annotated[str | None, typer.Option(metavar="CURSOR", help=_("Go on after the last page."))] = None


@with_options(ListOptions)
def show_contracts(session: Session) -> None:
    from contracts.registry.listing import Query, list_contracts

    options = session.options(ListOptions)
    query = Query(
        phases=tuple(options.phase or ()),
        counterparty=options.counterparty,
        company=options.company,
        owner=options.owner,
        ends_by=options.ends_by,
        search=options.search,
        has_closed=options.closed,
        limit=options.limit,
        after=_cursor(options.after),
    )
    page = list_contracts(session.ctx, session.call, query)
    text = _page(session, page) if page.rows else session.say("No contract is like that.")
    session.show([list_json(row) for row in page.rows], text)


def _page(session: Session, page: "Page") -> "list[Table | str]":
    """The table of one page, and how to ask for the next."""
    parts: list[Table | str] = [_list_table(session, page.rows)]
    if page.next is not None:
        cursor = f"{page.next.last_day.isoformat()}:{page.next.contract_id}"
        parts.append(session.say("There is more: --after {cursor}", cursor=cursor))
    return parts


def list_json(row: "ListRow") -> dict[str, object]:
    """One contract of the list; its key is for pages alone."""
    return {name: value for name, value in wire(row).items() if name != "id"}


def _list_table(session: Session, rows: "Iterable[ListRow]") -> "Table":
    from rich.markup import escape

    words = session.words
    shown = table(words.say("Send by"), words.say("Contract"), words.say("Phase"), words.say("Amount"), right=(3,))
    shown.columns[0].no_wrap = True
    for row in rows:
        shown.add_row(
            words.date(row.post_by) if row.post_by else "—",
            escape(f"№ {row.number} {row.title}\n{row.counterparty}"),
            words.phase(row.phase.value) + _until(session, row.last_day),
            words.money(row.amount) if row.amount else "—",
        )
    return shown


def _until(session: Session, last_day: date | None) -> str:
    """The last day of the term, on a line below the phase."""
    return "\n" + session.words.say("until {day}", day=last_day) if last_day else ""


def _cursor(text: str | None) -> "Cursor | None":
    from contracts.registry.queries.listing import Cursor

    if text is None:
        return None
    day, _colon, id = text.partition(":")
    try:
        return Cursor(date.fromisoformat(day), int(id))
    except ValueError:
        raise Refusal("{text} is not a place in the list: repeat it as it was printed.", text=text) from None
