"""Late payment in Russia, Germany, the United Kingdom, Poland and Austria, worked out by hand."""

from datetime import date
from fractions import Fraction

import pytest

from contracts.claims.late_payment.rules.debt import DebtFault
from contracts.claims.late_payment.rules.penalty import clause
from contracts.claims.late_payment.rules.rows import RatePlan, principal_steps, rows_of, timeline
from contracts.kernel.rates import RateUnknown
from contracts.money.rules.allocation_order import allocate
from tests.claims.late_payment.some_debts import TABLES, amounts, calculate, exact_total, notes, rows, table

FLAT = Fraction("36.5")


# --- Russia


def test_the_day_of_payment_is_counted_in_russia():
    paid = [(date(2025, 1, 5), "1000")]
    found = calculate(
        "RU", "1000", date(2024, 12, 31), date(2025, 1, 31), first_day=date(2025, 1, 1), paid=paid, rate_per_year=FLAT
    )
    assert rows(found, "interest") == [("2025-01-01", "2025-01-05", 5, 36.5, 500)]


def test_a_part_paid_bears_interest_through_its_day():
    paid = [(date(2025, 1, 5), "400")]
    found = calculate(
        "RU", "1000", date(2024, 12, 31), date(2025, 1, 10), first_day=date(2025, 1, 1), paid=paid, rate_per_year=FLAT
    )
    assert amounts(found) == {"interest": "8.00"}


def test_a_new_key_rate_counts_from_its_day():
    made = table((date(2025, 1, 1), "36.5"), (date(2025, 1, 6), "73"), sure_to=date(2025, 12, 31))
    found = calculate(
        "RU", "1000", date(2024, 12, 31), date(2025, 1, 10), first_day=date(2025, 1, 1), tables={"ru_395": made}
    )
    assert amounts(found) == {"interest": "15.00"}


def test_the_moratorium_of_2022_cuts_obligations_that_arose_before_it():
    found = calculate("RU", "1000000", date(2022, 3, 15), date(2022, 12, 31))
    assert rows(found, "interest") == [
        ("2022-03-16", "2022-03-31", 16, 20.0, 876712),
        ("2022-10-02", "2022-12-31", 91, 7.5, 1869863),
    ]
    later = calculate("RU", "1000000", date(2022, 5, 16), date(2022, 12, 31), arose_on=date(2022, 4, 10))
    assert rows(later, "interest")[0][0] == "2022-05-17"
    earlier = calculate("RU", "1000000", date(2022, 5, 16), date(2022, 12, 31), arose_on=date(2022, 3, 31))
    assert rows(earlier, "interest")[0][0] == "2022-10-02"
    assert "give the day it arose" in notes(calculate("RU", "1", date(2022, 5, 16), date(2022, 12, 31)), "interest")


def test_deposit_rates_of_2015_and_2016_are_followed_by_the_key_rate():
    found = calculate("RU", "100000", date(2016, 7, 13), date(2016, 8, 10), first_day=date(2016, 7, 14))
    assert [(row[0], row[3]) for row in rows(found, "interest")] == [("2016-07-14", 7.52), ("2016-08-01", 10.5)]


def test_a_penalty_takes_the_place_of_interest_in_russia():
    found = calculate("RU", "10000", date(2025, 1, 31), date(2025, 2, 10), penalty=clause("0.1"))
    assert amounts(found) == {"interest": "0.00", "penalty": "100.00"}
    assert "395(4)" in notes(found, "interest")
    with pytest.raises(DebtFault, match="Ukrainian"):
        calculate("RU", "10000", date(2025, 1, 31), date(2025, 2, 10), penalty=clause("nbu2"))


# --- Germany, Europe


def test_the_german_rate_moves_at_each_half_year():
    found = calculate("DE", "10000", date(2025, 5, 31), date(2025, 8, 31), first_day=date(2025, 6, 1))
    assert [(row[0], row[3]) for row in rows(found, "interest")] == [("2025-06-01", 11.27), ("2025-07-01", 10.27)]
    assert amounts(found) == {"interest": "267.08"}
    assert found.compensation.wire == "40.00"


def test_a_consumer_owes_five_points_and_no_fixed_sum():
    found = calculate("DE", "500", date(2026, 7, 9), date(2026, 9, 9), is_consumer=True)
    assert amounts(found) == {"interest": "5.54"}
    assert found.compensation is None


