"""The roll: what is late is derived anew; one bad contract stops nobody; nothing renews too early or one by one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, update

from contracts.core.calendar import Duration
from contracts.core.contract import Subject, SubjectKind
from contracts.services.roll import roll
from contracts.services.rulesets import adopt
from contracts.services.work import writing as work_on
from contracts.store import derived
from contracts.store.engine import reading, writing
from contracts.store.tables import Contract, Deadline, Fault, Notice, Register, Term, table_of
from tests.cast import add_contract, settle

C, D, F, N, R, T = (table_of(each) for each in (Contract, Deadline, Fault, Notice, Register, Term))
DAY = timedelta(days=1)


@pytest.fixture
def cast(desk, call):
    return settle(desk, call())


def _do(desk, *statements):
    with writing(desk.engine) as conn:
        for statement in statements:
            conn.execute(statement)
        conn.commit()


def _rows(desk, query):
    with reading(desk.engine) as conn:
        return list(map(tuple, conn.execute(query)))


def _terms(desk):
    return _rows(desk, select(T.c.no, T.c.first_day, T.c.last_day, T.c.source).order_by(T.c.no))


def test_a_second_roll_finds_nothing(desk, call, cast):
    add_contract(desk, call(), cast)
    assert roll(desk, call(date(2027, 6, 1))).rolled_count == 1
    assert roll(desk, call()).rolled_count == 0


def test_f24_the_end_moves_only_when_the_old_term_ended_without_notice(desk, call, cast):
    add_contract(desk, call(), cast)
    roll(desk, call(date(2026, 12, 31)))
    assert _terms(desk) == []
    roll(desk, call(date(2027, 1, 1)))
    assert _terms(desk) == [(2, date(2027, 1, 1), date(2027, 12, 31), "automatic")]
    assert _rows(desk, select(R.c.term_no, R.c.last_day)) == [(2, date(2027, 12, 31))]


def test_f24_after_three_years_off_one_run_records_three_terms(desk, call, cast):
    add_contract(desk, call(), cast)
    roll(desk, call(date(2029, 6, 1)))
    assert [no for no, *_ in _terms(desk)] == [2, 3, 4]
    assert _rows(desk, select(R.c.term_no, R.c.last_day)) == [(4, date(2029, 12, 31))]


def test_f24_a_notice_in_time_ends_the_chain_and_nothing_renews(desk, call, cast):
    id = add_contract(desk, call(), cast)
    served = {"by": "ours", "kind": "non_renewal", "method": "letter", "received_on": date(2026, 11, 30)}
    with work_on(desk, call()) as work:
        work.conn.execute(N.insert().values(contract_id=id, recorded_at=call().at, recorded_by="t", **served))
        work.touch(Subject(SubjectKind.CONTRACT, id), "serve_notice")
        work.commit()
    roll(desk, call(date(2029, 6, 1)))
    assert _terms(desk) == []
    assert _rows(desk, select(R.c.phase, R.c.last_day)) == [("expired", date(2026, 12, 31))]


def test_f10_one_bad_contract_among_many_is_named_and_the_rest_are_derived(desk, call, cast):
    ids = [add_contract(desk, call(), cast) for _ in range(12)]
    _do(desk, update(C).where(C.c.id == ids[4]).values(last_day=date(2025, 1, 1), length=None))
    result = roll(desk, call(date(2027, 6, 1)), batch=5)
    assert [fault.subject.id for fault in result.faults] == [ids[4]]
    assert _rows(desk, select(F.c.subject_id, F.c.code)) == [(ids[4], "ends_before_start")]
    assert _rows(desk, select(func.count()).select_from(R).where(R.c.term_no == 2)) == [(11,)]
    assert _rows(desk, select(R.c.phase).where(R.c.contract_id == ids[4])) == [("incomplete",)]


@pytest.mark.parametrize("broken", [{"length": "soon"}, {"notice": "1x"}, {"notice_methods": 7}])
def test_f10_a_fact_that_cannot_be_read_is_a_fault_of_that_contract_alone(desk, call, cast, broken):
    ids = [add_contract(desk, call(), cast) for _ in range(3)]
    _do(desk, update(C).where(C.c.id == ids[1]).values(**broken))
    roll(desk, call(date(2027, 6, 1)))
    assert _rows(desk, select(F.c.subject_id, F.c.code)) == [(ids[1], "unreadable")]
    assert _rows(desk, select(func.count()).select_from(T)) == [(2,)]


def test_f10_the_fault_is_gone_when_the_contract_is_mended_and_its_deadlines_were_kept(desk, call, cast):
    id = add_contract(desk, call(), cast)
    _do(desk, update(C).values(renewal_length="0d"))
    roll(desk, call(date(2026, 12, 5)))
    assert len(_rows(desk, select(F.c.subject_id))) == 1
    assert len(_rows(desk, select(D.c.due_on))) == 1
    with work_on(desk, call(date(2026, 12, 6))) as work:
        work.conn.execute(update(C).values(renewal_length="12m"))
        work.touch(Subject(SubjectKind.CONTRACT, id), "edit_contract")
        work.commit()
    assert _rows(desk, select(F.c.subject_id)) == []
    assert _rows(desk, select(D.c.due_on)) == [(date(2027, 12, 1),)]


def test_new_rules_make_everything_late_and_moved_deadlines_wake_no_later(desk, call, cast):
    add_contract(desk, call(), cast)
    before = _rows(desk, select(D.c.act_by, D.c.check_on, D.c.due_on))
    rules = adopt(desk.engine, replace(desk.rules, delivery={**desk.rules.delivery, "letter": 9}), call().at)
    assert rules.no == desk.rules.no + 1
    slower = replace(desk, rules=rules)
    assert roll(slower, call()).rolled_count == 1
    ((act_by, check_on, due_on),) = _rows(desk, select(D.c.act_by, D.c.check_on, D.c.due_on))
    assert act_by == date(2026, 11, 20) and due_on == before[0][2] and check_on <= before[0][1]
    back = adopt(desk.engine, desk.rules, call().at)
    assert back.no == rules.no + 1, "rules that come back come under a new number"
    roll(replace(desk, rules=back), call())
    assert _rows(desk, select(D.c.act_by)) == [before[0][:1]]
    _do(desk, update(R).values(rules_no=desk.rules.no))


def test_rules_are_adopted_once(desk, call):
    assert adopt(desk.engine, desk.rules, call().at).no == desk.rules.no
    wider = replace(desk.rules, notice_window=Duration(120, "day"))
    assert adopt(desk.engine, wider, call().at).no == adopt(desk.engine, wider, call().at).no


def test_contracts_made_late_are_late_until_they_are_rolled(desk, call, cast):
    ids = [add_contract(desk, call(), cast) for _ in range(7)]
    with writing(desk.engine) as conn:
        derived.make_late(conn, ids)
        conn.commit()
    told: list[int] = []
    assert roll(desk, call(), batch=3, progress=told.append).rolled_count == 7
    assert told == [3, 6, 7]


def test_an_amendment_that_moves_the_end_voids_recorded_terms_with_its_key(desk, call, cast):
    from contracts.store.tables import Amendment, AmendmentChange

    id = add_contract(desk, call(), cast)
    roll(desk, call(date(2027, 3, 1)))
    with work_on(desk, call()) as work:
        signed = {"contract_id": id, "no": 1, "signed_on": date(2026, 12, 20), "effective_on": date(2026, 12, 20)}
        amendment = work.conn.execute(
            table_of(Amendment).insert().values(**signed, recorded_at=call().at).returning(table_of(Amendment).c.id)
        ).scalar_one()
        change = {"amendment_id": amendment, "contract_id": id, "condition": "last_day", "value": "2027-06-30"}
        work.conn.execute(table_of(AmendmentChange).insert().values(**change, live_on=date(2026, 12, 20)))
        work.touch(Subject(SubjectKind.AMENDMENT, amendment), "sign_amendment", contract_id=id)
        work.commit()
    assert _rows(desk, select(T.c.voided_by_id).where(T.c.voided_at.is_not(None))) == [(amendment,)]
    assert _rows(desk, select(R.c.last_day)) == [(date(2027, 6, 30),)]
