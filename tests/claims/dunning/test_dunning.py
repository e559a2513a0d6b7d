"""A run of the ladder: drafted, looked through, sent; no level is skipped, holds stand still (domain §8, F18)."""

from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from docx import Document
from sqlalchemy import select

from contracts.claims.case import moves
from contracts.claims.case.cases import show
from contracts.claims.case.outgoing import ClaimRequest, approve, draft_claim
from contracts.claims.case.outgoing import send as send_claim
from contracts.claims.case.rules.claim import ClaimStatus
from contracts.claims.dunning.letter import SendRequest
from contracts.claims.dunning.levels import show_ladder
from contracts.claims.dunning.outcomes import DeliveryReport, record_outcome
from contracts.claims.dunning.rules.ladder import DeliveryOutcome, DunningFault, Ladder
from contracts.claims.dunning.runs import LetterDecision, decide_letter, decide_level, draft_run, triage
from contracts.claims.dunning.sending import send_run
from contracts.kernel.database.engine import reading
from contracts.kernel.database.tables import table_of
from contracts.kernel.money import money
from contracts.mail.outbox import deliver
from contracts.mail.tables import MessageRow
from contracts.money.hold import hold
from contracts.money.import_statement import add_payment
from contracts.money.payments import undo_payment
from contracts.money.post_charge import NewCharge, post_charge
from contracts.money.rules.ledger import HoldKind
from contracts.money.rules.statement import StatementLine
from contracts.overview.agenda import Wish, agenda
from contracts.parties.insolvency import InsolvencyFault, declare, end
from contracts.parties.parties import Signatory, add_account, add_signatory, list_counterparties, set_party
from contracts.registry.lookup import Which
from tests.cast import add_contract, settle
from tests.conftest import TODAY, with_policy

