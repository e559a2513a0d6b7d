"""Who made payments is recognised, what they are for is proposed; what is certain is posted by rule (domain §6)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from contracts.kernel.context import Call, Context, Work
from contracts.kernel.money import Money
from contracts.kernel.subject import ContractId, PartyId, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.money.allocate import AllocationPart, Distribution, allocate
from contracts.money.currency_rates import Rates
from contracts.money.queries import charges, ledger, open_amounts, payments
from contracts.money.queries.charges import DebtSide
from contracts.money.queries.payments import ListedPayment
from contracts.money.rules.currency_clause import DatedRate, covering
from contracts.money.rules.ledger import Charge, Direction, LedgerFault
from contracts.money.rules.matching import Payer, Proposal, Sign, propose, who_paid


@dataclass(frozen=True, slots=True)
class Proposals:
    """What a payment may be for, the best first, with the charges proposed and the rates of foreign ones, by key."""

    payer: Payer | None
    proposals: tuple[Proposal, ...]
    charges: Mapping[int, Charge]
    rates: Mapping[int, DatedRate]

    def distribution(self, payment_id: int, proposal: Proposal, *, is_by_rule: bool = False) -> Distribution:
        """How the payment is given where a proposal is posted."""
        parts = tuple(AllocationPart(id, sum_, self.rates.get(id)) for id, sum_ in proposal.parts)
        return Distribution(payment_id, parts, proposal.sign, is_by_rule)


class Matching:
    """Proposals for many payments: open charges are read once, and what was taken meanwhile is not proposed again."""

    def __init__(self, conn: Connection, rows: Sequence[ListedPayment], call: Call | None = None) -> None:
        """Charges of confidential contracts are proposed to callers they are shown to; without a call all are."""
        known = {row.counterparty_id for row in rows if row.counterparty_id is not None}
        self._open = charges.open_by_side(conn, known, call=call)
        self._charges = ledger.charges(conn, [id for sums in self._open.values() for id in sums])
        self._payments = ledger.payments(conn, [row.id for row in rows])
        self._rates = Rates(conn)

    def of(self, row: ListedPayment, rest: Money) -> Proposals:
        """The proposals for what is left of a payment."""
        if row.counterparty_id is None:
            return Proposals(None, (), {}, {})
        contract_id = ContractId(row.contract_id) if row.contract_id is not None else None
        payer = Payer(PartyId(row.counterparty_id), Sign(row.payer_sign or Sign.BY_HAND), contract_id)
        payment, rates, candidates = self._payments[row.id], dict[int, DatedRate](), []
        for id, minor in self._open.get(_side(row), {}).items():
            charge = self._charges[id]
            needed, rate = self._rates.needed(payment, charge, Money(minor, charge.amount.currency))
            candidates.append((charge, needed))
            if rate is not None:
                rates[id] = rate
        return Proposals(payer, propose(payer, payment, rest, candidates), self._charges, rates)

    def take(self, row: ListedPayment, distribution: Distribution) -> None:
        """Propose no more what a payment covers."""
        sums = self._open[_side(row)]
        for part in distribution.parts:
            left = Money(sums[part.charge_id], self._charges[part.charge_id].amount.currency)
            sums[part.charge_id] -= covering(part.amount, left, part.rate).minor
            if not sums[part.charge_id]:
                del sums[part.charge_id]


def match_certain(work: Work, ids: Sequence[int], doubtful: Collection[int] = ()) -> int:
    """Post what is certain of new payments by rule; returns how many were given in full. The rest are proposals.

    What is ``doubtful`` stays a proposal, however certain it is.
    """
    rows = [row for row in payments.by_keys(work.conn, ids) if row.counterparty_id and row.id not in doubtful]
    known = charges.open_by_side(work.conn, {row.counterparty_id for row in rows if row.counterparty_id})
    open_amounts.lock(work.conn, [id for sums in known.values() for id in sums])
    matching = Matching(work.conn, rows)
    posted, matched = [], 0
    for row in rows:
        found = matching.of(row, row.amount)
        if found.proposals and found.proposals[0].is_certain:
            distribution = found.distribution(row.id, found.proposals[0], is_by_rule=True)
            matching.take(row, distribution)
            posted.append(distribution)
            matched += sum(part.amount.minor for part in distribution.parts) == row.amount_minor
    if posted:
        allocate(work, *posted)
    return matched


@needs("payments.match")
def confirm_proposal(ctx: Context, call: Call, no: int, choice: int = 1) -> Proposal:
    """Post a proposal: the best, or the one chosen by its ordinal."""
    with writing(ctx, call) as work:
        row = payments.row_of(work.conn, no, call)
        found = Matching(work.conn, [row], call).of(row, row.rest)
        usable = [each for each in found.proposals if each.parts]
        if found.payer is None:
            raise LedgerFault("Who made payment {no} is not known: say it with --counterparty.", code="no_payer", no=no)
        if not 1 <= choice <= len(usable):
            raise LedgerFault(
                "Payment {no} has {count} proposals: choose one of them, or split it by hand.",
                code="no_proposal",
                no=no,
                count=len(usable),
            )
        chosen = usable[choice - 1]
        contract_id = found.payer.contract_id or chosen.contract_id
        set_payer(work, row, Payer(found.payer.party_id, found.payer.sign, contract_id))
        allocate(work, found.distribution(no, chosen))
        work.commit()
    return chosen


def recognise(conn: Connection, ids: Collection[int], own_company_id: int) -> int:
    """Write down who made these payments, where it is known; returns of how many it is."""
    directory = payments.directory(conn, own_company_id)
    known = {id: who_paid(each, directory) for id, each in ledger.payments(conn, ids).items()}
    payers = {id: each for id, each in known.items() if each is not None and each.party_id != own_company_id}
    payments.set_payers(conn, payers)
    return len(payers)


def set_payer(work: Work, row: ListedPayment, payer: Payer) -> None:
    """Who paid, and under which contract; the contract it was under before is derived anew too."""
    work.change(SubjectKind.CONTRACT, filter(None, (row.contract_id, payer.contract_id)))
    work.change(SubjectKind.PAYMENT, [row.id])
    payments.set_payers(work.conn, {row.id: payer})


def _side(row: ListedPayment) -> DebtSide:
    direction = Direction.RECEIVABLE if row.is_incoming else Direction.PAYABLE
    return DebtSide(row.counterparty_id or 0, row.own_company_id, direction)
