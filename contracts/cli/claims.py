"""Claims: `claim letter` for a debt given by hand, with its calculation."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contracts.cli import claim_cases
from contracts.cli.kit import CompanyOption, Session, _, command, group, read_day, read_duration
from contracts.core.calendar import Duration
from contracts.core.money import Money, MoneyFault, money

if TYPE_CHECKING:
    from contracts.core.late_debt import Paid
    from contracts.services.claim_cases import ClaimRequest
    from contracts.services.claim_letter import ClaimLetter

LANGUAGES = ("uk", "en", "ru", "de", "en_gb")


def add_to(app: typer.Typer) -> None:
    """Register these commands."""
    claims = group(_("Claims: the letter with its calculation."))
    command(claims, "letter", _("Make the claim letter of a debt: principal, 3 % a year, inflation, penalty."))(_letter)
    claim_cases.add_to(claims)
    app.add_typer(claims, name="claim")


def _one_of(*known: str) -> Any:
    def read(text: str) -> str:
        if text not in known:
            raise typer.BadParameter(
                _("{text} is not one of {values}.").format(text=repr(text), values=", ".join(known))
            )
        return text

    return read


def _letter(
    session: Session,
    number: Annotated[
        str | None,
        typer.Argument(metavar="NUMBER", help=_("The contract; or name its counterparty by --counterparty.")),
    ] = None,
    principal: Annotated[str | None, typer.Option(metavar="M", help=_("The debt, such as 100000.00."))] = None,
    due: Annotated[date | None, typer.Option(parser=read_day, metavar="D", help=_("The last day for payment."))] = None,
    due_kind: Annotated[
        str,
        typer.Option(parser=_one_of("period", "date"), metavar="period|date", help=_("Whether a period ends then.")),
    ] = "period",
    payment: Annotated[list[str] | None, typer.Option(metavar="D=M", help=_("A payment: 2026-05-10=5000.00."))] = None,
    currency: Annotated[
        str | None, typer.Option(metavar="C", help=_("Currency; by default that of the contract."))
    ] = None,
    document: Annotated[str, typer.Option(metavar="TEXT", help=_("The unpaid document, as the letter names it."))] = "",
    document_date: Annotated[
        date | None, typer.Option(parser=read_day, metavar="D", help=_("The date of that document."))
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(parser=_one_of(*LANGUAGES), metavar="L", help=_("uk, en, ru, de or en_gb; the law follows.")),
    ] = None,
    law: Annotated[
        str | None,
        typer.Option(parser=_one_of("UA", "RU", "DE", "GB"), metavar="UA|RU|DE|GB", help=_("Whose law.")),
    ] = None,
    penalty: Annotated[
        str | None,
        typer.Option(metavar="RULE", help=_("Instead of the contract's clause: per_day:0.1, double_nbu, or none.")),
    ] = None,
    rate_per_year: Annotated[
        str | None, typer.Option(metavar="R", help=_("Agreed interest, per cent a year; by default 3."))
    ] = None,
    answer: Annotated[
        Duration | None, typer.Option(parser=read_duration, metavar="DUR", help=_("Time for the answer: 30d, 14d."))
    ] = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=TEXT", help=_("Say a fact of the letter yourself."))
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help=_("Where to write it."))] = None,
    counterparty: Annotated[
        str | None, typer.Option("--counterparty", metavar="TEXT", help=_("Counterparty by name or code."))
    ] = None,
    company: CompanyOption = None,
) -> None:
    from contracts.services.claim_letter import GivenDebt, LetterRequest, claim_letter
    from contracts.services.which import Which

    if not number and not counterparty:
        raise typer.BadParameter(_("Name the contract by NUMBER, or its counterparty by --counterparty."))
    if principal is None and due is None:
        _from_ledger(session, claim_cases.request_of(number, counterparty, company, language, currency), output)
        return
    if principal is None or due is None:
        raise typer.BadParameter(_("Give the debt by --principal and the last day for payment by --due."))
    code = (currency or "UAH").upper()
    debt = GivenDebt(
        _sum(principal, code),
        due,
        tuple(_paid(each, code) for each in payment or ()),
        due_kind,
        document,
        document_date,
    )
    request = LetterRequest(
        debt=debt,
        which=Which(number, counterparty, company) if number else None,
        counterparty=counterparty,
        language=language,
        law=law,
        target=output,
        penalty="" if penalty == "none" else penalty,
        interest_rate=_rate(rate_per_year),
        answer=answer,
        values=dict(_pair(each) for each in set_ or ()),
    )
    made = claim_letter(session.desk, session.call, request, data=session.house.data)
    session.show(_wire(session, made), letter_text(session, made))


def _from_ledger(session: Session, request: "ClaimRequest", output: Path | None) -> None:
    """Without a debt given by hand the claim is of everything overdue in the ledger."""
    from dataclasses import replace

    from contracts.services.claim_cases import draft_claim

    made = draft_claim(session.desk, session.call, replace(request, target=output), session.house.data)
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
    from contracts.core.late_debt import Paid

    day, separator, amount = text.partition("=")
    if not separator:
        raise typer.BadParameter(_("{text} is not a payment: write 2026-05-10=5000.00.").format(text=repr(text)))
    return Paid(read_day(day), _sum(amount, currency))


def _rate(text: str | None) -> Any:
    from fractions import Fraction

    if text is None:
        return None
    try:
        found = Fraction(text.replace(",", ".").removesuffix("%").strip())
    except (ValueError, ZeroDivisionError):
        found = Fraction(-1)
    if not 0 < found <= 1000:
        raise typer.BadParameter(_("{text} is not a per cent a year such as 3 or 12.5.").format(text=repr(text)))
    return found


def _pair(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator or not name.strip():
        raise typer.BadParameter(_("{text} is not NAME=TEXT.").format(text=repr(text)))
    return name.strip(), value
