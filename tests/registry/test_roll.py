"""The roll: what is late is derived anew; one bad contract stops nobody; nothing renews too early or one by one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, update

from contracts.kernel.calendar import Duration
from contracts.kernel.database.engine import reading, writing
from contracts.kernel.database.tables import table_of
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import writing as work_on
from contracts.operations.rulesets import adopt
from contracts.registry.queries import derived
from contracts.registry.roll import roll
from contracts.registry.tables.contract import ContractRow, NoticeRow, TermRow
from contracts.registry.tables.derived import DeadlineRow, FaultRow, RegisterRow
from tests.cast import add_contract, settle

C, D, F, N, R, T = (table_of(each) for each in (ContractRow, DeadlineRow, FaultRow, NoticeRow, RegisterRow, TermRow))
DAY = timedelta(days=1)


@pytest.fixture
def cast(ctx, call):
    return settle(ctx, call())


def _do(ctx, *statements):
    with writing(ctx.engine) as conn:
        for statement in statements:
            conn.execute(statement)
        conn.commit()


def _rows(ctx, query):
    with reading(ctx.engine) as conn:
        return list(map(tuple, conn.execute(query)))


def _terms(ctx):
    return _rows(ctx, select(T.c.no, T.c.first_day, T.c.last_day, T.c.source).order_by(T.c.no))


def test_a_second_roll_finds_nothing(ctx, call, cast):
    add_contract(ctx, call(), cast)
    assert roll(ctx, call(date(2027, 6, 1))).rolled_count == 1
    assert roll(ctx, call()).rolled_count == 0


def test_f24_the_end_moves_only_when_the_old_term_ended_without_notice(ctx, call, cast):
    add_contract(ctx, call(), cast)
    roll(ctx, call(date(2026, 12, 31)))
    assert _terms(ctx) == []
    roll(ctx, call(date(2027, 1, 1)))
    assert _terms(ctx) == [(2, date(2027, 1, 1), date(2027, 12, 31), "automatic")]
    assert _rows(ctx, select(R.c.term_no, R.c.last_day)) == [(2, date(2027, 12, 31))]


def test_f24_after_three_years_off_one_run_records_three_terms(ctx, call, cast):
    add_contract(ctx, call(), cast)
    roll(ctx, call(date(2029, 6, 1)))
    assert [no for no, *_ in _terms(ctx)] == [2, 3, 4]
    assert _rows(ctx, select(R.c.term_no, R.c.last_day)) == [(4, date(2029, 12, 31))]


def test_f24_a_notice_in_time_ends_the_chain_and_nothing_renews(ctx, call, cast):
    id = add_contract(ctx, call(), cast)
    served = {"by": "ours", "kind": "non_renewal", "method": "letter", "received_on": date(2026, 11, 30)}
    with work_on(ctx, call()) as work:
        work.conn.execute(N.insert().values(contract_id=id, recorded_at=call().at, recorded_by="t", **served))
        work.touch(Subject(SubjectKind.CONTRACT, id), "serve_notice")
        work.commit()
    roll(ctx, call(date(2029, 6, 1)))
    assert _terms(ctx) == []
    assert _rows(ctx, select(R.c.phase, R.c.last_day)) == [("expired", date(2026, 12, 31))]


def test_f10_one_bad_contract_among_many_is_named_and_the_rest_are_derived(ctx, call, cast):
    ids = [add_contract(ctx, call(), cast) for _ in range(12)]
    _do(ctx, update(C).where(C.c.id == ids[4]).values(last_day=date(2025, 1, 1), length=None))
    result = roll(ctx, call(date(2027, 6, 1)), batch=5)
    assert [fault.subject.id for fault in result.faults] == [ids[4]]
    assert _rows(ctx, select(F.c.subject_id, F.c.code)) == [(ids[4], "ends_before_start")]
    assert _rows(ctx, select(func.count()).select_from(R).where(R.c.term_no == 2)) == [(11,)]
    assert _rows(ctx, select(R.c.phase).where(R.c.contract_id == ids[4])) == [("incomplete",)]


@pytest.mark.parametrize("broken", [{"length": "soon"}, {"notice": "1x"}, {"notice_methods": 7}])
def test_f10_a_fact_that_cannot_be_read_is_a_fault_of_that_contract_alone(ctx, call, cast, broken):
    ids = [add_contract(ctx, call(), cast) for _ in range(3)]
    _do(ctx, update(C).where(C.c.id == ids[1]).values(**broken))
    roll(ctx, call(date(2027, 6, 1)))
    assert _rows(ctx, select(F.c.subject_id, F.c.code)) == [(ids[1], "unreadable")]
    assert _rows(ctx, select(func.count()).select_from(T)) == [(2,)]


def test_f10_the_fault_is_gone_when_the_contract_is_mended_and_its_deadlines_were_kept(ctx, call, cast):
    id = add_contract(ctx, call(), cast)
    _do(ctx, update(C).values(renewal_length="0d"))
    roll(ctx, call(date(2026, 12, 5)))
    assert len(_rows(ctx, select(F.c.subject_id))) == 1
    assert len(_rows(ctx, select(D.c.due_on))) == 1
    with work_on(ctx, call(date(2026, 12, 6))) as work:
        work.conn.execute(update(C).values(renewal_length="12m"))
        work.touch(Subject(SubjectKind.CONTRACT, id), "edit_contract")
        work.commit()
    assert _rows(ctx, select(F.c.subject_id)) == []
    missed, next_one = date(2026, 12, 1), date(2027, 12, 1)  # the day passed while the contract was at fault
    assert sorted(_rows(ctx, select(D.c.due_on))) == [(missed,), (next_one,)]


def test_new_rules_make_everything_late_and_moved_deadlines_wake_no_later(ctx, call, cast):
    add_contract(ctx, call(), cast)
    before = _rows(ctx, select(D.c.act_by, D.c.check_on, D.c.due_on))
    rules = adopt(ctx.engine, replace(ctx.rules, delivery={**ctx.rules.delivery, "letter": 9}), call().at)
    assert rules.no == ctx.rules.no + 1
    slower = replace(ctx, rules=rules)
    assert roll(slower, call()).rolled_count == 1
    ((act_by, check_on, due_on),) = _rows(ctx, select(D.c.act_by, D.c.check_on, D.c.due_on))
    assert act_by == date(2026, 11, 20) and due_on == before[0][2] and check_on <= before[0][1]
    back = adopt(ctx.engine, ctx.rules, call().at)
    assert back.no == rules.no + 1, "rules that come back come under a new number"
    roll(replace(ctx, rules=back), call())
    assert _rows(ctx, select(D.c.act_by)) == [before[0][:1]]
    _do(ctx, update(R).values(rules_no=ctx.rules.no))


def test_rules_are_adopted_once(ctx, call):
    assert adopt(ctx.engine, ctx.rules, call().at).no == ctx.rules.no
    wider = replace(ctx.rules, notice_window=Duration(120, "day"))
    assert adopt(ctx.engine, wider, call().at).no == adopt(ctx.engine, wider, call().at).no


def test_contracts_made_late_are_late_until_they_are_rolled(ctx, call, cast):
    ids = [add_contract(ctx, call(), cast) for _ in range(7)]
    with writing(ctx.engine) as conn:
        derived.make_late(conn, ids)
        conn.commit()
    told: list[int] = []
    assert roll(ctx, call(), batch=3, progress=told.append).rolled_count == 7
    assert told == [3, 6, 7]


def test_an_amendment_that_moves_the_end_voids_recorded_terms_with_its_key(ctx, call, cast):
    from contracts.registry.tables.amendment import AmendmentChangeRow, AmendmentRow

    id = add_contract(ctx, call(), cast)
    roll(ctx, call(date(2027, 3, 1)))
    with work_on(ctx, call()) as work:
        signed = {"contract_id": id, "no": 1, "signed_on": date(2026, 12, 20), "effective_on": date(2026, 12, 20)}
        amendment = work.conn.execute(
            table_of(AmendmentRow)
            .insert()
            .values(**signed, recorded_at=call().at)
            .returning(table_of(AmendmentRow).c.id)
        ).scalar_one()
        change = {"amendment_id": amendment, "contract_id": id, "condition": "last_day", "value": "2027-06-30"}
        work.conn.execute(table_of(AmendmentChangeRow).insert().values(**change, live_on=date(2026, 12, 20)))
        work.touch(Subject(SubjectKind.AMENDMENT, amendment), "sign_amendment", contract_id=id)
        work.commit()
    assert _rows(ctx, select(T.c.voided_by_id).where(T.c.voided_at.is_not(None))) == [(amendment,)]
    assert _rows(ctx, select(R.c.last_day)) == [(date(2027, 6, 30),)]
