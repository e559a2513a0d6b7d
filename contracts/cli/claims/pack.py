"""`claim pack` and `claim court`: a claim with its papers, for the debtor and for the court."""

from pathlib import Path
from typing import TYPE_CHECKING

from contracts.cli.claims.card import card_wire, case_line, sums_lines
from contracts.cli.claims.drafted import gap_lines, sums_of_facts
from contracts.cli.claims.options import Claim, NumberOrNone, PackOptions, claim_request, which_claim
from contracts.cli.shared.command import with_options
from contracts.cli.shared.options import Counterparty, Output, ReasonText
from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _

if TYPE_CHECKING:
    from contracts.claims.case.pack import Packed


@with_options(PackOptions)
def make_pack(session: Session, number: NumberOrNone = None) -> None:
    from contracts.claims.case.pack import pack_claim

    options = session.options(PackOptions)
    request = claim_request(number, options)
    packed = pack_claim(
        session.ctx,
        session.call,
        request,
        enclose=options.enclose or (),
        number=options.claim,
        target=options.output or Path(_("claim")),
        data=session.application.data,
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


def make_court_pack(
    session: Session,
    claim: Claim,
    reason: ReasonText = "",
    output: Output = None,
    counterparty: Counterparty = None,
) -> None:
    from contracts.claims.case.court import hand_over

    target, which = output or Path(_("court")), which_claim(claim, counterparty)
    pack = hand_over(session.ctx, session.call, which, target, reason=reason, data=session.application.data)
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
