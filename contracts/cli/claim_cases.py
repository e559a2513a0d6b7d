"""Claims as cases: the pack, approval, sending, what became of them, and claims that come in."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contracts.cli.claim_card import card_text, card_wire, case_line, case_wire, sums_lines
from contracts.cli.claim_options import (
    Answer,
    Beyond,
    Currency,
    Inflation,
    Language,
    Law,
    NumberOrNone,
    Penalty,
    RatePerYear,
    WithSettled,
    request_of,
    terms_of,
)
from contracts.cli.fields import read_sum
from contracts.cli.keeping import KeptFile, Title, keep_file
from contracts.cli.kit import CompanyOption, CounterpartyOption, Session, _, command, read_day, read_duration
from contracts.cli.options import Output, one_of
from contracts.core.calendar import Duration
from contracts.core.claim import ClaimStatus

if TYPE_CHECKING:
    from contracts.services.claim_cases import Drafted
    from contracts.services.claim_pack import Packed

Claim = Annotated[str, typer.Argument(metavar="CLAIM", help=_("Number of the claim."))]
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


def add_to(claims: typer.Typer) -> None:
    """Register these commands in the group that holds `claim letter`."""
    command(claims, "pack", _("The letter, its calculation, the list and copies of enclosures: a folder or a .zip."))(
        _pack
    )
    command(claims, "list", _("The register of claims."))(_list)
    command(claims, "show", _("One claim with its moves."))(_show)
    command(claims, "approve", _("Approve a claim: reckoned anew, its calculation frozen."))(_approve)
    command(claims, "send", _("Record that a claim was sent; its approval must be fresh."))(_send)
    command(claims, "move", _("Record what became of a claim: delivered, refused, settled, to court …"))(_move)
    command(claims, "attach", _("Keep a file with a claim: its pack encloses it."))(_attach)
    command(claims, "receive", _("Register a claim that came in, with the last day for our answer."))(_receive)


def drafted_wire(made: "Drafted") -> dict[str, Any]:
    """The fields of `claim letter`."""
    facts, nothing = made.facts, "0.00"

    def of(kind: Any) -> str:
        found = facts.sum_of(kind)
        return found.wire if found else nothing

    return {
        "claim": made.number,
        "file": str(made.filed.file),
        "sha256": made.filed.sha256,
        "contract": facts.contract.number,
        "counterparty": made.counterparty,
        "principal": facts.principal.wire,
        "interest": of("interest"),
        "penalty": of("penalty"),
        "inflation": of("inflation"),
        "total": facts.total.wire,
        "currency": facts.currency,
        "answer_by": facts.answer_by,
        "documents": [each.document for each in facts.debts],
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
        found = facts.sum_of(kind)  # type: ignore[arg-type]
        if found is not None:
            lines.append(say(label, sum=found))
    lines.append(say("Answer by: {day}", day=session.words.date_weekday(facts.answer_by)))
    return "\n".join([*lines, say("The letter is in {file}", file=str(made.filed.file))])


def _pack(
    session: Session,
    number: NumberOrNone = None,
    output: Output = None,
    claim: Annotated[
        str | None, typer.Option(metavar="CLAIM", help=_("A claim drafted before: approve and pack it."))
    ] = None,
    enclose: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help=_("A copy to enclose; may be given several times."))
    ] = None,
    language: Language = None,
    currency: Currency = None,
    law: Law = None,
    penalty: Penalty = None,
    rate_per_year: RatePerYear = None,
    answer: Answer = None,
    beyond: Beyond = None,
    inflation: Inflation = None,
    with_settled: WithSettled = False,
    counterparty: CounterpartyOption = None,
    company: CompanyOption = None,
) -> None:
    from contracts.services.claim_cases import ClaimRequest
    from contracts.services.claim_pack import pack_claim

    terms = terms_of(penalty, rate_per_year, answer, beyond=beyond, inflation=inflation, with_settled=with_settled)
    request = (
        ClaimRequest()
        if claim
        else request_of(number, counterparty, company, language=language, currency=currency, law=law, terms=terms)
    )
    target = output or Path(_("claim"))
    packed = pack_claim(
        session.desk,
        session.call,
        request,
        target=target,
        enclose=enclose or (),
        number=claim,
        data=session.house.data,
    )
    _show_pack(session, packed)


def _show_pack(session: Session, packed: "Packed") -> None:
    data = {
        **card_wire(packed.card),
        "file": str(packed.place),
        "sha256": packed.sha256,
        "files": list(packed.files),
        "without_copy": list(packed.without_copy),
    }
    lines = [*sums_lines(session, packed.card), session.say("The pack is in {file}", file=str(packed.place))]
    lines += [f"  {each}" for each in packed.files]
    if packed.without_copy:
        lines.append(session.say("Enclose copies with --enclose: {titles}.", titles="; ".join(packed.without_copy)))
    session.show(data, "\n".join(lines))


def _list(
    session: Session,
    open_: Annotated[bool, typer.Option("--open", help=_("Only those still worked on."))] = False,
    counterparty: CounterpartyOption = None,
) -> None:
    from contracts.services.claim_cases import list_claims

    found = list_claims(session.desk, session.call, counterparty=counterparty, is_open=open_)
    data = [case_wire(each) for each in found]
    session.show(data, "\n".join(case_line(session, each) for each in found) or session.say("No claims."))


def _show(session: Session, claim: Claim) -> None:
    from contracts.services.claim_card import card

    found = card(session.desk, session.call, claim)
    session.show(card_wire(found), card_text(session, found))


def _approve(session: Session, claim: Claim, output: Output = None) -> None:
    from contracts.services.claim_cases import approve

    made = approve(session.desk, session.call, claim, session.house.data, output)
    session.show({**drafted_wire(made), "status": "approved"}, drafted_text(session, made))


def _send(
    session: Session,
    claim: Claim,
    method: Annotated[str, typer.Option(metavar="letter|courier|edoc|email|hand", help=_("How."))] = "letter",
    tracking: Annotated[str, typer.Option(metavar="NO", help=_("Tracking number."))] = "",
) -> None:
    from contracts.services.claim_cases import send

    last = send(session.desk, session.call, claim, method=method, tracking_no=tracking)
    session.show(
        {"claim": claim, "status": "sent", "answer_by": last},
        session.say("Claim {number} was sent; answer by {day}.", number=claim, day=session.words.date_weekday(last)),
    )


def _move(
    session: Session,
    claim: Claim,
    to: Move,
    reason: Annotated[str, typer.Option(metavar="TEXT", help=_("Why."))] = "",
) -> None:
    from contracts.services.claim_cases import move

    found = move(session.desk, session.call, claim, ClaimStatus(to), reason=reason)
    session.show(case_wire(found), case_line(session, found))


def _receive(
    session: Session,
    claim: Claim,
    amount: Annotated[str, typer.Option(metavar="M", help=_("What they claim."))],
    counterparty: Annotated[str, typer.Option(metavar="TEXT", help=_("Counterparty by name or code."))],
    received: Annotated[date | None, typer.Option(parser=read_day, metavar="DATE", help=_("The day it came."))] = None,
    contract: Annotated[str | None, typer.Option(metavar="NUMBER", help=_("The contract it is under."))] = None,
    answer: Annotated[
        Duration | None, typer.Option(parser=read_duration, metavar="DUR", help=_("Time for the answer: 30d, 14d."))
    ] = None,
    currency: Annotated[str, typer.Option(metavar="C", help=_("Currency."))] = "UAH",
    note: Annotated[str, typer.Option(metavar="TEXT", help=_("What it is about."))] = "",
) -> None:
    from contracts.services.claim_cases import Incoming, receive
    from contracts.services.which import Which

    call = session.call
    which = Which(contract, counterparty) if contract else None
    sum_ = read_sum(amount, currency.upper())
    last = receive(session.desk, call, Incoming(claim, counterparty, sum_, received or call.as_of, which, answer, note))
    session.show(
        {"claim": claim, "status": "received", "answer_by": last},
        session.say(
            "Claim {number} was registered; answer by {day}.", number=claim, day=session.words.date_weekday(last)
        ),
    )


def _attach(session: Session, claim: Claim, file: KeptFile, title: Title = "") -> None:
    from contracts.services.attaching import About

    keep_file(session, About(claim=claim), file, title)
