"""The program's front door: its own options, and what happens to a broken pipe or an interrupt."""

import sys
from typing import Annotated

import typer

from contracts.cli.commands import COMMANDS
from contracts.cli.shared.lazy_group import LazyGroup
from contracts.cli.shared.translation import _


class Program(LazyGroup):
    """All commands."""

    table = COMMANDS


app = typer.Typer(
    name="contracts",
    cls=Program,
    help=_("Contract lifecycle tracking: the last day to act, why, and the letter that follows."),
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _show_version(is_asked: bool) -> None:
    if is_asked:
        from importlib.metadata import version

        typer.echo(f"dohovir {version('dohovir')}")
        raise typer.Exit


@app.callback()
def _program(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help=_("Show the version and exit.")),
    ] = False,
) -> None:
    """What stands before the command."""


def run() -> None:
    """The console script: UTF-8 out, quiet on a closed pipe, 130 on an interrupt."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
