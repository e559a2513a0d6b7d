"""VAT once per rate and document; the last line takes the difference (domain §6)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.kernel.money import money
from contracts.money.rules.vat import Priced, PricedItem, Vat, VatFault, calculate_items


def item(price: str, quantity: str = "1", **vat) -> PricedItem:
    return PricedItem("x", Decimal(quantity), Decimal(price), Vat(**vat))


def test_net_prices_carry_the_tax_on_top():
    sums = calculate_items([item("1000.00", "2")], Priced.NET, "UAH")
    assert (sums.net.wire, sums.vat.wire, sums.gross.wire) == ("2000.00", "400.00", "2400.00")


def test_gross_prices_contain_it():
    sums = calculate_items([item("1200.00")], Priced.GROSS, "UAH")
    assert (sums.net.wire, sums.vat.wire, sums.gross.wire) == ("1000.00", "200.00", "1200.00")


def test_the_last_line_of_a_rate_takes_the_difference():
    sums = calculate_items([item("0.33"), item("0.33"), item("0.33")], Priced.NET, "UAH")
    assert [line.vat.wire for line in sums.lines] == ["0.07", "0.07", "0.06"]
    assert sums.vat.wire == "0.20"


def test_a_unit_price_has_up_to_six_digits_and_the_line_is_rounded_once():
    sums = calculate_items([item("0.123456", "1000", rate_bp=None, ground="196.1.1")], Priced.NET, "UAH")
    assert (sums.gross.wire, sums.vat.wire) == ("123.46", "0.00")


def test_seven_digits_are_refused_with_the_item():
    with pytest.raises(VatFault, match=r"x: the price 0.1234567 is negative, has more than 6 digits"):
        calculate_items([item("0.1234567")], Priced.NET, "UAH")


def test_who_pays_no_tax_has_no_rate_line():
    sums = calculate_items([item("10.00", is_payer=False)], Priced.NET, "UAH")
    assert sums.by_rate == ((None, money("10.00", "UAH"), money("0", "UAH")),)


def test_a_document_without_items_is_refused():
    with pytest.raises(VatFault, match="no items"):
        calculate_items([], Priced.NET, "UAH")


_ITEMS = st.lists(
    st.builds(
        lambda price, quantity, rate: item(str(price), str(quantity), rate_bp=rate),
        st.decimals(0, 10_000, places=6),
        st.integers(1, 50),
        st.sampled_from([2000, 700, 0, None]),
    ),
    min_size=1,
    max_size=8,
)


@given(_ITEMS, st.sampled_from(Priced))
def test_lines_add_up_to_the_document_and_each_line_to_itself(items, priced):
    sums = calculate_items(items, priced, "UAH")
    assert sums.net + sums.vat == sums.gross
    assert all(line.net + line.vat == line.gross for line in sums.lines)
    assert sum(tax.minor for _, _, tax in sums.by_rate) == sums.vat.minor
