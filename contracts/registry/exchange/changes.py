"""What an amendment changes, as one cell of our own export: exact, so that it comes back unchanged."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from contracts.kernel.calendar import DurationFault, parse_duration
from contracts.kernel.money import Money
from contracts.registry.rules.contract import AMENDABLE, Change, ConditionValue, NoticeCounts, Renewal
from contracts.tabular.sheet import FileRefused


def changes_text(changes: Sequence[Mapping[str, Any]]) -> str:
    """The changes of an amendment as JSON; ``value`` is the stored JSON value."""
    names = ("condition", "clause", "value", "old_wording", "new_wording")
    return json.dumps(
        [{name: each[name] for name in names if each[name] not in (None, "")} for each in changes], ensure_ascii=False
    )


def changes_in(text: str) -> tuple[Change, ...]:
    """The changes a cell says; raises :class:`FileRefused` where it is not what the export wrote."""
    try:
        return tuple(
            Change(
                each["condition"], _value(each["condition"], each.get("value")), each.get("clause", ""),
                each.get("old_wording", ""), each.get("new_wording", ""),
            )
            for each in json.loads(text)
            if each["condition"] in AMENDABLE
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, DurationFault):
        raise FileRefused("«{value}» does not say what an amendment changes.", value=text[:80]) from None


def clauses_in(text: str) -> dict[str, str]:
    """Clause numbers by condition; raises :class:`FileRefused`."""
    try:
        found = json.loads(text)
        return {str(name): str(clause) for name, clause in found.items()}
    except (ValueError, AttributeError):
        raise FileRefused("«{value}» does not name clauses.", value=text[:80]) from None


def _value(condition: str, stored: Any) -> ConditionValue:
    if stored is None:
        return () if condition == "notice_methods" else None
    if condition in ("last_day", "asked_end"):
        return date.fromisoformat(stored)
    if condition in ("renewal_length", "notice"):
        return parse_duration(stored)
    if condition == "renewal":
        return Renewal(stored)
    if condition == "notice_counts":
        return NoticeCounts(stored)
    if condition == "amount":
        return Money(int(stored["minor"]), str(stored["currency"]))
    if condition == "max_renewals":
        return int(stored)
    return tuple(stored) if condition == "notice_methods" else str(stored)
