"""The program's front door: the groups of commands, and what happens to a broken pipe or an interrupt."""

import sys
from importlib import import_module
from importlib.util import find_spec

import typer

from contracts.cli.kit import _

app = typer.Typer(
    name="contracts",
    help=_("Contract lifecycle tracking: the last day to act, why, and the letter that follows."),
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
)

#: The groups in the order of the help.
GROUPS = (
    *("house", "exchange", "contract", "amendments", "day", "calculators"),
    *("rates", "charges", "money", "claims", "dunning", "statements", "documents", "wording", "people"),
)
for _name in GROUPS:
    if find_spec(f"contracts.cli.{_name}") is not None:
        import_module(f"contracts.cli.{_name}").add_to(app)


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
