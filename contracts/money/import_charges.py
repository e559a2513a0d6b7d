"""A table of charges is posted row by row at once; what stands already adds nothing, what is wrong is named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.kernel.context import Call, Context, Work
from contracts.kernel.money import Money
from contracts.kernel.refusal import Refusal
from contracts.kernel.unit_of_work import needs, require, writing
from contracts.money.allocate import cover_from_advances
from contracts.money.post_charge import ChargePlace, NewCharge, charge_rows, note_posted
from contracts.money.queries import charges
from contracts.money.reading.charge_table import ChargeLine, ChargeReading, RejectedRow, read_charges
from contracts.money.rules.ledger import Direction, LedgerFault
from contracts.parties.parties import PartyEntry, counterparty_for
from contracts.parties.queries import parties
from contracts.registry.lookup import Which


@dataclass(frozen=True, slots=True)
class ImportedCharges:
    """What an import did; every row is new, a duplicate or rejected."""

    lines: int
    new: int
    duplicate: int
    rejected: tuple[RejectedRow, ...]
    warnings: tuple[tuple[int, Refusal], ...]
    created: tuple[str, ...] = ()


@needs("payments.post")
def import_charges(
    ctx: Context,
    call: Call,
    data: bytes,
    name: str,
    *,
    company: str | None = None,
    reading: ChargeReading | None = None,
    creates: bool = False,
    is_dry: bool = False,
) -> ImportedCharges:
    """Post a table of charges; counterparties nobody knows are entered where it ``creates``.

    With ``is_dry`` the same result is given and nothing is kept.
    """
    lines, rejected = read_charges(data, name, reading)
    made: list[str] = []
    warnings: list[tuple[int, Refusal]] = []
    places: dict[object, ChargePlace] = {}
    duplicate, ids = 0, []
    with writing(ctx, call) as work:
        for line in lines:
            try:
                made += _entered(work, line) if creates else ()
                posted = _post(work, line, company, places, warnings)
            except Refusal as reason:
                rejected.append(RejectedRow(line.row, "", line.number, reason))
                continue
            ids += posted
            duplicate += not posted
        cover_from_advances(work, ids)
        if not is_dry:
            work.commit()
    refused = tuple(sorted(rejected, key=lambda each: each.row))
    new = len(lines) - duplicate - sum(each.column == "" for each in refused)
    count = len(lines) + sum(each.column != "" for each in refused)
    return ImportedCharges(count, new, duplicate, refused, tuple(warnings), tuple(made))


def _entered(work: Work, line: ChargeLine) -> list[str]:
    """The counterparty of a row under no contract, entered where neither its code nor its name is known."""
    if line.contract or not line.counterparty:
        return []
    try:
        parties.counterparty(work.conn, line.code or line.counterparty)
    except parties.NoSuchParty as unknown:
        if "names" in unknown.facts:
            raise
        require(work.call, "counterparties.negotiate")
        counterparty_for(work, PartyEntry(name=line.counterparty, code=line.code))
        return [line.counterparty]
    return []


def _post(
    work: Work,
    line: ChargeLine,
    company: str | None,
    places: dict[object, ChargePlace],
    warnings: list[tuple[int, Refusal]],
) -> list[int]:
    party = line.code or line.counterparty or None
    which = Which(line.contract, party, company) if line.contract else None
    new = NewCharge(
        kind=line.kind,
        number=line.number,
        issued_on=line.issued_on,
        amount=line.amount,
        which=which,
        counterparty=party,
        company=company,
        direction=Direction.PAYABLE if line.is_payable else Direction.RECEIVABLE,
        due_on=line.due_on,
        note=line.note,
    )
    made = charge_rows(work.conn, work.call, work.ctx, new, places)
    ids = charges.add_many(work.conn, made.rows)
    if not ids:
        _check_same(work, made.rows, line)
        return ids
    note_posted(work, ids, new)
    warnings += [(line.row, each) for each in made.warnings]
    return ids


def _check_same(work: Work, rows: Sequence[Mapping[str, Any]], line: ChargeLine) -> None:
    """What stands must have the sum of the row: the same document with another sum is no repeat."""
    before = sum(charges.posted_minor(work.conn, row) for row in rows)
    if before != line.amount.minor:
        raise LedgerFault(
            "Charge {number} of {issued_on} was posted with {before}, and this row says {now} {currency}: correct it "
            "by a credit note or by a charge of its own.",
            code="posted_otherwise",
            number=line.number,
            issued_on=line.issued_on,
            before=Money(before, line.amount.currency).wire,
            now=line.amount.wire,
            currency=line.amount.currency,
        )
