"""Workbooks of claims: the ledger behind a claim, with what was open; the register."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from contracts.claims.case.calculation import reductions_of
from contracts.claims.case.card import ClaimCard
from contracts.claims.case.cases import ClaimCase
from contracts.claims.case.contexts.words import paper_words
from contracts.claims.case.queries import claims
from contracts.claims.case.queries.cited import CitedPayment, cited_payments
from contracts.documents.contexts.ledger_words import document_name, payment_name
from contracts.kernel.money import Money
from contracts.kernel.outside.outputs import write_aside
from contracts.kernel.refusal import N_
from contracts.language import Words
from contracts.money.queries import ledger
from contracts.money.rules.ledger import Allocation, Charge, Ledger, standing
from contracts.tabular.report_out import Value, write_report


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
