"""Charges are posted by hand or from a table, in parts where the terms say so; open advances cover them first (§6)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from contracts.kernel.calendar import Duration, WorkCalendar
from contracts.kernel.context import Call, Context, Work, recorded
from contracts.kernel.database.engine import reading
from contracts.kernel.derivation import steps_json
from contracts.kernel.money import Money
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import require, writing
from contracts.money.allocating import cover_from_advances
from contracts.money.amount_used import annexes_used
from contracts.money.queries import charge_items, charges, ledger, payments, usage
from contracts.money.queries.charge_items import Lines
from contracts.money.rules.ledger import Direction, DueForm, LedgerFault, check_charge
from contracts.money.rules.payment_phrases import read_phrase
from contracts.money.rules.payment_terms import (
    Part,
    PartDue,
    accepted_by_law,
    act_waits,
    due_by_law,
    parse_terms,
    parts_due,
    stated,
    while_not_returned,
)
from contracts.money.rules.usage import BESIDE_THE_PRICE, usage_on
from contracts.parties.queries import parties
from contracts.registry.annexes import annex_meant
from contracts.registry.queries import contracts
from contracts.registry.queries.facts import load
from contracts.registry.rules.amendment import conditions_on
from contracts.registry.rules.contract import Conditions, ContractFacts
from contracts.registry.tables.amendment import AnnexRow
from contracts.registry.tables.contract import ContractRow
from contracts.registry.which import Which, find

#: What a charge may be for; ``kind`` is part of its identity.
KINDS = (
    *("act", "acceptance_act", "delivery_note", "transport_note", "invoice", "rent", "prepayment"),
    *("interest", "inflation", "penalty", "fine", "refund", "assigned", "award", "other"),
)
#: Documents the other side signs and returns: they are dated the day the last party signs.
RETURNED = ("act", "acceptance_act", "delivery_note", "transport_note")
#: How long terms a charge keeps for itself may be.
LONGEST_TERMS = 500


@dataclass(frozen=True, slots=True)
class NewCharge:
    """A charge as a person states it; ``due_on`` beats ``terms``, which beat those of the contract, then the law.

    ``which`` is the contract, or ``counterparty`` names the debtor where there is none. ``annex`` is an annex of the
    contract by its number; ``lines`` give the same sum as ``amount``. An act ``sent_on`` a day is not returned yet:
    it counts as accepted after ``silence``, if silence is acceptance.
    """

    kind: str
    number: str
    issued_on: date
    amount: Money
    which: Which | None = None
    counterparty: str | None = None
    company: str | None = None
    direction: Direction = Direction.RECEIVABLE
    due_on: date | None = None
    due_form: DueForm = DueForm.PERIOD
    terms: str = ""
    events: Mapping[str, date] = field(default_factory=dict)
    vat_rate_bp: int | None = None
    note: str = ""
    annex: str = ""
    lines: Lines | None = None
    sent_on: date | None = None
    silence: Duration | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """What was posted: one row per part; ``covered`` came from open advances; ``warnings`` are sentences to know."""

    ids: tuple[int, ...]
    parts: tuple[PartDue, ...]
    covered: Money
    warnings: tuple[Refusal, ...] = ()


def post_charge(ctx: Context, call: Call, new: NewCharge) -> Posted:
    """Post one charge. Raises a refusal where it was posted before, is negative, or its terms do not fit."""
    require(call, "payments.post")
    with writing(ctx, call) as work:
        rows, parts, warnings = charge_rows(work.conn, call, ctx, new)
        ids = charges.add_many(work.conn, rows)
        if len(ids) < len(rows):
            raise LedgerFault(
                "Charge {number} of {issued_on} was posted before: nothing was added.",
                code="already_posted",
                number=new.number,
                issued_on=new.issued_on,
            )
        if new.lines is not None:
            charge_items.add(work.conn, min(ids), new.lines)
        note_posted(work, ids, new)
        covered = cover_from_advances(work, ids)
        warnings += _unnamed_advances(work, ids)
        work.commit()
    return Posted(tuple(ids), parts, covered.get(new.amount.currency, Money(0, new.amount.currency)), tuple(warnings))


def _unnamed_advances(work: Work, ids: Sequence[int]) -> list[Refusal]:
    """Money of the debtor under no contract, while something is open: a person says whether it is for this (§6)."""
    charge = next(iter(ledger.charges(work.conn, ids).values()))
    if not charges.open_sums(work.conn, ids):
        return []
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
            rest=Money(row.rest_minor, row.currency).wire,
            currency=row.currency,
        )
        for row in rests
        if row.contract_id is None
    ]


def note_posted(work: Work, ids: Sequence[int], new: NewCharge) -> None:
    """The audit events of new charges, and their derived rows at the commit."""
    work.change(SubjectKind.CHARGE, ids)
    for id in ids:
        told = {"number": new.number, "amount": new.amount.wire, "currency": new.amount.currency}
        work.note(Subject(SubjectKind.CHARGE, id), "post_charge", {"after": told})


def charge_rows(
    conn: Connection, call: Call, ctx: Context, new: NewCharge
) -> tuple[list[dict[str, Any]], tuple[PartDue, ...], list[Refusal]]:
    """The rows of a charge as they would be stored, one per part; nothing is written."""
    check_charge(new.amount)
    if new.kind not in KINDS:
        raise LedgerFault(
            "{kind} is no kind of charge: {kinds}.", code="no_kind", kind=new.kind, kinds=", ".join(KINDS)
        )
    row, facts = _contract(conn, call, new)
    own, other = _sides(conn, new, row)
    annex = _annex(conn, new, row)
    if annex is not None and not new.terms and _agreed(annex.payment_terms):
        new = replace(new, terms=annex.payment_terms[:LONGEST_TERMS])
    parts = _parts(new, facts, ctx.rules.calendar(row.country if row is not None else ctx.country))
    warnings = _warnings(conn, new, facts, annex)
    shared = {
        "own_company_id": own,
        "counterparty_id": other,
        "contract_id": row.id if row is not None else None,
        "annex_id": annex.id if annex is not None else None,
        "direction": new.direction.value,
        "kind": new.kind,
        "number": new.number.strip(),
        "issued_on": new.issued_on,
        "currency": new.amount.currency,
        "vat_rate_bp": new.vat_rate_bp,
        "note": new.note,
        "terms": new.terms,
        **recorded(call),
    }
    return [{**shared, **_part_row(part)} for part in parts], parts, warnings


def list_charges(
    ctx: Context,
    *,
    counterparty: str | None = None,
    company: str | None = None,
    contract_id: int | None = None,
    direction: str | None = None,
    is_open: bool = True,
    limit: int | None = None,
) -> list[Row[Any]]:
    """Charges with what is open of them, the oldest due first."""
    with reading(ctx.engine) as conn:
        wanted = charges.is_about(
            counterparty_id=parties.counterparty(conn, counterparty).id if counterparty else None,
            own_company_id=parties.own_company(conn, company).id if company else None,
            contract_id=contract_id,
            direction=direction,
        )
        return charges.listed(conn, wanted, is_open=is_open, limit=limit)


def _contract(conn: Connection, call: Call, new: NewCharge) -> tuple[ContractRow | None, ContractFacts | None]:
    if new.which is None:
        return None, None
    id = find(conn, call, new.which)
    return contracts.row_of(conn, id), load(conn, [id])[id]


def _annex(conn: Connection, new: NewCharge, row: ContractRow | None) -> AnnexRow | None:
    if not new.annex:
        return None
    if row is None:
        raise LedgerFault("An annex belongs to a contract: name it with --contract.", code="no_contract")
    return annex_meant(conn, row, new.annex)


def _sides(conn: Connection, new: NewCharge, row: ContractRow | None) -> tuple[int, int]:
    if row is not None:
        return row.own_company_id, row.counterparty_id
    if not new.counterparty:
        raise LedgerFault("Name the contract of the charge, or its counterparty.", code="no_debtor")
    return parties.own_company(conn, new.company).id, parties.counterparty(conn, new.counterparty).id


def _parts(new: NewCharge, facts: ContractFacts | None, calendar: WorkCalendar) -> tuple[PartDue, ...]:
    if new.due_on is not None:
        return (stated(new.due_on, new.amount, new.due_form),)
    agreed = conditions_on(facts, new.issued_on).payment_terms if facts is not None else ""
    terms = _agreed(new.terms) or parse_terms(new.terms) if new.terms else _agreed(agreed)
    if new.sent_on is not None:
        return _not_returned(new, new.sent_on, terms, calendar)
    if not terms:
        return (replace(due_by_law(new.kind, new.issued_on, calendar), amount=new.amount),)
    return parts_due(terms, new.amount, new.issued_on, _events(new), calendar)


def _not_returned(
    new: NewCharge, sent_on: date, terms: tuple[Part, ...], calendar: WorkCalendar
) -> tuple[PartDue, ...]:
    """The parts of an act, or a note, that the other side has not signed yet."""
    if new.kind not in RETURNED:
        raise LedgerFault(
            "Only an act or a note comes back signed; {kind} is not sent to be returned.", code="no_kind", kind=new.kind
        )
    accepted_on, step = act_waits(sent_on, new.silence, calendar)
    if not terms:
        part = replace(accepted_by_law(new.kind, accepted_on, sent_on, calendar), amount=new.amount)
        return (replace(part, steps=(step, *part.steps)) if accepted_on is not None else part,)
    events = {**({"act_signed": accepted_on, "delivered": accepted_on} if accepted_on else {}), **new.events}
    parts = parts_due(terms, new.amount, new.issued_on, events, calendar)
    return tuple(while_not_returned(part, sent_on, step if accepted_on else None) for part in parts)


def _agreed(text: str) -> tuple[Part, ...]:
    """The terms of a contract: written in parts, or a phrase that says one thing; else nothing is agreed."""
    try:
        return parse_terms(text)
    except Refusal:
        return read_phrase(text)


def _events(new: NewCharge) -> dict[str, date]:
    """An act or a note is dated the day the last party signs, which is the day of acceptance; an invoice its own."""
    own: tuple[str, ...] = ()
    if new.kind in RETURNED:
        own = ("act_signed", "delivered")
    elif new.kind == "invoice":
        own = ("invoice_received",)
    return {**dict.fromkeys(own, new.issued_on), **new.events}


def _warnings(conn: Connection, new: NewCharge, facts: ContractFacts | None, annex: AnnexRow | None) -> list[Refusal]:
    if facts is None:
        return []
    conditions = conditions_on(facts, new.issued_on)
    last = facts.terminated_after or conditions.last_day
    found = []
    if last is not None and new.issued_on > last:
        found.append(
            Refusal(
                "Charge {number} is dated {issued_on}, after the last day of the contract {last_day}.",
                code="after_end",
                number=new.number,
                issued_on=new.issued_on,
                last_day=last,
            )
        )
    for name, agreed, charged in _limits(conn, new, conditions, facts, annex):
        if agreed.currency == new.amount.currency and charged + new.amount > agreed:
            found.append(_above(name, new, charged + new.amount, agreed))
    return found


def _limits(
    conn: Connection, new: NewCharge, conditions: Conditions, facts: ContractFacts, annex: AnnexRow | None
) -> Iterator[tuple[str, Money, Money]]:
    """The amounts agreed that the charge uses, each with what was charged before."""
    if new.kind in BESIDE_THE_PRICE:
        return
    agreed = conditions.amount
    if agreed is not None:
        before = usage.entries(conn, [facts.id]).get((facts.id, new.direction.value, agreed.currency), [])
        yield "contract", agreed, usage_on(agreed, before, date.max).charged
    if annex is not None:
        for each in annexes_used(conn, [annex]).values():
            yield "annex", each.amount, each.charged


def _above(name: str, new: NewCharge, charged: Money, agreed: Money) -> Refusal:
    facts = {"number": new.number, "charged": charged.wire, "agreed": agreed.wire, "currency": agreed.currency}
    if name == "annex":
        return Refusal(
            "With charge {number} the annex has {charged} charged, more than its amount {agreed} {currency}.",
            code="above_annex",
            **facts,
        )
    return Refusal(
        "With charge {number} the contract has {charged} charged, more than its amount {agreed} {currency}.",
        code="above_amount",
        **facts,
    )


def _part_row(part: PartDue) -> dict[str, Any]:
    return {
        "part_no": part.no,
        "amount_minor": part.amount.minor,
        "due_on": part.due_on,
        "due_form": part.form.value,
        "waits_for": part.waits_for,
        "due_steps": steps_json(part.steps),
    }
