"""A document of the ledger with everything about it: its lines, its parts, what covered, reduced or holds it (§6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from contracts.kernel.calendar import FAR
from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.derivation import Step
from contracts.kernel.money import Money
from contracts.kernel.unit_of_work import require
from contracts.money.queries import assignments, charge_items, charges, holds, ledger
from contracts.money.queries.charge_items import Lines
from contracts.money.rules.ledger import Allocation, Charge, ChargeId, Ledger
from contracts.parties.queries import parties
from contracts.parties.tables import PartyRow
from contracts.registry.queries import amendments
from contracts.registry.tables.amendment import AnnexRow


@dataclass(frozen=True, slots=True)
class PartOn:
    """One part on a day: its sum, what is open of it, its last day for payment and why."""

    no: int
    amount: Money
    still_open: Money
    due_on: date | None
    waits_for: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Covering:
    """Money that covers a part: ``covered`` in the currency of the charge, ``paid`` in that of the payment."""

    payment: int
    part_no: int
    on: date
    covered: Money
    paid: Money
    is_undone: bool


@dataclass(frozen=True, slots=True)
class ChargeCard:
    """A document on a day; rows of the store as they are where nothing follows from them.

    ``passed_on`` says by adjustment who took a part over; ``origin`` is the charge this one took over.
    """

    row: Row[Any]
    annex: AnnexRow | None
    company: str
    parts: tuple[PartOn, ...]
    lines: Lines | None
    coverings: tuple[Covering, ...]
    adjustments: tuple[Row[Any], ...]
    undone: frozenset[int]
    due_changes: tuple[Row[Any], ...]
    holds: tuple[Row[Any], ...]
    passed_on: Mapping[int, Row[Any]]
    origin: Row[Any] | None

    @property
    def amount(self) -> Money:
        """The sum of the document, all parts together."""
        return Money(sum(each.amount.minor for each in self.parts), self.row.currency)

    @property
    def still_open(self) -> Money:
        """What is open of it."""
        return Money(sum(each.still_open.minor for each in self.parts), self.row.currency)


def charge_card(ctx: Context, call: Call, number: str, *, counterparty: str | None = None) -> ChargeCard:
    """The card of a document by its number, or of one part («АКТ-5:2»). Raises ``NoSuchCharge``."""
    require(call, "debts.read")
    with reading(ctx.engine) as conn:
        party = parties.counterparty(conn, counterparty).id if counterparty else None
        return card_of(conn, charges.find_document(conn, number, counterparty_id=party), call.as_of)


def card_of(conn: Connection, ids: list[int], as_of: date) -> ChargeCard:
    """The same for the keys of its parts."""
    known = ledger.ledger_of(conn, ids)
    rows = charges.listed(conn, charges.are(ids))
    first = min(rows, key=lambda row: row.part_no)
    reduced = charges.adjustments_of(conn, ids)
    return ChargeCard(
        row=first,
        annex=amendments.annex_of(conn, first.annex_id) if first.annex_id is not None else None,
        company=_name(parties.row_of(conn, first.own_company_id)),
        parts=_parts(known, {row.id: row.waits_for for row in rows}, as_of),
        lines=charge_items.of_charges(conn, ids),
        coverings=_coverings(known),
        adjustments=tuple(row for row in reduced if row.reverses_id is None),
        undone=frozenset(row.reverses_id for row in reduced if row.reverses_id is not None),
        due_changes=tuple(charges.due_changes_of(conn, ids)),
        holds=tuple(row for row in holds.of_charges(conn, ids) if row.lifted_on is None or row.lifted_on > as_of),
        passed_on=assignments.away_from(conn, ids),
        origin=assignments.origin_of(conn, ids),
    )


def _parts(known: Ledger, waits: dict[int, str], as_of: date) -> tuple[PartOn, ...]:
    still = known.open_amounts(as_of)

    def part(charge: Charge) -> PartOn:
        nothing = Money(0, charge.amount.currency)
        due_on = None if charge.due_on == FAR else charge.due_on
        waiting = waits[charge.id] if due_on is None else ""
        left = still.get(ChargeId(charge.id), nothing)
        return PartOn(charge.part_no, charge.amount, left, due_on, waiting, charge.due_steps)

    return tuple(part(each) for each in sorted(known.charges, key=lambda each: each.part_no))


def _coverings(known: Ledger) -> tuple[Covering, ...]:
    gone = {each.reverses_id for each in known.allocations}
    numbers = {each.id: each.part_no for each in known.charges}

    def covering(given: Allocation, charge_id: ChargeId) -> Covering:
        return Covering(
            given.payment_id,
            numbers[charge_id],
            given.effective_on,
            given.covered,
            given.paid,
            given.id in gone,
        )

    return tuple(
        covering(each, each.charge_id)
        for each in known.allocations
        if each.reverses_id is None and each.charge_id is not None
    )


def _name(party: PartyRow) -> str:
    return str(party.short_name or party.name)
