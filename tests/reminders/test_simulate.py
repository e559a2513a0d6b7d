"""What is simulated for the coming months is what the daily job then sends, day by day, and nothing is written."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from contracts.kernel.database.engine import reading
from contracts.kernel.database.tables import table_of
from contracts.mail.outbox import deliver
from contracts.mail.tables import MessageRow
from contracts.reminders.daily import remind
from contracts.reminders.simulate import simulate
from contracts.reminders.tables import ReminderRow
from tests.cast import add_contract, settle

DAY = timedelta(days=1)
KINDS = (
    {"notice": "30d"},
    {"notice": "2m", "first_day": date(2026, 2, 28), "length": "1y"},
    {"renewal": "none", "notice": None},
    {"renewal": "tacit", "notice": None, "first_day": date(2025, 12, 10)},
    {"renewal": "by_consent", "first_day": date(2026, 3, 1)},
    {"max_renewals": 1, "length": "11m"},
    {"status": "signing"},
    {"owner": None},
)


@pytest.fixture
def cast(ctx, call):
    return settle(ctx, call())


def asked(mails, day=None) -> dict[tuple[date, str], set[tuple[str, str, date, int]]]:
    return {
        (day or mail.on, mail.to): {(item.contract, item.kind, item.due_on, item.days_left) for item in mail.items}
        for mail in mails
        if mail.items
    }


def count(ctx, model) -> int:
    with reading(ctx.engine) as conn:
        return conn.execute(select(func.count()).select_from(table_of(model))).scalar_one()


def test_the_mails_simulated_are_the_mails_sent(ctx, call, cast, clock):
    for facts in KINDS:
        owner = cast.marchenko if facts.get("owner", "") == "" else None
        add_contract(ctx, call(), cast, owner_id=owner, **{k: v for k, v in facts.items() if k != "owner"})
    told = simulate(ctx, call(), 2)
    sent = {}
    for n in range((told.until_on - told.from_on).days + 1):
        clock.set(told.from_on + n * DAY)
        sent |= asked(remind(ctx, call()).messages, clock.day)
        deliver(ctx, call(), "worker")
    assert asked(told.messages) == sent
    assert len(sent) > 10


def test_a_simulation_writes_nothing(ctx, call, cast):
    add_contract(ctx, call(), cast)
    assert simulate(ctx, call(), 3).messages
    assert (count(ctx, ReminderRow), count(ctx, MessageRow)) == (0, 0)


def test_a_contract_that_cannot_be_derived_on_a_coming_day_stops_nobody(ctx, call, cast, monkeypatch):
    """The calendar of working days ends in 2030: a notice in working days is no longer reckoned after it."""
    add_contract(ctx, call(), cast, first_day=date(2024, 1, 1), length="1m", renewal_length="1m", notice="5wd")
    calls = []

    def failing(facts, rules, day):
        calls.append(day)
        return ([], []) if day > date(2026, 12, 15) else real(facts, rules, day)

    from contracts.reminders import simulate as room

    real = room.derive_all
    monkeypatch.setattr(room, "derive_all", failing)
    assert simulate(ctx, call(), 2).until_on == date(2027, 1, 23)
    assert max(calls) > date(2026, 12, 31)
