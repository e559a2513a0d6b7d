"""What moves limitation is recorded with its paper, undone with a reason, and seen on the red list (domain §9)."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from contracts.claims.limitation.card import limitation_card
from contracts.claims.limitation.events import (
    DebtsMeant,
    Evidence,
    LimitationRefused,
    extend,
    restart,
    suspend,
    undo,
)
from contracts.claims.limitation.red_list import red_list, write_red_list
from contracts.claims.limitation.rules.limitation import LimitationGround, Nearness
from contracts.kernel.calendar import Duration
from contracts.kernel.database.engine import reading
from contracts.kernel.database.tables import table_of
from contracts.kernel.derivation import CodeFact
from contracts.kernel.money import money
from contracts.money.import_statement import add_payment
from contracts.money.post_charge import NewCharge, post_charge
from contracts.money.rules.statement import StatementLine
from contracts.registry.lookup import Which
from contracts.registry.tables.derived import DeadlineRow
from tests.cast import add_contract, settle

LETTER = Evidence(LimitationGround.LETTER, date(2026, 10, 1), "лист № 15", "Петренко Іван")
PAID = Evidence(LimitationGround.PART_PAYMENT, date(2026, 10, 1), "платіж № 7")
AGREED = Evidence(LimitationGround.OTHER, date(2026, 9, 1), "п. 9 договору")
OTHER = Evidence(LimitationGround.OTHER, date(2026, 10, 1), "мораторій")


def uah(amount):
    return money(amount, "UAH")


@pytest.fixture
def cast(ctx, call):
    """Three debts: near its end by the safe reading, past in both, and of this autumn."""
    made = settle(ctx, call())
    add_contract(ctx, call(), made, number="7-Т", first_day=date(2016, 1, 1))
    for number, due, amount in (
        ("АКТ-1", date(2022, 5, 10), "1000.00"),
        ("АКТ-2", date(2017, 1, 10), "300.00"),
        ("АКТ-3", date(2026, 9, 15), "50.00"),
    ):
        new = NewCharge("act", number, date(2016, 2, 1), uah(amount), which=Which("7-Т"), due_on=due)
        post_charge(ctx, call(), new)
    return made


def _on_agenda(ctx):
    table = table_of(DeadlineRow)
    with reading(ctx.engine) as conn:
        rows = conn.execute(select(table.c.due_on).where(table.c.kind == "limitation").order_by(table.c.due_on))
        return list(rows.scalars())


def test_an_acknowledgement_begins_limitation_anew_on_the_agenda_until_it_is_undone(ctx, call, cast):
    assert _on_agenda(ctx)[1:] == [date(2026, 12, 14), date(2029, 9, 15)]
    (done,) = restart(ctx, call(), DebtsMeant(["АКТ-1"]), LETTER).events
    assert (done.before.safe, done.after.safe) == (date(2026, 12, 14), date(2029, 10, 1))
    assert date(2029, 10, 1) in _on_agenda(ctx)
    assert undo(ctx, call(), done.event, "не той лист") == "АКТ-1"
    assert _on_agenda(ctx)[1:] == [date(2026, 12, 14), date(2029, 9, 15)]
    (card,) = limitation_card(ctx, call(), "АКТ-1")
    assert [(row.ground, row.signed_by, row.undone_reason) for row in card.events] == [
        ("letter", "Петренко Іван", "не той лист")
    ]
    with pytest.raises(LimitationRefused, match="no event"):
        undo(ctx, call(), done.event, "ще раз")


def test_only_the_part_acknowledged_begins_anew(ctx, call, cast):
    restart(ctx, call(), DebtsMeant(["АКТ-1"]), PAID, uah("400.00"))
    (card,) = limitation_card(ctx, call(), "АКТ-1")
    assert [(part.amount, part.safe) for part in card.parts] == [
        (uah("600.00"), date(2026, 12, 14)),
        (uah("400.00"), date(2029, 10, 1)),
    ]
    codes = [step.code for step in card.steps]
    assert codes == ["limitation_counted", "limitation_suspended", "limitation_arguable"]


def test_why_names_the_ground_and_the_paper(ctx, call, cast):
    restart(ctx, call(), DebtsMeant(["АКТ-1"]), LETTER)
    (card,) = limitation_card(ctx, call(), "АКТ-1")
    last = dict(card.steps[-1].facts)
    assert (card.steps[-1].code, last["basis"]) == ("limitation_restarted", "лист № 15")
    assert last["ground"] == CodeFact("interruption", "letter")


@pytest.mark.parametrize(
    ("about", "evidence", "sentence"),
    [
        (DebtsMeant(["АКТ-2"]), PAID, "ended on 2020-01-10"),
        (DebtsMeant(["АКТ-1"]), replace(PAID, on=date(2022, 5, 1)), "runs only from 2022-05-10"),
        (DebtsMeant(["АКТ-1"]), replace(PAID, on=date(2027, 1, 1)), "in the future"),
        (DebtsMeant(["АКТ-1"]), replace(LETTER, signed_by=" "), "who signed"),
        (DebtsMeant(["АКТ-1"]), replace(PAID, paper=""), "Name the paper"),
        (DebtsMeant([]), PAID, "Name the documents"),
    ],
)
def test_what_moves_nothing_or_rests_on_nothing_is_refused(ctx, call, cast, about, evidence, sentence):
    with pytest.raises(LimitationRefused, match=sentence):
        restart(ctx, call(), about, evidence)
    assert all(card.events == () for number in ("АКТ-1", "АКТ-2") for card in limitation_card(ctx, call(), number))


def test_the_same_event_twice_is_refused(ctx, call, cast):
    restart(ctx, call(), DebtsMeant(["АКТ-1"]), PAID)
    with pytest.raises(LimitationRefused, match="recorded already"):
        restart(ctx, call(), DebtsMeant(["АКТ-1"]), PAID)


def test_of_several_debts_those_not_moved_are_named_and_the_rest_recorded(ctx, call, cast):
    done = restart(ctx, call(), DebtsMeant(["АКТ-1", "АКТ-2"]), LETTER)
    assert [each.charge for each in done.events] == ["АКТ-1"]
    sentences = [str(each) for each in done.warnings]
    assert any("Check the power of Петренко Іван" in each for each in sentences)
    assert any("АКТ-2 ended" in each for each in sentences)


def test_a_suspension_and_a_longer_period_move_the_day(ctx, call, cast):
    (done,) = suspend(ctx, call(), DebtsMeant(["АКТ-3"]), date(2026, 10, 31), OTHER).events
    assert done.after.safe == date(2029, 10, 16)
    (done,) = extend(ctx, call(), DebtsMeant(["АКТ-3"]), Duration(5, "year"), AGREED).events
    assert done.after.safe == date(2031, 10, 16)
    with pytest.raises(LimitationRefused, match="before it begins"):
        suspend(ctx, call(), DebtsMeant(["АКТ-3"]), date(2026, 9, 30), OTHER)
    with pytest.raises(LimitationRefused, match="Name the paper"):
        suspend(ctx, call(), DebtsMeant(["АКТ-3"]), date(2026, 10, 31), replace(OTHER, paper=" "))


def test_the_red_list_has_what_is_near_or_past_with_sums_with_and_without(ctx, call, cast, tmp_path):
    found = red_list(ctx, call())
    assert [(each.charge, each.state) for each in found.rows] == [
        ("АКТ-2", Nearness.BARRED),
        ("АКТ-1", Nearness.NEAR),
    ]
    (total,) = found.totals
    assert (total.open, total.barred, total.without_barred) == (uah("1350.00"), uah("300.00"), uah("1050.00"))
    assert found.rows[1].act_by == date(2026, 12, 14)
    assert len(red_list(ctx, call(), None).rows) == 3
    write_red_list(tmp_path / "red.xlsx", found, "uk")
    assert (tmp_path / "red.xlsx").stat().st_size > 3000


def test_the_day_after_the_safe_day_a_debt_is_arguable_and_what_is_paid_leaves_the_list(ctx, call, cast):
    near = call(date(2026, 12, 14))
    assert red_list(ctx, near).rows[1].state is Nearness.NEAR
    after = call(date(2026, 12, 15))
    assert red_list(ctx, after).rows[1].state is Nearness.ARGUABLE
    assert red_list(ctx, after).totals[0].without_arguable == uah("50.00")
    add_payment(
        ctx, after, StatementLine(date(2026, 12, 15), uah("1000.00"), other_code="99100001", purpose="акт АКТ-1")
    )
    assert [each.charge for each in red_list(ctx, after).rows] == ["АКТ-2"]
    assert [each.charge for each in red_list(ctx, replace(after, as_of=date(2026, 12, 14))).rows] == [
        "АКТ-2",
        "АКТ-1",
    ]
