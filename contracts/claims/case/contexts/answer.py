"""The answer to a claim received: each demand with our decision, sums accepted and refused (domain §8).

Whether the claim is accepted, in part or not at all follows from the sums, unless a person says so for demands that
are no sums.
"""

from dataclasses import dataclass
from datetime import date

from contracts.claims.case.contexts.letter import ClaimSides
from contracts.claims.case.contexts.words import ours_of, paper_words
from contracts.documents.contexts.contract_words import method_phrase
from contracts.documents.contexts.party import PersonFacts, person_record
from contracts.documents.contexts.phrasebook import Phrasebook
from contracts.documents.contexts.values import DocumentContext, day, money
from contracts.kernel.money import Money
from contracts.language.phrases import phrase_in


@dataclass(frozen=True, slots=True)
class Demanded:
    """One demand of the claim; a demand that is no sum has neither ``claimed`` nor ``accepted``."""

    subject: str
    claimed: Money | None = None
    accepted: Money | None = None


@dataclass(frozen=True, slots=True)
class ClaimAnswerFacts(ClaimSides):
    """Everything the answer says; texts are in the language of the document already."""

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
            return "refused"
        return "accepted" if self.accepted == self.claimed else "partly"


def claim_answer_context(facts: ClaimAnswerFacts, book: Phrasebook) -> DocumentContext:
    """The context of the answer under the vocabulary."""
    context, language = facts.context(book, facts.currency, {}), book.language
    title = context["contract"]["title"]
    genitive = phrase_in(title, language, "genitive")[0] if language in ("uk", "ru") else title
    context["contract"]["title_genitive"] = genitive
    return {
        **context,
        "document": {
            "number": facts.number,
            "date": day(facts.dated_on),
            "method": method_phrase(facts.method, language),
            "reply_to": None,
        },
        "author": person_record(facts.author, book),
        "as_of": day(facts.dated_on),
        "answer": _answer(facts, language),
        "papers": [{"title": title, "reason": None, "form": "", "amount": None} for title in facts.papers],
        "enclosures": [],
        "extra": {},
    }


def _answer(facts: ClaimAnswerFacts, language: str) -> DocumentContext:
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


def _row(demand: Demanded, language: str) -> DocumentContext:
    accepted = demand.accepted if demand.accepted and demand.accepted.minor else None
    decision = "refused" if accepted is None else "accepted" if accepted == demand.claimed else "partly"
    return {
        "subject": demand.subject,
        "claimed": money(demand.claimed),
        "accepted": money(accepted),
        "decision": paper_words("answer", ours_of(language))[decision],
    }
