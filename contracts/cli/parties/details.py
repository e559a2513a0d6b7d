"""Bank accounts of a party, and who may sign for it."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

import typer

from contracts.cli.shared.command import with_options
from contracts.cli.shared.options import HryvniaOr, day_option, text_option
from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _
from contracts.cli.shared.values import read_sum

OfParty = Annotated[str | None, text_option("--party", _("Whose; the own company by default."))]


def keep_account(
    session: Session,
    account: Annotated[str, typer.Argument(metavar="IBAN", help=_("The account number."))],
    bank: Annotated[str, text_option("--bank", _("The bank."))] = "",
    currency: HryvniaOr = "UAH",
    party: OfParty = None,
) -> None:
    from contracts.parties.parties import add_account

    add_account(session.ctx, session.call, party, {"account": account, "bank": bank, "currency": currency.upper()})
    session.show({"account": account, "bank": bank, "currency": currency.upper()}, session.say("Saved."))


@dataclass(frozen=True)
class SignatoryOptions:
    """By what right a person signs, up to which sum, from when to when."""

    position: Annotated[str, text_option("--position", _("Position."))]
    basis: Annotated[str, text_option("--basis", _("On what ground: charter, order, power of attorney."))]
    document: Annotated[str, text_option("--document", _("Number and date of that document."))] = ""
    limit: Annotated[str | None, typer.Option(metavar="SUM", help=_("Up to this sum with VAT."))] = None
    currency: HryvniaOr = "UAH"
    from_: Annotated[date | None, day_option("--from", _("From this day."))] = None
    until: Annotated[date | None, day_option("--until", _("To this day, inclusive."))] = None
    party: OfParty = None


@with_options(SignatoryOptions)
def keep_signatory(
    session: Session,
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("Full name of who signs."))],
) -> None:
    from contracts.parties.parties import Signatory, add_signatory

    options = session.options(SignatoryOptions)
    position, basis = options.position, options.basis
    top = read_sum(options.limit, options.currency) if options.limit else None
    signatory = Signatory(name, position, basis, options.document, top, options.from_, options.until)
    add_signatory(session.ctx, session.call, options.party, signatory)
    session.show({"name": name, "position": position, "basis": basis}, session.say("Saved."))
