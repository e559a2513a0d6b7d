"""What a kind of paper needs beyond the parties, the contract and its term, gathered from the register."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from contracts.core.amendment import conditions_on
from contracts.core.contract import Amendment, ContractFacts
from contracts.core.deadline import DeadlineKind
from contracts.core.derive import derive_contract
from contracts.core.money import Money
from contracts.core.refusal import Refusal
from contracts.documents.contexts.amendment import AmendmentFacts, amendment_context
from contracts.documents.contexts.brief import BriefFacts, Performance, brief_context
from contracts.documents.contexts.common import TermFacts
from contracts.documents.contexts.debts import OpenDocument, debt_context
from contracts.documents.contexts.edition import edition_context
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
    **dict.fromkeys(("payment_reminder", "non_renewal_notice", "termination_notice", "renewal_proposal"), _debts),
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
