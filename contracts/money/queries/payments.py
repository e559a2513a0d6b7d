"""Payments come as lines of statements: a line is stored once, whatever file it came in; who paid is added later."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, and_, bindparam, func, or_, select, update

from contracts.kernel.calendar import FAR
from contracts.kernel.context import Call
from contracts.kernel.database.rows import chunks, first_of, rows_in, upsert
from contracts.kernel.database.tables import table_of
from contracts.kernel.identity import number_key
from contracts.kernel.money import Money
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import ContractId, PartyId
from contracts.money.rules.matching import Directory, KnownContract, Payer, account_key, unique_keys
from contracts.money.rules.mentions import bare_name
from contracts.money.tables import PaymentRestRow, PaymentRow, StatementRow
from contracts.parties.tables import PartyAccountRow, PartyRow
from contracts.registry.queries.visibility import visible
from contracts.registry.tables.contract import ContractRow

_P, _R, _S = table_of(PaymentRow), table_of(PaymentRestRow), table_of(StatementRow)
#: A code of a bank: a number, or a BIC; a name tells no bank apart from another.
_BANK_CODE = re.compile(r"[A-Z0-9]{4,11}")
_A, _Y, _K = table_of(PartyAccountRow), table_of(PartyRow), table_of(ContractRow)


class PaymentRest(NamedTuple):
    """What is left of a payment, in the columns of ``payment_rest``."""

    payment_id: int
    own_company_id: int
    counterparty_id: int | None
    contract_id: int | None
    is_incoming: bool
    paid_on: date
    currency: str
    rest_minor: int

    @property
    def rest(self) -> Money:
        """What is left."""
        return Money(self.rest_minor, self.currency)


class ListedPayment(NamedTuple):
    """A payment with its payer and contract as people name them, and what is left of it."""

    id: int
    own_company_id: int
    is_incoming: bool
    paid_on: date
    amount_minor: int
    currency: str
    other_name: str
    other_account: str
    purpose: str
    document_no: str
    counterparty_id: int | None
    contract_id: int | None
    payer_sign: str
    rest_minor: int
    counterparty: str | None

    @property
    def amount(self) -> Money:
        """The whole sum, never negative."""
        return Money(self.amount_minor, self.currency)

    @property
    def rest(self) -> Money:
        """What is left."""
        return Money(self.rest_minor, self.currency)


class NoSuchPayment(Refusal):
    """There is no payment with this ordinal."""

    code = "no_such_payment"


def own_account(conn: Connection, company_id: int, account: str, currency: str, bank: str = "") -> int:
    """The own company's account, entered when it is first seen; without a name its only one in the currency.

    The same number at a bank of another code is another account; a bank known by its name alone tells nothing.
    Its row is locked: two statements of one account are posted one after the other.
    """
    conditions = account_key(account)
    own = conn.execute(select(_A).where(_A.c.party_id == company_id).order_by(_A.c.id)).all()
    code = bank if _BANK_CODE.fullmatch(bank) else ""
    alike = [row for row in own if account_key(row.account) in (conditions, f"{conditions}/{code}")]
    is_other = {row.id: bool(code and _BANK_CODE.fullmatch(row.bank) and row.bank != code) for row in alike}
    same = [row.id for row in sorted(alike, key=lambda row: row.bank != code) if not is_other[row.id]]
    if alike and not same:
        conditions = f"{conditions}/{code}"
    if not same and not conditions:
        same = [row.id for row in own if row.currency == currency]
        same = same if len(same) == 1 else []
    if not same:
        row = {"party_id": company_id, "account": conditions, "bank": code, "currency": currency}
        conn.execute(upsert(conn, _A).values(**row, from_on=date.min, until_on=FAR).on_conflict_do_nothing())
        is_it = (_A.c.party_id == company_id, _A.c.account == conditions)
        same = list(conn.execute(select(_A.c.id).where(*is_it)).scalars())
    return int(conn.execute(select(_A.c.id).where(_A.c.id == same[0]).with_for_update()).scalar_one())


def company_of(conn: Connection, account: str) -> int | None:
    """The own company an account belongs to."""
    query = select(_A.c.party_id).join(_Y, _Y.c.id == _A.c.party_id)
    found = conn.execute(query.where(_A.c.account == account_key(account), _Y.c.is_own.is_(True))).scalars().all()
    return int(found[0]) if len(found) == 1 else None


def add_statement(conn: Connection, values: Mapping[str, Any]) -> int:
    """The row of a statement file; the same file of an account is one row."""
    new = upsert(conn, _S).values(**values).on_conflict_do_nothing().returning(_S.c.id)
    made = conn.execute(new).scalar_one_or_none()
    if made is not None:
        return int(made)
    same = (_S.c.account_id == values["account_id"], _S.c.file_sha == values["file_sha"])
    return int(conn.execute(select(_S.c.id).where(*same)).scalar_one())


def add_lines(conn: Connection, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Store payments; lines that are there already add nothing. Returns the keys of the new ones, in order."""
    if not rows:
        return []
    statement = upsert(conn, _P).on_conflict_do_nothing(index_elements=["account_id", "line_key"]).returning(_P.c.id)
    return sorted(conn.execute(statement, list(map(dict, rows))).scalars())


