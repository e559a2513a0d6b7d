"""The hand-over of contracts from one person to another, from the agenda and the register of claims (§11, F27)."""

from datetime import timedelta

from sqlalchemy import Connection

from contracts.claims.case.queries import claims
from contracts.claims.case.rules.claim import OPEN
from contracts.documents.contexts.handover import (
    HandedClaim,
    HandedContract,
    HandedTask,
    HandoverFacts,
    handover_context,
)
from contracts.documents.contexts.values import DocumentContext
from contracts.kernel.context import DocumentInput
from contracts.kernel.deadline import Deadline
from contracts.kernel.money import Money
from contracts.kernel.refusal import Refusal
from contracts.language import Words
from contracts.people.queries import people, rosters
from contracts.registry.queries import agenda
from contracts.registry.queries.facts import load
from contracts.registry.rules.derive import Derived, derive_all


def handover(about: DocumentInput) -> DocumentContext:
    """One contract handed over by its owner to the person named. Raises a refusal where either is not known."""
    if about.person_id is None:
        raise Refusal("Name who takes the contract over: --person LOGIN.", code="no_person")
    if about.owner_id is None:
        raise Refusal("The contract has nobody who could hand it over: name the owner first.", code="no_person")
    if about.owner_id == about.person_id:
        raise Refusal("Name two different people.", code="no_person")
    giver, taker = (people.by_key(about.conn, id) for id in (about.owner_id, about.person_id))
    facts = _facts(about, (giver.name, giver.position), (taker.name, taker.position))
    return handover_context(facts, about.language) | ({"document": about.place} if about.place else {})


def _facts(about: DocumentInput, giver: tuple[str, str], taker: tuple[str, str]) -> HandoverFacts:
    """The days are those of the giver's absence where the taker stands in; the reason is asked for."""
    conn, id, as_of = about.conn, about.contract_id, about.call.as_of
    words = Words("uk" if about.language == "uk" else "en")
    pair = about.owner_id, about.person_id
    away = next((row for row in rosters.absences(conn, as_of) if (row.person_id, row.deputy_id) == pair), None)
    results, _ = derive_all(load(conn, [id]).values(), about.ctx.rules, as_of)
    derived = next(iter(results), None)
    names = agenda.names(conn, [id])[id]
    return HandoverFacts(
        giver,
        taker,
        max(away.from_on, as_of) if away is not None else as_of,
        away.until_on - timedelta(days=1) if away is not None else None,
        contracts=[_contract(derived, names, words)],
        tasks=[_task(each, names[0], words) for each in _open(derived)],
        claims=_claims(conn, id, words),
    )


def _open(derived: Derived | None) -> list[Deadline]:
    return sorted(derived.deadlines, key=lambda each: each.act_by) if derived is not None else []


def _contract(derived: Derived | None, names: tuple[str, str, str], words: Words) -> HandedContract:
    number, title, counterparty = names
    nearest = next(iter(_open(derived)), None)
    missing = ", ".join(words.missing(each) for each in derived.missing) if derived is not None else ""
    return HandedContract(
        number=number,
        counterparty=counterparty,
        subject=title,
        phase=words.phase(derived.standing.phase.value) if derived is not None else "—",
        next_day=nearest.act_by if nearest is not None else None,
        next_action=words.kind(nearest.key.kind.value).lower() if nearest is not None else "",
        note=words.say("missing: {names}", names=missing) if missing else "",
    )


def _task(deadline: Deadline, contract: str, words: Words) -> HandedTask:
    return HandedTask(words.kind(deadline.key.kind.value).lower(), contract, deadline.act_by)


def _claims(conn: Connection, contract_id: int, words: Words) -> list[HandedClaim]:
    from contracts.money.money_reports import STATUSES

    return [
        HandedClaim(
            row.number,
            row.counterparty_short or row.counterparty,
            Money(row.claimed_minor, row.currency) if row.claimed_minor is not None else None,
            words.say(STATUSES[row.status]),
            row.answer_by,
        )
        for row in claims.listed(conn)
        if row.contract_id == contract_id and row.status in OPEN
    ]
