"""Options of documents and templates, each written once: kind, language, file, where to write."""

from pathlib import Path
from typing import Annotated

import typer

from contracts.cli.kit import _
from contracts.cli.options import LANGUAGES, one_of

read_language = one_of(*LANGUAGES)
Kind = Annotated[str, typer.Argument(metavar="KIND", help=_("Kind of paper; «template list» shows all."))]
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
Charge = Annotated[
    str, typer.Option("--charge", metavar="DOCUMENT", help=_("The act, note or invoice of the ledger to print."))
]
AnnexOf = Annotated[str, typer.Option("--annex", metavar="NUMBER", help=_("The annex it is about."))]
PersonOf = Annotated[
    str, typer.Option("--person", metavar="LOGIN", help=_("Who is empowered, takes over, or whose job it is."))
]
