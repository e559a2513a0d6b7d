"""Every door of claims asks for its right, and shows nothing of a confidential contract to strangers (domain §11)."""

import inspect
import pkgutil
from dataclasses import replace
from datetime import date
from importlib import import_module

import pytest

import contracts.claims
from contracts.claims.case.card import card
from contracts.claims.case.cases import list_claims, show
from contracts.claims.case.letter import Destination
from contracts.claims.case.outgoing import ClaimRequest, draft_claim
from contracts.claims.case.queries.claims import NoSuchClaim
from contracts.claims.case.rules.claim import ClaimFault
from contracts.claims.dunning.letter import SendRequest
from contracts.claims.dunning.levels import show_ladder
from contracts.claims.dunning.rules.ladder import DunningFault
from contracts.claims.dunning.runs import LetterDecision, decide_letter, draft_run, triage
from contracts.claims.dunning.sending import send_run
from contracts.claims.limitation.card import limitation_card
from contracts.claims.limitation.events import DebtsMeant, Evidence, restart, undo
from contracts.claims.limitation.red_list import red_list
from contracts.claims.limitation.rules.limitation import LimitationGround
from contracts.claims.reconciliation.statements import StatementPeriod, make_statement
from contracts.kernel.money import money
from contracts.kernel.refusal import Refusal
from contracts.kernel.rights import ROLES
from contracts.kernel.unit_of_work import DOORS
from contracts.money.post_charge import NewCharge, post_charge
from contracts.money.queries.charges import NoSuchCharge
from contracts.registry.lookup import Which
from tests.cast import add_contract, settle

SECRET, OPEN = "99100001", "99100002"
PAID = Evidence(LimitationGround.PART_PAYMENT, date(2026, 10, 1), "платіж № 7")


