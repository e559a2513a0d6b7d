"""Money meets charges under lock: never more than is open, never more than is left; undone by an opposite row (§6)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from contracts.kernel.context import Work, recorded
from contracts.kernel.money import Money
from contracts.kernel.subject import Subject, SubjectKind
from contracts.money.queries import ledger, open_amounts, payments
from contracts.money.queries.payments import PaymentRest
from contracts.money.rules import ledger as rules
from contracts.money.rules.currency_clause import DatedRate, covering
from contracts.money.rules.matching import Sign

#: The last day there is: everything recorded counts when open amounts are checked under lock.
_EVER = date.max


@dataclass(frozen=True, slots=True)
class AllocationPart:
    """What a payment gives to one charge, in its own currency; ``rate`` is needed where the currencies differ."""

    charge_id: int
    amount: Money
    rate: DatedRate | None = None


@dataclass(frozen=True, slots=True)
class Distribution:
    """How a payment is given to charges, recognised by which sign; ``is_by_rule``: no person decided it.

    What was matched by one command bears its number as ``batch``.
    """

    payment_id: int
    parts: Sequence[AllocationPart]
    sign: str = Sign.BY_HAND
    is_by_rule: bool = False
    batch: int | None = None


def allocate(work: Work, *distributions: Distribution) -> list[int]:
    """Give parts of payments to charges. Raises ``LedgerFault`` where one gives too much; nothing is then kept."""
    charge_ids = {part.charge_id for each in distributions for part in each.parts}
    payment_ids = {each.payment_id for each in distributions}
    open_amounts.lock(work.conn, charge_ids, payment_ids)
    known = _Balance(ledger.ledger_of(work.conn, charge_ids, payment_ids))
    stored = []
    for each in distributions:
        rows = [known.take(each.payment_id, part) for part in each.parts]
        stored += [
            ledger.allocation_row(
                row, each.sign, recorded(work.call), is_by_rule=each.is_by_rule, rate=part.rate, batch=each.batch
            )
            for row, part in zip(rows, each.parts, strict=True)
        ]
        parts = [
            {"charge": row.charge_id, "covered": row.covered.wire, "currency": row.covered.currency} for row in rows
        ]
        payload = {"after": {"parts": parts, "sign": str(each.sign)}}
        work.note(Subject(SubjectKind.PAYMENT, each.payment_id), "allocate", payload)
    _change(work, charge_ids, payment_ids)
    return ledger.add_allocations(work.conn, stored)


class _Balance:
    """What is open of charges and left of payments while one part after another is taken."""

    def __init__(self, known: rules.Ledger) -> None:
        self._charges = {int(each.id): each for each in known.charges}
        self._payments = {int(each.id): each for each in known.payments}
        self._open, self._rests = known.open_amounts(_EVER), known.rests(_EVER)

    def take(self, payment_id: int, part: AllocationPart) -> rules.Allocation:
        """The allocation of a part. Raises ``LedgerFault`` where it is too much, or on the other side."""
        payment, charge = self._payments[payment_id], self._charges[part.charge_id]
        rules.check_sides(payment, charge)
        rest = self._rests.get(payment.id, Money(0, payment.amount.currency))
        rules.check_giving(payment, rest, part.amount)
        left = self._open.get(charge.id, Money(0, charge.amount.currency))
        covered = covering(part.amount, left, part.rate)
        rules.check_covering(charge, left, covered)
        self._rests[payment.id], self._open[charge.id] = rest - part.amount, left - covered
        day = rules.effective_on(payment, charge)
        return rules.Allocation(0, rules.PaymentId(payment_id), rules.ChargeId(charge.id), covered, part.amount, day)


def take_back(work: Work, allocations: Iterable[rules.Allocation], what: str, reason: str = "") -> None:
    """Undo allocations that stand: a row of the opposite sign each, with the same effective day."""
    given = list(allocations)
    if not given:
        raise rules.LedgerFault("There is nothing to take back.", code="nothing_to_undo")
    charge_ids = {each.charge_id for each in given if each.charge_id is not None}
    payment_ids = {each.payment_id for each in given} | {e.other_payment_id for e in given if e.other_payment_id}
    open_amounts.lock(work.conn, charge_ids, payment_ids)
    opposite = (replace(each, covered=-each.covered, paid=-each.paid, reverses_id=each.id) for each in given)
    ledger.add_allocations(work.conn, [ledger.allocation_row(each, "undo", recorded(work.call)) for each in opposite])
    _change(work, charge_ids, payment_ids)
    for id in sorted(payment_ids):
        payload = {"before": {"allocations": [each.id for each in given]}, **({"reason": reason} if reason else {})}
        work.note(Subject(SubjectKind.PAYMENT, id), what, payload)


def cover_from_advances(work: Work, charge_ids: Sequence[int]) -> dict[int, Money]:
    """Cover new charges by open advances of the same contract and currency, the oldest first; sums by charge.

    Money of a payer without a contract named covers only by a person's hand.
    """
    new = ledger.charges(work.conn, charge_ids).values()
    rests = payments.rests_under(work.conn, {each.contract_id for each in new if each.contract_id is not None})
    shares = list(_shares(sorted(new, key=lambda each: (each.due_on, each.id)), rests))
    if shares:
        allocate(work, *(Distribution(id, (part,), Sign.ADVANCE, is_by_rule=True) for id, part in shares))
    covered: dict[int, Money] = {}
    for _, part in shares:
        covered[part.charge_id] = part.amount + covered.get(part.charge_id, Money(0, part.amount.currency))
    return covered


def _shares(charges: Iterable[rules.Charge], rests: Sequence[PaymentRest]) -> Iterator[tuple[int, AllocationPart]]:
    """What each advance gives to each charge of its contract, parties, side and currency."""
    advances = {key: list(rows) for key, rows in groupby(sorted(rests, key=_side_of_rest), _side_of_rest)}
    left = {each.payment_id: each.rest_minor for each in rests}
    for charge in charges:
        still = charge.amount.minor
        for rest in advances.get(_side_of_charge(charge), ()):
            part = min(still, left[rest.payment_id])
            if part:
                still, left[rest.payment_id] = still - part, left[rest.payment_id] - part
                yield rest.payment_id, AllocationPart(charge.id, Money(part, rest.currency))


def _side_of_rest(rest: PaymentRest) -> tuple[int, int, int, bool, str]:
    parties = rest.contract_id or 0, rest.counterparty_id or 0, rest.own_company_id
    return *parties, rest.is_incoming, rest.currency


def _side_of_charge(charge: rules.Charge) -> tuple[int, int, int, bool, str]:
    parties = charge.contract_id or 0, charge.counterparty_id, charge.own_company_id
    return *parties, charge.direction is rules.Direction.RECEIVABLE, charge.amount.currency


def refund(work: Work, incoming: rules.Payment, outgoing: rules.Payment, amount: Money, reason: str = "") -> None:
    """Money given back: an opposite payment closes what is left of the first one."""
    if incoming.is_incoming == outgoing.is_incoming:
        raise rules.LedgerFault("A refund is a payment in the other direction.", code="same_direction")
    if incoming.counterparty_id is None or incoming.counterparty_id != outgoing.counterparty_id:
        raise rules.LedgerFault("A refund is between us and one counterparty: say who paid first.", code="other_party")
    ids = [incoming.id, outgoing.id]
    open_amounts.lock(work.conn, [], ids)
    rests = ledger.ledger_of(work.conn, [], ids).rests(_EVER)
    for each in (incoming, outgoing):
        rules.check_giving(each, rests.get(each.id, Money(0, each.amount.currency)), amount)
    day = max(incoming.paid_on, outgoing.paid_on)
    row = rules.Allocation(0, incoming.id, None, amount, amount, day, other_payment_id=outgoing.id)
    ledger.add_allocations(work.conn, [ledger.allocation_row(row, "refund", recorded(work.call))])
    _change(work, [], ids)
    after = {"by": outgoing.id, "sum": amount.wire, **({"reason": reason} if reason else {})}
    work.note(Subject(SubjectKind.PAYMENT, incoming.id), "refund", {"after": after})


def _change(work: Work, charge_ids: Iterable[int], payment_ids: Iterable[int]) -> None:
    """The commit rewrites what is open of these, tells whoever follows them, and derives their deadlines."""
    work.change(SubjectKind.CHARGE, charge_ids)
    work.change(SubjectKind.PAYMENT, payment_ids)
