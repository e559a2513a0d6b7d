"""Money meets charges under lock: never more than is open, never more than is left; undone by an opposite row (§6)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from contracts.kernel.context import Work
from contracts.kernel.events import Covered
from contracts.kernel.money import Money
from contracts.kernel.subject import Subject, SubjectKind
from contracts.money.queries import charges as charge_rows
from contracts.money.queries import ledger, open_amounts, payments
from contracts.money.rules.currency_clause import DatedRate, covering
from contracts.money.rules.ledger import (
    Allocation,
    Charge,
    ChargeId,
    Ledger,
    LedgerFault,
    Payment,
    PaymentId,
    check_covering,
    check_giving,
    check_sides,
    effective_on,
)
from contracts.money.rules.matching import Sign

#: The last day there is: everything recorded counts when open amounts are checked under lock.
_EVER = date.max


@dataclass(frozen=True, slots=True)
class Part:
    """What a payment gives to one charge; ``rate`` is needed where the currencies differ."""

    charge_id: int
    amount: Money
    rate: DatedRate | None = None


def allocate(
    work: Work, payment_id: int, parts: Sequence[Part], sign: str = Sign.BY_HAND, *, is_by_rule: bool = False
) -> list[int]:
    """Give parts of a payment to charges. Raises ``LedgerFault`` where one gives too much; nothing is then kept.

    ``Part.amount`` is in the payment's currency; the charge is covered at the rate.
    """
    charge_ids = [each.charge_id for each in parts]
    open_amounts.lock(work.conn, charge_ids, [payment_id])
    known = ledger.ledger_of(work.conn, charge_ids, [payment_id])
    rows = _checked(known, payment_id, parts)
    stored = [
        ledger.allocation_row(row, sign, _by(work), is_by_rule=is_by_rule, rate=part.rate)
        for row, part in zip(rows, parts, strict=True)
    ]
    ids = ledger.add_allocations(work.conn, stored)
    touch(work, known.charges, [payment_id])
    told = [{"charge": row.charge_id, "covered": row.covered.wire, "currency": row.covered.currency} for row in rows]
    work.note(Subject(SubjectKind.PAYMENT, payment_id), "allocate", {"after": {"parts": told, "sign": str(sign)}})
    return ids


def take_back(work: Work, allocations: Iterable[Allocation], what: str, reason: str = "") -> None:
    """Undo allocations that stand: a row of the opposite sign each, with the same effective day."""
    given = list(allocations)
    if not given:
        raise LedgerFault("There is nothing to take back.", code="nothing_to_undo")
    charge_ids = {each.charge_id for each in given if each.charge_id is not None}
    payment_ids = {each.payment_id for each in given} | {e.other_payment_id for e in given if e.other_payment_id}
    open_amounts.lock(work.conn, charge_ids, payment_ids)
    rows = [
        ledger.allocation_row(
            replace(each, covered=-each.covered, paid=-each.paid, reverses_id=each.id), "undo", _by(work)
        )
        for each in given
    ]
    ledger.add_allocations(work.conn, rows)
    touch(work, ledger.charges(work.conn, charge_ids).values(), payment_ids)
    for id in sorted(payment_ids):
        told = {"before": {"allocations": [each.id for each in given]}, **({"reason": reason} if reason else {})}
        work.note(Subject(SubjectKind.PAYMENT, id), what, told)


def standing(allocations: Iterable[Allocation]) -> list[Allocation]:
    """Allocations that nobody took back."""
    rows = list(allocations)
    gone = {each.reverses_id for each in rows if each.reverses_id is not None}
    return [each for each in rows if each.reverses_id is None and each.id not in gone]


def cover_from_advances(work: Work, charge_ids: Sequence[int]) -> dict[str, Money]:
    """Cover new charges by open advances of the same contract and currency, the oldest first; totals per currency.

    Money of a payer without a contract named covers only by a person's hand.
    """
    totals: dict[str, Money] = {}
    new = ledger.charges(work.conn, charge_ids)
    open_amounts.rewrite(work.conn, charge_ids)
    for charge in sorted(new.values(), key=lambda each: (each.due_on, each.id)):
        if charge.contract_id is None:
            continue
        for rest in payments.rests(
            work.conn,
            counterparty_id=charge.counterparty_id,
            own_company_id=charge.own_company_id,
            is_incoming=charge.direction == "receivable",
            contract_id=charge.contract_id,
        ):
            left = charge_rows.open_sums(work.conn, [charge.id]).get(charge.id, 0)
            if rest.currency != charge.amount.currency or not left:
                continue
            part = Money(min(left, rest.rest_minor), rest.currency)
            allocate(work, rest.payment_id, [Part(charge.id, part)], Sign.ADVANCE, is_by_rule=True)
            open_amounts.rewrite(work.conn, [charge.id], [rest.payment_id])
            totals[part.currency] = totals.get(part.currency, Money(0, part.currency)) + part
    return totals


def refund(work: Work, incoming: Payment, outgoing: Payment, amount: Money, reason: str = "") -> None:
    """Money given back: an opposite payment closes what is left of the first one."""
    if incoming.is_incoming == outgoing.is_incoming:
        raise LedgerFault("A refund is a payment in the other direction.", code="same_direction")
    if incoming.counterparty_id is None or incoming.counterparty_id != outgoing.counterparty_id:
        raise LedgerFault("A refund is between us and one counterparty: say who paid first.", code="other_party")
    ids = [incoming.id, outgoing.id]
    open_amounts.lock(work.conn, [], ids)
    rests = ledger.ledger_of(work.conn, [], ids).rests(_EVER)
    for each in (incoming, outgoing):
        check_giving(each, rests.get(each.id, Money(0, each.amount.currency)), amount)
    day = max(incoming.paid_on, outgoing.paid_on)
    row = Allocation(0, incoming.id, None, amount, amount, day, other_payment_id=outgoing.id)
    ledger.add_allocations(work.conn, [ledger.allocation_row(row, "refund", _by(work))])
    touch(work, [], ids)
    after = {"by": outgoing.id, "sum": amount.wire, **({"reason": reason} if reason else {})}
    work.note(Subject(SubjectKind.PAYMENT, incoming.id), "refund", {"after": after})


def touch(work: Work, charges: Iterable[Charge], payment_ids: Iterable[int]) -> None:
    """The commit rewrites what is open of these, tells whoever follows them, and derives their deadlines."""
    ids, paid = [each.id for each in charges], list(payment_ids)
    work.change(SubjectKind.CHARGE, ids)
    work.change(SubjectKind.PAYMENT, paid)
    open_amounts.rewrite(work.conn, ids, paid)
    work.publish(Covered(tuple(ids), tuple(paid)))


def _checked(known: Ledger, payment_id: int, parts: Sequence[Part]) -> list[Allocation]:
    payment = next(each for each in known.payments if each.id == payment_id)
    charges: Mapping[int, Charge] = {each.id: each for each in known.charges}
    rest = known.rests(_EVER).get(payment.id, Money(0, payment.amount.currency))
    still = known.open_amounts(_EVER)
    rows = []
    for part in parts:
        charge = charges[part.charge_id]
        check_sides(payment, charge)
        check_giving(payment, rest, part.amount)
        left = still.get(charge.id, Money(0, charge.amount.currency))
        covered = covering(part.amount, left, part.rate)
        check_covering(charge, left, covered)
        rest, still[charge.id] = rest - part.amount, still[charge.id] - covered
        day = effective_on(payment, charge)
        rows.append(Allocation(0, PaymentId(payment_id), ChargeId(charge.id), covered, part.amount, day))
    return rows


def _by(work: Work) -> dict[str, Any]:
    return {"recorded_at": work.call.at, "recorded_by": work.call.login}
