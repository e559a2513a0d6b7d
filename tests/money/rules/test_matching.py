"""Who paid and what for, in the order of domain §6; proposals say why and never give too much."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.kernel.money import Money, money
from contracts.money.rules.ledger import Charge, Direction, Payment
from contracts.money.rules.matching import Directory, KnownContract, Payer, Sign, propose, unique_keys, who_paid
from contracts.money.rules.mentions import bare_name, mentions_in

DIRECTORY = Directory(
    {"UA21": 1},
    {"99314070": 2},
    {"тов чистий двір": 3, "чистий двір": 3},
    (KnownContract(10, 4, frozenset({"118-п/24"})), KnownContract(11, 2, frozenset({"7/2026"}))),
)


def pay(**more) -> Payment:
    return Payment(**{"id": 1, "is_incoming": True, "paid_on": date(2026, 5, 5), "amount": money("100", "UAH"), **more})


def owed(id: int, amount: str, number: str = "", contract: int | None = None, day: int = 1) -> tuple[Charge, Money]:
    sum_ = money(amount, "UAH")
    due = date(2026, 4, day)
    charge = Charge(id, Direction.RECEIVABLE, "act", number or f"АКТ-{id}", date(2026, 3, 1), due, sum_, 2, contract)
    return charge, sum_


@pytest.mark.parametrize(
    ("given_", "party", "sign"),
    [
        ({"other_account": "UA21", "other_code": "99314070"}, 1, Sign.ACCOUNT),
        ({"other_code": "99314070", "other_name": "ТОВ «Чистий Двір»"}, 2, Sign.CODE),
        ({"purpose": "Оплата зг. дог. № 118-П/24", "other_name": "ТОВ «Чистий Двір»"}, 4, Sign.CONTRACT),
        ({"other_name": 'ТОВ "ЧИСТИЙ ДВIР"'}, 3, Sign.NAME),
        ({"other_name": "ЧИСТИЙ ДВІР ТОВ"}, 3, Sign.NAME),
    ],
)
def test_the_payer_is_known_by_account_then_code_then_contract_then_name(given_, party, sign):
    payer = who_paid(pay(**given_), DIRECTORY)
    assert (payer.party_id, payer.sign) == (party, sign)


def test_nobody_is_unidentified():
    assert who_paid(pay(other_name="ФОП Невідомий", purpose="за послуги"), DIRECTORY) is None


def test_a_key_two_parties_share_names_nobody():
    assert unique_keys([("a", 1), ("a", 2), ("b", 3), ("b", 3), ("", 4)]) == {"b": 3}


PAYER = Payer(2, Sign.CODE)


def best(purpose: str, *charges, payer=PAYER, rest="100.00"):
    return propose(payer, pay(purpose=purpose), money(rest, "UAH"), charges)[0]


def test_the_document_named_comes_first_and_alone_is_certain():
    found = best("Сплата за рах. № 12 від 01.03", owed(1, "100.00", day=1), owed(2, "100.00", "12", day=9))
    assert (found.sign, found.is_certain, [id for id, _ in found.parts]) == (Sign.DOCUMENT, True, [2])


def test_a_document_named_by_a_payer_known_by_name_only_is_not_certain():
    found = best("рах. № 12", owed(2, "100.00", "12"), payer=Payer(2, Sign.NAME))
    assert not found.is_certain


def test_the_contract_named_takes_its_exact_sum_else_its_oldest():
    charges = (owed(1, "40.00", contract=11, day=1), owed(2, "100.00", contract=11, day=9), owed(3, "100.00", day=2))
    named = Payer(2, Sign.CODE, 11)
    assert best("за послуги", *charges, payer=named).parts == ((2, money("100.00", "UAH")),)
    assert best("за послуги", *charges, payer=named, rest="70.00").sign is Sign.CONTRACT_OLDEST


def test_a_single_exact_sum_comes_before_the_oldest():
    found = best("за послуги", owed(1, "40.00", day=1), owed(2, "100.00", day=9))
    assert (found.sign, found.is_certain) == (Sign.EXACT, False)


def test_two_exact_sums_leave_the_oldest_due():
    found = best("за послуги", owed(1, "100.00", day=9), owed(2, "100.00", day=1))
    assert (found.sign, found.parts[0][0]) == (Sign.OLDEST, 2)


def test_money_of_a_known_payer_who_owes_nothing_is_an_advance():
    found = best("за послуги")
    assert (found.sign, found.parts) == (Sign.ADVANCE, ())


@pytest.mark.parametrize(
    ("purpose", "number"),
    [
        ("Оплата за послуги зг. рах. № 12, 13 та 14 від 01.02.2026", "13"),
        ("Оплата по рахунку-фактурі СФ-0000123 від 5.5.26", "сф-0000123"),
        ("Payment invoice INV-2026/7", "іnv-2026/7"),
        ("За товар 118 - П / 24", "118-п/24"),
    ],
)
def test_a_purpose_names_documents_in_many_ways(purpose, number):
    assert mentions_in(purpose).names_document(number)


@pytest.mark.parametrize(("purpose", "number"), [("оплата 12 днів за січень", "12"), ("рах. 118-П/245", "118-п/24")])
def test_a_number_inside_something_else_is_not_named(purpose, number):
    assert not mentions_in(purpose).names_document(number)


def test_legal_forms_do_not_part_names():
    names = ["ТОВ «Ясен»", "ЯСЕН ТОВ", 'Товариство з обмеженою відповідальністю "Ясен"']
    assert {bare_name(each) for each in names} == {"ясен"}


@given(st.integers(1, 10**6), st.lists(st.integers(1, 10**5), max_size=6), st.sampled_from(["", "акт АКТ-1", "№ 2"]))
@settings(max_examples=80)
def test_no_proposal_gives_more_than_is_left_or_more_than_is_open(rest, opens, purpose):
    charges = [owed(n, f"{minor / 100:.2f}") for n, minor in enumerate(opens, 1)]
    for each in propose(PAYER, pay(purpose=purpose), Money(rest, "UAH"), charges):
        assert sum(part.minor for _, part in each.parts) <= rest
        assert all(0 < part.minor <= opens[id - 1] for id, part in each.parts)
        assert len({id for id, _ in each.parts}) == len(each.parts)
