"""The one place of the goldens that knows a module of the program: its front door, its tree of commands, its clock."""

import functools
import io
import secrets
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any

import typer

from contracts import app as composition
from contracts.cli import main as front


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command answered."""

    code: int
    out: str
    err: str


def run(arguments: list[str]) -> Answer:
    """Run the console script with these arguments in this process."""
    out, err = io.StringIO(), io.StringIO()
    sys.argv, sys.stdin, code = ["contracts", *arguments], io.StringIO(), 0
    with redirect_stdout(out), redirect_stderr(err):
        try:
            front.run()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
    return Answer(code, out.getvalue(), err.getvalue())


def commands() -> list[tuple[str, ...]]:
    """Every path of the tree of commands, groups and the program itself (an empty path) with them."""
    found: list[tuple[str, ...]] = []

    def walk(command: Any, path: tuple[str, ...]) -> None:
        found.append(path)
        for name in command.list_commands(None) if hasattr(command, "list_commands") else []:
            walk(command.get_command(None, name), (*path, name))

    walk(typer.main.get_command(front.app), ())
    return found


class _StandingClock(datetime):
    """The ``datetime`` that the composition root asks for now."""

    moment = datetime(2026, 11, 23, 6, tzinfo=UTC)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:
        return cls.moment.astimezone(tz)


def set_clock(moment: datetime) -> None:
    """From here on it is this moment."""
    _StandingClock.moment = moment
    composition.datetime = _StandingClock


def settle() -> None:
    """Make this process one that only collects.

    What is drawn by lot is drawn alike; the tree of commands is built once: for each of hundreds anew it would take a
    fifth of the time.
    """
    secrets.token_hex = lambda nbytes=None: "5a" * (nbytes or 32)
    sys.modules["__main__"].__package__ = None  # else usage says «python -m» and the module that collects
    typer.main.get_command = functools.cache(typer.main.get_command)


def share_compiled() -> None:
    """Every command opens the database anew; what SQLAlchemy compiled for one is kept for the next: a fifth again."""
    from sqlalchemy import Engine
    from sqlalchemy.util import LRUCache

    make, dialects, compiled = Engine.__init__, {}, LRUCache(2_000)

    def with_shared_cache(self: Engine, pool: Any, dialect: Any, *more: Any, **named: Any) -> None:
        make(self, pool, dialects.setdefault(type(dialect), dialect), *more, **named)
        self._compiled_cache = compiled

    Engine.__init__ = with_shared_cache
