"""What a claim says: the clause and its words, a calculation redone by hand, what proves it; doubts stay with us."""

import io
import zipfile
from datetime import date
from fractions import Fraction
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from contracts.claims.case.calculation_workbook import CalculationLine, write_calculation
from contracts.claims.case.contexts.annex import AnnexDebt, calculation_of
from contracts.claims.case.contexts.notes import gaps
from contracts.claims.case.contexts.terms import performance_of, terms_in_words
from contracts.claims.case.letter import Destination
from contracts.claims.case.outgoing import ClaimRequest, draft_claim
from contracts.claims.case.rules.terms import ClaimTerms
from contracts.claims.late_payment.laws import late_payment_law
from contracts.claims.late_payment.rules.debt import LateClaim, LateDebt, LateTerms, Paid
from contracts.claims.late_payment.rules.engine import calculate_late
from contracts.claims.late_payment.rules.inflation import usable
from contracts.claims.late_payment.rules.penalty import clause
from contracts.documents.outgoing import list_letters
from contracts.documents.tables import DocumentRow
from contracts.kernel.database.engine import reading
from contracts.kernel.database.tables import table_of
from contracts.kernel.money import money
from contracts.law.tables import rate_tables
from contracts.money.post_charge import NewCharge, post_charge
from contracts.registry.lookup import Which
from tests.cast import add_contract, settle
from tests.conftest import TODAY

TABLES = rate_tables()
FIVE = tuple(
    Paid(date.fromisoformat(day), money(amount, "UAH"))
    for day, amount in (
        ("2024-05-10", "20000"),
        ("2024-08-01", "15000"),
        ("2025-01-20", "30000"),
        ("2025-06-16", "5000"),
        ("2025-11-03", "12000"),
    )
)


def five(**more: object) -> LateClaim:
    """A debt of 120 000 due on 29.02.2024 with five part payments over two years, counted to 28.02.2026."""
    terms = LateTerms(penalty=clause("0.2", "none"), beyond="stop", **more)  # type: ignore[arg-type]
    debt = LateDebt(money("120000", "UAH"), date(2024, 2, 29), "date", FIVE)
    return calculate_late(debt, terms, late_payment_law("UA"), TABLES, date(2026, 2, 28))


def redone(rows, kind):
    """The sum of a kind from what the annex prints alone."""
    total = 0
    for row in rows:
        principal = Fraction(row["principal"]["amount"].replace(" ", ""))
        if kind == "inflation":
            product = Fraction(1)
            for factor in row["factors"].replace("\u00a0", " ").split(" × "):
                product *= Fraction(factor.replace(",", "."))
            exact = max(principal * product - principal, Fraction(0))
        else:
            exact = principal * Fraction(row["rate"]) / 100 * row["days"] / row["year_days"]
        total += int(exact * 100 + Fraction(1, 2))
    return total


def test_l2_five_part_payments_over_two_years_are_redone_from_the_page_to_the_kopiyka():
    late = five()
    context = calculation_of([AnnexDebt("Акт № 1", late, clause("0.2", "none"))], TABLES, (), "uk")
    for kind in ("interest", "penalty", "inflation"):
        assert redone(context[kind], kind) == late.amount(kind).minor > 0
    months = {each["month"] for each in context["cpi"]}
    assert len(months) == 23 and "березень\u00a02024\u00a0року" in months and "січень\u00a02026\u00a0року" in months
    assert context["cpi_source"] == "Державна служба статистики України, ukrstat.gov.ua"
    assert context["nbu_source"] == "Національний банк України, bank.gov.ua"
    first, last = context["nbu"][0], context["nbu"][-1]
    assert (first["first_day"], first["rate"], first["double"]) == ("2024-03-01", "15", "30")
    assert (last["last_day"], last["rate"]) == ("2026-02-28", "15")


