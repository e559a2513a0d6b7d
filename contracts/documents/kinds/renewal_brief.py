"""The renewal brief: one page for the manager, from what the register knows and with what it lacks written openly."""

from fractions import Fraction

from contracts.documents.contexts.values import DocumentContext, decimal, money
from contracts.documents.kinds.builder_input import PAYABLE, RECEIVABLE, BuilderInput
from contracts.documents.kinds.letters import debts
from contracts.kernel.deadline import DeadlineKind
from contracts.kernel.money import Money
from contracts.language import Words, figures, spans
from contracts.money.queries.performance import discipline_under
from contracts.money.rules.performance import PaymentDiscipline
from contracts.registry.rules.contract import Renewal
from contracts.registry.rules.derive import derive_contract


def brief(about: BuilderInput) -> DocumentContext:
    """What happens if nobody acts, how the dates follow, how each side kept its days of payment, what is missing."""
    conn, call, amount = about.conn, about.call, about.conditions.amount
    words = Words("uk" if about.is_ukrainian else "en", about.ctx.sockets)
    theirs, ours = (discipline_under(conn, about.contract.id, side, call.as_of) for side in (RECEIVABLE, PAYABLE))
    used = theirs.used or ours.used or Money(0, amount.currency if amount else "UAH")
    share = Fraction(100 * used.minor, amount.minor) if amount and amount.minor else None
    return {
        "brief": {
            "outcome": _outcome(about),
            "why": _steps(about, words),
            "options": _options(about),
            "proposal": None,
            "reasons": [],
            "risks": [],
        },
        "fulfilment": {"ours": _side(ours), "theirs": _side(theirs)},
        "discipline": _discipline(theirs, is_ukrainian=about.is_ukrainian),
        "usage": {
            "amount": money(amount),
            "used": money(used),
            "left": money(amount - used) if amount and amount.currency == used.currency else None,
            "share": decimal(share, 0) if share is not None else None,
        },
        "missing": [words.missing(each) for each in about.facts.known_missing],
    } | debts(about)


def _steps(about: BuilderInput, words: Words) -> list[str]:
    """How the day to decide was found, step by step."""
    deadlines = derive_contract(about.facts, about.ctx.rules, about.call.as_of).deadlines
    kinds = (DeadlineKind.RENEWAL_DECISION, DeadlineKind.POST_NOTICE)
    return [step.rstrip(".") for each in deadlines if each.key.kind in kinds for step in words.why_steps(each.why)]


def _outcome(about: BuilderInput) -> str:
    """One sentence: what happens if nobody acts."""
    is_uk, term, language, conditions = about.is_ukrainian, about.term, about.language, about.conditions
    last = figures.date_document(term.last_day, language) if term.last_day else ""
    if conditions.renewal is Renewal.AUTOMATIC and term.next_first_day is not None:
        by = spans.document_duration(conditions.renewal_length, language) if conditions.renewal_length else ""
        to = figures.date_document(term.next_last_day, language) if term.next_last_day else ""
        if is_uk:
            return f"Договір автоматично продовжиться на {by}, по {to}, на тих самих умовах."
        return f"the Agreement renews automatically for {by}, to {to}, on the same terms."
    if conditions.renewal in (Renewal.EVERGREEN, Renewal.UNTIL_FULFILLED) or not last:
        return "Договір діятиме й далі." if is_uk else "the Agreement stays in force."
    return f"Договір закінчиться {last}." if is_uk else f"the Agreement ends on {last}."


def _options(about: BuilderInput) -> list[dict[str, str]]:
    is_automatic = about.conditions.renewal in (Renewal.AUTOMATIC, Renewal.TACIT)
    if about.is_ukrainian:
        kept = ("Продовжити", "новий строк на тих самих умовах", "не потрібен" if is_automatic else "додаткова угода")
        left = ("Не продовжувати", "Договір закінчується зі строком", "повідомлення про відмову")
        changed = ("Змінити умови", "переговори до кінця строку", "пропозиція, додаткова угода")
    else:
        kept = ("Renew", "a new term on the same terms", "none needed" if is_automatic else "supplementary agreement")
        left = ("Do not renew", "the Agreement ends with its term", "notice of non-renewal")
        changed = ("Change the terms", "negotiation before the term ends", "proposal, supplementary agreement")
    return [{"name": name, "effect": effect, "paper": paper} for name, effect, paper in (kept, changed, left)]


def _side(side: PaymentDiscipline) -> DocumentContext:
    record = {"due": side.due, "done": side.done, "late": len(side.days_late)}
    return {**record, "open": None, "share": _on_time(side)}


def _on_time(side: PaymentDiscipline) -> str | None:
    """The share done in time, in per cent."""
    return decimal(Fraction(100 * (side.done - len(side.days_late)), side.due), 0) if side.due else None


def _discipline(side: PaymentDiscipline, *, is_ukrainian: bool) -> DocumentContext | None:
    """From history only: without history there is no grade."""
    if not side.due:
        return None
    late, in_time = len(side.days_late), side.done - len(side.days_late)
    share = Fraction(100 * in_time, side.due)
    in_words = f"Із {side.due} платежів вчасно — {in_time}." if is_ukrainian else ""
    return {
        "grade": next(letter for floor, letter in ((95, "A"), (80, "B"), (50, "C"), (0, "D")) if share >= floor),
        "reasons": [in_words or f"Of {side.due} payments {in_time} came on time."],
        "on_time": _on_time(side),
        "average_late": sum(side.days_late) // late if late else 0,
        "max_late": max(side.days_late, default=0),
        "open_claims": 0,
    }
