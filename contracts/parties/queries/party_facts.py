"""What is known about a party beside its row: accounts and signatories; a change of its row."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from contracts.kernel.database.rows import insert_one
from contracts.kernel.database.tables import models_of, table_of
from contracts.kernel.database.versions import save
from contracts.kernel.identity import fold
from contracts.parties.tables import AuthorityRow, PartyAccountRow, PartyRow

_B, _A = table_of(PartyAccountRow), table_of(AuthorityRow)
_NULLABLE = frozenset({"code", "vat_code"})
_DEFAULTS = {"country": "UA", "language": "uk", "kind": "company"}


def cleared(name: str) -> Any:
    """What a cleared column of a party holds."""
    return None if name in _NULLABLE else _DEFAULTS.get(name, "")


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
