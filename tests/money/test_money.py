"""Charges, statements, matching and debts on both engines (domain §6; F15, F16)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from contracts.kernel.database.tables import table_of
from contracts.kernel.money import Money, money
from contracts.kernel.refusal import Refusal
from contracts.kernel.unit_of_work import writing
from contracts.money.charges import list_charges
from contracts.money.debts import DebtQuery, list_debts, list_nearly_used
from contracts.money.hold import hold, lift_hold, list_holds
from contracts.money.import_statement import add_payment, post_statements
from contracts.money.match import confirm_proposal
from contracts.money.payments import assign_payment, list_payments, refund_payment, split_payment, undo_payment
from contracts.money.post_charge import NewCharge, post_charge
from contracts.money.rules.ledger import Direction, HoldKind, LedgerFault
from contracts.money.rules.matching import Sign
from contracts.money.rules.statement import StatementFault, StatementLine
from contracts.money.statements.account import AccountRead, check
from contracts.money.tables import ChargeOpenRow
from contracts.operations.doctor import repair_derived
from contracts.registry.lookup import Which
from tests.cast import add_contract, settle
from tests.conftest import examined

CODE = "99100001"


def uah(amount: str) -> Money:
    return money(amount, "UAH")


@pytest.fixture
def cast(ctx, call):
    made = settle(ctx, call())
    add_contract(ctx, call(), made, number="7-Т", payment_terms="10 банківських днів після акта")
    return made


def charge(number="АКТ-1", amount="1000.00", issued=date(2026, 10, 1), **more) -> NewCharge:
    usual = {"which": Which("7-Т"), "due_on": date(2026, 10, 15)}
    return NewCharge("act", number, issued, uah(amount), **{**usual, **more})


def line(amount: str, day=date(2026, 11, 2), purpose="", **more) -> StatementLine:
    return StatementLine(
        day, uah(amount), **{"other_code": CODE, "other_name": "ТОВ «Чистий двір»", "purpose": purpose, **more}
    )


def statement(*lines: StatementLine, **more) -> AccountRead:
    usual = {"format": "mt940", "account": "UA21", "currency": "UAH", "lines": list(lines)}
    return check(AccountRead(**{**usual, **more}), "a.sta")


def load(ctx, call, *lines, name="a.sta", **more):
    return post_statements(ctx, call, [statement(*lines, **more)], file=(name, repr(lines).encode()))


def only(ctx, call, **ask):
    (found,) = list_debts(ctx, call, DebtQuery(**ask))
    return found


def test_a_debt_paid_in_part_shows_what_is_left(ctx, call, cast):
    post_charge(ctx, call(), charge())
    load(ctx, call(), line("400.00", purpose="Оплата АКТ-1"))
    debt = only(ctx, call())
    assert (debt.outstanding, debt.overdue, debt.oldest_due_on) == (uah("600.00"), uah("600.00"), date(2026, 10, 15))
    assert debt.buckets["31-60"] == uah("600.00")


def test_f15_of_three_charges_one_paid_two_remain(ctx, call, cast):
    for no in (1, 2, 3):
        post_charge(ctx, call(), charge(f"АКТ-{no}"))
    load(ctx, call(), line("1000.00", purpose="за актом № АКТ-2"))
    assert [row.number for row in list_charges(ctx, call())] == ["АКТ-1", "АКТ-3"]


def test_f15_what_is_overpaid_is_an_advance_that_covers_the_next_charge(ctx, call, cast):
    post_charge(ctx, call(), charge(amount="300.00"))
    load(ctx, call(), line("400.00", purpose="дог. 7-Т, акт АКТ-1"))
    (open_,) = list_payments(ctx, call())
    assert (open_.rest, open_.proposals[0].reason) == (uah("100.00"), Sign.ADVANCE)
    posted = post_charge(ctx, call(), charge("АКТ-2", "250.00"))
    assert posted.covered == uah("100.00")
    assert only(ctx, call()).outstanding == uah("150.00")


def test_importing_twice_and_overlapping_adds_nothing(ctx, call, cast):
    first = (line("10.00", date(2026, 11, 2)), line("10.00", date(2026, 11, 2)), line("20.00", date(2026, 11, 3)))
    assert load(ctx, call(), *first).new == 3
    assert load(ctx, call(), *first).duplicate == 3
    again = load(ctx, call(), *first[2:], line("30.00", date(2026, 11, 4)), name="b.sta")
    assert (again.new, again.duplicate) == (1, 1)


def test_a_statement_that_does_not_add_up_posts_nothing(ctx, call, cast):
    with pytest.raises(StatementFault, match="its lines give"):
        load(ctx, call(), line("10.00"), opening=uah("0.00"), closing=uah("11.00"))
    assert list_payments(ctx, call()) == []


def test_a_line_in_another_currency_posts_nothing(ctx, call, cast):
    with pytest.raises(StatementFault, match="one account has one currency"):
        load(ctx, call(), line("10.00"), replace(line("1.00"), amount=money("1.00", "EUR")))
    assert list_payments(ctx, call()) == []


def test_an_unidentified_payer_is_listed_and_is_no_advance(ctx, call, cast):
    done = load(ctx, call(), line("10.00", other_code="", other_name="Хтось", purpose="за щось"))
    assert (done.unidentified, done.matched) == (1, 0)
    (open_,) = list_payments(ctx, call())
    assert (open_.counterparty, open_.proposals) == (None, ())
    assign_payment(ctx, call(), open_.payment, counterparty=CODE)
    assert list_payments(ctx, call())[0].counterparty == "ТОВ «Чистий двір»"


def test_a_proposal_is_confirmed_and_undone_again(ctx, call, cast):
    post_charge(ctx, call(), charge())
    load(ctx, call(), line("1000.00", purpose="за послуги"))
    (open_,) = list_payments(ctx, call())
    assert open_.proposals[0].reason == Sign.EXACT
    confirm_proposal(ctx, call(), open_.payment)
    assert list_debts(ctx, call()) == []
    undo_payment(ctx, call(), open_.payment)
    assert only(ctx, call()).outstanding == uah("1000.00")
    with pytest.raises(LedgerFault, match="nothing to undo"):
        undo_payment(ctx, call(), open_.payment)


def test_a_payment_is_split_by_hand_and_never_beyond_what_is_open(ctx, call, cast):
    post_charge(ctx, call(), charge("АКТ-1", "300.00"))
    post_charge(ctx, call(), charge("АКТ-2", "300.00"))
    load(ctx, call(), line("500.00", purpose="за послуги"))
    no = list_payments(ctx, call())[0].payment
    with pytest.raises(LedgerFault, match=r"АКТ-1 has 300\.00"):
        split_payment(ctx, call(), no, [("АКТ-1", uah("400.00"))])
    split_payment(ctx, call(), no, [("АКТ-1", uah("300.00")), ("АКТ-2", uah("200.00"))])
    assert only(ctx, call()).outstanding == uah("100.00")


def test_money_given_back_closes_the_advance(ctx, call, cast):
    load(ctx, call(), line("400.00"), line("-400.00", date(2026, 11, 9), purpose="повернення"))
    first, second = sorted(each.payment for each in list_payments(ctx, call()))
    assert refund_payment(ctx, call(), first, second) == uah("400.00")
    assert list_payments(ctx, call()) == []


def test_the_same_charge_twice_is_refused_and_adds_nothing(ctx, call, cast):
    post_charge(ctx, call(), charge())
    with pytest.raises(LedgerFault, match="posted before"):
        post_charge(ctx, call(), charge())
    assert len(list_charges(ctx, call())) == 1


def test_terms_of_the_contract_give_the_due_day_and_its_reason(ctx, call, cast):
    posted = post_charge(ctx, call(), charge(due_on=None, issued=date(2026, 10, 1)))
    (part,) = posted.parts
    assert (part.due_on, part.steps[0].code) == (date(2026, 10, 15), "due_counted")


def test_a_charge_in_parts_is_one_row_per_part(ctx, call, cast):
    posted = post_charge(ctx, call(), charge(due_on=None, terms="30% issued+5d; rest end_of_warranty+1m"))
    assert [part.amount for part in posted.parts] == [uah("300.00"), uah("700.00")]
    debt = only(ctx, call())
    assert (debt.outstanding, debt.overdue) == (uah("1000.00"), uah("300.00"))


def test_a_charge_after_the_end_of_its_contract_is_posted_with_a_warning(ctx, call, cast):
    add_contract(ctx, call(), cast, number="8-Т", last_day=date(2026, 6, 30), length=None, renewal="none")
    posted = post_charge(ctx, call(), charge(which=Which("8-Т")))
    assert [each.code for each in posted.warnings] == ["after_end"]


def test_f16_currencies_stand_apart(ctx, call, cast):
    post_charge(ctx, call(), charge())
    post_charge(ctx, call(), replace(charge("АКТ-2"), amount=money("5.00", "EUR")))
    assert {(debt.currency, debt.outstanding.wire) for debt in list_debts(ctx, call())} == {
        ("UAH", "1000.00"),
        ("EUR", "5.00"),
    }


def test_a_past_day_is_answered_as_of_then_and_as_it_was_shown(ctx, call, cast):
    day = date(2026, 11, 3)
    post_charge(ctx, call(day), charge())
    shown = only(ctx, call(day)).outstanding
    load(ctx, call(day + timedelta(days=5)), line("400.00", day, purpose="АКТ-1"))
    later = call(day + timedelta(days=6))
    assert only(ctx, replace(later, as_of=day)).outstanding == uah("600.00")
    assert only(ctx, replace(later, as_of=day), known_on=day).outstanding == shown == uah("1000.00")
    assert list_debts(ctx, replace(later, as_of=date(2026, 9, 30))) == []


def test_debts_are_listed_by_contract_and_by_charge(ctx, call, cast):
    post_charge(ctx, call(), charge())
    post_charge(ctx, call(), charge("АКТ-2", due_on=date(2026, 12, 1)))
    assert only(ctx, call(), by="contract").contract is not None
    by_charge = list_debts(ctx, call(), DebtQuery(by="charge"))
    assert [(each.charge, each.overdue.wire) for each in by_charge] == [("АКТ-1", "1000.00"), ("АКТ-2", "0.00")]


def test_what_we_owe_is_another_list_and_never_netted(ctx, call, cast):
    post_charge(ctx, call(), charge())
    post_charge(ctx, call(), replace(charge("РАХ-9", "70.00"), kind="invoice", direction=Direction.PAYABLE))
    assert only(ctx, call()).outstanding == uah("1000.00")
    assert only(ctx, call(), direction="payable").outstanding == uah("70.00")


def test_a_hold_is_shown_beside_the_debt_until_it_is_lifted(ctx, call, cast):
    post_charge(ctx, call(), charge())
    no = hold(ctx, call(), HoldKind.PROMISED, "обіцяли до 30.11", charge="АКТ-1", until_on=date(2026, 11, 30))
    assert only(ctx, call()).holds == ("promised",)
    assert [(each.hold, each.charge, each.last_day) for each in list_holds(ctx, call())] == [
        (no, "АКТ-1", date(2026, 11, 30))
    ]
    lift_hold(ctx, call(), no, "сплатили")
    assert only(ctx, call()).holds == ()
    assert list_holds(ctx, call()) == []
    assert [each.lifted_on for each in list_holds(ctx, call(), is_standing=False)] == [call().as_of]
    with pytest.raises(Refusal, match="no hold"):
        lift_hold(ctx, call(), no)
    with pytest.raises(Refusal, match="needs a reason"):
        hold(ctx, call(), HoldKind.DISPUTED, " ", charge="АКТ-1")


def test_more_paid_than_the_contract_amount_is_named(ctx, call, cast):
    add_contract(ctx, call(), cast, number="9-Т", amount_minor=50000, currency="UAH")
    post_charge(ctx, call(), charge(which=Which("9-Т")))
    load(ctx, call(), line("1000.00", purpose="АКТ-1"))
    (row,) = list_nearly_used(ctx, call())
    assert (row.contract, row.usage.amount, row.usage.paid) == ("9-Т", uah("500.00"), uah("1000.00"))
    assert list_nearly_used(ctx, call(), DebtQuery(counterparty="99100002")) == []


def test_money_by_hand_is_matched_like_a_line(ctx, call, cast):
    post_charge(ctx, call(), charge())
    add_payment(ctx, call(), line("1000.00", purpose="акт АКТ-1"))
    assert list_debts(ctx, call()) == []


@pytest.mark.broken_on_purpose
def test_the_doctor_finds_and_mends_an_open_amount_that_does_not_follow(ctx, call, cast):
    post_charge(ctx, call(), charge())
    table = table_of(ChargeOpenRow)
    with writing(ctx, call()) as work:
        work.conn.execute(update(table).values(open_minor=table.c.open_minor + 1))
        work.conn.commit()
    assert [each.code for each in examined(ctx, call().as_of)] == ["charge_open"]
    repair_derived(ctx, call())
    assert examined(ctx, call().as_of) == []
