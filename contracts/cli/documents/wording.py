"""How names are written in documents: `wording show` and `wording set`."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from contracts.cli.shared.options import LANGUAGES, Company, Counterparty, Number, which_contract
from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _
from contracts.cli.shared.values import one_of

if TYPE_CHECKING:
    from contracts.documents.contexts.phrasebook import Used

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
    from contracts.documents.wording import show_wordings

    shown = show_wordings(session.ctx, session.call, which_contract(number, counterparty, company), language)
    data = {"number": shown.contract, "language": shown.language, "wordings": [_wire(each) for each in shown.wordings]}
    session.show(data, _table(session, shown.wordings))


def _wire(used: "Used") -> dict[str, str]:
    return {
        "subject": used.asked.subject,
        "field": used.asked.field,
        "case": used.asked.case,
        "base": used.base,
        "wording": used.text,
        "confidence": used.confidence,
    }


def _table(session: Session, wordings: "tuple[Used, ...]") -> Any:
    from rich.table import Table

    say = session.say
    table = Table(box=None, pad_edge=False, header_style="bold", show_edge=False)
    for title in (say("Whose"), say("Field"), say("Case"), say("Written"), ""):
        table.add_column(title, overflow="fold")
    marks = {"check": say("check"), "sure": "", "person": say("by a person")}
    for each in wordings:
        table.add_row(each.asked.subject, each.asked.field, each.asked.case, each.text, marks[each.confidence])
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
    from contracts.documents.wording import Given, set_wording

    kept = set_wording(session.ctx, session.call, Given(subject, field, language, case, "", wording))
    data = {
        "subject": kept.subject,
        "field": kept.field,
        "case": kept.case,
        "language": kept.language,
        "base": kept.base,
        "wording": kept.text,
    }
    session.show(data, session.say("Saved: {base} → {text}", base=kept.base, text=kept.text))
