"""A contract is approved, signed, suspended, terminated, confirmed, closed or voided: dated facts, never flags (§2)."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from contracts.kernel.calendar import FAR
from contracts.kernel.context import Call, Context, Work
from contracts.kernel.database.tables import add_row
from contracts.kernel.derivation import CodeFact
from contracts.kernel.events import Closing
from contracts.kernel.refusal import N_, Note, Refusal
from contracts.kernel.unit_of_work import needs, require, writing
from contracts.registry.derivation import derive_contracts
from contracts.registry.entry import plain_values
from contracts.registry.lookup import LockedContract, Which, lock_contract
from contracts.registry.queries import contracts
from contracts.registry.queries import lifecycle as stored
from contracts.registry.registry import Saved, contract_subject, demand_reason, finish
from contracts.registry.rules.contract import Phase, Status
from contracts.registry.rules.lifecycle import check_move, phase_on, status_on
from contracts.registry.tables.contract import SuspensionRow, TerminationRow

_DAY = timedelta(days=1)
#: Phases in which the term of a contract is over, or never began.
_OVER = frozenset({Phase.EXPIRED, Phase.TERMINATED, Phase.CANCELLED})


#: What may still be open under a contract, as people are told it.
_OPEN_NAMES = {
    "term": N_("its term"),
    "draft amendment": N_("draft amendment"),
    "open receivable": N_("owed to us"),
    "open payable": N_("owed by us"),
}


class NotClosed(Refusal):
    """Something is still open: the closing list names it."""

    code = "closing_list"


@needs("contracts.register")
def move(
    ctx: Context, call: Call, which: Which | str, to: Status, *, on: date | None = None, reason: str = ""
) -> Saved:
    """Move an unsigned contract to another status from a day on; signing has a use case of its own."""
    if to is Status.APPROVED:
        require(call, "contracts.approve")
    with writing(ctx, call) as work:
        contract = lock_contract(work, which)
        check_move(contract.number, status_on(contract.facts, FAR), to)
        _move(work, contract, to, on or call.as_of, reason)
        return finish(work, contract.id)


@needs("contracts.register")
def sign(
    ctx: Context, call: Call, which: Which | str, *, by_us_on: date | None = None, by_them_on: date | None = None
) -> Saved:
    """Record signatures; with both the contract is concluded on the later day, with one it is out for signature."""
    with writing(ctx, call) as work:
        contract = lock_contract(work, which)
        ours, theirs = by_us_on or contract.row.signed_by_us_on, by_them_on or contract.row.signed_by_them_on
        days = [day for day in (ours, theirs) if day is not None]
        to = Status.SIGNED if len(days) == 2 else Status.SIGNING
        now = status_on(contract.facts, FAR)
        if not now is to is Status.SIGNING:
            check_move(contract.number, now, to)
        dated = {"signed_by_us_on": ours, "signed_by_them_on": theirs}
        if to is Status.SIGNED:
            dated["concluded_on"] = max(days)
        contracts.change(work.conn, contract.id, dated)
        if now is not to:
            _move(work, contract, to, max(days, default=call.as_of), "")
        _note(work, contract, "sign_contract", after=dated)
        return finish(work, contract.id)


@needs("contracts.register")
def cancel(ctx: Context, call: Call, which: Which | str, *, reason: str) -> Saved:
    """Give up a contract that was never signed."""
    return move(ctx, call, which, Status.CANCELLED, reason=demand_reason(reason))


@needs("contracts.register")
def void(ctx: Context, call: Call, which: Which | str, *, reason: str) -> Saved:
    """Void a register number given by mistake: it stays with its reason, and the contract is cancelled."""
    why = demand_reason(reason)
    with writing(ctx, call) as work:
        contract = lock_contract(work, which)
        if contract.row.void_reason:
            raise Refusal("The number of contract {number} is void already.", code="void", number=contract.number)
        contracts.change(work.conn, contract.id, {"void_reason": why, "import_key": f"void:{contract.id}"})
        _move(work, contract, Status.CANCELLED, contract.facts.moves[0][0], why)
        _note(work, contract, "void_number", after={"register_no": contract.row.register_no, "reason": why})
        return finish(work, contract.id)


@needs("contracts.register")
def suspend(
    ctx: Context, call: Call, which: Which | str, *, from_on: date, last_day: date | None = None, reason: str = ""
) -> Saved:
    """Suspend a contract from a day, to a last day inclusive or until it is resumed."""
    until = FAR if last_day is None else last_day + _DAY
    if until <= from_on:
        raise Refusal("The suspension would end on {last}, before it begins on {first}.", last=last_day, first=from_on)
    with writing(ctx, call) as work:
        contract = _lock_signed(work, which)
        for each in stored.suspensions_of(work.conn, contract.id):
            if each.from_on < until and from_on < each.until_on:
                raise Refusal(
                    "Contract {number} is suspended from {day} already.", number=contract.number, day=each.from_on
                )
        row = SuspensionRow(
            contract_id=contract.id,
            from_on=from_on,
            until_on=until,
            reason=reason.strip(),
            recorded_at=call.at,
            recorded_by=call.login,
        )
        add_row(work.conn, row)
        _note(work, contract, "suspend", after={"from_on": from_on, "until_on": until, "reason": reason})
        return finish(work, contract.id)


@needs("contracts.register")
def resume(ctx: Context, call: Call, which: Which | str, *, on: date | None = None) -> Saved:
    """End the running suspension: ``on`` is the first day on which the contract works again."""
    with writing(ctx, call) as work:
        contract = lock_contract(work, which)
        day = on or call.as_of
        running = [row for row in stored.suspensions_of(work.conn, contract.id) if row.from_on < day < row.until_on]
        if not running:
            raise Refusal("Contract {number} is not suspended on {day}.", number=contract.number, day=day)
        stored.end_suspension(work.conn, running[-1].id, day)
        _note(work, contract, "resume", before={"until_on": running[-1].until_on}, after={"until_on": day})
        return finish(work, contract.id)


@needs("decisions.make")
def terminate(ctx: Context, call: Call, which: Which | str, *, last_day: date, ground: str) -> Saved:
    """Terminate a signed contract: ``last_day`` is its last day of effect, ``ground`` the agreement, notice or law."""
    why = demand_reason(ground)
    with writing(ctx, call) as work:
        contract = _lock_signed(work, which)
        known = stored.termination_of(work.conn, contract.id)
        if known is not None:
            raise Refusal(
                "Contract {number} is terminated already, its last day is {day}: revoke that first.",
                number=contract.number,
                day=known.last_day,
            )
        first_day = stored.first_day_of(work.conn, contract.id)
        if first_day is not None and last_day < first_day:
            raise Refusal(
                "Contract {number} begins on {first_day}, so {last_day} cannot be its last day: what never took effect "
                "is made void, not terminated.",
                code="ends_before_it_begins",
                number=contract.number,
                first_day=first_day,
                last_day=last_day,
            )
        row = TerminationRow(
            contract_id=contract.id, last_day=last_day, ground=why, recorded_at=call.at, recorded_by=call.login
        )
        add_row(work.conn, row)
        _note(work, contract, "terminate", after={"last_day": last_day, "ground": why})
        return finish(work, contract.id)


@needs("decisions.make")
def revoke_termination(ctx: Context, call: Call, which: Which | str, *, reason: str) -> Saved:
    """Take a termination back; the row is kept with its reason."""
    demand_reason(reason)
    with writing(ctx, call) as work:
        contract = lock_contract(work, which)
        known = stored.termination_of(work.conn, contract.id)
        if known is None:
            raise Refusal("Contract {number} is not terminated.", number=contract.number)
        stored.revoke_termination(work.conn, known.id, call.at)
        _note(work, contract, "revoke_termination", before={"last_day": known.last_day}, reason=reason)
        return finish(work, contract.id)


@needs("contracts.register")
def confirm_alive(ctx: Context, call: Call, which: Which | str) -> Saved:
    """A person confirms that a contract whose terms were presumed is alive: they become automatic ones."""
    with writing(ctx, call) as work:
        contract = lock_contract(work, which)
        derive_contracts(work, [contract.id])
        count = stored.confirm_terms(work.conn, contract.id)
        is_asked = contract.row.presumed_before is not None and contract.row.alive_confirmed_on is None
        if not is_asked and not count:
            raise Refusal("Nothing about contract {number} is presumed.", number=contract.number)
        if is_asked:
            contracts.change(work.conn, contract.id, {"alive_confirmed_on": call.as_of})
        _note(work, contract, "confirm_alive", after={"terms": count, "on": call.as_of})
        return finish(work, contract.id)


@needs("contracts.register")
def close(ctx: Context, call: Call, which: Which | str, *, reason: str = "") -> Saved:
    """Close a contract: it leaves the lists. With something still open a reason is asked for.

    Raises :class:`NotClosed` naming what is open.
    """
    with writing(ctx, call) as work:
        contract = lock_contract(work, which)
        if contract.row.closed_on is not None:
            raise Refusal("Contract {number} is closed already.", number=contract.number)
        rest = _still_open(work, contract)
        if rest and not reason.strip():
            raise NotClosed(
                "Contract {number} still has something open: {rest}. Settle it, or say why it may rest: --reason.",
                number=contract.number,
                rest=_in_words(rest),
            )
        contracts.change(work.conn, contract.id, {"closed_on": call.as_of, "closed_reason": reason.strip()})
        after = {"closed_on": call.as_of, "reason": reason.strip(), "open": [list(each) for each in rest]}
        _note(work, contract, "close_contract", after=after)
        return finish(work, contract.id)


@needs("contracts.register")
def reopen(ctx: Context, call: Call, which: Which | str, *, reason: str) -> Saved:
    """Open a closed contract again."""
    demand_reason(reason)
    with writing(ctx, call) as work:
        contract = lock_contract(work, which)
        if contract.row.closed_on is None:
            raise Refusal("Contract {number} is not closed.", number=contract.number)
        contracts.change(work.conn, contract.id, {"closed_on": None, "closed_reason": ""})
        before = {"closed_on": contract.row.closed_on, "reason": contract.row.closed_reason}
        _note(work, contract, "reopen_contract", before=before, reason=reason)
        return finish(work, contract.id)


def _still_open(work: Work, contract: LockedContract) -> tuple[tuple[str, str], ...]:
    phase = phase_on(contract.facts, work.call.as_of, work.ctx.rules)
    running = (("term", phase.value),) if phase not in _OVER else ()
    amendments = contract.facts.amendments
    drafts = tuple(("draft amendment", each.number or str(each.no)) for each in amendments if not each.signed_on)
    closing = Closing(contract.id)
    work.publish(closing)
    return (*running, *drafts, *closing.still_open)


def _in_words(rest: Sequence[tuple[str, str]]) -> Note:
    """What is open, each by its name and its detail."""
    facts: dict[str, object] = {}
    for no, (code, detail) in enumerate(rest):
        facts[f"code{no}"] = Note(_OPEN_NAMES.get(code, code))
        facts[f"detail{no}"] = CodeFact("phase", detail) if code == "term" else detail
    return Note("; ".join(f"{{code{no}}}: {{detail{no}}}" for no in range(len(rest))), facts)


def _lock_signed(work: Work, which: Which | str) -> LockedContract:
    contract = lock_contract(work, which)
    if status_on(contract.facts, FAR) is not Status.SIGNED:
        raise Refusal(
            "Contract {number} is not signed yet: sign it, or cancel it.", code="not_signed", number=contract.number
        )
    return contract


def _move(work: Work, contract: LockedContract, to: Status, on: date, reason: str) -> None:
    """The newest status holds: a move never takes effect before the one it follows."""
    day = max([on, *(moved_on for moved_on, _ in contract.facts.moves)])
    by = {"recorded_at": work.call.at, "recorded_by": work.call.login, "reason": reason.strip()}
    contracts.move(work.conn, contract.id, to.value, day, by=by)
    _note(work, contract, "move_status", after={"status": to.value, "on": day, "reason": reason})


def _note(work: Work, contract: LockedContract, what: str, *, reason: str = "", **sides: Mapping[str, object]) -> None:
    """What was done: ``before`` and ``after`` as plain values, and why it was taken back."""
    payload: dict[str, object] = {side: plain_values(values) for side, values in sides.items()}
    work.touch(contract_subject(contract.id), what, payload | ({"reason": reason} if reason else {}))
