"""Options of documents and templates, each written once: kind, language, file, type of contract."""

from typing import Annotated

import typer

from contracts.cli.shared.options import LANGUAGES
from contracts.cli.shared.translation import _
from contracts.cli.shared.values import one_of

read_language = one_of(*LANGUAGES)
Kind = Annotated[str, typer.Argument(metavar="KIND", help=_("Kind of paper; «template list» shows all."))]
TemplateLanguage = Annotated[
    str, typer.Option("--language", parser=read_language, metavar="L", help=_("Language of the template."))
]
ContractType = Annotated[str, typer.Option("--type", metavar="TEXT", help=_("Only for contracts of this type."))]
