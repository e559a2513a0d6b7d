"""What every document about a contract may say: parties, the contract as it stands on the day, its term, the author.

A fact the register does not have is not in the context: the template that prints it is refused by its name, or marks it
in a draft. Which side we are is not in the register: without it there are no ``performer`` and ``customer``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from contracts.documents.contexts.contract_words import is_by_post, method_phrase, roles_of, subject_of, title_of
from contracts.documents.contexts.party import PartyFacts, PersonFacts, party_record, person_record
from contracts.documents.contexts.phrasebook import Phrasebook
from contracts.documents.contexts.things import TRANSLATED, Things, things_record
from contracts.documents.contexts.values import DocumentContext, day, duration, money
from contracts.kernel.calendar import Duration
from contracts.language.casing import in_mid_sentence
from contracts.language.phrases import phrase_in
from contracts.registry.rules.contract import Conditions

PERFORMER, CUSTOMER = "performer", "customer"


@dataclass(frozen=True, slots=True)
class TermFacts:
    """The term running on the day, the first one, and the one that begins if nobody gives notice."""

    no: int
    first_day: date | None = None
    last_day: date | None = None
    initial_first_day: date | None = None
    initial_last_day: date | None = None
    initial: Duration | None = None
    notice_deadline: date | None = None
    post_by: date | None = None
    next_first_day: date | None = None
    next_last_day: date | None = None


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """Everything the register knows for a document about a contract; ``own_side`` is performer, customer or empty."""

    own: PartyFacts
    counterparty: PartyFacts
    conditions: Conditions
    term: TermFacts
    as_of: date
    number: str
    kind: str
    title: str = ""
    subject: str = ""
    dated_on: date | None = None
    own_side: str = ""
    document_number: str = ""
    method: str = "letter"
    author: PersonFacts = field(default_factory=PersonFacts)
    manager: PersonFacts = field(default_factory=PersonFacts)
    prevailing_language: str = ""
    custom: Mapping[str, str] = field(default_factory=dict)
    things: Things = field(default_factory=Things)


def common_context(facts: DocumentFacts, book: Phrasebook) -> DocumentContext:
    """The context under the vocabulary, without the records only one kind has."""
    performer_role, customer_role = roles_of(facts.kind, book.language)
    ours, theirs = (customer_role, performer_role) if facts.own_side == CUSTOMER else (performer_role, customer_role)
    own = party_record(facts.own, book, role=ours if facts.own_side else "")
    counterparty = party_record(facts.counterparty, book, role=theirs if facts.own_side else "")
    if facts.own.contact is None:
        own["contact"] = person_record(facts.author, book)
    context: DocumentContext = {
        "own": own,
        "counterparty": counterparty,
        "contract": _contract(facts, book),
        "term": _term(facts, book.language),
        "document": _document(facts, book.language),
        "author": _named(person_record(facts.author, book)),
        "manager": _known(person_record(facts.manager, book)),
        "as_of": day(facts.as_of),
        "enclosures": [],
        "papers": [],
        "extra": {},
    }
    if facts.own_side:
        is_customer = facts.own_side == CUSTOMER
        context[PERFORMER], context[CUSTOMER] = (counterparty, own) if is_customer else (own, counterparty)
    return context


def _named(record: DocumentContext) -> DocumentContext:
    """A person whose name must be known; position, telephone and address may be empty."""
    return record if record["name"] else {name: value for name, value in record.items() if name != "name"}


def _known(record: DocumentContext) -> DocumentContext:
    return {name: value for name, value in record.items() if value != ""}


def _contract(facts: DocumentFacts, book: Phrasebook) -> DocumentContext:
    language, things = book.language, facts.things
    title = title_of(facts.kind, facts.title, language)
    subject = book.fact(things.key, "subject", subject_of(facts.subject, facts.title))
    amount = facts.conditions.amount
    said = {name: book.fact(things.key, name, getattr(things, name)) for name in TRANSLATED}
    record: DocumentContext = {
        "number": facts.number,
        "kind": facts.kind,
        "title": title,
        "title_genitive": phrase_in(title, language, "genitive")[0] if language in ("uk", "ru") else title,
        "subject": in_mid_sentence(subject, language),
        "own_side": facts.own_side,
        "currency": amount.currency if amount else "UAH",
        "prevailing_language": facts.prevailing_language or None,
        "custom": dict(facts.custom),
    }
    #: Optional under the vocabulary: a clause that is not agreed is not printed.
    optional: DocumentContext = {
        "amount": money(amount),
        "prepayment": None,
        "penalty_rate": _per_day(facts.conditions.penalty),
        "penalty_limitation": None,
        "warranty": None,
        "delivery_terms": None,
        "vat_ground": said["vat_ground"] or None,
        **things_record(replace(things, **said), facts.kind, subject, language),
    }
    if facts.dated_on:
        record["signed_on"] = day(facts.dated_on)
    return _known(record) | optional | {"interest_rate": "3", "forum": "court"}


def _per_day(penalty: str) -> str | None:
    return penalty.removeprefix("per_day:") if penalty.startswith("per_day:") else None


def _term(facts: DocumentFacts, language: str) -> DocumentContext:
    conditions, term = facts.conditions, facts.term
    record: DocumentContext = {
        "number": term.no,
        "first_day": day(term.first_day) or "",
        "initial_first_day": day(term.initial_first_day) or "",
        "renewal": conditions.renewal.value if conditions.renewal else "",
        "notice_method": method_phrase(facts.method, language),
        "notice_counts": conditions.notice_counts.value,
    }
    return _known(record) | {
        "last_day": day(term.last_day),
        "initial_last_day": day(term.initial_last_day),
        "initial": duration(term.initial or conditions.length),
        "renewal_duration": duration(conditions.renewal_length),
        "renewals_max": conditions.max_renewals,
        "notice": duration(conditions.notice),
        "notice_clause": dict(conditions.clauses).get("notice"),
        "exit_notice": None,
        "notice_deadline": day(term.notice_deadline),
        "post_by": day(term.post_by),
        "next_first_day": day(term.next_first_day),
        "next_last_day": day(term.next_last_day),
    }


def _document(facts: DocumentFacts, language: str) -> DocumentContext:
    record: DocumentContext = {
        "number": facts.document_number,
        "date": day(facts.as_of),
        "method": method_phrase(facts.method, language),
    }
    return _known(record) | {"reply_to": None, "by_post": is_by_post(facts.method)}
