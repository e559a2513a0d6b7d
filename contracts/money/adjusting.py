"""What reduces a charge without a payment, a due day fixed by hand, and events that make due days known (domain §6).

A reduction greater than what is open first frees money of payments, the newest first: it becomes an advance again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from contracts.kernel.context import Call, Context, Work, recorded
from contracts.kernel.derivation import Step, steps_json
from contracts.kernel.identity import number_key
from contracts.kernel.money import Money
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import PartyId, Subject, SubjectKind
from contracts.kernel.unit_of_work import require, writing
from contracts.money.allocating import Part, allocate, standing, take_back, touch
from contracts.money.queries import charges, ledger, open_amounts
from contracts.money.rules.ledger import AdjustmentKind, Charge, DueForm, LedgerFault, check_covering
from contracts.money.rules.payment_phrases import read_phrase
from contracts.money.rules.payment_terms import EVENTS, due_by_law, parse_terms, parts_due
from contracts.money.rules.steps import DUE_CHANGED
from contracts.parties.queries import parties
from contracts.registry.queries import contracts
from contracts.registry.queries.facts import load
from contracts.registry.rules.amendment import conditions_on
from contracts.registry.which import Which, find

_EVER = date.max
#: Marks the reversal of a charge whose assignment was taken back: it is not undone by itself.
BACK = "back:"


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a charge is reduced: the words of a person, or the document that says so."""

    reason: str = ""
    document: str = ""


def reduce(
    ctx: Context,
    call: Call,
    number: str,
    kind: AdjustmentKind,
    *,
    amount: Money | None = None,
    reason: str = "",
    document: str = "",
    counterparty: str | None = None,
) -> Money:
    """Write off, credit or reverse a charge, in whole where no sum is named; returns the sum."""
    require(call, "payments.post")
    with writing(ctx, call) as work:
        charge = charge_meant(work, number, counterparty)
        done, _ = reduce_charge(work, charge, kind, amount, ground=stated(Ground(reason, document), number))
        work.commit()
    return done


def offset(
    ctx: Context,
    call: Call,
    first: str,
    second: str,
    *,
    amount: Money | None = None,
    reason: str = "",
    document: str = "",
) -> Money:
    """Set a charge of theirs against one of ours (CC Ukraine 601): both are reduced by the same sum."""
    require(call, "payments.post")
    ground = stated(Ground(reason, document), first)
    with writing(ctx, call) as work:
        pair = [charge_meant(work, each, None) for each in (first, second)]
        if pair[0].direction is pair[1].direction or pair[0].counterparty_id != pair[1].counterparty_id:
            raise LedgerFault(
                "Only what they owe us and what we owe them can be set off: {first} and {second} are not such.",
                code="no_offset",
                first=first,
                second=second,
            )
        sums = [open_now(work, each) for each in pair]
        if sums[0].currency != sums[1].currency:
            raise LedgerFault("Charges of two currencies cannot be set off.", code="currency_differs")
        done = amount or min(sums, key=lambda each: each.minor)
        key = f"{pair[0].id}:{pair[1].id}:{call.request_id}"[:40]
        for each in pair:
            reduce_charge(work, each, AdjustmentKind.OFFSET, done, ground=ground, pair_key=key)
        work.commit()
    return done


def fix_due(
    ctx: Context, call: Call, number: str, due_on: date, reason: str, *, counterparty: str | None = None
) -> None:
    """Fix the due day of a charge by hand; the reason is kept and shown in "why"."""
    require(call, "payments.post")
    if not reason.strip():
        raise LedgerFault("A due day fixed by hand needs a reason.", code="no_reason")
    with writing(ctx, call) as work:
        charge = charge_meant(work, number, counterparty)
        if due_on < charge.issued_on:
            raise LedgerFault(
                "Charge {number} was issued on {issued_on}: it cannot be due before.",
                code="due_before_issue",
                number=number,
                issued_on=charge.issued_on,
            )
        steps = (Step(DUE_CHANGED, due_on, (("reason", reason),)),)
        _change_due(work, charge.id, due_on, DueForm.DATE, steps, reason)
        work.commit()


def enter_event(ctx: Context, call: Call, which: Which, event: str, on: date, *, charge: str = "") -> int:
    """An event happened under a contract: every charge that waited for it gets its due day. Returns how many.

    What concerns one document (its act was signed) names it as ``charge``.
    """
    require(call, "payments.post")
    if event not in EVENTS:
        raise LedgerFault("{event} is no event: {events}.", code="no_event", event=event, events=", ".join(EVENTS))
    with writing(ctx, call) as work:
        id = find(work.conn, call, which)
        waiting = _waiting(work, id, event, charge)
        calendar = ctx.rules.calendar(contracts.row_of(work.conn, id).country)
        agreed = conditions_on(load(work.conn, [id])[id], on).payment_terms
        for each in waiting:
            terms = charges.terms_of(work.conn, each.id) or agreed
            if not terms and event == "act_signed":
                due = due_by_law(each.kind, on, calendar)
            else:
                part = _part_of(each, terms, event)
                (due,) = parts_due((part,), each.amount, each.issued_on, {event: on}, calendar)
            _change_due(work, each.id, due.due_on, due.form, due.steps, event)
        work.touch(Subject(SubjectKind.CONTRACT, id), "payment_event", {"after": {event: on.isoformat()}})
        work.commit()
    return len(waiting)


