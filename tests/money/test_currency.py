"""A debt in one currency paid in another: by the clause and the stored rate, or refused with what to do (domain §6)."""

from datetime import date
from decimal import Decimal

import pytest

from contracts.kernel.money import money
from contracts.money.currency_rates import keep_rates, list_rates, set_clause
from contracts.money.debts import list_debts
from contracts.money.import_statement import add_payment
from contracts.money.match import confirm_proposal
from contracts.money.payments import list_payments, split_payment, undo_payment
from contracts.money.post_charge import NewCharge, post_charge
from contracts.money.rules.currency_clause import CurrencyClause, DatedRate, RateDay
from contracts.money.rules.ledger import LedgerFault
from contracts.money.rules.statement import StatementLine
from contracts.overview.card import card
from contracts.registry.lookup import Which
from tests.cast import add_contract, settle
from tests.conftest import TODAY

FRIDAY = date(2026, 11, 20)


@pytest.fixture
def cast(ctx, call):
    made = settle(ctx, call())
    add_contract(ctx, call(), made, number="7-Т")
    issued, due = date(2026, 10, 1), date(2026, 10, 15)
    post_charge(ctx, call(), NewCharge("act", "АКТ-1", issued, money("100.00", "USD"), which=Which("7-Т"), due_on=due))
    return made


def rates(ctx, call, *pairs, source="nbu"):
    return keep_rates(ctx, call(), [DatedRate("USD", "UAH", Decimal(v), d, source) for d, v in pairs], "nbu.json")


def pay(ctx, call, amount, purpose="за послуги", day=TODAY):
    return add_payment(ctx, call(), StatementLine(day, money(amount, "UAH"), other_code="99100001", purpose=purpose))


def outstanding(ctx, call):
    return [(each.outstanding.wire, each.currency) for each in list_debts(ctx, call())]


def test_without_a_clause_or_a_rate_it_is_refused_with_what_to_do(ctx, call, cast):
    no = pay(ctx, call, "4125.37")
    with pytest.raises(LedgerFault, match="contracts contract currency"):
        split_payment(ctx, call(), no, [("АКТ-1", money("4125.37", "UAH"))])
    set_clause(ctx, call(), "7-Т", CurrencyClause("USD", "UAH"))
    with pytest.raises(LedgerFault, match=r"No rate of USD in UAH by nbu is stored for 2026-11-23: .*rates import"):
        split_payment(ctx, call(), no, [("АКТ-1", money("4125.37", "UAH"))])
    assert outstanding(ctx, call) == [("100.00", "USD")]


def test_the_stored_rate_of_the_clause_is_used_and_undone(ctx, call, cast):
    set_clause(ctx, call(), "7-Т", CurrencyClause("USD", "UAH"))
    rates(ctx, call, (FRIDAY, "41.2537"))
    no = pay(ctx, call, "2062.69")
    split_payment(ctx, call(), no, [("АКТ-1", money("2062.69", "UAH"))])
    assert outstanding(ctx, call) == [("50.00", "USD")]
    undo_payment(ctx, call(), no)
    assert outstanding(ctx, call) == [("100.00", "USD")]


def test_a_proposal_says_what_is_to_be_paid_and_covers_all_of_it(ctx, call, cast):
    set_clause(ctx, call(), "7-Т", CurrencyClause("USD", "UAH", day=RateDay.DOCUMENT, margin_bp=100))
    rates(ctx, call, (date(2026, 10, 1), "40.00"), (FRIDAY, "41.2537"))
    no = pay(ctx, call, "4040.00")
    (waiting,) = list_payments(ctx, call())
    assert [part.amount.wire for part in waiting.proposals[0].parts] == ["4040.00"]
    confirm_proposal(ctx, call(), no)
    assert list_debts(ctx, call()) == []


def test_a_payment_that_names_the_document_is_posted_by_rule(ctx, call, cast):
    set_clause(ctx, call(), "7-Т", CurrencyClause("USD", "UAH"))
    rates(ctx, call, (TODAY, "41.2537"))
    pay(ctx, call, "5000.00", purpose="оплата акта АКТ-1")
    assert list_debts(ctx, call()) == []
    assert [each.rest.wire for each in list_payments(ctx, call())] == ["874.63"]


def test_rates_are_kept_once_the_newest_of_a_day_holds_and_old_ones_do_not_reach(ctx, call, cast):
    assert rates(ctx, call, (FRIDAY, "41.25"), (date(2026, 11, 1), "40")) == 2
    assert rates(ctx, call, (FRIDAY, "41.25")) == 0
    assert rates(ctx, call, (FRIDAY, "41.30")) == 1
    assert [(each.on, each.rate) for each in list_rates(ctx, call())] == [
        (FRIDAY, "41.3"),
        (date(2026, 11, 1), "40"),
    ]
    set_clause(ctx, call(), "7-Т", CurrencyClause("USD", "UAH"))
    no = pay(ctx, call, "400.00", day=date(2026, 11, 12))
    with pytest.raises(LedgerFault, match="stored for 2026-11-12"):
        split_payment(ctx, call(), no, [("АКТ-1", money("400.00", "UAH"))])


def test_the_clause_is_on_the_card_and_comes_off(ctx, call, cast):
    set_clause(ctx, call(), "7-Т", CurrencyClause("USD", "UAH", "nbu", RateDay.DAY_BEFORE, 150))
    assert card(ctx, call(), "7-Т").currency_clause == "USD/UAH nbu day_before +1.5 %"
    set_clause(ctx, call(), "7-Т", None)
    assert card(ctx, call(), "7-Т").currency_clause == ""
