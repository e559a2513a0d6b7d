"""The ladder never skips a level, never lowers one, and takes no step on a day off (domain §8, F18)."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.claims.dunning.rules.ladder import (
    DunningFault,
    Ladder,
    LadderCharge,
    ReachedLevel,
    SkipGround,
    check_skip,
    next_step,
    plan_letter,
)
from contracts.kernel.calendar import FAR, WEEKENDS_ONLY
from contracts.kernel.money import money
from contracts.money.rules.ledger import Charge, Direction
from tests.conftest import LADDER

MONDAY = date(2026, 6, 1)
SUM = money("100.00", "UAH")


def charge(id: int, due_on: date) -> Charge:
    return Charge(id, Direction.RECEIVABLE, "act", f"A-{id}", date(2026, 1, 1), due_on, SUM, 7)


def dunned(id: int, due_on: date, *taken: ReachedLevel, **more) -> LadderCharge:
    return LadderCharge(charge(id, due_on), more.pop("open", SUM), taken, **more)


def letter(*rows: LadderCharge, on: date = MONDAY, **more):
    return plan_letter(rows, LADDER, WEEKENDS_ONLY, on, **more)


FIRST = ReachedLevel(1, date(2026, 5, 1), "email", date(2026, 5, 8))


def test_the_first_level_is_reached_its_days_after_the_due_day():
    assert next_step(charge(1, date(2026, 5, 5)), (), LADDER, WEEKENDS_ONLY).on == date(2026, 5, 8)
    assert letter(dunned(1, MONDAY - timedelta(days=2))) is None


def test_f18_a_step_that_falls_on_a_weekend_waits_for_monday():
    assert next_step(charge(1, date(2026, 5, 27)), (), LADDER, WEEKENDS_ONLY).on == MONDAY
    assert letter(dunned(1, date(2026, 5, 1)), on=date(2026, 5, 31)) is None


def test_the_next_level_waits_for_the_answer_date_of_the_one_before():
    assert next_step(charge(1, date(2026, 4, 1)), (FIRST,), LADDER, WEEKENDS_ONLY).on == date(2026, 5, 11)


def test_f18_a_level_not_yet_delivered_holds_back_the_next_until_delivery_is_presumed():
    claim = ReachedLevel(2, date(2026, 5, 28), "letter", date(2026, 5, 29))
    step = next_step(charge(1, date(2026, 4, 1)), (FIRST, claim), LADDER, WEEKENDS_ONLY)
    assert step.on == date(2026, 6, 8)


def test_one_letter_lists_all_that_is_overdue_and_each_rises_by_its_own_step():
    found = letter(dunned(1, date(2026, 4, 1), FIRST), dunned(2, date(2026, 5, 20)), dunned(3, MONDAY))
    assert found.level.no == 2
    assert [each.charge.id for each in found.listed] == [1, 2]
    assert found.rising == ((1, 2), (2, 1))


def test_f18_paying_the_oldest_keeps_the_level_the_rest_has_reached():
    second = ReachedLevel(2, date(2026, 5, 4), "letter", date(2026, 5, 25))
    rest = dunned(2, date(2026, 4, 20), FIRST, second)
    assert letter(dunned(1, date(2026, 4, 1), FIRST, second), rest).level.no == 3
    assert letter(dunned(1, date(2026, 4, 1), FIRST, second, open=money("0", "UAH")), rest).level.no == 3


def test_a_held_charge_is_neither_listed_nor_raised():
    assert letter(dunned(1, date(2026, 4, 1), is_held=True)) is None


def test_f18_a_skip_needs_a_person_and_a_reason():
    found = letter(dunned(1, date(2026, 5, 1)))
    with pytest.raises(DunningFault, match="give a reason"):
        check_skip(2, found, LADDER, " ")
    assert check_skip(2, found, LADDER, "insolvent").no == 2
    with pytest.raises(DunningFault, match="no level 4"):
        check_skip(4, found, LADDER, "x")


def test_a_near_limitation_or_insolvency_proposes_to_skip():
    row = dunned(1, date(2026, 5, 1), sue_by=MONDAY + timedelta(days=59))
    assert letter(row).skip is SkipGround.LIMITATION
    assert letter(dunned(1, date(2026, 5, 1)), is_insolvent=True).skip is SkipGround.INSOLVENCY
    assert letter(dunned(1, date(2026, 5, 1))).skip is None


def test_a_charge_without_a_due_day_is_never_dunned():
    assert letter(dunned(1, FAR)) is None


def test_a_ladder_with_a_gap_is_refused():
    with pytest.raises(ValueError, match="without a gap"):
        Ladder(LADDER.levels[1:], {})


@given(st.lists(st.integers(0, 60), min_size=1, max_size=6), st.integers(1, 200))
@settings(max_examples=40)
def test_f18_day_by_day_no_level_is_skipped_and_none_is_taken_on_a_day_off(dues, horizon):
    taken: dict[int, list[ReachedLevel]] = {n: [] for n in range(len(dues))}
    for offset in range(horizon):
        day = MONDAY + timedelta(days=offset)
        rows = [dunned(n, MONDAY + timedelta(days=due), *taken[n]) for n, due in enumerate(dues)]
        found = letter(*rows, on=day)
        for id, level in found.rising if found else ():
            assert day.weekday() < 5
            assert [each.level for each in taken[id]] == list(range(1, level))
            if taken[id]:
                before = taken[id][-1]
                assert day > max(before.answer_by, LADDER.delivered_on(before))
            rung = LADDER.levels[level - 1]
            taken[id].append(ReachedLevel(level, day, rung.channel, day + timedelta(days=rung.answer_days)))
