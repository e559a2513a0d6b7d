"""What typer says by itself, headings of the help and sentences on misuse, in the language of the person.

Its sentences are English only: each is known here by its form, so that its facts can be set into ours.
"""

import re
import sys
from collections.abc import Sequence
from functools import cache, partial
from typing import Any, cast

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from contracts.kernel.refusal import N_
from contracts.language.choice import interface_language, translate

#: Help texts are worded when the commands are defined, in the language of the environment or of ./config.toml.
LANGUAGE = interface_language()
_ = translate(LANGUAGE)

_HEADINGS = (N_("Usage:"), N_("Options:"), N_("Arguments:"), N_("Commands:"))
_MARKS = (N_("Show this message and exit."), N_("[required]"), N_("[default:"))
#: The longest forms first: a shorter one must not swallow the end of a longer.
_SENTENCES = (
    N_("No such option: {name} (Possible options: {text})"),
    N_("No such option: {name}"),
    N_("No such command {name}. Did you mean {text}?"),
    N_("No such command {name}."),
    N_("Missing argument {name}."),
    N_("Missing option {name}."),
    N_("Missing command."),
    N_("Got unexpected extra argument(s) ({text})"),
    N_("Option {name} requires an argument."),
    N_("Option {name} does not take a value."),
    N_("Invalid value for {name}: {text}"),
    N_("Invalid value: {text}"),
    N_("{text} is not a valid integer."),
    N_("{text} is not a valid float."),
    N_("{text} is not one of {name}."),
    N_("File {name} does not exist."),
    N_("Path {name} does not exist."),
)
_CLOSING = (N_("Error: {text}"), N_("Try '{name}' for help."))


def _form(sentence: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(sentence)) + r"\Z", re.DOTALL)


@cache
def _forms() -> list[tuple[re.Pattern[str], str]]:
    """Read when something is misused: a start that goes well needs none of them."""
    return [(_form(each), each) for each in _SENTENCES]


def said(sentence: str) -> str:
    """A sentence of typer in the language of the person; one that is not known stays as it is."""
    for form, own in _forms():
        found = form.match(sentence)
        if found:
            facts = {name: said(text) if name == "text" else text for name, text in found.groupdict().items()}
            return _(own).format(**facts)
    return sentence


def help_said(text: str) -> str:
    """A page of help with its headings and marks in the language of the person."""
    for heading in _HEADINGS:
        text = re.sub(rf"^{heading}", _(heading), text, flags=re.MULTILINE)
    for mark in _MARKS:
        text = text.replace(mark, _(mark))
    return text


def short(summary: str, limit: int) -> str:
    """What a list of commands shows: the whole summary, or as many of its clauses as fit, else a second line."""
    summary = summary.rstrip(".")
    while len(summary) > limit:
        ends = [summary.rfind(mark) for mark in ("; ", ": ", " (")]
        if max(ends) < 0:
            break
        summary = summary[: max(ends)]
    return summary


class SpokenCommand(TyperCommand):
    """A command whose help is in the language of the person."""

    def get_help(self, ctx: Any) -> str:
        return help_said(super().get_help(ctx))

    def get_short_help_str(self, limit: int = 45) -> str:
        return short(self.help or "", limit)


class SpokenGroup(TyperGroup):
    """A group whose help and sentences on misuse are in the language of the person."""

    def get_help(self, ctx: Any) -> str:
        return help_said(super().get_help(ctx))

    def get_short_help_str(self, limit: int = 45) -> str:
        return short(self.help or "", limit)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """As typer's own, but the sentences on misuse are told by us."""
        run = partial(super().main, args, prog_name, complete_var, False, windows_expand_args, **extra)
        if not standalone_mode:
            return run()
        try:
            code = run()
        except TyperException as fault:
            _tell(fault)
            sys.exit(fault.exit_code)
        except typer.Abort:
            typer.echo(_("Aborted."), err=True)
            sys.exit(1)
        sys.exit(code if isinstance(code, int) else 0)


def _tell(fault: TyperException) -> None:
    """How the command is used, and what was wrong; a page of help asked for by giving nothing stands alone."""
    context = getattr(fault, "ctx", None)
    message = fault.format_message()
    if context is not None and message == context.get_help():
        typer.echo(message, err=True)
        return
    if context is not None:
        hint = _("Try '{name}' for help.").format(name=f"{context.command_path} --help")
        typer.echo(f"{help_said(cast(str, context.get_usage()))}\n{hint}\n", err=True)
    typer.echo(_("Error: {text}").format(text=said(message)), err=True)
