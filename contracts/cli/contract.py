"""Contracts in the register: add, list, show, edit, and every dated fact that moves one."""

import sys
from datetime import date
from typing import Annotated, Any

import typer

from contracts.cli.fields import clearable, given, with_fields
from contracts.cli.kit import CompanyOption, CounterpartyOption, Session, _, command, group, table
from contracts.cli.options import Number, Version, day_option, nothing_to_change
from contracts.kernel.refusal import Refusal
from contracts.registry.rules.contract import Phase, Status

Phases = Annotated[
    list[Phase] | None, typer.Option("--phase", help=_("Only contracts in this phase; may be repeated."))
]
OfOwner = Annotated[
    str | None, typer.Option("--owner", metavar="U", help=_("Only this person's, by login or name; - for no owner."))
]


def add_to(app: typer.Typer) -> None:
    """Register these commands."""
    from contracts.cli import card, moves
    from contracts.cli.currency_rates import keep_clause

    contract = group(_("Contracts of the register."))
    command(contract, "add", _("Register a contract; without options on a terminal it asks."))(_add)
    command(contract, "list", _("List contracts, those that end first first."))(_list)
    command(contract, "show", _("The card of a contract: terms, amendments, deadlines, history."))(card.show)
    command(contract, "edit", _("Correct what was entered; --clear empties a field. History is kept."))(_edit)
    command(contract, "currency", _("The clause by which a price in one currency is paid in another."))(keep_clause)
    moves.add_to(contract)
    app.add_typer(contract, name="contract")


@with_fields
def _add(
    session: Session,
    counterparty: Annotated[
        str | None, typer.Option(metavar="NAME", help=_("The counterparty's full name; a new one is entered."))
    ] = None,
    code: Annotated[str | None, typer.Option(metavar="CODE", help=_("The counterparty's code."))] = None,
    company: CompanyOption = None,
    owner: Annotated[str | None, typer.Option(metavar="U", help=_("Who runs it, by login or name."))] = None,
    department: Annotated[str | None, typer.Option(metavar="TEXT", help=_("The department it belongs to."))] = None,
    status: Annotated[Status, typer.Option(help=_("Where it stands."))] = Status.SIGNED,
    register_no: Annotated[
        str, typer.Option("--register-no", metavar="TEXT", help=_("A register number given before; else the next one."))
    ] = "",
    **fields: Any,
) -> None:
    from contracts.parties.parties import PartyEntry
    from contracts.registry.registry import NewContract, register

    values = given(fields)
    if not counterparty and not code:
        if values or session.as_json or not _is_terminal():
            raise typer.BadParameter(_("Name the counterparty: --counterparty or --code."))
        from contracts.cli.asking import ask_contract

        values = ask_contract(session)
        counterparty, code = values.pop("counterparty", ""), values.pop("code", "")
        owner = values.pop("owner", owner)
    party = PartyEntry(counterparty or "", code or "", values.get("country") or "UA")
    new = NewContract(party, values, status, company, owner, department, register_no)
    saved = register(session.ctx, session.call, new)
    show_saved(session, saved, session.say("Registered under number {register_no}.", register_no=saved.register_no))


@with_fields
def _edit(
    session: Session,
    number: Number,
    clear: Annotated[
        list[str] | None, typer.Option("--clear", metavar="FIELD", help=_("Empty this field: notice, last-day, owner."))
    ] = None,
    owner: Annotated[str | None, typer.Option(metavar="U", help=_("Who runs it, by login or name."))] = None,
    department: Annotated[str | None, typer.Option(metavar="TEXT", help=_("The department it belongs to."))] = None,
    to_counterparty: Annotated[
        str | None, typer.Option("--to-counterparty", metavar="NAME", help=_("The right counterparty, by full name."))
    ] = None,
    version: Version = None,
    reason: Annotated[str, typer.Option("--reason", metavar="T", help=_("Why."))] = "",
    counterparty: CounterpartyOption = None,
    company: CompanyOption = None,
    **fields: Any,
) -> None:
    from contracts.overview.card import card
    from contracts.parties.parties import PartyEntry
    from contracts.registry.registry import edit
    from contracts.registry.which import Which

    which = Which(number, counterparty, company)
    currency = None
    if fields.get("amount") is not None and not fields.get("currency"):
        currency = card(session.ctx, session.call, which).entered.currency
    values = given(fields, currency=currency) | clearable(clear or [])
    values |= {name: text for name, text in (("owner", owner), ("department", department)) if text}
    if to_counterparty:
        values["counterparty"] = PartyEntry(to_counterparty)
    if not values:
        raise nothing_to_change()
    saved = edit(session.ctx, session.call, which, values, version=version, reason=reason)
    text = session.say("Saved.") if saved.changed else session.say("Nothing changed: it was so already.")
    show_saved(session, saved, text)


