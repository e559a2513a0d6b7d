"""The context of a document about a contract, gathered from the register as it stands on the day asked about."""

from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from contracts.documents import translations
from contracts.documents.contexts.common import DocumentFacts, TermFacts, common_context
from contracts.documents.contexts.contract_words import kind_of
from contracts.documents.contexts.phrasebook import Phrasebook
from contracts.documents.contexts.things import TRANSLATED, Things
from contracts.documents.contexts.values import DocumentContext, laid_over
from contracts.documents.facts import party_of, person_of, phrasebook
from contracts.documents.kinds.builder_input import BuilderInput, DocumentSpec
from contracts.documents.kinds.builders import only_of_kind
from contracts.kernel.calendar import FAR, Duration
from contracts.kernel.context import Call, Context
from contracts.kernel.rules import Rules
from contracts.kernel.subject import PersonId
from contracts.people.queries import people
from contracts.registry.lookup import shown_number
from contracts.registry.queries import contracts
from contracts.registry.queries.facts import load
from contracts.registry.rules.amendment import conditions_on
from contracts.registry.rules.contract import ContractFacts
from contracts.registry.rules.notice import usual_method
from contracts.registry.rules.term import length_between, outline
from contracts.registry.tables.contract import ContractRow


def context_of(
    conn: Connection, ctx: Context, call: Call, contract: ContractRow, spec: DocumentSpec
) -> tuple[DocumentContext, Phrasebook]:
    """The context of a document about a contract, with the records only its kind has, and the phrasebook used."""
    facts = load(conn, [contract.id])[contract.id]
    about = BuilderInput(conn, ctx, call, contract, facts, _common(conn, ctx, call, contract, facts, spec), spec)
    common = about.common
    parts = (common.own, common.counterparty, common.author, common.manager, common.things)
    book = phrasebook(conn, spec.language, *parts)
    book.given = translations.given(spec.overrides, common, spec.language)
    return laid_over(common_context(common, book), only_of_kind(spec.kind, about)), book


def _common(
    conn: Connection,
    ctx: Context,
    call: Call,
    contract: ContractRow,
    facts: ContractFacts,
    spec: DocumentSpec,
) -> DocumentFacts:
    """Everything the register knows for a document; accounts are in the currency of what it prints."""
    conditions = conditions_on(facts, call.as_of)
    currency = conditions.amount.currency if conditions.amount else "UAH"
    if spec.basis.document is not None:
        currency = spec.basis.document.currency
    owner_id, manager_id = contract.owner_id, None
    if owner_id is not None:
        manager_id = people.roster_on(conn, call.as_of).managers.get(PersonId(owner_id))
    return DocumentFacts(
        own=party_of(conn, contract.own_company_id, call.as_of, currency=currency),
        counterparty=party_of(conn, contract.counterparty_id, call.as_of, currency=currency),
        conditions=conditions,
        term=_term(facts, ctx.rules, call),
        as_of=call.as_of,
        number=shown_number(contract),
        kind=kind_of(contract.type, contract.title),
        title=contract.title,
        subject=contract.subject,
        dated_on=contract.dated_on or contract.concluded_on,
        own_side=spec.own_side,
        document_number=spec.number,
        method=usual_method(conditions, ctx.rules),
        author=person_of(conn, call.person_id or contract.owner_id),
        manager=person_of(conn, manager_id),
        prevailing_language=contract.prevailing_language,
        custom=contracts.custom_values(conn, contract.id),
        things=Things(key=f"contract:{contract.id}", **{name: getattr(contract, name) for name in TRANSLATED}),
    )


def _term(facts: ContractFacts, rules: Rules, call: Call) -> TermFacts:
    whole = outline(facts, rules, call.as_of)
    if not whole.links:
        return TermFacts(1, first_day=facts.base.first_day, initial_first_day=facts.base.first_day)
    place = whole.place(call.as_of)
    link = whole.links[place]
    after = whole.links[place + 1].term if place + 1 < len(whole.links) else None
    initial_first_day, initial_last_day, initial = _initial(facts, rules)
    return TermFacts(
        no=link.term.no,
        first_day=link.term.first_day,
        last_day=_finite(link.term.last_day),
        notice_deadline=link.notice_deadline,
        post_by=link.post_by,
        next_first_day=after.first_day if after else None,
        next_last_day=_finite(after.last_day) if after else None,
        initial_first_day=initial_first_day,
        initial_last_day=initial_last_day,
        initial=initial,
    )


def _initial(facts: ContractFacts, rules: Rules) -> tuple[date | None, date | None, Duration | None]:
    """The first term as the contract named it, whatever was amended, recorded or ended since: its days, its length."""
    alone = replace(facts, amendments=(), recorded_terms=(), notices=(), decisions=(), terminated_after=None)
    links = outline(alone, rules, facts.base.first_day or date.min).links[:1]
    first_day, last_day = facts.base.first_day, _finite(links[0].term.last_day) if links else None
    length = facts.base.length
    if length is None and first_day is not None and last_day is not None:
        between = length_between(first_day, last_day, facts.base.end_rule)
        length = between if between.unit == "month" else None
        if length is not None and length.count % 12 == 0:
            length = Duration(length.count // 12, "year")
    return first_day, last_day, length


def _finite(day: date) -> date | None:
    """A last day; ``None`` where there is no end."""
    return None if day == FAR else day
