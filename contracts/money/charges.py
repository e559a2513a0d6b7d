"""Charges as they are seen: listed with what is open of them, and one document with everything about it (§6)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection

from contracts.kernel.calendar import FAR
from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.derivation import Step
from contracts.kernel.money import Money
from contracts.kernel.unit_of_work import needs
from contracts.kernel.wire import SPREAD
from contracts.money.queries import adjustments, charge_items, charges, holds, ledger
from contracts.money.queries.adjustments import Origin
from contracts.money.rules.ledger import ChargeId, Ledger
from contracts.money.rules.vat import DocumentLines, ItemSum, rate_text
from contracts.parties.queries import parties
from contracts.registry.queries import amendments


@dataclass(frozen=True, slots=True)
class ShownCharge:
    """A charge as a list shows it; without ``due_on`` its day is not known yet."""

    number: str
    part: int
    kind: str
    direction: str
    contract: str | None
    counterparty: str
    issued_on: date
    due_on: date | None
    amount: Money
    open: Money
    currency: str


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One part on a day: its sum, what is open of it, its last day for payment and why, or what it waits for."""

    no: int
    amount: Money
    open: Money
    due_on: date | None
    waits_for: str | None
    steps: tuple[Step, ...] = field(default=(), metadata={"wire": None})


@dataclass(frozen=True, slots=True)
class ChargePayment:
    """Money that covers a part: ``covered`` in the currency of the charge, ``paid`` in that of the payment."""

    payment: int
    part: int
    on: date
    covered: Money
    paid: Money
    paid_currency: str
    undone: bool


@dataclass(frozen=True, slots=True)
class Reduction:
    """What reduced the charge without a payment; ``to`` says who took that part over, and in which ``role``."""

    reduction: int
    kind: str
    document: str | None
    to: str | None
    role: str | None
    on: date
    amount: Money
    reason: str
    undone: bool


