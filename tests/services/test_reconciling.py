"""The reconciliation statement, its document, and the limitation its signed return moves (domain §5, §9)."""

from datetime import date

import pytest
from docx import Document
from sqlalchemy import insert, select

from contracts.core.calendar import FAR
from contracts.core.limitation import Ground
from contracts.core.money import money
from contracts.core.refusal import Refusal
from contracts.core.statement import Line
from contracts.services.charges import NewCharge, post_charge
from contracts.services.limitation import Evidence
from contracts.services.money_reports import expected_cash
from contracts.services.payments import add_payment
from contracts.services.reconciling import Period, make_statement, record_return
from contracts.services.which import Which
from contracts.services.work import writing
from contracts.store.engine import reading
from contracts.store.tables import Authority, Deadline, table_of
from tests.cast import add_contract, settle

YEAR = Period("99100001", date(2026, 1, 1), date(2026, 11, 23))


@pytest.fixture
def cast(desk, call):
    made = settle(desk, call())
    add_contract(desk, call(), made, number="7-Т")
    new = NewCharge(
        "act", "АКТ-1", date(2026, 6, 1), money("1000.00", "UAH"), which=Which("7-Т"), due_on=date(2026, 6, 15)
    )
    post_charge(desk, call(), new)
    paid = Line(date(2026, 7, 1), money("400.00", "UAH"), other_code="99100001", purpose="акт АКТ-1")
    add_payment(desk, call(), paid)
    return made


def _power(desk, call, party, name, **more):
    with writing(desk, call()) as work:
        row = {"party_id": party, "person_name": name, "position": "директор", "basis": "Статут", "document_no": ""}
        row |= more
        work.conn.execute(insert(table_of(Authority)).values(**row, from_on=date(2020, 1, 1), until_on=FAR))
        work.commit()


def test_the_document_names_rows_and_who_owes_whom(desk, call, cast, tmp_path):
    _power(desk, call, cast.company, "Коваленко Олег Вікторович")
    _power(desk, call, cast.cleaning, "Петренко Іван Іванович")
    made = make_statement(desk, call(), YEAR, target=tmp_path / "акт.docx")
    sums = made.statement.debit, made.statement.credit, made.statement.closing
    assert [each.wire for each in sums] == ["1000.00", "400.00", "600.00"]
    document = Document(made.filed.file)
    text = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    for part in ("АКТ-1", "1 000,00", "400,00", "600,00"):
        assert part in text.replace("\u202f", " ").replace("\u00a0", " ")


def test_nothing_between_us_is_refused(desk, call, cast, tmp_path):
    with pytest.raises(Refusal, match="nothing to reconcile"):
        make_statement(desk, call(), Period("99100002", date(2026, 1, 1), date(2026, 2, 1)), target=tmp_path / "x.docx")


def _limitation(desk):
    table = table_of(Deadline)
    with reading(desk.engine) as conn:
        return conn.execute(select(table.c.due_on).where(table.c.kind == "limitation")).scalar_one()


def _returned(day, name, paper="акт звірки"):
    return Evidence(Ground.RECONCILIATION, day, paper, name)


def test_a_signed_return_moves_limitation_only_with_power(desk, call, cast):
    assert _limitation(desk) == date(2029, 6, 15)
    day = date(2026, 11, 20)
    with pytest.raises(Refusal, match="not known to have had the power"):
        record_return(desk, call(), "99100001", _returned(day, "Петренко Іван"))
    _power(desk, call, cast.cleaning, "Петренко Іван")
    done = record_return(desk, call(), "99100001", _returned(day, "петренко іван"))
    assert [(each.number, each.after.safe) for each in done.outcomes] == [("АКТ-1", date(2029, 11, 20))]
    assert done.warnings == ()
    assert _limitation(desk) == date(2029, 11, 20)


def test_a_power_that_ends_below_the_sum_is_warned_of(desk, call, cast):
    _power(desk, call, cast.cleaning, "Петренко Іван", limit_minor=10000, currency="UAH")
    done = record_return(desk, call(), "99100001", _returned(date(2026, 11, 20), "Петренко Іван"))
    assert len(done.outcomes) == 1
    assert "ends at 100.00 UAH, and 600.00 is acknowledged" in str(done.warnings[0])


def test_expected_cash_stands_by_week_and_what_is_overdue_first(desk, call, cast):
    later = NewCharge(
        "act", "АКТ-2", date(2026, 11, 20), money("70.00", "UAH"), which=Which("7-Т"), due_on=date(2026, 12, 1)
    )
    post_charge(desk, call(), later)
    found = expected_cash(desk, call())
    assert [(each.is_overdue, each.from_on, each.incoming.wire) for each in found] == [
        (True, date(1, 1, 1), "600.00"),
        (False, date(2026, 11, 30), "70.00"),
    ]
