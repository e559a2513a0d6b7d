"""A file kept with a charge or a claim, as commands of both say it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from contracts.cli.kit import Session, _

if TYPE_CHECKING:
    from contracts.documents.attaching import About

KeptFile = Annotated[Path, typer.Argument(metavar="FILE", help=_("The file."))]
Title = Annotated[str, typer.Option("--title", metavar="TEXT", help=_("What it is, such as «signed copy»."))]


def keep_file(session: Session, about: "About", file: Path, title: str) -> None:
    """Keep the file and say so."""
    from contracts.documents.attaching import attach

    id, sha256 = attach(session.ctx, session.call, about, file, number=title)
    session.show({"id": id, "sha256": sha256, "file": file.name}, session.say("Attached: {file}", file=file.name))
