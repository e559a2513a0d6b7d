"""The parameters of the late-payment engine by law (law §0–§4), each with the act it comes from."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from contracts.claims.late_payment.rules.law import FixedSum, LatePaymentLaw, Moratorium
from contracts.kernel.refusal import Refusal

_EVER = date.min
#: Per cent a year where the contract agrees none: Civil Code of Ukraine, article 625.
STATUTORY_RATE = Fraction(3)
_FORTY_EUROS = (FixedSum(None, 4000),)

#: CC 625, 549; Law 543/96-VR; Commercial Code 232(6), which lost force on 28.08.2025 (Law 4196-IX); CC 534.
UA = LatePaymentLaw(
    "UA",
    "UAH",
    rounding="row",
    year="actual",
    counts_payment_day=False,
    shifts_period_end=True,
    interest_rule="UA.625.interest",
    order="UA.534",
    fixed=STATUTORY_RATE,
    has_inflation=True,
    penalty_rule="UA.549.penalty",
    penalty_year="actual",
    cap_table="nbu_discount_rate",
    cap_times=2,
    cap_rule="UA.543-96.cap",
    stop_before=date(2025, 8, 28),
    stop_months=6,
)

#: Civil Code 395, 330, 319; resolution 497 of 28.03.2022.
RU = LatePaymentLaw(
    "RU",
    "RUB",
    rounding="row",
    year="actual",
    counts_payment_day=True,
    shifts_period_end=True,
    interest_rule="RU.395.interest",
    order="RU.319",
    table="ru_395",
    margins=((_EVER, Fraction(0)),),
    penalty_rule="RU.330.penalty",
    is_penalty_instead_of_interest=True,
    moratoria=(Moratorium(date(2022, 4, 1), date(2022, 10, 1), date(2022, 4, 1), "Resolution 497 of 28.03.2022"),),
)

#: BGB 288 (9 points since 29.07.2014, 8 before; 5 with a consumer), 288(5), 367.
DE = LatePaymentLaw(
    "DE",
    "EUR",
    rounding="sum",
    year="365",
    counts_payment_day=False,
    shifts_period_end=True,
    interest_rule="DE.288.interest",
    order="DE.367",
    table="de_base_rate",
    margins=((_EVER, Fraction(8)), (date(2014, 7, 29), Fraction(9))),
    consumer_margin=Fraction(5),
    penalty_rule="DE.339.penalty",
    fixed_sums=_FORTY_EUROS,
    fixed_sum_currency="EUR",
    fixed_sum_since=date(2014, 7, 29),
)

#: Directive 2011/7/EU art. 2(6)–(7), 6: the least a Member State may give.
EU = LatePaymentLaw(
    "EU",
    "EUR",
    rounding="sum",
    year="365",
    counts_payment_day=False,
    shifts_period_end=True,
    interest_rule="EU.2011-7.interest",
    order="EU.interest-first",
    table="eu_reference",
    margins=((_EVER, Fraction(8)),),
    penalty_rule="EU.contract.penalty",
    fixed_sums=_FORTY_EUROS,
    fixed_sum_currency="EUR",
)

#: Late Payment of Commercial Debts (Interest) Act 1998, s.5A; SI 2002/1675 art. 4; County Courts Act 1984 s.69.
GB = LatePaymentLaw(
    "GB",
    "GBP",
    rounding="sum",
    year="365",
    counts_payment_day=True,
    shifts_period_end=False,
    interest_rule="GB.1998.interest",
    order="GB.interest-first",
    table="uk_reference",
    margins=((_EVER, Fraction(8)),),
    consumer_fixed=Fraction(8),
    consumer_rule="GB.1984.s69",
    is_frozen=True,
    penalty_rule="GB.contract.penalty",
    fixed_sums=(FixedSum(100_000, 4000), FixedSum(1_000_000, 7000), FixedSum(None, 10000)),
    fixed_sum_currency="GBP",
)

#: Act of 8 March 2013, art. 7, 10; Civil Code 451, 482. The reference rate is not shipped: it is given or imported.
PL = LatePaymentLaw(
    "PL",
    "PLN",
    rounding="sum",
    year="365",
    counts_payment_day=True,
    shifts_period_end=True,
    interest_rule="PL.2013.interest",
    order="PL.451",
    table="nbp_reference_rate",
    margins=((_EVER, Fraction(8)), (date(2020, 1, 1), Fraction(10))),
    penalty_rule="PL.483.penalty",
    fixed_sums=(FixedSum(500_001, 4000), FixedSum(5_000_000, 7000), FixedSum(None, 10000)),
    fixed_sum_currency="EUR",
)

#: UGB 456, 458; ABGB 1000, 1416. The base rate is not shipped: it is given or imported.
AT = LatePaymentLaw(
    "AT",
    "EUR",
    rounding="sum",
    year="365",
    counts_payment_day=False,
    shifts_period_end=True,
    interest_rule="AT.456.interest",
    order="AT.1416",
    table="at_base_rate",
    margins=((_EVER, Fraction(46, 5)),),
    consumer_fixed=Fraction(4),
    consumer_rule="AT.1000.interest",
    penalty_rule="AT.1336.penalty",
    fixed_sums=_FORTY_EUROS,
    fixed_sum_currency="EUR",
)

LAWS: Mapping[str, LatePaymentLaw] = {law.code: law for law in (UA, RU, DE, EU, GB, PL, AT)}


class LawUnknown(Refusal):
    """A law the engine has no parameters for."""

    code = "law_unknown"


def late_payment_law(code: str) -> LatePaymentLaw:
    """The parameters of a law by its code. Raises :class:`LawUnknown`."""
    found = LAWS.get(code.upper())
    if found is None:
        raise LawUnknown("There are no rules for the law {law}; there are {known}.", law=code, known=", ".join(LAWS))
    return found
