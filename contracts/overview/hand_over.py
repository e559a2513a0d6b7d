"""Hand-over: every open contract of one person goes to another, who is told of each open deadline once (domain §11)."""

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.kernel.context import Call, Context, Work
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import require, writing
from contracts.people.people import PersonRefused, _subject
from contracts.people.queries import people
from contracts.registry.derivation import derive_contracts
from contracts.registry.queries import agenda, facts, owners
from contracts.registry.queries.deadlines import wake


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What a hand-over moved: the numbers of the contracts, and the open deadlines that went with them."""

    from_name: str
    to_name: str
    contracts: tuple[tuple[str, str], ...]
    deadlines: tuple[agenda.AgendaLine, ...]


def hand_over(ctx: Context, call: Call, from_who: str, to_who: str) -> HandedOver:
    """Move every open contract from one person to another; the new owner is told of each open deadline once."""
    require(call, "people.manage")
    with writing(ctx, call) as work:
        giver, taker = people.find(work.conn, from_who), people.find(work.conn, to_who)
        if giver.id == taker.id:
            raise PersonRefused("Name two different people.")
        if not taker.is_active:
            raise PersonRefused("{person} has left and cannot take contracts over.", person=taker.name)
        ids = owners.owned(work.conn, giver.id)
        facts.lock(work.conn, ids)
        owners.hand_over(work.conn, ids, taker.id)
        for id in ids:
            change = {"before": {"owner": giver.login}, "after": {"owner": taker.login}}
            work.touch(Subject(SubjectKind.CONTRACT, id), "hand_over", change)
        work.note(_subject(giver.id), "hand_over", {"after": {"to": taker.login, "contracts": len(ids)}})
        derive_contracts(work)
        if ids:
            wake(work.conn, call.as_of, contracts=ids)
        numbers = agenda.names(work.conn, ids)
        lines = _open_lines(work, ids)
        work.commit()
    moved = tuple((numbers[id][0], numbers[id][2]) for id in ids)
    return HandedOver(giver.name, taker.name, moved, lines)


def _open_lines(work: Work, ids: Sequence[int]) -> tuple[agenda.AgendaLine, ...]:
    mine = set(ids)
    return tuple(line for line in agenda.lines(work.conn, []) if line.contract_id in mine)
