"""The doctor counts what the register rests on without having been told."""

import pytest
from sqlalchemy import update

from contracts.kernel.calendar import Duration
from contracts.kernel.database.engine import writing
from contracts.kernel.database.tables import table_of
from contracts.operations.assumptions import list_assumptions
from contracts.people.tables import PersonRow
from contracts.registry.tables.contract import ContractRow
from tests.cast import add_contract, settle


@pytest.fixture
def cast(ctx, call):
    return settle(ctx, call())


def _counts(ctx, call):
    return {each.code: each.count for each in list_assumptions(ctx, call())}


def _change(ctx, table, **values):
    with writing(ctx.engine) as conn:
        conn.execute(update(table_of(table)).values(values))
        conn.commit()


def test_f_an_empty_register_assumes_nothing_of_its_own(ctx, call):
    assert set(_counts(ctx, call)) <= {"stale_rates"}


@pytest.mark.broken_on_purpose
def test_f_what_is_assumed_is_counted(ctx, call, cast):
    for _ in range(3):
        add_contract(ctx, call(), cast)
    before = _counts(ctx, call)
    assert "unnumbered" not in before and "terms_unread" not in before
    _change(ctx, PersonRow, email="")
    _change(
        ctx, ContractRow, number="б/н", number_key="", payment_terms="колись потім", notice="30d", notice_methods=None
    )
    after = _counts(ctx, call)
    expected = {"unnumbered": 3, "terms_unread": 3, "ways_unnamed": 3, "notice_received": 3, "owners_unreachable": 1}
    assert expected.items() <= after.items()
    _change(ctx, ContractRow, notice_counts="sent", notice_methods=["letter"], payment_terms="30d", country="ZZ")
    last = _counts(ctx, call)
    assert not {"notice_received", "ways_unnamed", "terms_unread"} & set(last)
    assert last["no_calendar"] == 3


@pytest.mark.broken_on_purpose
def test_f_a_void_contract_is_not_counted(ctx, call, cast):
    add_contract(ctx, call(), cast)
    _change(ctx, ContractRow, number_key="", void_reason="помилка")
    assert "unnumbered" not in _counts(ctx, call)


def test_f_the_sentence_says_the_settings_in_force(ctx, call, cast):
    add_contract(ctx, call(), cast, notice=str(Duration(30, "day")))
    (found,) = (each for each in list_assumptions(ctx, call()) if each.code == "notice_received")
    assert found.facts["letter"] == ctx.rules.delivery["letter"]
