"""Contracts and payments as papers of claims cite them, many by one query."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from contracts.kernel.context import Call
from contracts.kernel.database.rows import first_of, rows_in
from contracts.kernel.database.tables import table_of
from contracts.kernel.money import Money
from contracts.money.queries.payments import NoSuchPayment
from contracts.money.tables import PaymentRow
from contracts.registry.queries.visibility import visible
from contracts.registry.tables.contract import ContractRow

_K, _P = table_of(ContractRow), table_of(PaymentRow)


class CitedContract(NamedTuple):
    """What a paper says of a contract; ``number`` is the one it is shown by."""

    id: int
    own_company_id: int
    counterparty_id: int
    number: str
    dated_on: date | None
    title: str
    subject: str
    type: str
    languages: str
    country: str
    owner_id: int | None
    payment_words: str = ""
    penalty_words: str = ""


def cited(conn: Connection, ids: Collection[int | None], call: Call | None = None) -> dict[int | None, CitedContract]:
    """These contracts by key, or those of them shown to the caller; ``None`` is no contract."""
    query = select(
        *(_K.c.id, _K.c.own_company_id, _K.c.counterparty_id),
        first_of(_K.c.number, _K.c.register_no),
        func.coalesce(_K.c.dated_on, _K.c.concluded_on),
        *(_K.c.title, _K.c.subject, _K.c.type, _K.c.languages, _K.c.country, _K.c.owner_id),
        *(_K.c.payment_words, _K.c.penalty_words),
    )
    shown = query.where(*visible(call, _K.c.id)) if call is not None else query
    keys = [id for id in ids if id is not None]
    return {row.id: CitedContract._make(row) for row in rows_in(conn, shown, _K.c.id, keys)}


class CitedPayment(NamedTuple):
    """What a paper says of a payment."""

    id: int
    is_incoming: bool
    paid_on: date
    amount: Money
    counterparty_id: int | None
    contract_id: int | None
    own_company_id: int
    document_no: str
    purpose: str


def cited_payments(conn: Connection, ids: Sequence[int], call: Call | None = None) -> list[CitedPayment]:
    """These payments in order. Raises ``NoSuchPayment`` for one that is not there, or not shown to the caller."""
    names = ("contract_id", "own_company_id", "document_no", "purpose")
    query = select(
        *(_P.c.id, _P.c.is_incoming, _P.c.paid_on, _P.c.amount_minor, _P.c.currency, _P.c.counterparty_id),
        *(_P.c[name] for name in names),
    )
    shown = query.where(*visible(call, _P.c.contract_id)) if call is not None else query
    found: dict[int, CitedPayment] = {}
    for id, is_incoming, paid_on, minor, currency, party_id, *more in map(tuple, rows_in(conn, shown, _P.c.id, ids)):
        found[id] = CitedPayment(id, is_incoming, paid_on, Money(minor, currency), party_id, *more)
    if missing := [id for id in ids if id not in found]:
        raise NoSuchPayment("There is no payment {no}: `contracts payment list` shows them.", no=missing[0])
    return [found[id] for id in ids]
