"""A charge is posted once per document, in parts where the terms say so; open advances cover it first (domain §6)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import Connection

from contracts.kernel.context import Call, Context, Work, recorded
from contracts.kernel.database.engine import reading
from contracts.kernel.derivation import steps_json
from contracts.kernel.money import Money
from contracts.kernel.refusal import N_, Refusal
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.money.allocate import cover_from_advances
from contracts.money.amount_used import amounts_used_of_annexes
from contracts.money.queries import amount_used, charge_items, charges, ledger, payments
from contracts.money.rules.amount_used import BESIDE_THE_PRICE, amount_used_on
from contracts.money.rules.charge_due import ChargeTerms, check_kind, dues_of
from contracts.money.rules.ledger import Direction, LedgerFault, check_charge
from contracts.money.rules.payment_terms import UNREAD, PartDue
from contracts.money.rules.vat import DocumentLines, Vat
from contracts.parties.queries import parties
from contracts.registry.annexes import annex_meant
from contracts.registry.lookup import Which, find
from contracts.registry.queries import contracts
from contracts.registry.queries.facts import load
from contracts.registry.rules.amendment import conditions_on
from contracts.registry.rules.contract import ContractFacts
from contracts.registry.tables.contract import ContractRow

#: How long terms a charge keeps for itself may be.
LONGEST_TERMS = 500
#: A tax status that says VAT is paid, though no number is entered: the rate is asked for.
_PAYS_VAT = re.compile(r"(?<!не )(?<!не є )платни\w+ (?:ПДВ|податку на додану)|(?<!not a )VAT payer", re.I)
_UNREAD = N_(
    "The terms of payment «{terms}» cannot be read in full: the day for payment of {number} is not known. "
    "Fix it: contracts charge due {number} DAY --reason …"
)
_ABOVE_ANNEX = N_("With charge {number} the annex has {charged} charged, more than its amount {agreed} {currency}.")
_ABOVE_AMOUNT = N_("With charge {number} the contract has {charged} charged, more than its amount {agreed} {currency}.")


@dataclass(frozen=True, slots=True)
class NewCharge(ChargeTerms):
    """A charge as a person states it.

    ``which`` is the contract, or ``counterparty`` names the debtor where there is none. ``annex`` is an annex of the
    contract by its number; ``lines`` give the same sum as ``amount``.
    """

    which: Which | None = None
    counterparty: str | None = None
    company: str | None = None
    direction: Direction = Direction.RECEIVABLE
    vat_rate_bp: int | None = None
    vat: Vat | None = None
    note: str = ""
    annex: str = ""
    lines: DocumentLines | None = None


@dataclass(frozen=True, slots=True)
class PostedCharge:
    """What was posted: one row per part; ``covered`` came from open advances; ``warnings`` are sentences to know."""

    ids: tuple[int, ...]
    parts: tuple[PartDue, ...]
    covered: Money
    warnings: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class ChargeRows:
    """A charge as it would be stored, one row per part; ``warnings`` are sentences to know."""

    rows: list[dict[str, object]]
    parts: tuple[PartDue, ...]
    warnings: list[Refusal] = field(default_factory=list)


class _Annex(NamedTuple):
    """What of an annex concerns a charge under it."""

    id: int
    terms: str
    amount: Money | None


class ChargePlace(NamedTuple):
    """Between whom a charge stands, under which contract and annex, and whose calendar counts."""

    own_company_id: int
    counterparty_id: int
    country: str
    facts: ContractFacts | None = None
    annex: _Annex | None = None


@needs("payments.post")
def post_charge(ctx: Context, call: Call, new: NewCharge) -> PostedCharge:
    """Post one charge. Raises a refusal where it was posted before, is negative, or its terms do not fit."""
    with writing(ctx, call) as work:
        made = charge_rows(work.conn, call, ctx, new)
        ids = charges.add_many(work.conn, made.rows)
        if len(ids) < len(made.rows):
            raise LedgerFault(
                "Charge {number} of {issued_on} was posted before: nothing was added.",
                code="already_posted",
                number=new.number,
                issued_on=new.issued_on,
            )
        if new.lines is not None:
            charge_items.add(work.conn, min(ids), new.lines)
        note_posted(work, ids, new)
        covered = sum(each.minor for each in cover_from_advances(work, ids).values())
        unnamed = _unnamed_advances(work, ids) if covered < new.amount.minor else []
        work.commit()
    return PostedCharge(tuple(ids), made.parts, Money(covered, new.amount.currency), (*made.warnings, *unnamed))


def _unnamed_advances(work: Work, ids: Sequence[int]) -> list[Refusal]:
    """Money of the debtor under no contract, while something is open: a person says whether it is for this (§6)."""
    charge = next(iter(ledger.charges(work.conn, ids).values()))
    rests = payments.rests(
        work.conn,
        counterparty_id=charge.counterparty_id,
        own_company_id=charge.own_company_id,
        is_incoming=charge.direction is Direction.RECEIVABLE,
    )
    return [
        Refusal(
            "Payment {no} has {rest} {currency} left under no contract: `contracts payment confirm {no}` gives it.",
            code="advance_unnamed",
            no=row.payment_id,
            rest=row.rest.wire,
            currency=row.currency,
        )
        for row in rests
        if row.contract_id is None
    ]


def note_posted(work: Work, ids: Sequence[int], new: NewCharge) -> None:
    """The audit events of new charges, and their derived rows at the commit."""
    work.change(SubjectKind.CHARGE, ids)
    after = {"number": new.number, "amount": new.amount.wire, "currency": new.amount.currency}
    for id in ids:
        work.note(Subject(SubjectKind.CHARGE, id), "post_charge", {"after": after})


def charge_rows(
    conn: Connection, call: Call, ctx: Context, new: NewCharge, places: dict[object, ChargePlace] | None = None
) -> ChargeRows:
    """The rows of a charge as they would be stored, one per part; nothing is written.

    Of many charges ``places`` keeps where those before stand, so that each is looked up once.
    """
    check_charge(new.amount)
    check_kind(new.kind)
    key, places = (new.which, new.counterparty, new.company, new.annex), {} if places is None else places
    place = places[key] = places.get(key) or _place(conn, call, ctx, new)
    agreed = conditions_on(place.facts, new.issued_on).payment_terms if place.facts is not None else ""
    of_annex = place.annex.terms if place.annex is not None and not new.terms else ""
    agreed = of_annex if of_annex.strip() else agreed
    parts = dues_of(new, agreed, ctx.rules.calendar(place.country))
    shared = {
        "own_company_id": place.own_company_id,
        "counterparty_id": place.counterparty_id,
        "contract_id": place.facts.id if place.facts is not None else None,
        "annex_id": place.annex.id if place.annex is not None else None,
        "direction": new.direction.value,
        "kind": new.kind,
        "number": new.number.strip(),
        "issued_on": new.issued_on,
        "currency": new.amount.currency,
        "vat_rate_bp": new.vat_rate_bp,
        "vat_kind": _vat_kind(new),
        "note": new.note,
        "terms": new.terms or of_annex[:LONGEST_TERMS],
        **recorded(call),
    }
    warnings = list(_warnings(conn, new, place.facts, place.annex)) if place.facts is not None else []
    if any(part.waits_for == UNREAD for part in parts):
        warnings.insert(0, Refusal(_UNREAD, code="terms_unread", number=new.number, terms=agreed.strip()[:200]))
    return ChargeRows([{**shared, **_part_row(part)} for part in parts], parts, warnings)


def _vat_kind(new: NewCharge) -> str:
    """Whether VAT is in the sum: unknown where nobody said."""
    vat = new.vat if new.lines is None else new.lines.totals.lines[0].item.vat
    if new.vat_rate_bp is not None or (vat is not None and vat.rate_bp is not None):
        return "rate"
    if vat is None:
        return "unknown"
    return "exempt" if vat.is_payer else "none"


def _place(conn: Connection, call: Call, ctx: Context, new: NewCharge) -> ChargePlace:
    if new.which is not None:
        id = find(conn, call, new.which)
        row, facts = contracts.row_of(conn, id), load(conn, [id])[id]
        return ChargePlace(row.own_company_id, row.counterparty_id, row.country, facts, _annex(conn, row, new.annex))
    if not new.counterparty:
        raise LedgerFault("Name the contract of the charge, or its counterparty.", code="no_debtor")
    own, other = parties.own_company(conn, new.company), parties.counterparty(conn, new.counterparty)
    if new.annex:
        raise LedgerFault("An annex belongs to a contract: name it with --contract.", code="no_contract")
    return ChargePlace(own.id, other.id, ctx.country)


def _annex(conn: Connection, contract: ContractRow, number: str) -> _Annex | None:
    if not number:
        return None
    row = annex_meant(conn, contract, number)
    return _Annex(row.id, row.payment_terms, row.amount)


def _warnings(conn: Connection, new: NewCharge, facts: ContractFacts, annex: _Annex | None) -> Iterator[Refusal]:
    """The document is dated after the end, or charges more than was agreed."""
    conditions = conditions_on(facts, new.issued_on)
    last = facts.terminated_after or conditions.last_day
    if last is not None and new.issued_on > last:
        yield Refusal(
            "Charge {number} is dated {issued_on}, after the last day of the contract {last_day}.",
            code="after_end",
            number=new.number,
            issued_on=new.issued_on,
            last_day=last,
        )
    if new.kind in BESIDE_THE_PRICE:
        return
    if conditions.amount is not None:
        key = (facts.id, new.direction.value, conditions.amount.currency)
        entries = amount_used.entries(conn, [facts.id]).get(key, [])
        charged = amount_used_on(conditions.amount, entries, date.max).charged
        yield from _above(_ABOVE_AMOUNT, "above_amount", new, charged, conditions.amount)
    if annex is not None and annex.amount is not None:
        used = amounts_used_of_annexes(conn, {annex.id: annex.amount})[annex.id]
        yield from _above(_ABOVE_ANNEX, "above_annex", new, used.charged, annex.amount)


def _above(sentence: str, code: str, new: NewCharge, before: Money, agreed: Money) -> Iterator[Refusal]:
    """More than an amount agreed is charged."""
    if agreed.currency != new.amount.currency or before + new.amount <= agreed:
        return
    charged = (before + new.amount).wire
    facts = {"number": new.number, "charged": charged, "agreed": agreed.wire, "currency": agreed.currency}
    yield Refusal(sentence, code=code, **facts)


def _part_row(part: PartDue) -> dict[str, object]:
    return {
        "part_no": part.no,
        "amount_minor": part.amount.minor,
        "due_on": part.due_on,
        "due_form": part.form.value,
        "waits_for": part.waits_for,
        "due_steps": steps_json(part.steps),
    }


#: The general rate in hundredths of a per cent: Tax Code of Ukraine, 193.1.
GENERAL_RATE: Final = 2000


@needs("payments.post")
def usual_vat(
    ctx: Context,
    call: Call,
    direction: Direction,
    *,
    which: Which | None = None,
    counterparty: str | None = None,
    company: str | None = None,
) -> Vat | None:
    """How the supplier taxes what it delivers; ``None`` where that is not known."""
    with reading(ctx.engine) as conn:
        if which is not None:
            row = contracts.row_of(conn, find(conn, call, which))
            supplier = row.own_company_id if direction is Direction.RECEIVABLE else row.counterparty_id
            party = parties.row_of(conn, supplier)
        elif direction is Direction.RECEIVABLE:
            party = parties.own_company(conn, company)
        else:
            party = parties.counterparty(conn, counterparty or "")
    if party.vat_code:
        return Vat(GENERAL_RATE)
    status = party.tax_status.strip()
    return Vat(None, is_payer=False) if status and not _PAYS_VAT.search(status) else None
