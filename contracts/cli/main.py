"""The program's front door: the groups of commands, and what happens to a broken pipe or an interrupt."""

import os
import sys
from importlib import import_module
from importlib.util import find_spec

import typer

from contracts.cli.kit import _
from contracts.cli.spoken import SpokenCommand, SpokenGroup

app = typer.Typer(
    name="contracts",
    cls=SpokenGroup,
    help=_("Contract lifecycle tracking: the last day to act, why, and the letter that follows."),
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
)

#: The groups in the order of the help.
GROUPS = (
    *("house", "exchange", "contract", "amendments", "day", "calculators"),
    *(
        "rates",
        "charges",
        "money",
        "holds",
        "limitation",
        "claims",
        "dunning",
        "statements",
        "documents",
        "wording",
        "parties",
        "people",
    ),
)
for _name in GROUPS:
    if find_spec(f"contracts.cli.{_name}") is not None:
        import_module(f"contracts.cli.{_name}").add_to(app)


def front(wanted: str) -> typer.Typer:
    """The program with the parameters of one command or group alone: reading those of all costs half of a start."""
    made = typer.Typer(
        name="contracts",
        cls=SpokenGroup,
        help=app.info.help,
        no_args_is_help=True,
        rich_markup_mode=None,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    for each in app.registered_commands:
        if each.name == wanted:
            made.registered_commands.append(each)
        else:
            made.command(each.name, cls=SpokenCommand, help=each.help, hidden=each.hidden)(_not_called)
    for group in app.registered_groups:
        whole = group.typer_instance or typer.Typer()
        named = whole if group.name == wanted else typer.Typer(cls=SpokenGroup, help=whole.info.help)
        made.add_typer(named, name=group.name)
    return made


def _not_called() -> None:
    """Stands for a command in the list of commands."""


def run() -> None:
    """The console script: UTF-8 out, quiet on a closed pipe, 130 on an interrupt."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        is_whole = any(name.endswith("_COMPLETE") for name in os.environ)  # a shell completes without arguments
        (app if is_whole else front(next(iter(sys.argv[1:]), "")))()
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
