"""A file kept with a charge or a claim, as commands of both say it."""

from pathlib import Path
from typing import Annotated

import typer

from contracts.cli.kit import Session, _

KeptFile = Annotated[Path, typer.Argument(metavar="FILE", help=_("The file."))]
Title = Annotated[str, typer.Option("--title", metavar="TEXT", help=_("What it is, such as «signed copy»."))]


def show_kept(session: Session, kept: tuple[int, str], file: Path) -> None:
    """Say that a file is kept, by its key and hash."""
    id, sha256 = kept
    session.show({"id": id, "sha256": sha256, "file": file.name}, session.say("Attached: {file}", file=file.name))
