"""Documents and their templates: make, verify, list, show, attach; list, check, export, install, preview."""

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contracts.cli.kit import CompanyOption, CounterpartyOption, Session, _, command, group, number_option, table
from contracts.core.refusal import Refusal

if TYPE_CHECKING:
    from contracts.documents.check import Checked, Found

LANGUAGES = ("uk", "en", "ru", "de", "en_gb")


def _language(text: str) -> str:
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
        "--language", parser=_language, metavar="L", help=_("uk, en, ru, de or en_gb; by default the contract's.")
    ),
]
TemplateLanguage = Annotated[
    str, typer.Option("--language", parser=_language, metavar="L", help=_("Language of the template."))
]
ContractType = Annotated[str, typer.Option("--type", metavar="TEXT", help=_("Only for contracts of this type."))]
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
File = Annotated[Path, typer.Argument(metavar="FILE", help=_("The file."))]


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
    forms = group(_("Templates of documents: Word files with {{ names }}."))
    command(forms, "list", _("The templates there are, and which is in force."))(_templates)
    command(forms, "check", _("Check a Word file: names, faults with their place, acts not in force."))(_check)
    command(forms, "export", _("Write the template in force to a file, to edit it in Word."))(_export)
    command(forms, "install", _("Put a checked Word file in force as the company's template."))(_install)
    command(forms, "restore", _("Go back to the shipped template."))(_restore)
    command(forms, "variables", _("The names a template of a kind may use."))(_variables)
    command(forms, "preview", _("Fill a template with sample data."))(_preview)
    app.add_typer(forms, name="template")


def pairs(given: list[str] | None, option: str) -> dict[str, str]:
    """NAME=TEXT options as a dictionary; anything else is misuse (exit 2)."""
    found: dict[str, str] = {}
    for each in given or []:
        name, equals, text = each.partition("=")
        if not equals or not name.strip():
            raise typer.BadParameter(_("{text} is not NAME=TEXT.").format(text=repr(each)), param_hint=option)
        found[name.strip()] = text
    return found


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
    from contracts.services.templates import read_template_file

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
    counterparty: CounterpartyOption = None,
    company: CompanyOption = None,
) -> None:
    from contracts.documents.pdf import to_pdf
    from contracts.services.documents import PaperRequest, make_document
    from contracts.services.templates import read_template_file
    from contracts.services.which import Which

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
    )
    made = make_document(session.desk, session.call, request)
    filed = made.filed
    printed = to_pdf([filed.file], filed.file.parent)[0] if pdf else None
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
    company: CompanyOption = None,
) -> None:
    from contracts.documents.pdf import to_pdf
    from contracts.services.bulk import BulkRequest, make_all, rows_of_csv, rows_of_phase

    if (csv is None) == (phase is None):
        raise typer.BadParameter(_("Name the contracts: --csv FILE or --phase P."))
    desk, call = session.desk, session.call
    rows = rows_of_csv(csv) if csv is not None else rows_of_phase(desk, call, phase or "", company=company)
    values = pairs(set_, "--set")
    request = BulkRequest(kind, folder, language=language, values=values, is_draft=draft)
    with session.progress(session.say("Papers")) as progress:
        done = make_all(desk, call, request, rows, progress=progress)
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
    from contracts.services.documents import verify_documents

    verdicts = verify_documents(session.desk, session.call, ids or None)
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
    from contracts.services.documents import documents_of
    from contracts.services.which import Which

    which = Which(number, counterparty, company) if number else None
    rows = documents_of(session.desk, session.call, which, kind=kind)
    data = [
        {
            "id": row.id,
            "kind": row.kind,
            "number": row.number,
            "as_of": row.as_of.isoformat(),
            "made_at": row.made_at.isoformat(),
            "made_by": row.made_by,
            "sha256": row.file_sha,
        }
        for row in rows
    ]
    shown = table(_("Key"), _("Kind"), _("Number"), _("Day"), _("Made by"))
    for row in rows:
        shown.add_row(str(row.id), row.kind, row.number, session.words.date(row.as_of), row.made_by)
    session.show(
        data, shown if rows else session.say("There are no documents yet: «contracts document make» makes one.")
    )


def _show(
    session: Session,
    id: Annotated[int, typer.Argument(metavar="ID", help=_("The document by its key."))],
    output: Output = None,
) -> None:
    from contracts.services.documents import document_of
    from contracts.store.files import write_aside

    row, stored = document_of(session.desk, session.call, id)
    if output is not None:
        write_aside(output.absolute(), session.desk.files.get(row.file_sha))
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
    from contracts.services.documents import attach
    from contracts.services.which import Which

    which = Which(number, counterparty, company)
    id, sha256 = attach(session.desk, session.call, which, file, number=title)
    session.show({"id": id, "sha256": sha256, "file": file.name}, session.say("Attached: {file}", file=file.name))


