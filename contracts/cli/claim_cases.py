"""Claims as cases: the pack, approval, sending, what became of them, and claims that come in."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contracts.claims.case.rules.claim import ClaimDirection, ClaimStatus
from contracts.cli.claim_card import card_text, card_wire, case_line, case_wire, sums_lines
from contracts.cli.claim_options import (
    Advance,
    Answer,
    Beyond,
    Claim,
    Currency,
    DeliverBy,
    Inflation,
    Language,
    Law,
    Method,
    NumberOrNone,
    Penalty,
    RatePerYear,
    ReturnBy,
    WithSettled,
    request_of,
    said_of,
    terms_of,
)
from contracts.cli.fields import read_sum
from contracts.cli.keeping import KeptFile, Title, show_kept
from contracts.cli.kit import CompanyOption, CounterpartyOption, Session, _, command, read_day
from contracts.cli.money_tables import claim_table
from contracts.cli.options import FactsOfLetter, Output, one_of

if TYPE_CHECKING:
    from contracts.claims.case.claim_cases import Drafted
    from contracts.claims.case.claim_pack import Packed
    from contracts.claims.case.claim_which import WhichClaim
    from contracts.claims.case.contexts.claim import ClaimFacts

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
    command(claims, "approve", _("Approve a claim, reckoned anew and frozen, or the answer to one that came in."))(
        _approve
    )
    command(claims, "send", _("Record that a claim was sent, its approval fresh, or the answer to one that came in."))(
        _send
    )
    command(claims, "move", _("Record what became of a claim: delivered, refused, settled, to court …"))(_move)
    command(
        claims, "court", _("Hand a claim over to court: all its papers, reckoned to the day, its history, proofs.")
    )(_court)
    command(claims, "attach", _("Keep a file with a claim: its pack encloses it."))(_attach)


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
    from contracts.claims.case.contexts.claim_gaps import gaps

    return gaps(tuple(each.late for each in facts.debts), language)


def gap_lines(session: Session, facts: "ClaimFacts") -> list[str]:
    """The mark on the total, where there is one."""
    found = gaps_of(facts, session.words.language)
    return [session.say("The total is not final: {what}.", what="; ".join(found))] if found else []


def sums_of_facts(facts: "ClaimFacts") -> dict[str, str]:
    """The sums of a claim as JSON."""

    def of(kind: Any) -> str:
        found = facts.sum_of(kind)
        return found.wire if found else "0.00"

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
        found = facts.sum_of(kind)  # type: ignore[arg-type]
        if found is not None:
            lines.append(say(label, sum=found))
    lines += gap_lines(session, facts)
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
    advance: Advance = None,
    return_by: ReturnBy = None,
    deliver_by: DeliverBy = None,
    set_: FactsOfLetter = None,
    counterparty: CounterpartyOption = None,
    company: CompanyOption = None,
) -> None:
    from contracts.claims.case.claim_cases import ClaimRequest
    from contracts.claims.case.claim_pack import pack_claim

    reckoning: dict[str, Any] = {"beyond": beyond, "inflation": inflation, "with_settled": with_settled}
    said = said_of(set_, deliver_by)
    terms = terms_of(penalty, rate_per_year, answer, return_by=return_by, given=said, **reckoning)
    choices: dict[str, Any] = {"language": language, "currency": currency, "law": law, "terms": terms}
    request = ClaimRequest() if claim else request_of(number, counterparty, company, advances=advance, **choices)
    place: dict[str, Any] = {"target": output or Path(_("claim")), "data": session.house.data}
    packed = pack_claim(session.ctx, session.call, request, enclose=enclose or (), number=claim, **place)
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
    from contracts.claims.case.claim_cases import list_claims

    found = list_claims(session.ctx, session.call, counterparty=counterparty, is_open=open_)
    data = [case_wire(each) for each in found]
    session.show(data, claim_table(session, found) if found else session.say("No claims."))


def _show(session: Session, claim: Claim, counterparty: CounterpartyOption = None) -> None:
    from contracts.claims.case.claim_card import card

    found = card(session.ctx, session.call, _which(claim, counterparty))
    session.show(card_wire(found), card_text(session, found))


def _approve(session: Session, claim: Claim, output: Output = None, counterparty: CounterpartyOption = None) -> None:
    from contracts.claims.case.claim_cases import approve
    from contracts.claims.case.claim_incoming import approve_answer

    which = _which(claim, counterparty)
    if _is_incoming(session, which):
        approve_answer(session.ctx, session.call, which)
        said = session.say("The answer to claim {number} was approved.", number=claim)
        session.show({"claim": claim, "status": "answer_approved"}, said)
        return
    made = approve(session.ctx, session.call, which, session.house.data, output)
    session.show({**drafted_wire(made), "status": "approved"}, drafted_text(session, made))


def _send(
    session: Session,
    claim: Claim,
    method: Method = "letter",
    tracking: Annotated[str, typer.Option(metavar="NO", help=_("Tracking number."))] = "",
    counterparty: CounterpartyOption = None,
) -> None:
    from contracts.claims.case.claim_cases import send
    from contracts.claims.case.claim_incoming import send_answer

    which = _which(claim, counterparty)
    if _is_incoming(session, which):
        send_answer(session.ctx, session.call, which, method=method, tracking_no=tracking)
        said = session.say("The answer to claim {number} was sent.", number=claim)
        session.show({"claim": claim, "status": "answered"}, said)
        return
    last = send(session.ctx, session.call, which, method=method, tracking_no=tracking)
    session.show(
        {"claim": claim, "status": "sent", "answer_by": last},
        session.say("Claim {number} was sent; answer by {day}.", number=claim, day=session.words.date_weekday(last)),
    )


def _move(
    session: Session,
    claim: Claim,
    to: Move,
    on: Annotated[
        date | None, typer.Option("--on", parser=read_day, metavar="DATE", help=_("The day it was so."))
    ] = None,
    amount: Annotated[
        str | None, typer.Option(metavar="M", help=_("The sum: what was accepted, or what was settled."))
    ] = None,
    reason: Annotated[str, typer.Option(metavar="TEXT", help=_("Why."))] = "",
    proof: Annotated[
        Path | None, typer.Option("--file", metavar="FILE", help=_("What proves it: a receipt, their answer."))
    ] = None,
    counterparty: CounterpartyOption = None,
) -> None:
    from contracts.claims.case.claim_cases import show
    from contracts.claims.case.claim_progress import Told, move

    which = _which(claim, counterparty)
    currency = show(session.ctx, session.call, which).row.currency if amount is not None else ""
    told = Told(on, read_sum(amount, currency) if amount is not None else None, reason, proof=proof)
    found = move(session.ctx, session.call, which, ClaimStatus(to), told)
    session.show(case_wire(found), case_line(session, found))


def _court(
    session: Session,
    claim: Claim,
    reason: Annotated[str, typer.Option(metavar="TEXT", help=_("Why."))] = "",
    output: Output = None,
    counterparty: CounterpartyOption = None,
) -> None:
    from contracts.claims.case.claim_court import hand_over

    target, which = output or Path(_("court")), _which(claim, counterparty)
    pack = hand_over(session.ctx, session.call, which, target, reason=reason, data=session.house.data)
    data = {
        **card_wire(pack.card),
        "now": {"as_of": pack.facts.as_of, **sums_of_facts(pack.facts)},
        "file": str(pack.place),
        "sha256": pack.sha256,
        "files": list(pack.files),
        "warnings": list(pack.warnings),
    }
    lines = [
        case_line(session, pack.card.case),
        session.say("At {day}: {total}", day=pack.facts.as_of, total=pack.facts.total),
        session.say("The pack is in {file}", file=str(pack.place)),
        *(f"  {each}" for each in pack.files),
        *gap_lines(session, pack.facts),
        *pack.warnings,
    ]
    session.show(data, "\n".join(lines))


def _attach(session: Session, claim: Claim, file: KeptFile, title: Title = "") -> None:
    from contracts.claims.case.claim_files import attach_to_claim

    show_kept(session, attach_to_claim(session.ctx, session.call, claim, file, number=title), file)


def _which(claim: str, counterparty: str | None) -> "WhichClaim":
    from contracts.claims.case.claim_which import WhichClaim

    return WhichClaim(claim, counterparty)


def _is_incoming(session: Session, which: "WhichClaim") -> bool:
    from contracts.claims.case.claim_cases import show

    return bool(show(session.ctx, session.call, which).row.direction == ClaimDirection.INCOMING)
