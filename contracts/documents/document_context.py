"""The facts of a paper about a contract, gathered from the register as it stands on the day asked about."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from contracts.documents.contexts.common import PaperFacts, TermFacts, paper_context
from contracts.documents.contexts.contract_words import kind_of
from contracts.documents.contexts.party import PersonFacts
from contracts.documents.contexts.phrasebook import Phrasebook
from contracts.documents.contexts.values import laid_over
from contracts.documents.document_facts import party_of, person_of, phrasebook
from contracts.documents.document_kinds import more_of
from contracts.documents.kinds.about import About, Basis, Given
from contracts.kernel.context import Call, Context
from contracts.kernel.rules import Rules
from contracts.kernel.subject import PersonId
from contracts.people.queries import people
from contracts.registry.queries import contracts
from contracts.registry.queries.facts import load
from contracts.registry.rules.amendment import conditions_on
from contracts.registry.rules.contract import ContractFacts
from contracts.registry.rules.notice import usual_method
from contracts.registry.rules.term import outline
from contracts.registry.tables.contract import ContractRow
from contracts.registry.which import shown_number


@dataclass(frozen=True, slots=True)
class Sheet:
    """The paper wanted: kind and language, our side (performer, customer, empty), its number.

    ``basis`` is the document, annex or person it is made of, ``given`` the facts a person gave.
    """

    language: str
    kind: str = ""
    own_side: str = ""
    number: str = ""
    basis: Basis = Basis()
    given: Given = Given()


def context_of(
    conn: Connection, ctx: Context, call: Call, row: ContractRow, sheet: Sheet
) -> tuple[dict[str, Any], Phrasebook]:
    """The context of a paper about a contract, with the records only its kind has, and the phrasebook used."""
    document = sheet.basis.document
    facts = paper_facts(
        conn,
        ctx,
        call,
        row,
        own_side=sheet.own_side,
        paper_number=sheet.number,
        currency=document.currency if document is not None else None,
    )
    book = phrasebook(conn, sheet.language, facts.own, facts.counterparty, facts.author, facts.manager)
    about = About(
        conn,
        ctx,
        call,
        row,
        facts.term,
        sheet.language,
        facts.own,
        facts.counterparty,
        sheet.own_side,
        sheet.number,
        sheet.basis,
        sheet.given,
    )
    return laid_over(paper_context(facts, book), more_of(sheet.kind, about)), book


def paper_facts(
    conn: Connection,
    ctx: Context,
    call: Call,
    row: ContractRow,
    *,
    own_side: str = "",
    paper_number: str = "",
    currency: str | None = None,
) -> PaperFacts:
    """Everything the register knows for a paper about a contract (a row of ``contract``).

    Accounts are in ``currency``, that of the contract unless named.
    """
    facts = load(conn, [row.id])[row.id]
    conditions = conditions_on(facts, call.as_of)
    currency = currency or (conditions.amount.currency if conditions.amount else "UAH")
    own, other = (party_of(conn, id, call.as_of, currency=currency) for id in (row.own_company_id, row.counterparty_id))
    return PaperFacts(
        own=own,
        counterparty=other,
        conditions=conditions,
        term=_term(facts, ctx.rules, call),
        as_of=call.as_of,
        number=shown_number(row),
        kind=kind_of(row.type, row.title),
        title=row.title,
        subject=row.subject,
        dated_on=row.dated_on or row.concluded_on,
        own_side=own_side,
        paper_number=paper_number,
        method=usual_method(conditions, ctx.rules),
        author=person_of(conn, call.person_id or row.owner_id),
        manager=_manager(conn, row, call),
        prevailing_language=row.prevailing_language,
        custom=contracts.custom_values(conn, row.id),
    )


def _manager(conn: Connection, row: ContractRow, call: Call) -> PersonFacts:
    """Who decides about the contract: the manager its owner answers to."""
    if row.owner_id is None:
        return PersonFacts()
    return person_of(conn, people.roster_on(conn, call.as_of).managers.get(PersonId(row.owner_id)))


def _term(facts: ContractFacts, rules: Rules, call: Call) -> TermFacts:
    whole = outline(facts, rules, call.as_of)
    if not whole.links:
        return TermFacts(1, first_day=facts.base.first_day)
    place = whole.place(call.as_of)
    link = whole.links[place]
    after = whole.links[place + 1].term if place + 1 < len(whole.links) else None
    return TermFacts(
        no=link.term.no,
        first_day=link.term.first_day,
        last_day=link.term.last_day,
        notice_deadline=link.notice_deadline,
        post_by=link.post_by,
        next_first_day=after.first_day if after else None,
        next_last_day=after.last_day if after else None,
    )
