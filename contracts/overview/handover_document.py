"""The hand-over of contracts from one person to another, from the agenda and the register of claims (§11, F27)."""

from datetime import timedelta

from sqlalchemy import Connection

from contracts.claims.case.queries import claims
from contracts.claims.case.rules.claim import OPEN, UNANSWERED, ClaimDirection
from contracts.documents.contexts.values import DocumentContext, day, money
from contracts.kernel.context import DocumentInput
from contracts.kernel.deadline import Deadline
from contracts.kernel.refusal import Refusal
from contracts.language import Words
from contracts.people.queries import people
from contracts.registry.queries import agenda
from contracts.registry.queries.facts import load
from contracts.registry.rules.derive import Derived, derive_all


def handover(about: DocumentInput) -> DocumentContext:
    """One contract handed over by its owner to the person named. Raises a refusal where either is not known.

    The days are those of the owner's absence where the other stands in; the reason is asked for, and so is a name or
    a position nobody entered.
    """
    if about.person_id is None:
        raise Refusal("Name who takes the contract over: --person LOGIN.", code="no_person")
    if about.owner_id is None:
        raise Refusal("The contract has nobody who could hand it over: name the owner first.", code="no_person")
    if about.owner_id == about.person_id:
        raise Refusal("Name two different people.", code="no_person")
    conn, id, as_of, pair = about.conn, about.contract_id, about.call.as_of, (about.owner_id, about.person_id)
    words = Words("uk" if about.language == "uk" else "en", about.ctx.sockets)
    away = next((row for row in people.absences(conn, as_of) if (row.person_id, row.deputy_id) == pair), None)
    results, _ = derive_all(load(conn, [id]).values(), about.ctx.rules, as_of)
    derived = next(iter(results), None)
    names = agenda.names(conn, [id])[id]
    record: DocumentContext = {
        "from_person": _person(conn, about.owner_id),
        "to_person": _person(conn, about.person_id),
        "first_day": day(max(away.from_on, as_of) if away is not None else as_of),
        "last_day": day(away.until_on - timedelta(days=1)) if away is not None else None,
        "contracts": [_contract(derived, names, words)],
        "tasks": [
            {"title": _action(each, words), "contract": names[0], "due_on": day(each.act_by)} for each in _open(derived)
        ],
        "claims": _claims(conn, id, words),
        "papers": [],
        "notes": [],
    }
    return {"handover": record} | ({"document": about.place} if about.place else {})


def open_claims(about: DocumentInput) -> DocumentContext:
    """For the renewal brief: our claims that are not settled, and theirs that we have not answered."""
    known = claims.by_keys(about.conn, claims.of_contracts(about.conn, [about.contract_id]))
    ours = [each for each in known if each.direction is ClaimDirection.OUTGOING and each.status in OPEN]
    theirs = [each for each in known if each.direction is ClaimDirection.INCOMING and each.status in UNANSWERED]
    return {"discipline": {"open_claims": len(ours), "claims_against_us": len(theirs)}}


def _person(conn: Connection, id: int) -> DocumentContext:
    row = people.by_key(conn, id)
    return ({"name": row.name} if row.name else {}) | {"position": row.position or None}


def _open(derived: Derived | None) -> list[Deadline]:
    return sorted(derived.deadlines, key=lambda each: each.act_by) if derived is not None else []


def _action(deadline: Deadline, words: Words) -> str:
    return words.kind(deadline.key.kind.value).lower()


def _contract(derived: Derived | None, names: tuple[str, str, str], words: Words) -> DocumentContext:
    """The contract with its next day and what is to be done by it; words are in the language of the document."""
    number, title, counterparty = names
    nearest = next(iter(_open(derived)), None)
    missing = ", ".join(words.missing(each) for each in derived.missing) if derived is not None else ""
    nothing = "немає" if words.language == "uk" else "none"
    return {
        "number": number,
        "counterparty": counterparty,
        "subject": title or "—",
        "phase": words.phase(derived.standing.phase.value) if derived is not None else "—",
        "next_day": day(nearest.act_by) if nearest is not None else None,
        "next_action": _action(nearest, words) if nearest is not None else nothing,
        "note": words.say("missing: {names}", names=missing) if missing else None,
    }


def _claims(conn: Connection, contract_id: int, words: Words) -> list[DocumentContext]:
    """The claims under the contract that are not settled yet."""
    found = claims.by_keys(conn, claims.of_contracts(conn, [contract_id]))
    return [
        {
            "number": each.number,
            "is_incoming": each.direction is ClaimDirection.INCOMING,
            "counterparty": each.counterparty,
            "amount": money(each.claimed) if each.claimed_minor is not None else None,
            "state": words.claim_status(each.status),
            "next_day": day(each.answer_by),
        }
        for each in sorted(found, key=lambda one: (one.as_of, one.id), reverse=True)
        if each.status in OPEN
    ]
