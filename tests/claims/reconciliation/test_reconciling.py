"""The reconciliation statement, its document, and the limitation its signed return moves (domain §5, §9)."""

from datetime import date

import pytest
from docx import Document
from sqlalchemy import insert, select

from contracts.claims.limitation.events import Evidence
from contracts.claims.limitation.rules.limitation import LimitationGround
from contracts.claims.reconciliation.statements import StatementPeriod, make_statement, record_return
from contracts.kernel.calendar import FAR
from contracts.kernel.database.engine import reading
from contracts.kernel.database.tables import table_of
from contracts.kernel.money import money
from contracts.kernel.refusal import Refusal
from contracts.kernel.unit_of_work import writing
from contracts.money.import_statement import add_payment
from contracts.money.post_charge import NewCharge, post_charge
from contracts.money.reports import expected_cash
from contracts.money.rules.statement import StatementLine
from contracts.parties.tables import AuthorityRow
from contracts.registry.lookup import Which
from contracts.registry.tables.derived import DeadlineRow
from tests.cast import add_contract, settle

YEAR = StatementPeriod("99100001", date(2026, 1, 1), date(2026, 11, 23))


@pytest.fixture
def cast(ctx, call):
    made = settle(ctx, call())
    add_contract(ctx, call(), made, number="7-Т")
    new = NewCharge(
        "act", "АКТ-1", date(2026, 6, 1), money("1000.00", "UAH"), which=Which("7-Т"), due_on=date(2026, 6, 15)
    )
    post_charge(ctx, call(), new)
    paid = StatementLine(date(2026, 7, 1), money("400.00", "UAH"), other_code="99100001", purpose="акт АКТ-1")
    add_payment(ctx, call(), paid)
    return made


def _power(ctx, call, party, name, **more):
    with writing(ctx, call()) as work:
        row = {"party_id": party, "person_name": name, "position": "директор", "basis": "Статут", "document_no": ""}
        row |= more
        work.conn.execute(insert(table_of(AuthorityRow)).values(**row, from_on=date(2020, 1, 1), until_on=FAR))
        work.commit()


def test_the_document_names_rows_and_who_owes_whom(ctx, call, cast, tmp_path):
    _power(ctx, call, cast.company, "Коваленко Олег Вікторович")
    _power(ctx, call, cast.cleaning, "Петренко Іван Іванович")
    made = make_statement(ctx, call(), YEAR, target=tmp_path / "акт.docx")
    sums = made.sums.debit, made.sums.credit, made.sums.closing
    assert [each.wire for each in sums] == ["1000.00", "400.00", "600.00"]
    document = Document(made.file)
    text = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    for part in ("АКТ-1", "1 000,00", "400,00", "600,00"):
        assert part in text.replace("\u202f", " ").replace("\u00a0", " ")


def test_nothing_between_us_is_refused(ctx, call, cast, tmp_path):
    with pytest.raises(Refusal, match="nothing to reconcile"):
        make_statement(
            ctx, call(), StatementPeriod("99100002", date(2026, 1, 1), date(2026, 2, 1)), target=tmp_path / "x.docx"
        )


def _limitation(ctx):
    table = table_of(DeadlineRow)
    with reading(ctx.engine) as conn:
        return conn.execute(select(table.c.due_on).where(table.c.kind == "limitation")).scalar_one()


def _returned(day, name, paper="акт звірки"):
    return Evidence(LimitationGround.RECONCILIATION, day, paper, name)


def test_a_signed_return_moves_limitation_only_with_power(ctx, call, cast):
    assert _limitation(ctx) == date(2029, 6, 15)
    day = date(2026, 11, 20)
    with pytest.raises(Refusal, match="not known to have had the power"):
        record_return(ctx, call(), "99100001", _returned(day, "Петренко Іван"))
    _power(ctx, call, cast.cleaning, "Петренко Іван")
    done = record_return(ctx, call(), "99100001", _returned(day, "петренко іван"))
    assert [(each.charge, each.after.safe) for each in done.events] == [("АКТ-1", date(2029, 11, 20))]
    assert done.warnings == ()
    assert _limitation(ctx) == date(2029, 11, 20)


def test_a_power_that_ends_below_the_sum_is_warned_of(ctx, call, cast):
    _power(ctx, call, cast.cleaning, "Петренко Іван", limit_minor=10000, currency="UAH")
    done = record_return(ctx, call(), "99100001", _returned(date(2026, 11, 20), "Петренко Іван"))
    assert len(done.events) == 1
    assert "ends at 100.00 UAH, and 600.00 is acknowledged" in str(done.warnings[0])


def test_expected_cash_stands_by_week_and_what_is_overdue_first(ctx, call, cast):
    later = NewCharge(
        "act", "АКТ-2", date(2026, 11, 20), money("70.00", "UAH"), which=Which("7-Т"), due_on=date(2026, 12, 1)
    )
    post_charge(ctx, call(), later)
    found = expected_cash(ctx, call())
    assert [(each.from_on, each.incoming.wire) for each in found] == [
        (None, "600.00"),
        (date(2026, 11, 30), "70.00"),
    ]
