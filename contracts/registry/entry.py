"""What people enter about a contract, field by field: the value the rules use, and the columns it is kept in (F25).

A field that may be unknown is cleared with ``None`` (texts with ``""``); what a contract cannot be without is not.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Final

from contracts.kernel.calendar import Duration
from contracts.kernel.money import Money
from contracts.kernel.refusal import Refusal
from contracts.registry.rules.contract import EndRule, NoticeCounts

#: Texts; cleared to the empty text.
TEXTS: Final = (
    *("number", "their_number", "title", "subject", "type", "note", "languages", "prevailing_language"),
    *("payment_terms", "penalty"),
)
#: Days, cleared to "unknown".
DAYS: Final = (
    *("dated_on", "signed_by_us_on", "signed_by_them_on", "concluded_on"),
    *("first_day", "last_day", "asked_end"),
)
LENGTHS: Final = ("length", "renewal_length", "notice")
#: Fields that fall back to a default where they are cleared.
DEFAULTS: Final[Mapping[str, Any]] = {
    "end_rule": EndRule.DAY_BEFORE,
    "notice_counts": NoticeCounts.RECEIVED,
    "is_confidential": False,
    "country": "UA",
    "languages": "uk",
}
#: Everything that may be entered, edited and cleared here; owner, department and parties are named by services.
FIELDS: Final = (
    *TEXTS,
    *DAYS,
    *LENGTHS,
    *("end_rule", "renewal", "max_renewals", "notice_counts", "notice_methods", "amount", "is_confidential", "country"),
)
_LONGEST: Final[Mapping[str, int]] = {
    **dict.fromkeys(("number", "their_number"), 120),
    "title": 500,
    "subject": 2000,
    "type": 40,
    "note": 4000,
    "languages": 20,
    "prevailing_language": 5,
    "payment_terms": 1000,
    "penalty": 100,
    "country": 2,
}


class EntryFault(Refusal):
    """A field cannot have this value."""

    code = "bad_value"


def columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of the contract's row; raises :class:`EntryFault` for a value that cannot be kept."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if name not in FIELDS:
            raise EntryFault("There is no field {field}.", field=name)
        found.update(_column(name, DEFAULTS.get(name) if value is None else value))
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
    told = text.strip().lower().replace(",", ".").replace("%", "").removeprefix("per_day:").strip()
    if not told:
        return ""
    if told in ("nbu2", "double_nbu"):
        return "double_nbu"
    try:
        share = Decimal(told)
    except InvalidOperation:
        share = Decimal(-1)
    if not share.is_finite() or not 0 < share <= 100:
        raise EntryFault("The penalty «{text}» is neither per cent a day, such as 0.1, nor nbu2.", text=text)
    return f"per_day:{share.normalize():f}"


def _column(name: str, value: Any) -> dict[str, Any]:
    if name == "amount":
        return _amount(value)
    if name in TEXTS or name == "country":
        text = " ".join(str(value or "").split()) if name != "note" else str(value or "").strip()
        text = read_penalty(text) if name == "penalty" else text
        if len(text) > _LONGEST[name]:
            raise EntryFault("{field} is longer than {count} characters.", field=name, count=_LONGEST[name])
        return {name: text}
    if name == "notice_methods":
        return {name: list(value) if value else None}
    if isinstance(value, Duration):
        return {name: str(value)}
    if name == "max_renewals" and value is not None and value < 0:
        raise EntryFault("A contract cannot renew fewer than 0 times.")
    return {name: value.value if isinstance(value, StrEnum) else value}


def _amount(value: Money | None) -> dict[str, Any]:
    if value is None:
        return {"amount_minor": None, "currency": None}
    if value.minor < 0:
        raise EntryFault("The amount of a contract cannot be negative.")
    return {"amount_minor": value.minor, "currency": value.currency}
