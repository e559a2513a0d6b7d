"""What every command shares: --json, --as-of, --config, --data, one sentence for a refusal, and exit codes 0, 1, 2."""

import inspect
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Protocol

import typer

from contracts.cli.spoken import SpokenCommand, SpokenGroup
from contracts.cli.spoken import _ as _
from contracts.kernel.refusal import Refusal
from contracts.language.choice import interface_language

if TYPE_CHECKING:
    from rich.table import Table

    from contracts.app import House
    from contracts.kernel.calendar import Duration
    from contracts.kernel.context import Call, Context
    from contracts.language import Words


class Progress(Protocol):
    """Told how much is done of how much."""

    def __call__(self, done: int, total: int) -> None: ...


@dataclass
class Session:
    """One run of one command: the shared options, and the house opened when it is first needed."""

    as_json: bool
    day: date | None
    config: Path | None
    data: Path | None

    @cached_property
    def house(self) -> "House":
        """The composed program over the register in force; refuses where there is none."""
        from contracts.app import open_house

        return open_house(self.config, self.data)

    @property
    def ctx(self) -> "Context":
        """The desk services work at."""
        return self.house.ctx

    @property
    def call(self) -> "Call":
        """Who calls, through which face, on which day: the local user acts with every right."""
        return self.house.call("cli", self.day)

    @cached_property
    def words(self) -> "Words":
        """Words in the language in force."""
        from contracts.language import Words

        return Words(interface_language(self.config))

    def say(self, sentence: str, **facts: object) -> str:
        """A sentence of the catalogue with its facts."""
        return self.words.say(sentence, **facts)

    def show(self, data: object, text: "str | Table | list[Any]") -> None:
        """Print the JSON with ``--json``, else the text or tables for people."""
        if self.as_json:
            typer.echo(json.dumps(data, ensure_ascii=False, indent=1, default=str))
            return
        for part in text if isinstance(text, list) else [text]:
            self.line(part)

    def line(self, part: Any) -> None:
        """Print one text or table, as wide as the terminal; a pipe is as wide as COLUMNS says, else 80."""
        if isinstance(part, str):
            typer.echo(part)
            return
        from rich.console import Console

        console = Console(width=None if sys.stdout.isatty() else _columns(), highlight=False)
        console.print(part)

    @contextmanager
    def progress(self, title: str) -> Iterator[Progress]:
        """A progress bar on a terminal, silence on a pipe."""
        if self.as_json or not sys.stderr.isatty():
            yield lambda done, total: None
            return
        from rich.console import Console
        from rich.progress import Progress as Bar

        with Bar(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(title, total=None)
            yield lambda done, total: bar.update(task, completed=done, total=total)


def _columns() -> int:
    told = os.environ.get("COLUMNS", "")
    return int(told) if told.isdigit() and int(told) >= 40 else 80


def read_day(text: str) -> date:
    """A day written as 2026-11-23 or 23.11.2026; anything else is misuse (exit 2)."""
    for separator, order in (("-", (0, 1, 2)), (".", (2, 1, 0))):
        parts = text.strip().split(separator)
        if len(parts) == 3 and all(part.isdigit() for part in parts):
            year, month, day = (int(parts[place]) for place in order)
            try:
                return date(year, month, day)
            except ValueError:
                break
    raise typer.BadParameter(_("{text} is not a day: write 2026-11-23 or 23.11.2026.").format(text=repr(text)))


JsonOption = Annotated[bool, typer.Option("--json", help=_("Print JSON with stable fields."))]
DayOption = Annotated[
    date | None, typer.Option("--as-of", parser=read_day, metavar="DATE", help=_("Answer for this day, not today."))
]
ConfigOption = Annotated[Path | None, typer.Option("--config", metavar="FILE", help=_("The config.toml to use."))]
DataOption = Annotated[Path | None, typer.Option("--data", metavar="DIR", help=_("The data folder to use."))]

_SHARED = {"json_": JsonOption, "as_of": DayOption, "config": ConfigOption, "data": DataOption}


def command(group: typer.Typer, name: str, summary: str, *, hidden: bool = False) -> Callable[[Any], Any]:
    """Register ``function(session, …)`` as a command with the shared options added."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        group.command(name, help=summary, hidden=hidden, cls=SpokenCommand)(_Run(function))
        return function

    return register


class _Run:
    """A command as typer calls it: the session is made of the shared options, a refusal becomes one sentence.

    Its parameters are read when typer asks for them: reading those of every command costs a tenth of a start.
    """

    def __init__(self, function: Callable[..., None]) -> None:
        self.function = function
        self.__name__, self.__doc__ = function.__name__, function.__doc__

    def __call__(self, **given: Any) -> None:
        session = Session(*[given.pop(each) for each in _SHARED])
        try:
            self.function(session, **given)
        except Refusal as refusal:
            _refuse(session, refusal)

    @cached_property
    def __signature__(self) -> inspect.Signature:
        keyword = inspect.Parameter.KEYWORD_ONLY
        own = list(inspect.signature(self.function).parameters.values())[1:]
        shared = [
            inspect.Parameter(name, keyword, default=False if name == "json_" else None, annotation=option)
            for name, option in _SHARED.items()
        ]
        return inspect.Signature([*(each.replace(kind=keyword) for each in own), *shared])

    @property
    def __annotations__(self) -> dict[str, Any]:  # type: ignore[override]
        return {each.name: each.annotation for each in self.__signature__.parameters.values()}


def _refuse(session: Session, refusal: Refusal) -> None:
    """One sentence on stderr, the JSON error with ``--json``, exit 1."""
    message = session.words.refusal(refusal)
    if session.as_json:
        typer.echo(json.dumps({"error": {"code": refusal.code, "message": message}}, ensure_ascii=False))
    typer.echo(message, err=True)
    raise typer.Exit(1)


def group(summary: str) -> typer.Typer:
    """A named group of commands."""
    return typer.Typer(cls=SpokenGroup, help=summary, no_args_is_help=True, rich_markup_mode=None, add_completion=False)


def read_duration(text: str) -> "Duration":
    """A duration such as 60d, 5wd, 2w, 3m, 1y; anything else is misuse (exit 2)."""
    from contracts.kernel.calendar import DurationFault, parse_duration

    try:
        return parse_duration(text)
    except DurationFault as fault:
        raise typer.BadParameter(str(fault)) from None


def number_option() -> "Any":
    """The help of NUMBER, the same everywhere."""
    return typer.Argument(metavar="NUMBER", help=_("Register number, or the number on paper if only one has it."))


CounterpartyOption = Annotated[
    str | None, typer.Option("--counterparty", metavar="TEXT", help=_("Counterparty by name or code."))
]
CompanyOption = Annotated[str | None, typer.Option("--company", metavar="TEXT", help=_("Own company by name or code."))]


def table(*titles: str, right: tuple[int, ...] = ()) -> "Table":
    """A table of the house: no lines, a bold header; ``right`` are columns of figures, which are never broken."""
    from rich.table import Table

    made = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for place, title in enumerate(titles):
        made.add_column(title, justify="right" if place in right else "left", no_wrap=place in right, overflow="fold")
    return made
