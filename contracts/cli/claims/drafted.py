"""A claim as it was drafted from the ledger: its sums, what its total does not have, and where the letter is."""

from typing import TYPE_CHECKING

from contracts.cli.shared.session import Session

if TYPE_CHECKING:
    from contracts.claims.case.contexts.letter import ClaimFacts
    from contracts.claims.case.letter import ClaimLetter, DraftedClaim


def head_lines(session: Session, claim: "ClaimLetter") -> list[str]:
    """The claim with its total and principal."""
    facts = {"number": claim.claim, "counterparty": claim.counterparty, "total": claim.total}
    return [
        session.say("Claim {number}, {counterparty}: {total}", **facts),
        session.say("Principal: {sum}", sum=claim.principal),
    ]


def foot_lines(session: Session, claim: "ClaimLetter") -> list[str]:
    """The day of the answer and the file."""
    return [
        session.say("Answer by: {day}", day=session.words.date_weekday(claim.answer_by)),
        session.say("The letter is in {file}", file=str(claim.file)),
    ]


def gap_lines(session: Session, facts: "ClaimFacts") -> list[str]:
    """The mark on the total, where there is one: kinds not counted, or counted to an earlier day."""
    from contracts.claims.case.contexts.gaps import gaps

    found = gaps(tuple(each.late for each in facts.debts), session.words.language)
    return [session.say("The total is not final: {what}.", what="; ".join(found))] if found else []


def drafted_text(session: Session, claim: "DraftedClaim") -> str:
    """A claim from the ledger for people."""
    lines = head_lines(session, claim)
    lines += [f"  {each.document}: {session.words.money(each.late.principal_left)}" for each in claim.facts.debts]
    parts = {
        "Interest: {sum}": claim.interest,
        "Inflation losses: {sum}": claim.inflation,
        "Penalty: {sum}": claim.penalty,
    }
    lines += [session.say(sentence, sum=sum_) for sentence, sum_ in parts.items() if sum_]
    return "\n".join([*lines, *gap_lines(session, claim.facts), *foot_lines(session, claim)])
