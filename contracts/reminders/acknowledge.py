"""A deadline is acknowledged: that silences what was told of it so far, never what comes later (domain §10)."""

from sqlalchemy import Connection

from contracts.kernel.context import Call, Context
from contracts.kernel.deadline import Deadline, DeadlineKind
from contracts.kernel.refusal import Refusal
from contracts.kernel.rights import rights_of
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.people.queries import people
from contracts.registry.decisions import DeadlineAnswer, NothingOpen, nearest, open_deadlines
from contracts.registry.lookup import Which, lock_contract
from contracts.registry.queries import decisions
from contracts.registry.queries.deadlines import wake
from contracts.reminders.rules.reminder import reached_tier
from contracts.reminders.rules.tiers import ReminderPolicy


@needs("decisions.read")
def acknowledge(
    ctx: Context, call: Call, which: Which | str, *, kind: DeadlineKind | None = None, by: str | None = None
) -> DeadlineAnswer:
    """Take note of a deadline (the nearest one, or of a kind): stops repeats and escalation of the tiers so far.

    Raises :class:`NothingOpen` where there is none, or none of its tiers was reached yet.
    """
    with writing(ctx, call) as work:
        contract = lock_contract(work, which)
        open_ones = open_deadlines(work, contract)
        deadline = nearest(contract, [each for each in open_ones if kind in (None, each.key.kind)], open_ones)
        calendar = ctx.rules.calendar(contract.row.country)
        tier = reached_tier(deadline, ctx.policy(ReminderPolicy), calendar, call.as_of)
        if tier is None:
            raise NothingOpen(
                "Nobody was told about this deadline of contract {number} yet: the last day to act is {act_by}.",
                code="nothing_told",
                number=contract.number,
                act_by=deadline.act_by,
            )
        _refuse_undecided(work.conn, call, deadline, contract.number, by)
        person = _person(work.conn, call, deadline, by)
        decisions.acknowledge(work.conn, deadline.key, tier.on, person, call.at)
        wake(work.conn, call.as_of, contracts=[contract.id])
        after = {"kind": deadline.key.kind.value, "due_on": deadline.key.due_on.isoformat(), "tier": tier.name}
        work.note(Subject(SubjectKind.CONTRACT, contract.id), "acknowledge", {"after": after})
        work.commit()
    return DeadlineAnswer(contract.number, deadline.key.kind.value, deadline.key.due_on, "acknowledged")


def _refuse_undecided(conn: Connection, call: Call, deadline: Deadline, number: str, by: str | None) -> None:
    """A missed notice is acknowledged by whoever decides: until then it is told again."""
    if deadline.key.kind is not DeadlineKind.NOTICE_MISSED:
        return
    right = "decisions.make"
    may = call.may(right) if by is None else right in rights_of(people.roles_of(conn).get(people.find(conn, by).id, ()))
    if not may:
        raise Refusal(
            "The missed notice of contract {number} is acknowledged by whoever decides about it. Tell the manager, or "
            "name another deadline: --kind.",
            code="not_yours",
            number=number,
        )


def _person(conn: Connection, call: Call, deadline: Deadline, by: str | None) -> int:
    """Who took note: the one named, the caller, else whoever reads the owner's mail today."""
    if by is not None:
        return int(people.find(conn, by).id)
    if call.person_id is not None:
        return call.person_id
    roster = people.roster_on(conn, call.as_of)
    reader = roster.stand_in(roster.line(deadline.owner_id)[0])
    if not reader:
        raise Refusal("There is nobody to acknowledge for: add a person first.", code="no_people")
    return int(reader)
