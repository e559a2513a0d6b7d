"""A fact given by --set is what its name means, or is refused with an example."""

import pytest

from contracts.documents.fact_values import FactFault, example_of, read_value


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("period.first_day", "01.11.2026", "2026-11-01"),
        ("period.first_day", "2026-11-01", "2026-11-01"),
        ("power.substitution", "так", True),
        ("contract.vat", "no", False),
        ("contract.vat_rate", "7,5", "7.5"),
        ("contract.acceptance_days", "5wd", {"count": 5, "unit": "working_day"}),
        ("power.limit", "200 000,50 грн", {"amount": "200000.50", "currency": "UAH"}),
        ("power.limit", "1200 USD", {"amount": "1200.00", "currency": "USD"}),
        ("power.limit", "", None),
        ("power.actions", "одержувати товар; підписувати акти", ["одержувати товар", "підписувати акти"]),
        ("delivery.count", "3", 3),
        ("counterparty.iban", "UA00", "UA00"),
        ("extra.note", "1; 2", "1; 2"),
    ],
)
def test_a_fact_is_read_by_the_type_of_its_name(name: str, text: str, value: object) -> None:
    assert read_value(name, text) == value


def test_items_of_a_list_of_records_are_parted_by_strokes() -> None:
    rows = read_value(
        "demand.rows", "поставити 200 пачок|3.1|10.11.2026|не поставлено; передати сертифікати|||не передано"
    )
    assert rows == [
        {"text": "поставити 200 пачок", "clause": "3.1", "due_on": "2026-11-10", "state": "не поставлено"},
        {"text": "передати сертифікати", "clause": None, "due_on": None, "state": "не передано"},
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("period.first_day", "31.02.2026"),
        ("period.first_day", "завтра"),
        ("contract.vat", "мабуть"),
        ("contract.vat_rate", "двадцять"),
        ("contract.vat_rate", "NaN"),
        ("power.limit", "багато"),
        ("delivery.count", "-1"),
        ("contract.acceptance_days", "скоро"),
        ("period.first_day", ""),
    ],
)
def test_a_fact_of_another_type_is_refused_with_an_example(name: str, text: str) -> None:
    with pytest.raises(FactFault, match="is written like"):
        read_value(name, text)


def test_a_record_and_too_many_parts_are_refused() -> None:
    with pytest.raises(FactFault, match="is a record"):
        read_value("amendment.party", "ТОВ")
    with pytest.raises(FactFault, match="more than 4 parts"):
        read_value("demand.rows", "а|б|01.01.2026|г|ґ")


def test_what_is_asked_for_is_shown_as_an_option() -> None:
    assert example_of("contract.own_side") == "--set contract.own_side=performer|customer"
    assert example_of("period.first_day") == "--set period.first_day=23.11.2026"
    assert example_of("demand.rows") == "--set demand.rows='text|clause|due_on|state; …'"
    assert example_of("power.actions") == "--set power.actions='…; …'"
