"""A claim as it was drafted from the ledger: its sums, what its total does not have, and where the letter is."""

from typing import TYPE_CHECKING, Any

from contracts.cli.shared.session import Session

if TYPE_CHECKING:
    from contracts.claims.case.cases import Drafted
    from contracts.claims.case.contexts.letter import ClaimFacts


def drafted_wire(made: "Drafted") -> dict[str, Any]:
    """The fields of `claim letter`."""
    facts = made.facts
    return {
        "claim": made.number,
        "file": str(made.filed.file),
        "sha256": made.filed.sha256,
        "contract": facts.contract.number,
        "counterparty": made.counterparty,
        **sums_of_facts(facts),
        "answer_by": facts.answer_by,
        "documents": [each.document for each in facts.debts],
        "incomplete": gaps_of(facts, "en"),
    }


def gaps_of(facts: "ClaimFacts", language: str) -> list[str]:
    """What the total does not have: kinds not counted, or counted to an earlier day."""
    from contracts.claims.case.contexts.gaps import gaps

    return gaps(tuple(each.late for each in facts.debts), language)


def gap_lines(session: Session, facts: "ClaimFacts") -> list[str]:
    """The mark on the total, where there is one."""
    gaps = gaps_of(facts, session.words.language)
    return [session.say("The total is not final: {what}.", what="; ".join(gaps))] if gaps else []


def sums_of_facts(facts: "ClaimFacts") -> dict[str, str]:
    """The sums of a claim as JSON."""

    def of(kind: Any) -> str:
        sum_ = facts.sum_of(kind)
        return sum_.wire if sum_ else "0.00"

    return {
        "principal": facts.principal.wire,
        "interest": of("interest"),
        "penalty": of("penalty"),
        "inflation": of("inflation"),
        "total": facts.total.wire,
        "currency": facts.currency,
    }


def drafted_text(session: Session, made: "Drafted") -> str:
    """A claim from the ledger for people."""
    say, facts = session.say, made.facts
    lines = [
        say(
            "Claim {number}, {counterparty}: {total}",
            number=made.number,
            counterparty=made.counterparty,
            total=facts.total,
        ),
        say("Principal: {sum}", sum=facts.principal),
    ]
    lines += [f"  {each.document}: {session.words.money(each.late.principal_left)}" for each in facts.debts]
    for label, kind in (
        ("Interest: {sum}", "interest"),
        ("Inflation losses: {sum}", "inflation"),
        ("Penalty: {sum}", "penalty"),
    ):
        sum_ = facts.sum_of(kind)  # type: ignore[arg-type]
        if sum_ is not None:
            lines.append(say(label, sum=sum_))
    lines += gap_lines(session, facts)
    lines.append(say("Answer by: {day}", day=session.words.date_weekday(facts.answer_by)))
    return "\n".join([*lines, say("The letter is in {file}", file=str(made.filed.file))])
