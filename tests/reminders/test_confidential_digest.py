"""A confidential contract is in nobody's mail but of those it is shown to: nothing of it, by whatever path (§11)."""

import json
from datetime import date

import pytest
from sqlalchemy import select

from contracts.kernel.database.engine import reading
from contracts.kernel.database.tables import table_of
from contracts.kernel.deadline import Deadline, DeadlineKey, DeadlineKind
from contracts.kernel.money import money
from contracts.kernel.subject import ContractId, PersonId, Subject, SubjectKind
from contracts.mail.tables import MessageRow
from contracts.money.post_charge import NewCharge, post_charge
from contracts.people.queries import people
from contracts.people.rules.roster import Roster
from contracts.registry.lookup import Which
from contracts.registry.readers import change_readers
from contracts.reminders.daily import remind
from contracts.reminders.rules.reminder import ReminderPolicy, Watch, plan_day
from contracts.reminders.simulate import simulate
from tests.cast import add_contract, settle
from tests.registry.rules.some_facts import UA

MONDAY = date(2026, 11, 23)
SECRET = {"number": "СЕКРЕТ", "title": "таємниця", "amount_minor": 777_00, "currency": "UAH", "is_confidential": True}


def mails(ctx) -> dict[int, list[dict]]:
    """What each person was told, mail by mail."""
    table = table_of(MessageRow)
    found: dict[int, list[dict]] = {}
    with reading(ctx.engine) as conn:
        for who, content in conn.execute(select(table.c.recipient_id, table.c.content).order_by(table.c.id)):
            found.setdefault(who, []).append(content)
    return found


def numbers(contents: list[dict]) -> set[str]:
    return {item["number"] for content in contents for item in content["items"]}


def test_m6_a_manager_who_may_not_see_a_confidential_contract_is_told_nothing_of_it(ctx, call):
    cast = settle(ctx, call())
    add_contract(ctx, call(), cast, **SECRET)
    for day in (MONDAY, date(2026, 11, 30), date(2026, 12, 2), date(2026, 12, 7)):
        remind(ctx, call(day))
    told = mails(ctx)
    assert "СЕКРЕТ" in numbers(told[cast.marchenko])
    assert "СЕКРЕТ" not in json.dumps(told.get(cast.bondar, []), ensure_ascii=False)
    assert numbers(told.get(cast.bondar, [])) == set()


def test_m6_what_nobody_answers_is_escalated_to_those_it_is_shown_to(ctx, call):
    cast = settle(ctx, call())
    id = add_contract(ctx, call(), cast, **SECRET)
    for day in (date(2026, 11, 27), date(2026, 12, 1)):
        remind(ctx, call(day))
    assert "СЕКРЕТ" in numbers(mails(ctx)[cast.admin])
    change_readers(ctx, call(), Which("", id=id), add=("bondar",))
    remind(ctx, call(date(2026, 12, 3)))
    assert "СЕКРЕТ" in numbers(mails(ctx)[cast.bondar])


def test_m6_an_open_contract_is_escalated_as_before(ctx, call):
    cast = settle(ctx, call())
    add_contract(ctx, call(), cast, number="ЯВНИЙ")
    remind(ctx, call(MONDAY))
    assert numbers(mails(ctx)[cast.bondar]) == {"ЯВНИЙ"}


def test_m6_a_deputy_who_may_not_see_it_is_passed_over_and_the_owner_told(ctx, call):
    cast = settle(ctx, call())
    add_contract(ctx, call(), cast, **SECRET)
    with ctx.engine.begin() as conn:
        away = {"person_id": cast.marchenko, "deputy_id": cast.tkachuk, "from_on": MONDAY, "until_on": date(2027, 1, 1)}
        people.add_absence(conn, away)
    remind(ctx, call(MONDAY))
    told = mails(ctx)
    assert numbers(told.get(cast.tkachuk, [])) == set() and numbers(told[cast.marchenko]) == {"СЕКРЕТ"}


def test_m6_the_money_of_a_confidential_contract_is_in_no_total_of_a_stranger(ctx, call):
    cast = settle(ctx, call())
    id = add_contract(ctx, call(), cast, **SECRET)
    which, due = Which("", id=id), date(2026, 10, 10)
    post_charge(ctx, call(), NewCharge("act", "1", date(2026, 10, 1), money("500", "UAH"), which=which, due_on=due))
    remind(ctx, call(MONDAY))
    sums = {who: content[-1]["sums"] for who, content in mails(ctx).items()}
    assert sums[cast.marchenko]["owed_late"] == sums[cast.admin]["owed_late"] == [["500.00", "UAH"]]
    assert not (sums.get(cast.bondar) or {}).get("owed_late")


def test_m6_simulated_mails_pass_over_strangers_too(ctx, call):
    cast = settle(ctx, call())
    add_contract(ctx, call(), cast, **SECRET)
    told = {mail.to for mail in simulate(ctx, call(MONDAY), 2).messages}
    assert told and not any(each.startswith("bondar") for each in told)


@pytest.mark.parametrize("days_late", [0, 1, 3, 10])
def test_m6_whoever_may_see_it_is_the_only_one_in_line(days_late):
    owner, manager, above, admin = (PersonId(n) for n in (1, 2, 3, 9))
    roster = Roster({}, {owner: manager, manager: above}, admin)
    key = DeadlineKey(DeadlineKind.RENEWAL_DECISION, Subject(SubjectKind.CONTRACT, 1), date(2026, 12, 31))
    deadline = Deadline(key, ContractId(1), owner, MONDAY, MONDAY, ())
    watch = Watch(deadline, shown_to=frozenset({owner, above, admin}))
    recorded = ()
    for n in range(days_late + 1):
        on = date.fromordinal(MONDAY.toordinal() + n)
        recorded += plan_day([watch._replace(recorded=recorded)], roster, ReminderPolicy(), UA, on).reminders
    assert manager not in {each.recipient_id for each in recorded}
    assert len({each[:4] for each in recorded}) == len(recorded)
