"""Claims that came in: registered with the last day for our answer, and answered by a document."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from contracts.cli.claims.options import AnswerTime, Claim, Method, read_demand, which_claim
from contracts.cli.shared.command import with_options
from contracts.cli.shared.options import (
    Counterparty,
    Currency,
    FactsOfLetter,
    Output,
    UnderContract,
    day_option,
    text_option,
    which_contract,
)
from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _
from contracts.cli.shared.values import one_of, read_pairs, read_sum
from contracts.kernel.money import Money
from contracts.kernel.wire import wire

if TYPE_CHECKING:
    from contracts.claims.case.incoming import DraftedAnswer

Documents = Annotated[list[str] | None, text_option("--ask", _("A document we ask for; may be given several times."))]
_WHOLE = "all"


@dataclass(frozen=True)
class IncomingOptions:
    """What a claim that came in demands, by whom, and by when it is answered."""

    amount: Annotated[str, typer.Option(metavar="M", help=_("What they claim."))]
    counterparty: Annotated[str, text_option("--counterparty", _("Counterparty by name or code."))]
    received: Annotated[date | None, day_option("--received", _("The day it came."))] = None
    dated: Annotated[date | None, day_option("--dated", _("The date on its page."))] = None
    contract: UnderContract = None
    answer: AnswerTime = None
    currency: Currency = "UAH"
    note: Annotated[str, text_option("--note", _("What it is about."))] = ""
    scan: Annotated[Path | None, typer.Option("--file", metavar="FILE", help=_("A scan of it, kept with it."))] = None


@with_options(IncomingOptions)
def receive_claim(session: Session, claim: Claim) -> None:
    from contracts.claims.case.incoming import IncomingClaim, receive

    call, options = session.call, session.options(IncomingOptions)
    incoming = IncomingClaim(
        claim,
        options.counterparty,
        read_sum(options.amount, options.currency.upper()),
        options.received or call.as_of,
        which_contract(options.contract, options.counterparty) if options.contract else None,
        options.answer,
        options.note,
        dated_on=options.dated,
        scan=options.scan,
    )
    last = receive(session.ctx, call, incoming)
    session.show(
        {"claim": claim, "status": "received", "answer_by": last},
        session.say(
            "Claim {number} was registered; answer by {day}.", number=claim, day=session.words.date_weekday(last)
        ),
    )


@dataclass(frozen=True)
class AnswerOptions:
    """What is accepted and what is not, why, and how the answer looks and goes."""

    accept: Annotated[
        str | None, typer.Option(metavar="M|all|0", help=_("What is accepted: a sum, all of it, or nothing."))
    ] = None
    demand: Annotated[
        list[str] | None,
        typer.Option(metavar="TEXT=M:M", help=_("A demand, its sum, and what is accepted: penalty=500:120.")),
    ] = None
    ground: Annotated[
        list[str] | None, text_option("--ground", _("Why the rest is refused; may be given several times."))
    ] = None
    ask: Documents = None
    pay_by: Annotated[date | None, day_option("--pay-by", _("The day we pay by what is accepted."))] = None
    contract: UnderContract = None
    language: Annotated[
        str | None, typer.Option(parser=one_of("uk", "en"), metavar="uk|en", help=_("The language of the answer."))
    ] = None
    method: Method = "letter"
    set_: FactsOfLetter = None
    output: Output = None
    counterparty: Counterparty = None


@with_options(AnswerOptions)
def draft_answer(session: Session, claim: Claim) -> None:
    from contracts.claims.case.cases import show
    from contracts.claims.case.incoming import AnswerRequest, answer

    options = session.options(AnswerOptions)
    which = which_claim(claim, options.counterparty)
    claimed = show(session.ctx, session.call, which).total
    if options.accept is None and not options.demand:
        raise typer.BadParameter(_("Say what is accepted: --accept SUM, all or 0, or each --demand with its sums."))
    request = AnswerRequest(
        accepted=_accepted(options.accept, claimed),
        demands=tuple(read_demand(each, claimed.currency) for each in options.demand or ()),
        grounds=tuple(options.ground or ()),
        papers=tuple(options.ask or ()),
        pay_by=options.pay_by,
        which=which_contract(options.contract, options.counterparty) if options.contract else None,
        language=options.language,
        method=options.method,
        target=options.output,
        values=read_pairs(options.set_, "--set"),
    )
    drafted = answer(session.ctx, session.call, which, request)
    session.show(wire(drafted), _text(session, drafted))


def _accepted(text: str | None, claimed: Money) -> Money | None:
    if text is None:
        return None
    return claimed if text.strip().lower() == _WHOLE else read_sum(text, claimed.currency)


def _text(session: Session, answer: "DraftedAnswer") -> str:
    say = session.say
    lines = [
        say(
            "Answer {answer} to claim {number}: accepted {accepted} of {claimed}",
            answer=answer.answer,
            number=answer.claim,
            accepted=answer.accepted,
            claimed=answer.claimed,
        ),
        say("The letter is in {file}", file=str(answer.file)),
        *answer.warnings,
        say("Next: contracts claim approve {number}, then contracts claim send {number}.", number=answer.claim),
    ]
    return "\n".join(lines)
