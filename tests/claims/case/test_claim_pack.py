"""The pack of a claim: letter, calculation, list and copies of enclosures; the same bytes when made again (§8)."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from docx import Document

from contracts.claims.case.card import card
from contracts.claims.case.outgoing import ClaimRequest, send
from contracts.claims.case.pack import PackFault, pack_claim
from contracts.claims.case.rules.claim import ClaimStatus
from contracts.documents.attaching import FileOwner, attach
from contracts.kernel.money import money
from contracts.money.post_charge import NewCharge, post_charge
from contracts.registry.lookup import Which
from tests.cast import add_contract, settle
from tests.conftest import TODAY

PDF = b"%PDF-1.4\n%a scan\n"


@pytest.fixture
def cast(ctx, call, tmp_path):
    made = settle(ctx, call())
    add_contract(ctx, call(), made, number="7-Т", penalty="double_nbu")
    for no, sum_ in (("АКТ-1", "1000.00"), ("АКТ-2", "500.00")):
        amount = money(sum_, "UAH")
        post_charge(
            ctx, call(), NewCharge("act", no, date(2026, 1, 5), amount, which=Which("7-Т"), due_on=date(2026, 1, 15))
        )
    for name, about in (("договір.pdf", FileOwner(Which("7-Т"))), ("акт.pdf", FileOwner(charge="АКТ-1"))):
        (tmp_path / name).write_bytes(PDF + name.encode())
        attach(ctx, call(), about, tmp_path / name)
    return made


def pack(ctx, call, target, which=None, **more):
    request = ClaimRequest(**more) if which else ClaimRequest(which=Which("7-Т"), **more)
    return pack_claim(ctx, call(), request, target=target, which=which)


def test_the_copies_kept_with_contract_and_charges_are_in_the_pack(ctx, call, cast, tmp_path):
    packed = pack(ctx, call, tmp_path / "pack.zip")
    with zipfile.ZipFile(tmp_path / "pack.zip") as archive:
        assert archive.read("Додатки/договір.pdf") == PDF + "договір.pdf".encode()
        assert archive.read("Додатки/акт.pdf") == PDF + "акт.pdf".encode()
    assert [each[:3] for each in packed.files] == ["01 ", "02 ", "03 ", "Дод", "Дод"]
    assert [each.replace("\u00a0", " ") for each in packed.without_copy] == [
        "копія акта приймання-передачі № АКТ-2 від 05.01.2026"
    ]


def test_the_list_of_enclosures_is_a_document_that_names_the_claim_and_every_copy(ctx, call, cast, tmp_path):
    pack(ctx, call, tmp_path / "pack.zip")
    with zipfile.ZipFile(tmp_path / "pack.zip") as archive:
        listed = next(each for each in archive.namelist() if each.startswith("03 "))
        document = Document(io.BytesIO(archive.read(listed)))
    text = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    for part in ("претензія № ПР-1/2026", "розрахунок суми вимог", "копія договору № 7-Т", "АКТ-1", "АКТ-2"):
        assert part in text.replace("\u00a0", " ")


def test_the_same_claim_packs_to_the_same_bytes_on_a_later_day(ctx, call, cast, tmp_path):
    (tmp_path / "лист.pdf").write_bytes(PDF)
    first = pack(ctx, call, tmp_path / "a.zip", enclosed=(tmp_path / "лист.pdf",))
    number = first.card.claim
    pack(ctx, call, tmp_path / "b.zip", which=number)
    send(ctx, call(), number, method="letter")
    pack_claim(ctx, call(TODAY + timedelta(days=3)), ClaimRequest(), target=tmp_path / "c.zip", which=number)
    assert (tmp_path / "b.zip").read_bytes() == (tmp_path / "c.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "c.zip") as archive:
        assert archive.read("Додатки/лист.pdf") == PDF


def test_packing_a_draft_approves_it_and_packing_it_again_leaves_it(ctx, call, cast, tmp_path):
    number = pack(ctx, call, tmp_path / "a.zip").card.claim
    assert pack(ctx, call, tmp_path / "b.zip", which=number).card.status is ClaimStatus.APPROVED
    assert len(card(ctx, call(), number).moves) == 2
    pack(ctx, call, tmp_path / "c.zip", which=number)
    assert len(card(ctx, call(), number).moves) == 2


def test_the_card_shows_each_debt_its_copy_and_the_sums_of_the_calculation(ctx, call, cast, tmp_path):
    number = pack(ctx, call, tmp_path / "a.zip").card.claim
    shown = card(ctx, call(), number)
    assert [each.still_open.wire for each in shown.items] == ["1000.00", "500.00"]
    assert shown.still_open == shown.principal
    assert shown.rest.minor == 0
    assert [each.is_missing for each in shown.enclosures] == [False, False, False, True]


def test_a_place_that_is_taken_uses_up_no_number(ctx, call, cast, tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "mine.txt").write_text("mine")
    with pytest.raises(PackFault, match="not an empty folder"):
        pack(ctx, call, tmp_path / "there")
    assert pack(ctx, call, tmp_path / "pack").card.claim == "ПР-1/2026"
    assert (tmp_path / "pack" / "Додатки" / "акт.pdf").is_file()