def _list(
    session: Session,
    phase: Phases = None,
    counterparty: CounterpartyOption = None,
    owner: OfOwner = None,
    ends_by: Annotated[date | None, day_option("--ends-by", _("Whose term ends by this day."))] = None,
    search: Annotated[
        str | None, typer.Option(metavar="TEXT", help=_("Words in number, subject or counterparty."))
    ] = None,
    company: CompanyOption = None,
    closed: Annotated[bool, typer.Option("--closed", help=_("Closed contracts too."))] = False,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help=_("At most so many."))] = None,
    after: Annotated[str | None, typer.Option(metavar="CURSOR", help=_("Go on after the last page."))] = None,
) -> None:
    from contracts.registry.listing import Query, list_contracts

    query = Query(
        phases=tuple(phase or ()),
        counterparty=counterparty,
        company=company,
        owner=owner,
        ends_by=ends_by,
        search=search,
        has_closed=closed,
        limit=limit,
        after=_cursor(after),
    )
    page = list_contracts(session.ctx, session.call, query)
    text = _page(session, page) if page.rows else session.say("No contract is like that.")
    session.show([list_json(row) for row in page.rows], text)


def _page(session: Session, page: Any) -> list[Any]:
    """The table of one page, and how to ask for the next."""
    parts: list[Any] = [_list_table(session, page.rows)]
    if page.next is not None:
        cursor = f"{page.next.last_day.isoformat()}:{page.next.contract_id}"
        parts.append(session.say("There is more: --after {cursor}", cursor=cursor))
    return parts


def list_json(row: Any) -> dict[str, Any]:
    """One contract as cli.md fixes it."""
    return {
        "number": row.number,
        "title": row.title,
        "counterparty": row.counterparty,
        "phase": row.phase.value,
        "first_day": row.first_day,
        "last_day": row.last_day,
        "notice_deadline": row.notice_deadline,
        "post_by": row.post_by,
        "amount": row.amount.wire if row.amount else None,
        "currency": row.amount.currency if row.amount else None,
        "owner": row.owner or None,
        "term_no": row.term_no,
    }


def _list_table(session: Session, rows: Any) -> Any:
    from rich.markup import escape

    words = session.words
    made = table(words.say("Send by"), words.say("Contract"), words.say("Phase"), words.say("Amount"), right=(3,))
    made.columns[0].no_wrap = True
    for row in rows:
        made.add_row(
            words.date(row.post_by) if row.post_by else "—",
            escape(f"№ {row.number} {row.title}\n{row.counterparty}"),
            words.phase(row.phase.value) + _until(session, row.last_day),
            words.money(row.amount) if row.amount else "—",
        )
    return made


def _until(session: Session, last_day: date | None) -> str:
    """The last day of the term, on a line below the phase."""
    return "\n" + session.words.say("until {day}", day=last_day) if last_day else ""


def show_saved(session: Session, saved: Any, text: str) -> None:
    """How a contract stands after it was changed, and what a person must still complete."""
    words = session.words
    data = {
        "number": saved.number,
        "register_no": saved.register_no,
        "version": saved.version,
        "phase": saved.phase,
        "missing": list(saved.missing),
        "changed": list(saved.changed),
    }
    lines = [f"№ {saved.number}: {words.phase(saved.phase)}. {text}"]
    if saved.missing:
        lines.append(words.say("Missing: {facts}", facts=", ".join(words.missing(each) for each in saved.missing)))
    session.show(data, "\n".join(lines))


def _is_terminal() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty()


def _cursor(text: str | None) -> Any:
    from contracts.registry.queries.listing import Cursor

    if text is None:
        return None
    day, _colon, id = text.partition(":")
    try:
        return Cursor(date.fromisoformat(day), int(id))
    except ValueError:
        raise Refusal("{text} is not a place in the list: repeat it as it was printed.", text=text) from None
