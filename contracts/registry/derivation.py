"""What follows from facts is rewritten in the transaction that changes them: contracts first, then all deadlines."""

from collections.abc import Collection, Iterator
from datetime import date

from sqlalchemy import Connection

from contracts.kernel.context import Context, Work
from contracts.kernel.deadline import DeadlineKey
from contracts.kernel.events import Leaving, PartyRenamed
from contracts.kernel.refusal import N_
from contracts.kernel.sockets import DeadlineSource, Finding
from contracts.kernel.subject import SubjectKind
from contracts.registry.queries import deadlines, derived, facts, owners
from contracts.registry.rules.contract import ContractFacts
from contracts.registry.rules.derive import derive_all


def locked_facts(work: Work, id: int, *, version: int | None = None) -> ContractFacts:
    """The facts of a contract, its row locked; raises ``StaleVersion`` where somebody saved another version."""
    facts.lock(work.conn, [id], version=version)
    return facts.load(work.conn, [id])[id]


def derive_contracts(work: Work, ids: Collection[int] | None = None) -> None:
    """Rewrite what follows from these contracts, by default from those the transaction touched."""
    wanted = list(work.changes[SubjectKind.CONTRACT] if ids is None else ids)
    if wanted:
        facts.lock(work.conn, wanted)
        loaded = facts.load(work.conn, sorted(wanted))
        done, faults = derive_all(loaded.values(), work.ctx.rules, work.call.as_of)
        derived.write(work.conn, done, faults, work.call.as_of, work.ctx.rules, at=work.call.at)


def derive_deadlines(work: Work) -> None:
    """Rewrite the deadlines every source says follow from what the transaction changed."""
    if any(work.changes.values()):
        for source in work.ctx.sockets.deadline_sources:
            subjects, found = source.follow(work.conn, work.ctx.rules, work.changes)
            for kind, ids in subjects.items():
                own = [each for each in found if each.key.subject.kind is kind]
                deadlines.rewrite(work.conn, kind, ids, own, kinds=source.kinds)


def check_deadlines(conn: Connection, ctx: Context, as_of: date) -> Iterator[Finding]:
    """The stored deadlines of every source are those that follow (the doctor)."""
    wrong = sum(_differing(conn, ctx, source) for source in ctx.sockets.deadline_sources)
    if wrong:
        yield Finding("money_deadlines", N_("{count} deadlines of the ledger differ from its facts."), {"count": wrong})


def repair_deadlines(work: Work) -> None:
    """Rewrite the deadlines of every source from all stored facts."""
    for source in work.ctx.sockets.deadline_sources:
        for batch in source.everything(work.conn):
            subjects, found = source.follow(work.conn, work.ctx.rules, batch)
            for kind, ids in subjects.items():
                own = [each for each in found if each.key.subject.kind is kind]
                deadlines.rewrite(work.conn, kind, ids, own, kinds=source.kinds)


def _differing(conn: Connection, ctx: Context, source: DeadlineSource) -> int:
    count = 0
    for batch in source.everything(conn):
        subjects, found = source.follow(conn, ctx.rules, batch)
        wanted = {(each.key, each.act_by, each.owner_id) for each in found}
        stored: set[tuple[DeadlineKey, date, int | None]] = set()
        for kind, ids in subjects.items():
            kept = deadlines.kept(conn, kind, ids, kinds=source.kinds)
            stored |= {(key, act_by, owner) for key, (act_by, owner) in kept.items()}
        count += len(wanted ^ stored)
    return count


def show_new_name(work: Work, event: PartyRenamed) -> None:
    """The lists show and find contracts by the names of their sides: those rows are derived anew by the next roll."""
    derived.make_late(work.conn, owners.contracts_of(work.conn, event.party_id))


def add_owned(work: Work, event: Leaving) -> None:
    """The contracts that the person still owns."""
    event.contract_ids.extend(owners.owned(work.conn, event.person_id))
