"""What is known about a party beside its row: accounts and signatories; and the contracts that show its name."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, select

from contracts.kernel.database.rows import insert_one
from contracts.kernel.database.tables import table_of
from contracts.kernel.database.versions import save
from contracts.kernel.identity import fold
from contracts.parties.queries.parties import is_meant
from contracts.parties.tables import AuthorityRow, PartyAccountRow, PartyRow

_P, _B = table_of(PartyRow), table_of(PartyAccountRow)
_A = table_of(AuthorityRow)
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


def list_parties(conn: Connection, *, is_own: bool, search: str = "") -> list[Row[Any]]:
    """Parties by name."""
    query = select(_P).where(_P.c.is_own.is_(is_own)).order_by(_P.c.name_key, _P.c.id)
    return list(conn.execute(query.where(is_meant(search)) if search.strip() else query))


def account_of(conn: Connection, party_id: int, account: str) -> Row[Any] | None:
    """A party's account by number."""
    query = select(_B).where(_B.c.party_id == party_id, _B.c.account == account)
    return conn.execute(query).one_or_none()


def add_account(conn: Connection, row: Mapping[str, Any]) -> int:
    """Store an account; returns its key."""
    return insert_one(conn, _B, row)


def accounts_of(conn: Connection, party_id: int) -> list[Row[Any]]:
    """The accounts of a party, the first one first."""
    return list(conn.execute(select(_B).where(_B.c.party_id == party_id).order_by(_B.c.id)))


def add_authority(conn: Connection, row: Mapping[str, Any]) -> int:
    """Store a signatory's authority; returns its key."""
    return insert_one(conn, _A, row)


def authorities_of(conn: Connection, party_id: int) -> list[Row[Any]]:
    """Who may sign for a party, the newest first."""
    return list(conn.execute(select(_A).where(_A.c.party_id == party_id).order_by(_A.c.from_on.desc(), _A.c.id.desc())))


def authority(conn: Connection, id: int) -> Row[Any] | None:
    """An authority by key, if there is one."""
    return conn.execute(select(_A).where(_A.c.id == id)).one_or_none()
