"""Pages of help in the language of the person: headings, marks of defaults, the options typer adds by itself."""

from typing import TYPE_CHECKING

from typer.core import TyperArgument, TyperOption

from contracts.cli.shared.translation import _
from contracts.kernel.refusal import N_

if TYPE_CHECKING:
    from typer._click import Command, Context, HelpFormatter

_HEADINGS = {"argument": N_("Arguments:"), "option": N_("Options:")}
#: How typer begins what it adds to the help of a parameter.
_MARKS = (N_("[required]"), N_("[default:"))
#: Options typer adds by itself, in its own words.
_OPTIONS_OF_TYPER = (
    N_("Show this message and exit."),
    N_("Install completion for the current shell."),
    N_("Show completion for the current shell, to copy it or customize the installation."),
)


def write_usage(command: "Command", ctx: "Context", formatter: "HelpFormatter") -> None:
    """The line that says how a command is called."""
    formatter.write_usage(ctx.command_path, " ".join(command.collect_usage_pieces(ctx)), f"{_('Usage:')} ")


def write_parameters(command: "Command", ctx: "Context", formatter: "HelpFormatter") -> None:
    """The arguments, then the options."""
    known = [each for each in command.get_params(ctx) if isinstance(each, TyperArgument | TyperOption)]
    for kind, heading in _HEADINGS.items():
        rows = [_row(each, ctx) for each in known if each.param_type_name == kind and not each.hidden]
        if rows:
            write_rows(formatter, heading, rows)


def write_rows(formatter: "HelpFormatter", heading: str, rows: list[tuple[str, str]]) -> None:
    """A heading with its rows of a name and a text."""
    with formatter.section(_(heading).removesuffix(":")):
        formatter.write_dl(rows)


def _row(parameter: TyperArgument | TyperOption, ctx: "Context") -> tuple[str, str]:
    name, text = parameter.get_help_record(ctx) or ("", "")
    own = parameter.help or ""
    added = text.removeprefix(own)
    for mark in _MARKS:
        if added.lstrip().startswith(mark):
            added = added.replace(mark, _(mark), 1)
    return name, (_(own) if own in _OPTIONS_OF_TYPER else own) + added


def short_summary(summary: str, limit: int) -> str:
    """What a list of commands shows: the whole summary, or as many of its clauses as fit, else a second line."""
    summary = summary.rstrip(".")
    while len(summary) > limit:
        ends = [summary.rfind(mark) for mark in ("; ", ": ", " (")]
        if max(ends) < 0:
            break
        summary = summary[: max(ends)]
    return summary
