"""The reminder of payment: everything of one debtor that is past its day, under whatever contract (domain §8)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from contracts.documents.contexts.debts import OpenDocument, debt_context
from contracts.documents.contexts.party import PartyFacts, PersonFacts, party_record, person_record
from contracts.documents.contexts.phrasebook import Phrasebook
from contracts.documents.contexts.values import DocumentContext, day
from contracts.kernel.money import Money


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


def reminder_context(facts: ReminderFacts, book: Phrasebook) -> DocumentContext:
    """The context under the vocabulary; a debtor whose address nobody knows is written to all the same."""
    own, other = party_record(facts.own, book), party_record(facts.counterparty, book)
    own["contact"] = person_record(facts.own.contact or facts.author, book)
    return {
        "own": own,
        "counterparty": {"post_address": "", **other},
        "document": {"number": facts.number, "date": day(facts.as_of), "reply_to": None},
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