IBAN = "UA213223130000026007233566001"
#: The first level is answered eight days after a mail: one for its delivery, seven to pay.
AFTER_REMINDER = TODAY + timedelta(days=9)
YARD, BREAD = "99100001", "99100002"


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    """Letters that are told no place lie where the program runs."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def cast(ctx, call):
    made = settle(ctx, call())
    add_account(ctx, call(), None, {"account": IBAN, "bank": "АТ «Банк»", "currency": "UAH"})
    add_signatory(ctx, call(), None, Signatory("Гнатюк Ірина Степанівна", "директорка", "Статут"))
    set_party(ctx, call(), YARD, {"email": "office@yard.example"})
    add_contract(ctx, call(), made, number="7-Т")
    add_contract(ctx, call(), made, number="8-Х", counterparty_id=made.supplier)
    for contract, number, due in (
        ("7-Т", "АКТ-1", date(2026, 9, 15)),
        ("7-Т", "АКТ-2", date(2026, 11, 20)),
        ("8-Х", "АКТ-3", date(2026, 11, 1)),
    ):
        owe(ctx, call, contract, number, due)
    return made


def owe(ctx, call, contract, number, due, amount="100.00"):
    sum_ = money(amount, "UAH")
    post_charge(ctx, call(), NewCharge("act", number, date(2026, 9, 1), sum_, which=Which(contract), due_on=due))


def pay(ctx, call, purpose, amount="100.00"):
    line = StatementLine(call().as_of, money(amount, "UAH"), other_code=YARD, purpose=purpose)
    return add_payment(ctx, call(), line)


def words_of(file):
    return "\n".join(each.text for each in Document(str(file)).element.body.iter() if each.text)


@pytest.fixture
def run(ctx, call, cast, tmp_path):
    """Draft the run of a day, approve what needs it, and send it."""

    def run_on(day=TODAY, *, is_delivered=True):
        draft_run(ctx, call(day))
        for each in triage(ctx, call()):
            decide_letter(ctx, call(), each.counterparty, LetterDecision(is_approved=True))
        sent = send_run(ctx, call(), SendRequest(tmp_path))
        if is_delivered:
            deliver(ctx, call(), "tests")
        return {each.counterparty: each for each in sent}

    return run_on


def claim_sent(ctx, call, number):
    approve(ctx, call(), number)
    send_claim(ctx, call(), number, method="letter")


def levels(ctx, call, day=None):
    return {each.document: each.level for each in show_ladder(ctx, call(day), counterparty=YARD)}


def test_a_run_proposes_one_letter_per_debtor_with_all_that_is_overdue(ctx, call, cast):
    found = draft_run(ctx, call())
    assert [(each.counterparty, each.level, each.documents) for each in found] == [
        ("ПрАТ «Лан-Хліб»", 1, 1),
        ("ТОВ «Чистий двір»", 1, 2),
    ]


def test_a_second_draft_takes_the_place_of_the_first(ctx, call, cast):
    draft_run(ctx, call())
    assert len(draft_run(ctx, call())) == 2
    assert len(triage(ctx, call())) == 2


def test_a_reminder_is_a_document_and_a_mail_that_carries_it(ctx, call, cast, run, post):
    sent = run()["ТОВ «Чистий двір»"]
    assert (sent.level, sent.channel, sent.mail_to) == (1, "email", "office@yard.example")
    text = words_of(sent.file)
    assert "АКТ-1" in text and "АКТ-2" in text and IBAN in text
    ((address, data),) = post.sent
    mail = message_from_bytes(data, policy=default)
    assert address == "office@yard.example"
    assert mail["Subject"] == "Нагадування про оплату №\u00a02/2026: прострочено 200,00\u00a0грн"
    assert mail["From"].addresses[0].display_name == "ТОВ «Ясенсвіт»"
    assert mail["Reply-To"] == "marchenko@yasensvit.example"
    assert mail["List-Unsubscribe"] is None
    (attached,) = mail.iter_attachments()
    assert attached.get_filename() == sent.file.name
    assert attached.get_content() == sent.file.read_bytes()
    assert "З питань розрахунків: Марченко Олена Іванівна" in mail.get_body(("plain",)).get_content()
    assert "до 1 грудня 2026 року включно" in mail.get_body(("plain",)).get_content()


def test_without_an_address_the_letter_is_a_file_to_be_posted(ctx, call, cast, run):
    sent = run()["ПрАТ «Лан-Хліб»"]
    assert (sent.channel, sent.mail_to, sent.file.is_file()) == ("letter", None, True)
    (rung,) = show_ladder(ctx, call(), counterparty=BREAD)
    assert (rung.delivered_on, rung.is_presumed) == (None, False)
    (rung,) = show_ladder(ctx, call(TODAY + timedelta(days=10)), counterparty=BREAD)
    assert (rung.delivered_on, rung.is_presumed) == (TODAY + timedelta(days=10), True)
    call(TODAY)


def test_a_reminder_without_an_account_to_pay_to_is_refused_and_stops_nobody(ctx, call, cast, run):
    sum_ = money("10.00", "EUR")
    charge = NewCharge("act", "АКТ-9", date(2026, 9, 1), sum_, which=Which("8-Х"), due_on=date(2026, 9, 2))
    post_charge(ctx, call(), charge)
    post_charge(ctx, call(), replace(charge, number="АКТ-10"))
    sent = run()
    assert "own.iban" in str(sent["ПрАТ «Лан-Хліб»"].refusal)
    assert sent["ТОВ «Чистий двір»"].refusal is None
    assert {each.counterparty: each.state for each in triage(ctx, call())}["ПрАТ «Лан-Хліб»"] == "approved"


def test_f18_what_was_sent_is_not_sent_again_and_the_next_level_waits(ctx, call, cast, run):
    assert {each.level for each in run().values()} == {1}
    assert draft_run(ctx, call()) == []
    assert draft_run(ctx, call(AFTER_REMINDER - timedelta(days=1))) == []
    assert [(each.counterparty, each.level) for each in draft_run(ctx, call(AFTER_REMINDER))] == [
        ("ТОВ «Чистий двір»", 2)
    ]


def test_a_run_sent_twice_at_once_sends_one_letter(ctx, call, cast, tmp_path):
    draft_run(ctx, call())
    request = SendRequest(tmp_path)
    assert len(send_run(ctx, call(), request)) == 2
    assert send_run(ctx, call(), request) == []
    with reading(ctx.engine) as conn:
        assert len(conn.execute(select(table_of(MessageRow).c.id)).all()) == 1


def test_a_claim_level_needs_approval_and_makes_a_claim(ctx, call, cast, run, tmp_path):
    run()
    draft_run(ctx, call(AFTER_REMINDER))
    request = SendRequest(tmp_path)
    assert send_run(ctx, call(), request) == []
    decide_letter(ctx, call(), YARD, LetterDecision(is_approved=True))
    (sent,) = send_run(ctx, call(), replace(request, level=2))
    assert (sent.level, sent.claims, sent.file.is_file()) == (2, ("ПР-1/2026",), True)


def test_the_ladder_waits_until_the_claim_itself_is_sent(ctx, call, cast, run):
    run()
    run(AFTER_REMINDER)
    assert show_ladder(ctx, call(AFTER_REMINDER), counterparty=YARD)[0].sent_on is None
    assert not [each for each in draft_run(ctx, call(date(2027, 3, 1))) if each.counterparty == "ТОВ «Чистий двір»"]
    call(AFTER_REMINDER)
    claim_sent(ctx, call, "ПР-1/2026")
    rung = show_ladder(ctx, call(), counterparty=YARD)[0]
    assert (rung.sent_on, rung.answer_by) == (AFTER_REMINDER, show(ctx, call(), "ПР-1/2026").answer_by)
    assert rung.next_level == 3 and rung.next_on > rung.answer_by


def test_a_claim_made_by_hand_is_a_step_of_the_ladder_and_a_withdrawn_one_is_none(ctx, call, cast):
    made = draft_claim(ctx, call(), ClaimRequest(counterparty=YARD))
    assert levels(ctx, call) == {"АКТ-1": 2, "АКТ-2": 2}
    moves.move(ctx, call(), made.claim, ClaimStatus.WITHDRAWN)
    assert levels(ctx, call) == {"АКТ-1": 0, "АКТ-2": 0}


def test_court_takes_over_the_case_that_was_sent(ctx, call, cast, run):
    run()
    run(AFTER_REMINDER)
    claim_sent(ctx, call, "ПР-1/2026")
    due = show_ladder(ctx, call(), counterparty=YARD)[0].next_on
    sent = run(due)["ТОВ «Чистий двір»"]
    assert (sent.level, sent.claims) == (3, ("ПР-1/2026",))
    assert show(ctx, call(), "ПР-1/2026").status is ClaimStatus.TO_COURT


def test_f18_a_level_is_skipped_only_with_a_reason(ctx, call, cast):
    draft_run(ctx, call())
    with pytest.raises(DunningFault, match="give a reason"):
        decide_letter(ctx, call(), YARD, LetterDecision(is_approved=True, level=2))
    decide_letter(
        ctx, call(), YARD, LetterDecision(is_approved=True, level=2, reason="відкрито справу про банкрутство")
    )
    assert [each.level for each in triage(ctx, call())] == [2, 1]


def test_all_letters_of_a_level_are_decided_at_once(ctx, call, cast):
    draft_run(ctx, call())
    decide_level(ctx, call(), 1, LetterDecision(is_approved=False, reason="свята"))
    assert [each.state for each in triage(ctx, call())] == ["excluded", "excluded"]
    with pytest.raises(DunningFault, match="No letter of level 2"):
        decide_level(ctx, call(), 2, LetterDecision(is_approved=True))


def test_a_hold_keeps_a_debtor_out_of_the_run(ctx, call, cast):
    hold(ctx, call(), HoldKind.DISPUTED, "спір про якість", counterparty=BREAD)
    assert [each.counterparty for each in draft_run(ctx, call())] == ["ТОВ «Чистий двір»"]


def test_a_hold_after_the_draft_is_kept_when_it_is_sent(ctx, call, cast, tmp_path):
    draft_run(ctx, call())
    hold(ctx, call(), HoldKind.DISPUTED, "спір про якість", counterparty=BREAD)
    sent = {each.counterparty: each for each in send_run(ctx, call(), SendRequest(tmp_path))}
    assert sent["ПрАТ «Лан-Хліб»"].refusal is not None and sent["ПрАТ «Лан-Хліб»"].file is None


def test_f18_paying_the_oldest_keeps_the_level_the_rest_has_reached(ctx, call, cast, run):
    owe(ctx, call, "7-Т", "АКТ-4", date(2026, 9, 16), "50.00")
    run()
    pay(ctx, call, "акт АКТ-1")
    found = {each.counterparty: each.level for each in draft_run(ctx, call(AFTER_REMINDER))}
    assert found["ТОВ «Чистий двір»"] == 2


def test_no_step_is_taken_on_a_day_off(ctx, call, cast, tmp_path):
    assert draft_run(ctx, call(date(2026, 11, 28))) == []
    draft_run(ctx, call(TODAY))
    with pytest.raises(DunningFault, match="no working day"):
        send_run(ctx, call(date(2026, 11, 28)), SendRequest(tmp_path))


def test_a_delivery_that_came_late_moves_the_answer_and_the_next_level(ctx, call, cast, run):
    run()
    before = show_ladder(ctx, call(), counterparty=BREAD)[0]
    came = before.answer_by - timedelta(days=1)
    done = record_outcome(ctx, call(came), BREAD, DeliveryReport(DeliveryOutcome.RETURNED, came, "конверт повернувся"))
    after = show_ladder(ctx, call(), counterparty=BREAD)[0]
    assert (after.delivered_on, after.is_presumed) == (came, False)
    assert done.answer_by == after.answer_by >= came + timedelta(days=7)
    assert after.next_on > before.next_on


def test_a_delivery_that_came_soon_keeps_the_day_the_letter_names_and_the_newer_word_holds(ctx, call, cast, run):
    run()
    named = show_ladder(ctx, call(), counterparty=BREAD)[0].answer_by
    day = TODAY + timedelta(days=20)
    record_outcome(ctx, call(day), BREAD, DeliveryReport(DeliveryOutcome.DELIVERED, TODAY + timedelta(days=18)))
    record_outcome(ctx, call(day), BREAD, DeliveryReport(DeliveryOutcome.DELIVERED, TODAY + timedelta(days=2)))
    assert show_ladder(ctx, call(), counterparty=BREAD)[0].answer_by == named


@pytest.mark.parametrize("days", [-1, 1])
def test_a_delivery_before_the_sending_or_in_the_future_is_refused(ctx, call, cast, run, days):
    run()
    with pytest.raises(DunningFault, match="cannot be"):
        record_outcome(ctx, call(), BREAD, DeliveryReport(DeliveryOutcome.DELIVERED, TODAY + timedelta(days=days)))


def test_a_delivery_of_what_was_never_sent_is_refused(ctx, call, cast):
    with pytest.raises(DunningFault, match="No letter of the ladder"):
        record_outcome(ctx, call(), YARD, DeliveryReport(DeliveryOutcome.DELIVERED))


def test_the_delivery_of_a_claim_is_kept_by_its_case(ctx, call, cast, run):
    run()
    run(AFTER_REMINDER)
    with pytest.raises(DunningFault, match="not sent yet"):
        record_outcome(ctx, call(), YARD, DeliveryReport(DeliveryOutcome.REFUSED))
    claim_sent(ctx, call, "ПР-1/2026")
    came = AFTER_REMINDER + timedelta(days=6)
    done = record_outcome(ctx, call(came), YARD, DeliveryReport(DeliveryOutcome.REFUSED, came, "відмітка пошти"))
    case = show(ctx, call(), "ПР-1/2026")
    assert (case.status, done.claim, done.answer_by) == (ClaimStatus.DELIVERED, "ПР-1/2026", case.answer_by)


def test_an_insolvent_debtor_is_proposed_to_go_further(ctx, call, cast):
    declare(ctx, call(), YARD, "ухвала Господарського суду міста Києва від 10.11.2026 № 910/1/26")
    assert {each.counterparty: each.skip for each in draft_run(ctx, call())} == {
        "ТОВ «Чистий двір»": "insolvency",
        "ПрАТ «Лан-Хліб»": None,
    }
    end(ctx, call(), YARD, "провадження закрито")
    assert {each.skip for each in draft_run(ctx, call())} == {None}


@pytest.mark.parametrize(
    ("source", "day", "said"), [(" ", None, "Name the source"), ("ухвала", date(2027, 1, 1), "has not come yet")]
)
def test_an_insolvency_has_a_source_and_a_day_that_came(ctx, call, cast, source, day, said):
    with pytest.raises(InsolvencyFault, match=said):
        declare(ctx, call(), YARD, source, from_on=day)


def test_an_insolvency_is_declared_once_and_ends_after_it_began(ctx, call, cast):
    declare(ctx, call(), YARD, "ухвала", from_on=date(2026, 11, 10))
    with pytest.raises(InsolvencyFault, match="already"):
        declare(ctx, call(), YARD, "ухвала")
    with pytest.raises(InsolvencyFault, match="it ends later"):
        end(ctx, call(), YARD, "закрито", on=date(2026, 11, 1))
    since = {each.insolvent_from for each in list_counterparties(ctx, call())}
    assert since == {None, date(2026, 11, 10)}
    with pytest.raises(InsolvencyFault, match="not known"):
        end(ctx, call(), BREAD, "закрито")


def test_a_limitation_nearer_than_sixty_days_is_proposed_to_skip(ctx, call, cast):
    owe(ctx, call, "8-Х", "АКТ-Д", date(2023, 12, 29))
    day = next(
        each.due_on
        for each in agenda(ctx, call(), Wish(within=None))
        if each.kind == "limitation" and each.counterparty == "ПрАТ «Лан-Хліб»"
    )
    near = day - timedelta(days=50)
    found = {each.counterparty: each.skip for each in draft_run(ctx, call(near))} or {
        each.counterparty: each.skip for each in draft_run(ctx, call(near + timedelta(days=2)))
    }
    assert found["ПрАТ «Лан-Хліб»"] == "limitation"


def test_a_company_that_sues_without_a_claim_is_proposed_to_skip_it(ctx, call, cast, tmp_path):
    ladder = Ladder(ctx.policy(Ladder).levels, ctx.policy(Ladder).presumed_after, is_claim_needed=False)
    ctx = with_policy(ctx, ladder)
    draft_run(ctx, call())
    send_run(ctx, call(), SendRequest(tmp_path))
    assert [each.skip for each in draft_run(ctx, call(AFTER_REMINDER))] == ["no_claim_needed"]


def test_a_payment_takes_a_letter_out_of_the_draft(ctx, call, cast, tmp_path):
    draft_run(ctx, call())
    pay(ctx, call, "акт АКТ-1")
    pay(ctx, call, "акт АКТ-2")
    states = {each.counterparty: (each.state, each.reason) for each in triage(ctx, call())}
    assert states["ТОВ «Чистий двір»"] == ("excluded", "paid before it was sent")
    assert [each.counterparty for each in send_run(ctx, call(), SendRequest(tmp_path))] == ["ПрАТ «Лан-Хліб»"]


def test_a_payment_of_a_part_is_seen_by_the_letter_when_it_is_sent(ctx, call, cast, tmp_path):
    draft_run(ctx, call())
    pay(ctx, call, "акт АКТ-1")
    sent = {each.counterparty: each for each in send_run(ctx, call(), SendRequest(tmp_path))}
    text = words_of(sent["ТОВ «Чистий двір»"].file)
    assert "АКТ-2" in text and "АКТ-1" not in text
    assert levels(ctx, call) == {"АКТ-2": 1}


def test_a_mail_that_waits_is_recalled_by_a_payment_and_the_rest_is_proposed_anew(ctx, call, cast, run, post):
    owe(ctx, call, "7-Т", "АКТ-4", date(2026, 9, 16), "50.00")
    post.is_away = True
    run()
    pay(ctx, call, "акт АКТ-1")
    post.is_away = False
    deliver(ctx, call(), "tests")
    assert post.sent == []
    assert levels(ctx, call) == {"АКТ-2": 0, "АКТ-4": 0}
    assert run()["ТОВ «Чистий двір»"].mail_to == "office@yard.example"
    assert "50,00" in message_from_bytes(post.sent[0][1], policy=default)["Subject"]


def test_a_mail_that_was_given_up_is_no_step_and_the_letter_is_posted_next(ctx, call, cast, run, post):
    post.refuses["office@yard.example"] = "550 no such user"
    run()
    assert levels(ctx, call) == {"АКТ-1": 0, "АКТ-2": 0}
    assert (run()["ТОВ «Чистий двір»"].channel, levels(ctx, call)["АКТ-1"]) == ("letter", 1)


def test_a_payment_closes_the_claim_its_answer_and_the_limitation_on_the_agenda_and_undoing_opens_them(
    ctx, call, cast, run
):
    run()
    run(AFTER_REMINDER)
    claim_sent(ctx, call, "ПР-1/2026")
    of_yard = {"claim_answer", "limitation"}
    assert _kinds(ctx, call) == of_yard
    pay(ctx, call, "акт АКТ-1")
    payment = pay(ctx, call, "акт АКТ-2")
    assert _kinds(ctx, call) == set()
    assert show(ctx, call(), "ПР-1/2026").status is ClaimStatus.SETTLED
    assert show_ladder(ctx, call(), counterparty=YARD) == []
    undo_payment(ctx, call(), payment)
    assert _kinds(ctx, call) == of_yard
    assert levels(ctx, call) == {"АКТ-2": 2}


def _kinds(ctx, call):
    found = agenda(ctx, call(), Wish(within=None, counterparty=YARD))
    return {str(each.kind) for each in found} & {"claim_answer", "limitation"}
