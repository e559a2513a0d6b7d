"""Contracts by number: each gets the next register number of its company in the transaction that stores it (F21)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, insert, or_, select
from sqlalchemy.orm import aliased

from contracts.kernel.database import counters, intake
from contracts.kernel.database.rows import next_no, rows_in
from contracts.kernel.database.tables import models_of, table_of
from contracts.kernel.database.versions import save
from contracts.kernel.identity import number_key
from contracts.kernel.numbering import NumberPattern
from contracts.kernel.refusal import Refusal
from contracts.parties.queries import parties
from contracts.parties.tables import PartyRow
from contracts.registry.tables.contract import ContractPartyRow, ContractRow, CustomValueRow, StatusMoveRow

_C, _P, _M = table_of(ContractRow), table_of(PartyRow), table_of(StatusMoveRow)
_X, _V = table_of(ContractPartyRow), table_of(CustomValueRow)
_OWN = aliased(_P, name="own")
KEY = _C.c.id
#: How many candidates a refusal names.
_SHOWN = 10


class NoSuchContract(Refusal):
    """No contract, or more than one, has the number."""

    code = "no_such_contract"


@dataclass(frozen=True, slots=True)
class Series:
    """Where register numbers come from: the pattern, and the day whose year begins a series anew."""

    pattern: NumberPattern
    registered_on: date


class OtherParty(NamedTuple):
    """A party of a contract beside the two main ones, by its role."""

    role: str
    name: str
    code: str


#: A value as it stands in a column.
ColumnValue = str | int | date | datetime | list[str] | dict[str, str] | None
Columns = dict[str, ColumnValue]
#: What a contract has in a column of which nothing is said.
DEFAULTS: Mapping[str, ColumnValue] = {
    name: each.default for name, each in ContractRow.model_fields.items() if not each.is_required()
}


class NumberedContract(NamedTuple):
    """A contract just stored: its key, its number in the register, and the folded number on paper it is found by."""

    id: int
    register_no: str
    number_key: str


def add_many(conn: Connection, rows: Sequence[Mapping[str, Any]], series: Series) -> list[NumberedContract]:
    """Store contracts, one or thousands; gives each with its key, in the same order.

    A row holds what is said of its contract; the rest is as :data:`DEFAULTS` have it. Without ``register_no`` it gets
    the next number of its own company; one given by hand moves the series past it. Derived rows come with
    ``Work.touch``, or by the next roll.
    """
    ready = numbered(conn, rows, series)
    if not ready:
        return []
    for id, row in zip(intake.take_ids(conn, ContractRow, len(ready)), ready, strict=True):
        row["id"], row["number_key"] = id, number_key(row["number"])[:120]
    names = sorted(set().union(*ready))
    for row in ready:
        if len(row) < len(names):
            row |= {name: DEFAULTS[name] for name in names if name not in row}
    shared = {name: value for name, value in DEFAULTS.items() if name not in names}
    intake.insert_rows(conn, ContractRow, ready, names, shared=shared)
    return [NumberedContract(row["id"], row["register_no"], row["number_key"]) for row in ready]


def add(conn: Connection, row: Mapping[str, Any], series: Series) -> int:
    """Store one contract as :func:`add_many` does; returns its key."""
    return add_many(conn, [row], series)[0].id


def change(conn: Connection, id: int, values: Mapping[str, Any], *, version: int | None = None) -> int:
    """Change a contract's row; returns its new version. Raises ``StaleVersion`` where another was saved meanwhile."""
    changed = dict(values)
    if "number" in changed:
        changed["number_key"] = number_key(changed["number"])[:120]
    return save(conn, ContractRow, id, version=version, values=changed)


def row_of(conn: Connection, id: int) -> ContractRow:
    """A contract's row by key. Raises :class:`NoSuchContract`."""
    return by_key(conn, id, ())


def by_key(conn: Connection, id: int, shown: Sequence[ColumnElement[bool]]) -> ContractRow:
    """A contract's row by key, where ``shown``, what the caller may see, has it. Raises :class:`NoSuchContract`."""
    rows = models_of(ContractRow, conn.execute(select(_C).where(_C.c.id == id, *shown)))
    if not rows:
        raise NoSuchContract("There is no {kind} with the key {id}.", kind="contract", id=id)
    return rows[0]


def by_import_keys(conn: Connection, keys: Iterable[str]) -> dict[str, int]:
    """Contracts that are registered already, by import key."""
    query = select(_C.c.import_key, _C.c.id)
    return {row.import_key: row.id for row in rows_in(conn, query, _C.c.import_key, keys)}


