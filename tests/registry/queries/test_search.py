"""A contract is found by any part of any word, in any case; the index never disagrees with the text."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.kernel.database.engine import reading, writing
from contracts.kernel.database.tables import table_of
from contracts.registry.listing import Query, list_contracts
from contracts.registry.queries import search
from contracts.registry.registry import edit
from contracts.registry.tables.derived import RegisterRow
from tests.cast import add_contract, settle


@pytest.fixture
def cast(ctx, call):
    return settle(ctx, call())


def _numbers(ctx, call, wanted):
    return [row.number for row in list_contracts(ctx, call(), Query(search=wanted)).rows]


def _few(ctx, wanted, most=10):
    with reading(ctx.engine) as conn:
        return search.few(conn, wanted, most)


@pytest.mark.parametrize(
    "wanted",
    ["борошна", "РОШН", "постач бор", "Лан-Хліб", "«Лан", "хліб лан", "17/2026-П", "7/2026-", "99100002", "'яч"],
)
def test_a_part_of_any_word_in_any_case_finds_the_contract_and_no_other(ctx, call, cast, wanted):
    title = "Постачання борошна та м’ячів"
    add_contract(ctx, call(), cast, number="17/2026-П", title=title, counterparty_id=cast.supplier)
    add_contract(ctx, call(), cast, number="18", title="Охорона")
    assert _numbers(ctx, call, wanted) == ["17/2026-П"]


def test_pieces_of_a_word_in_another_order_are_not_the_word(ctx, call, cast):
    add_contract(ctx, call(), cast, title="абвг бвгд")
    assert _few(ctx, "абвгд") == []
    assert _numbers(ctx, call, "абвгд") == []


def test_more_than_a_few_are_not_named_one_by_one_and_short_words_are_read_for(ctx, call, cast):
    ids = [add_contract(ctx, call(), cast, number=f"{no}-Х", title="Оренда") for no in range(4)]
    assert _few(ctx, "оренда", 3) is None
    assert sorted(_few(ctx, "оренда", 4)) == ids
    assert _few(ctx, "х") is None
    assert len(_numbers(ctx, call, "х оренда")) == 4


def test_a_contract_whose_title_changed_is_found_by_the_new_words_only(ctx, call, cast):
    add_contract(ctx, call(), cast, number="5", title="Прибирання снігу")
    edit(ctx, call(), "5", {"title": "Вивезення снігу"})
    assert _numbers(ctx, call, "прибирання") == []
    assert _numbers(ctx, call, "вивезення") == ["5"]


def test_signs_of_the_index_are_letters_like_any_other(ctx, call, cast):
    add_contract(ctx, call(), cast, number="6", title='Роль "A" AND B* OR ^c: NEAR(1)')
    assert _numbers(ctx, call, "NEAR(1) AND B*") == ["6"]
    assert _numbers(ctx, call, "c: NOT") == []


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.text("абв/-1'*\"", max_size=12), min_size=1, max_size=6),
    st.text("абв/-1'* ", min_size=1, max_size=7),
)
def test_the_index_finds_exactly_the_texts_that_have_every_word(search_conn, bodies, wanted):
    stored = dict(enumerate((search.fold(each) for each in bodies), 1))
    _fill(search_conn, stored)
    found = search.few(search_conn, wanted, len(bodies))
    has_all = [id for id, body in stored.items() if all(word in body for word in search.fold(wanted).split())]
    assert found is None or sorted(found) == has_all
    assert (found is None) == all(len(word) < 3 for word in search.fold(wanted).split())
    assert search.wrongly_indexed(search_conn, list(stored)) == {}


@pytest.fixture
def search_conn(ctx, call, cast):
    for _ in range(6):
        add_contract(ctx, call(), cast)
    with writing(ctx.engine) as conn:
        yield conn


def _fill(conn, bodies):
    register = table_of(RegisterRow)
    conn.execute(register.update().values(search_text=""))
    for id, body in bodies.items():
        conn.execute(register.update().where(register.c.contract_id == id).values(search_text=body))
    search.write(conn, dict.fromkeys(range(1, 7), "") | bodies)
