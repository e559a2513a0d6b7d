"""What a law says about late payment, as parameters of the one engine (law §0); the laws themselves are data."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from contracts.claims.late_payment.rules.rows import Rounding, Year


class Moratorium(NamedTuple):
    """Days (both inclusive) without interest or penalty on obligations that arose before ``arose_before``."""

    from_on: date
    to_on: date
    arose_before: date
    act: str


class Margin(NamedTuple):
    """Per cent points over the table's rate, for obligations arisen from a day on."""

    points: Fraction
    since: date = date.min


class FixedSum(NamedTuple):
    """A fixed sum for a debt below ``below_minor`` (``None``: any larger one)."""

    sum_minor: int
    below_minor: int | None = None


@dataclass(frozen=True, slots=True)
class LatePaymentLaw:
    """The parameters of one law; rates in per cent a year, ``currency`` the one it speaks of.

    ``margins`` ascend by their days; ``order`` is the name in ``allocation_order`` of the statutory order.
    """

    code: str
    currency: str
    rounding: Rounding
    year: Year
    counts_payment_day: bool
    shifts_period_end: bool
    interest_rule: str
    order: str
    fixed: Fraction | None = None
    table: str = ""
    margins: tuple[Margin, ...] = ()
    consumer_margin: Fraction | None = None
    consumer_fixed: Fraction | None = None
    consumer_rule: str = ""
    is_frozen: bool = False
    has_inflation: bool = False
    penalty_rule: str = ""
    penalty_year: Year = "365"
    cap_table: str = ""
    cap_times: int = 1
    cap_rule: str = ""
    is_penalty_instead_of_interest: bool = False
    #: Debts due before this day lose penalty after so many months, where the contract is silent.
    stop_before: date = date.min
    stop_months: int = 0
    moratoria: tuple[Moratorium, ...] = ()
    fixed_sums: tuple[FixedSum, ...] = ()
    fixed_sum_currency: str = ""
    fixed_sum_since: date = date.min
