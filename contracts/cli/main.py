"""The program's front door: the groups of commands, and what happens to a broken pipe or an interrupt."""

import sys

import typer

from contracts.cli import amendments, calculators, claims, contract, day, exchange, house, people
from contracts.cli.kit import _

app = typer.Typer(
    name="contracts",
    help=_("Contract lifecycle tracking: the last day to act, why, and the letter that follows."),
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
)

house.add_to(app)
exchange.add_to(app)
contract.add_to(app)
amendments.add_to(app)
day.add_to(app)
calculators.add_to(app)
claims.add_to(app)
people.add_to(app)


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
