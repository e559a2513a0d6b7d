"""Payments as people treat them: listed with proposals, posted by hand, assigned, split, given back, undone (§6)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from contracts.kernel.context import Call, Context, Work
from contracts.kernel.database.engine import reading
from contracts.kernel.money import Money
from contracts.kernel.subject import ContractId, PartyId, Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.money.allocate import AllocationPart, Distribution, allocate, refund, take_back
from contracts.money.currency_rates import Rates
from contracts.money.match import Matching, Proposals, set_payer
from contracts.money.queries import charges, ledger, payments
from contracts.money.queries.payments import ListedPayment
from contracts.money.rules.currency_clause import DatedRate
from contracts.money.rules.ledger import Charge, LedgerFault, Payment, standing
from contracts.money.rules.matching import Payer, Sign
from contracts.parties.queries import parties
from contracts.registry.lookup import Which, find
from contracts.registry.queries import contracts


@dataclass(frozen=True, slots=True)
class ProposedPart:
    """What of a payment would cover a charge, by its number."""

    charge: str
    amount: Money


@dataclass(frozen=True, slots=True)
class ShownProposal:
    """What a payment may be for, and the sign that says so; without parts it is an advance."""

    reason: str
    parts: tuple[ProposedPart, ...]


@dataclass(frozen=True, slots=True)
class OpenPayment:
    """A payment with money left, who paid it, and what it may be for, the best proposal first."""

    payment: int
    paid_on: date
    direction: str
    amount: Money
    rest: Money
    currency: str
    other: str
    purpose: str
    counterparty: str | None
    proposals: tuple[ShownProposal, ...]
    other_account: str = field(default="", metadata={"wire": None})
    document_no: str = ""


@needs("debts.read")
def list_payments(ctx: Context, call: Call, *, company: str | None = None, no: int | None = None) -> list[OpenPayment]:
    """Payments with money left, or one of them, each with its payer and proposals."""
    with reading(ctx.engine) as conn:
        own = parties.own_company(conn, company).id if company else None
        rows = payments.with_rest(conn, call, own_company_id=own, id=no)
        matching = Matching(conn, rows, call)
        return [_open_payment(row, matching.of(row, row.rest)) for row in rows]


def _open_payment(row: ListedPayment, found: Proposals) -> OpenPayment:
    return OpenPayment(
        payment=row.id,
        paid_on=row.paid_on,
        direction="in" if row.is_incoming else "out",
        amount=row.amount,
        rest=row.rest,
        currency=row.currency,
        other=row.other_name,
        purpose=row.purpose,
        counterparty=row.counterparty,
        proposals=tuple(
            ShownProposal(
                each.sign.value, tuple(ProposedPart(found.charges[id].number, sum_) for id, sum_ in each.parts)
            )
            for each in found.proposals
        ),
        other_account=row.other_account,
        document_no=row.document_no,
    )


@needs("payments.match")
def split_payment(
    ctx: Context, call: Call, no: int, parts: Sequence[tuple[str, Money]], *, rate: DatedRate | None = None
) -> list[int]:
    """Give a payment to charges by their numbers as a person says; what is left stays with it."""
    with writing(ctx, call) as work:
        row = payments.row_of(work.conn, no, call)
        party = row.counterparty_id
        ids = [charges.find(work.conn, each, counterparty_id=party, is_open=True, call=call) for each, _ in parts]
        known, payment = ledger.charges(work.conn, ids), ledger.payments(work.conn, [no])[no]
        if party is None and ids:
            first = known[ids[0]]
            set_payer(work, row, Payer(first.counterparty_id, Sign.BY_HAND, first.contract_id))
        rates = Rates(work.conn)
        given = [
            AllocationPart(id, sum_, rate or _rate(rates, payment, known[id]))
            for id, (_, sum_) in zip(ids, parts, strict=True)
        ]
        done = allocate(work, Distribution(no, given))
        work.commit()
    return done


def _rate(rates: Rates, payment: Payment, charge: Charge) -> DatedRate | None:
    """The stored rate of the charge's contract, where currencies differ and a person named none."""
    return None if charge.amount.currency == payment.amount.currency else rates.of(payment, charge)


@needs("payments.match")
def assign_payment(
    ctx: Context, call: Call, no: int, *, counterparty: str | None = None, which: Which | None = None
) -> None:
    """Say who paid, and under which contract; the money left becomes their advance."""
    with writing(ctx, call) as work:
        row = payments.row_of(work.conn, no, call)
        if which is not None:
            assign_to_contract(work, row, which)
        elif counterparty is not None:
            party = parties.counterparty(work.conn, counterparty)
            set_payer(work, row, Payer(PartyId(party.id), Sign.BY_HAND))
            work.note(Subject(SubjectKind.PAYMENT, no), "assign_payment", {"after": {"counterparty": party.id}})
        work.commit()


def assign_to_contract(work: Work, row: ListedPayment, which: Which) -> None:
    """Say under which contract a payment was made, and so by whom."""
    contract = contracts.row_of(work.conn, find(work.conn, work.call, which))
    set_payer(work, row, Payer(PartyId(contract.counterparty_id), Sign.BY_HAND, ContractId(contract.id)))
    work.note(Subject(SubjectKind.PAYMENT, row.id), "assign_payment", {"after": {"contract": contract.id}})


@needs("payments.match")
def undo_payment(ctx: Context, call: Call, no: int, reason: str = "") -> int:
    """Take back everything a payment was given to; returns how many rows."""
    with writing(ctx, call) as work:
        payments.row_of(work.conn, no, call)
        given = standing(ledger.allocations(work.conn, payment_ids=[no]))
        if not given:
            raise LedgerFault("Payment {no} was given to nothing: nothing to undo.", code="nothing_to_undo", no=no)
        take_back(work, given, "undo_payment", reason)
        work.commit()
    return len(given)


@needs("payments.match")
def refund_payment(
    ctx: Context, call: Call, first: int, second: int, amount: Money | None = None, *, reason: str = ""
) -> Money:
    """Say that one payment gives back another: both are closed by the smaller rest, or by the sum named."""
    with writing(ctx, call) as work:
        rests = {id: payments.row_of(work.conn, id, call).rest for id in (first, second)}
        if len(rests) < 2:
            raise LedgerFault(
                "A payment cannot give itself back: name the payment in the other direction.", code="same_direction"
            )
        known = ledger.payments(work.conn, rests)
        came, went = sorted((known[id] for id in rests), key=lambda each: each.paid_on)
        left = min(rests.values(), key=lambda each: each.minor)
        if not (amount or left):
            raise LedgerFault(
                "Nothing is left of payments {first} and {second} to give back: undo what one of them covers first.",
                code="nothing_left",
                first=first,
                second=second,
            )
        refund(work, came, went, amount or left, reason)
        work.commit()
    return amount or left