@dataclass(frozen=True, slots=True)
class ChargeHold:
    """A hold of the charge."""

    hold: int
    kind: str
    from_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class PlainSum:
    """A document posted as one sum, with the rate of VAT in it; ``vat`` is rate, exempt, none or unknown."""

    priced: None
    vat_rate: str | None
    vat: str
    items: tuple[()] = ()


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of the document; ``exempt`` is the ground why a payer of VAT charges none."""

    name: str
    quantity: str
    unit: str
    price: str
    vat_rate: str | None
    exempt: str | None
    net: Money
    vat: Money
    gross: Money


@dataclass(frozen=True, slots=True)
class VatOfRate:
    """What of the document is at one rate of VAT, or at none."""

    rate: str | None
    net: Money
    vat: Money


@dataclass(frozen=True, slots=True)
class ShownLines:
    """The lines of a document with their sums."""

    priced: str
    net: Money
    vat: Money
    items: tuple[ShownLine, ...]
    vat_by_rate: tuple[VatOfRate, ...]


@dataclass(frozen=True, slots=True)
class ChargeCard:
    """A document on a day, all its parts together; ``origin`` is the charge it took over."""

    number: str
    kind: str
    direction: str
    company: str
    counterparty: str
    contract: str | None
    origin: Origin | None = field(metadata={"wire": "from"})
    annex: str | None
    issued_on: date
    amount: Money
    open: Money
    currency: str
    lines: PlainSum | ShownLines = field(metadata={"wire": SPREAD})
    parts: tuple[ShownPart, ...]
    payments: tuple[ChargePayment, ...]
    reductions: tuple[Reduction, ...]
    holds: tuple[ChargeHold, ...]
    note: str


@needs("debts.read")
def list_charges(
    ctx: Context,
    call: Call,
    *,
    counterparty: str | None = None,
    company: str | None = None,
    direction: str | None = None,
    is_open: bool = True,
    limit: int | None = None,
) -> list[ShownCharge]:
    """Charges with what is open of them, the oldest due first."""
    with reading(ctx.engine) as conn:
        about = charges.is_about(
            counterparty_id=parties.counterparty(conn, counterparty).id if counterparty else None,
            own_company_id=parties.own_company(conn, company).id if company else None,
            direction=direction,
            call=call,
        )
        rows = charges.listed(conn, about, is_open=is_open, limit=limit)
    return [
        ShownCharge(
            number=row.number,
            part=row.part_no,
            kind=row.kind,
            direction=row.direction,
            contract=row.contract,
            counterparty=row.counterparty_short or row.counterparty,
            issued_on=row.issued_on,
            due_on=None if row.due_now == FAR else row.due_now,
            amount=row.amount,
            open=row.still_open,
            currency=row.currency,
        )
        for row in rows
    ]


@needs("debts.read")
def charge_card(ctx: Context, call: Call, number: str, *, counterparty: str | None = None) -> ChargeCard:
    """The card of a document by its number, or of one part («АКТ-5:2»). Raises ``NoSuchCharge``."""
    with reading(ctx.engine) as conn:
        party = parties.counterparty(conn, counterparty).id if counterparty else None
        ids = charges.find_document(conn, number, counterparty_id=party, call=call)
        return _card(conn, ids, call.as_of)


def _card(conn: Connection, ids: Collection[int], as_of: date) -> ChargeCard:
    known = ledger.ledger_of(conn, ids)
    rows = sorted(charges.listed(conn, charges.are(ids)), key=lambda row: row.part_no)
    first, lines = rows[0], charge_items.of_charges(conn, ids)
    annex = amendments.annex_of(conn, first.annex_id) if first.annex_id is not None else None
    company = parties.row_of(conn, first.own_company_id)
    parts = tuple(_parts(known, {row.id: row.waits_for for row in rows}, as_of))
    rate = None if first.vat_rate_bp is None else rate_text(first.vat_rate_bp)
    return ChargeCard(
        number=first.number,
        kind=first.kind,
        direction=first.direction,
        company=company.short_name or company.name,
        counterparty=first.counterparty_short or first.counterparty,
        contract=first.contract,
        origin=adjustments.origin_of(conn, ids),
        annex=f"{annex.kind}:{annex.number}" if annex is not None else None,
        issued_on=first.issued_on,
        amount=Money(sum(each.amount.minor for each in parts), first.currency),
        open=Money(sum(each.open.minor for each in parts), first.currency),
        currency=first.currency,
        lines=_lines(lines) if lines is not None else PlainSum(None, rate, first.vat_kind),
        parts=parts,
        payments=tuple(_payments(known)),
        reductions=tuple(_reductions(conn, ids)),
        holds=tuple(
            ChargeHold(row.hold, row.kind, row.from_on, row.reason) for row in holds.of_charges(conn, ids, as_of)
        ),
        note=first.note,
    )


def _parts(known: Ledger, waits: Mapping[int, str], as_of: date) -> Iterator[ShownPart]:
    still = known.open_amounts(as_of)
    for each in sorted(known.charges, key=lambda each: each.part_no):
        left = still.get(ChargeId(each.id), Money(0, each.amount.currency))
        due_on, waiting = (each.due_on, None) if each.is_due_known else (None, waits[each.id] or None)
        yield ShownPart(each.part_no, each.amount, left, due_on, waiting, each.due_steps)


def _payments(known: Ledger) -> Iterator[ChargePayment]:
    gone = {each.reverses_id for each in known.allocations}
    numbers = {each.id: each.part_no for each in known.charges}
    for each in known.allocations:
        if each.reverses_id is None and each.charge_id is not None:
            part, undone = numbers[each.charge_id], each.id in gone
            sums = each.covered, each.paid, each.paid.currency
            yield ChargePayment(each.payment_id, part, each.effective_on, *sums, undone)


def _reductions(conn: Connection, ids: Collection[int]) -> Iterator[Reduction]:
    rows, successions = adjustments.of_charges(conn, ids), adjustments.successions(conn, ids)
    gone = {row.reverses_id for row in rows}
    for row in rows:
        if row.reverses_id is None:
            taken = successions.get(row.id)
            yield Reduction(
                reduction=row.id,
                kind=row.kind,
                document=row.number or row.other or None,
                to=taken.party if taken is not None else None,
                role=taken.role if taken is not None else None,
                on=row.effective_on,
                amount=row.amount,
                reason=row.reason,
                undone=row.id in gone,
            )


def _lines(lines: DocumentLines) -> ShownLines:
    totals = lines.totals
    by_rate = (VatOfRate(None if rate is None else rate_text(rate), net, tax) for rate, net, tax in totals.by_rate)
    return ShownLines(
        lines.priced.value, totals.net, totals.vat, tuple(_line(each) for each in totals.lines), tuple(by_rate)
    )


def _line(line: ItemSum) -> ShownLine:
    item, rate = line.item, line.item.vat.rate_bp
    return ShownLine(
        name=item.name,
        quantity=f"{item.quantity:f}",
        unit=item.unit,
        price=f"{item.unit_price:f}",
        vat_rate=None if rate is None else rate_text(rate),
        exempt=item.vat.ground if item.vat.is_payer and rate is None else None,
        net=line.net,
        vat=line.vat,
        gross=line.gross,
    )
