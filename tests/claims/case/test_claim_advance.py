"""An advance we paid is demanded back: seven days from receipt, interest from the day after (CC 693(2), 530, 625)."""

from datetime import date, timedelta

import pytest
from docx import Document

from contracts.claims.case.card import card
from contracts.claims.case.cases import show
from contracts.claims.case.letter import Destination
from contracts.claims.case.moves import MoveFacts, move
from contracts.claims.case.outgoing import ClaimRequest, approve, draft_claim, send
from contracts.claims.case.pack import pack_claim
from contracts.claims.case.rules.claim import ClaimFault, ClaimStatus
from contracts.claims.case.rules.terms import ClaimTerms
from contracts.claims.case.waiting_money import set_aside
from contracts.kernel.money import money
from contracts.money.import_statement import add_payment
from contracts.money.payments import refund_payment, undo_payment
from contracts.money.post_charge import NewCharge, post_charge
from contracts.money.rules.ledger import Direction
from contracts.money.rules.statement import StatementLine
from contracts.registry.lookup import Which
from tests.cast import add_contract, settle
from tests.conftest import TODAY

S = ClaimStatus
PAID = date(2026, 8, 3)


def uah(amount):
    return money(amount, "UAH")


@pytest.fixture
def cast(ctx, call):
    made = settle(ctx, call())
    add_contract(ctx, call(), made, number="7-Т")
    return made


def pay(ctx, call, amount, day=PAID, which="7-Т"):
    line = StatementLine(day, uah(amount), other_code="99100001", purpose="передоплата за товар", document_no="214")
    return add_payment(ctx, call(), line, which=Which(which) if which else None)


def demand(ctx, call, tmp_path, *numbers, **more):
    request = ClaimRequest(advances=numbers, to=Destination(tmp_path / "demand.docx"), **more)
    return draft_claim(ctx, call(), request)


def delivery(ctx, call, amount):
    charge = NewCharge("delivery_note", "ВН-1", date(2026, 9, 1), uah(amount), which=Which("7-Т"))
    post_charge(ctx, call(), charge_as_payable(charge))


def charge_as_payable(charge):
    from dataclasses import replace

    return replace(charge, direction=Direction.PAYABLE, due_on=date(2026, 9, 15))


def text_of(path):
    document = Document(path)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return (
        "\n".join([*(each.text for each in document.paragraphs), *cells]).replace("\u00a0", " ").replace("\u202f", " ")
    )


def test_what_no_delivery_closed_is_demanded_back_within_seven_days_of_receipt(ctx, call, cast, tmp_path):
    no = pay(ctx, call, "-1000.00")
    delivery(ctx, call, "300.00")
    terms = ClaimTerms(given=(("advance.deliver_by", "2026-10-30"),))
    made = demand(ctx, call, tmp_path, no, terms=terms)
    assert (made.facts.principal, made.facts.total) == (uah("700.00"), uah("700.00"))
    text = text_of(tmp_path / "demand.docx")
    said = ("Вимога про повернення попередньої оплати", "693", "30 жовтня 2026 року", "від дня отримання цієї вимоги")
    for part in (*said, "1 000,00", "300,00", "700,00"):
        assert part in text
    assert "Сума вимог" not in text
    approve(ctx, call(), made.claim, to=Destination(tmp_path / "approved.docx"))
    assert "30 жовтня 2026 року" in text_of(tmp_path / "approved.docx")
    assert send(ctx, call(), made.claim, method="letter") == date(2026, 12, 7)
    move(ctx, call(TODAY + timedelta(days=9)), made.claim, S.DELIVERED, MoveFacts(on=date(2026, 12, 1)))
    assert show(ctx, call(), made.claim).answer_by == date(2026, 12, 8)


def test_after_the_day_named_for_the_return_interest_and_inflation_grow(ctx, call, cast, tmp_path):
    no = pay(ctx, call, "-1000.00")
    made = demand(ctx, call, tmp_path, no, terms=ClaimTerms(due_on=date(2026, 8, 31)))
    late = made.facts.debts[0].late
    assert late.first_day == date(2026, 9, 1)
    assert late.amount("interest") == uah("6.90")
    assert late.item("penalty") is None
    assert "3 % річних" in text_of(tmp_path / "demand.docx")


def test_money_given_back_settles_the_demand_and_undone_reopens_it(ctx, call, cast, tmp_path):
    no = pay(ctx, call, "-1000.00")
    number = demand(ctx, call, tmp_path, no).claim
    approve(ctx, call(), number, to=Destination(tmp_path / "approved.docx"))
    send(ctx, call(), number, method="letter")
    back = pay(ctx, call, "1000.00", TODAY)
    refund_payment(ctx, call(), no, back)
    assert show(ctx, call(), number).status is S.SETTLED
    assert card(ctx, call(), number).still_open == uah("0.00")
    undo_payment(ctx, call(), back)
    assert show(ctx, call(), number).status is S.SENT


def test_its_pack_has_a_calculation_only_where_something_grew(ctx, call, cast, tmp_path):
    no = pay(ctx, call, "-1000.00")
    packed = pack_claim(ctx, call(), ClaimRequest(advances=(no,)), target=tmp_path / "a.zip")
    assert packed.files == ("01 Вимога ПР-1-2026.docx", "03 Перелік додатків ПР-1-2026.docx")
    terms = ClaimTerms(due_on=date(2026, 8, 31))
    packed = pack_claim(
        ctx, call(), ClaimRequest(advances=(no,), terms=terms, instead=packed.card.claim), target=tmp_path / "b.zip"
    )
    assert "02 Розрахунок ПР-2-2026.xlsx" in packed.files


def test_what_is_no_advance_of_ours_is_refused_and_uses_up_no_number(ctx, call, cast, tmp_path):
    came, bare, used = pay(ctx, call, "50.00"), pay(ctx, call, "-60.00", which=None), pay(ctx, call, "-70.00")
    delivery(ctx, call, "70.00")
    for no, reason in ((came, "came to us"), (bare, "is not known"), (used, "Nothing is left")):
        with pytest.raises(ClaimFault, match=reason):
            demand(ctx, call, tmp_path, no)
    with pytest.raises(ClaimFault, match="law of Ukraine"):
        demand(ctx, call, tmp_path, pay(ctx, call, "-80.00"), law="RU")
    set_aside(ctx, call(), [came], "передоплата за інший договір")
    assert demand(ctx, call, tmp_path, pay(ctx, call, "-90.00")).claim == "ПР-1/2026"