def test_an_obligation_from_before_july_2014_owes_eight_points():
    old = calculate("DE", "10000", date(2014, 12, 31), date(2015, 12, 31), arose_on=date(2014, 7, 28), due_form="date")
    assert rows(old, "interest")[0][3] == 7.17
    assert old.compensation is None


def test_the_divisor_may_be_the_actual_year():
    usual = calculate("DE", "36600", date(2023, 12, 31), date(2024, 12, 31), rate_per_year=Fraction(5), due_form="date")
    actual = calculate(
        "DE", "36600", date(2023, 12, 31), date(2024, 12, 31), rate_per_year=Fraction(5), due_form="date", year="actual"
    )
    assert (amounts(usual), amounts(actual)) == ({"interest": "1835.01"}, {"interest": "1830.00"})


def test_by_497_bgb_costs_and_principal_come_before_interest():
    parts = allocate(20000, {"costs": 5000, "principal": 100000, "interest": 2000}, "DE.497")
    assert parts == {"costs": 5000, "principal": 15000, "rest": 0}
    plan = RatePlan("DE.497", "actual", fixed=Fraction(5))
    steps = principal_steps(100000, [(date(2024, 12, 31), 15000)], date(2024, 1, 1), counts_payment_day=False)
    found = rows_of("interest", timeline(plan, 2024), steps, date(2025, 1, 1), rounding="sum")
    assert sum(row.amount_minor for row in found) == 4998
    assert exact_total(found) == Fraction(100000 * 5 * 365 + 85000 * 5, 36600)


def test_the_directive_gives_eight_points_over_the_reference_rate():
    found = calculate("EU", "1000", date(2025, 12, 31), date(2026, 6, 30), due_form="date")
    assert rows(found, "interest")[0][3] == 10.15


# --- United Kingdom


@pytest.mark.parametrize(("last", "interest"), [(date(2026, 12, 31), "117.50"), (date(2027, 1, 1), "117.82")])
def test_the_uk_rate_is_frozen_and_the_divisor_stays_365(last, interest):
    found = calculate("GB", "1000", date(2025, 12, 31), last)
    assert amounts(found) == {"interest": interest}
    assert len(rows(found, "interest")) == 1


@pytest.mark.parametrize(
    ("principal", "fixed"),
    [("999.99", "40.00"), ("1000", "70.00"), ("9999.99", "70.00"), ("10000", "100.00"), ("12000", "100.00")],
)
def test_the_uk_fixed_sum_follows_the_size_of_the_debt(principal, fixed):
    found = calculate("GB", principal, date(2023, 7, 1), date(2023, 9, 29))
    assert found.compensation.wire == fixed


def test_ninety_days_at_thirteen_per_cent():
    found = calculate("GB", "12000", date(2023, 7, 1), date(2023, 9, 29))
    assert amounts(found) == {"interest": "384.66"}
    assert found.total.wire == "484.66"
    assert found.interest_per_day.wire == "4.27"


def test_a_debt_that_is_paid_adds_nothing_a_day():
    assert (
        calculate("GB", "1", date(2023, 7, 1), date(2023, 9, 29), paid=[(date(2023, 8, 1), "1")]).interest_per_day
        is None
    )


def test_a_uk_consumer_is_outside_the_act():
    found = calculate("GB", "1000", date(2025, 12, 31), date(2026, 12, 31), is_consumer=True)
    assert amounts(found) == {"interest": "80.00"}
    assert found.compensation is None
    assert found.item("interest").rows[0].rule == "GB.1984.s69"


def test_a_uk_weekend_moves_nothing():
    assert calculate("GB", "1", date(2026, 1, 31), date(2026, 3, 1)).first_day == date(2026, 2, 1)


# --- Poland, Austria


def test_poland_needs_a_rate_and_owes_its_fixed_sum_in_euros_outside_the_total():
    found = calculate("PL", "1000", date(2026, 1, 12), date(2026, 3, 1))
    assert isinstance(found.items[0].refusal, RateUnknown)
    given = calculate("PL", "1000", date(2026, 1, 12), date(2026, 3, 1), rate_per_year=Fraction(14))
    assert amounts(given) == {"interest": "18.41"}
    assert (given.compensation.wire, given.compensation.currency) == ("40.00", "EUR")
    assert given.total.wire == "18.41"
    sums = {
        sum_: calculate("PL", sum_, date(2026, 1, 12), date(2026, 3, 1)).compensation.wire
        for sum_ in ("5000", "5000.01", "50000")
    }
    assert sums == {"5000": "40.00", "5000.01": "70.00", "50000": "100.00"}


