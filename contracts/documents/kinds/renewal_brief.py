"""The renewal brief: one page for the manager, from what the register knows and with what it lacks written openly."""

from fractions import Fraction

from contracts.documents.contexts.contract_words import words
from contracts.documents.contexts.values import DocumentContext, decimal, money
from contracts.documents.kinds.builder_input import PAYABLE, RECEIVABLE, BuilderInput
from contracts.documents.kinds.letters import debts
from contracts.kernel.deadline import DeadlineKind
from contracts.kernel.money import Money
from contracts.language import Words, figures, spans
from contracts.money.queries.performance import discipline_under
from contracts.money.rules.performance import PaymentDiscipline
from contracts.registry.remedies import ways_sentence
from contracts.registry.rules.contract import Renewal
from contracts.registry.rules.derive import derive_contract
from contracts.registry.rules.why import ways_left

_DECIDED = (DeadlineKind.NOTICE_MISSED, DeadlineKind.RENEWAL_DECISION, DeadlineKind.POST_NOTICE)


def brief(about: BuilderInput) -> DocumentContext:
    """What happens if nobody acts, how the dates follow, how each side kept its days of payment, what is missing."""
    conn, call, amount = about.conn, about.call, about.conditions.amount
    say = Words("uk" if about.language == "uk" else "en", about.ctx.sockets)
    theirs, ours = (discipline_under(conn, about.contract.id, side, call.as_of) for side in (RECEIVABLE, PAYABLE))
    used = theirs.used or ours.used or Money(0, amount.currency if amount else "UAH")
    share = Fraction(100 * used.minor, amount.minor) if amount and amount.minor else None
    return {
        "brief": {
            "outcome": _outcome(about),
            "why": _steps(about, say),
            "options": _options(about),
            "proposal": None,
            "reasons": [],
            "risks": [],
        },
        "fulfilment": {"ours": _side(ours), "theirs": _side(theirs)},
        "discipline": _discipline(theirs, about.language),
        "usage": {
            "amount": money(amount),
            "used": money(used),
            "left": money(amount - used) if amount and amount.currency == used.currency else None,
            "share": decimal(share, 0) if share is not None else None,
        },
        "missing": [say.missing(each) for each in about.facts.known_missing],
    } | debts(about)


def _steps(about: BuilderInput, say: Words) -> list[str]:
    """How the day to decide was found, step by step, and which ways of notice are left once the usual one is not."""
    day = about.call.as_of
    deadlines = derive_contract(about.facts, about.ctx.rules, day).deadlines
    asked = next((each for each in deadlines if each.key.kind in _DECIDED), None)
    if asked is None:
        return []
    left = ways_left(asked.why, asked.act_by, asked.key.due_on, day)
    found = [*say.why_steps(asked.why), *([ways_sentence(say, left)] if left is not None else [])]
    return [each.rstrip(".") for each in found]


def _outcome(about: BuilderInput) -> str:
    known, term, conditions = words("brief", about.language), about.common.term, about.conditions
    if conditions.renewal is Renewal.AUTOMATIC and term.next_first_day is not None:
        by = spans.document_duration(conditions.renewal_length, about.language) if conditions.renewal_length else ""
        to = figures.date_document(term.next_last_day, about.language) if term.next_last_day else ""
        return str(known["renews"].format(by=by, to=to))
    if conditions.renewal in (Renewal.EVERGREEN, Renewal.UNTIL_FULFILLED) or not term.last_day:
        return str(known["stays"])
    return str(known["ends"].format(last=figures.date_document(term.last_day, about.language)))


def _options(about: BuilderInput) -> list[dict[str, str]]:
    is_automatic = about.conditions.renewal in (Renewal.AUTOMATIC, Renewal.TACIT)
    known = words("brief", about.language)
    options = (known["renew_itself" if is_automatic else "renew"], known["change"], known["leave"])
    return [dict(zip(("name", "effect", "paper"), each.split(" | "), strict=True)) for each in options]


def _side(side: PaymentDiscipline) -> DocumentContext:
    record = {"due": side.due, "done": side.done, "late": len(side.days_late)}
    return {**record, "open": None, "share": decimal(_on_time(side), 0) if side.due else None}


def _on_time(side: PaymentDiscipline) -> Fraction:
    return Fraction(100 * (side.done - len(side.days_late)), side.due)


def _discipline(side: PaymentDiscipline, language: str) -> DocumentContext | None:
    """From history only: without history there is no grade."""
    if not side.due:
        return None
    late, share = len(side.days_late), _on_time(side)
    return {
        "grade": next(letter for floor, letter in ((95, "A"), (80, "B"), (50, "C"), (0, "D")) if share >= floor),
        "reasons": [words("brief", language)["on_time"].format(due=side.due, in_time=side.done - late)],
        "on_time": decimal(share, 0),
        "average_late": sum(side.days_late) // late if late else 0,
        "max_late": max(side.days_late, default=0),
        "open_claims": 0,
    }
