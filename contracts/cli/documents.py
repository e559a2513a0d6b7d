"""Documents: make one or many, verify, list, show, attach a scan, PDF."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contracts.cli import templates
from contracts.cli.kit import CompanyOption, CounterpartyOption, Session, _, command, group, number_option, table
from contracts.cli.options import Number, Output, pairs
from contracts.cli.paper_options import AnnexOf, Charge, File, Kind, Language, PersonOf
from contracts.kernel.refusal import Refusal

if TYPE_CHECKING:
    from contracts.documents.documents import Made

Set = Annotated[
    list[str] | None, typer.Option("--set", metavar="NAME=TEXT", help=_("Say a fact of the paper yourself."))
]
Data = Annotated[
    Path | None, typer.Option("--facts", metavar="FILE", help=_("Facts as JSON: items, rows, whole records."))
]
Images = Annotated[
    list[str] | None, typer.Option("--image", metavar="NAME=FILE", help=_("Stamp, logo or signature: a PNG or JPEG."))
]
Draft = Annotated[bool, typer.Option("--draft", help=_("Mark what is missing instead of refusing."))]
Pdf = Annotated[bool, typer.Option("--pdf", help=_("Write a PDF beside it; needs LibreOffice."))]
OwnTemplate = Annotated[
    Path | None, typer.Option("--template", metavar="FILE", help=_("Use this Word file as the template."))
]


def add_to(app: typer.Typer) -> None:
    """Register these commands."""
    papers = group(_("Documents from templates: contracts, acts, letters."))
    command(papers, "make", _("Make a paper about a contract from its template."))(_make)
    command(papers, "make-all", _("Make one kind of paper for many contracts, with the faults of each."))(_make_all)
    command(papers, "verify", _("Make documents again from what was stored, and compare."))(_verify)
    command(papers, "list", _("Documents of a contract, or the newest of all."))(_list)
    command(papers, "show", _("A document, the context that made it, and its file again."))(_show)
    command(papers, "attach", _("Keep a scan of the signed copy with the contract."))(_attach)
    command(papers, "pdf", _("Make Word files into PDF, or into one pack; needs LibreOffice."))(_pdf)
    app.add_typer(papers, name="document")
    templates.add_to(app)


def _facts(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Refusal("{file} is not a JSON file with facts: {reason}.", file=path.name, reason=str(error)) from None
    if not isinstance(found, dict):
        raise Refusal("{file} must hold one JSON record.", file=path.name)
    return found


def _pictures(given: list[str] | None) -> dict[str, bytes]:
    from contracts.documents.templates import read_template_file

    return {name: read_template_file(Path(path)) for name, path in pairs(given, "--image").items()}


def _make(
    session: Session,
    kind: Kind,
    number: Number,
    output: Output = None,
    set_: Set = None,
    facts: Data = None,
    draft: Draft = False,
    language: Language = None,
    template: OwnTemplate = None,
    image: Images = None,
    pdf: Pdf = False,
    charge: Charge = "",
    annex: AnnexOf = "",
    person: PersonOf = "",
    counterparty: CounterpartyOption = None,
    company: CompanyOption = None,
) -> None:
    from contracts.documents.documents import PaperRequest, make_document
    from contracts.documents.templates import read_template_file
    from contracts.docx.pdf import to_pdf
    from contracts.registry.which import Which

    request = PaperRequest(
        kind,
        Which(number, counterparty, company),
        target=output,
        language=language,
        values=pairs(set_, "--set"),
        data=_facts(facts),
        template=read_template_file(template) if template else None,
        pictures=_pictures(image),
        is_draft=draft,
        charge=charge,
        annex=annex,
        person=person,
    )
    made = make_document(session.ctx, session.call, request)
    printed = to_pdf([made.filed.file], made.filed.file.parent)[0] if pdf else None
    _tell_made(session, made, printed)


def _tell_made(session: Session, made: "Made", printed: Path | None) -> None:
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


def _make_all(
    session: Session,
    kind: Kind,
    folder: Annotated[Path, typer.Option("--folder", metavar="DIR", help=_("Where to write the papers."))],
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help=_("One paper a line: number, then names of facts."))
    ] = None,
    phase: Annotated[str | None, typer.Option("--phase", metavar="P", help=_("All contracts in this phase."))] = None,
    set_: Set = None,
    draft: Draft = False,
    language: Language = None,
    pdf: Pdf = False,
    counterparty: CounterpartyOption = None,
    company: CompanyOption = None,
) -> None:
    from contracts.documents.bulk import BulkRequest, make_all, rows_of, rows_of_csv
    from contracts.docx.pdf import to_pdf

    if (csv is None) == (phase is None and counterparty is None):
        raise typer.BadParameter(_("Name the contracts: --csv FILE, or --phase P, --counterparty TEXT or both."))
    ctx, call = session.ctx, session.call
    chosen = {"counterparty": counterparty, "company": company}
    rows = rows_of_csv(csv) if csv is not None else rows_of(ctx, call, phase, **chosen)
    values = pairs(set_, "--set")
    request = BulkRequest(kind, folder, language=language, values=values, is_draft=draft)
    with session.progress(session.say("Papers")) as progress:
        done = make_all(ctx, call, request, rows, progress=progress)
    if pdf and done.files:
        to_pdf(done.files, folder)
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


def _verify(
    session: Session,
    ids: Annotated[list[int] | None, typer.Argument(metavar="ID", help=_("Documents by key; all by default."))] = None,
) -> None:
    from contracts.documents.documents import verify_documents

    with session.progress(session.say("Papers")) as progress:
        verdicts = verify_documents(session.ctx, session.call, ids or None, progress=progress)
    broken = [each for each in verdicts if each.said is not None]
    faults = [
        {"id": each.id, "kind": each.kind, "number": each.number, "reason": session.words.refusal(each.said)}
        for each in broken
        if each.said is not None
    ]
    good = session.words.count("{n} document is the same again.", "{n} documents are the same again.", len(verdicts))
    lines = [f"{each['id']} {each['kind']} {each['number']}: {each['reason']}" for each in faults]
    session.show({"ok": not faults, "checked": len(verdicts), "faults": faults}, "\n".join(lines) or good)
    if faults:
        raise typer.Exit(1)


def _list(
    session: Session,
    number: Annotated[str | None, number_option()] = None,
    kind: Annotated[str, typer.Option("--kind", metavar="K", help=_("Only this kind."))] = "",
    counterparty: CounterpartyOption = None,
    company: CompanyOption = None,
) -> None:
    from contracts.documents.documents import contracts_of, documents_of
    from contracts.registry.which import Which

    which = Which(number, counterparty, company) if number else None
    rows = documents_of(session.ctx, session.call, which, kind=kind)
    about = contracts_of(session.ctx, rows)
    data = [
        {
            "id": row.id,
            "kind": row.kind,
            "number": row.number,
            "contract": about.get(row.id),
            "as_of": row.as_of.isoformat(),
            "made_at": row.made_at.isoformat(),
            "made_by": row.made_by,
            "sha256": row.file_sha,
        }
        for row in rows
    ]
    shown = table(_("Key"), _("Kind"), _("Number"), _("Contract"), _("Day"), _("Made by"))
    for row in rows:
        day = session.words.date(row.as_of)
        shown.add_row(str(row.id), row.kind, row.number, about.get(row.id, ""), day, row.made_by)
    session.show(
        data, shown if rows else session.say("There are no documents yet: «contracts document make» makes one.")
    )


def _show(
    session: Session,
    id: Annotated[int, typer.Argument(metavar="ID", help=_("The document by its key."))],
    output: Output = None,
) -> None:
    from contracts.documents.documents import document_of
    from contracts.kernel.files import write_aside

    row, stored = document_of(session.ctx, session.call, id)
    if output is not None:
        write_aside(output.absolute(), session.ctx.files.get(row.file_sha))
    data = {
        "id": row.id,
        "kind": row.kind,
        "number": row.number,
        "file_name": stored.get("file_name", ""),
        "as_of": row.as_of.isoformat(),
        "made_at": row.made_at.isoformat(),
        "made_by": row.made_by,
        "sha256": row.file_sha,
        "template_sha256": row.template_sha,
        "context": stored.get("context"),
        "file": str(output) if output else None,
    }
    lines = [f"{row.id}  {row.kind}  {row.number}  {stored.get('file_name', '')}"]
    lines.append(session.say("Made on {day} by {author}.", day=row.made_at.date(), author=row.made_by))
    lines += [session.say("Written: {file}", file=str(output))] if output else []
    session.show(data, "\n".join(lines))


def _attach(
    session: Session,
    file: File,
    number: Number,
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help=_("What it is, such as «signed copy»."))] = "",
    counterparty: CounterpartyOption = None,
    company: CompanyOption = None,
) -> None:
    from contracts.documents.attaching import attach
    from contracts.registry.which import Which

    which = Which(number, counterparty, company)
    id, sha256 = attach(session.ctx, session.call, which, file, number=title)
    session.show({"id": id, "sha256": sha256, "file": file.name}, session.say("Attached: {file}", file=file.name))


def _pdf(
    session: Session,
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help=_("Word files."))],
    folder: Annotated[Path, typer.Option("--folder", metavar="DIR", help=_("Where to write."))] = Path(),
    pack: Annotated[
        Path | None, typer.Option("--pack", metavar="FILE", help=_("One PDF of all, in this order."))
    ] = None,
) -> None:
    from contracts.docx.pdf import one_pack, to_pdf

    made = [one_pack(files, pack)] if pack else to_pdf(files, folder)
    text = "\n".join(session.say("Written: {file}", file=str(each)) for each in made)
    session.show({"files": [str(each) for each in made]}, text)
