"""Claims: `claim letter` for a debt given by hand, with its calculation."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contracts.cli import claim_cases, claim_incoming
from contracts.cli.claim_options import (
    Advance,
    Answer,
    Beyond,
    Currency,
    DeliverBy,
    DocumentDay,
    DocumentText,
    Language,
    Law,
    NumberOrNone,
    Penalty,
    RatePerYear,
    ReturnBy,
    request_of,
    said_of,
    terms_of,
)
from contracts.cli.kit import CompanyOption, CounterpartyOption, Session, _, command, group, read_day
from contracts.cli.options import FactsOfLetter, Output, choice_option, pairs
from contracts.kernel.money import Money, MoneyFault, money

if TYPE_CHECKING:
    from contracts.claims.case.claim_cases import ClaimRequest
    from contracts.claims.case.claim_letter import ClaimLetter
    from contracts.claims.late_payment.rules.late_debt import Paid


def add_to(app: typer.Typer) -> None:
    """Register these commands."""
    claims = group(_("Claims: the letter with its calculation."))
    command(claims, "letter", _("Make the claim letter of a debt: principal, 3 % a year, inflation, penalty."))(_letter)
    claim_cases.add_to(claims)
    claim_incoming.add_to(claims)
    app.add_typer(claims, name="claim")


def _letter(
    session: Session,
    number: NumberOrNone = None,
    principal: Annotated[str | None, typer.Option(metavar="M", help=_("The debt, such as 100000.00."))] = None,
    due: Annotated[date | None, typer.Option(parser=read_day, metavar="D", help=_("The last day for payment."))] = None,
    due_kind: Annotated[str, choice_option(_("Whether a period ends then."), "period|date")] = "period",
    payment: Annotated[list[str] | None, typer.Option(metavar="D=M", help=_("A payment: 2026-05-10=5000.00."))] = None,
    currency: Currency = None,
    document: DocumentText = "",
    document_date: DocumentDay = None,
    language: Language = None,
    law: Law = None,
    penalty: Penalty = None,
    rate_per_year: RatePerYear = None,
    answer: Answer = None,
    beyond: Beyond = None,
    advance: Advance = None,
    return_by: ReturnBy = None,
    deliver_by: DeliverBy = None,
    set_: FactsOfLetter = None,
    output: Output = None,
    counterparty: CounterpartyOption = None,
    company: CompanyOption = None,
) -> None:
    said = said_of(set_, deliver_by)
    terms = terms_of(penalty, rate_per_year, answer, beyond=beyond, return_by=return_by, given=said)
    choices: dict[str, Any] = {"language": language, "currency": currency, "law": law, "terms": terms}
    asked = request_of(number, counterparty, company, advances=advance, **choices)
    if principal is None and due is None:
        _from_ledger(session, asked, output)
        return
    if principal is None or due is None:
        raise typer.BadParameter(_("Give the debt by --principal and the last day for payment by --due."))
    _of_given_debt(session, dict(locals()))


def _of_given_debt(session: Session, options: dict[str, Any]) -> None:
    """The letter of a debt given by hand, from the options as they were read."""
    from contracts.claims.case.claim_letter import GivenDebt, LetterRequest, claim_letter
    from contracts.registry.which import Which

    code = (options["currency"] or "UAH").upper()
    number, counterparty, terms = options["number"], options["counterparty"], options["terms"]
    debt = GivenDebt(
        _sum(options["principal"], code),
        options["due"],
        tuple(_paid(each, code) for each in options["payment"] or ()),
        options["due_kind"],
        options["document"],
        options["document_date"],
    )
    request = LetterRequest(
        debt=debt,
        which=Which(number, counterparty, options["company"]) if number else None,
        counterparty=counterparty,
        language=options["language"],
        law=options["law"],
        target=options["output"],
        penalty=terms.penalty,
        interest_rate=terms.interest_rate,
        answer=terms.answer,
        beyond=terms.beyond,
        values=pairs(options["set_"], "--set"),
    )
    made = claim_letter(session.ctx, session.call, request, data=session.house.data)
    session.show(_wire(session, made), letter_text(session, made))


def _from_ledger(session: Session, request: "ClaimRequest", output: Path | None) -> None:
    """Without a debt given by hand the claim is of everything overdue in the ledger."""
    from dataclasses import replace

    from contracts.claims.case.claim_cases import draft_claim

    made = draft_claim(session.ctx, session.call, replace(request, target=output), session.house.data)
    session.show(claim_cases.drafted_wire(made), claim_cases.drafted_text(session, made))


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
            {"what": f"{each.asked.subject} {each.asked.field}", "case": each.asked.case, "wording": each.text}
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


def _sum(text: str, currency: str) -> Money:
    try:
        return money(text.replace(" ", "").replace("\u00a0", "").replace(",", "."), currency)
    except MoneyFault:
        raise typer.BadParameter(
            _("{text} is not a sum in {currency}: write 100000.00.").format(text=repr(text), currency=currency)
        ) from None


def _paid(text: str, currency: str) -> "Paid":
    from contracts.claims.late_payment.rules.late_debt import Paid

    day, separator, amount = text.partition("=")
    if not separator:
        raise typer.BadParameter(_("{text} is not a payment: write 2026-05-10=5000.00.").format(text=repr(text)))
    return Paid(read_day(day), _sum(amount, currency))
