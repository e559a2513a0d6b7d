"""A contract nearly used up is on the agenda, in the debts and on its card until an amendment (domain §4, §6)."""

from datetime import date

import pytest

from contracts.kernel.money import money
from contracts.money.import_statement import add_payment
from contracts.money.payments import assign_payment
from contracts.money.post_charge import NewCharge, post_charge
from contracts.money.reduce import ReductionGround, reduce_charge, restore_charge
from contracts.money.rules.ledger import AdjustmentKind
from contracts.money.rules.statement import StatementLine
from contracts.overview.agenda import Wish, agenda
from contracts.overview.card import card
from contracts.registry.amendments import Draft, draft_amendment
from contracts.registry.lookup import Which
from contracts.registry.rules.contract import Change
from tests.cast import add_contract, settle
from tests.conftest import TODAY


def uah(amount):
    return money(amount, "UAH")


@pytest.fixture
def cast(ctx, call):
    made = settle(ctx, call())
    add_contract(ctx, call(), made, number="9-Т", amount_minor=100_000, currency="UAH")
    return made


def post(ctx, call, number, amount, day=date(2026, 10, 1), kind="act"):
    new = NewCharge(kind, number, day, uah(amount), which=Which("9-Т"), due_on=date(2026, 12, 15))
    return post_charge(ctx, call(), new)


def asked(ctx, call):
    return [
        (each.due_on, dict(each.why[0].facts)["percent"])
        for each in agenda(ctx, call(), Wish(kind="amount_used"))
        if each.contract == "9-Т"
    ]


def test_eighty_and_a_hundred_per_cent_are_asked_about_by_turns(ctx, call, cast):
    post(ctx, call, "АКТ-1", "799.99")
    assert asked(ctx, call) == []
    post(ctx, call, "АКТ-2", "0.01", date(2026, 11, 2))
    assert asked(ctx, call) == [(date(2026, 11, 2), 80)]
    warned = post(ctx, call, "АКТ-3", "300.00", date(2026, 11, 9))
    assert [each.code for each in warned.warnings] == ["above_amount"]
    assert asked(ctx, call) == [(date(2026, 11, 9), 110)]
    usage = card(ctx, call(), "9-Т").usage
    assert (usage.charged, usage.paid, usage.is_over) == (uah("1100.00"), uah("0.00"), True)


def test_a_penalty_uses_nothing_and_a_credit_note_gives_back(ctx, call, cast):
    post(ctx, call, "АКТ-1", "900.00")
    post(ctx, call, "ПЕНЯ-1", "500.00", kind="penalty")
    assert asked(ctx, call) == [(date(2026, 10, 1), 90)]
    reduce_charge(
        ctx, call(), "АКТ-1", AdjustmentKind.CREDIT_NOTE, amount=uah("200.00"), ground=ReductionGround(document="КОР-1")
    )
    assert asked(ctx, call) == []
    restore_charge(ctx, call(), "АКТ-1")
    assert asked(ctx, call) == [(date(2026, 10, 1), 90)]
    reduce_charge(ctx, call(), "АКТ-1", AdjustmentKind.WRITE_OFF, ground=ReductionGround("безнадійний"))
    assert asked(ctx, call) == [(date(2026, 10, 1), 90)]


def test_money_above_the_amount_is_asked_about_until_it_is_said_to_be_for_another(ctx, call, cast):
    post(ctx, call, "АКТ-1", "700.00")
    no = add_payment(ctx, call(), StatementLine(TODAY, uah("1200.00"), other_code="99100001"), which=Which("9-Т"))
    assert asked(ctx, call) == [(TODAY, 120)]
    assign_payment(ctx, call(), no, counterparty="99100001")
    assert asked(ctx, call) == []


def test_an_amendment_of_the_amount_takes_it_off_the_agenda(ctx, call, cast):
    post(ctx, call, "АКТ-1", "900.00")
    draft = Draft((Change("amount", uah("2000.00")),), TODAY, signed_on=TODAY)
    draft_amendment(ctx, call(), Which("9-Т"), draft)
    assert asked(ctx, call) == []
    assert card(ctx, call(), "9-Т").usage.percent == 45
