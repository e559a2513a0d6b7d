"""How mails leave: what carries them, from whom, how often a mail is tried before it is given up."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta

from contracts.kernel.refusal import Refusal
from contracts.mail.transport import Transport


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
