"""Tables that follow from one another are compared: a slip in one of them shows (law §3, §4, §6)."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from fractions import Fraction

from contracts.kernel.rates import RateTable
from contracts.kernel.refusal import Note
from contracts.law.rate_files import plain

_DAY = timedelta(days=1)


def implausible(tables: Mapping[str, RateTable]) -> list[Note]:
    """Half-year rates that are not what their source rate was on the day they follow.

    Germany: base rate = ECB main refinancing rate of the day before the half-year − 0.88 (since 2009). EU: that of the
    first day. UK: Bank Rate of the day before.
    """
    return [
        *_follows(tables["de_base_rate"], tables["ecb_mro_rate"], day_before=True, less=Fraction(88, 100)),
        *_follows(tables["eu_reference"], tables["ecb_mro_rate"], day_before=False),
        *_follows(tables["uk_reference"], tables["boe_bank_rate"], day_before=True),
    ]


def _follows(table: RateTable, basis: RateTable, *, day_before: bool, less: Fraction = Fraction(0)) -> Iterator[Note]:
    for day, value in table.values:
        asked = day - _DAY if day_before else day
        if basis.first_day <= asked <= basis.sure_to and basis.value_on(asked) - less != value:
            expected = plain(basis.value_on(asked) - less)
            facts = {"table": table.code, "day": day, "value": plain(value), "basis": basis.code, "expected": expected}
            yield Note("{table}: the rate from {day} is {value}, but {basis} gives {expected}.", facts)
