"""Money of a debtor that waits to be matched, with what a person said of it (domain §8).

It is what is left of payments whose payer is known, and of those whose payer nobody knows and that name the debtor,
its contract or a document it owes.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, delete, select

from contracts.claims.case.tables import PaymentAsideRow
from contracts.kernel.context import Call
from contracts.kernel.database.rows import rows_in, upsert
from contracts.kernel.database.tables import table_of
from contracts.kernel.identity import fold, number_key
from contracts.kernel.money import Money
from contracts.money.queries import charges
from contracts.money.rules.ledger import Direction
from contracts.money.rules.mentions import bare_name, mentions_in
from contracts.money.tables import PaymentRestRow, PaymentRow
from contracts.parties.queries import parties
from contracts.registry.queries.visibility import visible
from contracts.registry.tables.contract import ContractRow

_P, _R, _A, _K = table_of(PaymentRow), table_of(PaymentRestRow), table_of(PaymentAsideRow), table_of(ContractRow)


class WaitingPayment(NamedTuple):
    """A payment that waits: what is left of it, who paid and for what, and why a person set it aside (empty: not)."""

    payment: int
    paid_on: date
    rest: Money
    payer: str
    purpose: str
    aside: str


class _Names(NamedTuple):
    """By what money nobody has identified names a debtor: its code, its names, contracts and open documents."""

    code: str
    names: frozenset[str]
    contracts: frozenset[str]
    documents: frozenset[str]

    def are_in(self, code: str, name: str, purpose: str) -> bool:
        """Whether the line of a statement names the debtor."""
        if (self.code and code.strip() == self.code) or {fold(name), bare_name(name)} & self.names:
            return True
        mentions = mentions_in(purpose)
        is_contract = any(map(mentions.names_contract, self.contracts))
        return is_contract or any(map(mentions.names_document, self.documents))


def waiting_of(
    conn: Connection, call: Call, own_company_id: int, counterparty_id: int, contract_ids: Collection[int | None] = ()
) -> list[WaitingPayment]:
    """What waits of a debtor on the call's day and is shown to the caller, the oldest first.

    Where ``contract_ids`` are named, what waits under them or under none.
    An advance of another contract does not wait, unless it names a document the debtor owes.
    """
    columns = ("id", "paid_on", "currency", "counterparty_id", "contract_id", "other_code", "other_name", "purpose")
    query = (
        select(*(_P.c[name] for name in columns), _R.c.rest_minor, _A.c.payment_id, _A.c.reason)
        .join(_R, _R.c.payment_id == _P.c.id)
        .outerjoin(_A, _A.c.payment_id == _P.c.id)
        .where(_P.c.own_company_id == own_company_id, _P.c.is_incoming.is_(True), _P.c.paid_on <= call.as_of)
        .where(_P.c.counterparty_id.is_(None) | (_P.c.counterparty_id == counterparty_id))
        .where(*visible(call, _P.c.contract_id))
        .order_by(_P.c.paid_on, _P.c.id)
    )
    names, found = _names(conn, own_company_id, counterparty_id), []
    for row in conn.execute(query):
        if row.counterparty_id is None:
            is_meant = names.are_in(row.other_code, row.other_name, row.purpose)
        else:
            is_other = row.contract_id is not None and bool(contract_ids) and row.contract_id not in contract_ids
            is_meant = not is_other or any(map(mentions_in(row.purpose).names_document, names.documents))
        if is_meant:
            aside = (row.reason or "–") if row.payment_id is not None else ""
            rest = Money(row.rest_minor, row.currency)
            found.append(WaitingPayment(row.id, row.paid_on, rest, row.other_name, row.purpose, aside))
    return found


def _names(conn: Connection, own_company_id: int, counterparty_id: int) -> _Names:
    party = parties.row_of(conn, counterparty_id)
    is_with = (_K.c.own_company_id == own_company_id, _K.c.counterparty_id == counterparty_id)
    query = select(_K.c.number, _K.c.register_no).where(*is_with)
    numbers = {number_key(each) for row in conn.execute(query) for each in row}
    about = charges.is_about(
        own_company_id=own_company_id, counterparty_id=counterparty_id, direction=Direction.RECEIVABLE.value
    )
    owed = charges.listed(conn, about, is_open=True)
    called = {f(each) for each in (party.name, party.short_name) if each for f in (fold, bare_name)}
    documents = frozenset(each.number_key for each in owed if each.number_key)
    return _Names(party.code or "", frozenset(called - {""}), frozenset(numbers - {""}), documents)


def set_aside(conn: Connection, ids: Collection[int], values: Mapping[str, object]) -> None:
    """These payments belong to no demand."""
    rows = [{"payment_id": id, **values} for id in ids]
    statement = upsert(conn, _A)
    changed = {name: statement.excluded[name] for name in values}
    conn.execute(statement.on_conflict_do_update(index_elements=[_A.c.payment_id], set_=changed), rows)


def take_back(conn: Connection, ids: Collection[int]) -> set[int]:
    """They may belong to one after all; returns those that were aside."""
    known = {row.payment_id for row in rows_in(conn, select(_A.c.payment_id), _A.c.payment_id, ids)}
    conn.execute(delete(_A).where(_A.c.payment_id.in_(known)))
    return known