def _pdf(
    session: Session,
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help=_("Word files."))],
    folder: Annotated[Path, typer.Option("--folder", metavar="DIR", help=_("Where to write."))] = Path(),
    pack: Annotated[
        Path | None, typer.Option("--pack", metavar="FILE", help=_("One PDF of all, in this order."))
    ] = None,
) -> None:
    from contracts.documents.pdf import one_pack, to_pdf

    made = [one_pack(files, pack)] if pack else to_pdf(files, folder)
    text = "\n".join(session.say("Written: {file}", file=str(each)) for each in made)
    session.show({"files": [str(each) for each in made]}, text)


def _templates(session: Session) -> None:
    from contracts.services.templates import list_templates

    listed = list_templates(session.desk)
    data = [
        {
            "kind": each.kind,
            "language": each.language,
            "version": each.version,
            "company": each.company,
            "type": each.type,
            "in_force": each.is_in_force,
        }
        for each in listed
    ]
    shown = table(_("Kind"), _("Language"), _("Version"), _("Company"), _("In force"))
    for each in listed:
        version = str(each.version) if each.version else session.say("shipped")
        shown.add_row(each.kind, each.language, version, each.company, "✓" if each.is_in_force else "")
    session.show(data, shown)


def _check(session: Session, file: File, language: TemplateLanguage = "uk") -> None:
    from contracts.documents.check import check_template
    from contracts.services.templates import read_template_file

    checked = check_template(read_template_file(file), language, session.day or _today(session))
    _tell(session, checked, {})
    if not checked.is_ok:
        raise typer.Exit(1)


def _today(session: Session) -> date:
    from contracts.app import today

    return today(session.config)


def _tell(session: Session, checked: "Checked", more: dict[str, Any]) -> None:
    faults = [_fault(session, each) for each in checked.found]
    data = {
        **more,
        "ok": checked.is_ok,
        "placeholders": list(checked.placeholders),
        "unknown": list(checked.unknown),
        "faults": faults,
    }
    lines = [session.words.refusal(each.said) for each in checked.found]
    n = len(checked.placeholders)
    lines.append(session.words.count("{n} name is used.", "{n} names are used.", n))
    lines += [session.say("The template can be used.")] if checked.is_ok else []
    session.show(data, "\n".join(lines))


def _fault(session: Session, found: "Found") -> dict[str, Any]:
    said = session.words.refusal(found.said).removeprefix(f"{found.place}: ")
    return {
        "part": found.place.part,
        "paragraph": found.place.paragraph,
        "text": found.place.text,
        "reason": said,
        "warning": found.is_warning,
    }


def _export(
    session: Session,
    kind: Kind,
    language: TemplateLanguage = "uk",
    output: Output = None,
    company: CompanyOption = None,
    type_: ContractType = "",
) -> None:
    from contracts.services.templates import Place, export

    path, chosen = export(session.desk, Place(kind, language, company, type_), output)
    data = {"file": str(path), "template": chosen.name}
    session.show(data, session.say("Written: {file}", file=str(path)))


def _install(
    session: Session,
    file: File,
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help=_("The kind of paper it is for."))],
    language: TemplateLanguage = "uk",
    company: CompanyOption = None,
    type_: ContractType = "",
) -> None:
    from contracts.services.templates import Place, install

    version, checked = install(session.desk, session.call, file, Place(kind, language, company, type_))
    _tell(session, checked, {"kind": kind, "language": language, "version": version})


def _restore(session: Session, kind: Kind, language: TemplateLanguage = "uk", company: CompanyOption = None) -> None:
    from contracts.services.templates import Place, restore_shipped

    count = restore_shipped(session.desk, session.call, Place(kind, language, company))
    text = session.words.count("{n} version was put aside.", "{n} versions were put aside.", count)
    session.show({"kind": kind, "language": language, "put_aside": count}, text)


def _variables(session: Session, kind: Kind, language: TemplateLanguage = "uk") -> None:
    from contracts.documents import vocabulary
    from contracts.documents.engine import compile_template
    from contracts.services.filing import shipped_template

    used = compile_template(shipped_template(kind, language), language).names
    found = [(name, vocabulary.find(name)) for name in sorted(used)]
    data = [
        {"name": name, "type": each.type, "optional": each.is_optional, "meaning": each.meaning}
        for name, each in found
        if each is not None
    ]
    shown = table(_("Name"), _("Type"), _("Meaning"))
    for each in data:
        shown.add_row(str(each["name"]), f"{each['type']}{' ∅' if each['optional'] else ''}", str(each["meaning"]))
    session.show(data, shown)


def _preview(
    session: Session,
    kind: Annotated[str, typer.Argument(metavar="KIND", help=_("Kind of paper; with --file only its name."))],
    language: TemplateLanguage = "uk",
    file: Annotated[
        Path | None, typer.Option("--file", metavar="FILE", help=_("A Word file not installed yet."))
    ] = None,
    output: Output = None,
    company: CompanyOption = None,
) -> None:
    from contracts.services.templates import Place, preview

    path = preview(session.desk, Place(kind, language, company), output, file=file)
    session.show({"file": str(path)}, session.say("Written: {file}", file=str(path)))
