"""Templates as things: listed, exported, checked, installed as the company's own with versions, previewed."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from contracts.documents.contexts.values import DocumentContext, laid_over
from contracts.documents.filing import DOCX, keep_bytes
from contracts.documents.queries import templates as queries
from contracts.documents.rendering import file_name
from contracts.documents.tables import TemplateRow
from contracts.documents.template_check import TemplateCheck, check_template
from contracts.documents.template_choice import ChosenTemplate, chosen_template
from contracts.documents.vocabulary import KINDS
from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.outside.outputs import FileFault, write_aside
from contracts.kernel.refusal import Refusal, system_note
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.language.shipped import templates
from contracts.parties.queries import parties


class TemplateRefused(Refusal):
    """The template cannot be installed, exported or previewed."""

    code = "template"


@dataclass(frozen=True, slots=True)
class ListedTemplate:
    """A template that may be used: shipped (version 0) or installed; only one of a place is in force."""

    kind: str
    language: str
    version: int
    company: str
    type: str
    in_force: bool


class TemplateSlot(NamedTuple):
    """What a template is for: which kind and language, which company (all where none) and contract type."""

    kind: str
    language: str
    company: str | None = None
    type: str = ""


@dataclass(frozen=True, slots=True)
class WrittenTemplate:
    """A template written to a file, or filled with sample data; ``template`` is what it is called."""

    file: Path
    template: str


@needs("contracts.read")
def list_templates(ctx: Context, call: Call) -> tuple[ListedTemplate, ...]:
    """Shipped templates and all versions companies installed, by kind and language."""
    with reading(ctx.engine) as conn:
        installed = queries.installed(conn)
        names = {row.id: row.short_name or row.name for row in parties.own_companies(conn)}
    newest: dict[tuple[str, str, int, str], int] = {}
    for row in installed:
        if row.retired_at is None:
            newest.setdefault(_slot(row), row.version)
    listed = [
        ListedTemplate(
            row.kind,
            row.language,
            row.version,
            names.get(row.own_company_id, ""),
            row.type,
            newest.get(_slot(row)) == row.version,
        )
        for row in installed
    ]
    replaced = {(each.kind, each.language) for each in listed if each.in_force and not each.company and not each.type}
    for path in sorted((templates() / "documents").glob("*/*.docx")):
        place = (path.stem, path.parent.name)
        listed.append(ListedTemplate(*place, 0, "", "", place not in replaced))
    order = {kind: no for no, kind in enumerate(KINDS)}
    return tuple(
        sorted(listed, key=lambda each: (order.get(each.kind, 99), each.language, each.company, -each.version))
    )


@needs("templates.edit")
def install(ctx: Context, call: Call, path: Path, slot: TemplateSlot) -> tuple[int, TemplateCheck]:
    """Install a template as the next version of its place; returns the version and what the check found.

    Raises :class:`TemplateRefused` where the check found a fault: a template that cannot work is never in force.
    """
    if slot.kind not in KINDS:
        raise TemplateRefused("There is no kind {kind}: there is {there}.", kind=slot.kind, there=", ".join(KINDS))
    data = read_template_file(path)
    check = check_template(data, slot.language, call.as_of)
    if check.faults:
        raise check.faults[0]
    with writing(ctx, call) as work:
        row = TemplateRow(
            version=0,
            kind=slot.kind,
            language=slot.language,
            own_company_id=_company_id(work.conn, slot),
            type=slot.type,
            sha256=keep_bytes(work, data, DOCX),
            file_name=path.name[:300],
            installed_at=call.at,
            installed_by=call.login,
        )
        version = queries.add(work.conn, row)
        after = {"kind": slot.kind, "language": slot.language, "version": version, "sha256": row.sha256}
        work.note(Subject(SubjectKind.TEMPLATE, version), "install_template", {"after": after})
        work.commit()
    return version, check


@needs("templates.edit")
def restore_shipped(ctx: Context, call: Call, slot: TemplateSlot) -> int:
    """Go back to the shipped template; returns how many versions were put aside."""
    with writing(ctx, call) as work:
        count = queries.retire(work.conn, slot.kind, slot.language, _company_id(work.conn, slot), call.at)
        if not count:
            raise TemplateRefused(
                "No template {kind} in the language {language} is installed.", kind=slot.kind, language=slot.language
            )
        work.note(Subject(SubjectKind.TEMPLATE, 0), "restore_template", {"before": {"kind": slot.kind}})
        work.commit()
    return count


@needs("contracts.read")
def export(ctx: Context, call: Call, slot: TemplateSlot, target: Path | None) -> WrittenTemplate:
    """Write the template in force to a file, to be edited in Word."""
    with reading(ctx.engine) as conn:
        chosen = _chosen(conn, ctx, slot)
    path = target or Path(f"{slot.kind}_{slot.language}.docx")
    write_aside(path.absolute(), chosen.data)
    return WrittenTemplate(path, chosen.name)


@needs("contracts.read")
def preview(ctx: Context, call: Call, slot: TemplateSlot, target: Path | None, *, file: Path | None = None) -> Path:
    """Fill a template with sample data; a name the sample lacks is marked as in a draft."""
    from contracts.docx.engine.compiled import compile_template
    from contracts.docx.template_properties import properties_of

    if file is not None:
        chosen = ChosenTemplate(read_template_file(file), file.name)
    else:
        with reading(ctx.engine) as conn:
            chosen = _chosen(conn, ctx, slot)
    context = sample_context(slot.language)
    data = compile_template(chosen.data, slot.language, name=chosen.name).render(context, is_draft=True, is_bound=True)
    name = file_name(properties_of(chosen.data), context, language=slot.language, kind=slot.kind or "preview")
    path = target or Path(f"{name}.docx")
    write_aside(path.absolute(), data)
    return path


def read_template_file(path: Path) -> bytes:
    """The bytes of a template file; raises :class:`FileFault` where it cannot be read."""
    try:
        if path.stat().st_size > 60_000_000:
            raise TemplateRefused("{file} is larger than a template can be.", file=path.name)
        return path.read_bytes()
    except OSError as error:
        raise FileFault("{path} cannot be read: {reason}.", path=str(path), reason=system_note(error)) from None


def sample_context(language: str) -> DocumentContext:
    """The sample data of a language: what all languages share, and its own words over it."""
    samples = json.loads((templates() / "sources" / "sample.json").read_text(encoding="utf-8"))
    return laid_over(samples["common"], samples.get(language, {}))


def _slot(row: TemplateRow) -> tuple[str, str, int, str]:
    return row.kind, row.language, row.own_company_id, row.type


def _company_id(conn: Connection, slot: TemplateSlot) -> int:
    return parties.own_company(conn, slot.company).id if slot.company else 0


def _chosen(conn: Connection, ctx: Context, slot: TemplateSlot) -> ChosenTemplate:
    company_id = _company_id(conn, slot)
    return chosen_template(conn, ctx.files, slot.kind, slot.language, company_id=company_id, type=slot.type)
