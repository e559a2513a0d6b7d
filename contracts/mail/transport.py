"""What carries a message, from whom and to which address; it is taken, refused for good, or tried again (F11, F12).

An address is as a server takes it: one ``@``, no spaces or controls, the domain in ASCII (RFC 5321, IDNA).
"""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr
from typing import Protocol

from contracts.kernel.refusal import Refusal


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


_LOCAL = re.compile(r"[^\s@<>()\[\],;:\\\"\x00-\x1f\x7f]+")


_LABEL = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)")


def deliverable(address: str) -> str:
    """The address with its domain in ASCII; raises :class:`Refused` where it is none."""
    local, at, domain = address.strip().rpartition("@")
    name = _ascii(domain)
    is_whole = at and _LOCAL.fullmatch(local) and ".." not in local and local[0] != "." and local[-1] != "."
    if not is_whole or not all(_LABEL.fullmatch(label) for label in name.split(".")):
        raise Refused(f"{address!r} is not an e-mail address")
    return f"{local}@{name}"


def of_sender(sender: str) -> str:
    """The bare address of ``Dohovir <dohovir@example.com>``."""
    return deliverable(parseaddr(sender)[1])


def _ascii(domain: str) -> str:
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


@dataclass(frozen=True, slots=True)
class Retries:
    """``attempts`` counts all tries; ``minutes`` are the waits between them, the last number repeats."""

    attempts: int = 6
    minutes: tuple[int, ...] = (5, 15, 60, 240, 720)

    def wait(self, attempt: int) -> timedelta:
        """How long to wait after the given attempt, counted from 1."""
        return timedelta(minutes=self.minutes[min(attempt, len(self.minutes)) - 1])


def _nothing() -> AbstractContextManager[Transport]:
    raise Refusal("No way of sending mails is set.", code="no_transport")


@dataclass(frozen=True, slots=True)
class Post:
    """The way mails leave this installation; ``transport`` is opened once per look at the outbox."""

    transport: Callable[[], AbstractContextManager[Transport]] = _nothing
    sender: str = ""
    retries: Retries = Retries()
