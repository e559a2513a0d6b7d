"""`claim letter`: the letter of a debt given by hand with its calculation, or of everything overdue in the ledger."""

from dataclasses import replace
from typing import TYPE_CHECKING

import typer

from contracts.cli.claims.card import KIND_LINES, gap_lines, kind_lines
from contracts.cli.claims.options import LetterOptions, NumberOrNone, claim_request, read_debt, read_payment
from contracts.cli.shared.command import with_options
from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _
from contracts.kernel.wire import wire

if TYPE_CHECKING:
    from contracts.claims.case.contexts.letter import OwedDebt
    from contracts.claims.case.given_debt import GivenDebtLetter
    from contracts.claims.case.letter import ClaimLetter, DraftedClaim


@with_options(LetterOptions)
def make_letter(session: Session, number: NumberOrNone = None) -> None:
    from contracts.claims.case.given_debt import claim_letter
    from contracts.claims.case.letter import Destination
    from contracts.claims.case.outgoing import draft_claim

    options = session.options(LetterOptions)
    request = replace(claim_request(number, options), to=Destination(options.output))
    if options.principal is None and options.due is None:
        claim = draft_claim(session.ctx, session.call, request)
        session.show(wire(claim), drafted_text(session, claim))
        return
    letter = claim_letter(session.ctx, session.call, request, _given_debt(options))
    session.show(wire(letter), letter_text(session, letter))


def _given_debt(options: LetterOptions) -> "OwedDebt":
    from contracts.claims.case.contexts.letter import OwedDebt

    if options.principal is None or options.due is None:
        raise typer.BadParameter(_("Give the debt by --principal and the last day for payment by --due."))
    code = (options.currency or "UAH").upper()
    return OwedDebt(
        read_debt(options.principal, code),
        options.due,
        tuple((*read_payment(each, code), "") for each in options.payment or ()),
        options.document,
        options.document_date,
        due_form=options.due_kind,
    )


def letter_text(session: Session, letter: "GivenDebtLetter") -> str:
    """The letter of a debt given by hand, for people."""
    say, lines = session.say, head_lines(session, letter)
    for kind, sentence in KIND_LINES.items():
        label, item = say(sentence, sum=getattr(letter.sums, kind)), letter.late.item(kind)
        if item is not None:
            is_short = item.complete_to is not None and item.complete_to < letter.late.as_of
            lines.append(f"{label} ({say('counted to {day}', day=item.complete_to)})" if is_short else label)
    lines += gap_lines(session, letter.facts.incomplete(session.words.language))
    lines += foot_lines(session, letter)
    if letter.missing:
        names = ", ".join(letter.missing)
        lines.append(say("The register does not know: {names}. Add them, or say them with --set.", names=names))
    if letter.to_check:
        wordings = "; ".join(each.wording for each in letter.to_check)
        lines.append(say("Check these wordings: {wordings}.", wordings=wordings))
    return "\n".join(lines)


def head_lines(session: Session, claim: "ClaimLetter") -> list[str]:
    """The claim with its total and principal."""
    facts = {"number": claim.claim, "counterparty": claim.counterparty, "total": claim.sums.total}
    return [
        session.say("Claim {number}, {counterparty}: {total}", **facts),
        session.say("Principal: {sum}", sum=claim.sums.principal),
    ]


def foot_lines(session: Session, claim: "ClaimLetter") -> list[str]:
    """The day of the answer and the file."""
    return [
        session.say("Answer by: {day}", day=session.words.date_weekday(claim.answer_by)),
        session.say("The letter is in {file}", file=str(claim.file)),
    ]


def drafted_text(session: Session, claim: "DraftedClaim") -> str:
    """A claim from the ledger for people."""
    lines = head_lines(session, claim)
    lines += [f"  {each.owed.document}: {session.words.money(each.late.principal_left)}" for each in claim.facts.debts]
    lines += kind_lines(session, claim.sums)
    lines += gap_lines(session, claim.facts.incomplete(session.words.language))
    for each in claim.already_claimed:
        facts = {"document": each.document, "number": each.claim, "day": each.of}
        lines.append(session.say("{document} stands in claim No. {number} of {day} already.", **facts))
    return "\n".join([*lines, *foot_lines(session, claim)])
