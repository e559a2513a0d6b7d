"""Misuse of the command line, told in the language of the person: each error of typer by its kind and what it carries.

Typer keeps most of its kinds private, so they are known here by their attributes; another one keeps its own words.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import typer
from typer.core import TyperOption

from contracts.cli.shared.translation import _
from contracts.kernel.outside.characters import defused, hidden_in
from contracts.kernel.refusal import N_

if TYPE_CHECKING:
    from typer._click import Command, Context

#: A value that is refused, by the kind of error of pydantic.
_WRONG_VALUES = {
    "int_parsing": N_("{text} is not a valid integer."),
    "greater_than_equal": N_("{text} is too small: the least is {bound}."),
    "less_than_equal": N_("{text} is too large: the most is {bound}."),
}
_MISSING = {"argument": N_("Missing argument {name}."), "option": N_("Missing option {name}.")}
#: What typer says in these words always.
_FIXED = (N_("Missing command."),)


class Misuse(typer.BadParameter):
    """A misuse whose sentence is ready."""

    def format_message(self) -> str:
        return self.message


@runtime_checkable
class _OptionMisuse(Protocol):
    """An option used without its value, or with one it does not take."""

    option_name: str


@runtime_checkable
class _UnknownOption(Protocol):
    option_name: str
    possibilities: Sequence[str] | None


@runtime_checkable
class _MissingParameter(Protocol):
    param_type: str | None


def no_such_command(name: str, known: Iterable[str], ctx: "Context") -> Misuse:
    """The misuse of a name that no command of the group has."""
    close = ", ".join(repr(each) for each in get_close_matches(name, list(known)))
    sentence = _("No such command {name}. Did you mean {text}?") if close else _("No such command {name}.")
    return Misuse(sentence.format(name=repr(name), text=close), ctx)


def unexpected_arguments(arguments: Sequence[str], ctx: "Context") -> Misuse:
    """The misuse of more arguments than a command has."""
    text = " ".join(map(_printable, arguments))
    return Misuse(_("Got unexpected extra argument(s) ({text})").format(text=text), ctx)


def refuse_hidden(arguments: Sequence[str], ctx: "Context") -> None:
    """Refuse a text with characters nobody sees, naming the first."""
    for each in arguments:
        if code := hidden_in(each):
            sentence = _("{text} holds a character nobody sees ({name}): type it anew without it.")
            raise Misuse(sentence.format(text=repr(defused(each)[:60]), name=code), ctx)


@contextmanager
def option_values(command: "Command", ctx: "Context") -> Iterator[None]:
    """While a command is parsed: an option with a value too many or too few is told by what the option takes."""
    try:
        yield
    except typer.TyperException as fault:
        if not isinstance(fault, _OptionMisuse) or isinstance(fault, _UnknownOption):
            raise
        name = fault.option_name
        is_flag = any(
            isinstance(each, TyperOption) and each.is_flag and name in (*each.opts, *each.secondary_opts)
            for each in command.get_params(ctx)
        )
        sentence = _("Option {name} does not take a value.") if is_flag else _("Option {name} requires an argument.")
        raise Misuse(sentence.format(name=repr(name))) from None


def sentence_of(fault: typer.TyperException) -> str:
    """What was wrong, in the language of the person."""
    if isinstance(fault, Misuse):
        return fault.message
    if isinstance(fault, _UnknownOption):
        return _unknown_option(fault)
    if isinstance(fault, typer.BadParameter):
        return _missing(fault, fault.param_type or "") if isinstance(fault, _MissingParameter) else _bad_value(fault)
    message = fault.format_message()
    return _(message) if message in _FIXED else message


def _unknown_option(fault: _UnknownOption) -> str:
    name, possible = _printable(fault.option_name), ", ".join(sorted(fault.possibilities or ()))
    sentence = _("No such option: {name} (Possible options: {text})") if possible else _("No such option: {name}")
    return sentence.format(name=name, text=possible)


def _missing(fault: typer.BadParameter, kind: str) -> str:
    kind = kind or (fault.param.param_type_name if fault.param is not None else "")
    if fault.param is None or kind not in _MISSING:
        return fault.format_message()
    sentence = _(_MISSING[kind]).format(name=fault.param.get_error_hint())
    _heading, _colon, choices = (fault.param.get_missing_message(fault.ctx) or "").partition(":")
    return f"{sentence} {_('Choose from:')}{choices}" if choices else sentence


def _bad_value(fault: typer.BadParameter) -> str:
    hint = fault.param_hint or (fault.param.get_error_hint() if fault.param is not None else "")
    name = hint if isinstance(hint, str) else " / ".join(map(repr, hint))
    sentence = _("Invalid value for {name}: {text}") if name else _("Invalid value: {text}")
    return sentence.format(name=name, text=_reason(fault))


def _reason(fault: typer.BadParameter) -> str:
    """Why a value is refused: our own words, or those for the kind of error pydantic found."""
    from pydantic import ValidationError

    if not isinstance(fault.__cause__, ValidationError):
        return fault.message
    error = fault.__cause__.errors()[0]
    choices = fault.param.type_descriptor.choices if fault.param is not None else None
    if error["type"] == "value_error" and choices:
        known = ", ".join(repr(str(getattr(each, "value", each))) for each in choices)
        return _("{text} is not one of {name}.").format(text=repr(error["input"]), name=known)
    if error["type"] not in _WRONG_VALUES:
        return fault.message
    bound = next(iter(error.get("ctx", {}).values()), "")
    return _(_WRONG_VALUES[error["type"]]).format(text=repr(error["input"]), bound=bound)


def _printable(text: str) -> str:
    """A text from the command line without characters that would steer the terminal."""
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in text)


def tell(fault: typer.TyperException) -> None:
    """How the command is used, and what was wrong."""
    ctx = getattr(fault, "ctx", None)
    if ctx is not None:
        hint = _("Try '{name}' for help.").format(name=f"{ctx.command_path} --help")
        typer.echo(f"{ctx.get_usage()}\n{hint}\n", err=True)
    typer.echo(_("Error: {text}").format(text=sentence_of(fault)), err=True)