def _use_cases():
    """Public functions that take a context and a call first."""
    for found in pkgutil.walk_packages(contracts.claims.__path__, "contracts.claims."):
        module = import_module(found.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            first = list(inspect.signature(function).parameters)[:2]
            if function.__module__ == found.name and not name.startswith("_") and first == ["ctx", "call"]:
                yield f"{found.name}.{name}", function


USE_CASES = dict(_use_cases())


@pytest.mark.parametrize("name", USE_CASES)
def test_a_caller_without_rights_is_refused_at_every_door(name, call):
    with pytest.raises(Refusal) as refused:
        USE_CASES[name](None, call(person_id=1, rights=frozenset()))
    assert (refused.value.code, refused.value.facts["right"]) == ("no_right", DOORS[name])


def test_lists_and_cards_are_reading_and_letters_are_sent_by_those_who_may():
    rights = {name.rpartition(".")[2]: DOORS[name] for name in USE_CASES}
    assert {rights[name] for name in ("list_claims", "card", "triage", "show_ladder", "red_list")} == {"debts.read"}
    assert {rights[name] for name in ("draft_claim", "draft_run", "receive", "restart")} == {"claims.prepare"}
    assert {rights[name] for name in ("approve", "send", "send_run", "hand_over")} == {"claims.send"}


def owe(ctx, call, contract, due_on=date(2023, 12, 29), number=""):
    name, sum_ = number or f"АКТ-{contract}", money("100.00", "UAH")
    charge = NewCharge("act", name, date(2023, 11, 1), sum_, which=Which(contract))
    post_charge(ctx, call(), replace(charge, due_on=due_on))


@pytest.fixture
def cast(ctx, call, tmp_path):
    """A debt under a confidential contract in a claim, another under an open one."""
    cast = settle(ctx, call())
    for number, party, is_confidential in (("7-Т", cast.cleaning, True), ("8-Х", cast.supplier, False)):
        add_contract(ctx, call(), cast, number=number, counterparty_id=party, is_confidential=is_confidential)
        owe(ctx, call, number)
    draft_claim(ctx, call(), ClaimRequest(counterparty=SECRET, to=Destination(tmp_path / "claim.docx")))
    return cast


@pytest.fixture
def stranger(call, cast):
    """A call of somebody who works with claims, and to whom the contract is not shown."""
    return lambda: call(person_id=cast.tkachuk, rights=ROLES["claims"])


def test_a_confidential_claim_is_neither_listed_nor_found(ctx, call, stranger):
    assert [each.claim for each in list_claims(ctx, call())] == ["ПР-1/2026"]
    assert list_claims(ctx, stranger()) == []
    for read in (show, card):
        with pytest.raises(NoSuchClaim):
            read(ctx, stranger(), "ПР-1/2026")


def test_a_claim_of_several_contracts_is_as_confidential_as_any_of_them(ctx, call, cast, stranger, tmp_path):
    for number, is_confidential in (("9-В", False), ("10-Т", True)):
        add_contract(ctx, call(), cast, number=number, is_confidential=is_confidential)
        owe(ctx, call, number, date(2023, 11, 29))
    to = Destination(tmp_path / "both.docx")
    both = draft_claim(ctx, call(), ClaimRequest(counterparty=SECRET, to=to))
    assert both.documents == ("Акт №\u00a0АКТ-9-В (9-В)", "Акт №\u00a0АКТ-10-Т (10-Т)")
    assert list_claims(ctx, stranger()) == []
    with pytest.raises(ClaimFault, match="АКТ-9-В stands in claim") as claimed:
        draft_claim(ctx, stranger(), ClaimRequest(counterparty=SECRET, to=to))
    assert "10-Т" not in str(claimed.value)


def test_a_stranger_claims_and_reconciles_nothing_of_it(ctx, stranger, tmp_path):
    with pytest.raises(ClaimFault, match="nothing to claim"):
        draft_claim(ctx, stranger(), ClaimRequest(counterparty=SECRET))
    year = StatementPeriod(SECRET, date(2023, 1, 1), date(2023, 12, 31))
    with pytest.raises(Refusal, match="Not every contract"):
        make_statement(ctx, stranger(), year, target=tmp_path / "act.docx")


def test_its_limitation_is_not_shown_moved_or_listed(ctx, call, stranger):
    assert {each.charge for each in red_list(ctx, call(), None).rows} == {"АКТ-7-Т", "АКТ-8-Х"}
    shown = red_list(ctx, stranger(), None)
    assert [each.charge for each in shown.rows] == ["АКТ-8-Х"]
    assert [each.open for each in shown.totals] == [money("100.00", "UAH")]
    with pytest.raises(NoSuchCharge):
        limitation_card(ctx, stranger(), "АКТ-7-Т")
    with pytest.raises(NoSuchCharge):
        restart(ctx, stranger(), DebtsMeant(["АКТ-7-Т"]), PAID)
    (moved,) = restart(ctx, call(), DebtsMeant(["АКТ-7-Т"]), PAID).events
    with pytest.raises(Refusal, match="no event"):
        undo(ctx, stranger(), moved.event, "чуже")


def test_its_letters_are_not_proposed_decided_or_sent(ctx, call, stranger, tmp_path):
    owe(ctx, call, "7-Т", date(2026, 9, 1), "АКТ-2")
    draft_run(ctx, call())
    assert [each.counterparty for each in triage(ctx, stranger())] == ["ПрАТ «Лан-Хліб»"]
    with pytest.raises(DunningFault, match="No letter"):
        decide_letter(ctx, stranger(), SECRET, LetterDecision(is_approved=True))
    assert [each.document for each in show_ladder(ctx, stranger())] == ["АКТ-8-Х"]
    sent = send_run(ctx, stranger(), SendRequest(tmp_path))
    assert {each.counterparty for each in sent} <= {"ПрАТ «Лан-Хліб»"}
    assert {each.counterparty: each.state for each in triage(ctx, call())}["ТОВ «Чистий двір»"] == "proposed"
