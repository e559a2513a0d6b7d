"""Facts come back as they were told: every kind of condition, and nothing that was revoked, withdrawn or voided."""

from datetime import date

import pytest
from sqlalchemy import insert, select, update

from contracts.kernel.calendar import Duration
from contracts.kernel.database import versions
from contracts.kernel.database.engine import reading, writing
from contracts.kernel.database.tables import table_of
from contracts.kernel.money import Money
from contracts.registry.queries import facts, values
from contracts.registry.rules.contract import Change, Choice, NoticeCounts, Renewal, Status, Suspension
from contracts.registry.tables.amendment import AmendmentChangeRow, AmendmentRow
from contracts.registry.tables.contract import (
    ContractRow,
    DecisionRow,
    NoticeRow,
    StatusMoveRow,
    SuspensionRow,
    TerminationRow,
    TermRow,
)
from tests.cast import add_contract, settle

DAY = date(2026, 5, 1)


@pytest.fixture
def contract(ctx, call):
    cast = settle(ctx, call())
    return add_contract(
        ctx,
        call(),
        cast,
        amount_minor=12_480_000,
        currency="UAH",
        notice_methods=["letter", "edoc"],
        clauses={"notice": "7.3"},
        penalty="per_day:0.1",
    )


def _do(ctx, *statements):
    with writing(ctx.engine) as conn:
        for each in statements:
            conn.execute(each)
        conn.commit()


def _load(ctx, *ids):
    with reading(ctx.engine) as conn:
        return facts.load(conn, ids)


def test_base_conditions_come_back(ctx, contract):
    base = _load(ctx, contract)[contract].base
    assert base.length == Duration(12, "month") and base.renewal is Renewal.AUTOMATIC
    assert base.amount == Money(12_480_000, "UAH") and base.penalty == "per_day:0.1"
    assert base.notice_methods == ("letter", "edoc") and base.clauses == (("notice", "7.3"),)


@pytest.mark.parametrize(
    "condition, value",
    [
        ("last_day", date(2028, 2, 29)),
        ("asked_end", date(2028, 2, 29)),
        ("renewal", Renewal.BY_CONSENT),
        ("renewal_length", Duration(18, "month")),
        ("max_renewals", 0),
        ("notice", Duration(10, "working_day")),
        ("notice_counts", NoticeCounts.SENT),
        ("notice_methods", ("hand", "courier")),
        ("amount", Money(1, "JPY")),
        ("payment_terms", "30d after act"),
        ("text", "п. 4.2 викласти в новій редакції"),
        ("last_day", None),
        ("notice_methods", ()),
    ],
)
def test_what_an_amendment_changes_comes_back_with_its_type(condition, value):
    assert values.from_json(condition, values.to_json(value)) == value


@pytest.mark.parametrize(
    "condition, stored", [("last_day", "31.12.2026"), ("renewal", "maybe"), ("amount", {"minor": 1}), ("notice", "1x")]
)
def test_a_corrupt_value_is_refused(condition, stored):
    with pytest.raises((ValueError, KeyError)):
        values.from_json(condition, stored)


@pytest.mark.broken_on_purpose
def test_what_no_longer_counts_is_left_out(ctx, call, contract):
    at = call().at
    told = {"contract_id": contract, "recorded_at": at, "recorded_by": "t"}
    amendment = {"contract_id": contract, "effective_on": DAY, "recorded_at": at}
    served = {**told, "by": "ours", "kind": "non_renewal", "method": "letter"}
    decided = {
        "contract_id": contract,
        "kind": "renewal_decision",
        "choice": "renew",
        "decided_on": DAY,
        "decided_at": at,
    }
    _do(
        ctx,
        insert(table_of(AmendmentRow)).values(no=1, **amendment, withdrawn_at=at),
        insert(table_of(AmendmentRow)).values(no=2, **amendment),
        insert(table_of(AmendmentChangeRow)).values(
            amendment_id=2, contract_id=contract, condition="notice", value="60d", old_wording="30", new_wording="60"
        ),
        insert(table_of(NoticeRow)).values(**served, revoked_at=at),
        insert(table_of(NoticeRow)).values(**served, sent_on=DAY),
        insert(table_of(DecisionRow)).values(**decided, due_on=DAY, revoked_at=at),
        insert(table_of(DecisionRow)).values(**decided, due_on=date(2026, 12, 1)),
        insert(table_of(DecisionRow)).values(**{**decided, "decided_at": None}, due_on=date(2027, 12, 1)),
        insert(table_of(TerminationRow)).values(**told, last_day=DAY, revoked_at=at),
        insert(table_of(SuspensionRow)).values(**told, from_on=DAY, until_on=date(2026, 6, 1)),
        insert(table_of(TermRow)).values(
            contract_id=contract, no=2, first_day=DAY, last_day=DAY, source="manual", recorded_at=at, voided_at=at
        ),
        insert(table_of(StatusMoveRow)).values(**told, no=2, status="cancelled", effective_on=date(2027, 1, 1)),
    )
    found = _load(ctx, contract)[contract]
    assert [each.no for each in found.amendments] == [2]
    assert found.amendments[0].changes == (Change("notice", Duration(60, "day"), "", "30", "60"),)
    assert [each.sent_on for each in found.notices] == [DAY]
    assert [(each.due_on, each.choice) for each in found.decisions] == [(date(2026, 12, 1), Choice.RENEW)]
    assert found.terminated_after is None and found.recorded_terms == ()
    assert found.suspensions == (Suspension(DAY, date(2026, 6, 1)),)
    assert [status for _, status in found.moves] == [Status.SIGNED, Status.CANCELLED]


@pytest.mark.broken_on_purpose
def test_a_contract_from_an_import_is_presumed_until_somebody_confirms(ctx, contract):
    _do(ctx, update(table_of(ContractRow)).values(presumed_before=DAY))
    assert _load(ctx, contract)[contract].presumed_before == DAY
    _do(ctx, update(table_of(ContractRow)).values(alive_confirmed_on=DAY))
    assert _load(ctx, contract)[contract].presumed_before is None


def test_many_contracts_are_loaded_at_once_and_unknown_keys_left_out(ctx, contract):
    assert list(_load(ctx, contract, 999, contract)) == [contract]


def test_f30_the_second_save_is_refused_with_both_versions_and_changes_nothing(ctx, contract):
    with writing(ctx.engine) as conn:
        assert versions.save(conn, ContractRow, contract, version=1, values={"title": "Перша"}) == 2
        conn.commit()
    with writing(ctx.engine) as conn:
        with pytest.raises(versions.StaleVersion) as stale:
            versions.save(conn, ContractRow, contract, version=1, values={"title": "Друга"})
        with pytest.raises(versions.StaleVersion):
            facts.lock(conn, [contract], version=1)
        facts.lock(conn, [contract], version=2)
        assert conn.execute(select(table_of(ContractRow).c.title)).scalar_one() == "Перша"
        conn.execute(update(table_of(ContractRow)).values(title="Прибирання приміщень"))
        conn.commit()
    assert (stale.value.edited, stale.value.stored) == (1, 2)
    assert "1" in str(stale.value) and "2" in str(stale.value)


def test_what_does_not_exist_is_refused_by_name(ctx, contract):
    with writing(ctx.engine) as conn:
        with pytest.raises(versions.NotThere):
            facts.lock(conn, [999])
        with pytest.raises(versions.NotThere):
            versions.save(conn, ContractRow, 999, version=1, values={"title": "x"})