def _waiting(work: Work, contract_id: int, event: str, number: str) -> list[Charge]:
    """Charges that wait for an event; of several documents that wait for a signature one must be named."""
    waiting = list(ledger.charges(work.conn, charges.waiting_for(work.conn, contract_id, event)).values())
    if number:
        return [each for each in waiting if number_key(each.number) == number_key(number.partition(":")[0])]
    names = sorted({each.number for each in waiting})
    if event in ("act_signed", "delivered") and len(names) > 1:
        raise LedgerFault(
            "Several documents wait for it: {names}; name the one meant with --charge.",
            code="several_wait",
            names=", ".join(names),
        )
    return waiting


def reduce_charge(
    work: Work,
    charge: Charge,
    kind: AdjustmentKind,
    amount: Money | None,
    *,
    ground: Ground,
    pair_key: str = "",
) -> tuple[Money, int]:
    """Reduce a charge within a transaction of the caller; returns the sum and the key of the row."""
    open_amounts.lock(work.conn, [charge.id])
    whole = charge.amount if kind is AdjustmentKind.REVERSAL and not pair_key else open_now(work, charge)
    wanted = amount or whole
    if kind in (AdjustmentKind.REVERSAL, AdjustmentKind.CREDIT_NOTE) and wanted <= charge.amount:
        _free(work, charge, wanted)
    check_covering(charge, open_now(work, charge), wanted)
    row = {
        "charge_id": charge.id,
        "kind": kind.value,
        "number": ground.document,
        "amount_minor": wanted.minor,
        "effective_on": max(work.call.as_of, charge.issued_on),
        "reason": ground.reason,
        "pair_key": pair_key,
        "reverses_id": None,
        **recorded(work.call),
    }
    (id,) = ledger.add_adjustments(work.conn, [row])
    touch(work, [charge], [])
    told = {"kind": kind.value, "sum": wanted.wire, "reason": ground.reason, "document": ground.document}
    work.note(
        Subject(SubjectKind.CHARGE, charge.id), "adjust", {"after": {name: each for name, each in told.items() if each}}
    )
    return wanted, id


def stated(ground: Ground, number: str) -> Ground:
    """A ground that says something. Raises ``LedgerFault``."""
    if not ground.reason.strip() and not ground.document.strip():
        raise LedgerFault(
            "Say why charge {number} is reduced: --reason, or the document with --by.", code="no_reason", number=number
        )
    return ground


def _free(work: Work, charge: Charge, wanted: Money) -> None:
    """Free so much paid money that the reduction fits: an allocation cut is taken back and its rest given again."""
    for each in reversed(standing(ledger.allocations(work.conn, charge_ids=[charge.id]))):
        missing = wanted.minor - open_now(work, charge).minor
        if missing <= 0:
            return
        take_back(work, [each], "free_payment")
        kept = each.covered.minor - missing
        if kept > 0 and each.covered.currency == each.paid.currency:
            allocate(work, each.payment_id, [Part(charge.id, Money(kept, each.covered.currency))])


def open_now(work: Work, charge: Charge) -> Money:
    """What is open of a charge by everything recorded."""
    known = ledger.ledger_of(work.conn, [charge.id])
    return known.open_amounts(_EVER).get(charge.id, Money(0, charge.amount.currency))


def charge_meant(work: Work, number: str, counterparty: str | None) -> Charge:
    """The charge with a number. Raises ``NoSuchCharge``."""
    party: PartyId | None = PartyId(parties.counterparty(work.conn, counterparty).id) if counterparty else None
    id = charges.find(work.conn, number, counterparty_id=party)
    return ledger.charges(work.conn, [id])[id]


def _part_of(charge: Charge, terms: str, event: str) -> Any:
    """The part of the terms this charge is; read again from the terms, as its sum is known by now."""
    try:
        parts = parse_terms(terms)
    except Refusal:
        parts = read_phrase(terms)
    found = [each for each in parts if each.event == event]
    if not found:
        raise LedgerFault(
            "The terms of charge {number} cannot be read any more: fix its due day by hand.",
            code="no_terms",
            number=charge.number,
        )
    chosen = parts[charge.part_no - 1] if charge.part_no <= len(parts) else found[0]
    return replace(chosen if chosen.event == event else found[0], share=None, amount=None)


def _change_due(work: Work, charge_id: int, due_on: date, form: DueForm, steps: Sequence[Step], reason: str) -> None:
    values = {"due_on": due_on, "due_form": form.value, "due_steps": steps_json(steps), "reason": reason}
    charges.add_due_change(work.conn, charge_id, {**values, **recorded(work.call)})
    work.change(SubjectKind.CHARGE, [charge_id])
    work.note(Subject(SubjectKind.CHARGE, charge_id), "change_due", {"after": {"due_on": due_on.isoformat()}})
