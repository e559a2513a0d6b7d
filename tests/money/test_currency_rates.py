"""Rates as they are published: the National Bank's JSON and CSV, any table with headers; a bad row is named."""

import json
from datetime import date
from decimal import Decimal

import pytest

from contracts.money.reading.currency_rates import is_currency_rates, read_currency_rates
from contracts.tabular.sheet import FileRefused

NBU_JSON = json.dumps(
    [
        {"r030": 840, "txt": "Долар США", "rate": 41.2537, "cc": "USD", "exchangedate": "20.11.2026"},
        {"r030": 392, "txt": "Єна", "rate": 0.26541, "cc": "JPY", "exchangedate": "20.11.2026"},
    ],
    ensure_ascii=False,
).encode()
NBU_CSV = (
    "Дата;Код цифровий;Код літерний;Кількість одиниць;Назва валюти;Офіційний курс гривні\n"
    "20.11.2026;036;AUD;1;Австралійський долар;27,0512\n"
    "20.11.2026;348;HUF;100;Форинт;11,2345\n"
).encode("cp1251")


def test_the_json_of_the_national_bank():
    assert is_currency_rates(NBU_JSON, "nbu.json")
    dollar, yen = read_currency_rates(NBU_JSON, "nbu.json", source="nbu")
    assert (dollar.price_currency, dollar.payment_currency, dollar.value) == ("USD", "UAH", Decimal("41.2537"))
    assert (dollar.on, dollar.source, yen.value) == (date(2026, 11, 20), "nbu", Decimal("0.26541"))


def test_a_rate_for_a_hundred_units_is_that_of_one():
    assert is_currency_rates(NBU_CSV, "nbu.csv")
    dollar, forint = read_currency_rates(NBU_CSV, "nbu.csv", source="nbu")
    assert (dollar.value, forint.value) == (Decimal("27.0512"), Decimal("0.112345"))


def test_a_table_without_days_has_the_day_given():
    table = b"currency,rate\nEUR,47.9\n"
    (euro,) = read_currency_rates(table, "t.csv", source="bank", on=date(2026, 11, 23))
    assert (euro.on, euro.source) == (date(2026, 11, 23), "bank")


@pytest.mark.parametrize("row", ["EUR,abc,20.11.2026", "XYZQ,1,20.11.2026", "EUR,-1,20.11.2026", "EUR,1,30.02.2026"])
def test_a_row_that_cannot_be_read_is_named(row):
    with pytest.raises(FileRefused, match=r"Row 2 of t\.csv cannot be read"):
        read_currency_rates(f"currency,rate,date\n{row}\n".encode(), "t.csv", source="nbu")


def test_a_table_of_interest_rates_is_none_of_currencies():
    assert not is_currency_rates(b"# source: nbu\neffective_from,value\n2026-01-01,15.5\n", "nbu.csv")
    assert not is_currency_rates(b"effective_from,value\n2026-01-01,15.5\n", "nbu.csv")