def test_l2_every_rate_of_a_penalty_row_is_printed_with_what_it_was_compared_to():
    context = calculation_of([AnnexDebt("Акт № 1", five(), clause("0.2", "none"))], TABLES, (), "uk")
    for row in context["penalty"]:
        assert row["contract_rate"] == ("73.2" if row["year_days"] == 366 else "73")
        assert Fraction(row["rate"]) == min(Fraction(row["contract_rate"]), Fraction(row["cap_rate"]))


def test_l2_the_product_of_the_factors_is_not_rounded():
    late = five()
    item = late.item("inflation")
    assert item is not None
    product = Fraction(1)
    for month in item.rows[-1].months:
        product *= TABLES["ua_cpi"].value_on(month) / 100
    assert item.rows[-1].rate == product * 100
    context = calculation_of([AnnexDebt("Акт № 1", late)], TABLES, (), "uk")
    assert len(context["inflation"][-1]["index"].partition(".")[2]) == 10


def test_l2_the_workbook_calculates_with_live_formulas_on_named_sheets():
    late = five()
    rows = [row for item in late.items for row in item.rows]
    lines = [CalculationLine(1, "Акт № 1", row, clause("0.2", "none")) for row in rows]
    data = write_calculation(lines, "UAH", "uk", "UA", TABLES)
    book = load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Розрахунок", "Індекси", "Облікова ставка"]
    sheet = book["Розрахунок"]
    for no, line in enumerate(lines, 2):
        assert str(sheet.cell(no, 9).value).startswith("=")
        assert isinstance(sheet.cell(no, 8).value, int)
        assert isinstance(sheet.cell(no, 7).value, int | float) or str(sheet.cell(no, 7).value).startswith("=")
        if line.row.kind == "inflation":
            assert "PRODUCT('Індекси'!C" in sheet.cell(no, 7).value
        if line.row.kind == "penalty":
            assert sheet.cell(no, 7).value == f"=MIN(K{no}*H{no},L{no})"
    assert sheet.cell(len(lines) + 2, 9).value == f"=SUM(I2:I{len(lines) + 1})"
    shown = load_workbook(io.BytesIO(data), data_only=True)["Розрахунок"]
    assert round(shown.cell(len(lines) + 2, 9).value * 100) == late.total.minor


@pytest.mark.parametrize(
    ("on", "counted"), [("2026-09-05", 7), ("2026-09-09", 7), ("2026-09-10", 8), ("2026-08-09", 6)]
)
def test_l2_an_index_is_used_only_from_its_day_of_publication(on, counted):
    months = [date(2026, month, 1) for month in range(1, 9)]
    assert len(usable(months, TABLES["ua_cpi"], date.fromisoformat(on), "stop").months) == counted


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("delivered+10bd", "протягом 10 банківських днів від дня поставки"),
        ("act_signed+5d", "протягом 5 календарних днів від дня підписання акта"),
        ("2026-12-25", "до 25.12.2026 включно"),
        ("Протягом 7 днів після акта.", "протягом 7 днів після акта"),
        ("10 банківських днів після підписання акта", "так: 10 банківських днів після підписання акта"),
        ("", ""),
    ],
)
def test_l1_the_terms_of_payment_are_the_rule_of_the_contract_never_days_calculated_from_it(rule, text):
    assert terms_in_words(rule, "uk").replace("\u00a0", " ") == text


@pytest.mark.parametrize(
    ("kind", "debts", "performance"),
    [
        ("supply", [("delivery_note", ""), ("transport_note", "")], "goods"),
        ("services", [("act", "")], "services"),
        ("works", [("acceptance_act", "")], "works"),
        ("lease", [("rent", "")], "lease"),
        ("services", [("invoice", "")], "mixed"),
        ("supply", [("delivery_note", ""), ("invoice", "")], "mixed"),
        ("supply", [("", "Видаткова накладна № 40")], "goods"),
        ("services", [("", "договір № 5")], "mixed"),
    ],
)
def test_l1_special_norms_are_cited_only_where_acceptance_is_recorded(kind, debts, performance):
    assert performance_of(kind, debts) == performance


