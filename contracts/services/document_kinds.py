"""What a kind of paper needs beyond the parties, the contract and its term, gathered from the register."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row

from contracts.core.amendment import conditions_on
from contracts.core.calendar import Duration, add, shift_forward
from contracts.core.contract import Amendment, ContractFacts, Status
from contracts.core.deadline import DeadlineKind
from contracts.core.derive import derive_contract
from contracts.core.lifecycle import status_on
from contracts.core.money import Money
from contracts.core.refusal import Refusal
from contracts.documents.contexts.amendment import AmendmentFacts, amendment_context
from contracts.documents.contexts.brief import BriefFacts, Performance, brief_context
from contracts.documents.contexts.common import TermFacts
from contracts.documents.contexts.debts import OpenDocument, debt_context
from contracts.documents.contexts.edition import edition_context
from contracts.documents.contexts.values import day
from contracts.language import Words
from contracts.services.desk import Call, Desk
from contracts.store import amendments, charges
from contracts.store.facts import load
from contracts.store.performance import OURS, THEIRS, Kept, kept_by


@dataclass(frozen=True, slots=True)
class About:
    """A contract on a day: its row, facts and running term, and the language of the paper."""

    conn: Connection
    desk: Desk
    call: Call
    row: Row[Any]
    term: TermFacts
    language: str

    @property
    def facts(self) -> ContractFacts:
        """The facts of the contract."""
        return load(self.conn, [self.row.id])[self.row.id]


def more_of(kind: str, about: About) -> dict[str, Any]:
    """The records only this kind has; nothing where the register has nothing to add."""
    make = _KINDS.get(kind)
    return make(kind, about) if make else {}


def _debts(kind: str, about: About) -> dict[str, Any]:
    """What the counterparty has not paid under this contract and is past its day."""
    row, call = about.row, about.call
    wanted = charges.is_about(contract_id=row.id, direction=THEIRS)
    found = [
        OpenDocument(
            each.number,
            each.issued_on,
            Money(each.amount_minor, each.currency),
            Money(each.open_minor, each.currency),
            each.due_now,
        )
        for each in charges.listed(about.conn, wanted, is_open=True)
        if each.due_now is not None and each.due_now < call.as_of
    ]
    currency = row.currency or "UAH"
    return {"debt": debt_context(found, call.as_of, currency), "papers": []}


def _reminder(kind: str, about: About) -> dict[str, Any]:
    """The first and mildest reminder; a week to pay, to a working day."""
    return {"reminder": {"level": 1, "pay_by": _within(about, 7)}} | _debts(kind, about)


def _proposal(kind: str, about: About) -> dict[str, Any]:
    """The next term on the same conditions; two weeks to answer, and not after the term has ended."""
    term, last = about.term, about.term.last_day
    record: dict[str, Any] = {"changes": [], "answer_by": _within(about, 14)}
    if last is not None:
        first = term.next_first_day or last + timedelta(days=1)
        length = conditions_on(about.facts, about.call.as_of).renewal_length or Duration(1, "year")
        record["first_day"] = day(first)
        record["last_day"] = day(term.next_last_day or add(first, length) - timedelta(days=1))
        record["answer_by"] = min(record["answer_by"], last.isoformat())
    return {"proposal": record} | _debts(kind, about)


def _request(kind: str, about: About) -> dict[str, Any]:
    """Documents are asked for a contract that was concluded, unless it is still a draft; ten days to send them."""
    is_signed = status_on(about.facts, about.call.as_of) is Status.SIGNED
    return {"request": {"return_by": None, "contract_signed": is_signed, "due_on": _within(about, 10)}}


def _within(about: About, days: int) -> str:
    """The working day on which so many days have passed, ISO."""
    calendar = about.desk.rules.calendar(about.row.country)
    return shift_forward(about.call.as_of + timedelta(days=days), calendar).isoformat()


def _amendment(kind: str, about: About) -> dict[str, Any]:
    """The newest draft of the contract, else the newest amendment."""
    facts = about.facts
    if not facts.amendments:
        raise Refusal(
            "The contract {number} has no supplementary agreement: draft it first with `contracts amendment add`.",
            number=about.row.number or about.row.register_no,
        )
    drafts = [each for each in facts.amendments if each.signed_on is None]
    chosen: Amendment = max(drafts or facts.amendments, key=lambda each: each.no)
    rows = {each.id: each for each in amendments.of_contract(about.conn, about.row.id)}
    said = AmendmentFacts(facts, chosen, rows[chosen.id].rationale, about.call.as_of)
    return amendment_context(said, kind, about.language)


def _edition(kind: str, about: About) -> dict[str, Any]:
    return edition_context(about.facts, about.call.as_of, about.language)


def _brief(kind: str, about: About) -> dict[str, Any]:
    """The page for the manager: money under the contract says how each side kept its days."""
    conn, call = about.conn, about.call
    words = Words("uk" if about.language == "uk" else "en")
    facts = about.facts
    steps = [
        step
        for each in derive_contract(facts, about.desk.rules, call.as_of).deadlines
        if each.key.kind in (DeadlineKind.RENEWAL_DECISION, DeadlineKind.POST_NOTICE)
        for step in words.why_steps(each.why)
    ]
    theirs, ours = (kept_by(conn, about.row.id, side, call.as_of) for side in (THEIRS, OURS))
    said = BriefFacts(
        conditions=conditions_on(facts, call.as_of),
        term=about.term,
        as_of=call.as_of,
        why=steps,
        theirs=_performance(theirs),
        ours=_performance(ours),
        used=theirs.used or ours.used,
        missing=[words.missing(each) for each in facts.known_missing],
    )
    return brief_context(said, about.language) | _debts(kind, about)


def _performance(kept: Kept) -> Performance:
    return Performance(kept.due, kept.done, len(kept.days_late), kept.days_late)


_KINDS: dict[str, Callable[[str, About], dict[str, Any]]] = {
    **dict.fromkeys(("non_renewal_notice", "termination_notice"), _debts),
    **dict.fromkeys(("cover_letter", "document_request"), _request),
    "payment_reminder": _reminder,
    "renewal_proposal": _proposal,
    **dict.fromkeys(
        (
            *("amendment_renewal", "amendment_price", "amendment_details"),
            *("amendment_termination", "amendment_free"),
        ),
        _amendment,
    ),
    "consolidated": _edition,
    "renewal_brief": _brief,
}
