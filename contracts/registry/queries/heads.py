"""What a register row shows of a contract whatever the day: numbers, parties, owner, and the text it is found by."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import aliased

from contracts.kernel.database.rows import among
from contracts.kernel.database.tables import table_of
from contracts.kernel.identity import fold, shown_number
from contracts.parties.tables import PartyRow
from contracts.registry.tables.contract import ContractRow

_C, _P = table_of(ContractRow), table_of(PartyRow)
_O = aliased(_P, name="own")
_SEARCHED = ("number", "register_no", "their_number", "title", "name", "short_name", "code", "subject", "own_name")
_HEAD = (
    select(
        _C.c.id,
        *(_C.c[each] for each in ("own_company_id", "counterparty_id", "number", "register_no", "their_number")),
        *(_C.c[each] for each in ("title", "subject", "owner_id", "department_id", "is_confidential")),
        _C.c.amount_minor,
        _C.c.currency,
        _P.c.name,
        _P.c.short_name,
        _P.c.code,
        _O.c.name.label("own_name"),
    )
    .join(_P, _P.c.id == _C.c.counterparty_id)
    .join(_O, _O.c.id == _C.c.own_company_id)
)
#: The length of ``register.search_text``.
_LONGEST = 2000


def heads(conn: Connection, ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """The columns of the register that do not follow from dates, by contract."""
    return {row.id: _head(row) for row in conn.execute(_HEAD.where(among(_C.c.id, ids)))}


def _head(row: Any) -> dict[str, Any]:
    searched = dict.fromkeys(fold(text) for name in _SEARCHED if (text := getattr(row, name)))
    return {
        "contract_id": row.id,
        "own_company_id": row.own_company_id,
        "counterparty_id": row.counterparty_id,
        "number": shown_number(row.number, row.register_no),
        "title": row.title or row.subject[:500],
        "counterparty_name": row.short_name or row.name,
        "owner_id": row.owner_id,
        "department_id": row.department_id,
        "is_confidential": row.is_confidential,
        "amount_minor": row.amount_minor,
        "currency": row.currency,
        "search_text": " ".join(searched)[:_LONGEST],
    }
