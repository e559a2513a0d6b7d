"""Workbooks of claims: the calculation, row by row; the ledger behind it, with what was open; the register."""

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import xlsxwriter
from sqlalchemy import Connection

from contracts.claims.case.calculation import reductions_of
from contracts.claims.case.card import ClaimCard
from contracts.claims.case.cases import ClaimCase
from contracts.claims.case.contexts.words import paper_words
from contracts.claims.case.queries import claims
from contracts.claims.case.queries.cited import CitedPayment, cited_payments
from contracts.claims.late_payment.rules.rows import InterestRow
from contracts.documents.contexts.ledger_words import document_name, payment_name
from contracts.documents.contexts.values import decimal
from contracts.kernel.files import write_aside
from contracts.kernel.money import Money, exponent
from contracts.kernel.refusal import N_
from contracts.language import Words
from contracts.money.queries import ledger
from contracts.money.rules.ledger import Allocation, Charge, Ledger, standing
from contracts.tabular.report_out import Value, write_report

#: A fixed moment of making: the same rows are the same bytes.
_CREATED = datetime(2026, 1, 1, tzinfo=UTC)
_WIDTHS = (34, 18, 12, 12, 7, 16, 14, 11, 16, 8)


def write_calculation(rows: Iterable[tuple[str, InterestRow]], currency: str, language: str) -> bytes:
    """The workbook: the rows, each of a document, then their total, which is a formula over the printed sums."""
    titles, words = paper_words("columns", language).values(), paper_words("rows", language)
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": _CREATED})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    day, money = book.add_format({"num_format": "dd.mm.yyyy"}), book.add_format({"num_format": "#,##0.00"})
    sheet = book.add_worksheet()
    for column, (title, width) in enumerate(zip(titles, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, head)
    no, total, scale = 0, 0, 10 ** exponent(currency)
    for no, (document, row) in enumerate(rows, 1):
        total += row.amount_minor
        sheet.write_string(no, 0, document)
        sheet.write_string(no, 1, words.get(row.kind, row.kind))
        sheet.write_datetime(no, 2, row.from_on, day)
        sheet.write_datetime(no, 3, row.to_on, day)
        sheet.write_number(no, 4, row.days)
        sheet.write_number(no, 5, row.principal_minor / scale, money)
        sheet.write_string(no, 6, decimal(row.rate, 4))
        sheet.write_number(no, 7, row.year_days)
        sheet.write_number(no, 8, row.amount_minor / scale, money)
        sheet.write_string(no, 9, currency)
    if no:
        sheet.write_string(no + 1, 0, words["total"], head)
        sheet.write_formula(no + 1, 8, f"=SUM(I2:I{no + 1})", money, total / scale)
    sheet.freeze_panes(1, 0)
    book.close()
    return stream.getvalue()


def write_claims(target: Path, cases: Sequence[ClaimCase], words: Words) -> None:
    """The register of claims as a workbook."""
    titles = (
        *(N_("Claim"), N_("Counterparty"), N_("Contract"), N_("Of"), N_("Status"), N_("Principal"), N_("Total")),
        *(N_("Currency"), N_("Answer by")),
    )
    table = [
        [
            *(each.claim, each.counterparty, each.contract or "", each.as_of, words.claim_status(each.status)),
            *(each.principal, each.total, each.currency, each.answer_by),
        ]
        for each in cases
    ]
    write_aside(target.absolute(), write_report(words.say(N_("Claims")), [words.say(each) for each in titles], table))


class _Line(NamedTuple):
    """A day, what happened on it, what it adds, what it takes."""

    on: date
    what: str
    added: int
    taken: int


def ledger_extract(conn: Connection, card: ClaimCard, language: str) -> bytes:
    """The workbook; each document of the claim starts with what it charged and ends with what is open."""
    items = claims.items_of(conn, card.stored.id)
    payment_ids = [each.payment_id for each in items if each.payment_id]
    known = ledger.ledger_of(conn, [each.charge_id for each in items if each.charge_id], payment_ids)
    allocations = standing(known.allocations)
    charges = {int(each.id): each for each in known.charges}
    advances = {each.id: each for each in cited_payments(conn, payment_ids)}
    rows: list[list[Value]] = []
    for item, shown in zip(items, card.items, strict=True):
        lines = (
            _of_charge(charges[item.charge_id], known, allocations, language)
            if item.charge_id
            else _of_advance(advances[item.payment_id or 0], allocations, language)
        )
        rows += _balanced(shown.document, sorted(lines, key=lambda each: (each.on, -each.added)), card.currency)
    title, *headers = paper_words("extract", language).values()
    return write_report(title, headers, rows)


def _of_charge(charge: Charge, known: Ledger, allocations: list[Allocation], language: str) -> Iterator[_Line]:
    words = paper_words("entries", language)
    yield _Line(charge.issued_on, f"{words['charged']}: {document_name(charge, language)}", charge.amount.minor, 0)
    for each in allocations:
        if each.charge_id == charge.id:
            yield _Line(each.effective_on, words["paid"], 0, each.covered.minor)
    reductions = paper_words("reductions", language)
    for reduced in reductions_of(charge.id, known):
        yield _Line(reduced.effective_on, reductions.get(reduced.kind, reduced.kind), 0, reduced.amount.minor)


def _of_advance(payment: CitedPayment, allocations: list[Allocation], language: str) -> Iterator[_Line]:
    words = paper_words("entries", language)
    name = payment_name(payment.document_no, payment.paid_on, language)
    yield _Line(payment.paid_on, f"{words['advanced']}: {name}", payment.amount.minor, 0)
    for each in allocations:
        if payment.id in (each.payment_id, each.other_payment_id):
            yield _Line(each.effective_on, words["closed"], 0, each.paid.minor)


def _balanced(title: str, lines: list[_Line], currency: str) -> Iterator[list[Value]]:
    left = 0
    for on, what, added, taken in lines:
        left += added - taken
        charged, paid = (Money(minor, currency) if minor else None for minor in (added, taken))
        yield [title, on, what, charged, paid, Money(left, currency), currency]
