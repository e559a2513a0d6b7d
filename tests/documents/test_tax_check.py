"""VAT given by a person agrees with the rate and the sum beside it (domain §6)."""

import pytest

from contracts.documents.tax_check import check_tax
from contracts.kernel.refusal import Refusal


def money(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "UAH"}


@pytest.mark.parametrize(
    "contract",
    [
        {"vat": True, "vat_rate": "20", "amount": money("1200.00"), "amount_vat": money("1.00")},
        {"vat": True, "vat_rate": "7", "amount": money("107.00"), "amount_vat": money("17.83")},
        {"vat": False, "amount": money("1200.00"), "amount_vat": money("200.00")},
        {"vat": True, "vat_rate": "20", "amount_net": money("1000.00"), "amount_vat": money("166.67")},
    ],
)
def test_r2_vat_that_contradicts_its_rate_is_refused(contract):
    with pytest.raises(Refusal, match="correct the sum"):
        check_tax({"contract": contract})


@pytest.mark.parametrize(
    "contract",
    [
        {"vat": True, "vat_rate": "20", "amount": money("1200.00"), "amount_vat": money("200.00")},
        {"vat": True, "vat_rate": "20", "amount": money("100.00"), "amount_vat": money("16.67")},
        {"amount_vat": money("1.00"), "amount": money("100.00")},
        {"vat": False, "amount": money("1200.00"), "amount_vat": money("0.00")},
    ],
)
def test_r2_vat_that_fits_stands(contract):
    check_tax({"contract": contract})


def test_r2_other_sums_are_checked_by_the_rate_of_the_contract():
    record = {"rent": money("12000.00"), "rent_vat": money("1.00")}
    with pytest.raises(Refusal, match=r"lease\.rent_vat"):
        check_tax({"contract": {"vat": True, "vat_rate": "20"}, "lease": record})