def set_payers(conn: Connection, payers: Mapping[int, Payer]) -> None:
    """Who paid, under which contract, and how it is known, by payment."""
    if payers:
        rows = [
            {"key": id, "party": each.party_id, "contract": each.contract_id, "sign": each.sign}
            for id, each in payers.items()
        ]
        change = update(_P).where(_P.c.id == bindparam("key"))
        names = {"counterparty_id": "party", "contract_id": "contract", "payer_sign": "sign"}
        conn.execute(change.values({name: bindparam(key) for name, key in names.items()}), rows)


def row_of(conn: Connection, id: int, call: Call | None = None) -> ListedPayment:
    """A payment by the ordinal people see, if it is shown to the caller. Raises :class:`NoSuchPayment`."""
    row = conn.execute(_listing(call).where(_P.c.id == id)).one_or_none()
    if row is None:
        raise NoSuchPayment("There is no payment {no}: `contracts payment list` shows them.", no=id)
    return ListedPayment._make(row)


def by_keys(conn: Connection, ids: Collection[int]) -> list[ListedPayment]:
    """These payments by key."""
    query = _listing(None).order_by(_P.c.id)
    return [ListedPayment._make(row) for row in rows_in(conn, query, _P.c.id, ids)]


def with_rest(
    conn: Connection, call: Call, *, own_company_id: int | None = None, id: int | None = None
) -> list[ListedPayment]:
    """Payments with something left that are shown to the caller, the newest first."""
    given = {"own_company_id": own_company_id, "id": id}
    conditions = [_P.c[name] == value for name, value in given.items() if value is not None]
    query = _listing(call).where(_R.c.payment_id.is_not(None), *conditions)
    rows = conn.execute(query.order_by(_P.c.paid_on.desc(), _P.c.id.desc()))
    return [ListedPayment._make(row) for row in rows]


def _listing(call: Call | None) -> Select[Any]:
    """Payments in the columns of :class:`ListedPayment`: those shown to the caller, without one everything."""
    names = ListedPayment._fields[: ListedPayment._fields.index("rest_minor")]
    name = first_of(_Y.c.short_name, _Y.c.name)
    query = select(*(_P.c[each] for each in names), func.coalesce(_R.c.rest_minor, 0), name)
    query = query.outerjoin(_R, _R.c.payment_id == _P.c.id).outerjoin(_Y, _Y.c.id == _P.c.counterparty_id)
    return query if call is None else query.where(*visible(call, _P.c.contract_id))


def rests(
    conn: Connection, *, counterparty_id: int, own_company_id: int | None = None, is_incoming: bool | None = None
) -> list[PaymentRest]:
    """What is left of payments of a counterparty, the oldest first."""
    given = {"counterparty_id": counterparty_id, "own_company_id": own_company_id, "is_incoming": is_incoming}
    conditions = [_R.c[name] == value for name, value in given.items() if value is not None]
    return [PaymentRest._make(row) for row in conn.execute(_rests().where(*conditions))]


