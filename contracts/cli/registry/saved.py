"""How a contract stands after a command changed it, and what a person must still complete."""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from contracts.cli.shared.command import with_options
from contracts.cli.shared.options import ContractParties, Number, Reason
from contracts.cli.shared.session import Session
from contracts.kernel.wire import wire

if TYPE_CHECKING:
    from collections.abc import Sequence

    from contracts.registry.registry import Saved


def show_saved(
    session: Session, saved: "Saved", text: str = "", *, payload: object = None, more: "Sequence[str]" = ()
) -> None:
    """The contract with its phase and what was done, by default that it was saved, and what else is to be said."""
    words = session.words
    lines = [f"№ {saved.number}: {words.phase(saved.phase)}. {text or words.say('Saved.')}"]
    if saved.missing:
        lines.append(words.say("Missing: {facts}", facts=", ".join(words.missing(each) for each in saved.missing)))
    session.show(wire(payload or saved), "\n".join([*lines, *more]))


def with_reason(use_case: str) -> Callable[..., None]:
    """The command of a use case, ``module:function`` of the register, that takes a contract and a reason."""
    module, _colon, name = use_case.partition(":")

    @with_options(ContractParties)
    def run(session: Session, number: Number, reason: Reason) -> None:
        act = getattr(import_module(f"contracts.registry.{module}"), name)
        which = session.options(ContractParties).which(number)
        show_saved(session, act(session.ctx, session.call, which, reason=reason))

    return run
