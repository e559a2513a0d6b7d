"""A list shows exactly the contracts that are in a phase on a day, whatever was derived when (F9)."""

import random
from datetime import date, timedelta

import pytest

from contracts.kernel.database.engine import reading
from contracts.registry.listing import Query, list_contracts
from contracts.registry.queries import facts
from contracts.registry.roll import roll
from contracts.registry.rules.contract import Phase
from contracts.registry.rules.lifecycle import phase_on
from tests.cast import add_contract, settle

FIRST = date(2026, 11, 23)


def populate(ctx, call, cast, count: int) -> list[int]:
    """Contracts of every kind, from one seed."""
    chance = random.Random(7)
    ids = []
    for _ in range(count):
        renewal = chance.choice(["none", "automatic", "automatic", "tacit", "evergreen", "by_consent", None])
        ids.append(
            add_contract(
                ctx,
                call(),
                cast,
                renewal=renewal,
                first_day=FIRST + timedelta(days=chance.randint(-900, 200)),
                length=chance.choice(["6m", "12m", "90d"]),
                renewal_length=chance.choice(["12m", "3m"]),
                notice=chance.choice(["30d", "2m", None]),
                max_renewals=chance.choice([None, None, 1]),
                status=chance.choice(["signed", "signed", "signed", "draft", "signing"]),
                owner_id=chance.choice([cast.marchenko, cast.tkachuk, None]),
            )
        )
    return ids


@pytest.mark.parametrize("is_rolled", [True, False])
def test_f9_the_filter_returns_exactly_the_contracts_whose_phase_it_is(ctx, call, clock, is_rolled):
    cast = settle(ctx, call())
    ids = populate(ctx, call, cast, 40)
    days = [FIRST + timedelta(days=shift) for shift in (-400, -31, -1, 0, 1, 37, 63, 200, 420)]
    with reading(ctx.engine) as conn:
        known = facts.load(conn, ids)
    for day in days:
        asked = call(day)
        clock.set(day if is_rolled and day >= FIRST else FIRST)
        if is_rolled and day >= FIRST:
            roll(ctx, asked)
        found = {row.id: row.phase for phase in Phase for row in list_contracts(ctx, asked, Query((phase,))).rows}
        assert found == {id: phase_on(each, day, ctx.rules) for id, each in known.items()}
        assert len(list_contracts(ctx, asked, Query()).rows) == len(ids)
    roll(ctx, call(clock.day))


def test_pages_follow_one_another_without_a_gap_or_a_repeat(ctx, call):
    cast = settle(ctx, call())
    populate(ctx, call, cast, 23)
    whole = [row.id for row in list_contracts(ctx, call(), Query()).rows]
    paged, after = [], None
    while True:
        page = list_contracts(ctx, call(), Query(limit=5, after=after))
        paged += [row.id for row in page.rows]
        after = page.next
        if after is None:
            break
    assert paged == whole


def test_what_ends_first_stands_first_and_ends_by_is_inclusive(ctx, call):
    cast = settle(ctx, call())
    add_contract(ctx, call(), cast, number="Б", renewal="none", last_day=date(2027, 2, 1))
    add_contract(ctx, call(), cast, number="А", renewal="none", last_day=date(2027, 1, 31))
    add_contract(ctx, call(), cast, number="В", renewal="evergreen", length=None)
    rows = list_contracts(ctx, call(), Query()).rows
    assert [row.number for row in rows] == ["А", "Б", "В"]
    assert [row.number for row in list_contracts(ctx, call(), Query(ends_by=date(2027, 1, 31))).rows] == ["А"]


def test_a_list_is_narrowed_by_words_owner_and_counterparty(ctx, call):
    cast = settle(ctx, call())
    add_contract(ctx, call(), cast, number="1-П", title="Постачання борошна", counterparty_id=cast.supplier)
    add_contract(ctx, call(), cast, number="2-П", owner_id=None)

    def numbers(**query) -> list[str]:
        return [row.number for row in list_contracts(ctx, call(), Query(**query)).rows]

    assert numbers(search="БОРОШНА лан") == ["1-П"]
    assert numbers(search="немає такого") == []
    assert numbers(owner="-") == ["2-П"]
    assert numbers(owner="marchenko") == ["1-П"]
    assert numbers(counterparty="99100002") == ["1-П"]
    assert numbers(company="Ясенсвіт") == ["1-П", "2-П"]
    assert numbers(search="100%_") == []
