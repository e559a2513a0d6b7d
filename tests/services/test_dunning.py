"""A run of the ladder: drafted, looked through, sent; no level is skipped, holds stand still (domain §8, F18)."""

from datetime import date, timedelta

import pytest

from contracts.core.dunning import DunningFault, HoldKind
from contracts.core.money import money
from contracts.core.statement import Line
from contracts.services.charges import NewCharge, post_charge
from contracts.services.dunning import decide_letter, draft_run, send_run, triage
from contracts.services.holding import hold
from contracts.services.payments import add_payment
from contracts.services.which import Which
from tests.cast import add_contract, settle
from tests.conftest import TODAY


@pytest.fixture
def cast(desk, call):
    made = settle(desk, call())
    add_contract(desk, call(), made, number="7-Т")
    add_contract(desk, call(), made, number="8-Х", counterparty_id=made.supplier)
    for contract, number, due in (
        ("7-Т", "АКТ-1", date(2026, 9, 15)),
        ("7-Т", "АКТ-2", date(2026, 11, 20)),
        ("8-Х", "АКТ-3", date(2026, 11, 1)),
    ):
        sum_ = money("100.00", "UAH")
        post_charge(desk, call(), NewCharge("act", number, date(2026, 9, 1), sum_, which=Which(contract), due_on=due))
    return made


def test_a_run_proposes_one_letter_per_debtor_with_all_that_is_overdue(desk, call, cast):
    found = draft_run(desk, call())
    assert [(each.counterparty, each.level, each.listed) for each in found] == [
        ("ПрАТ «Лан-Хліб»", 1, 1),
        ("ТОВ «Чистий двір»", 1, 2),
    ]


def test_a_second_draft_takes_the_place_of_the_first(desk, call, cast):
    draft_run(desk, call())
    assert len(draft_run(desk, call())) == 2
    assert len(triage(desk)) == 2


def test_what_was_sent_is_not_sent_again_and_the_next_level_waits(desk, call, cast, tmp_path):
    draft_run(desk, call())
    assert [each.level for each in send_run(desk, call(), tmp_path)] == [1, 1]
    assert draft_run(desk, call()) == []
    later = TODAY + timedelta(days=8)
    assert {each.level for each in draft_run(desk, call(later))} == {2}


def test_a_claim_level_needs_approval_and_makes_a_claim(desk, call, cast, tmp_path):
    draft_run(desk, call())
    send_run(desk, call(), tmp_path)
    day = TODAY + timedelta(days=8)
    draft_run(desk, call(day))
    assert send_run(desk, call(), tmp_path) == []
    decide_letter(desk, call(), "99100001", is_wanted=True)
    (sent,) = send_run(desk, call(), tmp_path, level=2)
    assert (sent.level, sent.claim, sent.file.is_file()) == (2, "ПР-1/2026", True)


def test_a_level_is_skipped_only_with_a_reason(desk, call, cast):
    draft_run(desk, call())
    with pytest.raises(DunningFault, match="give a reason"):
        decide_letter(desk, call(), "99100001", is_wanted=True, level=2)
    decide_letter(desk, call(), "99100001", is_wanted=True, level=2, reason="відкрито справу про банкрутство")
    assert [each.level for each in triage(desk)] == [2, 1]


def test_a_hold_keeps_a_debtor_out_of_the_run(desk, call, cast):
    hold(desk, call(), HoldKind.DISPUTED, "спір про якість", counterparty="99100002")
    assert [each.counterparty for each in draft_run(desk, call())] == ["ТОВ «Чистий двір»"]


def test_paying_the_oldest_keeps_the_level_the_rest_has_reached(desk, call, cast, tmp_path):
    post_charge(
        desk,
        call(),
        NewCharge(
            "act", "АКТ-4", date(2026, 9, 1), money("50.00", "UAH"), which=Which("7-Т"), due_on=date(2026, 9, 16)
        ),
    )
    draft_run(desk, call())
    send_run(desk, call(), tmp_path)
    add_payment(desk, call(), Line(TODAY, money("100.00", "UAH"), other_code="99100001", purpose="акт АКТ-1"))
    found = {each.counterparty: each.level for each in draft_run(desk, call(TODAY + timedelta(days=8)))}
    assert found["ТОВ «Чистий двір»"] == 2


def test_no_step_is_taken_on_a_day_off(desk, call, cast):
    assert draft_run(desk, call(date(2026, 11, 28))) == []
