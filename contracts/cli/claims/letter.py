"""`claim letter`: the letter of a debt given by hand with its calculation, or of everything overdue in the ledger."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import typer

from contracts.cli.claims.drafted import drafted_text, drafted_wire
from contracts.cli.claims.options import LetterOptions, NumberOrNone, claim_request, read_debt, read_payment
from contracts.cli.shared.command import with_options
from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _
from contracts.cli.shared.values import read_pairs

if TYPE_CHECKING:
    from contracts.claims.case.claim_cases import ClaimRequest
    from contracts.claims.case.claim_letter import ClaimLetter


@with_options(LetterOptions)
def make_letter(session: Session, number: NumberOrNone = None) -> None:
    options = session.options(LetterOptions)
    request = claim_request(number, options)
    if options.principal is None and options.due is None:
        _from_ledger(session, replace(request, target=options.output))
    else:
        _of_given_debt(session, request, options)


def _from_ledger(session: Session, request: "ClaimRequest") -> None:
    """Without a debt given by hand the claim is of everything overdue in the ledger."""
    from contracts.claims.case.claim_cases import draft_claim

    made = draft_claim(session.ctx, session.call, request, session.application.data)
    session.show(drafted_wire(made), drafted_text(session, made))


def _of_given_debt(session: Session, claim: "ClaimRequest", options: LetterOptions) -> None:
    """The letter of a debt given by hand."""
    from contracts.claims.case.claim_letter import GivenDebt, LetterRequest, claim_letter

    if options.principal is None or options.due is None:
        raise typer.BadParameter(_("Give the debt by --principal and the last day for payment by --due."))
    code = (options.currency or "UAH").upper()
    debt = GivenDebt(
        read_debt(options.principal, code),
        options.due,
        tuple(read_payment(each, code) for each in options.payment or ()),
        options.due_kind,
        options.document,
        options.document_date,
    )
    request = LetterRequest(
        debt=debt,
        which=claim.which,
        counterparty=claim.counterparty,
        language=claim.language,
        law=claim.law,
        target=options.output,
        penalty=claim.terms.penalty,
        interest_rate=claim.terms.interest_rate,
        answer=claim.terms.answer,
        beyond=claim.terms.beyond,
        values=read_pairs(options.set_, "--set"),
    )
    made = claim_letter(session.ctx, session.call, request, data=session.application.data)
    session.show(_wire(session, made), letter_text(session, made))


def _wire(session: Session, made: "ClaimLetter") -> dict[str, Any]:
    return {
        "claim": made.number,
        "file": str(made.filed.file),
        "sha256": made.filed.sha256,
        "contract": made.contract,
        "counterparty": made.counterparty,
        "principal": made.principal.wire,
        "interest": made.interest.wire,
        "penalty": made.penalty.wire,
        "inflation": made.inflation.wire,
        "total": made.total.wire,
        "currency": made.total.currency,
        "answer_by": made.answer_by,
        "complete_to": {item.kind: item.complete_to for item in made.late.items},
        "missing": list(made.missing),
        "to_check": [
            {"what": f"{each.key.subject} {each.key.field}", "case": each.key.case, "wording": each.text}
            for each in made.to_check
        ],
        "warnings": list(made.filed.warnings),
    }


def letter_text(session: Session, made: "ClaimLetter") -> str:
    say, words = session.say, session.words
    lines = [
        say(
            "Claim {number}, {counterparty}: {total}",
            number=made.number,
            counterparty=made.counterparty,
            total=made.total,
        ),
        say("Principal: {sum}", sum=made.principal),
    ]
    for label, item in (
        (say("Interest: {sum}", sum=made.interest), made.late.item("interest")),
        (say("Inflation losses: {sum}", sum=made.inflation), made.late.item("inflation")),
        (say("Penalty: {sum}", sum=made.penalty), made.late.item("penalty")),
    ):
        if item is not None:
            short = item.complete_to is not None and item.complete_to < made.late.as_of
            until = say("counted to {day}", day=item.complete_to) if short else ""
            lines.append(f"{label} ({until})" if until else label)
    lines.append(say("Answer by: {day}", day=words.date_weekday(made.answer_by)))
    lines.append(say("The letter is in {file}", file=str(made.filed.file)))
    if made.missing:
        lines.append(
            say("The register does not know: {names}. Add them, or say them with --set.", names=", ".join(made.missing))
        )
    if made.to_check:
        lines.append(say("Check these wordings: {wordings}.", wordings="; ".join(each.text for each in made.to_check)))
    return "\n".join(lines)
