"""The reminder of one debtor: a document with all that is past its day, and the mail that carries it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from contracts.claims.case.queries.cited import CitedContract, cited
from contracts.claims.dunning.mail import LetterContent, LetterRow, to_json
from contracts.claims.dunning.queries import dunning
from contracts.claims.dunning.queries.dunning import StoredLetter
from contracts.claims.dunning.rules.ladder import Ladder, LadderCharge, Level
from contracts.documents.contexts.contract_words import language_of
from contracts.documents.contexts.debts import OpenDocument, debt_context
from contracts.documents.contexts.ledger_words import contract_name, document_name
from contracts.documents.contexts.party import PartyFacts, PersonFacts, party_record, person_record
from contracts.documents.contexts.phrasebook import Phrasebook
from contracts.documents.contexts.values import DocumentContext, day
from contracts.documents.facts import keep_proposals, party_of, person_of, phrasebook
from contracts.documents.filing import FiledDocument, Filing, file_document, next_number
from contracts.kernel.context import Work, recorded
from contracts.kernel.database.meta import installation_key
from contracts.kernel.money import Money, total
from contracts.kernel.subject import Subject, SubjectKind
from contracts.mail import queries as messages
from contracts.mail.message import message_id
from contracts.mail.queries import NewMessage
from contracts.mail.transport import Post, Refused, deliverable
from contracts.money.queries import charges, ledger, payments
from contracts.money.rules.ledger import Charge
from contracts.parties.queries import parties

KIND = "payment_reminder"


@dataclass(frozen=True, slots=True)
class ReminderFacts:
    """Everything a reminder says; ``level`` counts the reminders, the first one is the mildest.

    ``currency`` is that of the account to pay to. ``advance`` is money of the debtor nobody has used.
    """

    own: PartyFacts
    counterparty: PartyFacts
    documents: Sequence[OpenDocument]
    number: str
    as_of: date
    pay_by: date
    currency: str
    level: int = 1
    author: PersonFacts = PersonFacts()
    advance: Money | None = None


@dataclass(frozen=True, slots=True)
class SendRequest:
    """Which letters are sent and where their files go; ``level`` only those of it, ``values`` facts given by hand."""

    folder: Path
    company: str | None = None
    level: int | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LetterToSend:
    """A letter on the day it is sent: what it lists, and which charges rise to which level by it."""

    work: Work
    stored: StoredLetter
    rung: Level
    own: int
    request: SendRequest
    listed: list[LadderCharge]
    rising: Mapping[int, int]

    def add_steps(self, channel: str, answer_by: date, only: Collection[int] | None = None) -> None:
        """Record the level of every charge that rises, by this letter."""
        row = {
            "letter_id": self.stored.id,
            "reason": self.stored.reason,
            "channel": channel,
            "sent_on": self.work.call.as_of,
            "answer_by": answer_by,
            **recorded(self.work.call),
        }
        rising = ((id, level) for id, level in self.rising.items() if only is None or id in only)
        dunning.add_steps(self.work.conn, [{"charge_id": id, "level": level, **row} for id, level in rising])


def write_letter(letter: LetterToSend, pay_by: date, address: str) -> tuple[FiledDocument, int | None]:
    """Make the document, number it and keep it; its mail goes to the outbox where there is an address.

    Returns the document and the key of the mail. Raises a refusal where the register lacks what the letter prints.
    """
    work, own, party_id = letter.work, letter.own, letter.stored.counterparty_id
    facts, language, type = _facts(letter, pay_by)
    book = phrasebook(work.conn, language, facts.own, facts.counterparty, facts.author)
    subject, request = Subject(SubjectKind.PARTY, party_id), letter.request
    filing = Filing(KIND, language, facts.number, subject, None, request.values, own, type, folder=request.folder)
    filed = file_document(work, filing, reminder_context(facts, book))
    keep_proposals(work.conn, book)
    return filed, _queue(letter, facts, filed, language, address) if address else None


def _queue(letter: LetterToSend, facts: ReminderFacts, filed: FiledDocument, language: str, address: str) -> int:
    work, key = letter.work, f"letter:{letter.stored.id}"
    documents = facts.documents
    content = LetterContent(
        company=facts.own.short_name or facts.own.name,
        number=facts.number,
        as_of=facts.as_of,
        pay_by=facts.pay_by,
        level=facts.level,
        rows=tuple(_row(each, len({one.contract for one in documents}) > 1) for each in documents),
        totals=tuple((each.wire, each.currency) for each in total([each.open for each in documents]).values()),
        contact=", ".join(filter(None, (facts.author.name, facts.author.phone, facts.author.email))),
        reply_to=address_in(facts.author.email) or address_in(facts.own.email),
        file_sha=filed.row.file_sha,
        file_name=filed.file.name,
    )
    stored: Any = to_json(content)
    header = message_id(key, installation_key(work.conn), work.ctx.policy(Post).sender)
    new = NewMessage(key, header, None, address, language, stored)
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


def _facts(letter: LetterToSend, pay_by: date) -> tuple[ReminderFacts, str, str]:
    """The facts of the letter, its language, and the type of the contract the oldest debt is under.

    Who prepared it is the person who sends the run, else the owner of the contract.
    """
    work, own_id, party_id = letter.work, letter.own, letter.stored.counterparty_id
    conn, call, ids = work.conn, work.call, [each.charge.id for each in letter.listed]
    known = sorted(ledger.charges(conn, ids).values(), key=lambda each: (each.due_on, each.id))
    contracts = cited(conn, {each.contract_id for each in known})
    first = next((contracts[each.contract_id] for each in known if each.contract_id in contracts), None)
    party = parties.row_of(conn, party_id)
    language = language_of(first.languages if first is not None else party.language)
    still = charges.open_sums(conn, ids)
    currency = _main_currency(known, still)
    own = party_of(conn, own_id, call.as_of, currency=currency)
    facts = ReminderFacts(
        own=own,
        counterparty=party_of(conn, party_id, call.as_of, currency=currency),
        documents=[_document(each, still[each.id], contracts, language) for each in known if each.id in still],
        number=next_number(work, KIND, own_id),
        as_of=call.as_of,
        pay_by=pay_by,
        currency=currency,
        level=sum(each.template == "reminder" for each in work.ctx.policy(Ladder).levels[: letter.rung.no]),
        author=who_answers(person_of(conn, call.person_id or (first.owner_id if first else None)), own),
        advance=_advance(letter, currency),
    )
    return facts, language, first.type if first is not None else ""


def _document(
    charge: Charge, open_minor: int, contracts: Mapping[int | None, CitedContract], language: str
) -> OpenDocument:
    contract, still = contracts.get(charge.contract_id), Money(open_minor, charge.amount.currency)
    name = contract_name(contract.number, contract.dated_on, language) if contract is not None else ""
    document = document_name(charge, language)
    return OpenDocument(document, charge.issued_on, charge.amount, still, charge.due_on, contract=name)


def _row(each: OpenDocument, is_one_of_several: bool) -> LetterRow:
    """A row of the mail; of several contracts each document names its own."""
    day = each.due_on or date.max
    name = f"{each.document} ({each.contract})" if is_one_of_several and each.contract else each.document
    return LetterRow(name, each.dated_on or day, day, each.open.wire, each.open.currency)


def _main_currency(known: list[Charge], still: Mapping[int, int]) -> str:
    """The currency of most documents: the account to pay to is in it."""
    found = [each.amount.currency for each in known if each.id in still]
    return max(sorted(set(found)), key=found.count)


def _advance(letter: LetterToSend, currency: str) -> Money | None:
    conn, party_id = letter.work.conn, letter.stored.counterparty_id
    rests = payments.rests(conn, counterparty_id=party_id, own_company_id=letter.own, is_incoming=True)
    minor = sum(each.rest_minor for each in rests if each.currency == currency)
    return Money(minor, currency) if minor else None


def reminder_context(facts: ReminderFacts, book: Phrasebook) -> DocumentContext:
    """The context under the vocabulary; a debtor whose address nobody knows is written to all the same."""
    own, other = party_record(facts.own, book), party_record(facts.counterparty, book)
    own["contact"] = person_record(facts.own.contact or facts.author, book)
    return {
        "own": own,
        "counterparty": {"post_address": "", **other},
        "document": {"number": facts.number, "date": day(facts.as_of), "reply_to": None, "by_post": False},
        "author": person_record(facts.author, book),
        "as_of": day(facts.as_of),
        "reminder": {"level": facts.level, "pay_by": day(facts.pay_by)},
        "debt": debt_context(facts.documents, facts.as_of, facts.currency, facts.advance),
        "enclosures": [],
        "papers": [],
        "extra": {},
    }


def who_answers(author: PersonFacts, own: PartyFacts) -> PersonFacts:
    """Who answers questions: the author, else who signs; by telephone and address of the company where theirs lack."""
    signs = own.signatory
    if not author.name and signs is not None:
        author = PersonFacts(signs.name, signs.position, key=signs.key)
    return replace(author, phone=author.phone or own.phone, email=author.email or own.email)
