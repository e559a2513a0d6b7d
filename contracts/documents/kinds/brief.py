"""The renewal brief: the page for the manager; money under the contract says how each side kept its days."""

from contracts.documents.contexts.brief import BriefFacts, Performance, brief_context
from contracts.documents.contexts.values import DocumentContext
from contracts.documents.kinds.about import PAYABLE, RECEIVABLE, About
from contracts.documents.kinds.letters import debts
from contracts.kernel.deadline import DeadlineKind
from contracts.language import Words
from contracts.money.queries.performance import discipline_under
from contracts.money.rules.performance import PaymentDiscipline
from contracts.registry.rules.amendment import conditions_on
from contracts.registry.rules.derive import derive_contract


def brief(about: About) -> DocumentContext:
    """What happens if nobody acts, how the dates were found, how each side performed, what is missing."""
    conn, call, facts = about.conn, about.call, about.facts
    words = Words("uk" if about.is_ukrainian else "en", about.ctx.sockets)
    steps = [
        step
        for each in derive_contract(facts, about.ctx.rules, call.as_of).deadlines
        if each.key.kind in (DeadlineKind.RENEWAL_DECISION, DeadlineKind.POST_NOTICE)
        for step in words.why_steps(each.why)
    ]
    theirs, ours = (discipline_under(conn, about.row.id, side, call.as_of) for side in (RECEIVABLE, PAYABLE))
    said = BriefFacts(
        conditions=conditions_on(facts, call.as_of),
        term=about.term,
        as_of=call.as_of,
        why=steps,
        theirs=_performance(theirs),
        ours=_performance(ours),
        used=theirs.used or ours.used,
        missing=[words.missing(each) for each in facts.known_missing],
    )
    return brief_context(said, about.language) | debts(about)


def _performance(kept: PaymentDiscipline) -> Performance:
    return Performance(kept.due, kept.done, len(kept.days_late), kept.days_late)
