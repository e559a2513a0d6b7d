"""What the ledger puts on the agenda: our payments, unknown due days, advances, holds (domain §10)."""

from datetime import date, timedelta

from contracts.kernel.calendar import FAR
from contracts.kernel.deadline import Deadline, DeadlineKind, deadline
from contracts.kernel.derivation import CodeFact, Step
from contracts.kernel.money import Money
from contracts.kernel.rules import Rules
from contracts.kernel.subject import ContractId, PersonId, Subject, SubjectKind
from contracts.money.rules.ledger import Charge, Direction
from contracts.money.rules.steps import ADVANCE_UNCLOSED, HOLD_ENDS, OPEN_SUM

#: Days after which a charge without a due day, or an advance without a delivery, is asked about.
ASK_AFTER = 30
#: The contract a subject belongs to and the person who owns that contract.
Owner = tuple[ContractId | None, PersonId | None]


def charge_deadlines(charge: Charge, still: Money, rules: Rules, country: str, owner: Owner) -> tuple[Deadline, ...]:
    """An unknown due day is asked about, a payment of ours is due; what is owed to us has its limitation alone."""
    if still.minor <= 0:
        return ()
    facts = (("number", charge.number), ("open", still))
    if not charge.is_due_known:
        kind, due_on, since = (
            DeadlineKind.ACT_NOT_RETURNED,
            charge.issued_on + timedelta(days=ASK_AFTER),
            charge.issued_on,
        )
    elif charge.direction is Direction.PAYABLE:
        kind, due_on, since = DeadlineKind.PAYMENT_DUE, charge.due_on, charge.due_on
    else:
        return ()
    why = (Step(OPEN_SUM, since, facts), *charge.due_steps)
    subject = Subject(SubjectKind.CHARGE, charge.id)
    return (deadline(kind, subject, due_on, rules, country=country, owner=owner, why=why),)


def advance_deadlines(payment_id: int, paid_on: date, rest: Money, rules: Rules, owner: Owner) -> tuple[Deadline, ...]:
    """An advance we paid that no delivery has closed is asked about after thirty days."""
    if rest.minor <= 0:
        return ()
    due_on = paid_on + timedelta(days=ASK_AFTER)
    facts = (("paid_on", paid_on), ("open", rest))
    subject, why = Subject(SubjectKind.PAYMENT, payment_id), (Step(ADVANCE_UNCLOSED, due_on, facts),)
    return (deadline(DeadlineKind.ADVANCE_OPEN, subject, due_on, rules, country="UA", owner=owner, why=why),)


def hold_deadlines(
    hold_id: int, kind: str, period: tuple[date, date], rules: Rules, owner: Owner
) -> tuple[Deadline, ...]:
    """A hold is looked at when it ends; one without an end after thirty days (domain §6)."""
    from_on, until_on = period
    due_on = from_on + timedelta(days=ASK_AFTER) if until_on == FAR else until_on
    subject = Subject(SubjectKind.HOLD, hold_id)
    why = (Step(HOLD_ENDS, due_on, (("hold", CodeFact("hold", kind)), ("from_on", from_on))),)
    return (deadline(DeadlineKind.HOLD_REVIEW, subject, due_on, rules, country="UA", owner=owner, why=why),)
