"""Late payment in Ukraine: three per cent, penalty under the cap, inflation; worked out by hand to the kopiyka."""

from datetime import date
from fractions import Fraction

import pytest

from contracts.claims.late_payment.rules.debt import DebtFault
from contracts.claims.late_payment.rules.penalty import PenaltyFault, clause, parse_penalty
from tests.claims.late_payment.some_debts import amounts, calculate, notes, rows

TENTH = clause("0.1")


def test_double_the_nbu_rate_is_followed_day_by_day():
    found = calculate(
        "UA", "230000.00", date(2016, 6, 21), date(2017, 6, 22), kinds=("penalty",), penalty=clause("nbu2", "none")
    )
    assert rows(found, "penalty") == [
        ("2016-06-22", "2016-06-23", 2, 36.0, 45246),
        ("2016-06-24", "2016-07-28", 35, 33.0, 725820),
        ("2016-07-29", "2016-09-15", 49, 31.0, 954563),
        ("2016-09-16", "2016-10-27", 42, 30.0, 791803),
        ("2016-10-28", "2016-12-31", 65, 28.0, 1143716),
        ("2017-01-01", "2017-04-13", 103, 28.0, 1817315),
        ("2017-04-14", "2017-05-25", 42, 26.0, 688110),
        ("2017-05-26", "2017-06-22", 28, 25.0, 441096),
    ]
    assert amounts(found) == {"penalty": "66076.69"}


def test_a_full_claim_of_interest_inflation_and_capped_penalty():
    found = calculate("UA", "100000.00", date(2025, 9, 10), date(2026, 3, 10), penalty=TENTH)
    assert amounts(found) == {"interest": "1487.67", "inflation": "3548.63", "penalty": "15263.01"}
    assert rows(found, "interest") == [
        ("2025-09-11", "2025-12-31", 112, 3.0, 92055),
        ("2026-01-01", "2026-03-10", 69, 3.0, 56712),
    ]
    assert rows(found, "penalty") == [
        ("2025-09-11", "2025-12-31", 112, 31.0, 951233),
        ("2026-01-01", "2026-01-29", 29, 31.0, 246301),
        ("2026-01-30", "2026-03-10", 40, 30.0, 328767),
    ]
    months = [str(month)[:7] for month in found.item("inflation").rows[0].months]
    assert months == ["2025-09", "2025-10", "2025-11", "2025-12", "2026-01", "2026-02"]
    assert found.total.wire == "20299.31"


def test_a_penalty_under_the_cap_is_what_the_contract_says():
    found = calculate("UA", "100000", date(2025, 9, 10), date(2025, 9, 20), kinds=("penalty",), penalty=clause("0.05"))
    assert amounts(found) == {"penalty": "500.00"}
    assert {row.rule for row in found.item("penalty").rows} == {"UA.549.penalty"}


def test_the_day_of_payment_is_not_counted():
    found = calculate(
        "UA", "36500", date(2025, 9, 10), date(2025, 9, 30), kinds=("interest",), paid=[(date(2025, 9, 21), "36500")]
    )
    assert rows(found, "interest") == [("2025-09-11", "2025-09-20", 10, 3.0, 3000)]
    counted = calculate(
        "UA",
        "36500",
        date(2025, 9, 10),
        date(2025, 9, 30),
        paid=[(date(2025, 9, 21), "36500")],
        kinds=("interest",),
        counts_payment_day=True,
    )
    assert amounts(counted) == {"interest": "33.00"}


def test_f17_segments_add_up_and_interest_stays_claimable_when_the_principal_is_paid():
    paid = [(date(2026, 2, 1), "400"), (date(2026, 3, 1), "600")]
    found = calculate(
        "UA", "1000", date(2026, 1, 1), date(2026, 3, 10), paid=paid, kinds=("interest",), due_form="date"
    )
    assert rows(found, "interest") == [
        ("2026-01-02", "2026-01-31", 30, 3.0, 247),
        ("2026-02-01", "2026-02-28", 28, 3.0, 138),
    ]
    assert found.item("interest").amount.minor == 247 + 138
    assert found.principal_left.minor == 0


def test_a_leap_year_is_366_days_long():
    found = calculate("UA", "100000", date(2023, 12, 31), date(2024, 12, 31), kinds=("interest",), due_form="date")
    assert amounts(found) == {"interest": "3000.00"}
    over = calculate("UA", "100000", date(2023, 12, 30), date(2024, 1, 1), kinds=("interest",), due_form="date")
    assert rows(over, "interest") == [
        ("2023-12-31", "2023-12-31", 1, 3.0, 822),
        ("2024-01-01", "2024-01-01", 1, 3.0, 820),
    ]


