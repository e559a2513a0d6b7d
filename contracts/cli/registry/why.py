"""`why`: the chain of facts behind each date of a contract."""

from typing import Any

from contracts.cli.shared.options import Company, Counterparty, Number, which_contract
from contracts.cli.shared.session import Session


def show_why(session: Session, number: Number, counterparty: Counterparty = None, company: Company = None) -> None:
    from contracts.overview.why import why

    answer = why(session.ctx, session.call, which_contract(number, counterparty, company))
    words = session.words
    deadlines: list[dict[str, Any]] = [
        {"kind": each.kind, "due_on": each.due_on, "act_by": each.act_by, "steps": words.why_steps(each.steps)}
        for each in answer.deadlines
    ]
    lines = [words.say("Contract {number}, {counterparty}", number=answer.number, counterparty=answer.counterparty)]
    if answer.missing:
        lines.append(words.say("Missing: {facts}", facts=", ".join(words.missing(each) for each in answer.missing)))
    for each in deadlines:
        lines += ["", f"{words.kind(each['kind'])}: {words.date_weekday(each['act_by'])}"]
        lines += [f"  {no}. {step}" for no, step in enumerate(each["steps"], 1)]
    if not deadlines:
        lines += [
            "",
            words.say("No deadline is open."),
            *(f"  {no}. {s}" for no, s in enumerate(words.why_steps(answer.steps), 1)),
        ]
    session.show({"number": answer.number, "deadlines": deadlines}, "\n".join(lines))
