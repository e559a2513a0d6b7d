"""When a reminder is due, to whom, and when to look again."""

from dataclasses import replace
from datetime import date, timedelta
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.kernel.calendar import FAR, WEEKENDS_ONLY, WorkCalendar
from contracts.kernel.deadline import Deadline, DeadlineKey, DeadlineKind
from contracts.kernel.subject import ContractId, PersonId, Subject, SubjectKind
from contracts.people.rules.roster import Roster
from contracts.reminders.rules.reminder import DayPlan, Reminder, Watch, plan_day, reached_tier
from contracts.reminders.rules.tiers import PolicyFault, ReminderPolicy

OWNER, DEPUTY, MANAGER, HEAD, ADMIN, OTHER = (PersonId(n) for n in range(1, 7))
ACT_BY = date(2026, 9, 1)
ALONE = Roster({}, {}, ADMIN)
LINE = Roster({}, {OWNER: MANAGER, MANAGER: HEAD}, ADMIN)
POLICY = ReminderPolicy()
CALENDAR = WorkCalendar("UA", frozenset({date(2026, 8, 24)}), frozenset(), date(2027, 12, 31))


def deadline(act_by=ACT_BY, *, due_on=None, kind=DeadlineKind.RENEWAL_DECISION, owner=OWNER, number=1) -> Deadline:
    due_on = due_on or act_by + timedelta(days=5)
    key = DeadlineKey(kind, Subject(SubjectKind.CONTRACT, number), due_on)
    return Deadline(key, ContractId(number), owner, act_by, act_by, ())


def plan(watch: Watch, as_of: date, *, roster=ALONE, policy=POLICY) -> DayPlan:
    return plan_day([watch], roster, policy, CALENDAR, as_of)


def told(watch: Watch, day_plan: DayPlan) -> Watch:
    return watch._replace(recorded=watch.recorded + day_plan.reminders)


def before(days: int) -> date:
    return ACT_BY - timedelta(days=days)


def run(watch: Watch, days, *, roster=ALONE, policy=POLICY) -> tuple[Watch, list[Reminder]]:
    out: list[Reminder] = []
    for day in days:
        day_plan = plan(watch, day, roster=roster, policy=policy)
        watch, out = told(watch, day_plan), out + list(day_plan.reminders)
    return watch, out


def brief(reminders) -> list[tuple[str, int]]:
    return [(each.tier, each.recipient_id) for each in reminders]


def test_f01_scheduler_off_from_30_to_28_days_before_tells_tier_30_once_on_day_27():
    watch, _ = run(Watch(deadline()), [before(60)])
    watch, late = run(watch, [before(27), before(26), before(25)])
    assert brief(late) == [("30", OWNER)]
    assert late[0].tier_on == before(30) and late[0].told_on == before(27)


def test_every_tier_is_told_once_on_its_day_to_the_owner():
    _, out = run(Watch(deadline()), [before(n) for n in range(100, -1, -1)])
    assert [(each.tier, each.tier_on, each.told_on) for each in out if each.role == "owner"] == [
        (str(n), before(n), before(n)) for n in (90, 60, 30, 14, 7, 3, 1, 0)
    ]


def test_missed_tiers_collapse_to_the_newest():
    _, out = run(Watch(deadline()), [before(5)], roster=LINE)
    assert brief(out) == [("7", OWNER), ("7", MANAGER)]


def test_before_the_widest_tier_nothing_is_told_and_it_is_looked_at_again_on_that_day():
    day_plan = plan(Watch(deadline()), before(200))
    assert day_plan.reminders == ()
    assert list(day_plan.check_on.values()) == [before(90)]


def test_a_clock_set_back_sends_nothing():
    watch, _ = run(Watch(deadline()), [before(14)], roster=LINE)
    assert run(watch, [before(n) for n in range(100, 13, -1)], roster=LINE)[1] == []


def test_a_tier_added_later_does_not_fire_for_the_past():
    watch, _ = run(Watch(deadline()), [before(30)])
    wider = ReminderPolicy(tiers={DeadlineKind.RENEWAL_DECISION: (90, 60, 45, 31, 30, 14)})
    assert plan(watch, before(29), policy=wider).reminders == ()
    assert brief(plan(watch, before(14), policy=wider).reminders) == [("14", OWNER)]


def test_f08_a_date_moved_to_b_and_back_to_a_sends_nothing_twice():
    first, out = run(Watch(deadline(ACT_BY)), [before(30)])
    assert brief(out) == [("30", OWNER)]
    other = deadline(ACT_BY - timedelta(days=3))
    second, out = run(Watch(other, ()), [before(29)])
    assert brief(out) == [("30", OWNER)] and second.deadline.key != first.deadline.key
    assert run(first, [before(28), before(27)])[1] == []


