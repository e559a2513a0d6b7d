"""`contracts serve`: the scheduler as a process of its own; it ends in order, a job under way is finished first."""

import json
import logging
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from queue import SimpleQueue
from types import FrameType
from typing import TextIO

from contracts.app import Application
from scheduler.main import post_of, start_background

LOG = logging.getLogger("scheduler")


class JsonLines(logging.Formatter):
    """One JSON object a line: when, how bad, who, what."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON; an exception becomes one field."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"at": at, "level": record.levelname.lower(), "logger": record.name, "event": record.getMessage()}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def serve(application: Application, *, ready: threading.Event | None = None) -> None:
    """Run the daily job and the outbox until the process is asked to stop (Ctrl-C, SIGTERM); set ``ready`` once up."""
    _log_to(sys.stderr)
    schedule = application.settings.schedule
    stop: SimpleQueue[int] = SimpleQueue()
    with _asked_to_stop(stop):
        post = post_of(application.ctx, application.ctx.now, schedule.day_at)
        finish = start_background(post, outbox_seconds=schedule.outbox_every)
        LOG.info("scheduler up: daily at %s %s", f"{schedule.day_at:%H:%M}", application.ctx.zone)
        if ready is not None:
            ready.set()
        stop.get()
        LOG.info("asked to stop: finishing what is under way")
        finish()
    LOG.info("scheduler down")


@contextmanager
def _asked_to_stop(stop: "SimpleQueue[int]") -> Iterator[None]:
    """SIGINT and SIGTERM are put into the queue; what they did before comes back afterwards.

    A queue of this kind may be written to by a handler at any moment; an event may not while it is waited for.
    """

    def ask(number: int, _frame: FrameType | None) -> None:
        stop.put(number)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {each: signal.signal(each, ask) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _log_to(stream: TextIO) -> None:
    """Our own lines and the scheduler's warnings, each a JSON object."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    LOG.setLevel(logging.INFO)
