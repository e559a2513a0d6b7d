"""Whatever is done to the ledger, in any order: nothing exceeds, a refusal changes nothing, a past day stays (§6)."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.kernel.database.engine import reading
from contracts.kernel.money import money
from contracts.kernel.refusal import Refusal
from contracts.money.assign_charge import assign_charge
from contracts.money.debts import DebtQuery, list_debts
from contracts.money.due_days import fix_due
from contracts.money.import_statement import add_payment
from contracts.money.payments import refund_payment, split_payment, undo_payment
from contracts.money.post_charge import NewCharge, post_charge
from contracts.money.queries import charges, ledger, open_amounts, payments
from contracts.money.reduce import ReductionGround, offset_charges, reduce_charge, restore_charge
from contracts.money.rules.ledger import AdjustmentKind, Direction, Successor
from contracts.money.rules.statement import StatementLine
from contracts.registry.lookup import Which
from tests.cast import add_contract, settle

_numbers = count(1)
_START = date(2026, 3, 2)
_WHY = ReductionGround("за документом")
_PICK = st.integers(0, 5)
_SUM = st.integers(1, 90_000).map(lambda minor: money(f"{minor / 100:.2f}", "UAH"))
_STEPS = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.one_of(
            st.tuples(st.just("charge"), st.sampled_from(Direction), _SUM, st.integers(-20, 40)),
            st.tuples(st.just("pay"), st.booleans(), _SUM, st.integers(-10, 0)),
            st.tuples(st.just("split"), _PICK, _PICK, _SUM),
            st.tuples(st.just("undo"), _PICK),
            st.tuples(st.just("refund"), _PICK, _PICK),
            st.tuples(st.just("reduce"), _PICK, st.sampled_from(("credit_note", "write_off", "reversal")), _SUM),
            st.tuples(st.just("offset"), _PICK, _PICK),
            st.tuples(st.just("assign"), _PICK, st.sampled_from(Successor), _SUM),
            st.tuples(st.just("restore"), _PICK),
            st.tuples(st.just("due"), _PICK, st.integers(0, 60)),
        ),
    ),
    min_size=4,
    max_size=12,
)


class Book:
    """One contract of its own, and what was done under it."""

    def __init__(self, ctx, call, cast):
        self.ctx, self.call, self.cast = ctx, call, cast
        self.number = f"П-{next(_numbers)}"
        self.charges, self.payments = [], []
        add_contract(ctx, call(_START), cast, number=self.number)

    def do(self, day, step):
        name, *facts = step
        getattr(self, name)(self.call(day), *facts)

    def charge(self, call, direction, sum_, days):
        number = f"{self.number}-Д{len(self.charges)}"
        issued = call.as_of - timedelta(days=max(0, -days))
        new = NewCharge("act", number, issued, sum_, which=Which(self.number), direction=direction)
        post_charge(self.ctx, call, replace(new, due_on=call.as_of + timedelta(days=max(days, 0))))
        self.charges.append(number)

    def pay(self, call, is_incoming, sum_, days):
        line = StatementLine(
            call.as_of + timedelta(days=days), sum_ if is_incoming else -sum_, purpose=f"{next(_numbers)}"
        )
        self.payments.append(add_payment(self.ctx, call, line, which=Which(self.number)))

    def split(self, call, no, charge, sum_):
        split_payment(self.ctx, call, self._payment(no), [(self._charge(charge), sum_)])

    def undo(self, call, no):
        undo_payment(self.ctx, call, self._payment(no))

    def refund(self, call, first, second):
        refund_payment(self.ctx, call, self._payment(first), self._payment(second))

    def reduce(self, call, charge, kind, sum_):
        reduce_charge(
            self.ctx, call, self._charge(charge), AdjustmentKind(kind), amount=sum_, ground=ReductionGround("x")
        )

    def offset(self, call, first, second):
        offset_charges(self.ctx, call, self._charge(first), self._charge(second), ground=ReductionGround("x"))

    def assign(self, call, charge, role, sum_):
        party = {"counterparty": "99100001"}
        assign_charge(self.ctx, call, self._charge(charge), "99100002", role, amount=sum_, ground=_WHY, **party)

    def restore(self, call, charge):
        restore_charge(self.ctx, call, self._charge(charge), counterparty="99100001")

    def due(self, call, charge, days):
        number = self._charge(charge)
        fix_due(self.ctx, call, number, call.as_of + timedelta(days=days), "лист", counterparty="99100001")

    def shown(self, call, known_on=None):
        return sorted(
            (
                direction.value,
                each.charge,
                each.counterparty,
                each.outstanding.wire,
                each.overdue.wire,
                each.oldest_due_on,
            )
            for direction in Direction
            for each in list_debts(self.ctx, call, DebtQuery("charge", direction.value, known_on=known_on))
            if each.contract == self.number
        )

    def _charge(self, place):
        if not self.charges:
            raise Refusal("none yet")
        return self.charges[place % len(self.charges)]

    def _payment(self, place):
        if not self.payments:
            raise Refusal("none yet")
        return self.payments[place % len(self.payments)]


def _never_exceeds(ctx):
    with reading(ctx.engine) as conn:
        assert open_amounts.broken(conn) == ([], [])
        assert open_amounts.differences(conn) == ([], [])


def _rules_agree(book):
    """What stored rows say is open, and left, is what the rules calculate from all rows of the ledger."""
    with reading(book.ctx.engine) as conn:
        for party in (book.cast.cleaning, book.cast.supplier):
            whole = ledger.ledger_with(conn, party)
            stored = charges.open_sums(conn, [each.id for each in whole.charges])
            assert stored == {id: sum_.minor for id, sum_ in whole.open_amounts(date.max).items()}
            stored = payments.rest_sums(conn, [each.id for each in whole.payments])
            assert stored == {id: sum_.minor for id, sum_ in whole.rests(date.max).items()}


@pytest.fixture
def cast(ctx, call):
    return settle(ctx, call(_START))


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_STEPS)
def test_the_ledger_never_exceeds_and_every_past_day_is_answered_as_it_was_shown(ctx, call, cast, steps):
    book, day, shown = Book(ctx, call, cast), _START, {}
    for days, step in steps:
        if days:
            shown[day] = book.shown(call(day))
        day += timedelta(days=days)
        before = book.shown(call(day))
        try:
            book.do(day, step)
        except Refusal:
            assert book.shown(call(day)) == before, f"{step} was refused, and something changed"
        _never_exceeds(ctx)
        _rules_agree(book)
    later = call(day + timedelta(days=30))
    for past, then in shown.items():
        assert book.shown(replace(later, as_of=past), past) == then, f"of {past}"