def test_f08_a_moved_act_by_never_sends_a_tier_again():
    watch, _ = run(Watch(deadline(due_on=ACT_BY + timedelta(days=30))), [before(30)])
    moved = watch._replace(deadline=watch.deadline._replace(act_by=ACT_BY + timedelta(days=10)))
    _, out = run(moved, [before(n) for n in range(29, 0, -1)])
    assert [each.tier for each in out if each.recipient_id == OWNER] == ["14"]


def test_f27_the_deputy_gets_it_in_absence_and_the_owner_a_copy_on_return():
    away = Roster({OWNER: DEPUTY}, {OWNER: MANAGER}, ADMIN)
    watch, out = run(Watch(deadline()), [before(30)], roster=away)
    assert [(each.recipient_id, each.in_place_of, each.role) for each in out] == [(DEPUTY, OWNER, "deputy")]
    watch, back = run(watch, [before(29), before(28)], roster=replace(away, deputies={}))
    assert [(each.recipient_id, each.tier, each.role) for each in back if each.role != "escalated"] == [
        (OWNER, "30", "owner")
    ]


def test_f27_the_owner_gets_the_copy_even_if_the_deputy_acknowledged():
    away = Roster({OWNER: DEPUTY}, {}, ADMIN)
    watch, _ = run(Watch(deadline()), [before(30)], roster=away)
    watch = watch._replace(acknowledged_tier_on=before(30), acknowledged_by=frozenset({DEPUTY}))
    _, back = run(watch, [before(n) for n in range(29, 14, -1)], roster=ALONE)
    assert brief(back) == [("30", OWNER)]


def test_a_deputy_in_the_middle_of_a_tier_is_told_once_at_the_start():
    watch, _ = run(Watch(deadline()), [before(30)])
    away = Roster({OWNER: DEPUTY}, {}, OTHER)
    _, out = run(watch, [before(29), before(28)], roster=away)
    assert [each for each in brief(out) if each[1] == DEPUTY] == [("30", DEPUTY)]


def test_a_new_owner_is_told_once_though_the_old_one_acknowledged():
    watch, _ = run(Watch(deadline()), [before(30)])
    watch = watch._replace(acknowledged_tier_on=before(30), acknowledged_by=frozenset({OWNER}))
    handed = watch._replace(deadline=watch.deadline._replace(owner_id=OTHER))
    assert brief(run(handed, [before(29), before(28), before(20)])[1]) == [("30", OTHER)]


def test_a_deputy_who_is_away_too_is_stood_in_for_and_a_circle_falls_back_to_the_person():
    assert Roster({OWNER: DEPUTY, DEPUTY: OTHER}, {}, ADMIN).stand_in(OWNER) == OTHER
    assert Roster({OWNER: DEPUTY, DEPUTY: OWNER}, {}, ADMIN).stand_in(OWNER) == OWNER
    assert Roster({OWNER: DEPUTY}, {}, ADMIN, frozenset({DEPUTY})).stand_in(OWNER) == OWNER


def test_the_manager_reads_from_a_tier_on_and_not_before():
    _, out = run(Watch(deadline()), [before(14)], roster=LINE)
    assert brief(out) == [("14", OWNER)]
    _, out = run(Watch(deadline()), [before(7)], roster=LINE)
    assert [(each.recipient_id, each.role) for each in out] == [(OWNER, "owner"), (MANAGER, "manager")]


def test_unacknowledged_after_two_working_days_goes_to_the_next_in_line():
    friday = before(60)
    assert friday == date(2026, 7, 3)
    watch, _ = run(Watch(deadline()), [friday], roster=LINE)
    assert plan(watch, friday, roster=LINE).check_on[watch.deadline.key] == date(2026, 7, 7)
    _, out = run(watch, [friday + timedelta(days=n) for n in range(1, 15)], roster=LINE)
    assert [(each.recipient_id, each.told_on, each.role) for each in out] == [
        (MANAGER, date(2026, 7, 7), "escalated"),
        (HEAD, date(2026, 7, 9), "escalated"),
    ]


def test_the_days_to_escalation_count_from_the_mail_not_from_a_missed_tier():
    watch, _ = run(Watch(deadline()), [before(20)], roster=LINE)
    assert run(watch, [before(19)], roster=LINE)[1] == []


