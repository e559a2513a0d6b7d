"""How names are written in documents: `wording show` and `wording set`."""

from typing import TYPE_CHECKING, Annotated

import typer

from contracts.cli.shared.options import LANGUAGES, Company, Counterparty, Number, which_contract
from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _
from contracts.cli.shared.values import one_of
from contracts.kernel.wire import wire

if TYPE_CHECKING:
    from rich.table import Table

    from contracts.documents.name_wordings import ShownWording

_CASES = ("nominative", "genitive", "dative", "signature")

LanguageOption = Annotated[
    str,
    typer.Option(parser=one_of(*LANGUAGES), metavar="L", help=_("Language of the documents: uk, en, ru, de, en_gb.")),
]


def show_wording(
    session: Session,
    number: Number,
    language: LanguageOption = "uk",
    counterparty: Counterparty = None,
    company: Company = None,
) -> None:
    from contracts.documents.name_wordings import show_wordings

    shown = show_wordings(session.ctx, session.call, which_contract(number, counterparty, company), language)
    session.show(wire(shown), _table(session, shown.wordings))


def _table(session: Session, wordings: "tuple[ShownWording, ...]") -> "Table":
    from rich.table import Table

    say = session.say
    table = Table(box=None, pad_edge=False, header_style="bold", show_edge=False)
    for title in (say("Whose"), say("Field"), say("Case"), say("Written"), ""):
        table.add_column(title, overflow="fold")
    marks = {"check": say("check"), "sure": "", "person": say("by a person")}
    for each in wordings:
        table.add_row(each.subject, each.field, each.case, each.wording, marks[each.confidence])
    return table


def keep_wording(
    session: Session,
    subject: Annotated[
        str,
        typer.Argument(
            metavar="SUBJECT",
            help=_("Whose name: party, authority or person with its key, as `wording show` lists it."),
        ),
    ],
    field: Annotated[str, typer.Argument(metavar="FIELD", help=_("name, position, basis, full_name or short_name."))],
    wording: Annotated[str, typer.Argument(metavar="WORDING", help=_("The wording."))],
    case: Annotated[
        str,
        typer.Option(parser=one_of(*_CASES), metavar="CASE", help=_("nominative, genitive, dative or signature.")),
    ] = "genitive",
    language: LanguageOption = "uk",
) -> None:
    from contracts.documents.name_wordings import PersonWording, set_wording

    kept = set_wording(session.ctx, session.call, PersonWording(subject, field, case, language, "", wording))
    session.show(wire(kept), session.say("Saved: {base} → {text}", base=kept.base, text=kept.wording))
