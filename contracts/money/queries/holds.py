"""Holds that stand on a day, by charge and by debtor; a lifted one is kept with its day."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, or_, select, update

from contracts.kernel.database.rows import insert_one
from contracts.kernel.database.tables import table_of
from contracts.money.tables.ledger import ChargeRow, HoldRow
from contracts.parties.tables import PartyRow

_H, _C, _P = table_of(HoldRow), table_of(ChargeRow), table_of(PartyRow)


@dataclass(frozen=True, slots=True)
class Standing:
    """Codes of the holds of a day: by charge, by debtor, and by debtor of a held charge."""

    by_charge: Mapping[int, tuple[str, ...]]
    by_party: Mapping[int, tuple[str, ...]]
    of_charges: Mapping[int, tuple[str, ...]]

    def of(self, party_id: int, charge_id: int | None) -> tuple[str, ...]:
        """What holds a charge, or anything of a debtor where no charge is named."""
        own = self.by_party.get(party_id, ())
        more = self.by_charge.get(charge_id, ()) if charge_id is not None else self.of_charges.get(party_id, ())
        return tuple(dict.fromkeys((*own, *more)))


def add(conn: Connection, values: Mapping[str, Any]) -> int:
    """Store a hold; returns its key."""
    return insert_one(conn, _H, values)


def lift(conn: Connection, id: int, on: date) -> bool:
    """End a hold that stands; whether there was one."""
    is_standing = (_H.c.id == id, _H.c.lifted_on.is_(None), _H.c.from_on <= on, _H.c.until_on > on)
    done = conn.execute(update(_H).where(*is_standing).values(lifted_on=on))
    return bool(done.rowcount)


def rows_on(conn: Connection, as_of: date) -> list[Row[Any]]:
    """Holds that stand on a day, with the debtor of a held charge."""
    query = select(_H, _C.c.counterparty_id.label("debtor_id")).outerjoin(_C, _C.c.id == _H.c.charge_id)
    return list(conn.execute(query.where(*_stands(as_of)).order_by(_H.c.id)))


def listed(conn: Connection, as_of: date | None = None, party_id: int | None = None) -> list[Row[Any]]:
    """Holds with their debtor and charge: those that stand on a day, or all of them without one."""
    party_of = func.coalesce(_H.c.counterparty_id, _C.c.counterparty_id)
    names = (_P.c.name.label("counterparty"), _P.c.short_name.label("counterparty_short"), _C.c.number.label("charge"))
    query = select(_H, *names).outerjoin(_C, _C.c.id == _H.c.charge_id).join(_P, _P.c.id == party_of)
    if as_of is not None:
        query = query.where(*_stands(as_of))
    if party_id is not None:
        query = query.where(party_of == party_id)
    return list(conn.execute(query.order_by(_H.c.id)))


def of_charges(conn: Connection, charge_ids: Collection[int]) -> list[Row[Any]]:
    """Every hold of these charges, lifted ones too."""
    return list(conn.execute(select(_H).where(_H.c.charge_id.in_(list(charge_ids))).order_by(_H.c.id)))


def standing(conn: Connection, as_of: date) -> Standing:
    """The holds of a day, to be asked by charge and debtor."""
    charges: dict[int, list[str]] = {}
    parties: dict[int, list[str]] = {}
    debtors: dict[int, list[str]] = {}
    for row in rows_on(conn, as_of):
        if row.charge_id is not None:
            charges.setdefault(row.charge_id, []).append(row.kind)
            debtors.setdefault(row.debtor_id, []).append(row.kind)
        else:
            parties.setdefault(row.counterparty_id, []).append(row.kind)
    made = ({key: tuple(kinds) for key, kinds in each.items()} for each in (charges, parties, debtors))
    return Standing(*made)


def _stands(as_of: date) -> tuple[ColumnElement[bool], ...]:
    """Whether a hold stands on a day."""
    return _H.c.from_on <= as_of, _H.c.until_on > as_of, or_(_H.c.lifted_on.is_(None), _H.c.lifted_on > as_of)