def test_l1_what_the_sum_lacks_is_a_phrase_without_its_reason():
    late = calculate_late(
        LateDebt(money("100000", "UAH"), date(2026, 1, 12), "date"),
        LateTerms(penalty=clause("nbu2", "none"), beyond="stop"),
        late_payment_law("UA"),
        TABLES,
        date(2026, 11, 23),
    )
    assert gaps([late], "uk") == [
        "інфляційні втрати — за місяці після серпня 2026 року",
        "пеню — за дні після 20.03.2026",
    ]


@pytest.fixture
def claimed(ctx, call, tmp_path: Path):
    """A claim of two delivery notes under a contract whose clauses are entered in their own words."""
    cast, which = settle(ctx, call()), Which("15/02-П")
    add_contract(
        ctx,
        call(),
        cast,
        number="15/02-П",
        type="постачання",
        penalty="per_day:0.2",
        payment_words="2.3: Покупець оплачує товар протягом 10 банківських днів від дня поставки.",
        penalty_words="5.1: «За прострочення оплати Покупець сплачує пеню 0,2 % за кожен день»",
    )
    for no, amount in (("118", "412800.00"), ("119", "1000.00")):
        sum_, due_on = money(amount, "UAH"), date(2026, 1, 5)
        post_charge(ctx, call(), NewCharge("delivery_note", no, date(2025, 12, 22), sum_, which=which, due_on=due_on))
    request = ClaimRequest(which=which, to=Destination(tmp_path / "claim.docx"), terms=ClaimTerms())
    return draft_claim(ctx, call(), request)


def text_of(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells]).replace("\u00a0", " ")


def test_l1_the_claim_quotes_the_clauses_and_keeps_doubts_out(ctx, call, claimed):
    text = text_of(claimed.file.read_bytes())
    for part in (
        "Пунктом 2.3 Договору встановлено: «Покупець оплачує товар протягом 10 банківських днів від дня поставки».",
        "Пунктом 5.1 Договору встановлено: «За прострочення оплати Покупець сплачує пеню 0,2 % за кожен день».",
        "статті 712",
        "статті 692",
        "за Договором — 0,2 % за день (× 365 днів = 73 % річних)",
        "2 × 15,5 % = 31 %",
        "3 % річних",
        "рядок 1 таблиці боргу",
        "рядок 2 таблиці боргу",
    ):
        assert part in text, part
    for doubt in ("Господарськ", "поза позовною давністю", "†", "не пізніше 05.01.2026", "таблиці nbu", "мовчить"):
        assert doubt not in text.replace("Господарського процесуального", "").replace("господарського суду", ""), doubt


def test_l1_doubts_go_to_the_office_note_of_the_case(ctx, call, claimed):
    documents = table_of(DocumentRow)
    with reading(ctx.engine) as conn:
        (row,) = conn.execute(documents.select().where(documents.c.kind == "claim_note")).all()
    text = text_of(ctx.files.get(row.file_sha))
    assert "Не надсилати боржнику." in text
    assert "Облікова ставка Національного банку України" in text


def test_l8_the_claim_stands_in_the_register_of_letters(ctx, call, claimed):
    (letter,) = list_letters(ctx, call())
    assert (letter.number, letter.dated_on, letter.kind) == (claimed.claim, TODAY, "claim")


def test_l2_the_same_workbook_is_the_same_bytes():
    late = five()
    lines = [CalculationLine(1, "Акт № 1", row) for item in late.items for row in item.rows]
    first, second = (write_calculation(lines, "UAH", "uk", "UA", TABLES) for _ in range(2))
    assert zipfile.ZipFile(io.BytesIO(first)).namelist() == zipfile.ZipFile(io.BytesIO(second)).namelist()
    assert first == second
