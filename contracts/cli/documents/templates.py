"""Templates of documents: list, check, export, install, restore, variables, preview."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from contracts.cli.documents.options import ContractType, Kind, TemplateLanguage
from contracts.cli.shared.kept_files import KeptFile
from contracts.cli.shared.options import Company, Output
from contracts.cli.shared.session import Session
from contracts.cli.shared.tables import table
from contracts.cli.shared.translation import _
from contracts.kernel.wire import wire

if TYPE_CHECKING:
    from contracts.documents.template_check import TemplateCheck
    from contracts.docx.engine.faults import TemplateFault


def show_templates(session: Session) -> None:
    from contracts.documents.templates import list_templates

    listed = list_templates(session.ctx, session.call)
    shown = table(_("Kind"), _("Language"), _("Version"), _("Company"), _("In force"))
    for each in listed:
        version = str(each.version) if each.version else session.say("shipped")
        shown.add_row(each.kind, each.language, version, each.company, "✓" if each.in_force else "")
    session.show(wire(listed), shown)


def check_file(session: Session, file: KeptFile, language: TemplateLanguage = "uk") -> None:
    from contracts.app import today
    from contracts.documents.template_check import check_template
    from contracts.documents.templates import read_template_file

    check = check_template(read_template_file(file), language, session.day or today(session.config))
    _tell(session, check, {})
    if not check.is_ok:
        raise typer.Exit(1)


def _tell(session: Session, check: "TemplateCheck", more: Mapping[str, str | int]) -> None:
    faults = [_fault(session, each, is_warning=False) for each in check.faults]
    faults += [_fault(session, each, is_warning=True) for each in check.warnings]
    data = {
        **more,
        "ok": check.is_ok,
        "placeholders": wire(check.placeholders),
        "unknown": wire(check.unknown),
        "faults": faults,
    }
    lines = [session.words.refusal(each) for each in (*check.faults, *check.warnings)]
    n = len(check.placeholders)
    lines.append(session.words.count("{n} name is used.", "{n} names are used.", n))
    lines += [session.say("The template can be used.")] if check.is_ok else []
    session.show(data, "\n".join(lines))


def _fault(session: Session, fault: "TemplateFault", *, is_warning: bool) -> dict[str, str | int]:
    place = fault.place
    reason = session.words.refusal(fault).removeprefix(f"{place}: ")
    return {
        "part": place.part,
        "paragraph": place.paragraph,
        "text": place.text,
        "reason": reason,
        "warning": is_warning,
    }


def export_template(
    session: Session,
    kind: Kind,
    language: TemplateLanguage = "uk",
    output: Output = None,
    company: Company = None,
    type_: ContractType = "",
) -> None:
    from contracts.documents.templates import TemplateSlot, export

    written = export(session.ctx, session.call, TemplateSlot(kind, language, company, type_), output)
    session.show(wire(written), session.say("Written: {file}", file=str(written.file)))


def install_template(
    session: Session,
    file: KeptFile,
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help=_("The kind of paper it is for."))],
    language: TemplateLanguage = "uk",
    company: Company = None,
    type_: ContractType = "",
) -> None:
    from contracts.documents.templates import TemplateSlot, install

    version, check = install(session.ctx, session.call, file, TemplateSlot(kind, language, company, type_))
    _tell(session, check, {"kind": kind, "language": language, "version": version})


def restore_template(session: Session, kind: Kind, language: TemplateLanguage = "uk", company: Company = None) -> None:
    from contracts.documents.templates import TemplateSlot, restore_shipped

    count = restore_shipped(session.ctx, session.call, TemplateSlot(kind, language, company))
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
    from contracts.documents.template_choice import shipped_template
    from contracts.docx.engine.compiled import compile_template

    used = compile_template(shipped_template(kind, language), language).names if kind else vocabulary.vocabulary()
    variables = vocabulary.listed(used)
    shown = table(_("In the template"), _("Meaning"))
    for each in variables:
        shown.add_row(f"{each.tag}{' ∅' if each.optional else ''}", each.meaning)
    session.show(wire(variables), shown)


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
    from contracts.documents.templates import TemplateSlot, preview

    path = preview(session.ctx, session.call, TemplateSlot(kind, language, company), output, file=file)
    session.show({"file": str(path)}, session.say("Written: {file}", file=str(path)))
