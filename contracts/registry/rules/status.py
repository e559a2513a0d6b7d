"""A stored status moves forward until the contract is signed; a signed one never moves back, it is terminated (§2)."""

from contracts.kernel.refusal import Refusal
from contracts.registry.rules.contract import Status


class MoveRefused(Refusal):
    """The status cannot follow the one the contract has."""

    code = "status_move"


def check_move(number: str, now: Status, to: Status) -> None:
    """Refuse a move that no contract makes.

    Before the signature a contract goes forward, back for rework, or is cancelled. After it there is termination.
    Raises :class:`MoveRefused`.
    """
    if now is Status.SIGNED:
        raise MoveRefused(
            "Contract {number} is signed: terminate it, or void its number if it was registered by mistake.",
            number=number,
        )
    if now is Status.CANCELLED:
        raise MoveRefused("Contract {number} is cancelled: register it anew.", number=number)
    if now is to:
        raise MoveRefused("Contract {number} has that status already.", number=number)
