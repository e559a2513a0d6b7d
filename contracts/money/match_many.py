"""Many payments are matched by one command, seen before, and taken back by one (domain §6)."""

from dataclasses import dataclass

from contracts.kernel.context import Call, Context
from contracts.kernel.money import Money
from contracts.kernel.subject import SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.money.allocate import Distribution, allocate, take_back
from contracts.money.match import Matching, Proposals
from contracts.money.queries import ledger, open_amounts, payments
from contracts.money.queries.payments import ListedPayment
from contracts.money.rules.ledger import LedgerFault, standing
from contracts.money.rules.matching import Payer, Proposal, Sign
from contracts.parties.queries import parties

#: What a person need not look at one by one: a document named, or the one sum that fits to the kopiyka.
_SURE = (Sign.DOCUMENT, Sign.CONTRACT_EXACT, Sign.EXACT)


@dataclass(frozen=True, slots=True)
class MatchedPayment:
    """A payment with what it was matched by, and to which documents."""

    payment: int
    counterparty: str
    reason: str
    charges: tuple[str, ...]
    amount: Money
    currency: str


@dataclass(frozen=True, slots=True)
class MatchedMany:
    """What was matched, or would be; ``batch`` undoes it, ``left`` wait for a person."""

    batch: int | None
    matched: tuple[MatchedPayment, ...]
    left: int


@needs("payments.match")
def match_many(
    ctx: Context,
    call: Call,
    *,
    is_every: bool = False,
    counterparty: str | None = None,
    company: str | None = None,
    is_dry: bool = False,
) -> MatchedMany:
    """Post the best proposals of payments that wait: the sure ones, or every one. With ``is_dry`` nothing is kept.

    A payment that may stand twice is never among them, nor is an advance: it covers nothing.
    """
    with writing(ctx, call) as work:
        own = parties.own_company(work.conn, company).id if company else None
        party = parties.counterparty(work.conn, counterparty).id if counterparty else None
        rows = payments.with_rest(work.conn, call, own_company_id=own, id=None)
        rows = [row for row in rows if party is None or row.counterparty_id == party]
        twice = set(payments.alike(work.conn, [row.id for row in rows]))
        matching, batch = Matching(work.conn, rows, call), ledger.next_batch(work.conn)
        chosen: list[tuple[ListedPayment, Proposals, Proposal]] = []
        for row in sorted(rows, key=lambda each: (each.paid_on, each.id)):
            found = matching.of(row, row.rest)
            best = found.proposals[0] if found.proposals else None
            if best is not None and best.parts and row.id not in twice and (is_every or _is_sure(best, row)):
                matching.take(row, found.distribution(row.id, best))
                chosen.append((row, found, best))
        if chosen and not is_dry:
            open_amounts.lock(work.conn, [id for *_, each in chosen for id, _ in each.parts])
            payers = {row.id: _payer(found, best) for row, found, best in chosen}
            payments.set_payers(work.conn, payers)
            touched = {row.contract_id for row, *_ in chosen} | {each.contract_id for each in payers.values()}
            work.change(SubjectKind.CONTRACT, filter(None, touched))
            allocate(work, *(_numbered(found.distribution(row.id, best), batch) for row, found, best in chosen))
            work.commit()
    matched = tuple(_shown(row, found, best) for row, found, best in chosen)
    return MatchedMany(batch if matched and not is_dry else None, matched, len(rows) - len(matched))


@needs("payments.match")
def undo_batch(ctx: Context, call: Call, batch: int, reason: str = "") -> int:
    """Take back what one command matched, as far as it stands; returns how many payments. Whoever matched it may."""
    with writing(ctx, call) as work:
        given = ledger.of_batch(work.conn, batch, by=None if call.sees_all else call.login)
        stand = standing(given)
        if not stand:
            raise LedgerFault(
                "Nothing stands of what was matched together as {batch}, or somebody else matched it.",
                code="nothing_to_undo",
                batch=batch,
            )
        take_back(work, stand, "undo_payment", reason)
        work.commit()
    return len({each.payment_id for each in stand})


def _is_sure(best: Proposal, row: ListedPayment) -> bool:
    return best.is_clear and best.sign in _SURE and sum(each.minor for _, each in best.parts) == row.rest.minor


def _payer(found: Proposals, best: Proposal) -> Payer:
    payer = found.payer
    assert payer is not None  # a proposal has a payer
    return Payer(payer.party_id, payer.sign, payer.contract_id or best.contract_id)


def _numbered(given: Distribution, batch: int) -> Distribution:
    return Distribution(given.payment_id, given.parts, given.sign, batch=batch)


def _shown(row: ListedPayment, found: Proposals, best: Proposal) -> MatchedPayment:
    numbers = tuple(found.charges[id].number for id, _ in best.parts)
    sum_ = Money(sum(each.minor for _, each in best.parts), row.currency)
    return MatchedPayment(row.id, row.counterparty or "", best.sign.value, numbers, sum_, sum_.currency)
