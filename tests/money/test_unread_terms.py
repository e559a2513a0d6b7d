"""Terms of a contract that cannot be read: said where a charge is posted, until a person fixes the day (domain §6)."""

from datetime import date

import pytest

from contracts.kernel.money import money
from contracts.money.charges import list_charges
from contracts.money.due_days import enter_event, fix_due
from contracts.money.import_charges import import_charges
from contracts.money.post_charge import NewCharge, post_charge
from contracts.money.rules.payment_terms import TermsFault
from contracts.overview.card import card
from contracts.registry.lookup import Which
from tests.cast import add_contract, settle


@pytest.fixture
def cast(ctx, call):
    made = settle(ctx, call())
    add_contract(ctx, call(), made, number="7-Т", payment_terms="абракадабра")
    add_contract(ctx, call(), made, number="8-Т", payment_terms="30 % передоплата, решта 10 р.д. після акта")
    return made


def charge(number="АКТ-1", contract="7-Т", **more) -> NewCharge:
    return NewCharge("act", number, date(2026, 11, 2), money("1000.00", "UAH"), which=Which(contract), **more)


def test_r1_a_charge_under_terms_nobody_can_read_has_no_day_and_says_so(ctx, call, cast):
    posted = post_charge(ctx, call(), charge())
    assert [each.code for each in posted.warnings] == ["terms_unread"]
    assert [row.due_on for row in list_charges(ctx, call())] == [None]
    fix_due(ctx, call(), "АКТ-1", date(2026, 11, 30), "лист від 05.11.2026")
    assert [row.due_on for row in list_charges(ctx, call())] == [date(2026, 11, 30)]


def test_r1_an_import_of_charges_says_it_for_each_row(ctx, call, cast):
    table = "Номер;Дата;Сума;Договір\nАКТ-1;02.11.2026;100,00;7-Т\nАКТ-2;02.11.2026;100,00;8-Т\n".encode()
    done = import_charges(ctx, call(), table, "acts.csv")
    assert (done.new, [(row, each.code) for row, each in done.warnings]) == (2, [(2, "terms_unread")])


def test_r1_the_card_of_the_contract_says_it(ctx, call, cast):
    assert not card(ctx, call(), Which("7-Т")).is_payment_read
    assert card(ctx, call(), Which("8-Т")).is_payment_read


def test_r1_own_terms_of_a_charge_that_cannot_be_read_are_refused(ctx, call, cast):
    with pytest.raises(TermsFault, match="cannot be read"):
        post_charge(ctx, call(), charge(terms="колись потім"))


def test_r1_the_advance_of_a_phrase_is_due_seven_days_after_the_demand(ctx, call, cast):
    post_charge(ctx, call(), charge(contract="8-Т"))
    assert [row.due_on for row in list_charges(ctx, call())] == [date(2026, 11, 16), None]
    assert enter_event(ctx, call(), Which("8-Т"), "demand", date(2026, 11, 3)) == 1
    assert [row.due_on for row in list_charges(ctx, call())] == [date(2026, 11, 10), date(2026, 11, 16)]
