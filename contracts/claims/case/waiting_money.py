"""Before anything is demanded, money of the debtor that waits to be matched is named, until a person says so (§8).

Reminder, claim, pack and court are held by it. It is matched, or a person sets it aside with the reason.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection

from contracts.claims.case.queries import waiting
from contracts.claims.case.queries.waiting import WaitingPayment
from contracts.kernel.context import Call, Context, recorded
from contracts.kernel.database.engine import reading
from contracts.kernel.money import total
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.money.queries import charges, payments
from contracts.money.rules.ledger import Direction
from contracts.parties.queries import parties

#: How many payments a refusal names.
_NAMED = 5


class MoneyWaits(Refusal):
    """Money of this debtor waits to be matched: what is owed is not sure."""

    code = "money_waits"


def check_waiting(
    conn: Connection,
    call: Call,
    sides: tuple[int, int],
    contract_ids: Collection[int | None] = (),
    known: Collection[int] = (),
) -> None:
    """Nothing waits of a debtor (own company, counterparty) that a person has not set aside.

    ``known`` are payments the demand counts already. Raises :class:`MoneyWaits` naming the money and what to do.
    """
    held = [
        each
        for each in waiting.waiting_of(conn, call, *sides, contract_ids)
        if not each.aside and each.payment not in known
    ]
    if held:
        raise money_waits(held)


def money_waits(held: Sequence[WaitingPayment]) -> MoneyWaits:
    """The refusal that names money that waits; there is some."""
    sums = list(total([each.rest for each in held]).values())
    named = "; ".join(f"№ {each.payment}, {each.purpose or each.payer or '–'}" for each in held[:_NAMED])
    return MoneyWaits(
        "{sum} of this payer waits to be matched: {payments}. Match it (`contracts payment match {no}`), or confirm "
        "that it does not belong to the demand: `contracts claim aside {numbers} --reason TEXT`.",
        sum=sums[0] if len(sums) == 1 else ", ".join(map(str, sums)),
        payments=named + (" …" if len(held) > _NAMED else ""),
        no=held[0].payment,
        numbers=" ".join(str(each.payment) for each in held),
    )


@needs("debts.read")
def list_waiting(
    ctx: Context, call: Call, counterparty: str | None = None, *, company: str | None = None
) -> list[WaitingPayment]:
    """Money that waits of one debtor, or of all who owe us, with what was set aside."""
    with reading(ctx.engine) as conn:
        own = parties.own_company(conn, company).id
        if counterparty is not None:
            debtors = {parties.counterparty(conn, counterparty).id}
        else:
            owed = charges.is_about(own_company_id=own, direction=Direction.RECEIVABLE.value)
            debtors = {row.counterparty_id for row in charges.listed(conn, owed, is_open=True)}
        found = {each.payment: each for id in sorted(debtors) for each in waiting.waiting_of(conn, call, own, id)}
        shown = {row.id for row in payments.with_rest(conn, call, own_company_id=own)}
    return [
        each for each in sorted(found.values(), key=lambda one: (one.paid_on, one.payment)) if each.payment in shown
    ]


@needs("claims.prepare")
def set_aside(ctx: Context, call: Call, ids: Sequence[int], reason: str) -> None:
    """These payments belong to no demand, for the reason given. Raises a refusal without a reason or such payment."""
    if not reason.strip():
        raise Refusal("Say by --reason why the money does not belong to the demand.", code="no_reason")
    with writing(ctx, call) as work:
        for id in ids:
            payments.row_of(work.conn, id, call)
        waiting.set_aside(work.conn, ids, {"reason": reason.strip(), **recorded(call)})
        for id in ids:
            work.note(Subject(SubjectKind.PAYMENT, id), "set_payment_aside", {"after": {"reason": reason.strip()}})
        work.commit()


@needs("claims.prepare")
def take_back(ctx: Context, call: Call, ids: Sequence[int]) -> None:
    """These payments may belong to a demand after all. Raises a refusal where one was not set aside."""
    with writing(ctx, call) as work:
        for id in ids:
            payments.row_of(work.conn, id, call)
        known = waiting.take_back(work.conn, ids)
        if missing := sorted(set(ids) - known):
            raise Refusal("Payment {no} was not set aside.", code="not_aside", no=missing[0])
        for id in ids:
            work.note(Subject(SubjectKind.PAYMENT, id), "take_payment_back", {"before": {"is_aside": True}})
        work.commit()
