"""A claim as one line, as a card with all there is about it, and as JSON."""

from typing import TYPE_CHECKING, Any

from contracts.claims.case.rules.claim import ClaimDirection, ClaimStatus
from contracts.cli.shared.session import Session
from contracts.cli.shared.tables import table
from contracts.kernel.money import Money

if TYPE_CHECKING:
    from rich.table import Table

    from contracts.claims.case.claim_card import Card
    from contracts.claims.case.claim_cases import Case


#: Statuses in which an answer is still to come, ours or theirs.
_AWAITING = frozenset(
    {
        *(ClaimStatus.DRAFT, ClaimStatus.APPROVED, ClaimStatus.SENT, ClaimStatus.DELIVERED),
        *(ClaimStatus.PRESUMED_DELIVERED, ClaimStatus.UNANSWERED, ClaimStatus.RECEIVED),
        *(ClaimStatus.ANSWER_DRAFTED, ClaimStatus.ANSWER_APPROVED),
    }
)


def case_wire(case: "Case") -> dict[str, Any]:
    """A claim as JSON."""
    row = case.row
    return {
        "claim": row.number,
        "direction": row.direction,
        "subject": row.subject,
        "counterparty": row.counterparty_short or row.counterparty,
        "contract": row.contract,
        "as_of": row.as_of,
        "status": case.status.value,
        "principal": case.principal.wire,
        "total": case.total.wire,
        "currency": row.currency,
        "answer_by": row.answer_by,
        "moves": [
            {
                "status": each.status,
                "on": each.on,
                "method": each.method,
                "tracking": each.tracking_no,
                "reason": each.reason,
                "amount": _wire(case, each.amount_minor),
                "proof": each.file_sha or None,
                "by": each.recorded_by,
            }
            for each in case.moves
        ],
    }


def _wire(case: "Case", minor: int | None) -> str | None:
    return None if minor is None else Money(minor, case.row.currency).wire


def card_wire(card: "Card") -> dict[str, Any]:
    """The same with its sums, debts, enclosures and papers."""
    sums = {
        kind: card.sums[kind].wire if kind in card.sums else "0.00" for kind in ("interest", "penalty", "inflation")
    }
    return {
        **case_wire(card.case),
        **sums,
        "still_open": card.still_open.wire,
        "paid": card.paid.wire,
        "accepted": card.accepted.wire if card.accepted is not None else None,
        "dated_on": card.case.row.dated_on,
        "note": card.case.row.note,
        "incomplete": list(card.incomplete),
        "documents": [each.title for each in card.items],
        "items": [
            {
                "document": each.title,
                "due_on": each.due_on,
                "principal": each.claimed.wire,
                "still_open": each.still_open.wire,
            }
            for each in card.items
        ],
        "enclosures": [{"title": each.title, "file": each.name or None} for each in card.enclosures],
        "papers": [
            {"id": each.id, "kind": each.kind, "number": each.number, "as_of": each.as_of, "sha256": each.file_sha}
            for each in card.papers
        ],
    }


def is_awaited(case: "Case") -> bool:
    """Whether the answer, theirs or ours, is still to come by a day."""
    return case.status in _AWAITING and case.row.answer_by is not None


def claim_table(session: Session, cases: "list[Case]") -> "Table":
    """Claims with their sums, where they stand and the answer awaited."""
    from contracts.money.reports import STATUSES

    words = session.words
    made = table(words.say("Claim"), words.say("Counterparty"), words.say("Total"), words.say("Status"), right=(2,))
    for each in cases:
        row = each.row
        status = words.say(STATUSES[each.status])
        if is_awaited(each):
            status += f"\n{words.say('answer by {day}', day=words.date(row.answer_by))}"
        name = row.counterparty_short or row.counterparty
        contract = f"\n№ {row.contract}" if row.contract else ""
        made.add_row(f"{row.number}\n{words.date(row.as_of)}", name + contract, words.money(each.total), status)
    return made


def case_line(session: Session, case: "Case") -> str:
    """A claim as one line."""
    from contracts.money.reports import STATUSES

    words, row = session.words, case.row
    status = words.say(STATUSES[case.status])
    until = f", {words.say('answer by {day}', day=words.date(row.answer_by))}" if is_awaited(case) else ""
    return f"{row.number}  {row.counterparty_short or row.counterparty}  {words.money(case.total)}  {status}{until}"


def sums_lines(session: Session, card: "Card") -> list[str]:
    """The claim with what it is for: each debt, each sum on top of the principal, what was accepted and paid of it."""
    say, row = session.say, card.case.row
    name = row.counterparty_short or row.counterparty
    lines = [
        say("Claim {number}, {counterparty}: {total}", number=row.number, counterparty=name, total=card.case.total)
    ]
    if row.direction == ClaimDirection.OUTGOING:
        lines.append(say("Principal: {sum}", sum=card.case.principal))
    elif row.note:
        lines.append(row.note)
    lines += [_item_line(session, card, place) for place in range(len(card.items))]
    labels = {
        "interest": "Interest: {sum}",
        "inflation": "Inflation losses: {sum}",
        "penalty": "Penalty: {sum}",
    }
    lines += [say(labels[kind], sum=sum_) for kind, sum_ in card.sums.items() if kind in labels and sum_]
    if card.incomplete:
        lines.append(say("The total is not final: {what}.", what="; ".join(card.incomplete)))
    if card.accepted is not None:
        lines.append(say("Accepted: {sum}", sum=card.accepted))
    if card.paid.minor > 0:
        lines.append(say("Paid of the principal: {paid}, open {open}", paid=card.paid, open=card.still_open))
    if row.answer_by and card.case.status in _AWAITING:
        lines.append(say("Answer by: {day}", day=session.words.date_weekday(row.answer_by)))
    return lines


def card_text(session: Session, card: "Card") -> str:
    """A claim for people: where it stands, its sums, its history, why the answer is due, enclosures."""
    words = session.words
    lines = [case_line(session, card.case), *sums_lines(session, card), *_moves(session, card.case)]
    if card.why:
        lines.append(words.why_line(card.why))
    for each in card.enclosures:
        if not each.is_calculation:
            lines.append(f"  {'✓' if each.sha256 else '—'} {each.title}")
    return "\n".join(lines)


def _item_line(session: Session, card: "Card", place: int) -> str:
    item, words = card.items[place], session.words
    line = f"  {item.title}: {words.money(item.claimed)}"
    if item.still_open == item.claimed:
        return line
    return f"{line} ({words.say('{sum} is open', sum=item.still_open)})"


def _moves(session: Session, case: "Case") -> list[str]:
    return [f"  {move_line(session, case, each)}" for each in case.moves]


def move_line(session: Session, case: "Case", move: Any) -> str:
    """A move with its day, sum, way and reason."""
    from contracts.claims.case.claim_moves import REASONS
    from contracts.money.reports import STATUSES

    words = session.words
    reason = words.say(move.reason) if move.reason in REASONS else move.reason
    facts = [words.say(STATUSES[move.status])]
    if move.amount_minor is not None:
        facts.append(words.money(Money(move.amount_minor, case.row.currency)))
    if move.method:
        facts.append(words.method(move.method))
    facts += [each for each in (move.tracking_no, reason) if each]
    return f"{words.date(move.on)}  {', '.join(facts)}"
