"""A claim as one line, as a card with all there is about it, and as JSON."""

from typing import TYPE_CHECKING, Any

from contracts.cli.kit import Session

if TYPE_CHECKING:
    from contracts.services.claim_card import Card
    from contracts.services.claim_cases import Case


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
                "by": each.recorded_by,
            }
            for each in case.moves
        ],
    }


def card_wire(card: "Card") -> dict[str, Any]:
    """The same with its sums, debts, enclosures and papers."""
    sums = {
        kind: card.sums[kind].wire if kind in card.sums else "0.00" for kind in ("interest", "penalty", "inflation")
    }
    return {
        **case_wire(card.case),
        **sums,
        "still_open": card.still_open.wire,
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


def case_line(session: Session, case: "Case") -> str:
    """A claim as one line."""
    from contracts.services.money_reports import STATUSES

    words, row = session.words, case.row
    status = words.say(STATUSES[case.status])
    until = f", {words.say('answer by {day}', day=words.date(row.answer_by))}" if row.answer_by else ""
    return f"{row.number}  {row.counterparty_short or row.counterparty}  {words.money(case.total)}  {status}{until}"


def sums_lines(session: Session, card: "Card") -> list[str]:
    """The claim with what it is for: each debt, and each sum on top of the principal."""
    say, row = session.say, card.case.row
    name = row.counterparty_short or row.counterparty
    lines = [
        say("Claim {number}, {counterparty}: {total}", number=row.number, counterparty=name, total=card.case.total),
        say("Principal: {sum}", sum=card.case.principal),
        *(_item_line(session, card, place) for place in range(len(card.items))),
    ]
    labels = {
        "interest": "Interest: {sum}",
        "inflation": "Inflation losses: {sum}",
        "penalty": "Penalty: {sum}",
    }
    lines += [say(labels[kind], sum=sum_) for kind, sum_ in card.sums.items() if kind in labels and sum_]
    if row.answer_by:
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
    from contracts.services.money_reports import STATUSES

    words = session.words
    return [
        f"  {words.date(each.on)}  {words.say(STATUSES[each.status])}" + (f": {each.reason}" if each.reason else "")
        for each in case.moves
    ]
