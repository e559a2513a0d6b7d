"""A claim from the ledger: reckoned, frozen, sent, answered, settled by the money that comes (domain §8; F15, F17)."""

import io
from datetime import date, timedelta
from fractions import Fraction

import pytest
from docx import Document

from contracts.claims.case.card import card
from contracts.claims.case.cases import list_claims, show
from contracts.claims.case.incoming import IncomingClaim, receive
from contracts.claims.case.letter import Destination
from contracts.claims.case.moves import MoveFacts, move
from contracts.claims.case.outgoing import ClaimRequest, approve, draft_claim, send
from contracts.claims.case.queries import claims
from contracts.claims.case.rules.claim import ClaimFault, ClaimStatus
from contracts.claims.case.rules.terms import ClaimTerms
from contracts.documents.queries import documents
from contracts.kernel.calendar import Duration
from contracts.kernel.database.engine import reading
from contracts.kernel.money import Money, money
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import writing
from contracts.money.import_statement import add_payment
from contracts.money.payments import undo_payment
from contracts.money.post_charge import NewCharge, post_charge
from contracts.money.rules.statement import StatementLine
from contracts.registry.lookup import Which, find
from contracts.registry.queries import contracts
from tests.cast import add_contract, settle
from tests.conftest import TODAY

S = ClaimStatus


def uah(amount: str) -> Money:
    return money(amount, "UAH")


@pytest.fixture
def cast(ctx, call):
    made = settle(ctx, call())
    add_contract(ctx, call(), made, number="7-Т", penalty="double_nbu")
    for no, amount in (("АКТ-1", "1000.00"), ("АКТ-2", "500.00")):
        new = NewCharge("act", no, date(2026, 1, 5), uah(amount), which=Which("7-Т"), due_on=date(2026, 1, 15))
        post_charge(ctx, call(), new)
    return made


def pay(ctx, call, amount, purpose, day=TODAY):
    return add_payment(ctx, call(), StatementLine(day, uah(amount), other_code="99100001", purpose=purpose))


def draft(ctx, call, tmp_path, **more):
    return draft_claim(ctx, call(), ClaimRequest(which=Which("7-Т"), to=Destination(tmp_path / "claim.docx"), **more))


def test_f15_the_letter_lists_every_overdue_document_with_what_was_paid(ctx, call, cast, tmp_path):
    pay(ctx, call, "400.00", "АКТ-1", date(2026, 9, 1))
    made = draft(ctx, call, tmp_path)
    assert made.facts.principal == uah("1100.00")
    text = "\n".join(
        cell.text for table in Document(tmp_path / "claim.docx").tables for row in table.rows for cell in row.cells
    )
    for part in ("АКТ-1", "АКТ-2", "1 000,00", "400,00", "600,00"):
        assert part in text.replace("\u202f", " ").replace("\u00a0", " ")


def test_f17_interest_is_kept_by_segments_and_claimed_when_the_principal_is_paid(ctx, call, cast, tmp_path):
    pay(ctx, call, "1000.00", "АКТ-1", date(2026, 9, 1))
    made = draft(ctx, call, tmp_path, terms=ClaimTerms(with_settled=True))
    first = made.facts.debts[0]
    assert first.late.principal_left == uah("0.00")
    assert first.late.amount("interest").minor > 0
    assert made.facts.principal == uah("500.00")


def test_a_claim_is_approved_sent_presumed_delivered_and_unanswered(ctx, call, cast, tmp_path):
    number = draft(ctx, call, tmp_path).claim
    approve(ctx, call(), number, to=Destination(tmp_path / "approved.docx"))
    last = send(ctx, call(), number, method="letter", tracking_no="0500112233")
    assert last == date(2026, 12, 28)
    assert show(ctx, call(), number).status is S.SENT
    assert show(ctx, call(TODAY + timedelta(days=5)), number).status is S.PRESUMED_DELIVERED
    assert show(ctx, call(last + timedelta(days=1)), number).status is S.UNANSWERED


def test_the_calculation_is_frozen_with_its_rows_and_rates(ctx, call, cast, tmp_path):
    made = draft(ctx, call, tmp_path)
    approve(ctx, call(), made.claim, to=Destination(tmp_path / "approved.docx"))
    with reading(ctx.engine) as conn:
        rows = [row for _, row in claims.frozen_rows(conn, made.id)]
    kinds = {row.kind for row in rows}
    assert {"interest", "penalty"} <= kinds
    assert sum(row.amount_minor for row in rows if row.kind == "interest") == made.facts.sum_of("interest").minor


def test_an_approval_lapses_with_a_payment_and_after_ten_days(ctx, call, cast, tmp_path):
    number = draft(ctx, call, tmp_path).claim
    approve(ctx, call(), number, to=Destination(tmp_path / "approved.docx"))
    pay(ctx, call, "100.00", "АКТ-1", TODAY + timedelta(days=1))
    with pytest.raises(ClaimFault, match="payment of 2026-11-24"):
        send(ctx, call(TODAY + timedelta(days=1)), number, method="letter")
    assert show(ctx, call(), number).status is S.DRAFT
    approve(ctx, call(), number, to=Destination(tmp_path / "approved.docx"))
    with pytest.raises(ClaimFault, match="lapsed"):
        send(ctx, call(TODAY + timedelta(days=14)), number, method="letter")


