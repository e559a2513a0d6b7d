"""What is registered already, in set queries, for registers that come in and go out; and the few writes they need."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, delete, func, select
from sqlalchemy.orm import aliased

from contracts.kernel.calendar import FAR
from contracts.kernel.context import Call
from contracts.kernel.database import intake
from contracts.kernel.database.rows import MOST, rows_in, upsert
from contracts.kernel.database.tables import table_of
from contracts.kernel.database.versions import save
from contracts.kernel.identity import fold
from contracts.kernel.subject import SubjectKind
from contracts.kernel.tables import AuditEventRow
from contracts.parties.queries import parties
from contracts.parties.tables import PartyRow
from contracts.people.tables import DepartmentRow, PersonRow
from contracts.registry.queries import amendments
from contracts.registry.queries.contracts import Columns
from contracts.registry.queries.visibility import visible
from contracts.registry.rules.contract import Change, Phase
from contracts.registry.tables.amendment import AmendmentChangeRow, AmendmentRow, AnnexRow
from contracts.registry.tables.contract import ContractRow, CustomValueRow, StatusMoveRow, TerminationRow
from contracts.registry.tables.derived import RegisterRow

_C, _P, _M = table_of(ContractRow), table_of(PartyRow), table_of(StatusMoveRow)
_E, _V = table_of(TerminationRow), table_of(CustomValueRow)
_A, _H, _X = table_of(AmendmentRow), table_of(AmendmentChangeRow), table_of(AnnexRow)
_W, _D, _T = table_of(PersonRow), table_of(DepartmentRow), table_of(AuditEventRow)
_O = aliased(_P, name="own")


class StoredParty(NamedTuple):
    """A party with what it is found by."""

    id: int
    name: str
    short_name: str
    code: str
    country: str
    is_own: bool
    address: str = ""
    email: str = ""
    phone: str = ""


def parties_of(conn: Connection) -> Iterator[StoredParty]:
    """Every party; merged and erased ones are not."""
    code = func.coalesce(_P.c.code, "")
    contact = _P.c.address, _P.c.email, _P.c.phone
    query = select(_P.c.id, _P.c.name, _P.c.short_name, code, _P.c.country, _P.c.is_own, *contact)
    rows = conn.execute(query.order_by(_P.c.id).where(_P.c.merged_into_id.is_(None), _P.c.erased_at.is_(None)))
    return (StoredParty(*row) for row in rows)


def add_parties(conn: Connection, rows: Iterable[Mapping[str, Any]]) -> Sequence[int]:
    """Store many parties at once; their keys in the same order."""
    full = [parties.full_row(each) for each in rows]
    if not full:
        return ()
    ids = intake.take_ids(conn, PartyRow, len(full))
    intake.insert_rows(
        conn, PartyRow, [{"id": id, **each} for id, each in zip(ids, full, strict=True)], ("id", *full[0])
    )
    return ids


def change_party(conn: Connection, id: int, values: Mapping[str, Any]) -> None:
    """Change a party's row."""
    save(conn, PartyRow, id, version=None, values=values)


def change_person(conn: Connection, id: int, values: Mapping[str, Any]) -> None:
    """Change a person's row."""
    save(conn, PersonRow, id, version=None, values=values)


def by_register_no(conn: Connection, numbers: Sequence[tuple[int, str]]) -> dict[tuple[int, str], int]:
    """Contracts by own company and register number."""
    query = select(_C.c.own_company_id, _C.c.register_no, _C.c.id)
    found = rows_in(conn, query, _C.c.register_no, [number for _, number in numbers])
    return {(row.own_company_id, row.register_no): row.id for row in found}


def hidden_among(conn: Connection, call: Call, ids: Collection[int]) -> set[int]:
    """Those of the contracts that are not shown to the caller."""
    if call.sees_all:
        return set()
    shown = rows_in(conn, select(_C.c.id).where(*visible(call, _C.c.id)), _C.c.id, ids)
    return set(ids) - {row.id for row in shown}


def with_number(
    conn: Connection, key: str, party_id: int | None, dated_on: date | None, shown: Sequence[ColumnElement[bool]]
) -> list[int]:
    """Contracts with a folded number, of a counterparty and a date where these are known, among those shown."""
    conditions = [_C.c.number_key == key, *shown]
    if party_id is not None:
        conditions.append(_C.c.counterparty_id == party_id)
    if dated_on is not None:
        conditions.append(_C.c.dated_on == dated_on)
    return list(conn.execute(select(_C.c.id).where(*conditions)).scalars())


