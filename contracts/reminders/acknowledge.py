"""A deadline is acknowledged: that silences what was told of it so far, never what comes later (domain §10)."""

from contracts.kernel.context import Call, Context
from contracts.kernel.deadline import DeadlineKind
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import writing
from contracts.registry.decisions import Answered, NothingOpen, _locked, _nearest, _open_deadlines, _person
from contracts.registry.derivation import locked_facts
from contracts.registry.queries import decisions
from contracts.registry.queries.deadlines import wake
from contracts.registry.which import Which
from contracts.reminders.rules.reminder import reached_tier
from contracts.reminders.rules.tiers import ReminderPolicy


def acknowledge(
    ctx: Context, call: Call, which: Which | str, *, kind: DeadlineKind | None = None, by: str | None = None
) -> Answered:
    """Take note of a deadline (the nearest one, or of a kind): stops repeats and escalation of the tiers so far.

    Raises :class:`NothingOpen` where there is none, or none of its tiers was reached yet.
    """
    with writing(ctx, call) as work:
        id, number = _locked(work, which)
        open_ones = _open_deadlines(work, id)
        deadline = _nearest(number, [each for each in open_ones if kind in (None, each.key.kind)], open_ones)
        calendar = ctx.rules.calendar(locked_facts(work, id).country)
        tier = reached_tier(deadline, ctx.policy(ReminderPolicy), calendar, call.as_of)
        if tier is None:
            raise NothingOpen(
                "Nobody was told about this deadline of contract {number} yet: the last day to act is {act_by}.",
                code="nothing_told",
                number=number,
                act_by=deadline.act_by,
            )
        person = _person(work.conn, call, deadline, by)
        decisions.acknowledge(work.conn, deadline.key, tier.on, person, call.at)
        wake(work.conn, call.as_of, contracts=[id])
        told = {"kind": deadline.key.kind.value, "due_on": deadline.key.due_on.isoformat(), "tier": tier.name}
        work.note(Subject(SubjectKind.CONTRACT, id), "acknowledge", {"after": told})
        work.commit()
    return Answered(number, deadline.key.kind.value, deadline.key.due_on, "acknowledged")
