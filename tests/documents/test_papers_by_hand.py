"""Papers as people ask for them: lists as Excel saves them, slips in names, facts the register has without a value."""

from datetime import date
from pathlib import Path

import pytest

from contracts.documents.archive import list_documents, verify_documents
from contracts.documents.attaching import attach
from contracts.documents.bulk import BulkRequest, make_all, rows_of, rows_of_csv
from contracts.documents.making import DocumentRequest, make_document
from contracts.documents.templates import TemplateSlot, install
from contracts.docx.engine.faults import MissingName
from contracts.kernel.outside.outputs import FileFault
from contracts.kernel.refusal import Refusal
from contracts.registry.lookup import Which
from tests.cast import add_contract, settle
from tests.docx.word_files import one_paragraph, paragraphs

TODAY = date(2026, 11, 23)


@pytest.fixture
def register(ctx, call, tmp_path: Path):  # type: ignore[no-untyped-def]
    """Two contracts, and a template of one's own for cover letters."""
    cast = settle(ctx, call(TODAY))
    for number in ("19-П", "20-П"):
        add_contract(ctx, call(TODAY), cast, number=number)
    path = tmp_path / "т.docx"
    path.write_bytes(one_paragraph("{{ contract.number }}: {{ extra.note }}"))
    install(ctx, call(TODAY), path, TemplateSlot("cover_letter", "uk"))
    return ctx


def _paper(tmp_path: Path, text: str, **values: str) -> DocumentRequest:
    return DocumentRequest(
        "demand", Which("19-П"), target=tmp_path / "x.docx", template=one_paragraph(text), values=values
    )


def test_a_list_may_be_saved_by_excel_in_any_encoding_and_with_any_delimiter(register, call, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    table = tmp_path / "список.csv"
    for encoding, delimiter in (("cp1251", ";"), ("utf-16", "\t"), ("utf-8", ",")):
        table.write_text(f"номер{delimiter}note\n19-П{delimiter}Їхній лист\n\n{delimiter}x\n", encoding=encoding)
        rows = rows_of_csv(table)
        done = make_all(register, call(TODAY), BulkRequest("cover_letter", tmp_path / encoding), rows)
        assert paragraphs(done.files[0].read_bytes()) == ["19-П: Їхній лист"]
        assert [str(each.reason) for each in done.faults] == ["The line names no contract."]
    with pytest.raises(FileFault, match="cannot be read"):
        rows_of_csv(tmp_path / "немає.csv")


def test_a_selection_is_by_phase_by_counterparty_or_by_both(register, call) -> None:  # type: ignore[no-untyped-def]
    numbers = {each.which.number for each in rows_of(register, call(TODAY), None)}
    assert {"19-П", "20-П"} <= numbers
    (name,) = {row.counterparty for row in _listed(register, call)}
    assert {each.which.number for each in rows_of(register, call(TODAY), None, counterparty=name)} == numbers
    assert rows_of(register, call(TODAY), "draft", counterparty=name) == []
    with pytest.raises(Refusal, match="no phase"):
        rows_of(register, call(TODAY), "window")


def _listed(register, call):  # type: ignore[no-untyped-def]
    from contracts.registry.listing import Query, list_contracts

    return list_contracts(register, call(TODAY), Query()).rows


def test_what_stops_every_paper_alike_is_said_once(register, call, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    rows = rows_of(register, call(TODAY), None)
    for kind, said in (("letter", "no kind letter"), ("claim", "contracts claim letter")):
        with pytest.raises(Refusal, match=said):
            make_all(register, call(TODAY), BulkRequest(kind, tmp_path / "made"), rows)
    (tmp_path / "file").write_text("x")
    with pytest.raises(FileFault, match="is a file"):
        make_all(register, call(TODAY), BulkRequest("cover_letter", tmp_path / "file"), rows)


def test_a_fact_the_register_has_without_a_value_is_asked_for_by_its_name(register, call, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(MissingName, match=r"does not know own\.edoc; give --set own\.edoc=…"):
        make_document(register, call(TODAY), _paper(tmp_path, "{{ own.edoc }}"))
    draft = DocumentRequest(
        "demand",
        Which("19-П"),
        target=tmp_path / "d.docx",
        template=one_paragraph("{{ own.edoc }} {{ own.edoc | or_dash }} {% if own.edoc is none %}немає{% endif %}"),
        is_draft=True,
    )
    made = make_document(register, call(TODAY), draft)
    assert made.document.missing == ("own.edoc",)
    assert paragraphs(made.document.file.read_bytes()) == ["⟦own.edoc⟧ — немає"]


def test_a_field_of_an_item_asks_for_its_list(register, call, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    text = "{% for one in enclosures %}{{ one.title }} {{ one.pages }}{% endfor %}"
    with pytest.raises(MissingName, match=r"does not know enclosures; give --set enclosures='title\|pages"):
        make_document(register, call(TODAY), _paper(tmp_path, text, enclosures="Акт"))


def test_a_slip_in_the_name_of_a_fact_is_said(register, call, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Refusal, match=r"no fact contract\.nmuber; perhaps contract\.number"):
        make_document(register, call(TODAY), _paper(tmp_path, "{{ contract.number }}", **{"contract.nmuber": "5"}))
    own = _paper(tmp_path, "{{ our.own_name }}", **{"our.own_name": "так"})
    assert paragraphs(make_document(register, call(TODAY), own).document.file.read_bytes()) == ["так"]


def test_the_same_scan_is_kept_once_and_an_empty_one_is_refused(register, call, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    scan = tmp_path / "скан.pdf"
    scan.write_bytes(b"%PDF-1.7 scan")
    assert attach(register, call(TODAY), "19-П", scan) == attach(register, call(TODAY), "19-П", scan)
    assert len(list_documents(register, call(TODAY), "19-П")) == 1
    scan.write_bytes(b"")
    with pytest.raises(Refusal, match="is empty"):
        attach(register, call(TODAY), "19-П", scan)


def test_verifying_many_says_how_far_it_is(register, call, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    for _ in range(2):
        make_document(register, call(TODAY), _paper(tmp_path, "{{ contract.number }}"))
    told: list[tuple[int, int]] = []
    verify_documents(register, call(TODAY), progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]
