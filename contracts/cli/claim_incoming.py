"""Claims that came in: registered with the last day for our answer, and answered by a document."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contracts.cli.claim_options import Claim, Method, read_demand
from contracts.cli.fields import read_sum
from contracts.cli.kit import CounterpartyOption, Session, _, command, read_day, read_duration
from contracts.cli.options import FactsOfLetter, Output, one_of, pairs
from contracts.kernel.calendar import Duration
from contracts.kernel.money import Money

if TYPE_CHECKING:
    from contracts.claims.case.claim_incoming import Answered

Contract = Annotated[str | None, typer.Option("--contract", metavar="NUMBER", help=_("The contract it is under."))]
Accept = Annotated[
    str | None, typer.Option(metavar="M|all|0", help=_("What is accepted: a sum, all of it, or nothing."))
]
Demand = Annotated[
    list[str] | None,
    typer.Option(metavar="TEXT=M:M", help=_("A demand, its sum, and what is accepted: penalty=500:120.")),
]
Ground = Annotated[
    list[str] | None, typer.Option(metavar="TEXT", help=_("Why the rest is refused; may be given several times."))
]
Ask = Annotated[
    list[str] | None, typer.Option(metavar="TEXT", help=_("A document we ask for; may be given several times."))
]
PayBy = Annotated[
    date | None, typer.Option(parser=read_day, metavar="DATE", help=_("The day we pay by what is accepted."))
]
AnswerLanguage = Annotated[
    str | None, typer.Option(parser=one_of("uk", "en"), metavar="uk|en", help=_("The language of the answer."))
]
_WHOLE = "all"


def add_to(claims: typer.Typer) -> None:
    """Register these commands in the group of claims."""
    command(claims, "receive", _("Register a claim that came in, with the last day for our answer."))(_receive)
    command(claims, "answer", _("Draft the answer to a claim that came in: what is accepted, what not and why."))(
        _answer
    )


def _receive(
    session: Session,
    claim: Claim,
    amount: Annotated[str, typer.Option(metavar="M", help=_("What they claim."))],
    counterparty: Annotated[str, typer.Option(metavar="TEXT", help=_("Counterparty by name or code."))],
    received: Annotated[date | None, typer.Option(parser=read_day, metavar="DATE", help=_("The day it came."))] = None,
    dated: Annotated[
        date | None, typer.Option(parser=read_day, metavar="DATE", help=_("The date on its page."))
    ] = None,
    contract: Contract = None,
    answer: Annotated[
        Duration | None, typer.Option(parser=read_duration, metavar="DUR", help=_("Time for the answer: 30d, 14d."))
    ] = None,
    currency: Annotated[str, typer.Option(metavar="C", help=_("Currency."))] = "UAH",
    note: Annotated[str, typer.Option(metavar="TEXT", help=_("What it is about."))] = "",
    scan: Annotated[Path | None, typer.Option("--file", metavar="FILE", help=_("A scan of it, kept with it."))] = None,
) -> None:
    from contracts.claims.case.claim_incoming import Incoming, receive
    from contracts.registry.which import Which

    call = session.call
    which = Which(contract, counterparty) if contract else None
    sum_, day = read_sum(amount, currency.upper()), received or call.as_of
    given = Incoming(claim, counterparty, sum_, day, which, answer, note, dated_on=dated, scan=scan)
    last = receive(session.ctx, call, given)
    session.show(
        {"claim": claim, "status": "received", "answer_by": last},
        session.say(
            "Claim {number} was registered; answer by {day}.", number=claim, day=session.words.date_weekday(last)
        ),
    )


def _answer(
    session: Session,
    claim: Claim,
    accept: Accept = None,
    demand: Demand = None,
    ground: Ground = None,
    ask: Ask = None,
    pay_by: PayBy = None,
    contract: Contract = None,
    language: AnswerLanguage = None,
    method: Method = "letter",
    set_: FactsOfLetter = None,
    output: Output = None,
    counterparty: CounterpartyOption = None,
) -> None:
    from contracts.claims.case.claim_incoming import Answer, answer
    from contracts.claims.case.claim_which import WhichClaim
    from contracts.registry.which import Which

    which = WhichClaim(claim, counterparty)
    currency, claimed = _claimed(session, which)
    if accept is None and not demand:
        raise typer.BadParameter(_("Say what is accepted: --accept SUM, all or 0, or each --demand with its sums."))
    given = Answer(
        accepted=_accepted(accept, claimed),
        demands=tuple(read_demand(each, currency) for each in demand or ()),
        grounds=tuple(ground or ()),
        wanted=tuple(ask or ()),
        pay_by=pay_by,
        which=Which(contract, counterparty) if contract else None,
        language=language,
        method=method,
        target=output,
        values=pairs(set_, "--set"),
    )
    made = answer(session.ctx, session.call, which, given)
    session.show(_wire(made), _text(session, made))


def _claimed(session: Session, which: Any) -> tuple[str, Money]:
    from contracts.claims.case.claim_cases import show

    case = show(session.ctx, session.call, which)
    return case.row.currency, case.total


def _accepted(text: str | None, claimed: Money) -> Money | None:
    if text is None:
        return None
    return claimed if text.strip().lower() == _WHOLE else read_sum(text, claimed.currency)


def _wire(made: "Answered") -> dict[str, Any]:
    facts, nothing = made.facts, Money(0, made.facts.currency)
    return {
        "claim": made.number,
        "answer": facts.number,
        "outcome": facts.outcome,
        "claimed": (facts.claimed or nothing).wire,
        "accepted": (facts.accepted or nothing).wire,
        "currency": facts.currency,
        "pay_by": facts.pay_by,
        "file": str(made.filed.file),
        "sha256": made.filed.sha256,
        "warnings": list(made.filed.warnings),
    }


def _text(session: Session, made: "Answered") -> str:
    say, facts = session.say, made.facts
    nothing = Money(0, facts.currency)
    lines = [
        say(
            "Answer {answer} to claim {number}: accepted {accepted} of {claimed}",
            answer=facts.number,
            number=made.number,
            accepted=facts.accepted or nothing,
            claimed=facts.claimed or nothing,
        ),
        say("The letter is in {file}", file=str(made.filed.file)),
        *made.filed.warnings,
        say("Next: contracts claim approve {number}, then contracts claim send {number}.", number=made.number),
    ]
    return "\n".join(lines)
