"""The one place of the goldens that knows a module of the program: its front door, its tree of commands, its clock."""

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


def commands() -> dict[tuple[str, ...], bool]:
    """Every path of the tree of commands; whether it is a command (else a group)."""
    found: dict[tuple[str, ...], bool] = {}

    def walk(command: Any, path: tuple[str, ...]) -> None:
        names = command.list_commands(None) if hasattr(command, "list_commands") else []
        found[path] = not names
        for name in names:
            walk(command.get_command(None, name), (*path, name))

    walk(typer.main.get_command(front.app), ())
    return found


class _StandingClock(datetime):
    """The ``datetime`` that the composition root asks for now."""

    moment = datetime(2026, 11, 23, 6, tzinfo=UTC)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return cls.moment.astimezone(tz)


def set_clock(moment: datetime) -> None:
    """From here on it is this moment; what a register draws by lot (salts, its installation) is drawn anew alike."""
    _StandingClock.moment = moment
    composition.datetime = _StandingClock  # type: ignore[attr-defined]
    secrets.token_hex = lambda nbytes=None: "5a" * (nbytes or 32)
