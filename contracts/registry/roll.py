"""The roll: contracts whose derived rows are no longer sure are derived anew, in batches (schema, step 1)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import writing
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import needs
from contracts.registry.queries import derived, facts
from contracts.registry.rules.contract import ContractFacts
from contracts.registry.rules.derive import Fault, derive_all

BATCH = 1000
#: What a stored fact that cannot be read raises: a code of another release, a date out of range, a broken duration.
UNREADABLE = (ValueError, KeyError, TypeError, ArithmeticError)


@dataclass(frozen=True, slots=True)
class RollResult:
    """How many contracts were derived anew, and which could not be."""

    rolled_count: int
    faults: tuple[Fault, ...] = ()


@needs("contracts.read")
def roll(ctx: Context, call: Call, *, batch: int = BATCH, progress: Callable[[int], None] | None = None) -> RollResult:
    """Derive late contracts anew until none is left; a contract that cannot be derived stops nobody (F10).

    Each batch is a transaction of its own: after a crash the rest is still late and found again. At the end it waits
    for what other processes are deriving: nothing may be decided by rows that are late, and the other may die.
    """
    total, faults = 0, list[Fault]()
    seen: set[int] = set()
    is_patient = False
    while True:
        with writing(ctx.engine) as conn:
            ids, new_faults = roll_batch(conn, ctx, call, batch, is_patient=is_patient)
            conn.commit()
        faults += new_faults
        if not set(ids) - seen:
            if is_patient:
                return RollResult(total, tuple(faults))
            is_patient = True
            continue
        seen.update(ids)
        total += len(ids)
        if progress:
            progress(total)


def roll_batch(
    conn: Connection, ctx: Context, call: Call, batch: int = BATCH, *, is_patient: bool = False
) -> tuple[Sequence[int], list[Fault]]:
    """Derive one batch in the caller's transaction; the ids are empty when nothing is late."""
    ids = facts.stale_ids(conn, call.as_of, ctx.rules.no, batch, lock=True, is_patient=is_patient)
    if not ids:
        return (), []
    loaded, unreadable = load_readable(conn, ids)
    done, faults = derive_all(loaded, ctx.rules, call.as_of)
    derived.write(conn, done, [*faults, *unreadable], call.as_of, ctx.rules, at=call.at)
    return ids, [*faults, *unreadable]


def load_readable(conn: Connection, ids: Sequence[int]) -> tuple[list[ContractFacts], list[Fault]]:
    """The facts of these contracts, and a fault for each whose facts cannot be read."""
    try:
        return list(facts.load(conn, ids).values()), []
    except UNREADABLE:
        return _load_singly(conn, ids)


def _load_singly(conn: Connection, ids: Sequence[int]) -> tuple[list[ContractFacts], list[Fault]]:
    loaded: list[ContractFacts] = []
    faults: list[Fault] = []
    for id in ids:
        try:
            loaded.extend(facts.load(conn, [id]).values())
        except UNREADABLE as error:
            faults.append(Fault(Subject(SubjectKind.CONTRACT, id), "unreadable", str(error)))
    return loaded, faults
