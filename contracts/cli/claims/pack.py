"""`claim pack` and `claim court`: a claim with its papers, for the debtor and for the court."""

from dataclasses import replace
from pathlib import Path

from contracts.cli.claims.card import case_line, gap_lines, sums_lines
from contracts.cli.claims.options import Claim, NumberOrNone, PackOptions, claim_request, which_claim
from contracts.cli.shared.command import with_options
from contracts.cli.shared.options import Counterparty, Output, ReasonText
from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _
from contracts.kernel.wire import wire


@with_options(PackOptions)
def make_pack(session: Session, number: NumberOrNone = None) -> None:
    from contracts.claims.case.pack import pack_claim

    options = session.options(PackOptions)
    request = replace(claim_request(number, options), enclosed=tuple(options.enclose or ()))
    target = options.output or Path(_("claim"))
    pack = pack_claim(session.ctx, session.call, request, target=target, which=options.claim)
    lines = [*sums_lines(session, pack.card), session.say("The pack is in {file}", file=str(pack.file))]
    lines += [f"  {each}" for each in pack.files]
    if pack.without_copy:
        lines.append(session.say("Enclose copies with --enclose: {titles}.", titles="; ".join(pack.without_copy)))
    session.show({**wire(pack.card), **wire(pack)}, "\n".join(lines))


def make_court_pack(
    session: Session,
    claim: Claim,
    reason: ReasonText = "",
    output: Output = None,
    counterparty: Counterparty = None,
) -> None:
    from contracts.claims.court.handover import hand_over

    target, which = output or Path(_("court")), which_claim(claim, counterparty)
    pack = hand_over(session.ctx, session.call, which, target, reason=reason)
    lines = [
        case_line(session, pack.card),
        session.say("At {day}: {total}", day=pack.now.as_of, total=pack.now.sums.total),
        session.say("The pack is in {file}", file=str(pack.file)),
        *(f"  {each}" for each in pack.files),
        *gap_lines(session, pack.facts.incomplete(session.words.language)),
        *pack.warnings,
    ]
    session.show({**wire(pack.card), **wire(pack)}, "\n".join(lines))
