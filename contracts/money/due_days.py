"""Due days that become known after a charge was posted: fixed by hand, or by an event that happened (domain §6)."""

from collections.abc import Sequence
from datetime import date

from contracts.kernel.context import Call, Context, Work, recorded
from contracts.kernel.derivation import Step, steps_json
from contracts.kernel.identity import number_key
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.money.queries import charges, ledger
from contracts.money.reduce import charge_meant
from contracts.money.rules.charge_due import due_after
from contracts.money.rules.ledger import Charge, DueForm, LedgerFault
from contracts.money.rules.payment_terms import EVENTS
from contracts.money.rules.steps import DUE_CHANGED
from contracts.registry.lookup import Which, find
from contracts.registry.queries import contracts
from contracts.registry.queries.facts import load
from contracts.registry.rules.amendment import conditions_on


@needs("payments.post")
def fix_due(
    ctx: Context, call: Call, number: str, due_on: date, reason: str, *, counterparty: str | None = None
) -> None:
    """Fix the due day of a charge by hand; the reason is kept and shown in "why"."""
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


@needs("payments.post")
def enter_event(ctx: Context, call: Call, which: Which, event: str, on: date, *, charge: str = "") -> int:
    """An event happened under a contract: every charge that waited for it gets its due day. Returns how many.

    What concerns one document (its act was signed) names it as ``charge``.
    """
    if event not in EVENTS:
        raise LedgerFault("{event} is no event: {events}.", code="no_event", event=event, events=", ".join(EVENTS))
    with writing(ctx, call) as work:
        id = find(work.conn, call, which)
        waiting = _waiting(work, id, event, charge)
        calendar = ctx.rules.calendar(contracts.row_of(work.conn, id).country)
        agreed = conditions_on(load(work.conn, [id])[id], on).payment_terms
        own_terms = charges.terms_of(work.conn, [each.id for each in waiting])
        for each in waiting:
            due = due_after(each, own_terms[each.id] or agreed, event, on, calendar)
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


def _change_due(work: Work, charge_id: int, due_on: date, form: DueForm, steps: Sequence[Step], reason: str) -> None:
    values = {"due_on": due_on, "due_form": form.value, "due_steps": steps_json(steps), "reason": reason}
    charges.add_due_change(work.conn, charge_id, {**values, **recorded(work.call)})
    work.change(SubjectKind.CHARGE, [charge_id])
    work.note(Subject(SubjectKind.CHARGE, charge_id), "change_due", {"after": {"due_on": due_on.isoformat()}})
