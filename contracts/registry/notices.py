"""A notice is recorded when it is sent, and completed when it is received; a revoked one no longer counts (§2)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.kernel.context import Call, Context, Work
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import require, writing
from contracts.registry.derivation import locked_facts
from contracts.registry.queries import contracts, standing
from contracts.registry.registry import Saved, finish
from contracts.registry.rules.contract import NoticeKind, Side
from contracts.registry.which import Which, find, shown_number


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


def record_notice(ctx: Context, call: Call, which: Which | str, notice: NewNotice) -> Saved:
    """Record a notice of ours or of theirs; one that counts in time ends the chain of terms, whoever served it."""
    require(call, "contracts.register")
    sent, received = notice.sent_on, notice.received_on
    if sent is None and received is None:
        raise NoticeRefused("Give the day the notice was sent, or received.")
    if sent and received and received < sent:
        raise NoticeRefused(
            "The notice cannot be received on {received}, before it is sent on {sent}.", received=received, sent=sent
        )
    with writing(ctx, call) as work:
        id = find(work.conn, call, which)
        locked_facts(work, id)
        row: dict[str, Any] = {
            "contract_id": id,
            "by": notice.by.value,
            "kind": notice.kind.value,
            "method": notice.method,
            "sent_on": sent,
            "received_on": received,
            "tracking_no": notice.tracking_no.strip(),
            "proof": notice.proof.strip(),
            "recorded_at": call.at,
            "recorded_by": call.login,
        }
        made = standing.add_notice(work.conn, row)
        after = {
            name: _plain(value) for name, value in row.items() if value and name not in ("recorded_at", "contract_id")
        }
        work.touch(Subject(SubjectKind.NOTICE, made), "record_notice", {"after": after}, contract_id=id)
        return finish(work, id)


def receive_notice(ctx: Context, call: Call, which: Which | str, *, received_on: date, proof: str = "") -> Saved:
    """Complete the newest notice on its way with the day of receipt and the proof of it."""
    require(call, "contracts.register")
    with writing(ctx, call) as work:
        id, row = _newest(work, which, is_on_the_way=True)
        if row.sent_on is not None and received_on < row.sent_on:
            raise NoticeRefused(
                "The notice cannot be received on {received}, before it is sent on {sent}.",
                received=received_on,
                sent=row.sent_on,
            )
        standing.set_notice(work.conn, row.id, {"received_on": received_on, "proof": proof.strip() or row.proof})
        payload = {"before": {"received_on": None}, "after": {"received_on": received_on.isoformat(), "proof": proof}}
        work.touch(Subject(SubjectKind.NOTICE, row.id), "receive_notice", payload, contract_id=id)
        return finish(work, id)


def revoke_notice(ctx: Context, call: Call, which: Which | str, *, reason: str) -> Saved:
    """Revoke the newest notice: it is kept, and the terms follow as if it had not been."""
    require(call, "decisions.make")
    if not reason.strip():
        raise Refusal("Say why: --reason.", code="no_reason")
    with writing(ctx, call) as work:
        id, row = _newest(work, which, is_on_the_way=False)
        standing.set_notice(work.conn, row.id, {"revoked_at": call.at})
        before = {
            "kind": row.kind,
            "by": row.by,
            "sent_on": _plain(row.sent_on),
            "received_on": _plain(row.received_on),
        }
        payload = {"before": before, "reason": reason.strip()}
        work.touch(Subject(SubjectKind.NOTICE, row.id), "revoke_notice", payload, contract_id=id)
        return finish(work, id)


def _newest(work: Work, which: Which | str, *, is_on_the_way: bool) -> tuple[int, Any]:
    id = find(work.conn, work.call, which)
    locked_facts(work, id)
    rows = [row for row in standing.notices_of(work.conn, id) if row.revoked_at is None]
    found = [row for row in rows if not is_on_the_way or row.received_on is None]
    if not found:
        number = shown_number(contracts.row_of(work.conn, id))
        if is_on_the_way:
            raise NoticeRefused("No notice of contract {number} is on its way.", number=number)
        raise NoticeRefused("Contract {number} has no notice.", number=number)
    return id, found[-1]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
