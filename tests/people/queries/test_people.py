"""Who reads whose mail: deputies by day, managers by department, the administrator where nobody else is."""

from datetime import date

import pytest
from sqlalchemy import delete, update

from contracts.kernel.database.engine import reading, writing
from contracts.kernel.database.tables import table_of
from contracts.parties.queries import parties
from contracts.parties.queries.parties import NoSuchParty
from contracts.people.queries import people
from contracts.people.queries.people import NoSuchPerson
from contracts.people.tables import DepartmentRow, PersonRoleRow, PersonRow
from tests.cast import settle

DAY = date(2026, 11, 23)
D, P, R = table_of(DepartmentRow), table_of(PersonRow), table_of(PersonRoleRow)


@pytest.fixture
def cast(ctx, call):
    return settle(ctx, call())


@pytest.fixture
def conn(ctx, cast):
    with writing(ctx.engine) as opened:
        yield opened


def test_the_manager_of_the_department_is_next_in_line(conn, cast):
    roster = people.roster_on(conn, DAY)
    assert roster.line(cast.marchenko) == (cast.marchenko, cast.bondar)
    assert roster.administrator_id == cast.admin and roster.line(None) == (cast.admin,)


def test_the_head_of_a_department_answers_to_the_one_above(conn, cast):
    above = people.department(conn, "Дирекція")
    conn.execute(update(D).where(D.c.id == cast.department).values(parent_id=above))
    people.change_department(conn, above, manager_id=cast.admin)
    assert people.roster_on(conn, DAY).line(cast.marchenko) == (cast.marchenko, cast.bondar, cast.admin)


def test_a_circle_of_departments_ends(conn, cast):
    above = people.department(conn, "Дирекція")
    conn.execute(update(D).where(D.c.id == cast.department).values(parent_id=above, manager_id=None))
    conn.execute(update(D).where(D.c.id == above).values(parent_id=cast.department))
    conn.execute(delete(R).where(R.c.role == "manager"))
    assert people.roster_on(conn, DAY).line(cast.marchenko) == (cast.marchenko,)


def test_without_departments_the_manager_of_all_is_next(conn, cast):
    conn.execute(update(P).values(department_id=None))
    assert people.roster_on(conn, DAY).line(cast.tkachuk) == (cast.tkachuk, cast.bondar)


def test_f27_a_deputy_stands_in_from_the_first_day_to_the_last(conn, cast):
    days = {"from_on": date(2026, 11, 23), "until_on": date(2026, 11, 30)}
    people.add_absence(conn, {"person_id": cast.marchenko, "deputy_id": cast.tkachuk, **days})
    away = {day: people.roster_on(conn, day).stand_in(cast.marchenko) for day in (DAY, *days.values())}
    assert away == {DAY: cast.tkachuk, date(2026, 11, 30): cast.marchenko}
    assert people.roster_on(conn, date(2026, 11, 22)).deputies == {}


def test_a_cancelled_absence_names_nobody(conn, cast, call):
    days = {"from_on": DAY, "until_on": date.max}
    people.add_absence(
        conn, {"person_id": cast.marchenko, "deputy_id": cast.tkachuk, **days, "cancelled_at": call().at}
    )
    assert people.roster_on(conn, DAY).deputies == {}


def test_who_left_gets_nothing_and_who_has_no_address_is_read_by_the_administrator(conn, cast):
    conn.execute(update(P).where(P.c.id == cast.marchenko).values(is_active=False))
    conn.execute(update(P).where(P.c.id == cast.tkachuk).values(email=""))
    roster = people.roster_on(conn, DAY)
    assert roster.gone == {cast.marchenko} and roster.unreachable == {cast.tkachuk}
    assert roster.stand_in(cast.tkachuk) == cast.admin


def test_an_administrator_without_an_address_gives_way_to_one_who_can_be_reached(conn, cast):
    conn.execute(update(P).where(P.c.id == cast.admin).values(email=""))
    assert people.roster_on(conn, DAY).administrator_id == cast.bondar


def test_a_house_without_people_has_a_roster_all_the_same(engine):
    with reading(engine) as conn:
        assert people.roster_on(conn, DAY).line(None) == (0,)


@pytest.mark.parametrize("text", ["marchenko", "Марченко Олена Іванівна", "марченко", "MARCHENKO@yasensvit.example"])
def test_a_person_is_found_by_login_name_or_address(conn, cast, text):
    assert people.find(conn, text).id == cast.marchenko


def test_two_people_who_could_be_meant_are_both_named(conn, cast):
    people.add(conn, {"login": "m2", "name": "Марченко Ігор", "email": ""})
    with pytest.raises(NoSuchPerson, match=r"marchenko.*m2|m2.*marchenko"):
        people.find(conn, "Марченко")
    with pytest.raises(NoSuchPerson, match="no person"):
        people.find(conn, "Петренко")


def test_a_counterparty_is_found_by_code_or_by_name_however_it_is_quoted(conn, cast):
    for text in ("99100001", "Чистий двір", 'ТОВ "ЧИСТИЙ ДВІР"', "чиcтий"):  # a Latin c
        assert parties.counterparty(conn, text).id == cast.cleaning
    with pytest.raises(NoSuchParty, match="no counterparty"):
        parties.counterparty(conn, "Невідомий")


def test_the_only_own_company_needs_no_name_and_two_do(conn, cast):
    assert parties.own_company(conn).id == cast.company
    parties.add(conn, {"is_own": True, "name": "ТОВ «Друга»"})
    with pytest.raises(NoSuchParty, match="--company"):
        parties.own_company(conn)
    assert parties.own_company(conn, "друга").name == "ТОВ «Друга»"
    with pytest.raises(NoSuchParty, match="none of the own companies"):
        parties.own_company(conn, "третя")
