"""A document posted by its lines keeps them with VAT once per rate; an annex gives its terms (domain §3, §6)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from contracts.kernel.money import Money, money
from contracts.money.charges import charge_card, list_charges
from contracts.money.post_charge import NewCharge, post_charge, usual_vat
from contracts.money.rules.ledger import Direction, LedgerFault
from contracts.money.rules.vat import Priced, PricedItem, Vat, lines_of
from contracts.parties.parties import set_party
from contracts.registry.annexes import AnnexRefused, add_annex
from contracts.registry.lookup import Which
from tests.cast import add_contract, settle

ISSUED = date(2026, 10, 1)
LINES = (
    PricedItem("Прибирання", Decimal("1.5"), Decimal("123.456789"), Vat(2000), "год"),
    PricedItem("Книги", Decimal(3), Decimal("0.333333"), Vat(700), "шт."),
    PricedItem("Навчання", Decimal(1), Decimal(100), Vat(None, "197.1.2"), "послуга"),
)


@pytest.fixture
def cast(ctx, call):
    made = settle(ctx, call())
    add_contract(ctx, call(), made, number="7-Т", payment_terms="10 календарних днів після акта")
    return made


def post(ctx, call, number="АКТ-1", items=LINES, **more):
    lines = lines_of(items, Priced.NET, "UAH")
    new = NewCharge("act", number, ISSUED, lines.totals.gross, which=Which("7-Т"), lines=lines, **more)
    return post_charge(ctx, call(), new)


def test_lines_are_kept_with_their_prices_rates_and_grounds(ctx, call, cast):
    post(ctx, call)
    card = charge_card(ctx, call(), "АКТ-1")
    kept = [(each.name, Decimal(each.quantity), Decimal(each.price), each.unit) for each in card.lines.items]
    assert kept == [(each.name, each.quantity, each.unit_price, each.unit) for each in LINES]
    assert [each.net.wire for each in card.lines.items] == ["185.19", "1.00", "100.00"]
    assert [(each.rate, each.vat.wire) for each in card.lines.vat_by_rate] == [
        ("20", "37.04"),
        ("7", "0.07"),
        (None, "0.00"),
    ]
    assert card.amount == card.open == money("323.30", "UAH")


def test_the_lines_of_a_document_in_parts_stand_once(ctx, call, cast):
    post(ctx, call, terms="40% issued+5d; rest act_signed+30d")
    card = charge_card(ctx, call(), "АКТ-1")
    assert [part.amount.wire for part in card.parts] == ["129.32", "193.98"]
    assert len(card.lines.items) == 3
    assert charge_card(ctx, call(), "АКТ-1:2").amount == money("193.98", "UAH")


def test_a_sum_stated_beside_the_lines_must_be_theirs(cast):
    with pytest.raises(LedgerFault, match=r"The lines give 323\.30 UAH, the sum stated is 323\.00"):
        lines_of(LINES, Priced.NET, "UAH", money("323.00", "UAH"))


def test_a_document_has_lines_of_a_payer_of_vat_or_of_none(cast):
    assert lines_of(LINES[:1], Priced.NET, "UAH").rate_bp == 2000
    assert lines_of(LINES, Priced.NET, "UAH").rate_bp is None
    with pytest.raises(LedgerFault, match="name the VAT of every line"):
        lines_of([LINES[0], PricedItem("x", Decimal(1), Decimal(1), Vat(None, is_payer=False))], Priced.NET, "UAH")


def test_the_supplier_says_the_vat_nobody_named(ctx, call, cast):
    usual = lambda side: usual_vat(ctx, call(), side, which=Which("7-Т"))  # noqa: E731
    assert usual(Direction.RECEIVABLE) is None
    assert usual(Direction.PAYABLE) is None
    set_party(ctx, call(), "99100001", {"vat_code": "991000012345"})
    assert usual(Direction.PAYABLE) == Vat(2000)


def test_an_annex_gives_its_own_terms_and_is_shown(ctx, call, cast):
    add_annex(ctx, call(), Which("7-Т"), "order", {"number": "2", "payment_terms": "50% issued+3d; rest issued+20d"})
    add_annex(ctx, call(), Which("7-Т"), "specification", {"number": "2"})
    with pytest.raises(AnnexRefused, match="no single annex 2"):
        post(ctx, call, annex="2")
    posted = post(ctx, call, annex="order:2")
    assert [part.due_on for part in posted.parts] == [date(2026, 10, 5), date(2026, 10, 21)]
    assert charge_card(ctx, call(), "АКТ-1").annex == "order:2"
    post(ctx, call, "АКТ-2", annex="specification:2")
    assert [row.due_on for row in list_charges(ctx, call())][1] == date(2026, 10, 12)


def test_terms_of_a_charge_may_be_a_phrase_and_must_be_readable(ctx, call, cast):
    assert post(ctx, call, terms="5 календарних днів з дати акта").parts[0].due_on == date(2026, 10, 6)
    with pytest.raises(Exception, match="cannot be read"):
        post(ctx, call, "АКТ-2", terms="коли зможуть")


@pytest.mark.parametrize(
    ("status", "vat"),
    [
        ("", None),
        ("платник єдиного податку третьої групи, не є платником ПДВ", Vat(None, is_payer=False)),
        ("платник єдиного податку", Vat(None, is_payer=False)),
        ("платник ПДВ на загальних підставах", None),
    ],
)
def test_r2_only_a_tax_status_that_is_known_says_that_no_vat_is_charged(ctx, call, cast, status, vat):
    set_party(ctx, call(), "99100001", {"tax_status": status})
    assert usual_vat(ctx, call(), Direction.PAYABLE, which=Which("7-Т")) == vat


@pytest.mark.parametrize(
    ("vat", "kind"),
    [(None, "unknown"), (Vat(2000), "rate"), (Vat(None, "197.1.2"), "exempt"), (Vat(None, is_payer=False), "none")],
)
def test_r2_unknown_vat_is_not_a_sum_without_vat(ctx, call, cast, vat, kind):
    new = NewCharge("act", "АКТ-1", ISSUED, Money(120000, "UAH"), which=Which("7-Т"), vat=vat)
    post_charge(ctx, call(), replace(new, vat_rate_bp=vat.rate_bp if vat else None))
    assert charge_card(ctx, call(), "АКТ-1").lines.vat == kind
