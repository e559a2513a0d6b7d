"""`contract show`: the card of a contract on a terminal of 80 columns, and everything of it as JSON."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from contracts.cli.registry.annexes import ANNEXES
from contracts.cli.registry.listing import list_json
from contracts.cli.registry.usage import usage_text, usage_wire
from contracts.cli.registry.why import worded
from contracts.cli.shared.command import with_options
from contracts.cli.shared.options import ContractParties, Number
from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _
from contracts.kernel.calendar import FAR
from contracts.kernel.refusal import N_
from contracts.kernel.wire import wire
from contracts.registry.remedies import ways_sentence

if TYPE_CHECKING:
    from contracts.overview.card import ContractCard
    from contracts.registry.rules.contract import Term
    from contracts.registry.tables.amendment import AmendmentRow, AnnexRow
    from contracts.registry.tables.contract import DecisionRow, NoticeRow


@with_options(ContractParties)
def show_card(
    session: Session,
    number: Number,
    events: Annotated[int, typer.Option("--events", min=0, metavar="N", help=_("How many last events."))] = 5,
) -> None:
    """The card on the day of the call."""
    from contracts.overview.card import card

    contract_card = card(session.ctx, session.call, session.options(ContractParties).which(number))
    session.show(_json(session, contract_card), "\n".join(_text(session, contract_card, events)))


def _json(session: Session, card: "ContractCard") -> dict[str, object]:
    return {
        **_agreed(card),
        "usage": usage_wire(card.usage) if card.usage is not None else None,
        **_records(card),
        "deadlines": wire(worded(session, card.deadlines, card.row.number)),
        "parties": wire(card.others),
        "custom": card.custom,
        "confidential": card.entered.is_confidential,
        "readers": wire(card.readers),
        "history": [wire(each) | {"at": each.at.isoformat()} for each in card.history],
    }


def _agreed(card: "ContractCard") -> dict[str, object]:
    """The contract and its conditions as they hold on the day of the call."""
    conditions = ("renewal", "renewal_length", "max_renewals", "notice", "notice_counts")
    return {
        **list_json(card.row),
        **_plain(card.entered, "register_no", "their_number", "version"),
        "company": card.company,
        "counterparty_code": card.counterparty.code,
        **_plain(card.entered, "dated_on", "concluded_on"),
        **_plain(card.conditions, *conditions),
        "notice_methods": list(card.conditions.notice_methods),
        "payment_terms": card.conditions.payment_terms,
        "payment_terms_read": card.is_payment_read,
        "penalty": card.conditions.penalty,
        "currency_clause": card.currency_clause or None,
        **_plain(card.entered, "note", "closed_on", "void_reason"),
        "missing": list(card.missing),
        "conflicts": [{"condition": name, "earlier": one, "later": other} for name, one, other in card.conflicts],
    }


#: What is told of a notice and of a decision.
_NOTICE = ("by", "kind", "method", "sent_on", "received_on", "revoked_at")
_DECISION = ("kind", "due_on", "choice", "reason", "proposed_by", "decided_by", "decided_at", "revoked_at")


def _records(card: "ContractCard") -> dict[str, object]:
    """Everything recorded about the contract since: terms, amendments, notices, decisions."""
    return {
        "terms": [
            {
                "no": term.no,
                "first_day": None if term.first_day == date.min else term.first_day,
                "last_day": None if term.last_day == FAR else term.last_day,
                "source": term.source,
            }
            for term in card.terms
        ],
        "amendments": [_amendment(card, row) for row in card.amendments],
        "annexes": [_annex(card, row) for row in card.annexes],
        "notices": [_plain(row, *_NOTICE) for row in card.notices],
        "decisions": [_plain(row, *_DECISION) for row in card.decisions],
        "suspensions": [
            {"from_on": row.from_on, "last_day": None if row.until_on == FAR else row.until_on - timedelta(days=1)}
            for row in card.suspensions
        ],
        "terminated": _plain(card.termination, "last_day", "ground") if card.termination is not None else None,
    }


def _amendment(card: "ContractCard", row: "AmendmentRow") -> dict[str, object]:
    state = "withdrawn" if row.withdrawn_at else "signed" if row.signed_on else "draft"
    changes = [
        {
            "condition": each.condition,
            "clause": each.clause,
            "old": each.old_wording,
            "new": each.new_wording,
            "value": each.value,
        }
        for each in card.changes.get(row.id, ())
    ]
    return {
        **_plain(row, "no", "number", "title", "signed_on", "effective_on", "rationale"),
        "state": state,
        "changes": changes,
    }


def _annex(card: "ContractCard", row: "AnnexRow") -> dict[str, object]:
    plain = _plain(row, "kind", "number", "title", "signed_on", "first_day", "last_day", "payment_terms", "version")
    used = card.annex_usage.get(row.id)
    charged = used.charged.wire if used else None
    return {**plain, "amount": wire(row.amount), "currency": row.currency, "charged": charged}


def _plain(row: object, *names: str) -> dict[str, object]:
    return {name: getattr(row, name) for name in names}


def _text(session: Session, card: "ContractCard", events: int) -> Iterator[str]:
    words, row, entered = session.words, card.row, card.entered
    yield f"№ {row.number}  {row.title}".rstrip()
    yield f"{row.counterparty} — {card.company}"
    yield ""
    for title, value in _facts(session, card):
        if value:
            yield f"{title + ':':<22}{value}"
    if card.missing:
        yield f"{words.say('Missing') + ':':<22}{', '.join(words.missing(each) for each in card.missing)}"
    for name, one, other in card.conflicts:
        yield words.say(
            "Amendments {one} and {other} both change {name}; confirm which holds.", one=one, other=other, name=name
        )
    if card.deadlines:
        yield from ("", words.say("To do"))
    for each in card.deadlines:
        yield f"  {words.date_weekday(each.act_by)}  {words.kind(each.kind)}"
        if each.ways_left is not None:
            yield f"    {ways_sentence(words, each.ways_left)}"
        yield f"    {words.why_line(each.steps)}"
    yield from _section(words.say("Terms"), (_term(session, term) for term in card.terms))
    yield from _section(words.say("Amendments"), (_amendment_line(session, row) for row in card.amendments))
    yield from _section(words.say("Annexes"), (_annex_line(session, card, each) for each in card.annexes))
    yield from _section(words.say("Notices"), (_notice(session, each) for each in card.notices))
    yield from _section(words.say("Decisions"), (_decision(session, each) for each in _answers(card)))
    yield from _section(words.say("Other fields"), (f"{name}: {value}" for name, value in card.custom.items()))
    shown = card.history[:events]
    zone = session.ctx.zone
    yield from _section(
        words.say("Last events"),
        (f"{each.at.astimezone(zone):%d.%m.%Y %H:%M}  {each.who}  {words.event(each.what)}" for each in shown),
    )
    if entered.note:
        yield from ("", entered.note)


def _facts(session: Session, card: "ContractCard") -> Iterator[tuple[str, str]]:
    words, row, entered, conditions = session.words, card.row, card.entered, card.conditions
    yield words.say("Phase"), words.phase(row.phase.value)
    yield words.say("Register number"), entered.register_no
    yield words.say("Dated"), words.date(entered.dated_on) if entered.dated_on else ""
    if row.first_day or row.last_day:
        first = words.date(row.first_day) if row.first_day else words.say("unknown")
        last = words.date_weekday(row.last_day) if row.last_day else words.say("no fixed end")
        yield words.say("Term"), words.say("{first} to {last}", first=first, last=last)
    if conditions.renewal:
        length = f", {words.duration(conditions.renewal_length)}" if conditions.renewal_length else ""
        yield words.say("Renewal"), words.renewal(conditions.renewal.value) + length
    yield words.say("Notice"), words.duration(conditions.notice) if conditions.notice else ""
    yield words.say("Send by"), words.date_weekday(row.post_by) if row.post_by else ""
    yield words.say("Serve by"), words.date_weekday(row.notice_deadline) if row.notice_deadline else ""
    yield words.say("Amount"), words.money(row.amount) if row.amount else ""
    yield words.say("Used"), usage_text(session, card.usage) if card.usage is not None and card.usage.used else ""
    unread = "" if card.is_payment_read else " — " + words.say("cannot be read in full: fix the due day of each charge")
    yield words.say("Payment"), conditions.payment_terms + unread
    yield words.say("Currency clause"), card.currency_clause
    yield words.say("Owner"), row.owner or words.say("no owner")
    if entered.is_confidential:
        readers = ", ".join(each.name for each in card.readers)
        yield words.say("Shown to"), words.say("its owner, auditors") + (f", {readers}" if readers else "")
    if card.termination is not None:
        yield words.say("Terminated"), f"{words.date(card.termination.last_day)}, {card.termination.ground}"
    yield words.say("Closed"), words.date(entered.closed_on) if entered.closed_on else ""
    yield words.say("Number void"), entered.void_reason


def _section(title: str, lines: Iterator[str]) -> Iterator[str]:
    rows = list(lines)
    if rows:
        yield from ("", title, *(f"  {line}" for line in rows))


def _term(session: Session, term: "Term") -> str:
    words = session.words
    first = words.say("unknown") if term.first_day == date.min else words.date(term.first_day)
    last = words.say("no fixed end") if term.last_day == FAR else words.date(term.last_day)
    return f"{term.no}. {words.say('{first} to {last}', first=first, last=last)}  {words.say(_SOURCES[term.source])}"


def _amendment_line(session: Session, row: "AmendmentRow") -> str:
    words = session.words
    if row.withdrawn_at:
        state = words.say("withdrawn")
    else:
        state = words.say("signed {day}", day=row.signed_on) if row.signed_on else words.say("draft")
    return f"№ {row.number} {row.title} — {words.say('from {day}', day=row.effective_on)}, {state}".replace("  ", " ")


def _annex_line(session: Session, card: "ContractCard", row: "AnnexRow") -> str:
    line = f"{session.say(ANNEXES[row.kind])} № {row.number} {row.title}".rstrip()
    used = card.annex_usage.get(row.id)
    if used is None or not used.charged:
        return line
    return f"{line}: {session.say('charged {charged} of {amount}', charged=used.charged, amount=used.amount)}"


def _notice(session: Session, row: "NoticeRow") -> str:
    words = session.words
    parts = [words.say("ours") if row.by == "ours" else words.say("theirs"), words.say(_NOTICES[row.kind])]
    parts += [words.say("sent {day}", day=row.sent_on)] if row.sent_on else []
    parts += [words.say("received {day}", day=row.received_on)] if row.received_on else []
    parts += [words.say("revoked")] if row.revoked_at else []
    return ", ".join(parts)


def _answers(card: "ContractCard") -> "list[DecisionRow]":
    """Decisions, and the proposals nobody decided about."""
    decided = {row.due_on for row in card.decisions if row.decided_at is not None}
    return [row for row in card.decisions if row.decided_at is not None or row.due_on not in decided]


def _decision(session: Session, row: "DecisionRow") -> str:
    words = session.words
    who = row.decided_by or row.proposed_by
    if row.revoked_at:
        state = words.say("revoked")
    else:
        state = words.say("decided") if row.decided_at else words.say("proposed")
    return f"{words.date(row.due_on)}: {words.choice(row.choice)} — {state}, {who}. {row.reason}"


_SOURCES = {
    "initial": N_("first term"),
    "automatic": N_("renewed by itself"),
    "presumed": N_("presumed, not confirmed"),
    "amendment": N_("by supplementary agreement"),
    "manual": N_("set by hand"),
}
_NOTICES = {"non_renewal": N_("non-renewal"), "termination": N_("termination"), "objection": N_("objection")}
