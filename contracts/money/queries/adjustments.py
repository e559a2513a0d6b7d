"""What reduced charges, and who took over the debts passed on: rows in the order of recording, undone by opposites."""

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, FromClause, Select, and_, func, insert, or_, select

from contracts.kernel.database.rows import first_of
from contracts.kernel.database.tables import table_of
from contracts.kernel.money import Money
from contracts.money.tables import AdjustmentRow, AssignmentRow, ChargeRow
from contracts.parties.tables import PartyRow

_J, _S, _C, _P = table_of(AdjustmentRow), table_of(AssignmentRow), table_of(ChargeRow), table_of(PartyRow)


class RecordedAdjustment(NamedTuple):
    """A reduction as stored, its ``currency`` that of the charge; ``other`` is the number of an offset's other side."""

    id: int
    charge_id: int
    kind: str
    number: str
    amount_minor: int
    effective_on: date
    reason: str
    pair_key: str
    reverses_id: int | None
    currency: str
    other: str | None

    @property
    def amount(self) -> Money:
        """The sum; negative where the row takes another back."""
        return Money(self.amount_minor, self.currency)

    @property
    def opposite(self) -> dict[str, object]:
        """The row that takes it back, with the same effective day."""
        kept = ("charge_id", "kind", "number", "effective_on", "reason", "pair_key")
        row = {name: getattr(self, name) for name in kept}
        return {**row, "amount_minor": -self.amount_minor, "reverses_id": self.id}


class Succession(NamedTuple):
    """Who took over a part of a charge, in which role, and the charge it is owed under since, if it is still ours."""

    adjustment_id: int
    charge_id: int | None
    role: str
    party: str


class Origin(NamedTuple):
    """The charge another took over, and between whom it stood."""

    charge: str
    company: str
    counterparty: str


def to_undo(conn: Connection, charge_id: int, only: int | None = None) -> list[RecordedAdjustment]:
    """Reductions of a charge that stand, or one of them by its key, with the other sides of offsets."""
    undone = select(_J.c.reverses_id).where(_J.c.reverses_id.is_not(None))
    conditions = [_J.c.charge_id == charge_id] if only is None else [_J.c.charge_id == charge_id, _J.c.id == only]
    keys = select(_J.c.pair_key).where(*conditions, _J.c.pair_key != "")
    own = or_(and_(*conditions), _J.c.pair_key.in_(keys))
    query = _recorded().where(own, _J.c.reverses_id.is_(None), _J.c.id.not_in(undone))
    return [RecordedAdjustment._make(row) for row in conn.execute(query)]


def of_charges(conn: Connection, charge_ids: Collection[int]) -> list[RecordedAdjustment]:
    """What reduced these charges, and what took that back."""
    query = _recorded().where(_J.c.charge_id.in_(list(charge_ids)))
    return [RecordedAdjustment._make(row) for row in conn.execute(query)]


def _recorded() -> Select[Any]:
    pair, facing = _J.alias("pair"), _C.alias("facing")
    is_other = (pair.c.pair_key == _J.c.pair_key) & (_J.c.pair_key != "") & (pair.c.charge_id != _J.c.charge_id)
    other = select(func.min(facing.c.number)).join(pair, facing.c.id == pair.c.charge_id).where(is_other)
    names = RecordedAdjustment._fields[: RecordedAdjustment._fields.index("currency")]
    columns = (*(_J.c[name] for name in names), _C.c.currency, other.correlate(_J).scalar_subquery())
    return select(*columns).join(_C, _C.c.id == _J.c.charge_id).order_by(_J.c.id)


def add_succession(conn: Connection, adjustment_id: int, party_id: int, role: str, charge_id: int | None) -> None:
    """Store who took a debt over."""
    conn.execute(insert(_S).values(adjustment_id=adjustment_id, party_id=party_id, role=role, charge_id=charge_id))


def successions(conn: Connection, charge_ids: Collection[int]) -> dict[int, Succession]:
    """Who took over parts of these charges, by adjustment."""
    query = (
        select(_S.c.adjustment_id, _S.c.charge_id, _S.c.role, _named(_P))
        .join(_J, _J.c.id == _S.c.adjustment_id)
        .join(_P, _P.c.id == _S.c.party_id)
        .where(_J.c.charge_id.in_(list(charge_ids)))
    )
    return {row[0]: Succession._make(row) for row in conn.execute(query)}


def origin_of(conn: Connection, charge_ids: Collection[int]) -> Origin | None:
    """The charge these took over, if they did."""
    other = _P.alias("other")
    query = (
        select(_C.c.number, _named(_P), _named(other))
        .select_from(_S)
        .join(_J, _J.c.id == _S.c.adjustment_id)
        .join(_C, _C.c.id == _J.c.charge_id)
        .join(_P, _P.c.id == _C.c.own_company_id)
        .join(other, other.c.id == _C.c.counterparty_id)
        .where(_S.c.charge_id.in_(list(charge_ids)))
    )
    row = conn.execute(query.order_by(_S.c.adjustment_id)).first()
    return Origin._make(row) if row is not None else None


def _named(party: FromClause) -> Any:
    return first_of(party.c.short_name, party.c.name)
