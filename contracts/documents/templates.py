"""Templates as things: listed, exported, checked, installed as the company's own with versions, previewed."""

import json
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from contracts.documents.check import Checked, check_template
from contracts.documents.filing import DOCX, Chosen, chosen_template, file_name
from contracts.documents.queries import templates as store
from contracts.documents.vocabulary import KINDS
from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.files import FileFault, record, write_aside
from contracts.kernel.refusal import Refusal, system_note
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import require, writing
from contracts.language.shipped import templates
from contracts.parties.queries import parties


class TemplateRefused(Refusal):
    """The template cannot be installed, exported or previewed."""

    code = "template"


class Listed(NamedTuple):
    """A template that may be used: shipped (version 0) or installed; only one of a place is in force."""

    kind: str
    language: str
    version: int
    company: str
    type: str
    sha256: str
    installed_at: datetime | None
    is_in_force: bool


def list_templates(ctx: Context) -> list[Listed]:
    """Shipped templates and all versions companies installed, by kind and language."""
    with reading(ctx.engine) as conn:
        installed = store.installed(conn)
        names = {row.id: row.short_name or row.name for row in parties.own_companies(conn)}
    newest: dict[tuple[str, str, int, str], int] = {}
    for row in installed:
        if row.retired_at is None:
            newest.setdefault((row.kind, row.language, row.own_company_id, row.type), row.version)
    listed = [
        Listed(
            row.kind,
            row.language,
            row.version,
            names.get(row.own_company_id, ""),
            row.type,
            row.sha256,
            row.installed_at,
            newest.get((row.kind, row.language, row.own_company_id, row.type)) == row.version,
        )
        for row in installed
    ]
    replaced = {
        (each.kind, each.language) for each in listed if each.is_in_force and not each.company and not each.type
    }
    listed += [
        Listed(kind, language, 0, "", "", "", None, (kind, language) not in replaced) for kind, language in _shipped()
    ]
    order = {kind: no for no, kind in enumerate(KINDS)}
    return sorted(listed, key=lambda each: (order.get(each.kind, 99), each.language, each.company, -each.version))


def _shipped() -> Iterator[tuple[str, str]]:
    for path in sorted((templates() / "documents").glob("*/*.docx")):
        yield path.stem, path.parent.name


def read_template_file(path: Path) -> bytes:
    """The bytes of a template file; raises :class:`FileFault` where it cannot be read."""
    try:
        if path.stat().st_size > 60_000_000:
            raise TemplateRefused("{file} is larger than a template can be.", file=path.name)
        return path.read_bytes()
    except OSError as error:
        raise FileFault("{path} cannot be read: {reason}.", path=str(path), reason=system_note(error)) from None


class Place(NamedTuple):
    """Where a template is installed: for which kind and language, which company (all where none) and contract type."""

    kind: str
    language: str
    company: str | None = None
    type: str = ""


def install(ctx: Context, call: Call, path: Path, place: Place) -> tuple[int, Checked]:
    """Install a template as the next version of its place; returns the version and what the check found.

    Raises :class:`TemplateRefused` where the check found a fault: a template that cannot work is never in force.
    """
    require(call, "templates.edit")
    if place.kind not in KINDS:
        raise TemplateRefused("There is no kind {kind}: there is {there}.", kind=place.kind, there=", ".join(KINDS))
    data = read_template_file(path)
    checked = check_template(data, place.language, call.as_of)
    fault = next((each for each in checked.found if not each.is_warning), None)
    if fault is not None:
        raise fault.said
    with writing(ctx, call) as work:
        company_id = parties.own_company(work.conn, place.company).id if place.company else 0
        sha256 = ctx.files.put(data)
        record(work.conn, sha256, len(data), DOCX, call.at)
        row = {
            "kind": place.kind,
            "language": place.language,
            "own_company_id": company_id,
            "type": place.type,
            "sha256": sha256,
            "file_name": path.name[:300],
            "installed_at": call.at,
            "installed_by": call.login,
        }
        version = store.add(work.conn, row)
        after = {"kind": place.kind, "language": place.language, "version": version, "sha256": sha256}
        work.note(Subject(SubjectKind.TEMPLATE, version), "install_template", {"after": after})
        work.commit()
    return version, checked


def restore_shipped(ctx: Context, call: Call, place: Place) -> int:
    """Go back to the shipped template; returns how many versions were put aside."""
    require(call, "templates.edit")
    with writing(ctx, call) as work:
        company_id = parties.own_company(work.conn, place.company).id if place.company else 0
        count = store.retire(work.conn, place.kind, place.language, company_id, call.at)
        if not count:
            raise TemplateRefused(
                "No template {kind} in the language {language} is installed.", kind=place.kind, language=place.language
            )
        work.note(Subject(SubjectKind.TEMPLATE, 0), "restore_template", {"before": {"kind": place.kind}})
        work.commit()
    return count


def export(ctx: Context, place: Place, target: Path | None) -> tuple[Path, Chosen]:
    """Write the template in force to a file, to be edited in Word."""
    with reading(ctx.engine) as conn:
        company_id = parties.own_company(conn, place.company).id if place.company else 0
        chosen = chosen_template(conn, ctx.files, place.kind, place.language, company_id=company_id, type=place.type)
    path = target or Path(f"{place.kind}_{place.language}.docx")
    write_aside(path.absolute(), chosen.data)
    return path, chosen


def preview(ctx: Context, place: Place, target: Path | None, *, file: Path | None = None) -> Path:
    """Fill a template with sample data; a name the sample lacks is marked as in a draft."""
    from contracts.docx.engine.compiled import compile_template
    from contracts.docx.front_matter import front_of

    if file is not None:
        chosen = Chosen(read_template_file(file), file.name)
    else:
        with reading(ctx.engine) as conn:
            company_id = parties.own_company(conn, place.company).id if place.company else 0
            chosen = chosen_template(
                conn, ctx.files, place.kind, place.language, company_id=company_id, type=place.type
            )
    context = sample_context(place.language)
    data = compile_template(chosen.data, place.language, name=chosen.name).render(context, is_draft=True)
    name = file_name(front_of(chosen.data), context, language=place.language, kind=place.kind or "preview")
    path = target or Path(f"{name}.docx")
    write_aside(path.absolute(), data)
    return path


@cache
def _sample() -> dict[str, Any]:
    text = (templates() / "sources" / "sample.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def sample_context(language: str) -> dict[str, Any]:
    """The sample data of a language: what all languages share, and its own words over it."""
    from contracts.documents.contexts.values import laid_over

    return laid_over(_sample()["common"], _sample().get(language, {}))
