"""Papers about a contract: numbered without gaps, kept with all that made them, the same again years later."""

import io
import json
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest

from contracts.documents.archive import list_documents, show_document, verify_documents
from contracts.documents.attaching import attach
from contracts.documents.bulk import BulkRequest, make_all, rows_of_csv
from contracts.documents.making import DocumentRefused, DocumentRequest, make_document
from contracts.documents.queries import documents as queries
from contracts.documents.rendering import render_again
from contracts.documents.template_choice import NoTemplate
from contracts.documents.templates import TemplateSlot, export, install, list_templates, preview, restore_shipped
from contracts.docx.engine.faults import MissingName, TemplateFault
from contracts.kernel.database.engine import reading
from contracts.kernel.outside.outputs import FileFault
from contracts.kernel.refusal import Refusal
from contracts.registry.lookup import Which
from tests.cast import add_contract, settle
from tests.docx.word_files import one_paragraph, paragraphs

TODAY = date(2026, 11, 23)


@pytest.fixture
def cast(ctx, call):  # type: ignore[no-untyped-def]
    return settle(ctx, call(TODAY))


@pytest.fixture
def paper(ctx, call, cast, tmp_path: Path):  # type: ignore[no-untyped-def]
    """A request for a paper by a small template: number, date, contract and what is asked for."""
    add_contract(ctx, call(TODAY), cast, number="19-П", subject="прибирання складів")
    template = one_paragraph(
        "{{ document.number }} / {{ document.date | date }} / {{ contract.number }} / {{ extra.note }}"
    )

    def make(**more: object) -> DocumentRequest:
        usual = DocumentRequest(
            "cover_letter", Which("19-П"), target=tmp_path / "лист.docx", values={"note": "5 & 6"}, template=template
        )
        return replace(usual, **more)  # type: ignore[arg-type]

    return make


