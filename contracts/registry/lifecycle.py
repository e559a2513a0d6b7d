"""A contract is approved, signed, suspended, terminated, confirmed, closed or voided: dated facts, never flags (§2)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from contracts.kernel.calendar import FAR
from contracts.kernel.context import Call, Context, Work
from contracts.kernel.events import Closing
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import require, writing
from contracts.registry.derivation import derive_contracts, locked_facts
from contracts.registry.queries import contracts, standing
from contracts.registry.registry import Saved, finish
from contracts.registry.rules.contract import Phase, Status
from contracts.registry.rules.lifecycle import phase_on, status_on
from contracts.registry.rules.status import check_move
from contracts.registry.which import Which, find, shown_number

_DAY = timedelta(days=1)
#: Phases in which the term of a contract is over, or never began.
_OVER = frozenset({Phase.EXPIRED, Phase.TERMINATED, Phase.CANCELLED})


class NotClosed(Refusal):
    """Something is still open: the closing list names it."""

    code = "closing_list"


def move(
    ctx: Context, call: Call, which: Which | str, to: Status, *, on: date | None = None, reason: str = ""
) -> Saved:
    """Move an unsigned contract to another status from a day on; signing has a use case of its own."""
    require(call, "contracts.approve" if to is Status.APPROVED else "contracts.register")
    with writing(ctx, call) as work:
        id, number = _locked(work, which)
        day = on or call.as_of
        check_move(number, status_on(locked_facts(work, id), FAR), to)
        _move(work, id, to, day, reason)
        return finish(work, id)


def sign(
    ctx: Context, call: Call, which: Which | str, *, by_us_on: date | None = None, by_them_on: date | None = None
) -> Saved:
    """Record signatures; with both the contract is concluded on the later day, with one it is out for signature."""
    require(call, "contracts.register")
    with writing(ctx, call) as work:
        id, number = _locked(work, which)
        row = contracts.row_of(work.conn, id)
        ours, theirs = by_us_on or row.signed_by_us_on, by_them_on or row.signed_by_them_on
        both = (ours, theirs)
        to = Status.SIGNED if None not in both else Status.SIGNING
        now = status_on(locked_facts(work, id), FAR)
        if not (now is Status.SIGNING and to is Status.SIGNING):
            check_move(number, now, to)
        dated = {"signed_by_us_on": ours, "signed_by_them_on": theirs}
        if ours is not None and theirs is not None:
            dated["concluded_on"] = max(ours, theirs)
        contracts.change(work.conn, id, dated)
        if now is not to:
            _move(work, id, to, max(day for day in both if day) if any(both) else call.as_of, "")
        work.touch(_subject(id), "sign_contract", {"after": _plain(dated)})
        return finish(work, id)


def cancel(ctx: Context, call: Call, which: Which | str, *, reason: str) -> Saved:
    """Give up a contract that was never signed."""
    _demand(reason)
    return move(ctx, call, which, Status.CANCELLED, reason=reason)


def void(ctx: Context, call: Call, which: Which | str, *, reason: str) -> Saved:
    """Void a register number given by mistake: it stays with its reason, and the contract is cancelled."""
    require(call, "contracts.register")
    _demand(reason)
    with writing(ctx, call) as work:
        id, number = _locked(work, which)
        row = contracts.row_of(work.conn, id)
        if row.void_reason:
            raise Refusal("The number of contract {number} is void already.", code="void", number=number)
        contracts.change(work.conn, id, {"void_reason": reason.strip(), "import_key": f"void:{id}"})
        _move(work, id, Status.CANCELLED, locked_facts(work, id).moves[0][0], reason)
        work.touch(_subject(id), "void_number", {"after": {"register_no": row.register_no, "reason": reason.strip()}})
        return finish(work, id)


def suspend(
    ctx: Context, call: Call, which: Which | str, *, from_on: date, last_day: date | None = None, reason: str = ""
) -> Saved:
    """Suspend a contract from a day, to a last day inclusive or until it is resumed."""
    require(call, "contracts.register")
    until = FAR if last_day is None else last_day + _DAY
    if until <= from_on:
        raise Refusal("The suspension would end on {last}, before it begins on {first}.", last=last_day, first=from_on)
    with writing(ctx, call) as work:
        id, number = _signed(work, which)
        for each in standing.suspensions_of(work.conn, id):
            if each.from_on < until and from_on < each.until_on:
                raise Refusal("Contract {number} is suspended from {day} already.", number=number, day=each.from_on)
        row = {"contract_id": id, "from_on": from_on, "until_on": until, **_by(call, reason)}
        standing.add_suspension(work.conn, row)
        work.touch(
            _subject(id), "suspend", {"after": _plain({"from_on": from_on, "until_on": until, "reason": reason})}
        )
        return finish(work, id)


def resume(ctx: Context, call: Call, which: Which | str, *, on: date | None = None) -> Saved:
    """End the running suspension: ``on`` is the first day on which the contract works again."""
    require(call, "contracts.register")
    with writing(ctx, call) as work:
        id, number = _locked(work, which)
        day = on or call.as_of
        open_ones = [row for row in standing.suspensions_of(work.conn, id) if row.from_on < day < row.until_on]
        if not open_ones:
            raise Refusal("Contract {number} is not suspended on {day}.", number=number, day=day)
        standing.end_suspension(work.conn, open_ones[-1].id, day)
        before = _plain({"until_on": open_ones[-1].until_on})
        work.touch(_subject(id), "resume", {"before": before, "after": _plain({"until_on": day})})
        return finish(work, id)


def terminate(ctx: Context, call: Call, which: Which | str, *, last_day: date, ground: str) -> Saved:
    """Terminate a signed contract: ``last_day`` is its last day of effect, ``ground`` the agreement, notice or law."""
    require(call, "decisions.make")
    _demand(ground)
    with writing(ctx, call) as work:
        id, number = _signed(work, which)
        known = standing.termination_of(work.conn, id)
        if known is not None:
            raise Refusal(
                "Contract {number} is terminated already, its last day is {day}: revoke that first.",
                number=number,
                day=known.last_day,
            )
        standing.add_termination(
            work.conn,
            {
                "contract_id": id,
                "last_day": last_day,
                "ground": ground.strip(),
                "recorded_at": call.at,
                "recorded_by": call.login,
            },
        )
        work.touch(_subject(id), "terminate", {"after": _plain({"last_day": last_day, "ground": ground.strip()})})
        return finish(work, id)


def revoke_termination(ctx: Context, call: Call, which: Which | str, *, reason: str) -> Saved:
    """Take a termination back; the row is kept with its reason."""
    require(call, "decisions.make")
    _demand(reason)
    with writing(ctx, call) as work:
        id, number = _locked(work, which)
        known = standing.termination_of(work.conn, id)
        if known is None:
            raise Refusal("Contract {number} is not terminated.", number=number)
        standing.revoke_termination(work.conn, known.id, call.at)
        payload = {"before": _plain({"last_day": known.last_day}), "reason": reason}
        work.touch(_subject(id), "revoke_termination", payload)
        return finish(work, id)


def confirm_alive(ctx: Context, call: Call, which: Which | str) -> Saved:
    """A person confirms that a contract whose terms were presumed is alive: they become automatic ones."""
    require(call, "contracts.register")
    with writing(ctx, call) as work:
        id, number = _locked(work, which)
        row = contracts.row_of(work.conn, id)
        derive_contracts(work, [id])
        count = standing.confirm_terms(work.conn, id)
        is_asked = row.presumed_before is not None and row.alive_confirmed_on is None
        if not is_asked and not count:
            raise Refusal("Nothing about contract {number} is presumed.", number=number)
        if is_asked:
            contracts.change(work.conn, id, {"alive_confirmed_on": call.as_of})
        work.touch(_subject(id), "confirm_alive", {"after": {"terms": count, "on": call.as_of.isoformat()}})
        return finish(work, id)


def close(ctx: Context, call: Call, which: Which | str, *, reason: str = "") -> Saved:
    """Close a contract: it leaves the lists. With something still open a reason is asked for.

    Raises :class:`NotClosed` naming what is open.
    """
    require(call, "contracts.register")
    with writing(ctx, call) as work:
        id, number = _locked(work, which)
        if contracts.row_of(work.conn, id).closed_on is not None:
            raise Refusal("Contract {number} is closed already.", number=number)
        rest = _still_open(work, id)
        if rest and not reason.strip():
            raise NotClosed(
                "Contract {number} still has something open: {rest}. Settle it, or say why it may rest: --reason.",
                number=number,
                rest="; ".join(": ".join(filter(None, each)) for each in rest),
            )
        contracts.change(work.conn, id, {"closed_on": call.as_of, "closed_reason": reason.strip()})
        after = {"closed_on": call.as_of.isoformat(), "reason": reason.strip(), "open": [list(each) for each in rest]}
        work.touch(_subject(id), "close_contract", {"after": after})
        return finish(work, id)


def reopen(ctx: Context, call: Call, which: Which | str, *, reason: str) -> Saved:
    """Open a closed contract again."""
    require(call, "contracts.register")
    _demand(reason)
    with writing(ctx, call) as work:
        id, number = _locked(work, which)
        row = contracts.row_of(work.conn, id)
        if row.closed_on is None:
            raise Refusal("Contract {number} is not closed.", number=number)
        contracts.change(work.conn, id, {"closed_on": None, "closed_reason": ""})
        before = {"closed_on": row.closed_on.isoformat(), "reason": row.closed_reason}
        work.touch(_subject(id), "reopen_contract", {"before": before, "reason": reason})
        return finish(work, id)


def _still_open(work: Work, id: int) -> tuple[tuple[str, str], ...]:
    known = locked_facts(work, id)
    phase = phase_on(known, work.call.as_of, work.ctx.rules)
    running = (("term", phase.value),) if phase not in _OVER else ()
    drafts = tuple(("draft amendment", each.number or str(each.no)) for each in known.amendments if not each.signed_on)
    closing = Closing(id)
    work.publish(closing)
    return (*running, *drafts, *closing.still_open)


def _locked(work: Work, which: Which | str) -> tuple[int, str]:
    id = find(work.conn, work.call, which)
    locked_facts(work, id)
    return id, shown_number(contracts.row_of(work.conn, id))


def _signed(work: Work, which: Which | str) -> tuple[int, str]:
    id, number = _locked(work, which)
    if status_on(locked_facts(work, id), FAR) is not Status.SIGNED:
        raise Refusal("Contract {number} is not signed yet: sign it, or cancel it.", code="not_signed", number=number)
    return id, number


def _move(work: Work, id: int, to: Status, on: date, reason: str) -> None:
    """The newest status holds: a move never takes effect before the one it follows."""
    day = max([on, *(moved_on for moved_on, _ in locked_facts(work, id).moves)])
    contracts.move(work.conn, id, to.value, day, by=_by(work.call, reason))
    work.touch(_subject(id), "move_status", {"after": _plain({"status": to.value, "on": day, "reason": reason})})


def _subject(id: int) -> Subject:
    return Subject(SubjectKind.CONTRACT, id)


def _by(call: Call, reason: str) -> dict[str, Any]:
    return {"recorded_at": call.at, "recorded_by": call.login, "reason": reason.strip()}


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _demand(reason: str) -> None:
    if not reason.strip():
        raise Refusal("Say why: --reason.", code="no_reason")
