"""How values stand in a context: JSON only, so that the stored context makes the same document years later."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from contracts.kernel.calendar import Duration
from contracts.kernel.money import Money

DocumentContext = dict[str, Any]


def money(sum_: Money | None) -> dict[str, str] | None:
    """A sum as the filters take it; nothing stays nothing."""
    return None if sum_ is None else {"amount": sum_.wire, "currency": sum_.currency}


def day(on: date | None) -> str | None:
    """A day in ISO form."""
    return None if on is None else on.isoformat()


def duration(length: Duration | None) -> dict[str, Any] | None:
    """A length of time as count and unit."""
    return None if length is None else {"count": length.count, "unit": length.unit}


def decimal(value: Fraction, digits: int = 6) -> str:
    """A rate or index as digits: exact where it ends within ``digits``, else rounded half up for print."""
    scaled = value * 10**digits
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    text = f"{Decimal(whole).scaleb(-digits):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


#: Records that are one value: a sum, a length of time.
_ONE_VALUE = ({"amount", "currency"}, {"count", "unit"})


def laid_over(base: DocumentContext, over: Mapping[str, Any]) -> DocumentContext:
    """A context with another laid over it: records are merged, everything else is replaced."""
    full = dict(base)
    for name, value in over.items():
        before = full.get(name)
        if isinstance(before, dict) and isinstance(value, Mapping) and set(value) not in _ONE_VALUE:
            full[name] = laid_over(before, value)
        else:
            full[name] = value
    return full
