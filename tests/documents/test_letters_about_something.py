"""Letters about nothing are refused, what is given is listed, and no two letters of a day bear one number (L3, L8)."""

import json
from datetime import date
from pathlib import Path

import pytest

from contracts.documents.making import DocumentRequest, MakingResult, make_document
from contracts.documents.outgoing import list_letters
from contracts.documents.tables import DocumentRow
from contracts.kernel.database.engine import reading
from contracts.kernel.database.tables import table_of
from contracts.kernel.refusal import Refusal
from contracts.registry.lookup import Which
from tests.cast import add_contract, settle

TODAY = date(2026, 11, 23)
KNOWN = {
    "own.post_address": "м. Київ",
    "own.contact.name": "Мельник Ірина",
    "own.contact.position": "",
    "own.contact.phone": "",
    "own.contact.email": "",
    "counterparty.post_address": "м. Одеса",
    "own.signatory.position": "Директор",
    "own.signatory.signature_name": "Олег КОВАЛЕНКО",
    "own.signatory.basis": "Статут",
    "request.purpose": "перевірка повноважень",
    "contract.own_side": "performer",
}


@pytest.fixture
def make(ctx, call, tmp_path: Path):
    cast = settle(ctx, call(TODAY))
    for number in ("19-П", "20-П"):
        add_contract(ctx, call(TODAY), cast, number=number, subject="прибирання складів")

    def of(kind: str, which: str = "19-П", day: date = TODAY, **values: str) -> MakingResult:
        given = {**KNOWN, **{name.replace("__", "."): text for name, text in values.items()}}
        request = DocumentRequest(kind, Which(which), target=tmp_path / f"{kind}.docx", values=given)
        return make_document(ctx, call(day), request)

    return of


def stored(ctx, id: int) -> dict[str, object]:
    table = table_of(DocumentRow)
    with reading(ctx.engine) as conn:
        row = conn.execute(table.select().where(table.c.id == id)).one()
    context: dict[str, object] = json.loads(ctx.files.get(row.context_sha))["context"]
    return context


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("payment_reminder", "Nothing is overdue"),
        ("cover_letter", "Name the documents to be sent"),
        ("document_request", "No document is asked for"),
    ],
)
def test_l3_a_letter_about_nothing_is_refused_and_uses_up_no_number(make, kind, sentence):
    with pytest.raises(Refusal, match=sentence):
        make(kind)
    assert make("cover_letter", enclosures="акт № 7|1|2").document.number == "1/2026"


def test_l3_an_empty_list_given_by_hand_is_refused_too(make):
    with pytest.raises(Refusal, match="Nothing is demanded"):
        make("demand", demand__rows="")


@pytest.mark.parametrize(
    ("kind", "name", "field"),
    [
        ("cover_letter", "enclosures", "title"),
        ("document_request", "papers", "title"),
        ("demand", "demand.rows", "text"),
    ],
)
def test_l3_items_given_are_listed(ctx, make, kind, name, field):
    made = make(kind, items="акт звірки|шт.|2|0; сертифікат|шт.|1|0").document
    found = stored(ctx, made.id)
    for part in name.split("."):
        found = found[part]
    assert [each[field] for each in found] == ["акт звірки", "сертифікат"]


def test_l8_letters_of_all_kinds_share_one_series(ctx, call, make):
    numbers = [
        make("cover_letter", enclosures="акт № 7|1|2").document.number,
        make("document_request", papers="статут|повноваження|копія").document.number,
        make("cover_letter", "20-П", enclosures="акт № 8|1|2").document.number,
    ]
    assert numbers == ["1/2026", "2/2026", "3/2026"]
    assert [(each.number, each.kind) for each in list_letters(ctx, call(TODAY))] == [
        ("1/2026", "cover_letter"),
        ("2/2026", "document_request"),
        ("3/2026", "cover_letter"),
    ]


def test_l8_no_two_letters_of_a_day_bear_one_number(ctx, call, make):
    make("cover_letter", enclosures="акт № 7|1|2", document__number="118")
    with pytest.raises(Refusal, match="bears the number 118 already"):
        make("cover_letter", "20-П", enclosures="акт № 8|1|2", document__number="118")
    with pytest.raises(Refusal, match="bears the number 118 already"):
        make("document_request", papers="статут|повноваження|копія", document__number="118")
    make("cover_letter", enclosures="акт № 7|1|3", document__number="118")
    make("cover_letter", "20-П", day=date(2026, 11, 24), enclosures="акт № 8|1|2", document__number="118")
    assert [each.dated_on.day for each in list_letters(ctx, call(TODAY))] == [23, 24]