def test_a_period_ending_on_a_saturday_ends_on_monday_and_a_date_does_not_move():
    period = calculate("UA", "100000", date(2025, 9, 13), date(2025, 12, 31), penalty=TENTH)
    assert amounts(period) == {"interest": "879.45", "inflation": "1506.21", "penalty": "9087.67"}
    assert period.first_day == date(2025, 9, 16)
    assert "2025-09-15" in notes(period)
    assert calculate("UA", "1", date(2025, 9, 13), date(2025, 12, 31), due_form="date").first_day == date(2025, 9, 14)


def test_in_martial_law_a_holiday_moves_no_day_for_payment():
    assert calculate("UA", "1", date(2024, 1, 1), date(2024, 2, 1)).first_day == date(2024, 1, 2)
    assert calculate("UA", "1", date(2021, 8, 24), date(2021, 9, 1)).first_day == date(2021, 8, 26)


# --- the stop of the penalty


def test_a_silent_clause_stops_after_six_months_while_the_commercial_code_applied():
    found = calculate("UA", "100000", date(2024, 6, 10), date(2025, 3, 1), kinds=("penalty",), penalty=TENTH)
    assert rows(found, "penalty") == [
        ("2024-06-11", "2024-06-13", 3, 27.0, 22131),
        ("2024-06-14", "2024-12-10", 180, 26.0, 1278689),
    ]
    assert amounts(found) == {"penalty": "13008.20"}
    assert "2024-12-10" in notes(found, "penalty")


@pytest.mark.parametrize(
    ("due", "stop", "last"),
    [
        (date(2025, 8, 27), "", "2026-02-27"),
        (date(2025, 8, 28), "", "2026-03-10"),
        (date(2024, 6, 10), "none", "2026-03-10"),
        (date(2025, 9, 10), "6m", "2026-03-10"),
        (date(2025, 9, 9), "6m", "2026-03-09"),
        (date(2025, 9, 10), "30d", "2025-10-10"),
        (date(2025, 8, 29), "6m", "2026-02-28"),
    ],
)
def test_the_penalty_runs_as_long_as_contract_or_law_say(due, stop, last):
    found = calculate("UA", "1000", due, date(2026, 3, 10), kinds=("penalty",), penalty=clause("0.1", stop))
    assert rows(found, "penalty")[-1][1] == last


def test_days_past_the_one_year_limitation_are_marked_and_kept():
    found = calculate(
        "UA", "100000", date(2017, 1, 9), date(2018, 6, 1), kinds=("penalty",), penalty=clause("0.01", "none")
    )
    assert len(rows(found, "penalty")) == 2
    assert "for the days to 2017-05-31" in notes(found, "penalty")


def test_no_clause_no_penalty_and_the_result_says_so():
    found = calculate("UA", "1000", date(2025, 9, 10), date(2025, 10, 10))
    assert found.item("penalty") is None
    assert "no clause" in notes(found)


def test_a_fine_is_taken_once_of_what_was_unpaid_when_the_delay_began():
    found = calculate(
        "UA",
        "1000",
        date(2025, 9, 10),
        date(2025, 10, 10),
        kinds=("fine",),
        fine=Fraction(7),
        paid=[(date(2025, 9, 9), "400")],
    )
    assert amounts(found) == {"fine": "42.00"}


# --- inflation


@pytest.mark.parametrize(
    ("first_day", "as_of", "loss"),
    [
        (date(2025, 9, 15), date(2025, 9, 30), "300.00"),
        (date(2025, 9, 16), date(2025, 9, 30), "0.00"),
        (date(2025, 7, 1), date(2025, 10, 31), "798.29"),
        (date(2025, 7, 1), date(2025, 9, 30), "0.00"),
        (date(2025, 9, 10), date(2025, 9, 25), "300.00"),
        (date(2025, 9, 10), date(2025, 9, 24), "0.00"),
        (date(2024, 2, 14), date(2024, 2, 29), "300.00"),
        (date(2025, 2, 14), date(2025, 2, 28), "0.00"),
    ],
)
def test_a_month_counts_with_more_than_fifteen_days_and_deflation_is_not_skipped(first_day, as_of, loss):
    found = calculate("UA", "100000", first_day, as_of, first_day=first_day, kinds=("inflation",))
    assert amounts(found) == {"inflation": loss}


