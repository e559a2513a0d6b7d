"""The answer to a claim received: each demand with our decision, sums accepted and refused (domain §8).

Whether the claim is accepted, in part or not at all follows from the sums, unless a person says so for demands that
are no sums.
"""

from dataclasses import dataclass
from datetime import date

from contracts.claims.case.contexts.letter import ClaimContract
from contracts.claims.case.contexts.words import ours_of
from contracts.documents.contexts.contract_words import method_phrase, title_of
from contracts.documents.contexts.party import PartyFacts, PersonFacts, party_record, person_record
from contracts.documents.contexts.phrasebook import Phrasebook
from contracts.documents.contexts.values import DocumentContext, day, money
from contracts.kernel.money import Money
from contracts.language.phrases import phrase_in

ACCEPTED, PARTLY, REFUSED = "accepted", "partly", "refused"


@dataclass(frozen=True, slots=True)
class Demanded:
    """One demand of the claim; a demand that is no sum has neither ``claimed`` nor ``accepted``."""

    subject: str
    claimed: Money | None = None
    accepted: Money | None = None


@dataclass(frozen=True, slots=True)
class ClaimAnswerFacts:
    """Everything the answer says; texts are in the language of the document already."""

    own: PartyFacts
    counterparty: PartyFacts
    contract: ClaimContract
    currency: str
    number: str
    dated_on: date
    claim_number: str
    claim_dated_on: date
    demands: tuple[Demanded, ...] = ()
    received_on: date | None = None
    grounds: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    pay_by: date | None = None
    author: PersonFacts = PersonFacts()
    method: str = "letter"

    @property
    def claimed(self) -> Money | None:
        """The sum of all demands that are sums; ``None`` where none is."""
        sums = [each.claimed.minor for each in self.demands if each.claimed is not None]
        return Money(sum(sums), self.currency) if sums else None

    @property
    def accepted(self) -> Money | None:
        """What is accepted of it; ``None`` where nothing is."""
        minor = sum(each.accepted.minor for each in self.demands if each.accepted is not None)
        return Money(minor, self.currency) if minor else None

    @property
    def outcome(self) -> str:
        """What the sums say: all accepted, a part, nothing; where no demand is a sum a person says it (``--set``)."""
        if self.accepted is None:
            return REFUSED
        return ACCEPTED if self.accepted == self.claimed else PARTLY


def claim_answer_context(facts: ClaimAnswerFacts, book: Phrasebook) -> DocumentContext:
    """The context of the answer under the vocabulary."""
    return {
        "own": party_record(facts.own, book, keeps_absent=True),
        "counterparty": party_record(facts.counterparty, book, keeps_absent=True),
        "contract": _contract(facts, book.language),
        "document": {
            "number": facts.number,
            "date": day(facts.dated_on),
            "method": method_phrase(facts.method, book.language),
            "reply_to": None,
        },
        "author": person_record(facts.author, book),
        "as_of": day(facts.dated_on),
        "answer": answer_record(facts, book.language),
        "papers": [{"title": title, "reason": None, "form": "", "amount": None} for title in facts.papers],
        "enclosures": [],
        "extra": {},
    }


def answer_record(facts: ClaimAnswerFacts, language: str) -> DocumentContext:
    """The record ``answer``."""
    refused = facts.claimed - (facts.accepted or Money(0, facts.currency)) if facts.claimed is not None else None
    return {
        "claim_number": facts.claim_number,
        "claim_date": day(facts.claim_dated_on),
        "received_on": day(facts.received_on),
        "outcome": facts.outcome,
        "claimed": money(facts.claimed),
        "accepted": money(facts.accepted),
        "refused": money(refused) if refused and refused.minor else None,
        "rows": [_row(each, language) for each in facts.demands],
        "grounds": list(facts.grounds),
        "pay_by": day(facts.pay_by) if facts.accepted else None,
        "paid_on": None,
        "paid_by": None,
        "actions": [],
        "proposals": [],
    }


def _contract(facts: ClaimAnswerFacts, language: str) -> DocumentContext:
    contract = facts.contract
    title = title_of(contract.kind, contract.title, language)
    return {
        "number": contract.number,
        "signed_on": day(contract.dated_on),
        "title": title,
        "title_genitive": phrase_in(title, language, "genitive")[0] if language in ("uk", "ru") else title,
        "subject": contract.subject,
        "kind": contract.kind,
        "currency": facts.currency,
        "custom": {},
    }


def _row(demand: Demanded, language: str) -> DocumentContext:
    return {
        "subject": demand.subject,
        "claimed": money(demand.claimed),
        "accepted": money(demand.accepted) if demand.accepted and demand.accepted.minor else None,
        "decision": _decision(demand, language),
    }


def _decision(demand: Demanded, language: str) -> str:
    whole, part, none = _DECISIONS[ours_of(language)]
    if demand.accepted is None or not demand.accepted.minor:
        return none
    return whole if demand.accepted == demand.claimed else part


#: How a demand is decided: accepted, accepted in part, rejected.
_DECISIONS = {
    "uk": ("визнано", "визнано частково", "відхилено"),
    "en": ("accepted", "accepted in part", "rejected"),
}
