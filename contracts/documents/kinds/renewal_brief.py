"""The renewal brief: one page for the manager, from what the register knows and with what it lacks written openly."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from contracts.documents.contexts.contract_words import method_phrase, words
from contracts.documents.contexts.values import DocumentContext, day, decimal, money
from contracts.documents.kinds.builder_input import PAYABLE, RECEIVABLE, BuilderInput
from contracts.documents.kinds.letters import debts
from contracts.kernel.deadline import Deadline, DeadlineKind
from contracts.kernel.money import Money
from contracts.language import Words, figures, spans
from contracts.money.queries.performance import discipline_under
from contracts.money.rules.performance import PaymentDiscipline
from contracts.registry.rules.contract import Renewal
from contracts.registry.rules.derive import derive_contract
from contracts.registry.rules.notice import allowed_methods, post_by
from contracts.registry.rules.why import ways_left

_DECIDED = (DeadlineKind.NOTICE_MISSED, DeadlineKind.RENEWAL_DECISION, DeadlineKind.POST_NOTICE)


def brief(about: BuilderInput) -> DocumentContext:
    """What happens if nobody acts, how the dates follow, how each side kept its days of payment, what is missing."""
    conn, call, amount = about.conn, about.call, about.conditions.amount
    say = Words("uk" if about.language == "uk" else "en", about.ctx.sockets)
    theirs, ours = (discipline_under(conn, about.contract.id, side, call.as_of) for side in (RECEIVABLE, PAYABLE))
    used = theirs.used or ours.used or Money(0, amount.currency if amount else "UAH")
    share = Fraction(100 * used.minor, amount.minor) if amount and amount.minor else None
    stage, asked = _stage(about), _asked(about)
    return {
        "brief": {
            "outcome": _outcome(about),
            "stage": stage,
            "method": method_phrase(about.common.method, about.language),
            "ways": _ways(about, stage, asked),
            "why": _steps(asked, say),
            "options": _options(about, stage),
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


def _asked(about: BuilderInput) -> Deadline | None:
    """The decision the brief is made for."""
    deadlines = derive_contract(about.facts, about.ctx.rules, about.call.as_of).deadlines
    return next((each for each in deadlines if each.key.kind in _DECIDED), None)


def _steps(asked: Deadline | None, say: Words) -> list[str]:
    """How the day to decide was found, step by step."""
    return [each.rstrip(".") for each in say.why_steps(asked.why)] if asked is not None else []


def _outcome(about: BuilderInput) -> str:
    known, term, conditions = words("brief", about.language), about.common.term, about.conditions
    if conditions.renewal is Renewal.AUTOMATIC and term.next_first_day is not None:
        by = spans.document_duration(conditions.renewal_length, about.language) if conditions.renewal_length else ""
        to = figures.date_document(term.next_last_day, about.language) if term.next_last_day else ""
        return str(known["renews"].format(by=by, to=to))
    if conditions.renewal in (Renewal.EVERGREEN, Renewal.UNTIL_FULFILLED) or not term.last_day:
        return str(known["stays"])
    return str(known["ends"].format(last=figures.date_document(term.last_day, about.language)))


def _stage(about: BuilderInput) -> str:
    """Where the time for notice stands: open, late (no longer by the usual way), missed, or none."""
    term, as_of = about.common.term, about.call.as_of
    if term.notice_deadline is None or term.next_first_day is None:
        return "none"
    if as_of > term.notice_deadline:
        return "missed"
    return "late" if term.post_by is not None and as_of > term.post_by else "open"


def _ways(about: BuilderInput, stage: str, asked: Deadline | None) -> list[DocumentContext]:
    """Ways of sending that are open after the day of the usual one, each with its last day."""
    term, rules, language = about.common.term, about.ctx.rules, about.language
    if stage == "late" and asked is not None:
        left = ways_left(asked.why, asked.act_by, asked.key.due_on, about.call.as_of)
        ways = {each.method: each.until for each in left.ways} if left is not None else {}
    elif stage == "open" and term.notice_deadline is not None and term.post_by is not None:
        calendar, usual = rules.calendar(about.contract.country), about.common.method
        allowed = (each for each in allowed_methods(about.conditions, rules) if each != usual)
        days = {each: post_by(term.notice_deadline, about.conditions, rules, calendar, each) for each in allowed}
        ways = {method: last for method, last in days.items() if last > term.post_by}
    else:
        ways = {}
    return [
        {"method": method_phrase(method, language), "last_day": day(last)}
        for method, last in sorted(ways.items(), key=lambda each: (each[1], each[0]))
    ]


#: What can be done, by what follows from the renewal agreed.
_OPTIONS = {
    Renewal.AUTOMATIC: ("renew_itself", "change_before", "refuse"),
    Renewal.TACIT: ("no_objection", "agree_term", "object"),
    Renewal.EVERGREEN: ("stay", "leave"),
    Renewal.UNTIL_FULFILLED: ("stay",),
}


def _options(about: BuilderInput, stage: str) -> list[DocumentContext]:
    """Each option with its effect, the day until when it is open, and the paper it needs."""
    known, term, conditions = words("brief", about.language), about.common.term, about.conditions
    names = _OPTIONS.get(conditions.renewal or Renewal.NONE, ("renew", "change_with", "let_end"))
    if stage == "missed" and conditions.renewal is Renewal.AUTOMATIC:
        names = ("accept", "agree_end")
    elif conditions.renewal is Renewal.AUTOMATIC and term.next_first_day is None:
        names = ("renew", "change_with", "let_end")
    notice = spans.document_duration(conditions.notice, about.language) if conditions.notice else None
    facts = {
        "next": _worded(known["next"], _written(term.next_last_day, about)),
        "post_by": _worded(known["by_post"], _written(term.post_by, about)),
        "last": _written(term.last_day, about) or "",
        "notice": _worded(known["after_notice"], notice),
    }
    days = {"post_by": term.post_by, "last": term.last_day, "objection": term.notice_deadline}
    return [_option(known[name].format(**facts), days) for name in names]


def _option(text: str, days: Mapping[str, date | None]) -> DocumentContext:
    name, effect, last, paper = (part.strip() for part in text.split("|"))
    return {"name": name, "effect": effect, "last_day": day(days.get(last)), "paper": paper}


def _worded(pattern: str, text: str | None) -> str:
    return pattern.format(text) if text else ""


def _written(on: date | None, about: BuilderInput) -> str | None:
    return figures.date_document(on, about.language) if on is not None else None


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
        "claims_against_us": 0,
    }