def test_a_draft_cannot_be_sent(ctx, call, cast, tmp_path):
    with pytest.raises(ClaimFault, match="cannot become sent"):
        send(ctx, call(), draft(ctx, call, tmp_path).claim, method="letter")


def test_money_that_covers_the_claim_settles_it_and_undo_reopens_it(ctx, call, cast, tmp_path):
    number = draft(ctx, call, tmp_path).claim
    approve(ctx, call(), number, to=Destination(tmp_path / "approved.docx"))
    send(ctx, call(), number, method="letter")
    pay(ctx, call, "1000.00", "акт АКТ-1")
    assert show(ctx, call(), number).status is S.SENT
    last = pay(ctx, call, "500.00", "акт АКТ-2")
    assert show(ctx, call(), number).status is S.SETTLED
    undo_payment(ctx, call(), last)
    assert show(ctx, call(), number).status is S.SENT


def test_an_answer_and_the_way_to_court(ctx, call, cast, tmp_path):
    number = draft(ctx, call, tmp_path).claim
    approve(ctx, call(), number, to=Destination(tmp_path / "approved.docx"))
    send(ctx, call(), number, method="letter")
    move(ctx, call(), number, S.REFUSED, MoveFacts(reason="не визнають"))
    assert move(ctx, call(), number, S.TO_COURT).status is S.TO_COURT
    with pytest.raises(ClaimFault, match="possible"):
        move(ctx, call(), number, S.DRAFT)


def sent(ctx, call, tmp_path, **more):
    number = draft(ctx, call, tmp_path, **more).claim
    approve(ctx, call(), number, to=Destination(tmp_path / "approved.docx"))
    send(ctx, call(), number, method="letter")
    return number


def test_a_letter_that_gives_time_from_receipt_is_answered_so_long_after_it_was_delivered(ctx, call, cast, tmp_path):
    number = sent(ctx, call, tmp_path)
    (tmp_path / "вручення.pdf").write_bytes(b"%PDF-1.4 receipt")
    later = call(TODAY + timedelta(days=20))
    facts = MoveFacts(on=TODAY + timedelta(days=9), proof=tmp_path / "вручення.pdf")
    assert move(ctx, later, number, S.DELIVERED, facts).answer_by == date(2027, 1, 1)
    shown = card(ctx, later, number)
    assert [step.code for step in shown.why] == ["claim_sent", "claim_delivered", "answer_counted"]
    assert len(shown.moves[-1].proof) == 64
    assert [each.kind for each in shown.papers] == ["claim", "claim_note", "claim", "claim_note", "proof"]
    assert all(each.file != "вручення.pdf" for each in shown.enclosures)


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), TODAY + timedelta(days=1)])
def test_a_claim_is_delivered_neither_before_it_was_sent_nor_in_the_future(ctx, call, cast, tmp_path, day):
    number = sent(ctx, call, tmp_path)
    with pytest.raises(ClaimFault, match="cannot be"):
        move(ctx, call(), number, S.DELIVERED, MoveFacts(on=day))
    assert show(ctx, call(), number).status is S.SENT


def test_a_part_settled_is_what_the_ledger_says_or_a_person(ctx, call, cast, tmp_path):
    number = sent(ctx, call, tmp_path)
    with pytest.raises(ClaimFault, match="give its sum"):
        move(ctx, call(), number, S.PARTLY_SETTLED)
    with pytest.raises(ClaimFault, match="not a part"):
        move(ctx, call(), number, S.PARTLY_SETTLED, MoveFacts(amount=uah("99999.00")))
    pay(ctx, call, "1000.00", "акт АКТ-1")
    case = move(ctx, call(), number, S.PARTLY_SETTLED)
    assert (case.status, case.moves[-1].amount) == (S.PARTLY_SETTLED, uah("1000.00"))
    assert (card(ctx, call(), number).paid, card(ctx, call(), number).still_open) == (uah("1000.00"), uah("500.00"))


def test_a_claim_accepted_is_accepted_whole_unless_a_part_is_said(ctx, call, cast, tmp_path):
    number = sent(ctx, call, tmp_path)
    with pytest.raises(ClaimFault, match="give its sum"):
        move(ctx, call(), number, S.PARTLY_ACCEPTED)
    with pytest.raises(ClaimFault, match="has no sum"):
        move(ctx, call(), number, S.REFUSED, MoveFacts(amount=uah("1.00")))
    move(ctx, call(), number, S.REFUSED)
    move(ctx, call(), number, S.PARTLY_ACCEPTED, MoveFacts(amount=uah("700.00")))
    assert card(ctx, call(), number).accepted == uah("700.00")


