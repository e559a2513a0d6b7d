"""Holds that stand on a day, by charge and by debtor; a lifted one is kept with its day."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, func, or_, select, update

from contracts.kernel.calendar import FAR
from contracts.kernel.context import Call
from contracts.kernel.database.rows import first_of, insert_one
from contracts.kernel.database.tables import table_of
from contracts.money.tables import ChargeRow, HoldRow
from contracts.parties.tables import PartyRow
from contracts.registry.queries.visibility import visible

_H, _C, _P = table_of(HoldRow), table_of(ChargeRow), table_of(PartyRow)


class ShownHold(NamedTuple):
    """A hold as people see it; without ``last_day`` it has no end, without ``charge`` all of a debtor is held."""

    hold: int
    kind: str
    counterparty: str
    charge: str | None
    from_on: date
    last_day: date | None
    reason: str
    lifted_on: date | None


@dataclass(frozen=True, slots=True)
class StandingHolds:
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


def lift(conn: Connection, call: Call, id: int) -> bool:
    """End a hold that stands on the day of the call and is shown to the caller; whether there was one."""
    shown = select(_C.c.id).where(*visible(call, _C.c.contract_id))
    is_shown = or_(_H.c.charge_id.is_(None), _H.c.charge_id.in_(shown))
    is_standing = (_H.c.id == id, _H.c.lifted_on.is_(None), _H.c.from_on <= call.as_of, _H.c.until_on > call.as_of)
    return bool(conn.execute(update(_H).where(*is_standing, is_shown).values(lifted_on=call.as_of)).rowcount)


def listed(conn: Connection, call: Call, as_of: date | None = None, party_id: int | None = None) -> list[ShownHold]:
    """Holds shown to the caller: those that stand on a day, or all of them without one."""
    conditions = visible(call, _C.c.contract_id) + (_stands(as_of) if as_of is not None else [])
    if party_id is not None:
        conditions.append(func.coalesce(_H.c.counterparty_id, _C.c.counterparty_id) == party_id)
    return _shown(conn, *conditions)


def of_charges(conn: Connection, charge_ids: Collection[int], as_of: date) -> list[ShownHold]:
    """Holds of these charges that nobody has lifted by a day."""
    is_left = or_(_H.c.lifted_on.is_(None), _H.c.lifted_on > as_of)
    return _shown(conn, _H.c.charge_id.in_(list(charge_ids)), is_left)


def standing(conn: Connection, as_of: date) -> StandingHolds:
    """The holds of a day, to be asked by charge and debtor."""
    charges: dict[int, list[str]] = {}
    parties: dict[int, list[str]] = {}
    debtors: dict[int, list[str]] = {}
    query = select(_H.c.charge_id, _H.c.counterparty_id, _C.c.counterparty_id.label("debtor_id"), _H.c.kind)
    query = query.outerjoin(_C, _C.c.id == _H.c.charge_id).where(*_stands(as_of)).order_by(_H.c.id)
    for row in conn.execute(query):
        if row.charge_id is not None:
            charges.setdefault(row.charge_id, []).append(row.kind)
            debtors.setdefault(row.debtor_id, []).append(row.kind)
        else:
            parties.setdefault(row.counterparty_id, []).append(row.kind)
    sets = ({key: tuple(kinds) for key, kinds in each.items()} for each in (charges, parties, debtors))
    return StandingHolds(*sets)


def _shown(conn: Connection, *conditions: ColumnElement[bool]) -> list[ShownHold]:
    name = first_of(_P.c.short_name, _P.c.name)
    columns = (_H.c.id, _H.c.kind, name, _C.c.number, _H.c.from_on, _H.c.until_on, _H.c.reason, _H.c.lifted_on)
    query = select(*columns).select_from(_H).outerjoin(_C, _C.c.id == _H.c.charge_id)
    party_of = func.coalesce(_H.c.counterparty_id, _C.c.counterparty_id)
    query = query.join(_P, _P.c.id == party_of).where(*conditions).order_by(_H.c.id)
    holds = (ShownHold._make(row) for row in conn.execute(query))
    return [each._replace(last_day=_last_day(each.last_day)) for each in holds]


def _last_day(until_on: date | None) -> date | None:
    """The last day before the first one after; none without an end."""
    return None if until_on in (None, FAR) else until_on - timedelta(days=1)


def _stands(as_of: date) -> list[ColumnElement[bool]]:
    """Whether a hold stands on a day."""
    return [_H.c.from_on <= as_of, _H.c.until_on > as_of, or_(_H.c.lifted_on.is_(None), _H.c.lifted_on > as_of)]
