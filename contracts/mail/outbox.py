"""The outbox: lease, send, record; one bad address stops nobody, and a server that is away loses nothing (F11, F12)."""

from dataclasses import dataclass
from datetime import timedelta

from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading, writing
from contracts.kernel.outside.outputs import FileFault
from contracts.kernel.unit_of_work import needs
from contracts.mail import message
from contracts.mail import queries as messages
from contracts.mail.queries import Leased
from contracts.mail.transport import Post, Postponed, Refused, Transport

LEASE = timedelta(minutes=10)


@dataclass(slots=True)
class Delivery:
    """What one look at the outbox did; ``server_said`` is why it stopped early, empty otherwise."""

    sent: int = 0
    failed: int = 0
    postponed: int = 0
    server_said: str = ""


@needs("program.run")
def deliver(ctx: Context, call: Call, worker: str) -> Delivery:
    """Send what waits over one connection, each message in transactions of its own.

    Where the server cannot be reached nothing is leased and no attempt is counted: two days of silence cost nothing.
    """
    result = Delivery()
    with reading(ctx.engine) as conn:
        if not messages.is_due(conn, ctx.now()):
            return result
    try:
        with ctx.policy(Post).transport() as transport:
            while leased := _lease(ctx, worker):
                _send(ctx, worker, transport, leased, result)
    except Postponed as error:
        result.server_said = str(error)
    return result


def _lease(ctx: Context, worker: str) -> Leased | None:
    at = ctx.now()
    with writing(ctx.engine) as conn:
        leased = messages.lease(conn, at, at + LEASE, worker)
        conn.commit()
    return leased


def _send(ctx: Context, worker: str, transport: Transport, leased: Leased, result: Delivery) -> None:
    """Send one leased message and record what the server said; no transaction is open while it is sent."""
    try:
        said = transport.send(ctx.policy(Post).sender, leased.address, _bytes(ctx, leased))
    except (Refused, ValueError, FileFault) as error:
        result.failed += _record_failed(ctx, worker, leased, str(error))
    except Postponed as error:
        if leased.attempts >= ctx.policy(Post).retries.attempts:
            result.failed += _record_failed(ctx, worker, leased, str(error))
        else:
            result.postponed += _record_postponed(ctx, worker, leased, error)
    else:
        with writing(ctx.engine) as conn:
            result.sent += messages.record_sent(conn, leased.id, worker, ctx.now(), said)
            conn.commit()


def _record_failed(ctx: Context, worker: str, leased: Leased, said: str) -> bool:
    with writing(ctx.engine) as conn:
        done = messages.record_failed(conn, leased.id, worker, ctx.now(), said)
        conn.commit()
    return done


def _record_postponed(ctx: Context, worker: str, leased: Leased, error: Postponed) -> bool:
    """Back into the queue; what broke off while the text was on its way may have arrived."""
    at = ctx.now() + ctx.policy(Post).retries.wait(leased.attempts)
    with writing(ctx.engine) as conn:
        done = messages.record_postponed(conn, leased.id, worker, at, str(error), is_uncertain=error.may_have_arrived)
        conn.commit()
    return done


def _bytes(ctx: Context, leased: Leased) -> bytes:
    """The mail, worded now in the reader's language; the same Message-ID at every attempt."""
    writers = ctx.sockets.mail_writers
    write = next((each for mark, each in writers.items() if mark in leased.content), writers[""])
    return message.build(
        write(ctx, dict(leased.content), leased.language),
        sender=ctx.policy(Post).sender,
        to=leased.address,
        message_id=leased.message_header_id,
        at=ctx.now(),
    )