def test_a_claim_that_came_in_has_its_own_way_and_deadline(ctx, call, cast):
    last = receive(ctx, call(), IncomingClaim("15", "99100001", uah("900.00"), TODAY, Which("7-Т")))
    assert last == date(2026, 12, 23)
    for to in (S.ANSWER_DRAFTED, S.ANSWER_APPROVED, S.ANSWERED, S.CLOSED):
        move(ctx, call(), "15", to)
    assert list_claims(ctx, call(), is_open=True) == []


def test_nothing_overdue_is_nothing_to_claim_and_uses_no_number(ctx, call, cast, tmp_path):
    with pytest.raises(ClaimFault, match="nothing to claim"):
        draft_claim(ctx, call(), ClaimRequest(counterparty="99100002", to=Destination(tmp_path / "x.docx")))
    assert draft(ctx, call, tmp_path).claim == "ПР-1/2026"


def test_a_debt_of_many_years_freezes_its_index_in_full(ctx, call, cast, tmp_path):
    old = NewCharge("act", "АКТ-0", date(2021, 1, 5), uah("900.00"), which=Which("7-Т"), due_on=date(2021, 1, 15))
    post_charge(ctx, call(), old)
    made = draft(ctx, call, tmp_path)
    with reading(ctx.engine) as conn:
        rates = [row.rate for _, row in claims.frozen_rows(conn, made.id) if row.kind == "inflation"]
    assert len(rates) == 3
    assert all(100 < rate < 300 and rate.denominator <= 10**20 for rate in rates)


def test_approval_calculates_by_what_the_draft_said_whatever_the_contract_says_by_then(ctx, call, cast, tmp_path):
    terms = ClaimTerms(
        penalty="per_day:0.01", interest_rate=Fraction(12), answer=Duration(14, "day"), beyond="last_known"
    )
    made = draft(ctx, call, tmp_path, terms=terms)
    approved = approve(ctx, call(), made.claim, to=Destination(tmp_path / "approved.docx"))
    assert approved.facts.total == made.facts.total
    assert (approved.facts.answer_days, approved.facts.contract.interest_rate) == (Duration(14, "day"), Fraction(12))
    assert approved.facts.debts[0].late.item("penalty").rows[-1].rate == Fraction("3.65")
    assert send(ctx, call(), made.claim, method="letter") == date(2026, 12, 14)


def test_a_penalty_that_was_not_claimed_is_not_claimed_at_approval_either(ctx, call, cast, tmp_path):
    made = draft(ctx, call, tmp_path, terms=ClaimTerms(penalty=""))
    assert made.facts.sum_of("penalty") is None
    assert approve(ctx, call(), made.claim, to=Destination(tmp_path / "approved.docx")).facts.sum_of("penalty") is None


def test_a_clause_changed_after_the_draft_changes_no_claim(ctx, call, cast, tmp_path):
    made = draft(ctx, call, tmp_path)
    with writing(ctx, call()) as work:
        id = find(work.conn, call(), Which("7-Т"))
        contracts.change(work.conn, id, {"penalty": ""})
        work.touch(Subject(SubjectKind.CONTRACT, id), "change_contract")
        work.commit()
    again = approve(ctx, call(), made.claim, to=Destination(tmp_path / "approved.docx"))
    claimed = made.facts.sum_of("penalty")
    assert claimed is not None
    assert again.facts.sum_of("penalty") == claimed


def test_l1_a_total_without_all_its_days_says_so_and_days_past_limitation_stay_in_the_office(ctx, call, cast, tmp_path):
    old = NewCharge("act", "АКТ-0", date(2025, 3, 1), uah("700.00"), which=Which("7-Т"), due_on=date(2025, 3, 17))
    post_charge(ctx, call(), old)
    made = draft(ctx, call, tmp_path)
    shown = card(ctx, call(), made.claim)
    assert "пеню — за дні після 20.03.2026" in shown.incomplete
    document = Document(tmp_path / "claim.docx")
    said = "\n".join(each.text for each in document.paragraphs).replace("\u00a0", " ")
    assert "за дні, не охоплені розрахунком" in said and "позовн" not in said
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert not any("†" in each for each in cells)
    with reading(ctx.engine) as conn:
        note = documents.row_of(conn, next(each.id for each in shown.papers if each.kind == "claim_note"))
    kept = Document(io.BytesIO(ctx.files.get(note.file_sha)))
    assert any("позовної давності" in each.text for each in kept.paragraphs)
    assert [row.cells[1].text for row in kept.tables[-1].rows[1:]]


def test_an_item_without_its_table_is_said_to_be_missing_from_the_total(ctx, call, cast, tmp_path):
    made = draft(ctx, call, tmp_path, terms=ClaimTerms(beyond="refuse"))
    assert made.facts.sum_of("penalty") is None
    assert any("пеню — повністю" in each for each in card(ctx, call(), made.claim).incomplete)


@pytest.mark.parametrize(("language", "part"), [("ru", "последний достоверный день"), ("de", "Keine Vertragsstrafe")])
def test_notes_are_in_the_language_of_the_letter(ctx, call, cast, tmp_path, language, part):
    made = draft(ctx, call, tmp_path, language=language, terms=ClaimTerms(penalty=""))
    assert any(part in each for each in made.facts.notes)
