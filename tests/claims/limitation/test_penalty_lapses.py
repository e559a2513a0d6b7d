"""R9: the one-year limitation of a penalty is told before its days begin to lapse (CC 258; domain §9)."""

from datetime import date

import pytest

from contracts.claims.late_payment.lapsing import penalties_lapsing
from contracts.claims.limitation.periods import limitation_in
from contracts.claims.limitation.rules.open_charge import has_own_penalty_period, penalty_lapses_from
from contracts.kernel.deadline import DeadlineKind
from contracts.kernel.money import money
from contracts.money.import_statement import add_payment
from contracts.money.post_charge import NewCharge, post_charge
from contracts.money.rules.statement import StatementLine
from contracts.overview.agenda import Wish, agenda
from contracts.registry.lookup import Which
from tests.cast import add_contract, settle

#: A debt whose penalty of 0.1 % a day is 1.00 a day.
DUE = date(2026, 1, 15)


@pytest.fixture
def cast(ctx, call):
    made = settle(ctx, call(date(2026, 2, 2)))
    add_contract(ctx, call(), made, number="7-Т", penalty="per_day:0.1;until:none", country="UA")
    _charge(ctx, call, "АКТ-1", "7-Т")
    return made


def _charge(ctx, call, number, contract, due_on=DUE):
    new = NewCharge("act", number, date(2026, 1, 5), money("1000", "UAH"), which=Which(contract), due_on=due_on)
    post_charge(ctx, call(), new)


def _lines(ctx, call, day):
    return [
        (each.charge, each.from_on, each.sue_by, each.lapsed.minor > 0) for each in penalties_lapsing(ctx, call(day))
    ]


def _days(ctx, call, day):
    return sorted(each.due_on for each in agenda(ctx, call(day), Wish(kind=DeadlineKind.LIMITATION)))


def test_r9_it_is_told_from_day_300_on_and_the_day_before_it_lapses(ctx, call, cast):
    first, lapses = date(2026, 1, 16), date(2027, 1, 16)
    assert _lines(ctx, call, date(2026, 11, 10)) == []
    assert _lines(ctx, call, date(2026, 11, 11)) == [("АКТ-1", first, lapses, False)]
    assert _lines(ctx, call, date(2027, 1, 15)) == [("АКТ-1", first, lapses, False)]


def test_r9_what_has_lapsed_is_told_apart_from_what_will(ctx, call, cast):
    (line,) = penalties_lapsing(ctx, call(date(2027, 1, 26)))
    assert (line.from_on, line.sue_by) == (date(2026, 1, 26), date(2027, 1, 26))
    assert line.lapsed.minor > 0 and line.amount.minor > line.lapsed.minor


def test_r9_money_that_came_ends_it(ctx, call, cast):
    paid = StatementLine(date(2026, 3, 2), money("1000", "UAH"), other_code="99100001", purpose="акт АКТ-1")
    add_payment(ctx, call(date(2026, 3, 2)), paid)
    assert _lines(ctx, call, date(2027, 1, 10)) == []


def test_r9_no_clause_no_penalty(ctx, call, cast):
    add_contract(ctx, call(), cast, number="8-Т")
    _charge(ctx, call, "АКТ-8", "8-Т")
    assert [each[0] for each in _lines(ctx, call, date(2027, 1, 10))] == ["АКТ-1"]


def test_r9_the_agenda_has_a_day_for_the_penalty_and_one_for_the_debt(ctx, call, cast):
    add_contract(ctx, call(), cast, number="8-Т")
    _charge(ctx, call, "АКТ-8", "8-Т")
    assert _days(ctx, call, date(2026, 2, 2)) == [date(2027, 1, 16), date(2029, 1, 15), date(2029, 1, 15)]


@pytest.mark.parametrize(("country", "is_own"), [("UA", True), ("RU", False), ("DE", False), ("GB", False)])
def test_r9_each_kind_of_demand_has_its_own_period(country, is_own):
    assert has_own_penalty_period(limitation_in(country)) is is_own


@pytest.mark.parametrize(
    ("due_on", "lapses"),
    [
        (date(2026, 1, 5), date(2027, 1, 6)),
        (date(2024, 2, 28), date(2026, 9, 3)),
        (date(2028, 2, 28), date(2029, 2, 28)),
    ],
)
def test_r9_the_first_day_of_delay_lapses_first(due_on, lapses):
    assert penalty_lapses_from(due_on, limitation_in("UA")) == lapses
