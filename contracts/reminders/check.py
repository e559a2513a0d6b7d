"""What the doctor asks of reminders: each lies in exactly one message that somebody got or will get."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection

from contracts.kernel.context import Context
from contracts.kernel.refusal import N_
from contracts.kernel.sockets import Finding
from contracts.mail import queries as messages
from contracts.reminders.queries import reminders


def check_messages(conn: Connection, ctx: Context, as_of: date) -> Iterator[Finding]:
    """A reminder lies in exactly one message that somebody got or will get."""
    lost = reminders.reminders_of_superseded(conn)
    if lost:
        yield Finding("lost_reminders", N_("{n} reminders lie in a message that was taken over."), {"n": len(lost)})
    for row in messages.odd_messages(conn):
        facts = {"message": row.dedup_key, "state": row.state}
        yield Finding("odd_message", N_("The message {message} is {state}, and what should say so is missing."), facts)
    for key in reminders.messages_with_foreign_reminders(conn):
        yield Finding(
            "foreign_reminder", N_("The message {message} carries a reminder of somebody else."), {"message": key}
        )
