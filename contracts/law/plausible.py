"""Tables that follow from one another are compared: a slip in one of them shows (law §3, §4, §6)."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from fractions import Fraction
from typing import NamedTuple

from contracts.core.rates import RateTable

_DAY = timedelta(days=1)


class Finding(NamedTuple):
    """What does not fit: an English message id and its facts."""

    sentence: str
    facts: dict[str, object]


def implausible(tables: Mapping[str, RateTable]) -> list[Finding]:
    """Half-year rates that are not what their source rate was on the day they follow.

    Germany: base rate = ECB main refinancing rate of the day before the half-year − 0.88 (since 2009). EU: that of the
    first day. UK: Bank Rate of the day before.
    """
    return [
        *_follows(tables["de_base_rate"], tables["ecb_mro_rate"], day_before=True, less=Fraction(88, 100)),
        *_follows(tables["eu_reference"], tables["ecb_mro_rate"], day_before=False),
        *_follows(tables["uk_reference"], tables["boe_bank_rate"], day_before=True),
    ]


def _follows(
    table: RateTable, basis: RateTable, *, day_before: bool, less: Fraction = Fraction(0)
) -> Iterator[Finding]:
    for day, value in table.values:
        asked = day - _DAY if day_before else day
        if basis.first_day <= asked <= basis.sure_to and basis.value_on(asked) - less != value:
            sentence = "{table}: the rate from {day} is {value}, but {basis} gives {expected}."
            expected = float(basis.value_on(asked) - less)
            facts = {"table": table.code, "day": day, "value": float(value), "basis": basis.code, "expected": expected}
            yield Finding(sentence, facts)
