"""The hand-over of contracts from one person to another, told from the agenda and the register of claims (§11, F27)."""

from collections.abc import Collection, Sequence
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
from contracts.documents.contexts.party import place_of
from contracts.documents.contexts.values import DocumentContext
from contracts.documents.kinds.about import About
from contracts.kernel.context import Call, Context
from contracts.kernel.database.rows import in_parts
from contracts.kernel.deadline import Deadline
from contracts.kernel.money import Money
from contracts.kernel.refusal import Refusal
from contracts.language import Words
from contracts.people.queries import people
from contracts.people.tables import PersonRow
from contracts.registry.queries import agenda, facts
from contracts.registry.rules.derive import Derived, derive_all


def handover(about: About) -> DocumentContext:
    """One contract handed over by its owner to the person named. Raises a refusal where either is not known."""
    taker = about.basis.person
    if taker is None:
        raise Refusal("Name who takes the contract over: --person LOGIN.", code="no_person")
    if about.row.owner_id is None:
        raise Refusal("The contract has nobody who could hand it over: name the owner first.", code="no_person")
    giver = people.by_key(about.conn, about.row.owner_id)
    if giver.id == taker.id:
        raise Refusal("Name two different people.", code="no_person")
    found = handed(about.conn, about.ctx, about.call, (giver, taker), [about.row.id], language=about.language)
    place = place_of(about.own.address, about.language)
    return found | ({"document": {"place": place}} if place else {})


def handed(
    conn: Connection,
    ctx: Context,
    call: Call,
    pair: tuple[PersonRow, PersonRow],
    ids: Sequence[int],
    *,
    language: str,
    reason: str = "",
) -> DocumentContext:
    """The record ``handover`` of these contracts between a giver and a taker.

    The days are those of the giver's absence where the taker stands in; without a reason it is asked for.
    """
    giver, taker = pair
    words = Words("uk" if language == "uk" else "en", ctx.sockets)
    away = next(
        (row for row in people.absences(conn, call.as_of) if row.person_id == giver.id and row.deputy_id == taker.id),
        None,
    )
    derived = _derived(conn, ctx, call, ids)
    names = agenda.names(conn, ids)
    said = HandoverFacts(
        (giver.name, giver.position),
        (taker.name, taker.position),
        max(away.from_on, call.as_of) if away is not None else call.as_of,
        away.until_on - timedelta(days=1) if away is not None else None,
        reason,
        [_contract(derived.get(id), names[id], words) for id in ids],
        [_task(each, names[id][0], words) for id in ids for each in _open(derived.get(id))],
        _claims(conn, ids, words),
    )
    return handover_context(said, language)


def _derived(conn: Connection, ctx: Context, call: Call, ids: Sequence[int]) -> dict[int, Derived]:
    found: dict[int, Derived] = {}
    for chunk in in_parts(ids):
        done, _ = derive_all(facts.load(conn, chunk).values(), ctx.rules, call.as_of)
        found.update({each.subject.id: each for each in done})
    return found


def _open(derived: Derived | None) -> list[Deadline]:
    return sorted(derived.deadlines, key=lambda each: each.act_by) if derived is not None else []


def _contract(derived: Derived | None, named: tuple[str, str, str], words: Words) -> HandedContract:
    number, title, counterparty = named
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


def _claims(conn: Connection, ids: Collection[int], words: Words) -> list[HandedClaim]:
    from contracts.money.money_reports import STATUSES

    wanted = set(ids)
    return [
        HandedClaim(
            row.number,
            row.counterparty_short or row.counterparty,
            Money(row.claimed_minor, row.currency) if row.claimed_minor is not None else None,
            words.say(STATUSES[row.status]),
            row.answer_by,
        )
        for row in claims.listed(conn)
        if row.contract_id in wanted and row.status in OPEN
    ]