def test_austria_calculates_with_an_imported_base_rate_and_without_one_for_consumers():
    assert calculate("AT", "1000", date(2026, 1, 12), date(2026, 3, 1)).items[0].refusal is not None
    made = table((date(2026, 1, 1), "1.53"), sure_to=date(2026, 6, 30))
    found = calculate("AT", "10000", date(2026, 1, 12), date(2026, 3, 1), tables={"at_base_rate": made})
    assert rows(found, "interest")[0][3] == 10.73
    consumer = calculate("AT", "10000", date(2026, 1, 12), date(2026, 3, 1), is_consumer=True)
    assert rows(consumer, "interest")[0][3] == 4.0


# --- past the last sure day


def test_an_item_without_data_is_refused_by_name_and_stops_no_other():
    found = calculate("UA", "1000", date(2026, 1, 9), date(2026, 6, 1), penalty=clause("nbu2"))
    assert found.item("penalty").amount is None
    assert "nbu_discount_rate is sure only to 2026-03-20" in notes(found, "penalty")
    assert amounts(found) == {"interest": "11.75", "inflation": "58.28"}


def test_stop_ends_the_rows_on_the_last_sure_day_and_waives_nothing():
    found = calculate("UA", "1000", date(2026, 1, 9), date(2026, 6, 1), penalty=clause("nbu2"), beyond="stop")
    item = found.item("penalty")
    assert item.rows[-1].to_on == item.complete_to == date(2026, 3, 20)
    assert "not waived" in notes(found, "penalty")


def test_the_last_known_rate_is_used_on_request_and_its_rows_are_marked():
    found = calculate("UA", "1000", date(2026, 1, 9), date(2026, 6, 1), penalty=clause("nbu2"), beyond="last_known")
    last = found.item("penalty").rows[-1]
    assert (last.from_on, last.to_on, last.rate) == (date(2026, 3, 21), date(2026, 6, 1), 30)
    assert last.rule.endswith(":last_known")


def test_a_debt_paid_before_the_last_sure_day_needs_no_later_rate():
    paid = [(date(2026, 3, 1), "1000")]
    found = calculate(
        "UA", "1000", date(2026, 1, 9), date(2026, 6, 1), paid=paid, kinds=("penalty",), penalty=clause("nbu2")
    )
    assert found.item("penalty").rows[-1].to_on == date(2026, 2, 28)


def test_three_per_cent_a_contractual_and_a_frozen_rate_are_never_refused():
    far = date(2035, 1, 1)
    assert calculate("UA", "1000", date(2026, 1, 9), far, kinds=("interest",)).item("interest").amount
    assert calculate("RU", "1000", date(2026, 1, 9), far, rate_per_year=Fraction(9)).item("interest").amount
    assert calculate("GB", "1000", date(2026, 7, 9), far).item("interest").amount
    assert calculate("GB", "1000", date(2027, 1, 9), far).item("interest").refusal is not None


def test_a_day_before_the_table_is_refused_by_its_first_day():
    found = calculate(
        "UA", "1000", date(2010, 1, 11), date(2013, 9, 1), penalty=clause("nbu2", "none"), kinds=("penalty",)
    )
    assert str(TABLES["nbu_discount_rate"].first_day) in notes(found, "penalty")


def test_an_index_not_yet_published_is_no_gap_and_one_that_is_missing_is():
    early = calculate("UA", "1000", date(2026, 5, 29), date(2026, 10, 9), kinds=("inflation",), known_on=None)
    assert early.item("inflation").complete_to == date(2026, 8, 31)
    assert "published on the 10th" in notes(early, "inflation")
    late = calculate("UA", "1000", date(2026, 5, 29), date(2026, 10, 10), kinds=("inflation",), known_on=None)
    assert late.item("inflation").refusal is not None
    stopped = calculate(
        "UA", "1000", date(2026, 5, 29), date(2026, 10, 10), kinds=("inflation",), beyond="stop", known_on=None
    )
    assert stopped.item("inflation").complete_to == date(2026, 8, 31)
    assert stopped.item("inflation").amount == early.item("inflation").amount
