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
from sqlalchemy import Engine
from sqlalchemy.util import LRUCache

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
    """Make this process one that only collects: what is drawn by lot is drawn alike, and nothing is made twice.

    Commands open the database and build their tree anew, as processes of their own would: building them for each of
    hundreds takes half of the time, so the tree and what SQLAlchemy compiled are kept.
    """
    secrets.token_hex = lambda nbytes=None: "5a" * (nbytes or 32)
    sys.modules["__main__"].__package__ = None  # else usage says «python -m» and the module that collects
    front.front = functools.cache(front.front)
    typer.main.get_command = functools.cache(typer.main.get_command)
    make, dialects, compiled = Engine.__init__, {}, LRUCache(2_000)

    def with_shared_cache(self: Engine, pool: Any, dialect: Any, *more: Any, **named: Any) -> None:
        make(self, pool, dialects.setdefault(type(dialect), dialect), *more, **named)
        self._compiled_cache = compiled

    Engine.__init__ = with_shared_cache
