"""Named steps of a run at which a worker can be told to die by SIGKILL, without a line for it in the program."""

import os
import signal
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from contracts.mail import outbox
from contracts.mail import queries as messages
from contracts.registry import roll
from contracts.registry.queries import derived
from contracts.reminders import daily
from contracts.reminders.queries import jobs, reminders

#: Step → where the function lies that is the step; the worker dies just before or just after it.
Steps = Mapping[str, tuple[Any, str]]
STEPS: Steps = {
    "note the run": (jobs, "start"),
    "roll a batch": (roll, "roll_batch"),
    "write derived rows": (derived, "write"),
    "lock the decision": (jobs, "lock_decision"),
    "read what is due": (reminders, "due_watches"),
    "take over unsent digests": (messages, "unsent_digests"),
    "add messages": (messages, "add"),
    "record reminders": (reminders, "record_new"),
    "supersede": (messages, "supersede"),
    "set check_on": (reminders, "set_check_on"),
    "finish the run": (jobs, "finish"),
    "decide": (daily, "decide"),
    "lease": (messages, "lease"),
    "word the mail": (outbox, "_bytes"),
    "record sent": (messages, "record_sent"),
    "record postponed": (messages, "record_postponed"),
    "commit": (Connection, "commit"),
}


def arm(step: str, *, nth: int, is_after: bool, steps: Steps = STEPS) -> None:
    """Let this process die at the nth time it comes to a step; a step it never comes to lets it live."""
    module, name = steps[step]
    setattr(module, name, _deadly(getattr(module, name), nth, is_after))


def arm_transport(transport: Any, *, nth: int, is_after: bool) -> Any:
    """The same for the moment of sending: before the server has the mail, or after it took it."""
    transport.send = _deadly(transport.send, nth, is_after)
    return transport


def _deadly(function: Callable[..., Any], nth: int, is_after: bool) -> Callable[..., Any]:
    seen = 0

    def dying(*args: Any, **kwargs: Any) -> Any:
        nonlocal seen
        seen += 1
        if seen == nth and not is_after:
            os.kill(os.getpid(), signal.SIGKILL)
        result = function(*args, **kwargs)
        if seen == nth:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return dying
