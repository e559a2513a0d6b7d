"""Templates of documents: list, check, export, install, restore, variables, preview."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contracts.cli.documents.options import ContractType, Kind, TemplateLanguage
from contracts.cli.shared.kept_files import KeptFile
from contracts.cli.shared.options import Company, Output
from contracts.cli.shared.session import Session
from contracts.cli.shared.tables import table
from contracts.cli.shared.translation import _

if TYPE_CHECKING:
    from contracts.documents.check import Checked, Found


def show_templates(session: Session) -> None:
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


def check_file(session: Session, file: KeptFile, language: TemplateLanguage = "uk") -> None:
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


def _fault(session: Session, fault: "Found") -> dict[str, Any]:
    reason = session.words.refusal(fault.said).removeprefix(f"{fault.place}: ")
    return {
        "part": fault.place.part,
        "paragraph": fault.place.paragraph,
        "text": fault.place.text,
        "reason": reason,
        "warning": fault.is_warning,
    }


def export_template(
    session: Session,
    kind: Kind,
    language: TemplateLanguage = "uk",
    output: Output = None,
    company: Company = None,
    type_: ContractType = "",
) -> None:
    from contracts.documents.templates import Place, export

    path, chosen = export(session.ctx, Place(kind, language, company, type_), output)
    data = {"file": str(path), "template": chosen.name}
    session.show(data, session.say("Written: {file}", file=str(path)))


def install_template(
    session: Session,
    file: KeptFile,
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help=_("The kind of paper it is for."))],
    language: TemplateLanguage = "uk",
    company: Company = None,
    type_: ContractType = "",
) -> None:
    from contracts.documents.templates import Place, install

    version, checked = install(session.ctx, session.call, file, Place(kind, language, company, type_))
    _tell(session, checked, {"kind": kind, "language": language, "version": version})


def restore_template(session: Session, kind: Kind, language: TemplateLanguage = "uk", company: Company = None) -> None:
    from contracts.documents.templates import Place, restore_shipped

    count = restore_shipped(session.ctx, session.call, Place(kind, language, company))
    text = session.words.count("{n} version was put aside.", "{n} versions were put aside.", count)
    session.show({"kind": kind, "language": language, "put_aside": count}, text)


def show_variables(
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
    names = [(name, vocabulary.find(name)) for name in sorted(used)]
    data = [
        {
            "name": name,
            "type": each.type,
            "optional": each.is_optional,
            "meaning": each.meaning,
            "tag": vocabulary.tag_of(name, each),
        }
        for name, each in names
        if each is not None
    ]
    shown = table(_("In the template"), _("Meaning"))
    for each in data:
        shown.add_row(f"{each['tag']}{' ∅' if each['optional'] else ''}", str(each["meaning"]))
    session.show(data, shown)


def preview_template(
    session: Session,
    kind: Annotated[str, typer.Argument(metavar="KIND", help=_("Kind of paper; with --file only its name."))],
    language: TemplateLanguage = "uk",
    file: Annotated[
        Path | None, typer.Option("--file", metavar="FILE", help=_("A Word file not installed yet."))
    ] = None,
    output: Output = None,
    company: Company = None,
) -> None:
    from contracts.documents.templates import Place, preview

    path = preview(session.ctx, Place(kind, language, company), output, file=file)
    session.show({"file": str(path)}, session.say("Written: {file}", file=str(path)))
