"""`contract readers`: who a confidential contract is shown to, and whom it is shown to from now on."""

from typing import Annotated

import typer

from contracts.cli.shared.command import with_options
from contracts.cli.shared.options import ContractParties, Number
from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _
from contracts.kernel.wire import wire


@with_options(ContractParties)
def show_readers(
    session: Session,
    number: Number,
    add: Annotated[
        list[str] | None, typer.Option("--add", metavar="LOGIN", help=_("Show it to this person too; may be repeated."))
    ] = None,
    remove: Annotated[
        list[str] | None,
        typer.Option("--remove", metavar="LOGIN", help=_("Show it to this person no more; may be repeated.")),
    ] = None,
) -> None:
    from contracts.registry.readers import change_readers, list_readers

    which, say = session.options(ContractParties).which(number), session.say
    if add or remove:
        shown = change_readers(session.ctx, session.call, which, add=add or (), remove=remove or ())
    else:
        shown = list_readers(session.ctx, session.call, which)
    if not shown.is_confidential:
        text = say("Contract № {number} is shown to everybody.", number=shown.contract)
    else:
        text = say("Contract № {number} is shown to its owner, to auditors and to:", number=shown.contract)
        text += "".join(f"\n  {each.name} ({each.login})" for each in shown.readers) or f" {say('nobody else')}"
    session.show(wire(shown), text)
