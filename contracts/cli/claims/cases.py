"""Claims as cases: listed, shown, approved, sent, and what became of them."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from contracts.claims.case.rules.claim import ClaimDirection, ClaimStatus
from contracts.cli.claims.card import card_text, case_line, claim_table
from contracts.cli.claims.letter import drafted_text
from contracts.cli.claims.options import Claim, Method, which_claim
from contracts.cli.shared.kept_files import KeptFile, Title, show_kept
from contracts.cli.shared.options import Counterparty, Output, ReasonText, day_option
from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _
from contracts.cli.shared.values import one_of, read_sum
from contracts.kernel.wire import wire

if TYPE_CHECKING:
    from contracts.claims.case.cases import ClaimCase
    from contracts.claims.case.queries.claims import WhichClaim

#: What a person may record of a claim, by the word of the command.
MOVES = (
    *("delivered", "accepted", "partly_accepted", "refused", "settled", "partly_settled", "to_court", "withdrawn"),
    *("answer_drafted", "answer_approved", "answered", "in_court", "closed"),
)
Move = Annotated[
    str,
    typer.Argument(
        parser=one_of(*MOVES), metavar="STATUS", help=_("delivered, accepted, refused, settled, to_court …")
    ),
]


def show_claims(
    session: Session,
    open_: Annotated[bool, typer.Option("--open", help=_("Only those still worked on."))] = False,
    counterparty: Counterparty = None,
) -> None:
    from contracts.claims.case.cases import list_claims

    claims = list_claims(session.ctx, session.call, counterparty=counterparty, is_open=open_)
    _show(session, claims)


def show_register(session: Session, output: Output = None) -> None:
    from contracts.claims.case.cases import list_claims
    from contracts.claims.case.workbook import write_claims

    claims = list_claims(session.ctx, session.call)
    if output is not None:
        write_claims(output, claims, session.words)
    _show(session, claims)


def _show(session: Session, claims: "list[ClaimCase]") -> None:
    session.show(wire(claims), claim_table(session, claims) if claims else session.say("No claims."))


def show_claim(session: Session, claim: Claim, counterparty: Counterparty = None) -> None:
    from contracts.claims.case.card import card

    case_card = card(session.ctx, session.call, which_claim(claim, counterparty))
    session.show(wire(case_card), card_text(session, case_card))


def approve_claim(session: Session, claim: Claim, output: Output = None, counterparty: Counterparty = None) -> None:
    from contracts.claims.case.letter import Destination
    from contracts.claims.case.moves import move
    from contracts.claims.case.outgoing import approve

    which = which_claim(claim, counterparty)
    if _is_incoming(session, which):
        move(session.ctx, session.call, which, ClaimStatus.ANSWER_APPROVED)
        text = session.say("The answer to claim {number} was approved.", number=claim)
        session.show({"claim": claim, "status": "answer_approved"}, text)
        return
    approved = approve(session.ctx, session.call, which, Destination(output))
    session.show({**wire(approved), "status": "approved"}, drafted_text(session, approved))


def send_claim(
    session: Session,
    claim: Claim,
    method: Method = "letter",
    tracking: Annotated[str, typer.Option(metavar="NO", help=_("Tracking number."))] = "",
    counterparty: Counterparty = None,
) -> None:
    from contracts.claims.case.moves import MoveFacts, move
    from contracts.claims.case.outgoing import send

    which = which_claim(claim, counterparty)
    if _is_incoming(session, which):
        facts = MoveFacts(method=method, tracking=tracking)
        move(session.ctx, session.call, which, ClaimStatus.ANSWERED, facts)
        text = session.say("The answer to claim {number} was sent.", number=claim)
        session.show({"claim": claim, "status": "answered"}, text)
        return
    last = send(session.ctx, session.call, which, method=method, tracking_no=tracking)
    session.show(
        {"claim": claim, "status": "sent", "answer_by": last},
        session.say("Claim {number} was sent; answer by {day}.", number=claim, day=session.words.date_weekday(last)),
    )


def move_claim(
    session: Session,
    claim: Claim,
    to: Move,
    on: Annotated[date | None, day_option("--on", _("The day it was so."))] = None,
    amount: Annotated[
        str | None, typer.Option(metavar="M", help=_("The sum: what was accepted, or what was settled."))
    ] = None,
    reason: ReasonText = "",
    proof: Annotated[
        Path | None, typer.Option("--file", metavar="FILE", help=_("What proves it: a receipt, their answer."))
    ] = None,
    counterparty: Counterparty = None,
) -> None:
    from contracts.claims.case.cases import show
    from contracts.claims.case.moves import MoveFacts, move

    which = which_claim(claim, counterparty)
    currency = show(session.ctx, session.call, which).currency if amount is not None else ""
    facts = MoveFacts(on, read_sum(amount, currency) if amount is not None else None, reason, proof=proof)
    case = move(session.ctx, session.call, which, ClaimStatus(to), facts)
    session.show(wire(case), case_line(session, case))


def attach_file(session: Session, claim: Claim, file: KeptFile, title: Title = "") -> None:
    from contracts.claims.case.enclosures import attach_to_claim

    show_kept(session, attach_to_claim(session.ctx, session.call, claim, file, number=title), file)


def _is_incoming(session: Session, which: "WhichClaim") -> bool:
    from contracts.claims.case.cases import show

    return show(session.ctx, session.call, which).direction is ClaimDirection.INCOMING
