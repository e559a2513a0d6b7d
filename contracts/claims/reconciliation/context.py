"""What a reconciliation statement says: balances at both ends, turnovers, a row for each entry, who owes whom (§5)."""

from collections.abc import Iterable
from datetime import date, timedelta

from contracts.claims.case.contexts.words import paper_words
from contracts.claims.reconciliation.rules.statement import Reconciliation, StatementEntry
from contracts.documents.contexts.ledger_words import document_name
from contracts.documents.contexts.party import PartyFacts, party_record
from contracts.documents.contexts.phrasebook import Phrasebook
from contracts.documents.contexts.values import DocumentContext, day, money
from contracts.kernel.money import Money
from contracts.kernel.subject import PartyId
from contracts.money.rules.ledger import Charge, ChargeId, Direction


def statement_context(
    statement: Reconciliation,
    sides: tuple[PartyFacts, PartyFacts],
    book: Phrasebook,
    on: date,
    number: str,
    contracts: Iterable[str],
) -> DocumentContext:
    """The context of the statement under the vocabulary; ``contracts`` are the numbers of those it is about."""
    own, other = (party_record(each, book, keeps_absent=True) for each in sides)
    closing = statement.closing
    short = [each.short_name or each.name for each in sides]
    debtor, creditor = (short[1], short[0]) if closing.minor > 0 else (short[0], short[1])
    contract = paper_words("reconciliation", book.language)["contract"]
    return {
        "own": own,
        "counterparty": other,
        "contract": {"currency": statement.currency, "custom": {}},
        "document": {"number": number, "date": day(on), "place": ""},
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
            "contracts": [contract.format(each) for each in contracts],
            "reply_by": day(on + timedelta(days=10)),
        },
        "extra": {},
    }


def _side(balance: Money, name: str) -> DocumentContext:
    size = money(Money(abs(balance.minor), balance.currency))
    is_debit = balance.minor > 0
    return {f"{name}_debit": size if is_debit else None, f"{name}_credit": size if balance.minor < 0 else None}


def _row(entry: StatementEntry, language: str) -> DocumentContext:
    words = paper_words("reconciliation", language)
    name = f"{words[entry.kind]} {entry.number}".strip() if entry.kind in words else _named(entry, language)
    return {
        "date": day(entry.on),
        "document": name,
        "debit": money(entry.debit) if entry.debit.minor else None,
        "credit": money(entry.credit) if entry.credit.minor else None,
        "their_debit": None,
        "their_credit": None,
    }


def _named(entry: StatementEntry, language: str) -> str:
    charge = Charge(
        ChargeId(0), Direction.RECEIVABLE, entry.kind, entry.number, entry.on, entry.on, entry.debit, PartyId(0)
    )
    return document_name(charge, language)
