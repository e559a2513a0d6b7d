"""R13: the register's own rates go on where the shipped tables end, with their source, and are taken back (law §6)."""

from datetime import date
from fractions import Fraction

import pytest

from contracts.kernel.refusal import Refusal
from contracts.kernel.unit_of_work import writing
from contracts.language import Words
from contracts.law import RatesFault, rate_tables
from contracts.law.own_rates import (
    OwnRate,
    add_rate,
    confirm_rate,
    contradictions,
    list_own_rates,
    list_stale,
    list_tables,
    undo_rate,
)
from contracts.law.tables import table_of_code
from contracts.reminders.daily import decide
from contracts.reminders.digest.closing import _stale_rates
from contracts.reminders.digest.content import Coverage
from tests.cast import settle
from tests.conftest import TODAY

NBU, CPI = "nbu_discount_rate", "ua_cpi"
LAST = rate_tables()[NBU].sure_to
SOURCE = "bank.gov.ua, рішення Правління"


def _table(ctx, call, code):
    return table_of_code(list_tables(ctx, call()), code)


def test_r13_a_rate_confirmed_unchanged_is_known_until_that_day(ctx, call):
    before = _table(ctx, call, NBU)
    entered = confirm_rate(ctx, call(), NBU, date(2026, 6, 1), SOURCE)
    assert (entered.was_sure_to, entered.sure_to) == (LAST, date(2026, 6, 1))
    table = _table(ctx, call, NBU)
    assert table.value_on(date(2026, 6, 1)) == before.value_on(LAST)
    assert SOURCE in table.source and before.source in table.source
    assert [(each.kind, each.on, each.recorded_by) for each in list_own_rates(ctx, call())] == [
        ("confirmed", date(2026, 6, 1), "tests")
    ]


def test_r13_a_new_rate_needs_the_days_before_it(ctx, call):
    day = date(2026, 6, 5)
    with pytest.raises(RatesFault, match="contracts rates confirm nbu_discount_rate --until 2026-06-04"):
        add_rate(ctx, call(), NBU, day, Fraction(14), SOURCE)
    confirm_rate(ctx, call(), NBU, date(2026, 6, 4), SOURCE)
    add_rate(ctx, call(), NBU, day, Fraction(14), SOURCE)
    assert _table(ctx, call, NBU).value_on(day) == 14
    assert _table(ctx, call, NBU).sure_to == day


def test_r13_the_next_index_is_entered_month_by_month(ctx, call):
    table = _table(ctx, call, CPI)
    first = table.sure_to + date.resolution
    with pytest.raises(RatesFault, match=first.isoformat()):
        add_rate(ctx, call(), CPI, date(2030, 1, 1), Fraction("100.4"), SOURCE)
    with pytest.raises(RatesFault, match="for each period"):
        confirm_rate(ctx, call(), CPI, TODAY, SOURCE)
    entered = add_rate(ctx, call(), CPI, first, Fraction("100.4"), SOURCE)
    assert entered.sure_to.month == first.month and entered.sure_to > first


@pytest.mark.parametrize(
    ("code", "day", "value", "match"),
    [
        (NBU, LAST, Fraction(1), "says"),
        (NBU, date(2026, 3, 1), Fraction(99), "says"),
        ("ru_395", TODAY, Fraction(5), "cbr_key_rate"),
        ("no_such", TODAY, Fraction(5), "no rate table"),
        (NBU, TODAY, Fraction(5000), "cannot be such a rate"),
    ],
)
def test_r13_what_contradicts_the_tables_is_refused(ctx, call, code, day, value, match):
    with pytest.raises(RatesFault, match=match):
        add_rate(ctx, call(), code, day, value, SOURCE)


def test_r13_nobody_knows_a_day_to_come_and_every_figure_has_a_source(ctx, call):
    with pytest.raises(RatesFault, match="has not come"):
        confirm_rate(ctx, call(), NBU, date(2026, 11, 24), SOURCE)
    with pytest.raises(RatesFault, match="--source"):
        confirm_rate(ctx, call(), NBU, TODAY, " ")


def test_r13_the_last_entry_is_taken_back(ctx, call):
    confirm_rate(ctx, call(), NBU, TODAY, SOURCE)
    assert undo_rate(ctx, call(), NBU).sure_to == LAST
    assert _table(ctx, call, NBU).sure_to == LAST
    with pytest.raises(RatesFault, match="nothing to take back"):
        undo_rate(ctx, call(), NBU)


def test_r13_a_stale_table_names_the_one_command_that_mends_it(ctx, call):
    late = {each.table: each for each in list_stale(ctx, call(), ("UA",))}
    assert late[NBU].sure_to == LAST
    assert late[NBU].command == f"contracts rates confirm {NBU} --until 2026-11-23 --source TEXT"
    assert late[CPI].command.startswith(f"contracts rates add {CPI} ")
    confirm_rate(ctx, call(), NBU, TODAY, SOURCE)
    assert NBU not in {each.table for each in list_stale(ctx, call(), ("UA",))}


def test_r13_the_monday_digest_says_it(ctx, call):
    settle(ctx, call())
    with writing(ctx, call()) as work:
        decide(work.conn, ctx, call())
    coverage = Coverage(1, "08:00", 0, 0, 0, 0, stale_rates=((NBU, LAST, "contracts rates confirm …"),))
    (hint,) = _stale_rates(Words("en"), coverage)
    assert NBU in hint.sentence and hint.command == "contracts rates confirm …"


def test_r13_a_newer_table_that_says_otherwise_is_named():
    table = rate_tables()[NBU]
    day, value = table.values[-1]
    rows = [
        OwnRate(1, NBU, "value", day - date.resolution, day, "99", SOURCE, "a"),
        OwnRate(2, NBU, "confirmed", day - date.resolution, day, "", SOURCE, "a"),
        OwnRate(3, NBU, "value", day - date.resolution, day, str(value), SOURCE, "a"),
    ]
    found = list(contradictions({NBU: table}, rows))
    assert [each.facts["own"] for each in found] == ["99", ""]


def test_r13_the_door_asks_for_its_right(ctx, call):
    with pytest.raises(Refusal, match=r"payments\.post"):
        confirm_rate(ctx, call(person_id=1, rights=frozenset()), NBU, TODAY, SOURCE)
