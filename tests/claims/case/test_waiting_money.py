"""R4: money of a debtor that waits to be matched is named and holds every demand, until a person says so (§8)."""

from contextlib import suppress
from datetime import date

import pytest

from contracts.claims.case.contexts.letter import OwedDebt
from contracts.claims.case.given_debt import claim_letter
from contracts.claims.case.letter import Destination
from contracts.claims.case.outgoing import ClaimRequest, approve, draft_claim, send
from contracts.claims.case.pack import pack_claim
from contracts.claims.case.waiting_money import MoneyWaits, list_waiting, set_aside, take_back
from contracts.claims.court.handover import hand_over
from contracts.claims.dunning.letter import SendRequest
from contracts.claims.dunning.runs import draft_run, triage
from contracts.claims.dunning.sending import send_run
from contracts.documents.making import DocumentRequest, make_document
from contracts.kernel.money import money
from contracts.kernel.refusal import Refusal
from contracts.money.import_statement import add_payment
from contracts.money.payments import undo_payment
from contracts.money.post_charge import NewCharge, post_charge
from contracts.money.rules.ledger import LedgerFault
from contracts.money.rules.statement import StatementLine
from contracts.parties.parties import add_account, set_party
from contracts.registry.lookup import Which
from tests.cast import add_contract, settle
from tests.conftest import TODAY

DUE = date(2026, 1, 15)
YARD, BREAD = "99100001", "99100002"


@pytest.fixture
def cast(ctx, call):
    made = settle(ctx, call())
    add_account(ctx, call(), None, {"account": "UA213223130000026007233566001", "bank": "АТ «Банк»", "currency": "UAH"})
    add_contract(ctx, call(), made, number="7-Т")
    set_party(ctx, call(), YARD, {"address": "Київ, вул. Двірна, 1"})
    new = NewCharge("act", "АКТ-1", date(2026, 1, 5), money("1000", "UAH"), which=Which("7-Т"), due_on=DUE)
    post_charge(ctx, call(), new)
    return made


def _line(purpose, code="", name="", amount="600"):
    return StatementLine(TODAY, money(amount, "UAH"), other_code=code, other_name=name, purpose=purpose)


def _waits(ctx, call, line):
    """Money that came and was given to nothing."""
    no = add_payment(ctx, call(), line)
    with suppress(LedgerFault):
        undo_payment(ctx, call(), no)
    return no


def _draft(ctx, call, tmp_path):
    return draft_claim(ctx, call(), ClaimRequest(which=Which("7-Т"), to=Destination(tmp_path / "c.docx")))


def test_r4_a_claim_names_the_money_that_waits_and_is_held_by_it(ctx, call, cast, tmp_path):
    no = _waits(ctx, call, _line("оплата за актом АКТ-1", YARD))
    with pytest.raises(MoneyWaits) as held:
        _draft(ctx, call, tmp_path)
    assert held.value.facts["sum"] == money("600", "UAH")
    assert "оплата за актом АКТ-1" in held.value.facts["payments"]
    set_aside(ctx, call(), [no], "оплата за інший договір")
    assert _draft(ctx, call, tmp_path).facts.principal == money("1000", "UAH")


@pytest.mark.parametrize(
    "line",
    [
        _line("за послуги", YARD),
        _line("оплата згідно акту АКТ-1", "3333333333", "ФОП Третя Особа"),
        _line("за договором № 7-Т", "", "Хтось"),
        _line("за послуги", "", "ТОВ «Чистий двір»"),
    ],
    ids=["known payer", "names the act", "names the contract", "names the debtor"],
)
def test_r4_every_demand_is_held(ctx, call, cast, tmp_path, line):
    no = _waits(ctx, call, line)
    request = ClaimRequest(counterparty=YARD, to=Destination(tmp_path / "c.docx"))
    by_hand = OwedDebt(money("10", "UAH"), date(2026, 3, 2), document="накладна № 9")
    with pytest.raises(MoneyWaits):
        pack_claim(ctx, call(), request, target=tmp_path / "a.zip")
    with pytest.raises(MoneyWaits):
        claim_letter(ctx, call(), ClaimRequest(which=Which("7-Т"), to=Destination(tmp_path / "h.docx")), by_hand)
    for kind in ("payment_reminder", "demand"):
        with pytest.raises(MoneyWaits):
            make_document(ctx, call(), DocumentRequest(kind, Which("7-Т"), tmp_path / "d.docx"))
    (drafted,) = draft_run(ctx, call())
    assert [each.payment for each in drafted.waiting] == [no]
    (result,) = send_run(ctx, call(), SendRequest(tmp_path))
    assert isinstance(result.refusal, MoneyWaits)


