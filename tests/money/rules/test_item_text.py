"""A line as a person writes it: name, quantity, unit, price with six digits, VAT (domain §6)."""

from decimal import Decimal

import pytest

from contracts.money.rules.item_text import parse_item, parse_vat
from contracts.money.rules.vat import PricedItem, Vat, VatFault

PAYER = Vat(2000)


def test_a_line_is_read_with_a_comma_or_a_point_and_keeps_six_digits():
    read = parse_item(" Прибирання  приміщень ; 1,5; год.; 123.456789; 7 %", PAYER)
    assert read == PricedItem("Прибирання приміщень", Decimal("1.5"), Decimal("123.456789"), Vat(700), "год.")


def test_a_line_that_names_no_vat_has_that_of_the_supplier():
    assert parse_item("Послуга; 1; послуга; 100", PAYER).vat == PAYER
    with pytest.raises(VatFault, match="not known whether VAT"):
        parse_item("Послуга; 1; послуга; 100", None)


@pytest.mark.parametrize(
    ("text", "vat"),
    [
        ("20", Vat(2000)),
        ("14%", Vat(1400)),
        ("5,5", Vat(550)),
        ("0", Vat(0)),
        ("exempt: 197.1.2", Vat(None, "197.1.2")),
        ("звільнено: 197.1.2 ПКУ", Vat(None, "197.1.2 ПКУ")),
        ("none", Vat(None, is_payer=False)),
        ("без ПДВ", Vat(None, is_payer=False)),
    ],
)
def test_vat_is_a_rate_an_exemption_or_none(text, vat):
    assert parse_vat(text) == vat


@pytest.mark.parametrize("text", ["-5", "101", "20.001", "abc", "NaN"])
def test_what_is_no_vat_is_refused_with_what_to_write(text):
    with pytest.raises(VatFault, match="is no VAT: write a rate"):
        parse_vat(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Послуга; 1; послуга", "cannot be read: write"),
        ("; 1; послуга; 5", "cannot be read: write"),
        ("Послуга; багато; послуга; 5", "the quantity «багато» is no number"),
        ("Послуга; 1; послуга; 5 грн", "the price «5 грн» is no number"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text, said):
    with pytest.raises(VatFault, match=said):
        parse_item(text, PAYER)
