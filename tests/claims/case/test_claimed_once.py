"""R3: a debt stands in one open claim: a second demand of any kind is refused and names the first (domain §8)."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from contracts.claims.case.cases import show
from contracts.claims.case.contexts.letter import OwedDebt
from contracts.claims.case.given_debt import claim_letter
from contracts.claims.case.letter import Destination
from contracts.claims.case.moves import MoveFacts, move
from contracts.claims.case.outgoing import ClaimRequest, approve, draft_claim
from contracts.claims.case.pack import pack_claim
from contracts.claims.case.rules.claim import ClaimFault, ClaimStatus
from contracts.claims.case.rules.claimed_once import mark_of
from contracts.claims.case.tables import ClaimItemRow
from contracts.claims.case.waiting_money import set_aside
from contracts.kernel.context import Call
from contracts.kernel.database.engine import open_engine, writing
from contracts.kernel.database.tables import table_of
from contracts.kernel.money import money
from contracts.money.import_statement import add_payment
from contracts.money.payments import undo_payment
from contracts.money.post_charge import NewCharge, post_charge
from contracts.money.rules.statement import StatementLine
from contracts.registry.lookup import Which
from tests.cast import add_contract, settle
from tests.conftest import TODAY, Post, context_over

DUE = date(2026, 1, 15)
_AT = datetime(2026, 11, 23, 6, tzinfo=UTC)


@pytest.fixture
def cast(ctx, call):
    made = settle(ctx, call())
    add_contract(ctx, call(), made, number="7-Т")
    _charge(ctx, call, "АКТ-1")
    return made


def _charge(ctx, call, number, due_on=DUE):
    new = NewCharge("act", number, date(2026, 1, 5), money("1000", "UAH"), which=Which("7-Т"), due_on=due_on)
    post_charge(ctx, call(), new)


def _draft(ctx, call, tmp_path, **more):
    return draft_claim(ctx, call(), ClaimRequest(which=Which("7-Т"), to=Destination(tmp_path / "c.docx"), **more))


def _by_hand(ctx, call, tmp_path, debt, **more):
    request = ClaimRequest(which=Which("7-Т"), to=Destination(tmp_path / "h.docx"), **more)
    return claim_letter(ctx, call(), request, debt)


def test_r3_the_same_debt_is_not_claimed_again_and_the_open_claim_is_named(ctx, call, cast, tmp_path):
    first = _draft(ctx, call, tmp_path)
    with pytest.raises(ClaimFault, match=r"АКТ-1 stands in claim No\. ПР-1/2026 of 2026-11-23") as refused:
        _draft(ctx, call, tmp_path)
    assert refused.value.code == "already_claimed"
    with pytest.raises(ClaimFault, match="ПР-1/2026"):
        pack_claim(ctx, call(), ClaimRequest(counterparty="99100001"), target=tmp_path / "a.zip")
    with pytest.raises(ClaimFault, match="ПР-1/2026"):
        _by_hand(ctx, call, tmp_path, OwedDebt(money("1000", "UAH"), DUE))
    approve(ctx, call(), first.claim, Destination(tmp_path / "again.docx"))


def test_r3_what_is_new_is_claimed_and_what_was_left_out_is_said(ctx, call, cast, tmp_path):
    first = _draft(ctx, call, tmp_path)
    _charge(ctx, call, "АКТ-2", date(2026, 2, 1))
    second = _draft(ctx, call, tmp_path)
    assert [each.owed.document[-5:] for each in second.facts.debts] == ["АКТ-2"]
    assert [tuple(map(str, (each.document, each.claim))) for each in second.already_claimed] == [("АКТ-1", first.claim)]


def test_r3_a_claim_takes_the_place_of_another_where_a_person_says_so(ctx, call, cast, tmp_path):
    first = _draft(ctx, call, tmp_path)
    second = _draft(ctx, call, tmp_path, instead=first.claim)
    assert show(ctx, call(), first.claim).status is ClaimStatus.WITHDRAWN
    assert second.facts.principal == money("1000", "UAH")
    with pytest.raises(ClaimFault, match=second.claim):
        _draft(ctx, call, tmp_path)


def test_r3_a_claim_that_is_over_frees_its_debts_and_one_taken_back_holds_them(ctx, call, cast, tmp_path):
    first = _draft(ctx, call, tmp_path)
    paid = StatementLine(TODAY, money("1000", "UAH"), other_code="99100001", purpose="оплата за актом АКТ-1")
    no = add_payment(ctx, call(), paid)
    assert show(ctx, call(), first.claim).status is ClaimStatus.SETTLED
    undo_payment(ctx, call(), no)
    with pytest.raises(ClaimFault, match=first.claim):
        _draft(ctx, call, tmp_path)
    move(ctx, call(), first.claim, ClaimStatus.WITHDRAWN, MoveFacts(reason="помилка"))
    set_aside(ctx, call(), [no], "платіж повернуто")
    assert _draft(ctx, call, tmp_path).facts.principal == money("1000", "UAH")


@pytest.mark.parametrize("document", ["", "Акт № АКТ-9", "акт АКТ-9 від 01.02.2026"])
def test_r3_a_letter_of_a_debt_given_by_hand_is_known_too(ctx, call, cast, tmp_path, document):
    debt = OwedDebt(money("500", "UAH"), date(2026, 3, 2), document="Акт № АКТ-9" if document else "")
    first = _by_hand(ctx, call, tmp_path, debt)
    with pytest.raises(ClaimFault, match=first.claim):
        _by_hand(ctx, call, tmp_path, debt._replace(document=document, amount=money("400", "UAH")))
    _charge(ctx, call, "АКТ-9", date(2026, 3, 2))
    assert [each.document for each in _draft(ctx, call, tmp_path).already_claimed] == ["АКТ-9"]
    assert _by_hand(ctx, call, tmp_path, debt, instead=first.claim).claim != first.claim


def test_r3_another_debt_of_the_contract_is_another_letter(ctx, call, cast, tmp_path):
    debts = (
        OwedDebt(money("500", "UAH"), date(2026, 3, 2)),
        OwedDebt(money("500", "UAH"), date(2026, 4, 2)),
        OwedDebt(money("500", "UAH"), date(2026, 5, 2), document="накладна № 1"),
        OwedDebt(money("500", "UAH"), date(2026, 5, 2), document="накладна № 11"),
    )
    assert len({_by_hand(ctx, call, tmp_path, each).claim for each in debts}) == len(debts)


def test_r3_the_database_itself_knows_it(ctx, call, cast, tmp_path):
    _draft(ctx, call, tmp_path)
    items = table_of(ClaimItemRow)
    with writing(ctx.engine) as conn, pytest.raises(IntegrityError):
        row = {"claim_id": 1, "no": 2, "charge_id": 1, "principal_minor": 1, "open_charge_id": 1}
        conn.execute(insert(items), [row])


@pytest.mark.parametrize(
    ("document", "key"),
    [
        ("Видаткова накладна № 418 від 20.10.2025", "418"),
        ("Акт АКТ-1", "акт-1"),
        ("Invoice No. 15 of 1 May 2026", "15"),
        ("рахунок № 5/26", "5/26"),
        ("акт без номера", ""),
    ],
)
def test_r3_a_document_is_known_by_its_number(document, key):
    assert mark_of("UAH", DUE, document).document_key == key


def _claims_of_a_process(url: str, folder: Path, _no: int) -> list[str]:
    """What one process gets: the number of its claim and of its letter, or the code of the refusal."""
    engine = open_engine(url)
    ctx = context_over(engine, folder, lambda: _AT, Post())
    call = Call(None, "tests", "cli", TODAY, _AT, f"test:{_no}")
    request = ClaimRequest(which=Which("7-Т"), to=Destination(folder / f"{_no}.docx"))
    by_hand = OwedDebt(money("500", "UAH"), date(2026, 3, 2))
    answers = []
    for make in (lambda: draft_claim(ctx, call, request), lambda: claim_letter(ctx, call, request, by_hand)):
        try:
            answers.append(make().claim)
        except ClaimFault as fault:
            answers.append(fault.code)
    engine.dispose()
    return answers


def test_r3_of_six_processes_at_once_one_claims(ctx, call, cast, tmp_path, database_url):
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(6, mp_context=spawn) as pool:
        answers = list(pool.map(partial(_claims_of_a_process, database_url, tmp_path), range(6)))
    for made in zip(*answers, strict=True):
        assert sorted(each.startswith("ПР-") for each in made) == [False] * 5 + [True], answers
        assert [each for each in made if not each.startswith("ПР-")] == ["already_claimed"] * 5