def test_r4_money_of_others_holds_nobody(ctx, call, cast, tmp_path):
    add_contract(ctx, call(), cast, number="8-Х", counterparty_id=cast.supplier)
    _waits(ctx, call, _line("за послуги", BREAD))
    _waits(ctx, call, _line("за акт № 77", "", "Хтось"))
    assert _draft(ctx, call, tmp_path).claim


def test_r4_money_that_comes_after_the_draft_holds_approval_sending_and_court(ctx, call, cast, tmp_path):
    number = _draft(ctx, call, tmp_path).claim
    no = _waits(ctx, call, _line("за послуги", YARD))
    with pytest.raises(MoneyWaits):
        approve(ctx, call(), number, Destination(tmp_path / "a.docx"))
    set_aside(ctx, call(), [no], "аванс за грудень")
    approve(ctx, call(), number, Destination(tmp_path / "a.docx"))
    take_back(ctx, call(), [no])
    with pytest.raises(MoneyWaits):
        send(ctx, call(), number, method="letter")
    set_aside(ctx, call(), [no], "аванс за грудень")
    send(ctx, call(), number, method="letter")
    take_back(ctx, call(), [no])
    with pytest.raises(MoneyWaits):
        hand_over(ctx, call(), number, tmp_path / "court.zip")


def test_r4_what_a_person_set_aside_is_listed_with_the_reason_and_can_be_taken_back(ctx, call, cast):
    no = _waits(ctx, call, _line("за послуги", YARD))
    with pytest.raises(Refusal, match="--reason"):
        set_aside(ctx, call(), [no], " ")
    set_aside(ctx, call(), [no], "аванс")
    assert [(each.payment, each.aside) for each in list_waiting(ctx, call(), YARD)] == [(no, "аванс")]
    take_back(ctx, call(), [no])
    assert [each.aside for each in list_waiting(ctx, call())] == [""]
    with pytest.raises(Refusal, match="not set aside"):
        take_back(ctx, call(), [no])


def test_r3_a_reminder_leaves_out_what_a_claim_demands_and_names_it(ctx, call, cast, tmp_path):
    first = _draft(ctx, call, tmp_path)
    assert draft_run(ctx, call()) == []
    with pytest.raises(Refusal, match=first.claim):
        make_document(ctx, call(), DocumentRequest("payment_reminder", Which("7-Т"), tmp_path / "d.docx"))
    new = NewCharge("act", "АКТ-2", date(2026, 2, 1), money("70", "UAH"), which=Which("7-Т"), due_on=date(2026, 2, 9))
    post_charge(ctx, call(), new)
    (drafted,) = draft_run(ctx, call())
    assert (drafted.documents, drafted.claims) == (1, (first.claim,))
    assert [str(each.amount) for each in drafted.overdue] == [str(money("70", "UAH"))]
    assert triage(ctx, call()) == [drafted]


def test_r3_a_claim_made_after_the_run_was_drafted_stops_its_reminder(ctx, call, cast, tmp_path):
    draft_run(ctx, call())
    first = _draft(ctx, call, tmp_path)
    (result,) = send_run(ctx, call(), SendRequest(tmp_path))
    assert result.refusal is not None and result.refusal.facts["number"] == first.claim
