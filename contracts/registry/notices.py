"""A notice is recorded when it is sent, and completed when it is received; a revoked one no longer counts (§2)."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from contracts.kernel.context import Call, Context, Work
from contracts.kernel.database.tables import add_row
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.kernel.wire import SPREAD
from contracts.registry.entry import plain_values
from contracts.registry.lookup import Which, lock_contract
from contracts.registry.queries import lifecycle
from contracts.registry.registry import Saved, demand_reason, finish
from contracts.registry.rules.contract import ContractFacts, NoticeCounts, NoticeKind, Side
from contracts.registry.rules.notice import Way, delivery_days, ways_open
from contracts.registry.rules.term import After, Link, Outline, outline
from contracts.registry.tables.contract import NoticeRow

#: What the history tells of a new notice.
_NOTED = ("by", "kind", "method", "sent_on", "received_on", "tracking_no", "proof", "recorded_by")


class NoticeRefused(Refusal):
    """The notice cannot be: its days contradict each other, or there is none."""

    code = "notice"


@dataclass(frozen=True, slots=True)
class NewNotice:
    """A notice: ``sent_on`` and ``received_on`` are the days that prove it, at least one of them."""

    kind: NoticeKind
    by: Side = Side.OURS
    method: str = "letter"
    sent_on: date | None = None
    received_on: date | None = None
    tracking_no: str = ""
    proof: str = ""


@dataclass(frozen=True, slots=True)
class TooLate:
    """A notice that counts, or can be expected to, after its last day; ``ways`` are those still in time for ours."""

    method: str
    sent_on: date | None
    counts_on: date
    deadline: date
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class SavedNotice:
    """How the contract stands after a notice, and whether the notice is too late."""

    saved: Saved = field(metadata={"wire": SPREAD})
    too_late: TooLate | None = None


@needs("contracts.register")
def record_notice(ctx: Context, call: Call, which: Which | str, notice: NewNotice) -> SavedNotice:
    """Record a notice of ours or of theirs; one that counts in time ends the chain of terms, whoever served it."""
    if notice.sent_on is None and notice.received_on is None:
        raise NoticeRefused("Give the day the notice was sent, or received.")
    _refuse_order(notice.sent_on, notice.received_on)
    with writing(ctx, call) as work:
        contract = lock_contract(work, which)
        row = NoticeRow(
            contract_id=contract.id,
            by=notice.by.value,
            kind=notice.kind.value,
            method=notice.method,
            sent_on=notice.sent_on,
            received_on=notice.received_on,
            tracking_no=notice.tracking_no.strip(),
            proof=notice.proof.strip(),
            recorded_at=call.at,
            recorded_by=call.login,
        )
        id = add_row(work.conn, row)
        after = plain_values({name: value for name in _NOTED if (value := getattr(row, name))})
        work.touch(Subject(SubjectKind.NOTICE, id), "record_notice", {"after": after}, contract_id=contract.id)
        too_late = _too_late(work, contract.facts, notice)
        return SavedNotice(finish(work, contract.id), too_late)


def _too_late(work: Work, facts: ContractFacts, notice: NewNotice) -> TooLate | None:
    """Whether a notice comes, or by its way of sending can be expected to come, after the last day for it."""
    rules, day = work.ctx.rules, notice.sent_on or notice.received_on or work.call.as_of
    link = _meant(outline(facts, rules, day), day)
    if link is None or link.notice_deadline is None:
        return None
    deadline, counts_on = link.notice_deadline, notice.received_on
    if link.conditions.notice_counts is NoticeCounts.SENT:
        counts_on = day
    counts_on = counts_on or day + timedelta(days=delivery_days(notice.method, rules))
    if counts_on <= deadline:
        return None
    calendar = rules.calendar(facts.country)
    ways = ways_open(deadline, link.conditions, rules, calendar, work.call.as_of) if notice.by is Side.OURS else ()
    return TooLate(notice.method, notice.sent_on, counts_on, deadline, ways)


def _meant(whole: Outline, day: date) -> Link | None:
    """The term a notice of this day is about: the running one, or the one before while it may be objected to."""
    place = whole.place(day)
    candidates = [
        each for each in whole.links[max(place - 1, 0) : place + 1] if each.after in (After.RENEWS, After.OPEN)
    ]
    before = [each for each in candidates[:-1] if each.notice_deadline is not None and each.notice_deadline >= day]
    return next(iter((*before, *candidates[-1:])), None)


@needs("contracts.register")
def receive_notice(ctx: Context, call: Call, which: Which | str, *, received_on: date, proof: str = "") -> Saved:
    """Complete the newest notice on its way with the day of receipt and the proof of it."""
    with writing(ctx, call) as work:
        row = _newest(work, which, is_on_the_way=True)
        _refuse_order(row.sent_on, received_on)
        lifecycle.set_notice(work.conn, row.id, {"received_on": received_on, "proof": proof.strip() or row.proof})
        payload = {"before": {"received_on": None}, "after": {"received_on": received_on.isoformat(), "proof": proof}}
        work.touch(Subject(SubjectKind.NOTICE, row.id), "receive_notice", payload, contract_id=row.contract_id)
        return finish(work, row.contract_id)


@needs("decisions.make")
def revoke_notice(ctx: Context, call: Call, which: Which | str, *, reason: str) -> Saved:
    """Revoke the newest notice: it is kept, and the terms follow as if it had not been."""
    why = demand_reason(reason)
    with writing(ctx, call) as work:
        row = _newest(work, which, is_on_the_way=False)
        lifecycle.set_notice(work.conn, row.id, {"revoked_at": call.at})
        before = {"kind": row.kind, "by": row.by, "sent_on": row.sent_on, "received_on": row.received_on}
        payload = {"before": plain_values(before), "reason": why}
        work.touch(Subject(SubjectKind.NOTICE, row.id), "revoke_notice", payload, contract_id=row.contract_id)
        return finish(work, row.contract_id)


def _newest(work: Work, which: Which | str, *, is_on_the_way: bool) -> NoticeRow:
    """The newest notice of the contract meant, which is locked; raises :class:`NoticeRefused` where there is none."""
    contract = lock_contract(work, which)
    rows = [row for row in lifecycle.notices_of(work.conn, contract.id) if row.revoked_at is None]
    rows = [row for row in rows if not is_on_the_way or row.received_on is None]
    if rows:
        return rows[-1]
    if is_on_the_way:
        raise NoticeRefused("No notice of contract {number} is on its way.", number=contract.number)
    raise NoticeRefused("Contract {number} has no notice.", number=contract.number)


def _refuse_order(sent: date | None, received: date | None) -> None:
    if sent and received and received < sent:
        raise NoticeRefused(
            "The notice cannot be received on {received}, before it is sent on {sent}.", received=received, sent=sent
        )
