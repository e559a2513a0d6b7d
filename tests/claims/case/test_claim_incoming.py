"""A claim that came in: its deadline on the agenda, our answer drafted, approved and sent as a document (domain §8)."""

from datetime import date

import pytest
from docx import Document

from contracts.claims.case.card import card
from contracts.claims.case.cases import show
from contracts.claims.case.contexts.answer import Demanded
from contracts.claims.case.incoming import AnswerRequest, IncomingClaim, answer, receive
from contracts.claims.case.moves import MoveFacts, move
from contracts.claims.case.queries.claims import WhichClaim
from contracts.claims.case.rules.claim import ClaimFault, ClaimStatus
from contracts.kernel.money import money
from contracts.overview.agenda import agenda
from contracts.registry.lookup import Which
from tests.cast import add_contract, settle
from tests.conftest import TODAY

S = ClaimStatus


def uah(amount):
    return money(amount, "UAH")


@pytest.fixture
def cast(ctx, call):
    made = settle(ctx, call())
    add_contract(ctx, call(), made, number="7-Т")
    return made


def come(ctx, call, number="15", counterparty="99100001", **more):
    more.setdefault("which", Which("7-Т"))
    return receive(ctx, call(), IncomingClaim(number, counterparty, uah("900.00"), TODAY, **more))


def reply(ctx, call, tmp_path, number="15", **more):
    return answer(ctx, call(), number, AnswerRequest(target=tmp_path / "answer.docx", **more))


def text_of(path):
    document = Document(path)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return (
        "\n".join([*(each.text for each in document.paragraphs), *cells]).replace("\u00a0", " ").replace("\u202f", " ")
    )


def test_the_answer_is_a_document_that_accepts_a_part_and_says_why_not_the_rest(ctx, call, cast, tmp_path):
    come(ctx, call, dated_on=date(2026, 11, 20))
    demands = (Demanded("основний борг", uah("600.00"), uah("600.00")), Demanded("пеня", uah("300.00"), uah("0.00")))
    made = reply(ctx, call, tmp_path, demands=demands, grounds=("пеню договором не встановлено",))
    assert (made.outcome, made.accepted) == ("partly", uah("600.00"))
    text = text_of(tmp_path / "answer.docx")
    for part in ("№ 15", "20.11.2026", "визнаємо частково", "600,00", "Пеню договором не встановлено.", "відхилено"):
        assert part in text
    shown = card(ctx, call(), "15")
    assert (shown.status, shown.accepted) == (S.ANSWER_DRAFTED, uah("600.00"))
    assert [each.kind for each in shown.papers] == ["claim_answer"]


def test_an_answer_is_sent_only_when_approved_and_then_nothing_is_due_of_us(ctx, call, cast, tmp_path):
    last = come(ctx, call)
    assert [each.due_on for each in agenda(ctx, call()) if each.kind == "claim_answer"] == [last]
    reply(ctx, call, tmp_path, accepted=uah("900.00"), pay_by=date(2026, 12, 10))
    with pytest.raises(ClaimFault, match="answer_approved"):
        move(ctx, call(), "15", S.ANSWERED, MoveFacts(method="letter"))
    move(ctx, call(), "15", S.ANSWER_APPROVED)
    move(ctx, call(), "15", S.ANSWERED, MoveFacts(method="courier", tracking="0500"))
    assert show(ctx, call(), "15").status is S.ANSWERED
    assert not [each for each in agenda(ctx, call()) if each.kind == "claim_answer"]
    assert move(ctx, call(), "15", S.SETTLED, MoveFacts(amount=uah("900.00"))).status is S.SETTLED


def test_an_answer_drafted_anew_keeps_its_number_and_needs_approval_again(ctx, call, cast, tmp_path):
    come(ctx, call)
    first = reply(ctx, call, tmp_path, accepted=uah("900.00"))
    move(ctx, call(), "15", S.ANSWER_APPROVED)
    again = reply(ctx, call, tmp_path, accepted=uah("0.00"), grounds=("борг сплачено",))
    assert (again.answer, again.outcome) == (first.answer, "refused")
    assert show(ctx, call(), "15").status is S.ANSWER_DRAFTED
    assert card(ctx, call(), "15").accepted == uah("0.00")


def test_what_cannot_be_answered_is_refused_and_nothing_changes(ctx, call, cast, tmp_path):
    come(ctx, call, which=None)
    with pytest.raises(ClaimFault, match="--contract"):
        reply(ctx, call, tmp_path, accepted=uah("900.00"))
    with pytest.raises(ClaimFault, match="--ground"):
        reply(ctx, call, tmp_path, accepted=uah("100.00"), which=Which("7-Т"))
    with pytest.raises(ClaimFault, match="add up to"):
        reply(ctx, call, tmp_path, demands=(Demanded("борг", uah("1.00"), uah("1.00")),), which=Which("7-Т"))
    with pytest.raises(ClaimFault, match="can be accepted"):
        reply(ctx, call, tmp_path, accepted=uah("901.00"), which=Which("7-Т"))
    assert show(ctx, call(), "15").status is S.RECEIVED
    assert reply(ctx, call, tmp_path, accepted=uah("900.00"), which=Which("7-Т")).answer == "1/2026"


def test_two_counterparties_may_give_one_number_and_one_may_not_twice(ctx, call, cast, tmp_path):
    come(ctx, call)
    with pytest.raises(ClaimFault, match="is registered"):
        come(ctx, call)
    come(ctx, call, counterparty="99100002", which=None)
    assert show(ctx, call(), WhichClaim("15", "99100001")).stored.counterparty_id == cast.cleaning
    with pytest.raises(ClaimFault, match="not here yet"):
        receive(ctx, call(), IncomingClaim("16", "99100001", uah("1.00"), date(2027, 1, 1)))