def find(
    conn: Connection,
    number: str,
    *,
    counterparty: str | None = None,
    company: str | None = None,
    shown: Sequence[ColumnElement[bool]] = (),
) -> ContractRow:
    """The contract with this register number, or with this number on paper if exactly one has it.

    ``counterparty`` and ``company`` narrow by code or a part of the name, ``shown`` is what the caller may see.
    Raises :class:`NoSuchContract`, naming the candidates where several contracts are meant: also where one's register
    number is another's number on paper.
    """
    key = number_key(number)
    has_number = _C.c.register_no == number.strip()
    wanted: list[ColumnElement[bool]] = [or_(has_number, _C.c.number_key == key) if key else has_number, *shown]
    if counterparty:
        wanted.append(parties.is_meant(counterparty, _P))
    if company:
        wanted.append(parties.is_meant(company, _OWN))
    candidates = list(conn.execute(_CANDIDATES.where(*wanted).order_by(_C.c.id).limit(_SHOWN + 1)))
    if len(candidates) == 1:
        *contract, _, _ = candidates[0]
        return ContractRow(**dict(zip(_C.columns.keys(), contract, strict=True)))
    if not candidates:
        raise NoSuchContract("There is no contract with the number {number}.", number=number)
    raise NoSuchContract(
        "The number {number} may be {candidates}: name one with --counterparty, --company or another number.",
        number=number,
        candidates="; ".join(_candidate(row) for row in candidates[:_SHOWN])
        + ("; …" if len(candidates) > _SHOWN else ""),
    )


def move(conn: Connection, contract_id: int, status: str, effective_on: date, *, by: Mapping[str, Any]) -> int:
    """Append a status move; ``by`` holds ``recorded_at``, ``recorded_by`` and the ``reason``. Returns its ordinal."""
    no = next_no(conn, _M.c.no, _M.c.contract_id == contract_id)
    conn.execute(
        insert(_M).values(
            contract_id=contract_id, no=no, status=status, effective_on=effective_on, **{"reason": "", **by}
        )
    )
    return no


def other_parties(conn: Connection, id: int) -> list[OtherParty]:
    """The other parties of a contract with their roles."""
    query = select(_X.c.role, _P.c.name, _P.c.code).join(_X, _X.c.party_id == _P.c.id)
    rows = conn.execute(query.where(_X.c.contract_id == id).order_by(_X.c.role, _P.c.name))
    return [OtherParty(*row) for row in rows]


def custom_values(conn: Connection, id: int) -> dict[str, str]:
    """The fields of a contract that only its register knew."""
    query = select(_V.c.field, _V.c.value).where(_V.c.contract_id == id).order_by(_V.c.field)
    return {row.field: row.value for row in conn.execute(query)}


def scope_of(own_company_id: int) -> str:
    """The counter of a company's register numbers."""
    return f"register:{own_company_id}"


_CANDIDATES = (
    select(*_C.columns, _P.c.name, _P.c.short_name)
    .join(_P, _P.c.id == _C.c.counterparty_id)
    .join(_OWN, _OWN.c.id == _C.c.own_company_id)
)


def _candidate(row: Any) -> str:
    dated = f" {row.dated_on:%d.%m.%Y}" if row.dated_on else ""
    return f"{row.register_no} (№ {row.number or '–'}{dated}, {row.short_name or row.name})"


def numbered(conn: Connection, rows: Sequence[Mapping[str, Any]], series: Series) -> list[dict[str, Any]]:
    """The rows with their register numbers.

    Companies are taken in the order of their keys, so that two imports never wait for each other's counters.
    """
    found = [dict(each) for each in rows]
    by_company: dict[int, list[dict[str, Any]]] = {}
    for each in found:
        by_company.setdefault(each["own_company_id"], []).append(each)
    for company, contracts in sorted(by_company.items()):
        _number(conn, scope_of(company), contracts, series)
    return found


def _number(conn: Connection, scope: str, contracts: Sequence[dict[str, Any]], series: Series) -> None:
    given = [each for each in contracts if each.get("register_no")]
    for each in given:
        parsed = series.pattern.parse(each["register_no"])
        if parsed is not None:
            counters.at_least(conn, scope, parsed.year, parsed.no)
    unnumbered = [each for each in contracts if not each.get("register_no")]
    if not unnumbered:
        return
    year = series.pattern.series(series.registered_on)
    first = counters.next_number(conn, scope, year, count=len(unnumbered))
    for no, each in enumerate(unnumbered, first):
        each["register_no"] = series.pattern.format(no, series.registered_on.year)


def register_numbers(conn: Connection) -> Iterator[tuple[int, str]]:
    """Every register number after its company."""
    query = select(_C.c.own_company_id, _C.c.register_no)
    return ((row.own_company_id, row.register_no) for row in conn.execute(query))
