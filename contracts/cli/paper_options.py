"""Options of documents and templates, each written once: kind, language, file, where to write."""

from pathlib import Path
from typing import Annotated

import typer

from contracts.cli.kit import _, number_option

LANGUAGES = ("uk", "en", "ru", "de", "en_gb")


def read_language(text: str) -> str:
    """A language of templates; anything else is misuse (exit 2)."""
    if text not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise typer.BadParameter(_("{text} is not one of {values}.").format(text=repr(text), values=known))
    return text


Kind = Annotated[str, typer.Argument(metavar="KIND", help=_("Kind of paper; «template list» shows all."))]
Number = Annotated[str, number_option()]
Output = Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help=_("Where to write it."))]
Language = Annotated[
    str | None,
    typer.Option(
        "--language", parser=read_language, metavar="L", help=_("uk, en, ru, de or en_gb; by default the contract's.")
    ),
]
TemplateLanguage = Annotated[
    str, typer.Option("--language", parser=read_language, metavar="L", help=_("Language of the template."))
]
ContractType = Annotated[str, typer.Option("--type", metavar="TEXT", help=_("Only for contracts of this type."))]
File = Annotated[Path, typer.Argument(metavar="FILE", help=_("The file."))]
