"""A claim as one line, and as a card with all there is about it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from contracts.claims.case.rules.claim import REASONS, ClaimDirection, ClaimStatus, Move
from contracts.cli.shared.session import Session
from contracts.cli.shared.tables import table
from contracts.kernel.refusal import N_

if TYPE_CHECKING:
    from rich.table import Table

    from contracts.claims.case.card import ClaimCard, ClaimedItem
    from contracts.claims.case.cases import ClaimCase
    from contracts.claims.case.letter import ClaimSums
    from contracts.claims.late_payment.rules.debt import Kind


#: Statuses in which an answer is still to come, ours or theirs.
_AWAITING = frozenset(
    {
        *(ClaimStatus.DRAFT, ClaimStatus.APPROVED, ClaimStatus.SENT, ClaimStatus.DELIVERED),
        *(ClaimStatus.PRESUMED_DELIVERED, ClaimStatus.UNANSWERED, ClaimStatus.RECEIVED),
        *(ClaimStatus.ANSWER_DRAFTED, ClaimStatus.ANSWER_APPROVED),
    }
)
#: What is claimed on top of the principal, as lines name it.
KIND_LINES: "dict[Kind, str]" = {
    "interest": N_("Interest: {sum}"),
    "inflation": N_("Inflation losses: {sum}"),
    "penalty": N_("Penalty: {sum}"),
}


def _answer(session: Session, case: "ClaimCase") -> str:
    """By when the answer, theirs or ours, is still to come; empty where nobody waits for one."""
    if case.status not in _AWAITING or case.answer_by is None:
        return ""
    return session.say("answer by {day}", day=session.words.date(case.answer_by))


def claim_table(session: Session, cases: "list[ClaimCase]") -> "Table":
    """Claims with their sums, where they stand and the answer awaited."""
    words = session.words
    shown = table(words.say("Claim"), words.say("Counterparty"), words.say("Total"), words.say("Status"), right=(2,))
    for each in cases:
        status = "\n".join(filter(None, (words.claim_status(each.status), _answer(session, each))))
        contract = f"\n№ {each.contract}" if each.contract else ""
        number = f"{each.claim}\n{words.date(each.as_of)}"
        shown.add_row(number, each.counterparty + contract, words.money(each.total), status)
    return shown


def case_line(session: Session, case: "ClaimCase") -> str:
    """A claim as one line."""
    words = session.words
    status = ", ".join(filter(None, (words.claim_status(case.status), _answer(session, case))))
    return f"{case.claim}  {case.counterparty}  {words.money(case.total)}  {status}"


def sums_lines(session: Session, card: "ClaimCard") -> list[str]:
    """The claim with what it is for: each debt, each sum on top of the principal, what was accepted and paid of it."""
    say = session.say
    lines = [
        say(
            "Claim {number}, {counterparty}: {total}",
            number=card.claim,
            counterparty=card.counterparty,
            total=card.total,
        )
    ]
    if card.direction is ClaimDirection.OUTGOING:
        lines.append(say("Principal: {sum}", sum=card.principal))
    elif card.note:
        lines.append(card.note)
    lines += [_item_line(session, each) for each in card.items]
    lines += kind_lines(session, card)
    lines += gap_lines(session, card.incomplete)
    if card.accepted is not None:
        lines.append(say("Accepted: {sum}", sum=card.accepted))
    if card.paid.minor > 0:
        lines.append(say("Paid of the principal: {paid}, open {open}", paid=card.paid, open=card.still_open))
    if card.answer_by and card.status in _AWAITING:
        lines.append(say("Answer by: {day}", day=session.words.date_weekday(card.answer_by)))
    return lines


def gap_lines(session: Session, incomplete: Sequence[str]) -> list[str]:
    """The mark on the total, where there is one: kinds not counted, or counted to an earlier day, and what mends it."""
    if not incomplete:
        return []
    from contracts.cli.money.rates import stale_line
    from contracts.law.own_rates import list_stale

    late = list_stale(session.ctx, session.call, (session.ctx.country,))
    what = session.say("The total is not final: {what}.", what="; ".join(incomplete))
    return [what, *(stale_line(session, each) for each in late)]


def kind_lines(session: Session, sums: "ClaimCard | ClaimSums") -> list[str]:
    """What is claimed on top of the principal, by kind."""
    parts = ((sentence, getattr(sums, kind)) for kind, sentence in KIND_LINES.items())
    return [session.say(sentence, sum=sum_) for sentence, sum_ in parts if sum_]


def card_text(session: Session, card: "ClaimCard") -> str:
    """A claim for people: where it stands, its sums, its history, why the answer is due, enclosures."""
    lines = [case_line(session, card), *sums_lines(session, card)]
    lines += [f"  {_move_line(session, each)}" for each in card.moves]
    if card.why:
        lines.append(session.words.why_line(card.why))
    lines += [f"  {'✓' if each.file else '—'} {each.title}" for each in card.enclosures if not each.is_calculation]
    return "\n".join(lines)


def _item_line(session: Session, item: "ClaimedItem") -> str:
    words = session.words
    line = f"  {item.document}: {words.money(item.principal)}"
    if item.still_open == item.principal:
        return line
    return f"{line} ({words.say('{sum} is open', sum=item.still_open)})"


def _move_line(session: Session, move: Move) -> str:
    words = session.words
    reason = words.say(move.reason) if move.reason in REASONS else move.reason
    facts = [words.claim_status(move.status)]
    if move.amount is not None:
        facts.append(words.money(move.amount))
    if move.method:
        facts.append(words.method(move.method))
    facts += [each for each in (move.tracking, reason) if each]
    return f"{words.date(move.on)}  {', '.join(facts)}"
