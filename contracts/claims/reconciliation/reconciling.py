"""The reconciliation statement with a counterparty for a period, its document, its signed return (domain §5, §9)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from contracts.claims.limitation.limitation import (
    Evidence,
    Recorded,
    charges_meant,
    power_of,
    power_warnings,
    record_restart,
)
from contracts.claims.reconciliation.rules.reconciliation import Entry, Reconciliation, reconcile
from contracts.documents.contexts.ledger_words import document_name
from contracts.documents.contexts.party import PartyFacts, party_record
from contracts.documents.contexts.phrasebook import Phrasebook
from contracts.documents.contexts.values import day, money
from contracts.documents.facts import keep_proposals, party_of, phrasebook
from contracts.documents.filing import FiledDocument, Filing, file_document
from contracts.kernel.context import Call, Context
from contracts.kernel.money import Money
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import PartyId, Subject, SubjectKind
from contracts.kernel.unit_of_work import require, writing
from contracts.money.queries import charges, ledger
from contracts.money.rules.ledger import Charge, ChargeId, Direction
from contracts.parties.queries import parties
from contracts.registry.queries import contracts

#: Words of rows that are no charges, by language.
_WORDS = {
    "uk": {"payment": "Оплата", "credit_note": "Коригування", "write_off": "Списання", "assignment": "Відступлення"},
    "en": {"payment": "Payment", "credit_note": "Credit note", "write_off": "Write-off", "assignment": "Assignment"},
}
_CONTRACT = {"uk": "Договір №\u00a0{}", "en": "Agreement No.\u00a0{}"}


@dataclass(frozen=True, slots=True)
class Period:
    """Whose statement, for which days, both inclusive, in which currency; ``values`` say facts of the document."""

    counterparty: str
    from_on: date
    to_on: date
    company: str | None = None
    currency: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Made:
    """A statement and its document."""

    statement: Reconciliation
    filed: FiledDocument | None = None


def make_statement(
    ctx: Context, call: Call, period: Period, *, language: str = "uk", target: Path | None = None
) -> Made:
    """Make the document. Raises a refusal where there is nothing between us, or several currencies and none named."""
    require(call, "papers.exchange")
    with writing(ctx, call) as work:
        found = [each for each in _found(work.conn, period) if period.currency in (None, each.currency)]
        party = parties.counterparty(work.conn, period.counterparty)
        if len(found) != 1:
            raise Refusal(
                "There is nothing to reconcile with {name}, or in several currencies: choose one by --currency.",
                code="nothing_to_reconcile",
                name=party.short_name or party.name,
            )
        own = parties.own_company(work.conn, period.company)
        sides = [party_of(work.conn, id, call.as_of, currency=found[0].currency) for id in (own.id, party.id)]
        book = phrasebook(work.conn, language, *sides)
        numbers = _numbers(work.conn, found[0])
        context = _context(found[0], (sides[0], sides[1]), book, call.as_of, numbers)
        number = f"{period.to_on:%d%m%Y}-{party.code or party.id}"
        context["document"]["number"] = number
        subject = Subject(SubjectKind.PARTY, party.id)
        filed = file_document(work, Filing("reconciliation", language, number, subject, target, period.values), context)
        keep_proposals(work.conn, book)
        work.note(subject, "make_reconciliation", {"after": {"to_on": period.to_on.isoformat()}})
        work.commit()
    return Made(found[0], filed)


def record_return(
    ctx: Context,
    call: Call,
    counterparty: str,
    evidence: Evidence,
    *,
    company: str | None = None,
) -> Recorded:
    """The signed statement came back: an acknowledgement of every open charge, if the signatory had the power.

    Raises a refusal where the counterparty's register knows no such signatory on the day. What it does not move, and a
    power that ends below the sum, is among the warnings.
    """
    require(call, "papers.exchange")
    with writing(ctx, call) as work:
        party = parties.counterparty(work.conn, counterparty)
        power = power_of(work.conn, party.id, evidence.signed_by, evidence.on)
        if power is None:
            raise Refusal(
                "{name} is not known to have had the power to sign for {party} on {day}: without it the statement "
                "acknowledges nothing (enter the authority first).",
                code="no_power",
                name=evidence.signed_by,
                party=party.short_name or party.name,
                day=evidence.on,
            )
        own = parties.own_company(work.conn, company)
        sums = charges.open_of(work.conn, party.id, "receivable", own_company_id=own.id, as_of=evidence.on)
        found = charges_meant(work.conn, sums)
        warnings = power_warnings(work.conn, found, evidence)
        grounds = ", ".join(filter(None, (evidence.paper, evidence.signed_by, power.basis)))
        done = record_restart(work, found, replace(evidence, paper=grounds))
        work.commit()
    return Recorded(done.outcomes, (*warnings, *done.warnings))


def _found(conn: Connection, period: Period) -> tuple[Reconciliation, ...]:
    party = parties.counterparty(conn, period.counterparty)
    own = parties.own_company(conn, period.company)
    return reconcile(ledger.ledger_with(conn, party.id, own.id), period.from_on, period.to_on)


def _numbers(conn: Connection, statement: Reconciliation) -> dict[int, str]:
    ids = sorted({each.contract_id for each in statement.entries if each.contract_id is not None})
    rows = {id: contracts.row_of(conn, id) for id in ids}
    return {id: row.number or row.register_no for id, row in rows.items()}


def _context(
    statement: Reconciliation,
    sides: tuple[PartyFacts, PartyFacts],
    book: Phrasebook,
    on: date,
    numbers: dict[int, str],
) -> dict[str, Any]:
    own, other = (party_record(each, book, keeps_absent=True) for each in sides)
    closing = statement.closing
    short = [each.short_name or each.name for each in sides]
    debtor, creditor = (short[1], short[0]) if closing.minor > 0 else (short[0], short[1])
    contract = _CONTRACT.get(book.language, _CONTRACT["en"])
    return {
        "own": own,
        "counterparty": other,
        "contract": {"currency": statement.currency, "custom": {}},
        "document": {"number": "", "date": day(on), "place": ""},
        "period": {"first_day": day(statement.from_on), "last_day": day(statement.to_on)},
        "reconciliation": {
            **_side(statement.opening, "opening"),
            "turnover_debit": money(statement.debit),
            "turnover_credit": money(statement.credit),
            **_side(closing, "closing"),
            "rows": [_row(each, book.language) for each in statement.entries],
            "theirs_known": False,
            **dict.fromkeys(
                f"their_{part}_{side}" for part in ("opening", "turnover", "closing") for side in ("debit", "credit")
            ),
            "balance": money(Money(abs(closing.minor), closing.currency)),
            "creditor": creditor if closing.minor else None,
            "debtor": debtor if closing.minor else None,
            "differences": [],
            "contracts": [contract.format(each) for each in numbers.values()],
            "reply_by": day(on + timedelta(days=10)),
        },
        "extra": {},
    }


def _side(balance: Money, name: str) -> dict[str, Any]:
    size = money(Money(abs(balance.minor), balance.currency))
    is_debit = balance.minor > 0
    return {f"{name}_debit": size if is_debit else None, f"{name}_credit": size if balance.minor < 0 else None}


def _row(entry: Entry, language: str) -> dict[str, Any]:
    words = _WORDS.get(language, _WORDS["en"])
    name = f"{words[entry.kind]} {entry.number}".strip() if entry.kind in words else _named(entry, language)
    return {
        "date": day(entry.on),
        "document": name,
        "debit": money(entry.debit) if entry.debit.minor else None,
        "credit": money(entry.credit) if entry.credit.minor else None,
        "their_debit": None,
        "their_credit": None,
    }


def _named(entry: Entry, language: str) -> str:
    charge = Charge(
        ChargeId(0), Direction.RECEIVABLE, entry.kind, entry.number, entry.on, entry.on, entry.debit, PartyId(0)
    )
    return document_name(charge, language)
