"""Workers of one day as forked processes: each opens its own database, decides and delivers, and may be told to die."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import open_engine
from contracts.mail.outbox import deliver
from contracts.mail.smtp import Account, connected
from contracts.mail.transport import Post as MailPost
from contracts.mail.transport import Transport
from contracts.reminders.daily import remind
from tests.conftest import KYIV, Post, context_over, with_policy
from tests.soak import killing


@dataclass(frozen=True, slots=True)
class Death:
    """Where a worker dies: before or after the nth time it comes to a step; ``send`` is the sending of a mail."""

    step: str
    nth: int
    is_after: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where the workers work: the database, a folder, the port of the mail server."""

    url: str
    folder: Path
    port: int


def desk_at(place: Place, at: datetime, death: Death | None = None) -> Context:
    """A desk whose clock stands at a moment and whose transport may be deadly."""

    @contextmanager
    def way() -> Iterator[Transport]:
        with connected(Account("127.0.0.1", place.port, "none", timeout=20)) as transport:
            if death and death.step == "send":
                killing.arm_transport(transport, nth=death.nth, is_after=death.is_after)
            yield transport

    ctx = context_over(open_engine(place.url), place.folder, lambda: at, Post())
    return with_policy(ctx, MailPost(way, ctx.policy(MailPost).sender))


def call_at(day: date, at: datetime) -> Call:
    """The scheduler's call of a worker."""
    return Call(None, "scheduler", "scheduler", day, at, f"{os.getpid()}")


def moment(day: date, hour: int = 8, minute: int = 0) -> datetime:
    """A local time of a day in Kyiv."""
    return datetime.combine(day, time(hour, minute), KYIV)


def run(place: Place, day: date, at: datetime, death: Death | None = None) -> None:
    """One run of the day and one look at the outbox, as the scheduler does it."""
    if death and death.step != "send":
        killing.arm(death.step, nth=death.nth, is_after=death.is_after)
    ctx = desk_at(place, at, death)
    remind(ctx, call_at(day, at))
    deliver(ctx, call_at(day, at), f"worker {os.getpid()}")


def fork(work: Callable[[], None]) -> int:
    """Run work in a child; returns its process id. A child that raises exits with 1."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        work()
        code = 0
    finally:
        os._exit(code)


def wait(pid: int) -> bool:
    """Wait for a child; whether it came to its end, and ``False`` where it was killed. Raises where it failed."""
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return False
    assert os.waitstatus_to_exitcode(status) == 0, f"worker {pid} failed by itself"
    return True
