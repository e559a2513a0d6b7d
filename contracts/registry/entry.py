"""What people enter about a contract, field by field, in the columns it is kept in (F25).

A field that may be unknown is cleared with ``None``; what a contract cannot be without falls back to its default.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from contracts.kernel.money import Money
from contracts.kernel.refusal import Refusal
from contracts.registry.queries.values import to_columns
from contracts.registry.rules.conditions import FIELD_BY_NAME, ContractField
from contracts.registry.rules.contract import ConditionValue


class EntryFault(Refusal):
    """A field cannot have this value."""

    code = "bad_value"


def columns(values: Mapping[str, ConditionValue]) -> dict[str, Any]:
    """The columns of the contract's row; raises :class:`EntryFault` for a value that cannot be kept.

    Owner, department and parties are named by use cases.
    """
    found: dict[str, Any] = {}
    for name, value in values.items():
        if name not in FIELD_BY_NAME:
            raise EntryFault("There is no field {field}.", field=name)
        field = FIELD_BY_NAME[name]
        found |= to_columns(field, _checked(field, field.default if value is None else value))
    return found


def plain(value: object) -> object:
    """A stored value as plain JSON, for the audit."""
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


def plain_values(values: Mapping[str, object]) -> dict[str, object]:
    """Stored values as plain JSON, for the audit."""
    return {name: plain(value) for name, value in values.items()}


def read_penalty(text: str) -> str:
    """A penalty clause as the rules read it: ``0.1`` or ``0,1 %`` a day, ``nbu2``; empty: no clause, no penalty.

    Raises :class:`EntryFault`.
    """
    rule = text.strip().lower().replace(",", ".").replace("%", "").removeprefix("per_day:").strip()
    if not rule:
        return ""
    if rule in ("nbu2", "double_nbu"):
        return "double_nbu"
    try:
        share = Decimal(rule)
    except InvalidOperation:
        share = Decimal(-1)
    if not share.is_finite() or not 0 < share <= 100:
        raise EntryFault("The penalty «{text}» is neither per cent a day, such as 0.1, nor nbu2.", text=text)
    return f"per_day:{share.normalize():f}"


def _checked(field: ContractField, value: ConditionValue) -> ConditionValue:
    if isinstance(value, Money) and value.minor < 0:
        raise EntryFault("The amount of a contract cannot be negative.")
    if field.kind is int and isinstance(value, int) and value < 0:
        raise EntryFault("{field} cannot be below 0.", field=field.name)
    return _text(field, str(value or "")) if field.kind is str else value


def _text(field: ContractField, value: str) -> str:
    text = value.strip() if field.has_lines else " ".join(value.split())
    text = read_penalty(text) if field.name == "penalty" else text
    if len(text) > field.longest:
        raise EntryFault("{field} is longer than {count} characters.", field=field.name, count=field.longest)
    return text
