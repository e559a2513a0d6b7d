"""Supplementary agreements and the consolidated edition: what changes, and what holds after it (domain §3)."""

from contracts.documents.contexts.amendment import AmendmentFacts, amendment_context
from contracts.documents.contexts.edition import edition_context
from contracts.documents.contexts.values import DocumentContext
from contracts.documents.kinds.builder_input import BuilderInput
from contracts.kernel.refusal import Refusal
from contracts.registry.queries import amendments


def amendment(about: BuilderInput, kind: str) -> DocumentContext:
    """The newest draft of the contract, else the newest amendment."""
    facts = about.facts
    if not facts.amendments:
        raise Refusal(
            "The contract {number} has no supplementary agreement: draft it first with `contracts amendment add`.",
            number=about.contract.name,
        )
    drafts = [each for each in facts.amendments if each.signed_on is None]
    newest = max(drafts or facts.amendments, key=lambda each: each.no)
    rationales = {row.id: row.rationale for row in amendments.of_contract(about.conn, about.contract.id)}
    chosen = AmendmentFacts(facts, newest, rationales[newest.id], about.call.as_of)
    return {"amendment": amendment_context(chosen, kind, about.language)["amendment"] | about.place}


def edition(about: BuilderInput) -> DocumentContext:
    """The conditions in force with where each comes from."""
    return edition_context(about.facts, about.call.as_of, about.language)
