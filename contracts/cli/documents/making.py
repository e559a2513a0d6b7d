"""`document make` and `document make-all`: a document about a contract from its template, or one kind for many."""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contracts.cli.documents.options import Kind, read_language
from contracts.cli.shared.command import with_options
from contracts.cli.shared.options import Company, Counterparty, Number, Output, which_contract
from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _
from contracts.cli.shared.values import read_pairs
from contracts.kernel.refusal import Refusal
from contracts.kernel.wire import wire

if TYPE_CHECKING:
    from contracts.documents.bulk import BulkResult

Facts = Annotated[
    list[str] | None, typer.Option("--set", metavar="NAME=TEXT", help=_("Say a fact of the paper yourself."))
]
Draft = Annotated[bool, typer.Option("--draft", help=_("Mark what is missing instead of refusing."))]
Language = Annotated[
    str | None,
    typer.Option(
        "--language", parser=read_language, metavar="L", help=_("uk, en, ru, de or en_gb; by default the contract's.")
    ),
]
Pdf = Annotated[bool, typer.Option("--pdf", help=_("Write a PDF beside it; needs LibreOffice."))]


@dataclass(frozen=True)
class DocumentOptions:
    """What a document says, how it looks, what it is about and which contract is meant."""

    output: Output = None
    set_: Facts = None
    facts: Annotated[
        Path | None, typer.Option("--facts", metavar="FILE", help=_("Facts as JSON: items, rows, whole records."))
    ] = None
    draft: Draft = False
    language: Language = None
    template: Annotated[
        Path | None, typer.Option("--template", metavar="FILE", help=_("Use this Word file as the template."))
    ] = None
    image: Annotated[
        list[str] | None,
        typer.Option("--image", metavar="NAME=FILE", help=_("Stamp, logo or signature: a PNG or JPEG.")),
    ] = None
    pdf: Pdf = False
    charge: Annotated[
        str, typer.Option("--charge", metavar="DOCUMENT", help=_("The act, note or invoice of the ledger to print."))
    ] = ""
    annex: Annotated[str, typer.Option("--annex", metavar="NUMBER", help=_("The annex it is about."))] = ""
    person: Annotated[
        str, typer.Option("--person", metavar="LOGIN", help=_("Who is empowered, takes over, or whose job it is."))
    ] = ""
    counterparty: Counterparty = None
    company: Company = None


@with_options(DocumentOptions)
def make(session: Session, kind: Kind, number: Number) -> None:
    from contracts.documents.making import DocumentRequest, make_document
    from contracts.documents.templates import read_template_file
    from contracts.docx.pdf import to_pdf

    options = session.options(DocumentOptions)
    request = DocumentRequest(
        kind,
        which_contract(number, options.counterparty, options.company),
        target=options.output,
        language=options.language,
        values=read_pairs(options.set_, "--set"),
        data=_facts(options.facts),
        template=read_template_file(options.template) if options.template else None,
        pictures=_pictures(options.image),
        is_draft=options.draft,
        charge=options.charge,
        annex=options.annex,
        person=options.person,
    )
    made, notes = make_document(session.ctx, session.call, request)
    if options.pdf:
        made = replace(made, pdf=to_pdf([made.file], made.file.parent)[0])
    lines = [session.say("Written: {file}", file=str(made.pdf or made.file))]
    lines += [session.say("Missing: {name}", name=name) for name in made.missing]
    lines += [session.say("Look at: {base} → {text}", base=each.base, text=each.text) for each in made.to_check]
    lines += [session.words.refusal(each) if isinstance(each, Refusal) else each for each in notes]
    session.show(wire(made), "\n".join(lines))


def _facts(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Refusal("{file} is not a JSON file with facts: {reason}.", file=path.name, reason=str(error)) from None
    if not isinstance(facts, dict):
        raise Refusal("{file} must hold one JSON record.", file=path.name)
    return facts


def _pictures(images: list[str] | None) -> dict[str, bytes]:
    from contracts.documents.templates import read_template_file

    return {name: read_template_file(Path(path)) for name, path in read_pairs(images, "--image").items()}


@dataclass(frozen=True)
class BulkOptions:
    """For which contracts the documents are made, and how."""

    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help=_("One paper a line: number, then names of facts."))
    ] = None
    phase: Annotated[str | None, typer.Option("--phase", metavar="P", help=_("All contracts in this phase."))] = None
    set_: Facts = None
    draft: Draft = False
    language: Language = None
    pdf: Pdf = False
    counterparty: Counterparty = None
    company: Company = None


@with_options(BulkOptions)
def make_many(
    session: Session,
    kind: Kind,
    folder: Annotated[Path, typer.Option("--folder", metavar="DIR", help=_("Where to write the papers."))],
) -> None:
    from contracts.documents.bulk import BulkRequest, make_all, rows_of, rows_of_csv
    from contracts.docx.pdf import to_pdf

    options = session.options(BulkOptions)
    csv, phase, counterparty = options.csv, options.phase, options.counterparty
    if (csv is None) == (phase is None and counterparty is None):
        raise typer.BadParameter(_("Name the contracts: --csv FILE, or --phase P, --counterparty TEXT or both."))
    ctx, call = session.ctx, session.call
    chosen = {"counterparty": counterparty, "company": options.company}
    rows = rows_of_csv(csv) if csv is not None else rows_of(ctx, call, phase, **chosen)
    values = read_pairs(options.set_, "--set")
    request = BulkRequest(kind, folder, language=options.language, values=values, is_draft=options.draft)
    with session.progress(session.say("Papers")) as progress:
        done = make_all(ctx, call, request, rows, progress=progress)
    if options.pdf and done.files:
        to_pdf(done.files, folder)
    _show_many(session, done)


def _show_many(session: Session, done: "BulkResult") -> None:
    faults = [
        {"row": fault.row, "contract": fault.contract, "reason": session.words.refusal(fault.reason)}
        for fault in done.faults
    ]
    text = [session.words.count("{n} paper written.", "{n} papers written.", len(done.files))]
    text += [f"{each['row']}. {each['contract']}: {each['reason']}" for each in faults]
    session.show({"made": len(done.files), "files": wire(done.files), "faults": faults}, "\n".join(text))
    if faults:
        raise typer.Exit(1)
