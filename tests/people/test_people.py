"""Whoever is away, somebody reads; whoever leaves hands over (domain §11)."""

from datetime import date

import pytest

from contracts.kernel.refusal import Refusal
from contracts.overview.agenda import agenda
from contracts.overview.hand_over import hand_over
from contracts.overview.people_list import list_people
from contracts.people import people
from contracts.people.queries.people import NoSuchPerson
from contracts.reminders.daily import remind
from tests.cast import add_contract, settle


def readers(ctx, call, day: date) -> set[str]:
    return {mail.to.split("@")[0] for mail in remind(ctx, call(day)).messages}


def test_f27_the_deputy_gets_it_while_the_owner_is_away_and_the_owner_on_return(ctx, call):
    cast = settle(ctx, call(date(2026, 10, 1)))
    add_contract(ctx, call(), cast)
    people.add_absence(
        ctx, call(), "marchenko", from_on=date(2026, 10, 20), last_day=date(2026, 10, 30), deputy="tkachuk"
    )
    assert readers(ctx, call, date(2026, 10, 2)) == {"marchenko"}
    assert "marchenko" not in readers(ctx, call, date(2026, 10, 20))
    assert readers(ctx, call, date(2026, 10, 27)) >= {"tkachuk"}
    assert "marchenko" in readers(ctx, call, date(2026, 10, 31))


def test_who_is_back_earlier_reads_again(ctx, call):
    cast = settle(ctx, call(date(2026, 10, 26)))
    add_contract(ctx, call(), cast)
    days = {"from_on": date(2026, 10, 26), "last_day": date(2026, 11, 20)}
    people.add_absence(ctx, call(), "marchenko", deputy="tkachuk", **days)
    assert "tkachuk" in readers(ctx, call, date(2026, 10, 27))
    people.end_absence(ctx, call(date(2026, 10, 28)), "marchenko")
    assert people.list_absences(ctx, call()) == []
    assert "marchenko" in readers(ctx, call, date(2026, 10, 28))


def test_a_hand_over_moves_every_open_contract_and_the_new_owner_is_told_once(ctx, call):
    cast = settle(ctx, call())
    add_contract(ctx, call(), cast, number="А-1")
    add_contract(ctx, call(), cast, number="А-2")
    assert "marchenko" in readers(ctx, call, date(2026, 11, 23))
    done = hand_over(ctx, call(), "marchenko", "tkachuk")
    assert [each.number for each in done.contracts] == ["А-1", "А-2"]
    assert [line.kind for line in done.deadlines] == ["renewal_decision"] * 2
    assert {task.owner for task in agenda(ctx, call())} == {"Ткачук Вікторія Юріївна"}
    assert readers(ctx, call, date(2026, 11, 23)) == {"tkachuk"}
    assert readers(ctx, call, date(2026, 11, 23)) == set()


def test_who_hands_over_is_shown_no_contract_that_is_not_hers_to_see(ctx, call):
    cast = settle(ctx, call())
    add_contract(ctx, call(), cast, number="А-1")
    add_contract(ctx, call(), cast, number="А-2", is_confidential=True)
    manager = call(person_id=cast.bondar, rights=frozenset({"people.manage"}))
    done = hand_over(ctx, manager, "marchenko", "tkachuk")
    assert [each.number for each in done.contracts] == ["А-1"] and done.hidden_count == 1
    assert {each.contract for each in done.deadlines} == {"А-1"}
    assert {task.owner for task in agenda(ctx, call())} == {"Ткачук Вікторія Юріївна"}


def test_nobody_stands_in_for_oneself_and_nobody_hands_over_to_who_has_left(ctx, call):
    settle(ctx, call())
    days = {"from_on": date(2026, 12, 1), "last_day": date(2026, 12, 2)}
    with pytest.raises(people.PersonRefused):
        people.add_absence(ctx, call(), "marchenko", deputy="marchenko", **days)
    with pytest.raises(people.PersonRefused):
        people.add_absence(
            ctx, call(), "marchenko", deputy="tkachuk", from_on=date(2026, 12, 2), last_day=date(2026, 12, 1)
        )
    people.set_active(ctx, call(), "tkachuk", is_active=False)
    with pytest.raises(people.PersonRefused):
        hand_over(ctx, call(), "marchenko", "tkachuk")


def test_a_person_is_entered_edited_and_given_roles(ctx, call):
    settle(ctx, call())
    people.add_person(ctx, call(), "ivanenko", {"name": "Іваненко І. І.", "email": "i@x.example"}, role="accountant")
    people.edit_person(ctx, call(), "ivanenko", {"email": None, "position": "бухгалтер"}, department="Бухгалтерія")
    people.set_role(ctx, call(), "ivanenko", "auditor")
    people.set_role(ctx, call(), "ivanenko", "accountant", is_given=False)
    (row,) = [each for each in list_people(ctx, call()) if each.login == "ivanenko"]
    assert (row.email, row.position, row.department, row.roles) == ("", "бухгалтер", "Бухгалтерія", ("auditor",))


def test_what_cannot_be_about_a_person_is_refused(ctx, call):
    settle(ctx, call())
    for login, values in (
        ("marchenko", {"name": "Х"}),
        ("a b", {"name": "Х"}),
        ("x", {}),
        ("y", {"name": "Х", "email": "@"}),
    ):
        with pytest.raises(people.PersonRefused):
            people.add_person(ctx, call(), login, values)
    with pytest.raises(people.PersonRefused):
        people.set_role(ctx, call(), "marchenko", "king")
    with pytest.raises(NoSuchPerson):
        people.edit_person(ctx, call(), "nobody", {"name": "Х"})


def test_a_department_cannot_be_part_of_itself(ctx, call):
    settle(ctx, call())
    people.set_department(ctx, call(), "Управління", manager="bondar")
    people.set_department(ctx, call(), "Договірний відділ", parent="Управління")
    with pytest.raises(Refusal):
        people.set_department(ctx, call(), "Управління", parent="Договірний відділ")
    assert people.LedDepartment("Управління", "Бондар Сергій Миколайович") in people.list_departments(ctx, call())


def test_f13_hundreds_of_long_expired_contracts_make_one_digest_a_person(ctx, call):
    cast = settle(ctx, call())
    for _ in range(20):
        add_contract(ctx, call(), cast, first_day=date(2020, 1, 1), renewal="none", renewal_length=None)
    dry = remind(ctx, call(), is_dry=True)
    result = remind(ctx, call())
    assert [mail.to for mail in result.messages] == ["marchenko@yasensvit.example"]
    assert {item.tier for item in result.messages[0].items} == {"long_past"}
    assert dry.messages == result.messages
    assert remind(ctx, call()).messages == ()
