"""An act that was sent and not returned: unknown, accepted by silence, or signed on a day (domain §6)."""

from datetime import date

import pytest

from contracts.kernel.calendar import Duration
from contracts.kernel.money import money
from contracts.money.charges import list_charges
from contracts.money.debts import list_debts
from contracts.money.due_days import enter_event
from contracts.money.import_statement import add_payment
from contracts.money.match import confirm_proposal
from contracts.money.post_charge import NewCharge, post_charge
from contracts.money.rules.ledger import LedgerFault
from contracts.money.rules.statement import StatementLine
from contracts.overview.agenda import Wish, agenda
from contracts.registry.lookup import Which
from tests.cast import add_contract, settle
from tests.conftest import TODAY

SENT = date(2026, 11, 2)


@pytest.fixture
def cast(ctx, call):
    made = settle(ctx, call())
    add_contract(ctx, call(), made, number="7-Т", payment_terms="10 календарних днів після акта")
    add_contract(ctx, call(), made, number="8-Т")
    return made


def post(ctx, call, number="АКТ-1", contract="7-Т", **more):
    new = NewCharge("act", number, SENT, money("1000.00", "UAH"), which=Which(contract), **{"sent_on": SENT, **more})
    return post_charge(ctx, call(), new)


@pytest.mark.parametrize("contract", ["7-Т", "8-Т"])
def test_an_act_not_returned_has_no_due_day_counts_and_is_asked_about(ctx, call, cast, contract):
    (part,) = post(ctx, call, contract=contract).parts
    assert (part.form, part.waits_for, part.steps[0].on) == ("unknown", "act_signed", SENT)
    (debt,) = list_debts(ctx, call())
    assert (debt.outstanding.wire, debt.overdue.wire) == ("1000.00", "0.00")
    assert [each.contract for each in agenda(ctx, call(), Wish(kind="act_not_returned"))] == [contract]


@pytest.mark.parametrize(("contract", "due"), [("7-Т", date(2026, 11, 19)), ("8-Т", date(2026, 11, 9))])
def test_silence_is_acceptance_where_it_is_agreed(ctx, call, cast, contract, due):
    (part,) = post(ctx, call, contract=contract, silence=Duration(5, "working_day")).parts
    assert (part.due_on, part.steps[0].code, part.steps[0].on) == (due, "deemed_accepted", date(2026, 11, 9))
    assert agenda(ctx, call(), Wish(kind="act_not_returned")) == ()


@pytest.mark.parametrize(("contract", "due"), [("7-Т", date(2026, 11, 16)), ("8-Т", date(2026, 11, 5))])
@pytest.mark.parametrize("silence", [None, Duration(5, "working_day")])
def test_the_signature_gives_the_day_all_the_same(ctx, call, cast, contract, due, silence):
    post(ctx, call, contract=contract, silence=silence)
    assert enter_event(ctx, call(), Which(contract), "act_signed", date(2026, 11, 5)) == 1
    assert [row.due_on for row in list_charges(ctx, call())] == [due]


def test_of_several_acts_the_one_signed_is_named(ctx, call, cast):
    for number in ("АКТ-1", "АКТ-2"):
        post(ctx, call, number)
    with pytest.raises(LedgerFault, match="АКТ-1, АКТ-2; name the one meant"):
        enter_event(ctx, call(), Which("7-Т"), "act_signed", date(2026, 11, 5))
    assert enter_event(ctx, call(), Which("7-Т"), "act_signed", date(2026, 11, 5), charge="АКТ-2") == 1
    assert [row.number for row in list_charges(ctx, call()) if row.due_on] == ["АКТ-2"]


def test_an_invoice_is_not_sent_to_be_returned(ctx, call, cast):
    with pytest.raises(LedgerFault, match="Only an act or a note"):
        post_charge(
            ctx,
            call(),
            NewCharge("invoice", "Р-1", SENT, money("1.00", "UAH"), which=Which("7-Т"), sent_on=SENT),
        )


def test_money_under_no_contract_is_told_of_when_a_charge_comes(ctx, call, cast):
    no = add_payment(
        ctx, call(), StatementLine(TODAY, money("600.00", "UAH"), other_code="99100001", purpose="за послуги")
    )
    told = post(ctx, call, sent_on=None).warnings
    assert [(each.code, each.facts["no"], each.facts["rest"]) for each in told] == [("advance_unnamed", no, "600.00")]
    confirm_proposal(ctx, call(), no)
    assert [each.outstanding.wire for each in list_debts(ctx, call())] == ["400.00"]
    assert post(ctx, call, "АКТ-2", sent_on=None).warnings == ()
