"""Own companies and counterparties, by code, else by their folded name, never two rows for one code; what is theirs."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, or_, select, update

from contracts.kernel.database.rows import insert_one
from contracts.kernel.database.tables import models_of, table_of
from contracts.kernel.database.versions import save
from contracts.kernel.identity import alphabetical, fold
from contracts.kernel.refusal import Refusal
from contracts.parties.tables import AuthorityRow, InsolvencyRow, PartyAccountRow, PartyRow

_P, _B, _A = table_of(PartyRow), table_of(PartyAccountRow), table_of(AuthorityRow)
_I = table_of(InsolvencyRow)


class NoSuchParty(Refusal):
    """No party, or more than one, is meant."""

    code = "no_such_party"


def add(conn: Connection, values: Mapping[str, Any]) -> int:
    """Store a party; returns its key. Its folded name is made here; an empty code is none."""
    return insert_one(conn, _P, _row(values))


def full_row(values: Mapping[str, Any]) -> dict[str, object]:
    """Every column of a new party but its key, in one order."""
    usual = {name: each.default for name, each in PartyRow.model_fields.items() if name != "id"}
    return {**usual, **_row(values)}


def row_of(conn: Connection, id: int) -> PartyRow:
    """A party by key."""
    return _found(conn, _P.c.id == id)[0]


def by_key(conn: Connection, id: int) -> PartyRow | None:
    """A party by key, if there is one."""
    return next(iter(_found(conn, _P.c.id == id)), None)


def by_code(conn: Connection, code: str, country: str = "UA") -> PartyRow | None:
    """The party with a code of a country."""
    return next(iter(_found(conn, _P.c.country == country, _P.c.code == code)), None)


def by_name(conn: Connection, name: str) -> list[PartyRow]:
    """Parties whose folded name is this one."""
    return _found(conn, _P.c.name_key == fold(name))


def own_companies(conn: Connection) -> list[PartyRow]:
    """The own companies, the first one first."""
    return _found(conn, _P.c.is_own.is_(True))


def list_parties(conn: Connection, *, is_own: bool, search: str = "") -> list[PartyRow]:
    """Parties by name; ``search`` is a code or a part of it."""
    wanted = [is_meant(search)] if search.strip() else []
    query = select(_P).where(_P.c.is_own.is_(is_own), *wanted).order_by(_P.c.id)
    return sorted(models_of(PartyRow, conn.execute(query)), key=lambda row: alphabetical(row.name))


def own_company(conn: Connection, text: str | None = None) -> PartyRow:
    """The own company meant by a code or a part of its name; without a text the only one.

    Raises :class:`NoSuchParty` naming the companies there are.
    """
    companies = own_companies(conn)
    found = [row for row in companies if text is None or _means(row, text)]
    if len(found) == 1:
        return found[0]
    names = ", ".join(row.short_name or row.name for row in companies)
    if not companies:
        raise NoSuchParty("No own company is registered yet: add one, or import a register.")
    if text is None:
        raise NoSuchParty("There are several own companies, {names}: say which one with --company.", names=names)
    raise NoSuchParty("«{text}» is none of the own companies: {names}.", text=text, names=names)


def counterparty(conn: Connection, text: str) -> PartyRow:
    """The counterparty meant by a code or a part of its name; raises :class:`NoSuchParty` naming the candidates."""
    query = select(_P).where(is_meant(text), _P.c.is_own.is_(False)).order_by(_P.c.id)
    found = sorted(models_of(PartyRow, conn.execute(query)), key=lambda row: alphabetical(row.name))
    exact = [row for row in found if row.code == text.strip() or row.name_key == fold(text)]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if not found:
        raise NoSuchParty("There is no counterparty «{text}»: give its code or a part of its name.", text=text)
    names = ", ".join(f"{row.short_name or row.name} ({row.code or '–'})" for row in found[:10])
    raise NoSuchParty("«{text}» may be {names}: give the code.", text=text, names=names)


def is_meant(text: str, table: FromClause = _P) -> ColumnElement[bool]:
    """Whether a party is meant by a code or a part of its name, for a query over ``party`` or an alias of it."""
    folded = fold(text)
    return or_(
        table.c.code == text.strip(), table.c.name_key.contains(folded, autoescape=True), table.c.short_name == text
    )


def _found(conn: Connection, *wanted: ColumnElement[bool]) -> list[PartyRow]:
    return models_of(PartyRow, conn.execute(select(_P).where(*wanted).order_by(_P.c.id)))


def _row(values: Mapping[str, Any]) -> dict[str, object]:
    return {
        "version": 1,
        **values,
        "name_key": fold(values["name"])[:500],
        "code": values.get("code") or None,
        "vat_code": values.get("vat_code") or None,
    }


def _means(row: PartyRow, text: str) -> bool:
    return row.code == text.strip() or fold(text) in row.name_key or fold(text) in fold(row.short_name)


def change_party(conn: Connection, id: int, values: Mapping[str, Any], *, version: int | None = None) -> int:
    """Change a party; returns its new version. Raises ``StaleVersion``."""
    changed = dict(values)
    if "name" in changed:
        changed["name_key"] = fold(changed["name"])[:500]
    return save(conn, PartyRow, id, version=version, values=changed)


def account_of(conn: Connection, party_id: int, account: str) -> PartyAccountRow | None:
    """A party's account by number."""
    return next(iter(_accounts(conn, _B.c.party_id == party_id, _B.c.account == account)), None)


