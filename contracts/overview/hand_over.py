"""Hand-over: every open contract of one person goes to another, who is told of each open deadline once (domain §11)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from contracts.kernel.context import Call, Context, Work
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.people.people import PersonRefused, person_subject
from contracts.people.queries import people
from contracts.registry.derivation import derive_contracts
from contracts.registry.queries import agenda, facts, owners
from contracts.registry.queries.deadlines import wake


@dataclass(frozen=True, slots=True)
class HandedContract:
    """A contract that went to another person."""

    number: str
    counterparty: str


@dataclass(frozen=True, slots=True)
class HandedDeadline:
    """An open deadline that went with its contract."""

    contract: str
    kind: str
    due_on: date
    act_by: date


@dataclass(frozen=True, slots=True)
class HandOver:
    """What a hand-over moved: the contracts the caller may see and their open deadlines, and how many others."""

    giver: str = field(metadata={"wire": "from"})
    taker: str = field(metadata={"wire": "to"})
    contracts: tuple[HandedContract, ...]
    deadlines: tuple[HandedDeadline, ...]
    hidden_count: int = field(metadata={"wire": None})


@needs("people.manage")
def hand_over(ctx: Context, call: Call, from_who: str, to_who: str) -> HandOver:
    """Move every open contract from one person to another; the new owner is told of each open deadline once."""
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
        work.note(person_subject(giver.id), "hand_over", {"after": {"to": taker.login, "contracts": len(ids)}})
        derive_contracts(work)
        if ids:
            wake(work.conn, call.as_of, contracts=ids)
        moved = _moved(work, giver.name, taker.name, ids)
        work.commit()
    return moved


def _moved(work: Work, giver: str, taker: str, ids: Sequence[int]) -> HandOver:
    shown = owners.shown(work.conn, work.call, ids)
    names = agenda.names(work.conn, shown)
    contracts = tuple(HandedContract(names[id][0], names[id][2]) for id in shown)
    lines = agenda.of_contracts(work.conn, shown)
    deadlines = tuple(HandedDeadline(each.contract, each.kind, each.due_on, each.act_by) for each in lines)
    return HandOver(giver, taker, contracts, deadlines, len(ids) - len(shown))