def rows_of(conn: Connection, ids: Iterable[int]) -> dict[int, Mapping[str, Any]]:
    """Contract rows by key."""
    return {row.id: row._asdict() for row in rows_in(conn, select(_C), _C.c.id, ids)}


def customs_of(conn: Connection, ids: Iterable[int]) -> dict[int, dict[str, str]]:
    """Custom values by contract."""
    found: dict[int, dict[str, str]] = {}
    for row in rows_in(conn, select(_V).order_by(_V.c.field), _V.c.contract_id, ids):
        found.setdefault(row.contract_id, {})[row.field] = row.value
    return found


def statuses_of(conn: Connection, ids: Iterable[int]) -> dict[int, str]:
    """The newest stored status by contract."""
    query = select(_M.c.contract_id, _M.c.status).order_by(_M.c.effective_on, _M.c.no)
    return {row.contract_id: row.status for row in rows_in(conn, query, _M.c.contract_id, ids)}


def ends_of(conn: Connection, ids: Iterable[int]) -> dict[int, date]:
    """The last day of effect of terminated contracts."""
    query = select(_E.c.contract_id, _E.c.last_day).where(_E.c.revoked_at.is_(None)).order_by(_E.c.id)
    return {row.contract_id: row.last_day for row in rows_in(conn, query, _E.c.contract_id, ids)}


#: What people do to a contract and its parts, and which facts of a register it decides; the others name theirs.
_BY_PEOPLE: Mapping[str, tuple[str, ...]] = {
    "edit_contract": (), "sign_contract": ("status",), "move_status": ("status",), "terminate": ("terminated_on",),
    "revoke_termination": ("terminated_on",), "close_contract": ("closed",), "reopen_contract": ("closed",),
    "draft_amendment": ("*",), "sign_amendment": ("*",), "withdraw_amendment": ("*",), "edit_amendment": ("*",),
    "add_annex": ("*",), "edit_annex": ("*",),
}  # fmt: skip
_BY_REGISTERS = frozenset({"contract_edited", "amendment_edited", "annex_edited"})


def edited_by_people(conn: Connection, kind: SubjectKind, ids: Iterable[int]) -> dict[int, set[str]]:
    """Facts a person changed after a register brought or last changed them, by row; ``*`` is all of an amendment."""
    query = select(_T.c.subject_id, _T.c.what, _T.c.payload).order_by(_T.c.subject_id, _T.c.seq)
    query = query.where(_T.c.subject_kind == kind.value, _T.c.what.in_([*_BY_PEOPLE, *_BY_REGISTERS]))
    found: dict[int, set[str]] = {}
    for row in rows_in(conn, query, _T.c.subject_id, ids):
        payload = row.payload if isinstance(row.payload, dict) else {}
        names = {*(payload.get("after") or ()), *(payload.get("before") or ())}
        edited = found.setdefault(row.subject_id, set())
        if row.what in _BY_REGISTERS:
            edited -= {*names, "*"}
        else:
            edited |= {*_BY_PEOPLE[row.what], *names}
    return found


def department_names(conn: Connection) -> dict[int, str]:
    """Departments by key."""
    return {row.id: row.name for row in conn.execute(select(_D.c.id, _D.c.name))}


def first_moves(conn: Connection, moves: Sequence[Mapping[str, Any]], *, by: Mapping[str, Any]) -> None:
    """Store the first status of many new contracts."""
    if moves:
        intake.insert_rows(conn, StatusMoveRow, moves, tuple(moves[0]), shared={"no": 1, **by})


def terminate(conn: Connection, ends: Sequence[tuple[int, date, str]], *, by: Mapping[str, Any]) -> None:
    """Store terminations: contract, last day of effect, ground."""
    if ends:
        ids = intake.take_ids(conn, TerminationRow, len(ends))
        names = ("id", "contract_id", "last_day", "ground")
        rows = [dict(zip(names, (id, *each), strict=True)) for id, each in zip(ids, ends, strict=True)]
        intake.insert_rows(conn, TerminationRow, rows, names, shared={**by, "revoked_at": None})


def add_customs(conn: Connection, customs: Iterable[tuple[int, Mapping[str, str]]]) -> None:
    """Store the custom values of many new contracts."""
    rows = [
        {"contract_id": id, "field": name, "value": value, "sort_key": fold(value)[:200]}
        for id, custom in customs
        for name, value in custom.items()
    ]
    if rows:
        intake.insert_rows(conn, CustomValueRow, rows, tuple(rows[0]))