def add_account(conn: Connection, row: Mapping[str, Any]) -> int:
    """Store an account; returns its key."""
    return insert_one(conn, _B, row)


def accounts_of(conn: Connection, party_id: int) -> list[PartyAccountRow]:
    """The accounts of a party, the first one first."""
    return _accounts(conn, _B.c.party_id == party_id)


def _accounts(conn: Connection, *wanted: ColumnElement[bool]) -> list[PartyAccountRow]:
    return models_of(PartyAccountRow, conn.execute(select(_B).where(*wanted).order_by(_B.c.id)))


def add_authority(conn: Connection, row: Mapping[str, Any]) -> int:
    """Store a signatory's authority; returns its key."""
    return insert_one(conn, _A, row)


def authorities_of(conn: Connection, party_id: int) -> list[AuthorityRow]:
    """Who may sign for a party, the newest first."""
    return _authorities(conn, _A.c.party_id == party_id)


def authority(conn: Connection, id: int) -> AuthorityRow | None:
    """An authority by key, if there is one."""
    return next(iter(_authorities(conn, _A.c.id == id)), None)


def _authorities(conn: Connection, wanted: ColumnElement[bool]) -> list[AuthorityRow]:
    query = select(_A).where(wanted).order_by(_A.c.from_on.desc(), _A.c.id.desc())
    return models_of(AuthorityRow, conn.execute(query))


def add_insolvency(conn: Connection, values: Mapping[str, Any]) -> int:
    """Store that a party is insolvent; returns the key."""
    return insert_one(conn, _I, values)


def end_insolvency(conn: Connection, id: int, on: date, source: str) -> None:
    """From a day on it no longer is."""
    conn.execute(update(_I).where(_I.c.id == id).values(ended_on=on, ended_source=source))


def open_insolvency(conn: Connection, party_id: int) -> InsolvencyRow | None:
    """The insolvency of a party that has not ended."""
    return next(reversed(_insolvencies(conn, _I.c.party_id == party_id, _I.c.ended_on.is_(None))), None)


def insolvent_on(conn: Connection, as_of: date) -> dict[int, InsolvencyRow]:
    """Parties insolvent on a day."""
    stands = _I.c.from_on <= as_of, or_(_I.c.ended_on.is_(None), _I.c.ended_on > as_of)
    return {row.party_id: row for row in _insolvencies(conn, *stands)}


def _insolvencies(conn: Connection, *wanted: ColumnElement[bool]) -> list[InsolvencyRow]:
    return models_of(InsolvencyRow, conn.execute(select(_I).where(*wanted).order_by(_I.c.id)))
