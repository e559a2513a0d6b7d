"""What silence would cost, and which faster ways of sending are left: reckoned when a digest is worded, not stored."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

from contracts.kernel.context import Context
from contracts.kernel.database.engine import reading
from contracts.kernel.derivation import CodeFact
from contracts.kernel.fault import FactsFault
from contracts.kernel.rules import Rules
from contracts.language import Words
from contracts.mail.message import Rendered
from contracts.registry.queries import facts
from contracts.registry.rules import steps as steps
from contracts.registry.rules.contract import ContractFacts
from contracts.registry.rules.term import After, outline
from contracts.reminders.digest import digest
from contracts.reminders.digest.content import DigestContent, DigestItem, from_json

#: Kinds for which a contract renews if nobody acts.
_RENEWING = frozenset({"renewal_decision", "post_notice"})


def contracts_asked(content: DigestContent) -> list[int]:
    """The contracts of a digest whose facts :func:`complete` needs."""
    return sorted({each.contract_id for each in content.items if each.kind in _RENEWING})


def complete(content: DigestContent, facts: Mapping[int, ContractFacts], rules: Rules) -> DigestContent:
    """The digest with the end of the term that silence begins, and the ways of sending still open after ``act_by``."""
    return replace(content, items=tuple(_complete(each, facts.get(each.contract_id), rules) for each in content.items))


def _complete(item: DigestItem, facts: ContractFacts | None, rules: Rules) -> DigestItem:
    if facts is None or item.kind not in _RENEWING:
        return item
    facts_by_day = ((dict(each.facts)["method"], each.on) for each in item.why if each.code == steps.METHOD_UNTIL)
    later = {method.value: day for method, day in facts_by_day if isinstance(method, CodeFact)}
    still_open = sorted(((method, day) for method, day in later.items() if day > item.act_by), key=lambda each: each[1])
    return replace(item, if_silent_until=_silence_until(item, facts, rules), later_methods=tuple(still_open))


def _silence_until(item: DigestItem, facts: ContractFacts, rules: Rules) -> date | None:
    """The last day of the term that follows if nobody acts by ``due_on``; ``None`` where none does."""
    try:
        links = outline(facts, rules, item.due_on).links
    except FactsFault:
        return None
    for link, following in pairwise(links):
        if link.notice_deadline == item.due_on and link.after is After.RENEWS:
            return following.term.last_day
    return None


def write_mail(ctx: Context, stored: dict[str, Any], language: str) -> Rendered:
    """The mail of what the outbox keeps of a digest."""
    content = from_json(stored)
    with reading(ctx.engine) as conn:
        known = facts.load(conn, contracts_asked(content))
    words = Words(language if language == "uk" else "en", ctx.sockets)
    return digest.render(complete(content, known, ctx.rules), words)
