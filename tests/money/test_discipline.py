"""How days for payment were kept: by the day in force, of what was owed (domain §3, §6)."""

from datetime import date

import pytest

from contracts.kernel.database.engine import reading
from contracts.kernel.money import money
from contracts.kernel.refusal import Refusal
from contracts.money.due_days import fix_due
from contracts.money.import_statement import add_payment
from contracts.money.payments import list_payments
from contracts.money.post_charge import NewCharge, post_charge
from contracts.money.queries.performance import discipline_under
from contracts.money.reduce import ReductionGround, reduce_charge
from contracts.money.rules.ledger import AdjustmentKind
from contracts.money.rules.statement import StatementLine
from contracts.registry.lifecycle import terminate
from contracts.registry.lookup import Which
from tests.cast import add_contract, settle

TODAY, DUE = date(2026, 11, 23), date(2026, 10, 10)


@pytest.fixture
def contract_id(ctx, call):
    return add_contract(ctx, call(), settle(ctx, call()), number="7-Т")


def post(ctx, call, number):
    sum_ = money("100.00", "UAH")
    post_charge(ctx, call(), NewCharge("act", number, date(2026, 10, 1), sum_, which=Which("7-Т"), due_on=DUE))


def pay(ctx, call, number, on, amount="100.00", **more):
    line = StatementLine(on, money(amount, "UAH"), other_code="99100001", purpose=f"акт № {number}", **more)
    return add_payment(ctx, call(), line)


def kept(ctx, contract_id):
    with reading(ctx.engine) as conn:
        return discipline_under(conn, contract_id, "receivable", TODAY)


def test_r12_a_day_fixed_by_hand_counts_after_the_payment_too(ctx, call, contract_id):
    post(ctx, call, "АКТ-1")
    fix_due(ctx, call(), "АКТ-1", date(2026, 11, 10), "лист")
    pay(ctx, call, "АКТ-1", date(2026, 11, 9))
    found = kept(ctx, contract_id)
    assert (found.due, found.done, found.days_late) == (1, 1, ())


@pytest.mark.parametrize(("kind", "due", "done"), [("reversal", 1, 1), ("credit_note", 1, 1), ("write_off", 2, 1)])
def test_r12_what_was_taken_back_is_no_share_of_what_was_owed(ctx, call, contract_id, kind, due, done):
    post(ctx, call, "АКТ-1")
    post(ctx, call, "АКТ-2")
    pay(ctx, call, "АКТ-1", DUE)
    reduce_charge(ctx, call(), "АКТ-2", AdjustmentKind(kind), ground=ReductionGround(reason="домовились"))
    found = kept(ctx, contract_id)
    assert (found.due, found.done) == (due, done)


def test_r12_a_payment_of_nothing_is_refused(ctx, call, contract_id):
    with pytest.raises(Refusal, match="payment of nothing"):
        pay(ctx, call, "АКТ-1", DUE, amount="0.00")


def test_r12_the_number_of_the_payer_s_document_is_shown(ctx, call, contract_id):
    pay(ctx, call, "АКТ-1", DUE, document_no="17")
    assert [each.document_no for each in list_payments(ctx, call())] == ["17"]


def test_r12_a_contract_cannot_end_before_it_begins(ctx, call, contract_id):
    with pytest.raises(Refusal, match="begins on"):
        terminate(ctx, call(), Which("7-Т"), last_day=date(2025, 12, 31), ground="угода")