def test_a_paper_is_numbered_written_and_kept(ctx, call, paper, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    made = make_document(ctx, call(TODAY), paper())
    assert paragraphs(made.document.file.read_bytes()) == ["1/2026 / 23.11.2026 / 19-П / 5 & 6"]
    (row,) = list_documents(ctx, call(TODAY), "19-П")
    assert (row.kind, row.number, row.sha256) == ("cover_letter", "1/2026", made.document.sha256)
    card = show_document(ctx, call(TODAY), row.id, tmp_path / "again.docx")
    assert card.file_name == "лист.docx" and card.context["contract"]["number"] == "19-П"
    assert (tmp_path / "again.docx").read_bytes() == made.document.file.read_bytes()
    with reading(ctx.engine) as conn:
        stored = json.loads(ctx.files.get(queries.row_of(conn, row.id).context_sha))
    assert stored["wording"] == {"date|2026-11-23": "23.11.2026"}


def test_a_refused_paper_uses_up_no_number_and_leaves_no_file(ctx, call, paper, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    target = tmp_path / "other.docx"
    with pytest.raises(MissingName, match=r"extra\.note"):
        make_document(ctx, call(TODAY), paper(values={}, target=target))
    folder = tmp_path / "is a file"
    folder.write_text("x")
    with pytest.raises(FileFault):
        make_document(ctx, call(TODAY), paper(target=folder / "letter.docx"))
    assert not target.exists() and not list_documents(ctx, call(TODAY), "19-П")
    assert make_document(ctx, call(TODAY), paper()).document.number == "1/2026"


def test_a_refusal_names_everything_that_is_missing(ctx, call, paper) -> None:  # type: ignore[no-untyped-def]
    template = one_paragraph("{{ extra.a }} {{ period.first_day | date }} {{ extra.b }}")
    with pytest.raises(
        MissingName,
        match=r"does not know extra\.a, period\.first_day, extra\.b; give --set extra\.a=… "
        r"--set period\.first_day=23\.11\.2026 --set extra\.b=…\.",
    ):
        make_document(ctx, call(TODAY), paper(template=template, values={}))


def test_a_draft_takes_no_number_and_says_what_is_missing(ctx, call, paper) -> None:  # type: ignore[no-untyped-def]
    made = make_document(ctx, call(TODAY), paper(values={}, is_draft=True))
    assert made.document.number == "" and made.document.missing == ("document.number", "extra.note")
    assert "⟦extra.note⟧" in paragraphs(made.document.file.read_bytes())[0]


def test_papers_made_at_once_have_numbers_without_gaps(ctx, call, paper, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    with ThreadPoolExecutor(4) as pool:
        made = list(
            pool.map(lambda no: make_document(ctx, call(TODAY), paper(target=tmp_path / f"{no}.docx")), range(12))
        )
    assert sorted(int(each.document.number.split("/")[0]) for each in made) == list(range(1, 13))
    assert all(paragraphs(each.document.file.read_bytes())[0].startswith(each.document.number) for each in made)


def test_l8_series_begin_anew_each_year_and_letters_of_all_kinds_share_one(ctx, call, paper) -> None:  # type: ignore[no-untyped-def]
    assert make_document(ctx, call(TODAY), paper()).document.number == "1/2026"
    assert make_document(ctx, call(TODAY), paper(kind="demand")).document.number == "2/2026"
    assert make_document(ctx, call(date(2027, 1, 4)), paper()).document.number == "1/2027"
    assert (
        make_document(ctx, call(TODAY), paper(values={"document.number": "Х-9", "note": ""})).document.number == "Х-9"
    )


def test_a_paper_is_made_again_from_what_was_stored_alone(ctx, call, paper, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    make_document(ctx, call(TODAY), paper())
    monkeypatch.setattr("contracts.language.figures.date_document", lambda *_: "інакше")
    assert [each.reason for each in verify_documents(ctx, call(TODAY))] == [None]
    (line,) = list_documents(ctx, call(TODAY), "19-П")
    with reading(ctx.engine) as conn:
        row = queries.row_of(conn, line.id)
    assert render_again(ctx.files, row) == ctx.files.get(row.file_sha)


def test_a_changed_file_is_found(ctx, call, paper) -> None:  # type: ignore[no-untyped-def]
    made = make_document(ctx, call(TODAY), paper())
    path = ctx.files.path(made.document.sha256)
    kept = path.read_bytes()
    path.write_bytes(b"changed")
    (verdict,) = verify_documents(ctx, call(TODAY))
    path.write_bytes(kept)
    assert isinstance(verdict.reason, FileFault)


def test_bulk_makes_all_it_can_and_names_the_rest(ctx, call, paper, cast, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    template = paper().template
    install(ctx, call(TODAY), _file(tmp_path, template), TemplateSlot("cover_letter", "uk"))
    add_contract(ctx, call(TODAY), cast, number="20-П")
    table = tmp_path / "list.csv"
    table.write_text("number;note\n19-П;перший\nнемає;x\n20-П;другий\n", encoding="utf-8-sig")
    told: list[tuple[int, int]] = []
    done = make_all(
        ctx,
        call(TODAY),
        BulkRequest("cover_letter", tmp_path / "made"),
        rows_of_csv(table),
        progress=lambda n, of: told.append((n, of)),
    )
    assert [each.name for each in done.files] == ["19-П-00002.docx", "20-П-00004.docx"]
    assert [(each.row, each.contract) for each in done.faults] == [(3, "немає")]
    assert told[-1] == (3, 3)
    with pytest.raises(Refusal, match="no column number"):
        table.write_text("a;b\n1;2\n")
        rows_of_csv(table)


def _file(folder: Path, data: bytes) -> Path:
    path = folder / "шаблон.docx"
    path.write_bytes(data)
    return path


def test_an_installed_template_is_in_force_until_it_is_put_aside(ctx, call, paper, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    place = TemplateSlot("cover_letter", "uk")
    for no in (1, 2):
        version, _ = install(
            ctx, call(TODAY), _file(tmp_path, one_paragraph(f"v{no} {{{{ contract.number }}}}")), place
        )
        assert version == no
    assert paragraphs(make_document(ctx, call(TODAY), paper(template=None)).document.file.read_bytes()) == ["v2 19-П"]
    written = export(ctx, call(TODAY), place, tmp_path / "out.docx")
    assert paragraphs(written.file.read_bytes()) == ["v2 {{ contract.number }}"]
    assert written.template == "uk/cover_letter v2"
    assert [
        each.version
        for each in list_templates(ctx, call(TODAY))
        if each.in_force and (each.kind, each.language) == ("cover_letter", "uk")
    ] == [2]
    assert restore_shipped(ctx, call(TODAY), place) == 2
    assert export(ctx, call(TODAY), place, tmp_path / "out.docx").template == "uk/cover_letter"


def test_a_template_with_a_fault_is_not_installed(ctx, call, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Refusal, match="not closed"):
        install(ctx, call(TODAY), _file(tmp_path, one_paragraph("{{ contract.number")), TemplateSlot("supply", "uk"))
    with pytest.raises(Refusal, match="no kind"):
        install(ctx, call(TODAY), _file(tmp_path, one_paragraph("{{ contract.number }}")), TemplateSlot("letter", "uk"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Договір {contract_number}, {дата}", "stand in single braces"),
        ("без жодного поля", "no placeholders"),
        ("{% if contract.nmuber is defined %}x{% endif %}{{ contract.number }}", "perhaps contract.number"),
        ("{{ contract.number }} {{ zzz | default('') }}", "no name zzz"),
    ],
)
def test_t4_what_a_check_refuses_no_document_is_made_of(ctx, call, paper, text: str, says: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(TemplateFault, match=says):
        make_document(ctx, call(TODAY), paper(template=one_paragraph(text), values={}))


def test_t4_single_braces_beside_tags_are_told_with_the_document(ctx, call, paper) -> None:  # type: ignore[no-untyped-def]
    template = one_paragraph("{{ contract.number }} {місто}")
    made = make_document(ctx, call(TODAY), paper(template=template, values={}))
    assert any("{місто} stand in single braces" in str(each) for each in made.notes)
    facts = {"data": {"zzz": {"y": "1"}}, "values": {}}
    made = make_document(ctx, call(TODAY), paper(template=one_paragraph("{{ contract.number }} {{ zzz.y }}"), **facts))
    assert paragraphs(made.document.file.read_bytes()) == ["19-П 1"]


def test_a_preview_fills_every_shipped_template_with_sample_data(ctx, call, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    for each in list_templates(ctx, call(TODAY)):
        path = preview(ctx, call(TODAY), TemplateSlot(each.kind, each.language), tmp_path / "preview.docx")
        text = zipfile.ZipFile(path).read("word/document.xml").decode()
        assert "⟦" not in text and "{{" not in text, each
        assert docx.Document(io.BytesIO(path.read_bytes())).paragraphs


def test_a_scan_is_kept_and_other_files_are_refused(ctx, call, paper, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    paper()
    scan = tmp_path / "скан.pdf"
    scan.write_bytes(b"%PDF-1.7 scan")
    id, sha256 = attach(ctx, call(TODAY), "19-П", scan, number="підписаний примірник")
    card = show_document(ctx, call(TODAY), id)
    assert (card.kind, card.file_name, card.context) == ("attached", "скан.pdf", None)
    assert ctx.files.get(sha256).startswith(b"%PDF")
    for name, data in {"a.exe": b"MZ", "b.pdf": b"MZ", "c.png": b"%PDF-"}.items():
        bad = tmp_path / name
        bad.write_bytes(data)
        with pytest.raises(DocumentRefused):
            attach(ctx, call(TODAY), "19-П", bad)
    with pytest.raises(FileFault):
        attach(ctx, call(TODAY), "19-П", tmp_path / "nothing.pdf")


def test_an_unknown_kind_or_side_is_a_sentence(ctx, call, paper) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(NoTemplate, match="no kind"):
        make_document(ctx, call(TODAY), paper(kind="letter", template=None))
    with pytest.raises(DocumentRefused, match="performer or customer"):
        make_document(ctx, call(TODAY), paper(values={"contract.own_side": "seller"}))
