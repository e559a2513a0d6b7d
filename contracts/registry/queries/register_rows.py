"""The row of ``register``: what it shows of a contract whatever the day, and what follows from its dates."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import aliased

from contracts.kernel.calendar import FAR
from contracts.kernel.database.rows import among
from contracts.kernel.database.tables import table_of
from contracts.kernel.identity import fold, shown_number
from contracts.parties.tables import PartyRow
from contracts.registry.rules.contract import Phase
from contracts.registry.rules.derive import Derived
from contracts.registry.tables.contract import ContractRow

_C, _P = table_of(ContractRow), table_of(PartyRow)
_O = aliased(_P, name="own")
_SEARCHED = ("number", "register_no", "their_number", "title", "name", "short_name", "code", "subject", "own_name")
_AS_ENTERED = (
    *("own_company_id", "counterparty_id", "owner_id", "department_id", "is_confidential", "amount_minor", "currency"),
)
_FIXED = (
    select(
        *(_C.c[each] for each in ("id", "number", "register_no", "their_number", "title", "subject", *_AS_ENTERED)),
        _P.c.name,
        _P.c.short_name,
        _P.c.code,
        _O.c.name.label("own_name"),
    )
    .join(_P, _P.c.id == _C.c.counterparty_id)
    .join(_O, _O.c.id == _C.c.own_company_id)
)
#: What a register row shows before anything could be derived, and of a contract whose facts contradict themselves.
_UNKNOWN: Mapping[str, Any] = {
    **dict.fromkeys(("term_no", "first_day", "last_day", "notice_deadline", "post_by")),
    "phase": Phase.INCOMPLETE.value,
    "phase_from": date.min,
    "phase_until": FAR,
    "missing": [],
}
#: The length of ``register.search_text``.
_LONGEST = 2000


def fixed_columns(conn: Connection, ids: Collection[int]) -> dict[int, Mapping[str, Any]]:
    """The columns of the register that do not follow from dates, by contract."""
    return {row.id: _fixed(row) for row in conn.execute(_FIXED.where(among(_C.c.id, ids)))}


def _fixed(row: Any) -> Mapping[str, Any]:
    searched = dict.fromkeys(fold(text) for name in _SEARCHED if (text := getattr(row, name)))
    return {
        "contract_id": row.id,
        **{name: getattr(row, name) for name in _AS_ENTERED},
        "number": shown_number(row.number, row.register_no),
        "title": row.title or row.subject[:500],
        "counterparty_name": row.short_name or row.name,
        "search_text": " ".join(searched)[:_LONGEST],
    }


def register_row(derived: Derived, fixed: Mapping[str, Any]) -> Mapping[str, Any]:
    """The register row that follows; ``fixed`` is what :func:`fixed_columns` gives."""
    row = {**fixed, **derived.standing._asdict(), "phase": derived.standing.phase.value}
    amount = row.pop("amount")
    if amount:
        row |= {"amount_minor": amount.minor, "currency": amount.currency}
    row |= {"missing": list(derived.missing), "derived_until": derived.derived_until, "rules_no": derived.rules_no}
    return row


def fault_row(fixed: Mapping[str, Any], as_of: date, rules_no: int) -> Mapping[str, Any]:
    """The register row of a contract that could not be derived on ``as_of``."""
    until = as_of + timedelta(days=1) if as_of < FAR else FAR
    return {**fixed, **_UNKNOWN, "derived_until": until, "rules_no": rules_no}
