"""Documents of a confidential contract, of its charges and claims, are shown to whom the contract is shown."""

from datetime import date
from pathlib import Path

import pytest

from contracts.claims.case.letter import Destination
from contracts.claims.case.outgoing import ClaimRequest, draft_claim
from contracts.documents.archive import list_documents, show_document, verify_documents
from contracts.documents.attaching import FileOwner, attach, attach_in
from contracts.documents.filing import Filing, keep_document, render_document
from contracts.documents.making import DocumentRequest, make_document
from contracts.documents.name_wordings import show_wordings
from contracts.documents.queries.documents import NoSuchDocument
from contracts.documents.templates import TemplateSlot, install, list_templates
from contracts.kernel.money import money
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import writing
from contracts.money.post_charge import NewCharge, post_charge
from contracts.money.queries.charges import NoSuchCharge
from contracts.registry.lookup import Which
from contracts.registry.queries.contracts import NoSuchContract
from tests.cast import add_contract, settle
from tests.docx.word_files import one_paragraph, paragraphs

TODAY = date(2026, 11, 23)
PDF = b"%PDF-1.4\n%a scan\n"
READER = frozenset({"contracts.read", "documents.make"})


@pytest.fixture
def cast(ctx, call, tmp_path: Path):  # type: ignore[no-untyped-def]
    """A confidential contract of Марченко with a charge and a claim, each with a scan; a scan of an open one."""
    made = settle(ctx, call(TODAY))
    add_contract(ctx, call(TODAY), made, number="СЕКРЕТ", is_confidential=True, penalty="double_nbu")
    add_contract(ctx, call(TODAY), made, number="20-П")
    act = NewCharge(
        "act",
        "АКТ-1",
        date(2026, 1, 5),
        money("1000.00", "UAH"),
        which=Which("СЕКРЕТ"),
        due_on=date(2026, 1, 15),
    )
    post_charge(ctx, call(TODAY), act)
    scan = tmp_path / "скан.pdf"
    scan.write_bytes(PDF)
    for owner in (FileOwner("СЕКРЕТ"), FileOwner(charge="АКТ-1"), FileOwner("20-П")):
        attach(ctx, call(TODAY), owner, scan)
    draft_claim(ctx, call(TODAY), ClaimRequest(which=Which("СЕКРЕТ"), to=Destination(tmp_path / "claim.docx")))
    with writing(ctx, call(TODAY)) as work:
        attach_in(work, Subject(SubjectKind.CLAIM, 1), scan)
        work.commit()
    return made


def test_a_stranger_is_shown_no_document_of_a_confidential_contract(ctx, call, cast) -> None:  # type: ignore[no-untyped-def]
    stranger = call(TODAY, person_id=cast.tkachuk, rights=READER)
    everything = list_documents(ctx, call(TODAY))
    assert len(everything) >= 4
    shown = list_documents(ctx, stranger)
    assert [each.contract for each in shown] == ["20-П"]
    for each in everything:
        if each.id != shown[0].id:
            with pytest.raises(NoSuchDocument):
                show_document(ctx, stranger, each.id)
    assert show_document(ctx, stranger, shown[0].id).file_name == "скан.pdf"
    with pytest.raises(NoSuchContract):
        list_documents(ctx, stranger, "СЕКРЕТ")
    with pytest.raises(NoSuchContract):
        show_wordings(ctx, stranger, "СЕКРЕТ")


def test_the_owner_and_the_auditor_are_shown_them_all(ctx, call, cast) -> None:  # type: ignore[no-untyped-def]
    everything = list_documents(ctx, call(TODAY))
    owner = call(TODAY, person_id=cast.marchenko, rights=READER)
    auditor = call(TODAY, person_id=cast.admin, rights=frozenset({"contracts.read", "audit.read"}))
    assert list_documents(ctx, owner) == list_documents(ctx, auditor) == everything


def test_a_stranger_keeps_nothing_with_a_hidden_contract_or_charge(ctx, call, cast, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    stranger = call(TODAY, person_id=cast.tkachuk, rights=READER)
    with pytest.raises(NoSuchCharge):
        attach(ctx, stranger, FileOwner(charge="АКТ-1"), tmp_path / "скан.pdf")
    with pytest.raises(NoSuchContract):
        make_document(ctx, stranger, DocumentRequest("demand", "СЕКРЕТ", tmp_path / "d.docx"))


def test_doors_of_documents_ask_for_their_right(ctx, call, cast, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    nobody = call(TODAY, person_id=cast.tkachuk, rights=frozenset())
    reader = call(TODAY, person_id=cast.tkachuk, rights=frozenset({"contracts.read"}))
    for refused in (
        lambda: list_documents(ctx, nobody),
        lambda: show_document(ctx, nobody, 1),
        lambda: list_templates(ctx, nobody),
        lambda: attach(ctx, reader, "20-П", tmp_path / "скан.pdf"),
        lambda: make_document(ctx, reader, DocumentRequest("demand", "20-П")),
        lambda: install(ctx, reader, tmp_path / "скан.pdf", TemplateSlot("demand", "uk")),
        lambda: verify_documents(ctx, reader),
    ):
        with pytest.raises(Refusal, match="lack the right"):
            refused()


def test_a_document_is_rendered_to_bytes_and_kept_without_a_file(ctx, call, cast, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    before = sorted(tmp_path.iterdir())
    with writing(ctx, call(TODAY)) as work:
        filing = Filing("cover_letter", "uk", "7", Subject(SubjectKind.CLAIM, 1), template=one_paragraph("{{ x }}"))
        rendered = render_document(work, filing, {"x": "так"})
        kept = keep_document(work, filing, rendered)
        work.commit()
    assert paragraphs(rendered.data) == ["так"] and ctx.files.get(kept.file_sha) == rendered.data
    assert show_document(ctx, call(TODAY), kept.id).file_name == rendered.file_name
    assert sorted(each for each in tmp_path.iterdir() if each.is_file()) == [each for each in before if each.is_file()]
    assert [each.reason for each in verify_documents(ctx, call(TODAY), [kept.id])] == [None]
