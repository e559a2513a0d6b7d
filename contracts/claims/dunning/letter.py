"""The reminder of one debtor: a document with all that is past its day, and the mail that carries it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from contracts.claims.case.contexts.words import language_of
from contracts.claims.case.letter import next_number
from contracts.claims.case.queries.cited import CitedContract, cited
from contracts.claims.dunning.mail import LetterContent, LetterRow, to_json, totals_of
from contracts.claims.dunning.queries import dunning
from contracts.claims.dunning.rules.ladder import Ladder
from contracts.documents.contexts.debts import OpenDocument
from contracts.documents.contexts.ledger_words import document_name
from contracts.documents.contexts.reminder import ReminderFacts, reminder_context, who_answers
from contracts.documents.facts import keep_proposals, party_of, person_of, phrasebook
from contracts.documents.filing import FiledDocument, Filing, file_document
from contracts.kernel.context import Work
from contracts.kernel.database.meta import installation_key
from contracts.kernel.money import Money, total
from contracts.kernel.subject import Subject, SubjectKind
from contracts.mail import queries as messages
from contracts.mail.address import deliverable
from contracts.mail.message import message_id
from contracts.mail.post import Post
from contracts.mail.queries import NewMessage
from contracts.mail.transport import Refused
from contracts.money.queries import charges, ledger, payments
from contracts.money.rules.ledger import Charge
from contracts.parties.queries import parties

KIND = "payment_reminder"


@dataclass(frozen=True, slots=True)
class ReminderRequest:
    """What a reminder is made of: the debtor, the charges it lists, the day it names, the file and facts by hand."""

    letter_id: int
    own_company_id: int
    counterparty_id: int
    charge_ids: tuple[int, ...]
    level: int
    pay_by: date
    folder: Path
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WrittenReminder:
    """A reminder as it was made."""

    facts: ReminderFacts
    filed: FiledDocument
    language: str


def write_letter(work: Work, letter: ReminderRequest) -> WrittenReminder:
    """Make the document, number it and keep it. Raises a refusal where the register lacks what the letter prints."""
    facts, language, type = _facts(work, letter)
    book = phrasebook(work.conn, language, facts.own, facts.counterparty, facts.author)
    filing = Filing(
        KIND,
        language,
        facts.number,
        Subject(SubjectKind.PARTY, letter.counterparty_id),
        folder=letter.folder,
        values=letter.values,
        company_id=letter.own_company_id,
        type=type,
    )
    filed = file_document(work, filing, reminder_context(facts, book))
    keep_proposals(work.conn, book)
    return WrittenReminder(facts, filed, language)


def queue_mail(work: Work, letter: ReminderRequest, written: WrittenReminder, address: str) -> int:
    """Put the mail that carries a letter into the outbox; returns its key."""
    facts, key = written.facts, f"letter:{letter.letter_id}"
    documents = facts.documents
    content = LetterContent(
        company=facts.own.short_name or facts.own.name,
        number=facts.number,
        as_of=facts.as_of,
        pay_by=facts.pay_by,
        level=facts.level,
        rows=tuple(_row(each) for each in documents),
        totals=totals_of(total([each.open for each in documents])),
        contact=", ".join(filter(None, (facts.author.name, facts.author.phone, facts.author.email))),
        reply_to=address_in(facts.author.email) or address_in(facts.own.email),
        file_sha=written.filed.sha256,
        file_name=written.filed.file.name,
    )
    stored: Any = to_json(content)
    header = message_id(key, installation_key(work.conn), work.ctx.policy(Post).sender)
    new = NewMessage(key, header, None, address, written.language, stored)
    return messages.add(work.conn, [new], work.call.at)[key]


def mail_address(conn: Connection, counterparty_id: int) -> str:
    """Where a counterparty is written to by mail; empty without an address, or where a letter to it was given up."""
    address = address_in(parties.row_of(conn, counterparty_id).email)
    return "" if address and dunning.has_failed(conn, address) else address


def address_in(text: str) -> str:
    """The first address in a text that can be delivered to; empty where there is none."""
    for each in text.replace(";", ",").split(","):
        try:
            return deliverable(each) if each.strip() else ""
        except Refused:
            continue
    return ""


def _facts(work: Work, letter: ReminderRequest) -> tuple[ReminderFacts, str, str]:
    """The facts of the letter, its language, and the type of the contract the oldest debt is under.

    Who prepared it is the person who sends the run, else the owner of the contract.
    """
    conn, call = work.conn, work.call
    known = sorted(ledger.charges(conn, letter.charge_ids).values(), key=lambda each: (each.due_on, each.id))
    contracts = cited(conn, {each.contract_id for each in known})
    first = next((contracts[each.contract_id] for each in known if each.contract_id in contracts), None)
    party = parties.row_of(conn, letter.counterparty_id)
    language = language_of(first.languages if first is not None else party.language)
    still = charges.open_sums(conn, letter.charge_ids)
    currency = _main_currency(known, still)
    own = party_of(conn, letter.own_company_id, call.as_of, currency=currency)
    facts = ReminderFacts(
        own=own,
        counterparty=party_of(conn, letter.counterparty_id, call.as_of, currency=currency),
        documents=[_document(each, still[each.id], contracts, language) for each in known if each.id in still],
        number=next_number(work, letter.own_company_id, KIND),
        as_of=call.as_of,
        pay_by=letter.pay_by,
        currency=currency,
        level=_ordinal(work, letter.level),
        author=who_answers(person_of(conn, call.person_id or (first.owner_id if first else None)), own),
        advance=_advance(conn, letter, currency),
    )
    return facts, language, first.type if first is not None else ""


def _document(
    charge: Charge, open_minor: int, contracts: Mapping[int | None, CitedContract], language: str
) -> OpenDocument:
    """One row; of several contracts each document names its own."""
    contract = contracts.get(charge.contract_id) if len(contracts) > 1 else None
    name = document_name(charge, language, contract.number if contract else "")
    still = Money(open_minor, charge.amount.currency)
    return OpenDocument(name, charge.issued_on, charge.amount, still, charge.due_on)


def _row(each: OpenDocument) -> LetterRow:
    day = each.due_on or date.max
    return LetterRow(each.document, each.dated_on or day, day, each.open.wire, each.open.currency)


def _main_currency(known: list[Charge], still: Mapping[int, int]) -> str:
    """The currency of most documents: the account to pay to is in it."""
    found = [each.amount.currency for each in known if each.id in still]
    return max(sorted(set(found)), key=found.count)


def _ordinal(work: Work, level: int) -> int:
    """Which reminder it is: the first one is milder than those after it."""
    return sum(1 for each in work.ctx.policy(Ladder).levels[:level] if each.template == "reminder")


def _advance(conn: Connection, letter: ReminderRequest, currency: str) -> Money | None:
    """Money of the debtor nobody has used, in the currency of the letter."""
    rests = payments.rests(
        conn, counterparty_id=letter.counterparty_id, own_company_id=letter.own_company_id, is_incoming=True
    )
    minor = sum(each.rest_minor for each in rests if each.currency == currency)
    return Money(minor, currency) if minor else None
