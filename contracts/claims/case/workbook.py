"""The calculation of a claim as a workbook, one row per row of the law, to be checked; the register as another."""

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter

from contracts.claims.case.cases import ClaimCase
from contracts.claims.case.rules.claim import STATUSES
from contracts.claims.late_payment.rules.rows import InterestRow
from contracts.documents.contexts.values import decimal
from contracts.kernel.files import write_aside
from contracts.kernel.money import exponent
from contracts.kernel.refusal import N_
from contracts.language import Words
from contracts.tabular.report_out import write_report

_HEADERS = {
    "uk": (
        *("Документ", "Нарахування", "З", "По", "Днів"),
        *("Сума боргу", "Ставка, % річних", "Днів у році", "Сума", "Валюта"),
    ),
    "ru": (
        *("Документ", "Начисление", "С", "По", "Дней"),
        *("Сумма долга", "Ставка, % годовых", "Дней в году", "Сумма", "Валюта"),
    ),
    "de": (
        *("Beleg", "Art", "Von", "Bis", "Tage"),
        *("Hauptforderung", "Zinssatz, % p. a.", "Tage im Jahr", "Betrag", "Währung"),
    ),
    "en": (
        *("Document", "Item", "From", "To", "Days"),
        *("Principal", "Rate, % a year", "Days in year", "Amount", "Currency"),
    ),
}
_KINDS = {
    "uk": {"interest": "відсотки річних", "inflation": "інфляційні втрати", "penalty": "пеня", "fine": "штраф"},
    "ru": {"interest": "проценты", "inflation": "индексация", "penalty": "неустойка", "fine": "штраф"},
    "de": {"interest": "Verzugszinsen", "penalty": "Vertragsstrafe"},
    "en": {"interest": "interest", "inflation": "inflation losses", "penalty": "penalty", "fine": "fine"},
}
_TOTAL = {"uk": "Разом", "ru": "Итого", "de": "Summe", "en": "Total"}
#: A fixed moment of making: the same rows are the same bytes.
_CREATED = datetime(2026, 1, 1, tzinfo=UTC)
_WIDTHS = (34, 18, 12, 12, 7, 16, 14, 11, 16, 8)


def write_calculation(rows: Iterable[tuple[str, InterestRow]], currency: str, language: str) -> bytes:
    """The workbook: the rows, each of a document, then their total, which is a formula over the printed sums."""
    base = language if language in _HEADERS else "en"
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": _CREATED})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    day, money = book.add_format({"num_format": "dd.mm.yyyy"}), book.add_format({"num_format": "#,##0.00"})
    sheet = book.add_worksheet()
    for column, (title, width) in enumerate(zip(_HEADERS[base], _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, head)
    no, total, scale = 0, 0, 10 ** exponent(currency)
    for no, (document, row) in enumerate(rows, 1):
        total += row.amount_minor
        sheet.write_string(no, 0, document)
        sheet.write_string(no, 1, _KINDS[base].get(row.kind, row.kind))
        sheet.write_datetime(no, 2, row.from_on, day)
        sheet.write_datetime(no, 3, row.to_on, day)
        sheet.write_number(no, 4, row.days)
        sheet.write_number(no, 5, row.principal_minor / scale, money)
        sheet.write_string(no, 6, decimal(row.rate, 4))
        sheet.write_number(no, 7, row.year_days)
        sheet.write_number(no, 8, row.amount_minor / scale, money)
        sheet.write_string(no, 9, currency)
    if no:
        sheet.write_string(no + 1, 0, _TOTAL[base], head)
        sheet.write_formula(no + 1, 8, f"=SUM(I2:I{no + 1})", money, total / scale)
    sheet.freeze_panes(1, 0)
    book.close()
    return stream.getvalue()


def write_claims(target: Path, cases: Sequence[ClaimCase], language: str) -> None:
    """The register of claims as a workbook."""
    words = Words(language)
    titles = (
        *(N_("Claim"), N_("Counterparty"), N_("Contract"), N_("Of"), N_("Status"), N_("Principal"), N_("Total")),
        *(N_("Currency"), N_("Answer by")),
    )
    table = [
        [
            *(each.claim, each.counterparty, each.contract or "", each.as_of, words.say(STATUSES[each.status])),
            *(each.principal, each.total, each.currency, each.answer_by),
        ]
        for each in cases
    ]
    write_aside(target.absolute(), write_report(words.say(N_("Claims")), [words.say(each) for each in titles], table))
