"""A supplementary agreement is drafted, signed, or withdrawn; only a signed one changes the contract (domain §3)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from contracts.kernel.context import Call, Context, Work
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import AmendmentId, Subject, SubjectKind
from contracts.kernel.unit_of_work import require, writing
from contracts.registry.derivation import locked_facts
from contracts.registry.queries import amendments, contracts, values
from contracts.registry.registry import finish
from contracts.registry.rules.amendment import Conflict, conditions_on, conflicts
from contracts.registry.rules.contract import AMENDABLE, Amendment, Change, ContractFacts
from contracts.registry.rules.term import current_term
from contracts.registry.which import Which, find, shown_number


class AmendmentRefused(Refusal):
    """The amendment contradicts another one, or comes too late without a reason."""

    code = "amendment"


@dataclass(frozen=True, slots=True)
class Draft:
    """What is agreed: ``effective_on`` may lie in the past, ``rationale`` says why."""

    changes: tuple[Change, ...]
    effective_on: date
    number: str = ""
    title: str = ""
    rationale: str = ""
    signed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Amended:
    """An amendment as it stands; ``warnings`` are (sentence, facts) a person must look at."""

    contract: str
    number: str
    state: str
    effective_on: date
    signed_on: date | None
    phase: str
    warnings: tuple[Refusal, ...] = ()


def draft_amendment(ctx: Context, call: Call, which: Which | str, draft: Draft) -> Amended:
    """Record a supplementary agreement; with ``signed_on`` it is in effect at once.

    Raises :class:`AmendmentRefused` where two drafts change one condition from one day, or where a prolongation is
    signed after the last day without a rationale.
    """
    require(call, "contracts.register")
    _check(draft)
    with writing(ctx, call) as work:
        id = find(work.conn, call, which)
        known = locked_facts(work, id)
        number = shown_number(contracts.row_of(work.conn, id))
        no = amendments.next_amendment_no(work.conn, id)
        named = draft.number.strip() or str(no)
        _refuse_number(work, id, number, named)
        new = Amendment(AmendmentId(0), no, named, draft.signed_on, draft.effective_on, draft.changes)
        clashes = _clashes(known, new)
        _refuse_drafts(number, clashes)
        if draft.signed_on is not None:
            _refuse_late(work, known, new, draft.rationale)
            _give_way(work, id, clashes, new)
        row: dict[str, Any] = {"title": draft.title.strip(), "rationale": draft.rationale.strip()}
        row |= {"version": 1, "contract_id": id, "no": no, "number": named, "recorded_at": call.at}
        row |= {"signed_on": draft.signed_on, "effective_on": draft.effective_on}
        made = amendments.add(work.conn, row, _worded(known, draft), overruled=_overruled(clashes, new))
        what = "draft_amendment" if draft.signed_on is None else "sign_amendment"
        work.touch(Subject(SubjectKind.AMENDMENT, made), what, {"after": payload_of(new)}, contract_id=id)
        saved = finish(work, id)
    return _recorded(number, new, saved.phase, clashes)


def sign_amendment(
    ctx: Context,
    call: Call,
    which: Which | str,
    number: str,
    *,
    signed_on: date,
    effective_on: date | None = None,
    rationale: str = "",
) -> Amended:
    """Sign a draft: it takes effect on its day, and recorded terms that no longer follow are voided."""
    require(call, "contracts.register")
    with writing(ctx, call) as work:
        id = find(work.conn, call, which)
        known = locked_facts(work, id)
        shown = shown_number(contracts.row_of(work.conn, id))
        row = _row(work, id, shown, number)
        if row.signed_on is not None:
            raise AmendmentRefused(
                "Amendment {number} is signed already, on {day}.", number=row.number, day=row.signed_on
            )
        draft = next(each for each in known.amendments if each.id == row.id)
        signed = replace(draft, signed_on=signed_on, effective_on=effective_on or draft.effective_on)
        others = replace(known, amendments=tuple(each for each in known.amendments if each.id != row.id))
        clashes = _clashes(others, signed)
        _refuse_late(work, others, signed, rationale or row.rationale)
        _give_way(work, id, clashes, signed)
        dated = {"signed_on": signed_on, "effective_on": signed.effective_on}
        overruled = _overruled(clashes, signed)
        amendments.sign(work.conn, row.id, dated, overruled=overruled, version=row.version)
        work.touch(
            Subject(SubjectKind.AMENDMENT, row.id), "sign_amendment", {"after": payload_of(signed)}, contract_id=id
        )
        saved = finish(work, id)
    return _recorded(shown, signed, saved.phase, clashes)


def withdraw_amendment(ctx: Context, call: Call, which: Which | str, number: str, *, reason: str) -> Amended:
    """Withdraw an amendment: it is kept, and the contract stands as if it had not been."""
    require(call, "contracts.register")
    if not reason.strip():
        raise Refusal("Say why: --reason.", code="no_reason")
    with writing(ctx, call) as work:
        id = find(work.conn, call, which)
        locked_facts(work, id)
        shown = shown_number(contracts.row_of(work.conn, id))
        row = _row(work, id, shown, number)
        amendments.withdraw(work.conn, row.id, call.at)
        subject = Subject(SubjectKind.AMENDMENT, row.id)
        before = {"number": row.number, "signed_on": row.signed_on.isoformat() if row.signed_on else None}
        work.touch(subject, "withdraw_amendment", {"before": before, "reason": reason.strip()}, contract_id=id)
        saved = finish(work, id)
    return Amended(shown, row.number, "withdrawn", row.effective_on, row.signed_on, saved.phase)


def _recorded(contract: str, amendment: Amendment, phase: str, clashes: Sequence[Conflict]) -> Amended:
    return Amended(
        contract=contract,
        number=amendment.number,
        state="draft" if amendment.signed_on is None else "signed",
        effective_on=amendment.effective_on,
        signed_on=amendment.signed_on,
        phase=phase,
        warnings=tuple(_warning(each) for each in clashes if not each.is_refused),
    )


def _check(draft: Draft) -> None:
    if not draft.changes:
        raise AmendmentRefused("Say what the amendment changes.")
    seen: set[tuple[str, str]] = set()
    for change in draft.changes:
        if change.condition not in AMENDABLE:
            raise AmendmentRefused("An amendment cannot change {condition}.", condition=change.condition)
        target = (change.condition, change.clause)
        if target in seen:
            raise AmendmentRefused("The amendment changes {condition} twice.", condition=change.condition)
        seen.add(target)


def _clashes(known: ContractFacts, new: Amendment) -> list[Conflict]:
    """Conflicts of the new amendment with those there are."""
    together = replace(known, amendments=(*known.amendments, new))
    return [each for each in conflicts(together) if new in (each.earlier, each.later)]


def _refuse_drafts(number: str, clashes: Sequence[Conflict]) -> None:
    for each in clashes:
        if each.is_refused:
            raise AmendmentRefused(
                "Drafts {one} and {other} of contract {number} would both change {condition} from {day}: "
                "sign or withdraw the first.",
                one=each.earlier.number,
                other=each.later.number,
                number=number,
                condition=each.condition,
                day=each.effective_on,
            )


def _refuse_late(work: Work, known: ContractFacts, new: Amendment, rationale: str) -> None:
    """A prolongation signed after the last day is practice's "new contract": a person must say why (§3)."""
    prolongs = [each for each in new.changes if each.condition == "last_day" and isinstance(each.value, date)]
    if not prolongs or new.signed_on is None or rationale.strip():
        return
    term = current_term(known, new.signed_on, work.ctx.rules)
    if term is not None and new.signed_on > term.last_day and prolongs[0].value > term.last_day:  # type: ignore[operator]
        raise AmendmentRefused(
            "The amendment is signed on {signed}, after the last day {last}: practice treats this as a new contract. "
            "Give the reason: --rationale.",
            signed=new.signed_on,
            last=term.last_day,
        )


