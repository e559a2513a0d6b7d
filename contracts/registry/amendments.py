"""A supplementary agreement is drafted, signed, or withdrawn; only a signed one changes the contract (domain §3)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from contracts.kernel.calendar import FAR
from contracts.kernel.context import Call, Context, Work
from contracts.kernel.refusal import Refusal
from contracts.kernel.rules import Rules
from contracts.kernel.subject import AmendmentId, Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.registry.entry import plain_values
from contracts.registry.lookup import LockedContract, Which, lock_contract
from contracts.registry.queries import amendments, values
from contracts.registry.registry import demand_reason, finish
from contracts.registry.rules.amendment import Conflict, conditions_on, conflicts
from contracts.registry.rules.conditions import AMENDABLE
from contracts.registry.rules.contract import Amendment, Change, ContractFacts
from contracts.registry.rules.term import current_term
from contracts.registry.tables.amendment import AmendmentRow


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
    """An amendment by number, as it stands; a person must look at the ``warnings``."""

    contract: str
    amendment: str
    state: str
    effective_on: date
    signed_on: date | None
    phase: str
    warnings: tuple[Refusal, ...] = ()


@needs("contracts.register")
def draft_amendment(ctx: Context, call: Call, which: Which | str, draft: Draft) -> Amended:
    """Record a supplementary agreement; with ``signed_on`` it is in effect at once.

    Raises :class:`AmendmentRefused` where two drafts change one condition from one day, or where a prolongation is
    signed after the last day without a rationale.
    """
    _check(draft)
    with writing(ctx, call) as work:
        contract = lock_contract(work, which)
        row = _new_row(work, contract, draft)
        new = Amendment(AmendmentId(0), row.no, row.number, draft.signed_on, draft.effective_on, draft.changes)
        clashes = _clashes(contract.facts, new)
        _refuse_drafts(contract.number, clashes)
        if new.signed_on is not None:
            _refuse_late(work, contract.facts, new, draft.rationale)
            _give_way(work, contract.id, clashes, new)
        id = amendments.add(work.conn, row, _worded(contract.facts, draft), overruled=_overruled(clashes, new))
        what = "draft_amendment" if new.signed_on is None else "sign_amendment"
        work.touch(Subject(SubjectKind.AMENDMENT, id), what, {"after": payload_of(new)}, contract_id=contract.id)
        saved = finish(work, contract.id)
        late = _beyond_end(ctx.rules, contract.facts, new)
    recorded = _recorded(contract.number, new, saved.phase, clashes)
    return replace(recorded, warnings=(*recorded.warnings, *late))


@needs("contracts.register")
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
    with writing(ctx, call) as work:
        contract = lock_contract(work, which)
        row = _amendment_meant(work, contract, number)
        if row.signed_on is not None:
            raise AmendmentRefused(
                "Amendment {number} is signed already, on {day}.", number=row.number, day=row.signed_on
            )
        drafts = {each.id: each for each in contract.facts.amendments}
        draft = drafts.pop(AmendmentId(row.id))
        signed = replace(draft, signed_on=signed_on, effective_on=effective_on or draft.effective_on)
        others = replace(contract.facts, amendments=tuple(drafts.values()))
        clashes = _clashes(others, signed)
        _refuse_late(work, others, signed, rationale or row.rationale)
        _give_way(work, contract.id, clashes, signed)
        amendments.sign(work.conn, row, signed_on, signed.effective_on, overruled=_overruled(clashes, signed))
        subject = Subject(SubjectKind.AMENDMENT, row.id)
        work.touch(subject, "sign_amendment", {"after": payload_of(signed)}, contract_id=contract.id)
        saved = finish(work, contract.id)
    return _recorded(contract.number, signed, saved.phase, clashes)


@needs("contracts.register")
def withdraw_amendment(ctx: Context, call: Call, which: Which | str, number: str, *, reason: str) -> Amended:
    """Withdraw an amendment: it is kept, and the contract stands as if it had not been."""
    why = demand_reason(reason)
    with writing(ctx, call) as work:
        contract = lock_contract(work, which)
        row = _amendment_meant(work, contract, number)
        amendments.withdraw(work.conn, row.id, call.at)
        payload = {"before": plain_values({"number": row.number, "signed_on": row.signed_on}), "reason": why}
        subject = Subject(SubjectKind.AMENDMENT, row.id)
        work.touch(subject, "withdraw_amendment", payload, contract_id=contract.id)
        saved = finish(work, contract.id)
    return Amended(contract.number, row.number, "withdrawn", row.effective_on, row.signed_on, saved.phase)


def _recorded(contract: str, amendment: Amendment, phase: str, clashes: Sequence[Conflict]) -> Amended:
    return Amended(
        contract=contract,
        amendment=amendment.number,
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


def _beyond_end(rules: Rules, known: ContractFacts, new: Amendment) -> list[Refusal]:
    """A warning where the amendment takes effect later than the day after the contract's end."""
    term = current_term(known, new.effective_on, rules)
    if term is None or term.last_day == FAR or new.effective_on <= term.last_day + timedelta(days=1):
        return []
    return [
        AmendmentRefused(
            "The contract ended on {last}, and the amendment takes effect on {day}: a court may take it for a new "
            "contract. State the reason.",
            last=term.last_day,
            day=new.effective_on,
        )
    ]


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
    worded = []
    for each in draft.changes:
        old = values.to_json(getattr(before, each.condition, None))
        text = old if isinstance(old, str) else "" if old in (None, []) else str(old)
        if isinstance(old, dict):
            text = f"{before.amount.wire} {before.amount.currency}" if before.amount else ""
        worded.append(replace(each, old_wording=each.old_wording or text))
    return worded


def payload_of(amendment: Amendment) -> dict[str, object]:
    """An amendment as the history keeps it."""
    dated = {"signed_on": amendment.signed_on, "effective_on": amendment.effective_on}
    return {
        "number": amendment.number,
        **plain_values(dated),
        "changes": {each.condition: values.to_json(each.value) for each in amendment.changes},
    }


def _new_row(work: Work, contract: LockedContract, draft: Draft) -> AmendmentRow:
    """The row of a new amendment, numbered; refuses a number the contract has."""
    no = amendments.next_amendment_no(work.conn, contract.id)
    number = draft.number.strip() or str(no)
    if any(row.number == number for row in _standing(work, contract)):
        raise AmendmentRefused(
            "Contract {contract} has an amendment {number} already.", contract=contract.number, number=number
        )
    return AmendmentRow(
        contract_id=contract.id,
        no=no,
        number=number,
        title=draft.title.strip(),
        rationale=draft.rationale.strip(),
        signed_on=draft.signed_on,
        effective_on=draft.effective_on,
        recorded_at=work.call.at,
    )


def _standing(work: Work, contract: LockedContract) -> list[AmendmentRow]:
    """The amendments nobody withdrew."""
    return [row for row in amendments.of_contract(work.conn, contract.id) if row.withdrawn_at is None]


def _amendment_meant(work: Work, contract: LockedContract, number: str) -> AmendmentRow:
    """An amendment by its number, else by its ordinal."""
    rows, text = _standing(work, contract), number.strip()
    exact = [row for row in rows if row.number == text]
    candidates = exact or [row for row in rows if str(row.no) == text]
    if len(candidates) == 1:
        return candidates[0]
    raise AmendmentRefused(
        "Contract {contract} has no amendment {number}; it has: {numbers}.",
        contract=contract.number,
        number=number,
        numbers=", ".join(row.number for row in rows) or "–",
    )
