"""One run of a command: the options every command takes, the program over its register, and how an answer is shown."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, Protocol, TypeVar

import typer

from contracts.cli.shared.translation import _
from contracts.cli.shared.values import read_day
from contracts.kernel.outside.characters import defused
from contracts.kernel.refusal import Refusal
from contracts.language.choice import interface_language

if TYPE_CHECKING:
    from rich.table import Table

    from contracts.app import Application
    from contracts.kernel.context import Call, Context
    from contracts.language import Words

Options = TypeVar("Options")


@dataclass
class SharedOptions:
    """What every command takes, after its own options."""

    as_json: Annotated[bool, typer.Option("--json", help=_("Print JSON with stable fields."))] = False
    as_of: Annotated[
        date | None, typer.Option("--as-of", parser=read_day, metavar="DATE", help=_("Answer for this day, not today."))
    ] = None
    config: Annotated[Path | None, typer.Option("--config", metavar="FILE", help=_("The config.toml to use."))] = None
    data: Annotated[Path | None, typer.Option("--data", metavar="DIR", help=_("The data folder to use."))] = None
    acting_as: Annotated[
        str | None, typer.Option("--as", metavar="LOGIN", help=_("Act as this person; for the administrator."))
    ] = None


class Progress(Protocol):
    """Is told how much is done of how much."""

    def __call__(self, done: int, total: int) -> None: ...


class Session(typer.Context):
    """The context of a command: typer hands it to every function that declares it."""

    #: Whether a file is written to the standard output: then what is said goes beside it.
    is_stdout_taken = False

    @cached_property
    def _options(self) -> dict[type[Any], Any]:
        return {}

    def keep(self, options: object) -> None:
        """Keep the values of a group of options."""
        self._options[type(options)] = options

    def options(self, group: type[Options]) -> Options:
        """The values of a group of options the command takes."""
        values: Options = self._options[group]
        return values

    @property
    def as_json(self) -> bool:
        """Whether the answer is JSON."""
        return self.options(SharedOptions).as_json

    @property
    def day(self) -> date | None:
        """The day asked about; none is today."""
        return self.options(SharedOptions).as_of

    @property
    def config(self) -> Path | None:
        """The config.toml named."""
        return self.options(SharedOptions).config

    @property
    def data(self) -> Path | None:
        """The data folder named."""
        return self.options(SharedOptions).data

    @cached_property
    def application(self) -> "Application":
        """The composed program over the register in force, opened when it is first needed; refuses where it is none."""
        from contracts.app import elsewhere, open_application

        application = open_application(self.config, self.data)
        if chosen := elsewhere(self.config, self.data):
            folder, by = chosen
            typer.echo(self.say("The register: {folder} (chosen by {by})", folder=str(folder), by=by), err=True)
        return application

    def reopen(self, data: Path | None = None) -> None:
        """Compose the program anew when it is next needed, over another data folder if one is named."""
        self.options(SharedOptions).data = data or self.data
        self.__dict__.pop("application", None)

    @property
    def ctx(self) -> "Context":
        """The context use cases work with."""
        return self.application.ctx

    @property
    def call(self) -> "Call":
        """Who calls, through which face, on which day: the person whose login it is, or whom ``--as`` names."""
        return self.application.call("cli", self.day, acting_as=self.options(SharedOptions).acting_as)

    def act_as(self, login: str) -> None:
        """From here on the person with this login acts."""
        self.options(SharedOptions).acting_as = login

    @property
    def own_call(self) -> "Call":
        """A call of the program itself, which needs no person."""
        return self.application.own_call("cli", self.day)

    @cached_property
    def words(self) -> "Words":
        """Words in the language in force."""
        from contracts.language import Words
        from contracts.subjects import Plugged

        return Words(interface_language(self.config), Plugged())

    def say(self, sentence: str, **facts: object) -> str:
        """A sentence of the catalogue with its facts."""
        return self.words.say(sentence, **facts)

    def show(self, data: object, text: "str | Table | list[Any]") -> None:
        """Print the JSON with ``--json``, else the text or tables for people."""
        if self.as_json:
            self._print_json(data, indent=1)
            return
        for part in text if isinstance(text, list) else [text]:
            self.line(part)

    def _print_json(self, data: object, indent: int | None = None) -> None:
        import json

        typer.echo(json.dumps(data, ensure_ascii=False, indent=indent, default=str), err=self.is_stdout_taken)

    def line(self, part: Any) -> None:
        """Print one text or table, as wide as the terminal; a pipe is as wide as COLUMNS says, else 80."""
        if isinstance(part, str):
            typer.echo(defused(part), err=self.is_stdout_taken)
            return
        from rich.console import Console

        width = None if sys.stdout.isatty() else _columns()
        console = Console(width=width, highlight=False, stderr=self.is_stdout_taken)
        console.print(_defused(part))

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

    @property
    def _has_saved(self) -> bool:
        """Whether this run has committed something that stands."""
        application = self.__dict__.get("application")
        return application is not None and application.ctx.saved.count > 0

    def refuse(self, refusal: Refusal) -> NoReturn:
        """One sentence on stderr, the JSON error with ``--json``, exit 1."""
        message = self.words.refusal(refusal)
        if refusal.code in _OF_THE_DISK and self._has_saved:
            message += " " + self.say(
                "What this command did before that is saved: look at it with «contracts contract show» or «doctor» "
                "before you repeat it."
            )
        if self.as_json:
            self._print_json({"error": {"code": refusal.code, "message": message}})
        typer.echo(defused(message), err=True)
        raise typer.Exit(1)


#: Faults of files and databases may come after a commit.
_OF_THE_DISK = ("file_fault", "database_fault", "contended", "pdf_refused")


def _defused(part: Any) -> Any:
    """A table whose cells of data steer no terminal."""
    from rich.table import Table

    for column in part.columns if isinstance(part, Table) else ():
        column._cells = [defused(each) if isinstance(each, str) else each for each in column._cells]
    return part


def _columns() -> int:
    columns = os.environ.get("COLUMNS", "")
    return int(columns) if columns.isdigit() and int(columns) >= 40 else 80
