"""Groups whose commands stand in a table: listing them imports nothing, calling one imports its own module only."""

import sys
from collections.abc import Mapping, Sequence
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from contracts.cli.shared.command import command_of
from contracts.cli.shared.help_page import short_summary, write_parameters, write_rows, write_usage
from contracts.cli.shared.misuse import no_such_command, option_values, tell
from contracts.cli.shared.translation import _
from contracts.kernel.refusal import N_

if TYPE_CHECKING:
    from typer._click import Command, Context, HelpFormatter
    from typer._click.shell_completion import CompletionItem


#: Commands and groups by name: the function in ``contracts.cli`` or the group's own table; what it is for.
Table = Mapping[str, "tuple[str | Table, str]"]


class LazyGroup(TyperGroup):
    """A group of a table."""

    table: ClassVar[Table] = {}

    def __init__(self, *, table: Table | None = None, **settings: Any) -> None:
        super().__init__(**settings)
        self.listed = self.table if table is None else table

    def list_commands(self, ctx: "Context") -> list[str]:
        return list(self.listed)

    def get_command(self, ctx: "Context", cmd_name: str) -> "Command | None":
        """The command itself: its module is imported now."""
        if cmd_name not in self.listed:
            return None
        place, summary = self.listed[cmd_name]
        if not isinstance(place, str):
            return LazyGroup(name=cmd_name, table=place, help=_(summary), rich_markup_mode=None)
        module, _colon, name = place.partition(":")
        return command_of(getattr(import_module(f"contracts.cli.{module}"), name), cmd_name, _(summary))

    def resolve_command(self, ctx: "Context", args: list[str]) -> "tuple[str | None, Command | None, list[str]]":
        if args[0] not in self.listed and args[0][:1] != "-" and not ctx.resilient_parsing:
            raise no_such_command(args[0], self.listed, ctx)
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: "Context", args: list[str]) -> list[str]:
        if not args and not ctx.resilient_parsing:
            typer.echo(self.get_help(ctx), err=True)
            raise typer.Exit(2)
        for each in self.get_params(ctx):
            if isinstance(each, TyperOption) and each.is_flag and each.default is None:
                each.default = False  # typer would load pydantic to read that the flag was not given
        with option_values(self, ctx):
            return super().parse_args(ctx, args)

    def format_usage(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        write_usage(self, ctx, formatter)

    def format_options(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        write_parameters(self, ctx, formatter)
        limit = formatter.width - 6 - max(map(len, self.listed))
        rows = [(name, short_summary(_(summary), limit)) for name, (_place, summary) in self.listed.items()]
        write_rows(formatter, N_("Commands:"), rows)

    def shell_complete(self, ctx: "Context", incomplete: str) -> "list[CompletionItem]":
        """Names with their summaries from the table, and the options."""
        commands = [
            TyperCommand(name, short_help=short_summary(_(summary), 80))
            for name, (_place, summary) in self.listed.items()
        ]
        group = TyperGroup(name=self.name, params=self.params, commands=commands)
        own = group.make_context(ctx.info_name, [], ctx.parent, resilient_parsing=True)
        return group.shell_complete(own, incomplete)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """As typer's own, but misuse is told by us."""
        run = partial(super().main, args, prog_name, complete_var, False, windows_expand_args, **extra)
        if not standalone_mode:
            return run()
        try:
            code = run()
        except typer.TyperException as fault:
            tell(fault)
            sys.exit(fault.exit_code)
        except typer.Abort:
            typer.echo(_("Aborted."), err=True)
            sys.exit(1)
        sys.exit(code if isinstance(code, int) else 0)
