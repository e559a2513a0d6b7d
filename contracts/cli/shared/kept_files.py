"""A file kept with a contract, a charge or a claim, as commands of all of them say it."""

from pathlib import Path
from typing import Annotated

import typer

from contracts.cli.shared.options import text_option
from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _

KeptFile = Annotated[Path, typer.Argument(metavar="FILE", help=_("The file."))]
Title = Annotated[str, text_option("--title", _("What it is, such as «signed copy»."))]


def show_kept(session: Session, kept: tuple[int, str], file: Path) -> None:
    """Say that a file is kept, by its key and hash."""
    id, sha256 = kept
    session.show({"id": id, "sha256": sha256, "file": file.name}, session.say("Attached: {file}", file=file.name))