def test_acknowledging_stops_the_tiers_reached_but_never_the_next():
    watch, _ = run(Watch(deadline()), [before(30)], roster=LINE)
    silent = watch._replace(acknowledged_tier_on=before(30), acknowledged_by=frozenset({OWNER}))
    _, out = run(silent, [before(n) for n in range(29, 13, -1)], roster=LINE)
    assert brief(out) == [("14", OWNER)]


def test_an_acknowledgement_before_the_mail_silences_it():
    watch = Watch(deadline(), (), before(30), acknowledged_by=frozenset({OWNER}))
    assert plan(watch, before(30), roster=LINE).reminders == ()


def test_overdue_is_told_every_working_day_until_stop_after():
    watch, _ = run(Watch(deadline()), [ACT_BY])
    days = [ACT_BY + timedelta(days=n) for n in range(1, 60)]
    _, out = run(watch, days)
    working = [day for day in days if CALENDAR.is_working(day) and day <= ACT_BY + timedelta(days=5 + 30)]
    assert [each.told_on for each in out if each.role == "owner"] == working
    assert {each.tier for each in out} == {"overdue"}


def test_acknowledging_an_overdue_day_stops_all_overdue_mails():
    watch, _ = run(Watch(deadline()), [ACT_BY + timedelta(days=1)], roster=LINE)
    silent = watch._replace(acknowledged_tier_on=ACT_BY + timedelta(days=1), acknowledged_by=frozenset({MANAGER}))
    assert run(silent, [ACT_BY + timedelta(days=n) for n in range(2, 90)], roster=LINE)[1] == []


def test_f13_long_past_when_first_seen_is_told_exactly_once_and_to_one_person():
    start = ACT_BY + timedelta(days=400)
    _, out = run(Watch(deadline()), [start + timedelta(days=n) for n in range(90)], roster=LINE)
    assert brief(out) == [("long_past", OWNER)]


def test_f13_a_presumed_contract_asks_once_whether_it_is_alive():
    alive = deadline(due_on=ACT_BY, kind=DeadlineKind.CONFIRM_ALIVE)
    _, out = run(Watch(alive), [ACT_BY + timedelta(days=n) for n in range(90)], roster=LINE)
    assert brief(out) == [("0", OWNER)]


def test_a_system_off_for_a_year_still_tells_what_became_long_past():
    watch, _ = run(Watch(deadline()), [before(30)])
    assert brief(run(watch, [ACT_BY + timedelta(days=365), ACT_BY + timedelta(days=366)])[1]) == [("long_past", OWNER)]


@pytest.mark.parametrize("roster", [ALONE, replace(ALONE, gone=frozenset({OWNER}))])
def test_without_an_owner_the_administrator_reads_it(roster):
    orphan = deadline(owner=OWNER if roster.gone else None)
    day_plan = plan(Watch(orphan), before(30), roster=roster)
    assert [(each.recipient_id, each.role) for each in day_plan.reminders] == [(ADMIN, "no_owner")]
    assert day_plan.without_owner == (orphan.key,)


def test_a_closed_deadline_is_never_told_nor_looked_at_again():
    day_plan = plan(Watch(deadline(), is_closed=True), before(30))
    assert day_plan == DayPlan((), {deadline().key: FAR}, ())


def test_f14_negative_tiers_are_refused_with_their_setting():
    with pytest.raises(PolicyFault, match=r"reminders.tiers.expiry"):
        ReminderPolicy(tiers={DeadlineKind.EXPIRY: (30, -1)})
    with pytest.raises(PolicyFault, match=r"reminders.manager_from"):
        ReminderPolicy(manager_from=-1)
    with pytest.raises(PolicyFault, match=r"reminders.escalate_after"):
        ReminderPolicy(escalate_after=0)


def test_the_reached_tier_is_what_an_acknowledgement_silences():
    assert reached_tier(deadline(), POLICY, CALENDAR, before(27)) == ("30", before(30))
    assert reached_tier(deadline(), POLICY, CALENDAR, before(91)) is None


def test_owners_concerned_are_those_whose_readers_may_change():
    roster = Roster({OWNER: DEPUTY}, {OTHER: MANAGER}, ADMIN)
    assert roster.owners_concerned({DEPUTY}) == {OWNER, DEPUTY}
    assert roster.owners_concerned({MANAGER}) == {OTHER, MANAGER}
    assert roster.owners_concerned({ADMIN}) == {None, ADMIN}


def test_a_person_without_an_address_is_read_by_the_administrator():
    roster = Roster({}, {}, ADMIN, unreachable=frozenset({OWNER}))
    out = plan(Watch(deadline()), before(30), roster=roster).reminders
    assert [(each.recipient_id, each.in_place_of, each.role) for each in out] == [(ADMIN, OWNER, "deputy")]


