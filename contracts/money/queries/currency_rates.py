"""Currency clauses by contract and dated rates by source: the newest row of a day holds, the last day before counts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, insert, select

from contracts.kernel.database.rows import rows_in
from contracts.kernel.database.tables import table_of
from contracts.money.rules.currency_clause import LONGEST_GAP, CurrencyClause, DatedRate, RateDay
from contracts.money.tables import CurrencyClauseRow as ClauseTable
from contracts.money.tables import CurrencyRateRow

_K, _R = table_of(ClauseTable), table_of(CurrencyRateRow)


def clauses(conn: Connection, contract_ids: Collection[int]) -> dict[int, CurrencyClause]:
    """The clauses of these contracts; those without one are absent."""
    return {
        row.contract_id: CurrencyClause(
            row.price_currency, row.payment_currency, row.source, RateDay(row.rate_day), row.margin_bp
        )
        for row in rows_in(conn, select(_K), _K.c.contract_id, contract_ids)
    }


def set_clause(conn: Connection, contract_id: int, clause: CurrencyClause | None, by: Mapping[str, Any]) -> None:
    """Keep the clause of a contract, or none any more."""
    conn.execute(delete(_K).where(_K.c.contract_id == contract_id))
    if clause is not None:
        row = {
            "contract_id": contract_id,
            "price_currency": clause.price_currency,
            "payment_currency": clause.payment_currency,
            "source": clause.source,
            "rate_day": clause.day.value,
            "margin_bp": clause.margin_bp,
        }
        conn.execute(insert(_K).values(**row, **by))


def add_rates(conn: Connection, rates: Sequence[DatedRate], by: Mapping[str, Any]) -> int:
    """Keep rates; one that stands so already adds nothing. Returns how many are new."""
    new = [each for each in rates if _standing(conn, each) != each.value]
    rows = [{**asdict(each), "value": f"{each.value.normalize():f}", **by} for each in new]
    if rows:
        conn.execute(insert(_R), rows)
    return len(rows)


def rate_on(conn: Connection, price: str, payment: str, source: str, day: date) -> DatedRate | None:
    """The rate in force on a day: of that day, or the last one published at most ten days before."""
    query = _newest(price, payment, source).where(_R.c.on <= day, _R.c.on > day - timedelta(days=LONGEST_GAP))
    row = conn.execute(query).one_or_none()
    return _rate(row) if row is not None else None


def listed(conn: Connection, *, currency: str = "", limit: int = 100) -> list[DatedRate]:
    """Stored rates, the newest day first, each day once."""
    query = select(_R).order_by(_R.c.on.desc(), _R.c.price_currency, _R.c.payment_currency, _R.c.source, _R.c.id.desc())
    if currency:
        query = query.where(_R.c.price_currency == currency)
    found: dict[tuple[Any, ...], DatedRate] = {}
    for row in conn.execute(query.limit(limit * 2)):
        found.setdefault((row.on, row.price_currency, row.payment_currency, row.source), _rate(row))
    return list(found.values())[:limit]


def _standing(conn: Connection, rate: DatedRate) -> Decimal | None:
    query = _newest(rate.price_currency, rate.payment_currency, rate.source).where(_R.c.on == rate.on)
    row = conn.execute(query).one_or_none()
    return Decimal(row.value) if row is not None else None


def _newest(price: str, payment: str, source: str) -> Select[Any]:
    """The newest row of a pair of currencies by a source."""
    same = (_R.c.price_currency == price, _R.c.payment_currency == payment, _R.c.source == source)
    return select(_R).where(*same).order_by(_R.c.on.desc(), _R.c.id.desc()).limit(1)


def _rate(row: Row[Any]) -> DatedRate:
    return DatedRate(row.price_currency, row.payment_currency, Decimal(row.value), row.on, row.source)
