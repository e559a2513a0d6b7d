"""What carries a message: it says what the server said, or refuses for good, or asks to try again later (F11, F12)."""

from typing import Protocol


class Refused(Exception):
    """The server, or the address itself, refused this message for good; the text is what was said."""


class Postponed(Exception):
    """The message could not be handed over now; the text is what was said.

    ``may_have_arrived``: the connection broke while the text was on its way, so a copy may have been accepted.
    """

    def __init__(self, said: str, *, may_have_arrived: bool = False) -> None:
        self.may_have_arrived = may_have_arrived
        super().__init__(said)


class Transport(Protocol):
    """One open way out for mails."""

    def send(self, sender: str, address: str, data: bytes) -> str:
        """Hand over one message; returns what the server said.

        Raises :class:`Refused` or :class:`Postponed`. The way stays usable for the next message.
        """
        ...