def _overruled(clashes: Sequence[Conflict], new: Amendment) -> set[str]:
    """Conditions of the new amendment that another signed one, signed later, has the last word about."""
    return {each.condition for each in clashes if each.earlier is new and each.later.signed_on is not None}


def _give_way(work: Work, contract_id: int, clashes: Sequence[Conflict], new: Amendment) -> None:
    """Of two signed changes of one condition and day the later signed one holds the live day."""
    for each in clashes:
        if each.earlier.signed_on and each.later.signed_on and each.later is new:
            for change in each.earlier.changes:
                if change.condition == each.condition:
                    amendments.yield_to(
                        work.conn, contract_id, each.condition, change.clause, each.effective_on, keep_id=new.id
                    )


def _warning(clash: Conflict) -> Refusal:
    return Refusal(
        "Amendments {one} and {other} both change {condition} from {day}: the later signed one prevails; confirm it.",
        code="amendment_conflict",
        one=clash.earlier.number,
        other=clash.later.number,
        condition=clash.condition,
        day=clash.effective_on,
    )


def _worded(known: ContractFacts, draft: Draft) -> list[Change]:
    """The changes, each with the old wording where nobody gave it."""
    before = conditions_on(known, draft.effective_on)
    found = []
    for each in draft.changes:
        old = values.to_json(getattr(before, each.condition, None))
        text = old if isinstance(old, str) else "" if old in (None, []) else str(old)
        if isinstance(old, dict):
            text = f"{before.amount.wire} {before.amount.currency}" if before.amount else ""
        found.append(replace(each, old_wording=each.old_wording or text))
    return found


def payload_of(amendment: Amendment) -> dict[str, Any]:
    """An amendment as the history keeps it."""
    return {
        "number": amendment.number,
        "signed_on": amendment.signed_on.isoformat() if amendment.signed_on else None,
        "effective_on": amendment.effective_on.isoformat(),
        "changes": {each.condition: values.to_json(each.value) for each in amendment.changes},
    }


def _row(work: Work, contract_id: int, contract: str, number: str) -> Any:
    rows = [row for row in amendments.of_contract(work.conn, contract_id) if row.withdrawn_at is None]
    found = [row for row in rows if number.strip() in (row.number, str(row.no))]
    exact = [row for row in found if row.number == number.strip()]
    if len(exact or found) == 1:
        return (exact or found)[0]
    raise AmendmentRefused(
        "Contract {contract} has no amendment {number}; it has: {numbers}.",
        contract=contract,
        number=number,
        numbers=", ".join(row.number for row in rows) or "–",
    )


def _refuse_number(work: Work, contract_id: int, contract: str, number: str) -> None:
    rows = amendments.of_contract(work.conn, contract_id)
    if any(row.number == number and row.withdrawn_at is None for row in rows):
        raise AmendmentRefused(
            "Contract {contract} has an amendment {number} already.", contract=contract, number=number
        )
