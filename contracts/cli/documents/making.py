"""`document make` and `document make-all`: a paper about a contract from its template, or one kind for many."""

import json
from dataclasses import dataclass
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

if TYPE_CHECKING:
    from contracts.documents.bulk import BulkDone
    from contracts.documents.documents import Made

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
class PaperOptions:
    """What a paper says, how it looks, what it is about and which contract is meant."""

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


@with_options(PaperOptions)
def make(session: Session, kind: Kind, number: Number) -> None:
    from contracts.documents.documents import PaperRequest, make_document
    from contracts.documents.templates import read_template_file
    from contracts.docx.pdf import to_pdf

    options = session.options(PaperOptions)
    request = PaperRequest(
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
    made = make_document(session.ctx, session.call, request)
    printed = to_pdf([made.filed.file], made.filed.file.parent)[0] if options.pdf else None
    _show_made(session, made, printed)


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


def _show_made(session: Session, made: "Made", printed: Path | None) -> None:
    filed = made.filed
    data = {
        "file": str(filed.file),
        "sha256": filed.sha256,
        "template": filed.template,
        "template_sha256": filed.template_sha256,
        "id": filed.id,
        "number": made.number,
        "contract": made.contract,
        "missing": list(filed.missing),
        "to_check": [{"base": each.base, "text": each.text} for each in made.to_check],
        "pdf": str(printed) if printed else None,
    }
    lines = [session.say("Written: {file}", file=str(printed or filed.file))]
    lines += [session.say("Missing: {name}", name=name) for name in filed.missing]
    lines += [session.say("Look at: {base} → {text}", base=each.base, text=each.text) for each in made.to_check]
    lines += [*filed.stale, *filed.warnings]
    session.show(data, "\n".join(lines))


@dataclass(frozen=True)
class BulkOptions:
    """For which contracts the papers are made, and how."""

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


def _show_many(session: Session, done: "BulkDone") -> None:
    faults = [
        {"row": fault.row, "contract": fault.contract, "reason": session.words.refusal(fault.said)}
        for fault in done.faults
    ]
    text = [session.words.count("{n} paper written.", "{n} papers written.", len(done.files))]
    text += [f"{each['row']}. {each['contract']}: {each['reason']}" for each in faults]
    session.show(
        {"made": len(done.files), "files": [str(each) for each in done.files], "faults": faults}, "\n".join(text)
    )
    if faults:
        raise typer.Exit(1)
