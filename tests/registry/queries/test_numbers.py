"""Register numbers: unique, without a gap, anew each year; found again by what people write."""

import threading
from datetime import date

import pytest
from sqlalchemy import select

from contracts.kernel.database import counters
from contracts.kernel.database.engine import open_engine, reading, writing
from contracts.kernel.database.tables import table_of
from contracts.kernel.numbering import NumberPattern
from contracts.registry.queries import contracts
from contracts.registry.queries.contracts import NoSuchContract, Series
from contracts.registry.tables.contract import ContractRow
from tests.cast import add_contract, settle

C = table_of(ContractRow)


@pytest.fixture
def cast(ctx, call):
    return settle(ctx, call())


def _numbers(engine):
    with reading(engine) as conn:
        return list(conn.execute(select(C.c.register_no).order_by(C.c.id)).scalars())


def test_f21_a_hundred_parallel_registrations_leave_no_gap_and_no_double(engine, database_url):
    """Ten threads with connections of their own; every third transaction is taken back, its numbers are given again."""
    given: list[int] = []
    errors: list[Exception] = []

    def register(worker: int) -> None:
        own = open_engine(database_url)
        try:
            done = attempt = 0
            while done < 10:
                attempt += 1
                with writing(own) as conn:
                    no = counters.next_number(conn, "register:1", 2026)
                    if (attempt + worker) % 3:
                        conn.commit()
                        given.append(no)
                        done += 1
        except Exception as error:  # noqa: BLE001  # reported below: a thread has nowhere to raise
            errors.append(error)
        finally:
            own.dispose()

    threads = [threading.Thread(target=register, args=(each,)) for each in range(10)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert errors == []
    assert sorted(given) == list(range(1, 101))


def test_f21_numbers_begin_anew_each_year(ctx, call, cast):
    for day in (date(2026, 12, 31), date(2026, 12, 31), date(2027, 1, 1)):
        add_contract(ctx, call(day), cast)
    assert _numbers(ctx.engine) == ["1/2026", "2/2026", "1/2027"]


def test_f21_a_number_given_by_hand_moves_the_series_past_it(ctx, call, cast):
    add_contract(ctx, call(), cast, register_no="7/2026")
    add_contract(ctx, call(), cast)
    assert _numbers(ctx.engine) == ["7/2026", "8/2026"]


def test_several_contracts_at_once_get_numbers_in_their_order(ctx, call, cast):
    row = {"own_company_id": cast.company, "counterparty_id": cast.cleaning, "recorded_at": call().at}
    rows = [{**row, "number": str(no), "import_key": str(no)} for no in range(1200)]
    with writing(ctx.engine) as conn:
        added = contracts.add_many(conn, rows, Series(NumberPattern("{no:05}"), date(2026, 1, 1)))
        ids = [each.id for each in added]
        stored = dict(map(tuple, conn.execute(select(C.c.id, C.c.number))))
        assert [stored[id] for id in ids] == [each["number"] for each in rows]
        assert conn.execute(select(C.c.register_no).where(C.c.id == ids[-1])).scalar_one() == "01200"


def _found(ctx, number, **narrowed):
    with reading(ctx.engine) as conn:
        return contracts.find(conn, number, **narrowed).id


def test_a_contract_is_found_by_its_register_number_and_by_its_number_on_paper(ctx, call, cast):
    id = add_contract(ctx, call(), cast, number="118-П/24")
    for written in ("1/2026", "118-П/24", "№ 118-п/24", "118-П / 24"):
        assert _found(ctx, written) == id


def test_a_number_two_contracts_have_names_both_and_is_narrowed(ctx, call, cast):
    first = add_contract(ctx, call(), cast, number="5")
    second = add_contract(ctx, call(), cast, number="5", counterparty_id=cast.supplier)
    with pytest.raises(NoSuchContract) as refusal:
        _found(ctx, "5")
    assert "1/2026" in str(refusal.value) and "2/2026" in str(refusal.value) and "Лан-Хліб" in str(refusal.value)
    assert _found(ctx, "5", counterparty="чистий двір") == first
    assert _found(ctx, "5", counterparty="99100002") == second
    assert _found(ctx, "5", counterparty="ЛАН", company="ясенсвіт") == second


def test_a_register_number_that_is_another_ones_number_on_paper_is_never_guessed(ctx, call, cast):
    add_contract(ctx, call(), cast, number="2/2026")
    add_contract(ctx, call(), cast, number="9")
    with pytest.raises(NoSuchContract, match="may be"):
        _found(ctx, "2/2026")


@pytest.mark.parametrize("number", ["", "б/н", "777", "%"])
def test_a_number_nobody_has_is_refused(ctx, call, cast, number):
    add_contract(ctx, call(), cast, number="б/н")
    with pytest.raises(NoSuchContract, match="no contract"):
        _found(ctx, number)
