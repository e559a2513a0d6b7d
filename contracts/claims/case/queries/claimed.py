"""Which debts stand in an open claim of ours, and which were demanded by a letter of a debt given by hand (§8)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from contracts.claims.case.queries.claims import ClaimItem
from contracts.claims.case.rules.claimed_once import ClaimFor, DebtMark, mark_of
from contracts.claims.case.tables import ClaimItemRow, ClaimLetterRow, ClaimRow
from contracts.kernel.database.rows import insert_one, rows_in
from contracts.kernel.database.tables import table_of
from contracts.money.rules.ledger import Charge

_I, _Q, _L = table_of(ClaimItemRow), table_of(ClaimRow), table_of(ClaimLetterRow)


class HeldMeanwhile(Exception):
    """Another claim took one of these debts at the same moment."""


class DemandedByLetter(NamedTuple):
    """A claim letter of a debt given by hand that no other replaced."""

    id: int
    contract_id: int
    claim: ClaimFor
    mark: DebtMark


def set_items(conn: Connection, claim_id: int, items: Sequence[ClaimItem]) -> None:
    """Make the items of an open claim these, and hold their debts. Raises :class:`HeldMeanwhile`."""
    conn.execute(delete(_I).where(_I.c.claim_id == claim_id))
    rows = [
        {
            **each._asdict(),
            **{f"open_{name}": getattr(each, name) for name in ("charge_id", "payment_id")},
            "claim_id": claim_id,
            "no": no,
        }
        for no, each in enumerate(items, 1)
    ]
    try:
        conn.execute(insert(_I), rows)
    except IntegrityError:
        raise HeldMeanwhile from None


def release(conn: Connection, claim_id: int) -> None:
    """The claim is over: its debts may be claimed again."""
    free = {"open_charge_id": None, "open_payment_id": None}
    conn.execute(update(_I).where(_I.c.claim_id == claim_id).values(free))


def hold(conn: Connection, claim_id: int) -> None:
    """The claim is open again: it holds its debts, but for those another claim has taken since."""
    for own, held in ((_I.c.charge_id, _I.c.open_charge_id), (_I.c.payment_id, _I.c.open_payment_id)):
        other = _I.alias()
        taken = select(other.c[held.name]).where(other.c[held.name].is_not(None), other.c.claim_id != claim_id)
        conn.execute(update(_I).where(_I.c.claim_id == claim_id, own.not_in(taken)).values({held.name: own}))


def open_claims(conn: Connection, charge_ids: Collection[int]) -> dict[int, ClaimFor]:
    """The open claim each of these charges stands in; charges of none are absent."""
    return _held(conn, _I.c.open_charge_id.name, charge_ids)


def open_advances(conn: Connection, payment_ids: Collection[int]) -> dict[int, ClaimFor]:
    """The open claim that demands each of these advances back."""
    return _held(conn, _I.c.open_payment_id.name, payment_ids)


def _held(conn: Connection, name: str, ids: Collection[int]) -> dict[int, ClaimFor]:
    query = select(_I.c[name], _Q.c.number, _Q.c.as_of, _Q.c.id).join(_Q, _Q.c.id == _I.c.claim_id)
    rows = map(tuple, rows_in(conn, query, _I.c[name], ids))
    return {key: ClaimFor(number, as_of, claim_id) for key, number, as_of, claim_id in rows}


def letters_of(conn: Connection, contract_ids: Iterable[int]) -> list[DemandedByLetter]:
    """Letters of debts given by hand under these contracts."""
    names = ("id", "contract_id", "number", "as_of", "currency", "due_on", "document_key")
    query = select(*(_L.c[name] for name in names)).where(_L.c.replaced_on.is_(None)).order_by(_L.c.id)
    return [
        DemandedByLetter(id, contract_id, ClaimFor(number, as_of), DebtMark(currency, due_on, key))
        for id, contract_id, number, as_of, currency, due_on, key in map(
            tuple, rows_in(conn, query, _L.c.contract_id, contract_ids)
        )
    ]


def add_letter(conn: Connection, mark: DebtMark, values: Mapping[str, object]) -> int:
    """Know a letter of a debt given by hand. Raises :class:`HeldMeanwhile`."""
    own = {"currency": mark.currency, "due_on": mark.due_on, "document_key": mark.document_key, "replaced_by": ""}
    try:
        return insert_one(conn, _L, {**own, **values})
    except IntegrityError:
        raise HeldMeanwhile from None


def replace_letter(conn: Connection, id: int, on: date, by: str) -> None:
    """Another demand takes the place of a letter."""
    conn.execute(update(_L).where(_L.c.id == id).values(replaced_on=on, replaced_by=by))


def letter_numbered(conn: Connection, number: str, contract_ids: Collection[int]) -> DemandedByLetter | None:
    """The letter of this number under these contracts."""
    letters = (each for each in letters_of(conn, contract_ids) if each.claim.number == number.strip())
    return next(letters, None)


def demanded(conn: Connection, charges: Collection[Charge]) -> dict[int, ClaimFor]:
    """The open claim each of these charges stands in, or the letter that demanded it; other charges are absent."""
    letters = letters_of(conn, {each.contract_id for each in charges if each.contract_id is not None})
    found: dict[int, ClaimFor] = {}
    for charge in charges if letters else ():
        mark = mark_of(charge.amount.currency, charge.due_on, charge.number)
        for each in letters:
            if each.contract_id == charge.contract_id and each.mark.is_same(mark):
                found[charge.id] = each.claim
    return found | open_claims(conn, [each.id for each in charges])
