"""Supplementary agreements and the consolidated edition: what changes, and what holds after it (domain §3)."""

from contracts.documents.contexts.amendment import AmendmentFacts, amendment_context
from contracts.documents.contexts.edition import edition_context
from contracts.documents.contexts.party import place_of
from contracts.documents.contexts.values import DocumentContext
from contracts.documents.kinds.about import About
from contracts.kernel.refusal import Refusal
from contracts.registry.queries import amendments
from contracts.registry.rules.contract import Amendment


def amendment(about: About, kind: str) -> DocumentContext:
    """The newest draft of the contract, else the newest amendment."""
    facts = about.facts
    if not facts.amendments:
        raise Refusal(
            "The contract {number} has no supplementary agreement: draft it first with `contracts amendment add`.",
            number=about.row.number or about.row.register_no,
        )
    drafts = [each for each in facts.amendments if each.signed_on is None]
    chosen: Amendment = max(drafts or facts.amendments, key=lambda each: each.no)
    rows = {each.id: each for each in amendments.of_contract(about.conn, about.row.id)}
    said = AmendmentFacts(facts, chosen, rows[chosen.id].rationale, about.call.as_of)
    found = amendment_context(said, kind, about.language)
    place = place_of(about.own.address, about.language)
    return {"amendment": found["amendment"] | ({"place": place} if place else {})}


def edition(about: About) -> DocumentContext:
    """The conditions in force with where each comes from."""
    return edition_context(about.facts, about.call.as_of, about.language)
