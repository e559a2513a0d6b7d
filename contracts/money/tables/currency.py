"""Clauses by which a price in one currency is paid in another, and the dated rates they ask for."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import SQLModel

from contracts.kernel.database import naming
from contracts.kernel.database.types import code, key, moment, ref, text
from contracts.money.rules.currency_clause import RateDay


class CurrencyClauseRow(SQLModel, table=True, metadata=naming.metadata):
    """What a contract says of its currencies; edited by a person, with history in the audit."""

    __tablename__ = "currency_clause"

    contract_id: int = ref("contract", primary=True)
    price_currency: str = text(3)
    payment_currency: str = text(3)
    source: str = text(30)
    rate_day: str = code(*(each.value for each in RateDay))
    margin_bp: int = 0
    recorded_at: datetime = moment()
    recorded_by: str = text(100)


class CurrencyRateRow(SQLModel, table=True, metadata=naming.metadata):
    """What one unit of a currency costs in another, by a source from a day on; of several of a day the newest holds."""

    __tablename__ = "currency_rate"
    __table_args__ = (Index("ix_currency_rate_day", "price_currency", "payment_currency", "source", "on", "id"),)

    id: int | None = key()
    price_currency: str = text(3)
    payment_currency: str = text(3)
    source: str = text(30)
    on: date
    value: str = text(30)
    recorded_at: datetime = moment()
    recorded_by: str = text(100)
