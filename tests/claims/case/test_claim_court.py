"""A claim goes to court with its whole history: letter, proofs, ledger, and a calculation to the day (domain §8)."""

from datetime import date, timedelta

import pytest
from docx import Document
from openpyxl import load_workbook

from contracts.claims.case.cases import show
from contracts.claims.case.letter import Destination
from contracts.claims.case.moves import MoveFacts, move
from contracts.claims.case.outgoing import ClaimRequest, approve, draft_claim, send
from contracts.claims.case.rules.claim import ClaimFault, ClaimStatus
from contracts.claims.court.handover import hand_over
from contracts.kernel.money import money
from contracts.money.import_statement import add_payment
from contracts.money.post_charge import NewCharge, post_charge
from contracts.money.rules.statement import StatementLine
from contracts.registry.lookup import Which
from tests.cast import add_contract, settle
from tests.conftest import TODAY

S = ClaimStatus
LATER = TODAY + timedelta(days=60)


def uah(amount):
    return money(amount, "UAH")


@pytest.fixture
def claim(ctx, call, tmp_path):
    cast = settle(ctx, call())
    add_contract(ctx, call(), cast, number="7-Т", penalty="double_nbu")
    for no, amount in (("АКТ-1", "1000.00"), ("АКТ-2", "500.00")):
        new = NewCharge("act", no, date(2026, 1, 5), uah(amount), which=Which("7-Т"), due_on=date(2026, 1, 15))
        post_charge(ctx, call(), new)
    made = draft_claim(ctx, call(), ClaimRequest(which=Which("7-Т"), to=Destination(tmp_path / "claim.docx")))
    return made.claim


def sent(ctx, call, number, tmp_path):
    approve(ctx, call(), number, to=Destination(tmp_path / "approved.docx"))
    send(ctx, call(), number, method="letter", tracking_no="0500112233")


def cells(path):
    document = Document(path)
    found = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return (
        "\n".join([*(each.text for each in document.paragraphs), *found]).replace("\u00a0", " ").replace("\u202f", " ")
    )


def rows(path):
    return [[cell.value for cell in row] for row in load_workbook(path).active.iter_rows(min_row=2)]


def test_the_pack_has_the_letter_the_history_the_proofs_and_the_ledger(ctx, call, claim, tmp_path):
    sent(ctx, call, claim, tmp_path)
    (tmp_path / "вручення.pdf").write_bytes(b"%PDF-1.4 receipt")
    move(ctx, call(LATER), claim, S.DELIVERED, MoveFacts(on=date(2026, 12, 1), proof=tmp_path / "вручення.pdf"))
    add_payment(
        ctx, call(LATER), StatementLine(date(2026, 12, 20), uah("400.00"), other_code="99100001", purpose="АКТ-1")
    )
    pack = hand_over(ctx, call(LATER), claim, tmp_path / "court", reason="не сплачено")
    assert show(ctx, call(LATER), claim).status is S.TO_COURT
    assert pack.facts.principal == uah("1100.00")
    names = {each.name for each in (tmp_path / "court").iterdir()}
    assert names == {
        "00 Передання до суду ПР-1-2026.docx",
        "01 Претензія ПР-1-2026.docx",
        "02 Розрахунок ПР-1-2026.xlsx",
        "03 Перелік додатків ПР-1-2026.docx",
        "04 Розрахунок на день передання ПР-1-2026.xlsx",
        "05 Виписка з обліку ПР-1-2026.xlsx",
        "06 Службова записка ПР-1-2026.docx",
        "Докази",
    }
    assert (tmp_path / "court" / "Докази" / "вручення.pdf").read_bytes() == b"%PDF-1.4 receipt"
    text = cells(tmp_path / "court" / "00 Передання до суду ПР-1-2026.docx")
    for part in ("0500112233", "01.12.2026", "не сплачено", "АКТ-1", "600,00", "Докази/вручення.pdf", "Вручено"):
        assert part in text
    ledger = rows(tmp_path / "court" / "05 Виписка з обліку ПР-1-2026.xlsx")
    assert [each[5] for each in ledger] == [1000, 600, 500]


def test_the_calculation_runs_to_the_day_of_the_hand_over(ctx, call, claim, tmp_path):
    sent(ctx, call, claim, tmp_path)
    hand_over(ctx, call(LATER), claim, tmp_path / "court")
    on_the_day = rows(tmp_path / "court" / "04 Розрахунок на день передання ПР-1-2026.xlsx")
    claimed = rows(tmp_path / "court" / "02 Розрахунок ПР-1-2026.xlsx")
    last = [max(row[3].date() for row in found if row[1] == "проценти річних") for found in (claimed, on_the_day)]
    assert last == [TODAY, LATER]


def test_made_again_on_the_day_it_is_the_same_and_moves_the_claim_once(ctx, call, claim, tmp_path):
    sent(ctx, call, claim, tmp_path)
    first = hand_over(ctx, call(LATER), claim, tmp_path / "a.zip")
    again = hand_over(ctx, call(LATER), claim, tmp_path / "b.zip")
    assert first.sha256 == again.sha256
    assert [each.status for each in again.card.moves].count("to_court") == 1


def test_what_a_lawyer_must_look_at_is_said(ctx, call, claim, tmp_path):
    sent(ctx, call, claim, tmp_path)
    said = " ".join(hand_over(ctx, call(), claim, tmp_path / "court").warnings)
    assert "28.12.2026" in said
    assert "АКТ-2" in said


def test_a_claim_that_was_not_sent_does_not_go_to_court(ctx, call, claim, tmp_path):
    with pytest.raises(ClaimFault, match="cannot become to_court"):
        hand_over(ctx, call(), claim, tmp_path / "court")
    assert not (tmp_path / "court").exists()


def test_an_advance_that_did_not_come_back_grows_by_the_day(ctx, call, claim, tmp_path):
    line = StatementLine(date(2026, 8, 3), uah("-1000.00"), other_code="99100001", purpose="аванс", document_no="214")
    no = add_payment(ctx, call(), line, which=Which("7-Т"))
    number = draft_claim(ctx, call(), ClaimRequest(advances=(no,), to=Destination(tmp_path / "demand.docx"))).claim
    sent(ctx, call, number, tmp_path)
    pack = hand_over(ctx, call(LATER), number, tmp_path / "court.zip")
    late = pack.facts.debts[0].late
    assert late.first_day == show(ctx, call(), number).answer_by + timedelta(days=1)
    assert late.amount("interest").minor > 0
