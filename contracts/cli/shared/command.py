"""A command is a function; options many commands take, or one takes many of, are a dataclass typer reads alike."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import typer
from typer.core import TyperCommand, TyperOption
from typer.main import get_command

from contracts.cli.shared.help_page import write_parameters, write_usage
from contracts.cli.shared.misuse import option_values, refuse_hidden, unexpected_arguments
from contracts.cli.shared.session import Session, SharedOptions
from contracts.kernel.outside.outputs import is_stdout, path_fault
from contracts.kernel.refusal import Refusal

if TYPE_CHECKING:
    from typer._click import Context, HelpFormatter, Parameter

Function = TypeVar("Function", bound=Callable[..., None])

_NEGATIVE = re.compile(r"-\d[\d\s.,']*")
#: The groups of options a function takes after its own.
_GROUPS: dict[Callable[..., None], tuple[type[Any], ...]] = {}


def with_options(*groups: type[Any]) -> Callable[[Function], Function]:
    """The command takes these dataclasses of options after its own: ``session.options(Group)`` has their values."""

    def mark(function: Function) -> Function:
        _GROUPS[function] = groups
        return function

    return mark


class SessionCommand(TyperCommand):
    """A command in a session: the options of its groups after its own, a refusal as one sentence."""

    context_class = Session
    #: Too many are told by us.
    allow_extra_args = True

    def __init__(self, name: str | None, *, params: "list[Parameter] | None" = None, **settings: Any) -> None:
        own = _GROUPS.get(settings["callback"].__wrapped__, ())
        self.groups = [_read(each) for each in (*own, SharedOptions)]
        grouped = [each for group in self.groups for each in group.params]
        super().__init__(name, params=[*(params or []), *grouped], **settings)

    def parse_args(self, ctx: "Context", args: list[str]) -> list[str]:
        refuse_hidden(args, ctx)
        ctx.ignore_unknown_options = self._has_negative_sum(ctx, args)
        with option_values(self, ctx):
            rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            raise unexpected_arguments(rest, ctx)
        return rest

    def _has_negative_sum(self, ctx: "Context", args: list[str]) -> bool:
        """Whether «-20000» stands among options that are all known: then it is a sum, no misspelt option."""
        options = [each for each in self.get_params(ctx) if isinstance(each, TyperOption)]
        known = {name for each in options for name in (*each.opts, *each.secondary_opts)}
        dashed = [each.partition("=")[0] for each in args if each[:1] == "-"]
        others = {each for each in dashed if not _NEGATIVE.fullmatch(each)}
        return len(others) < len(dashed) and others <= known

    def invoke(self, ctx: "Context") -> Any:
        session = cast(Session, ctx)
        session.is_stdout_taken = any(isinstance(each, Path) and is_stdout(each) for each in ctx.params.values())
        for group in self.groups:
            values = {each.name: ctx.params.pop(each.name) for each in group.params}
            session.keep(ctx.invoke(cast(Callable[..., object], group.callback), **values))
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            session.refuse(refusal)
        except BrokenPipeError:
            raise
        except OSError as error:  # a path no system takes, wherever it is looked at
            session.refuse(path_fault(error))

    def format_usage(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        write_usage(self, ctx, formatter)

    def format_options(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        write_parameters(self, ctx, formatter)


def command_of(function: Callable[..., None], name: str, summary: str) -> TyperCommand:
    """The command of a function."""
    return _built(function, name, help=summary, cls=SessionCommand)


@cache
def _read(group: type[Any]) -> TyperCommand:
    """The parameters of a dataclass, and how their values become an instance of it."""
    return _built(group, group.__name__)


def _built(function: Callable[..., Any], name: str, **settings: Any) -> TyperCommand:
    program = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    program.command(name, **settings)(function)
    return cast(TyperCommand, get_command(program))