def test_a_changed_roster_names_the_people_whose_mail_goes_elsewhere():
    old = Roster({OWNER: DEPUTY}, {OTHER: MANAGER}, ADMIN)
    assert Roster({}, {OTHER: HEAD}, ADMIN).changed_since(old) == {OWNER, OTHER}
    assert replace(old, gone=frozenset({OTHER})).changed_since(old) == {OTHER}
    assert replace(old, administrator_id=HEAD).changed_since(old) == {HEAD, ADMIN}
    assert old.changed_since(old) == frozenset()


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
ROSTERS = st.sampled_from(
    [ALONE, LINE, Roster({OWNER: DEPUTY}, {OWNER: MANAGER}, ADMIN), Roster({MANAGER: DEPUTY}, {OWNER: MANAGER}, ADMIN)]
)
KINDS = st.sampled_from(list(DeadlineKind))


@settings(deadline=None, max_examples=150)
@given(days=st.lists(DAYS, min_size=1, max_size=8), kind=KINDS, roster=ROSTERS, lag=st.integers(0, 20))
def test_f02_planning_again_with_what_was_recorded_gives_nothing(days, kind, roster, lag):
    watch = Watch(deadline(kind=kind, due_on=ACT_BY + timedelta(days=lag)))
    for day in sorted(days):
        watch = told(watch, plan(watch, day, roster=roster))
        assert plan(watch, day, roster=roster).reminders == ()
    for day in days:
        assert plan(watch, day, roster=roster).reminders == () or day == max(days)
    keys = [(each.tier_on, each.recipient_id) for each in watch.recorded]
    assert len(keys) == len(set(keys))


@settings(deadline=None, max_examples=150)
@given(
    start=DAYS,
    length=st.integers(1, 200),
    kind=KINDS,
    roster=ROSTERS,
    lag=st.integers(0, 20),
    tiers=st.lists(st.integers(0, 120), min_size=1, max_size=6),
    stop=st.integers(0, 40),
    answers=st.dictionaries(st.integers(0, 200), st.sampled_from([OWNER, DEPUTY, MANAGER])),
)
def test_check_on_is_never_late_by_stepping_every_day(start, length, kind, roster, lag, tiers, stop, answers):
    policy = ReminderPolicy(tiers={kind: tuple(tiers)}, stop_after=stop)
    target = deadline(kind=kind, due_on=ACT_BY + timedelta(days=lag))
    every, woken, check_on = Watch(target), Watch(target), date.min
    for n in range(length):
        day = start + timedelta(days=n)
        if n in answers and (tier := reached_tier(target, policy, CALENDAR, day)):
            answer = {"acknowledged_tier_on": tier.on, "acknowledged_by": frozenset({answers[n]})}
            every, woken, check_on = every._replace(**answer), woken._replace(**answer), day
        every = told(every, plan(every, day, roster=roster, policy=policy))
        if check_on <= day:
            day_plan = plan(woken, day, roster=roster, policy=policy)
            woken, check_on = told(woken, day_plan), day_plan.check_on[target.key]
            assert check_on > day
    assert woken.recorded == every.recorded


@settings(deadline=None, max_examples=150)
@given(days=st.lists(DAYS, min_size=2, max_size=12), kind=KINDS, roster=ROSTERS)
def test_f01_whatever_days_are_missed_the_owner_is_told_on_the_first_day_after_a_tier(days, kind, roster):
    watch = Watch(deadline(kind=kind))
    reader = roster.stand_in(OWNER)
    seen: set[str] = set()
    for day in sorted(set(days)):
        tier = reached_tier(watch.deadline, POLICY, CALENDAR, day)
        new = [each for each in plan(watch, day, roster=roster).reminders if each.recipient_id == reader]
        is_news = tier is not None and (tier.name not in seen or tier.name == "overdue")
        if is_news and not (tier.name == "long_past" and "overdue" in seen):
            assert [each.tier for each in new] == [tier.name] or tier.on in {each.tier_on for each in watch.recorded}
        watch = told(watch, plan(watch, day, roster=roster))
        seen |= {each.tier for each in watch.recorded if each.recipient_id == reader}


def test_a_watch_takes_about_ten_microseconds():
    watches = [Watch(deadline(before(-n % 120), number=n)) for n in range(20_000)]
    best = min(_seconds(watches) for _ in range(3))
    assert best / len(watches) < 60e-6


def _seconds(watches: list[Watch]) -> float:
    start = process_time()
    plan_day(watches, LINE, POLICY, WEEKENDS_ONLY, ACT_BY - timedelta(days=60))
    return process_time() - start
