"""What an amendment changes, as one cell of our own export: exact, so that it comes back unchanged."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from contracts.kernel.calendar import DurationFault
from contracts.registry.queries.values import from_json
from contracts.registry.rules.conditions import AMENDABLE
from contracts.registry.rules.contract import Change
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
                each["condition"], from_json(each["condition"], each.get("value")), each.get("clause", ""),
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
