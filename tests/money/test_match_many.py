"""Many payments matched by one command: the sure ones or all, seen before, taken back by one (domain §6)."""

from datetime import date

import pytest

from contracts.kernel.money import money
from contracts.kernel.refusal import Refusal
from contracts.money.charges import list_charges
from contracts.money.import_statement import post_statements
from contracts.money.match_many import match_many, undo_batch
from contracts.money.payments import list_payments
from contracts.money.post_charge import NewCharge, post_charge
from contracts.money.rules.statement import StatementLine
from contracts.money.statements.account import AccountRead, check
from contracts.registry.lookup import Which
from tests.cast import add_contract, settle

DAY = date(2026, 11, 2)


def line(amount: str, purpose: str) -> StatementLine:
    return StatementLine(DAY, money(amount, "UAH"), other_name="ТОВ «Чистий двір»", purpose=purpose)


@pytest.fixture
def cast(ctx, call):
    """Three payments known by the name alone: a document named, a sum that fits one debt, and money for the oldest."""
    add_contract(ctx, call(), settle(ctx, call()), number="7-Т")
    for no, amount in ((1, "100.00"), (2, "200.00"), (3, "300.00")):
        issued = date(2026, 10, no)
        post_charge(
            ctx, call(), NewCharge("act", f"АКТ-{no}", issued, money(amount, "UAH"), which=Which("7-Т"), due_on=issued)
        )
    lines = [line("100.00", "за акт № АКТ-1"), line("200.00", "за послуги"), line("50.00", "частково")]
    read = check(AccountRead("mt940", "UA21", "UAH", lines), "a.sta")
    post_statements(ctx, call(), [read], file=("a.sta", b"x"))


def test_r8_the_sure_ones_are_posted_at_once_and_the_rest_waits(ctx, call, cast):
    done = match_many(ctx, call())
    assert [(each.reason, each.charges) for each in done.matched] == [("document", ("АКТ-1",)), ("exact", ("АКТ-2",))]
    assert (done.left, [row.number for row in list_charges(ctx, call())]) == (1, ["АКТ-3"])


def test_r8_all_takes_the_best_proposal_of_each(ctx, call, cast):
    done = match_many(ctx, call(), is_every=True)
    assert [each.charges for each in done.matched] == [("АКТ-1",), ("АКТ-2",), ("АКТ-3",)]
    assert [row.open.wire for row in list_charges(ctx, call())] == ["250.00"]


def test_r8_a_preview_changes_nothing(ctx, call, cast):
    done = match_many(ctx, call(), is_every=True, is_dry=True)
    assert (done.batch, len(done.matched)) == (None, 3)
    assert len(list_payments(ctx, call())) == 3


def test_r8_one_command_takes_all_of_them_back_once(ctx, call, cast):
    done = match_many(ctx, call(), is_every=True)
    assert undo_batch(ctx, call(), done.batch) == 3
    assert [row.open.wire for row in list_charges(ctx, call())] == ["100.00", "200.00", "300.00"]
    with pytest.raises(Refusal, match="Nothing stands"):
        undo_batch(ctx, call(), done.batch)
    again = match_many(ctx, call())
    assert again.batch == done.batch + 1


def test_r8_money_that_may_stand_twice_is_left_to_a_person(ctx, call, cast):
    read = check(AccountRead("ofx", "UA21", "UAH", [line("200.00", "services")]), "a.ofx")
    post_statements(ctx, call(), [read], file=("a.ofx", b"y"))
    done = match_many(ctx, call(), is_every=True)
    assert (len(done.matched), done.left) == (3, 1)
