"""Money of a confidential contract is shown to no stranger, counted for none, and changed by none (domain §11)."""

from datetime import date

import pytest

from contracts.kernel.money import money
from contracts.kernel.refusal import Refusal
from contracts.kernel.rights import RIGHTS
from contracts.money.charges import charge_card, list_charges
from contracts.money.debts import DebtQuery, list_debts, list_nearly_used
from contracts.money.due_days import fix_due
from contracts.money.hold import hold, lift_hold, list_holds
from contracts.money.import_statement import add_payment
from contracts.money.match import confirm_proposal
from contracts.money.payments import assign_payment, list_payments, refund_payment, split_payment, undo_payment
from contracts.money.post_charge import NewCharge, post_charge
from contracts.money.queries.charges import NoSuchCharge
from contracts.money.queries.payments import NoSuchPayment
from contracts.money.reduce import ReductionGround, offset_charges, reduce_charge, restore_charge
from contracts.money.reports import expected_cash
from contracts.money.rules.ledger import AdjustmentKind, HoldKind
from contracts.money.rules.statement import StatementLine
from contracts.registry.lookup import Which
from contracts.registry.queries.contracts import NoSuchContract
from tests.cast import add_contract, settle

WHY = ReductionGround("лист")


def uah(amount):
    return money(amount, "UAH")


@pytest.fixture
def secret(ctx, call):
    """A confidential contract with a debt that is held, an advance, and a contract of the same counterparty beside."""
    cast = settle(ctx, call())
    secret = {"is_confidential": True, "amount_minor": 100_000, "currency": "UAH"}
    add_contract(ctx, call(), cast, number="С-1", **secret)
    add_contract(ctx, call(), cast, number="7-Т")
    for number, contract in (("ТАЄМНА-1", "С-1"), ("АКТ-1", "7-Т")):
        due = date(2026, 10, 15)
        post_charge(
            ctx, call(), NewCharge("act", number, date(2026, 10, 1), uah("950.00"), due_on=due, which=Which(contract))
        )
    no = add_payment(ctx, call(), StatementLine(date(2026, 11, 2), uah("70.00"), purpose="аванс"), which=Which("С-1"))
    held = hold(ctx, call(), HoldKind.DISPUTED, "спір", charge="ТАЄМНА-1")
    return cast, no, held


def test_a_stranger_is_shown_nothing_of_a_confidential_contract(ctx, call, secret):
    cast, _no, _held = secret
    stranger = call(person_id=cast.tkachuk, rights=frozenset(RIGHTS) - {"audit.read"})
    owner = call(person_id=cast.marchenko, rights=frozenset(RIGHTS) - {"audit.read"})
    shown = {}
    for who in (stranger, owner):
        shown[who.person_id] = (
            [each.number for each in list_charges(ctx, who)],
            [each.charge for each in list_debts(ctx, who, DebtQuery("charge"))],
            [(each.outstanding.wire, each.advance) for each in list_debts(ctx, who)],
            [each.incoming.wire for each in expected_cash(ctx, who)],
            [each.rest.wire for each in list_payments(ctx, who)],
            [each.charge for each in list_holds(ctx, who)],
            [each.contract for each in list_nearly_used(ctx, who)],
        )
    assert shown[cast.tkachuk] == (["АКТ-1"], ["АКТ-1"], [("950.00", None)], ["950.00"], [], [], [])
    both, sums = ["ТАЄМНА-1", "АКТ-1"], [("1900.00", uah("70.00"))]
    assert shown[cast.marchenko] == (both, both, sums, ["1900.00"], ["70.00"], ["ТАЄМНА-1"], ["С-1"])
    assert charge_card(ctx, owner, "ТАЄМНА-1").contract == "С-1"


def test_a_stranger_changes_nothing_of_a_confidential_contract(ctx, call, secret):
    cast, no, held = secret
    stranger = call(person_id=cast.tkachuk, rights=frozenset(RIGHTS) - {"audit.read"})
    own = add_payment(
        ctx, stranger, StatementLine(date(2026, 11, 3), uah("50.00"), purpose="за 7-Т"), which=Which("7-Т")
    )
    charge, secret_payment = "ТАЄМНА-1", (NoSuchPayment, r"There is no payment")
    for does, (fault, words) in (
        (lambda: charge_card(ctx, stranger, charge), (NoSuchCharge, "There is no charge")),
        (lambda: reduce_charge(ctx, stranger, charge, AdjustmentKind.WRITE_OFF, ground=WHY), (NoSuchCharge, charge)),
        (lambda: restore_charge(ctx, stranger, charge), (NoSuchCharge, charge)),
        (lambda: offset_charges(ctx, stranger, "АКТ-1", charge, ground=WHY), (NoSuchCharge, charge)),
        (lambda: fix_due(ctx, stranger, charge, date(2027, 1, 1), "лист"), (NoSuchCharge, charge)),
        (lambda: hold(ctx, stranger, HoldKind.DISPUTED, "спір", charge=charge), (NoSuchCharge, charge)),
        (lambda: split_payment(ctx, stranger, own, [(charge, uah("1.00"))]), (NoSuchCharge, charge)),
        (lambda: split_payment(ctx, stranger, no, [("АКТ-1", uah("1.00"))]), secret_payment),
        (lambda: assign_payment(ctx, stranger, no, counterparty="99100001"), secret_payment),
        (lambda: confirm_proposal(ctx, stranger, no), secret_payment),
        (lambda: undo_payment(ctx, stranger, no), secret_payment),
        (lambda: refund_payment(ctx, stranger, own, no), secret_payment),
        (lambda: lift_hold(ctx, stranger, held), (Refusal, "There is no hold")),
        (lambda: assign_payment(ctx, stranger, own, which=Which("С-1")), (NoSuchContract, "С-1")),
    ):
        with pytest.raises(fault, match=words):
            does()
    proposals = [part.charge for each in list_payments(ctx, stranger) for p in each.proposals for part in p.parts]
    assert set(proposals) == {"АКТ-1"}