def test_parts_paid_are_indexed_over_their_own_months_or_along_the_chain():
    paid = [(date(2022, 6, 10), "40000")]
    tranche = calculate(
        "UA", "100000", date(2022, 1, 31), date(2022, 12, 31), paid=paid, kinds=("interest", "inflation")
    )
    assert amounts(tranche) == {"interest": "2071.23", "inflation": "19954.65"}
    months = [[month.month for month in row.months] for row in tranche.item("inflation").rows]
    assert months == [[2, 3, 4, 5], list(range(2, 13))]
    chain = calculate(
        "UA", "100000", date(2022, 1, 31), date(2022, 12, 31), paid=paid, kinds=("inflation",), inflation="chain"
    )
    assert amounts(chain) == {"inflation": "20509.64"}


def chained(paid_on: date, paid: str, as_of: date) -> int:
    """Inflation losses in kopiykas by the chain on 1000.00 due on 30 April 2022."""
    found = calculate(
        "UA",
        "1000",
        date(2022, 4, 30),
        as_of,
        paid=[(paid_on, paid)],
        kinds=("inflation",),
        inflation="chain",
        due_form="date",
    )
    return found.item("inflation").amount.minor


def test_the_chain_takes_a_payment_before_or_after_the_month_by_its_days():
    before = chained(date(2022, 6, 10), "500", date(2022, 7, 31))
    after = chained(date(2022, 6, 20), "500", date(2022, 7, 31))
    may, june, july = Fraction(1027, 1000), Fraction(1031, 1000), Fraction(1007, 1000)
    assert before == round(((100000 * may - 50000) * june * july) - 50000)
    assert after == round((100000 * may * june - 50000) * july - 50000)


def test_when_all_is_paid_the_chain_ends():
    found = chained(date(2022, 6, 20), "1000", date(2023, 7, 31))
    assert found == round(100000 * Fraction(1027, 1000) * Fraction(1031, 1000) - 100000)


def test_a_debt_in_or_tied_to_a_currency_bears_interest_but_no_inflation():
    dollars = calculate(
        "UA", "1000", date(2025, 1, 31), date(2026, 1, 31), currency="USD", kinds=("interest", "inflation")
    )
    assert amounts(dollars) == {"interest": "30.00", "inflation": "0.00"}
    tied = calculate(
        "UA", "1000", date(2025, 1, 31), date(2026, 1, 31), has_currency_equivalent=True, kinds=("inflation",)
    )
    assert amounts(tied) == {"inflation": "0.00"}


# --- the statutory order


def test_by_article_534_a_payment_covers_interest_and_penalty_before_the_principal():
    found = calculate(
        "UA",
        "1000",
        date(2026, 1, 1),
        date(2026, 2, 28),
        paid=[(date(2026, 2, 1), "400")],
        due_form="date",
        kinds=("interest", "penalty"),
        penalty=clause("nbu2"),
        allocation="law",
    )
    first = [row for row in found.item("interest").rows if row.to_on < date(2026, 2, 1)]
    penalty = [row for row in found.item("penalty").rows if row.to_on < date(2026, 2, 1)]
    grown = sum(row.amount_minor for row in (*first, *penalty))
    assert grown == 247 + 2378 + 164
    assert found.principal_left.minor == 100000 - (40000 - grown)
    for item in found.items:
        assert sum(row.amount_minor for row in item.rows) == item.amount.minor
        assert next(row.amount_minor for row in item.rows if row.rule == "UA.534.covered") < 0


# --- refusals


def test_what_cannot_be_a_debt_is_refused_with_the_day_and_the_sum():
    with pytest.raises(DebtFault, match="more than nothing"):
        calculate("UA", "0", date(2026, 1, 1), date(2026, 2, 1))
    with pytest.raises(DebtFault, match="2026-01-05"):
        calculate("UA", "1", date(2026, 1, 1), date(2026, 2, 1), paid=[(date(2026, 1, 5), "-1")])


def test_money_paid_beyond_the_debt_is_named_as_an_advance():
    found = calculate("UA", "1000", date(2025, 9, 10), date(2025, 10, 10), paid=[(date(2025, 9, 15), "1500")])
    assert found.principal_left.minor == 0
    assert "advance" in notes(found)


def test_nothing_grows_before_the_delay():
    found = calculate("UA", "1000", date(2025, 9, 10), date(2025, 9, 10), penalty=TENTH)
    assert set(amounts(found).values()) == {"0.00"}
    assert "not overdue" in notes(found)


def test_a_penalty_clause_is_read_from_the_conditions_of_a_contract():
    assert parse_penalty("") is None
    assert parse_penalty("per_day:0.1").per_day == Fraction(1, 10)
    assert parse_penalty("double_nbu;until:none") == clause("nbu2", "none")
    assert clause("0,5%").per_day == Fraction(1, 2)
    for text in ("0.1", "per_day:x", "per_day:-1", "per_day:0.1;until:soon", "per_day:1/2"):
        with pytest.raises(PenaltyFault):
            parse_penalty(text)
