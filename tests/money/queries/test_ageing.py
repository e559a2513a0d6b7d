"""A day's debts follow from the amounts kept, whatever is dated after it (domain §6; schema)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from contracts.kernel.database.engine import reading
from contracts.kernel.money import money
from contracts.money.due_days import fix_due
from contracts.money.import_statement import add_payment
from contracts.money.post_charge import NewCharge, post_charge
from contracts.money.queries import ageing
from contracts.money.queries.ageing import Question
from contracts.money.reduce import ReductionGround, reduce_charge
from contracts.money.rules.ageing import Buckets
from contracts.money.rules.ledger import AdjustmentKind
from contracts.money.rules.statement import StatementLine
from contracts.registry.lookup import Which
from tests.cast import add_contract, settle
from tests.conftest import TODAY

AFTER_ALL = datetime(2100, 1, 1, tzinfo=UTC)


def _day(n: int) -> date:
    return TODAY + timedelta(days=n)


@pytest.fixture
def ledger(ctx, call):
    """Charges paid in part and in full, one after today; a credit note of tomorrow; an advance left over."""
    cast = settle(ctx, call())
    add_contract(ctx, call(), cast, number="7-Т")
    for no, (issued, due) in enumerate(((-90, -60), (-60, -30), (-30, 10), (5, 20)), 1):
        sum_ = money(f"{no}000.00", "UAH")
        post_charge(
            ctx, call(), NewCharge("act", f"АКТ-{no}", _day(issued), sum_, which=Which("7-Т"), due_on=_day(due))
        )
    for day, amount, number in ((-40, "400.00", "АКТ-1"), (3, "600.00", "АКТ-1"), (8, "4500.00", "АКТ-4")):
        paid = StatementLine(_day(day), money(amount, "UAH"), other_code="99100001", purpose=f"акт {number}, дог. 7-Т")
        add_payment(ctx, call(), paid)
    tomorrow = replace(call(), as_of=_day(1))
    reduce_charge(
        ctx,
        tomorrow,
        "АКТ-2",
        AdjustmentKind.CREDIT_NOTE,
        amount=money("500.00", "UAH"),
        ground=ReductionGround("брак"),
    )
    fix_due(ctx, call(), "АКТ-3", _day(2), "домовились")


@pytest.mark.parametrize("by", ["counterparty", "contract", "charge"])
@pytest.mark.parametrize("offset", [-100, -70, -40, -1, 0, 1, 3, 5, 8, 30])
def test_the_amounts_kept_answer_any_day_as_all_rows_do(ctx, ledger, by, offset):
    kept, replayed = Question(_day(offset)), Question(_day(offset), AFTER_ALL)
    with reading(ctx.engine) as conn:
        found = [ageing.debts(conn, question, Buckets(), by) for question in (kept, replayed)]
        assert found[0] == found[1]
        advances = [ageing.advances(conn, question) for question in (kept, replayed)]
    assert {key: minor for key, minor in advances[0].items() if minor} == advances[1]


def test_a_row_dated_in_the_future_does_not_make_today_slow(ctx, ledger, monkeypatch):
    """Nothing but a question about what was known reads all rows of the ledger."""

    def refuse(_question):
        raise AssertionError("all rows of the ledger were read")

    monkeypatch.setattr(ageing, "_replayed", refuse)
    with reading(ctx.engine) as conn:
        (row,) = ageing.debts(conn, Question(TODAY), Buckets())
        assert (row.outstanding, row.outstanding - row.buckets[0]) == (560000, 260000)
        assert ageing.is_kept(conn, Question(TODAY)) is False
