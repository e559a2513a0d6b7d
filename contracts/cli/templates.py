"""Templates of documents: list, check, export, install, restore, variables, preview."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contracts.cli.kit import CompanyOption, Session, _, command, group, table
from contracts.cli.options import Output
from contracts.cli.paper_options import ContractType, File, Kind, TemplateLanguage

if TYPE_CHECKING:
    from contracts.documents.check import Checked, Found


def add_to(app: typer.Typer) -> None:
    """Register these commands."""
    forms = group(_("Templates of documents: Word files with {{ names }}."))
    command(forms, "list", _("The templates there are, and which is in force."))(_templates)
    command(forms, "check", _("Check a Word file: names, faults with their place, acts not in force."))(_check)
    command(forms, "export", _("Write the template in force to a file, to edit it in Word."))(_export)
    command(forms, "install", _("Put a checked Word file in force as the company's template."))(_install)
    command(forms, "restore", _("Go back to the shipped template."))(_restore)
    command(forms, "variables", _("The names a template of a kind may use."))(_variables)
    command(forms, "preview", _("Fill a template with sample data."))(_preview)
    app.add_typer(forms, name="template")


def _templates(session: Session) -> None:
    from contracts.documents.templates import list_templates

    listed = list_templates(session.ctx)
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
    from contracts.documents.templates import read_template_file

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
    from contracts.documents.templates import Place, export

    path, chosen = export(session.ctx, Place(kind, language, company, type_), output)
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
    from contracts.documents.templates import Place, install

    version, checked = install(session.ctx, session.call, file, Place(kind, language, company, type_))
    _tell(session, checked, {"kind": kind, "language": language, "version": version})


def _restore(session: Session, kind: Kind, language: TemplateLanguage = "uk", company: CompanyOption = None) -> None:
    from contracts.documents.templates import Place, restore_shipped

    count = restore_shipped(session.ctx, session.call, Place(kind, language, company))
    text = session.words.count("{n} version was put aside.", "{n} versions were put aside.", count)
    session.show({"kind": kind, "language": language, "put_aside": count}, text)


def _variables(
    session: Session,
    kind: Annotated[
        str, typer.Argument(metavar="[KIND]", help=_("Kind of paper; without one, all names there are."))
    ] = "",
    language: TemplateLanguage = "uk",
) -> None:
    from contracts.documents import vocabulary
    from contracts.documents.filing import shipped_template
    from contracts.docx.engine.compiled import compile_template

    used = compile_template(shipped_template(kind, language), language).names if kind else vocabulary.vocabulary()
    found = [(name, vocabulary.find(name)) for name in sorted(used)]
    data = [
        {
            "name": name,
            "type": each.type,
            "optional": each.is_optional,
            "meaning": each.meaning,
            "tag": vocabulary.tag_of(name, each),
        }
        for name, each in found
        if each is not None
    ]
    shown = table(_("In the template"), _("Meaning"))
    for each in data:
        shown.add_row(f"{each['tag']}{' ∅' if each['optional'] else ''}", str(each["meaning"]))
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
    from contracts.documents.templates import Place, preview

    path = preview(session.ctx, Place(kind, language, company), output, file=file)
    session.show({"file": str(path)}, session.say("Written: {file}", file=str(path)))
