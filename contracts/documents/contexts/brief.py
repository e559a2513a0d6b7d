"""The renewal brief: one page for the manager, from what the register knows and with what it lacks said openly."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from contracts.documents.contexts.common import TermFacts
from contracts.documents.contexts.values import DocumentContext, decimal, money
from contracts.kernel.money import Money
from contracts.language import figures, spans
from contracts.registry.rules.contract import Conditions, Renewal


@dataclass(frozen=True, slots=True)
class Performance:
    """How one side kept its days: counts of what fell due, was done, was late; ``days_late`` of those done late."""

    due: int = 0
    done: int = 0
    late: int = 0
    days_late: tuple[int, ...] = ()
    open: str = ""


@dataclass(frozen=True, slots=True)
class BriefFacts:
    """What a brief is made of; ``why`` are the steps of the deadline in words."""

    conditions: Conditions
    term: TermFacts
    as_of: date
    why: Sequence[str] = ()
    ours: Performance = Performance()
    theirs: Performance = Performance()
    used: Money | None = None
    open_claims: int = 0
    missing: Sequence[str] = ()
    risks: Sequence[str] = ()
    proposal: str = ""
    reasons: Sequence[str] = ()


def brief_context(facts: BriefFacts, language: str) -> DocumentContext:
    """The records of a renewal brief beyond those every paper has."""
    from fractions import Fraction

    amount = facts.conditions.amount
    used = facts.used or Money(0, amount.currency if amount else "UAH")
    share = Fraction(100 * used.minor, amount.minor) if amount and amount.minor else None
    return {
        "brief": {
            "outcome": _outcome(facts, language),
            "why": [each.rstrip(".") for each in facts.why],
            "options": _options(facts, language),
            "proposal": facts.proposal or None,
            "reasons": list(facts.reasons),
            "risks": list(facts.risks),
        },
        "fulfilment": {"ours": _side(facts.ours), "theirs": _side(facts.theirs)},
        "discipline": _discipline(facts, language),
        "usage": {
            "amount": money(amount),
            "used": money(used),
            "left": money(amount - used) if amount and amount.currency == used.currency else None,
            "share": decimal(share, 0) if share is not None else None,
        },
        "missing": list(facts.missing),
    }


def _outcome(facts: BriefFacts, language: str) -> str:
    """One sentence: what happens if nobody acts."""
    is_uk, term = language == "uk", facts.term
    last = figures.date_document(term.last_day, language) if term.last_day else ""
    if facts.conditions.renewal is Renewal.AUTOMATIC and term.next_first_day is not None:
        length = facts.conditions.renewal_length
        by = spans.document_duration(length, language) if length else ""
        to = figures.date_document(term.next_last_day, language) if term.next_last_day else ""
        if is_uk:
            return f"Договір автоматично продовжиться на {by}, по {to}, на тих самих умовах."
        return f"the Agreement renews automatically for {by}, to {to}, on the same terms."
    if facts.conditions.renewal in (Renewal.EVERGREEN, Renewal.UNTIL_FULFILLED) or not last:
        return "Договір діятиме й далі." if is_uk else "the Agreement stays in force."
    return f"Договір закінчиться {last}." if is_uk else f"the Agreement ends on {last}."


def _options(facts: BriefFacts, language: str) -> list[dict[str, str]]:
    is_automatic = facts.conditions.renewal in (Renewal.AUTOMATIC, Renewal.TACIT)
    if language == "uk":
        kept = ("Продовжити", "новий строк на тих самих умовах", "не потрібен" if is_automatic else "додаткова угода")
        left = ("Не продовжувати", "Договір закінчується зі строком", "повідомлення про відмову")
        changed = ("Змінити умови", "переговори до кінця строку", "пропозиція, додаткова угода")
    else:
        kept = ("Renew", "a new term on the same terms", "none needed" if is_automatic else "supplementary agreement")
        left = ("Do not renew", "the Agreement ends with its term", "notice of non-renewal")
        changed = ("Change the terms", "negotiation before the term ends", "proposal, supplementary agreement")
    return [{"name": name, "effect": effect, "paper": paper} for name, effect, paper in (kept, changed, left)]


def _side(side: Performance) -> DocumentContext:
    share = _on_time(side)
    return {"due": side.due, "done": side.done, "late": side.late, "open": side.open or None, "share": share}


def _on_time(side: Performance) -> str | None:
    from fractions import Fraction

    return decimal(Fraction(100 * (side.done - side.late), side.due), 0) if side.due else None


def _discipline(facts: BriefFacts, language: str) -> DocumentContext | None:
    """From history only: without history there is no grade."""
    side = facts.theirs
    if not side.due:
        return None
    share = 100 * (side.done - side.late) / side.due
    grade = next(letter for floor, letter in ((95, "A"), (80, "B"), (50, "C"), (0, "D")) if share >= floor)
    average = sum(side.days_late) // len(side.days_late) if side.days_late else 0
    if language == "uk":
        reason = f"Із {side.due} платежів вчасно — {side.done - side.late}."
    else:
        reason = f"Of {side.due} payments {side.done - side.late} came on time."
    return {
        "grade": grade,
        "reasons": [reason],
        "on_time": _on_time(side),
        "average_late": average,
        "max_late": max(side.days_late, default=0),
        "open_claims": facts.open_claims,
    }