def expect(conn: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Register rows that say nothing yet: the roll derives them, and a list asks the rules until then (schema)."""
    if rows:
        intake.insert_rows(conn, RegisterRow, rows, tuple(rows[0]), shared=_SAYS_NOTHING)


#: What a register row shows until it is derived.
_SAYS_NOTHING: Mapping[str, Any] = {
    "phase": Phase.INCOMPLETE.value,
    "phase_from": FAR,
    "phase_until": date.min,
    "missing": [],
    "derived_until": date.min,
    "rules_no": 0,
}


def set_custom(conn: Connection, contract_id: int, name: str, value: str) -> None:
    """Set one custom value."""
    news = {"value": value, "sort_key": fold(value)[:200]}
    statement = upsert(conn, _V).values(contract_id=contract_id, field=name, **news)
    conn.execute(statement.on_conflict_do_update(index_elements=["contract_id", "field"], set_=news))


def replace_amendment(
    conn: Connection, id: int, values: Mapping[str, Any], changes: Sequence[Change], *, contract_id: int
) -> None:
    """Change what an amendment says; what it said before stands in the audit."""
    save(conn, AmendmentRow, id, version=None, values=values)
    conn.execute(delete(_H).where(_H.c.amendment_id == id))
    live_on = values["effective_on"] if values["signed_on"] else None
    if live_on is not None:
        for each in changes:
            amendments.yield_to(conn, contract_id, each.condition, each.clause, live_on, keep_id=id)
    amendments.put_changes(conn, id, contract_id, changes, live_on=live_on)


class ExportedPart(NamedTuple):
    """An amendment, with what it changes, or an annex by its kind."""

    kind: str
    columns: Columns
    changes: Sequence[Mapping[str, Any]] = ()


class ExportedContract(NamedTuple):
    """A contract with names instead of keys, and its parts."""

    columns: Columns
    status: str | None
    terminated_on: date | None
    custom: Mapping[str, str]
    parts: Sequence[ExportedPart]


def export_rows(
    conn: Connection, own_company_id: int | None, shown: Sequence[ColumnElement[bool]]
) -> Iterator[ExportedContract]:
    """Contracts in the order of registration, a chunk at a time; ``shown`` is what the caller may see."""
    query = _EXPORTED.where(*shown).order_by(_C.c.id).limit(MOST)
    if own_company_id is not None:
        query = query.where(_C.c.own_company_id == own_company_id)
    last = 0
    while rows := [dict(row._mapping) for row in conn.execute(query.where(_C.c.id > last))]:
        ids = [row["id"] for row in rows]
        statuses, ends, customs = statuses_of(conn, ids), ends_of(conn, ids), customs_of(conn, ids)
        parts = _parts_of(conn, ids)
        for id, row in zip(ids, rows, strict=True):
            yield ExportedContract(row, statuses.get(id), ends.get(id), customs.get(id, {}), parts.get(id, ()))
        last = ids[-1]


_EXPORTED = (
    select(
        *_C.columns,
        *(_P.c[name].label(f"counterparty_{name}") for name in ("code", "country", "address", "email", "phone")),
        _P.c.name.label("counterparty"),
        _O.c.name.label("company"),
        _O.c.code.label("company_code"),
        _W.c.name.label("owner"),
        _W.c.email.label("owner_email"),
        _D.c.name.label("department"),
    )
    .join(_P, _P.c.id == _C.c.counterparty_id)
    .join(_O, _O.c.id == _C.c.own_company_id)
    .join(_W, _W.c.id == _C.c.owner_id, isouter=True)
    .join(_D, _D.c.id == _C.c.department_id, isouter=True)
)


def _parts_of(conn: Connection, ids: Sequence[int]) -> dict[int, list[ExportedPart]]:
    """Amendments with their changes, then annexes, by contract; withdrawn amendments are left out."""
    changes: dict[int, list[Mapping[str, Any]]] = {}
    for row in conn.execute(select(_H).where(_H.c.contract_id.in_(ids)).order_by(_H.c.condition, _H.c.clause)):
        changes.setdefault(row.amendment_id, []).append(dict(row._mapping))
    found: dict[int, list[ExportedPart]] = {}
    query = select(_A).where(_A.c.contract_id.in_(ids), _A.c.withdrawn_at.is_(None)).order_by(_A.c.contract_id, _A.c.no)
    for row in conn.execute(query):
        part = ExportedPart("amendment", dict(row._mapping), changes.get(row.id, ()))
        found.setdefault(row.contract_id, []).append(part)
    for row in conn.execute(select(_X).where(_X.c.contract_id.in_(ids)).order_by(_X.c.contract_id, _X.c.id)):
        found.setdefault(row.contract_id, []).append(ExportedPart(row.kind, dict(row._mapping)))
    return found