def rests_under(conn: Connection, contract_ids: Collection[int]) -> list[PaymentRest]:
    """What is left of payments under these contracts, the oldest first of each."""
    return [PaymentRest._make(row) for row in rows_in(conn, _rests(), _R.c.contract_id, contract_ids)]


def advances_paid(conn: Connection, ids: Collection[int]) -> list[PaymentRest]:
    """What is left of money we paid to a known party, of these payments."""
    query = _rests().where(_R.c.is_incoming.is_(False), _R.c.counterparty_id.is_not(None))
    return [PaymentRest._make(row) for row in rows_in(conn, query, _R.c.payment_id, ids)]


def _rests() -> Select[Any]:
    return select(*(_R.c[name] for name in PaymentRest._fields)).order_by(_R.c.paid_on, _R.c.payment_id)


def rest_sums(conn: Connection, ids: Collection[int]) -> dict[int, int]:
    """What is left of these payments, in minor units; used-up ones are absent."""
    query = select(_R.c.payment_id, _R.c.rest_minor)
    return {row.payment_id: row.rest_minor for row in rows_in(conn, query, _R.c.payment_id, ids)}


def alike(conn: Connection, ids: Collection[int]) -> list[int]:
    """Those of the payments that may stand twice: an earlier payment of the company has the day, direction and sum.

    It was entered by hand or came in a statement of another format, and nothing known of the other side differs.
    """
    new, old = _P.alias("new"), _P.alias("old")
    here, there = _S.alias("here"), _S.alias("there")
    same = [new.c[name] == old.c[name] for name in ("own_company_id", "paid_on", "is_incoming", "amount_minor")]
    same += [
        or_(new.c[name] == "", old.c[name] == "", new.c[name] == old.c[name])
        for name in ("other_code", "other_account", "reference")
    ]
    is_by_hand = new.c.statement_id.is_(None) != old.c.statement_id.is_(None)
    found: set[int] = set()
    for chunk in chunks(ids):
        query = (
            select(new.c.id)
            .join(old, and_(*same, new.c.currency == old.c.currency, old.c.id < new.c.id))
            .outerjoin(here, here.c.id == new.c.statement_id)
            .outerjoin(there, there.c.id == old.c.statement_id)
            .where(new.c.id.in_(chunk), or_(is_by_hand, here.c.format != there.c.format))
        )
        found.update(conn.execute(query).scalars())
    return sorted(found)


def last_between(conn: Connection, counterparty_id: int, from_on: date, to_on: date) -> list[date]:
    """Days of money that came from a counterparty after one day, up to another."""
    query = select(_P.c.paid_on).where(_P.c.counterparty_id == counterparty_id, _P.c.is_incoming.is_(True))
    return list(conn.execute(query.where(_P.c.paid_on.between(from_on, to_on)).order_by(_P.c.paid_on)).scalars())


def directory(conn: Connection, own_company_id: int) -> Directory:
    """Everybody who may have paid a company, by account, code and folded name, and its contracts by number."""
    columns = (_Y.c.id, _Y.c.code, _Y.c.name, _Y.c.short_name, _Y.c.name_key, _Y.c.merged_into_id)
    rows = conn.execute(select(*columns)).all()
    real = {row.id: PartyId(row.merged_into_id or row.id) for row in rows}
    accounts = conn.execute(select(_A.c.party_id, _A.c.account).where(_A.c.account != "")).all()
    named = [(key, real[row.id]) for row in rows for key in {row.name_key, *map(bare_name, (row.name, row.short_name))}]
    return Directory(
        unique_keys((account_key(row.account), real[row.party_id]) for row in accounts),
        unique_keys((row.code or "", real[row.id]) for row in rows),
        unique_keys(named),
        tuple(_contracts(conn, own_company_id, real)),
    )


def _contracts(conn: Connection, own_company_id: int, real: Mapping[int, PartyId]) -> Collection[KnownContract]:
    columns = (_K.c.id, _K.c.counterparty_id, _K.c.number_key, _K.c.register_no)
    query = select(*columns).where(_K.c.own_company_id == own_company_id)
    return [
        KnownContract(
            ContractId(row.id),
            real[row.counterparty_id],
            frozenset({row.number_key, number_key(row.register_no)} - {""}),
        )
        for row in conn.execute(query)
    ]
