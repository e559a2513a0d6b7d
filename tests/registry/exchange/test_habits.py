"""What Ukrainian registers really hold: every cell is understood as its author meant it, kept as words, or named."""

from datetime import date
from typing import Any

import pytest

from contracts.kernel.calendar import parse_duration
from contracts.kernel.money import money
from contracts.registry.exchange.cells.renewals import read_renewal
from contracts.registry.exchange.register_entries import RegisterEntry
from contracts.registry.rules.contract import Renewal
from contracts.tabular.numbers import read_number, read_part
from contracts.tabular.sums import SumFault, read_sum
from tests.registry.exchange.register_files import read, workbook
from tests.registry.some_headers import field_of


def one(headers: list[str], cells: list[Any]) -> tuple[RegisterEntry, list[str]]:
    """The single entry of a register of one row, and what was said of it."""
    register = read(workbook([["Номер договору", "Контрагент", *headers], ["1", "ТОВ Лан", *cells]]))
    assert register.rejected == []
    return register.entries[0], [each.reason.code for each in register.remarks]


@pytest.mark.parametrize(
    ("text", "kind", "length", "notice"),
    [
        ("автопролонгація на той самий строк, якщо жодна зі сторін не заявить за 30 днів", "automatic", None, "30d"),
        ("пролонгується на 1 рік, якщо за місяць до закінчення жодна із сторін не повідомить", "automatic", "1y", "1m"),
        ("продовжується на кожен наступний рік, якщо сторони не заявлять за два тижні", "automatic", "1y", "2w"),
        ("так, на наступний календарний рік", "automatic", "1y", None),
        ("вважається продовженим на рік", "automatic", "1y", None),
        ("автоматично щороку", "automatic", "1y", None),
        ("пролонгується на 1 рік за згодою сторін", "by_consent", "1y", None),
        ("не пролонгується", "none", None, None),
        ("продлевается на следующий год, если ни одна из сторон не заявит за 30 дней", "automatic", "1y", "30d"),
    ],
)  # fmt: skip
def test_a_renewal_in_words(text: str, kind: str, length: str | None, notice: str | None) -> None:
    reading = read_renewal(text)
    assert reading.kind == Renewal(kind)
    assert reading.length == (parse_duration(length) if length else None)
    assert reading.notice == (parse_duration(notice) if notice else None)


@pytest.mark.parametrize("term", ["протягом 2026 року", "на 2026 рік", "2026 р.", "до кінця 2026 року", "2026"])
def test_a_year_of_the_calendar_ends_on_its_last_day_and_is_no_length(term: str) -> None:
    entry, _ = one(["Строк дії"], [term])
    assert entry.values["last_day"] == date(2026, 12, 31) and "length" not in entry.values


@pytest.mark.parametrize("word", ["так", "ні"])
@pytest.mark.parametrize("end", ["безстроковий", "до повного виконання сторонами зобов’язань"])
def test_a_contract_without_an_end_stays_so_beside_a_bare_yes_or_no(word: str, end: str) -> None:
    entry, _ = one(["Діє до", "Автопролонгація"], [end, word])
    assert entry.values["renewal"] in (Renewal.EVERGREEN, Renewal.UNTIL_FULFILLED)


def test_a_day_of_the_end_is_not_undone_by_words_elsewhere() -> None:
    entry, _ = one(["Діє до", "Автопролонгація"], ["31.12.2026 (розрахунки — до повного виконання)", "ні"])
    assert (entry.values["last_day"], entry.values["renewal"]) == (date(2026, 12, 31), Renewal.NONE)


@pytest.mark.parametrize("text", ["10 000 грн/міс", "5 000,00 грн за місяць", "12 000 щомісячно", "300 грн за кв. м"])
def test_a_price_of_a_month_is_not_the_sum_of_the_contract(text: str) -> None:
    entry, said = one(["Сума"], [text])
    assert "amount" not in entry.values and entry.custom == {"Сума": text} and "kept_as_words" in said


@pytest.mark.parametrize(
    "text", ["1 250 000 (один мільйон) грн з ПДВ", "1250000 грн. 00 коп.", "1,25 млн грн, в т.ч. ПДВ"]
)
def test_a_sum_with_its_words(text: str) -> None:
    assert one(["Сума"], [text])[0].values["amount"] == money("1250000.00", "UAH")


def test_conventional_units_are_no_currency() -> None:
    with pytest.raises(SumFault):
        read_sum("1000 у.о.")


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Куратор договору", "owner"),
        ("До договору №", "parent"),
        ("Документ", "number"),
        ("Попередження, днів", "notice"),
        ("Vertragspartner", "counterparty"),
        ("Vertragsende", "last_day"),
        ("Kündigungsfrist", "notice"),
    ],
)
def test_a_header_is_taken_for_its_field(header: str, field: str) -> None:
    assert field_of(header) == field


def test_a_column_of_ordinals_beside_a_column_of_numbers_is_no_custom_value() -> None:
    register = read(workbook([["№", "Номер договору", "Контрагент"], [1, "5-П", "ТОВ Лан"]]))
    assert register.columns["№"] == "ignore" and register.entries[0].number == "5-П"


def test_a_first_sheet_that_lists_the_others_gives_way_to_the_first_register() -> None:
    def add(book: Any) -> None:
        sheet = book.create_sheet("2026")
        for row in (["Номер договору", "Контрагент"], ["1", "ТОВ Раз"]):
            sheet.append(row)

    register = read(workbook([["Зміст"], ["Аркуш 2026"]], add))
    assert [each.number for each in register.entries] == ["1"]
    assert "Other sheets were not read" in register.remarks[0].reason.sentence


def test_a_protocol_of_disagreements_is_no_second_contract() -> None:
    part = read_part("Протокол розбіжностей до Договору № 45 від 10.01.2025", None)
    assert part is not None and (part.kind, part.parent) == ("annex", ("45", date(2025, 1, 10)))


def test_the_contract_of_an_amendment_may_be_shortened() -> None:
    part = read_part("ДУ № 1 до дог. № 99", None)
    assert part is not None and part.parent[0] == "99"


def test_a_day_with_commas_is_a_day() -> None:
    assert read_number("5 від 02,01,2026", None) == ("5", date(2026, 1, 2))


@pytest.mark.parametrize(
    ("headers", "cells", "length"),
    [
        (["Строк дії", "Пролонгація"], ["з 01.01.2026 по 31.12.2026", "авто на той самий строк"], "12m"),
        (["Діє з", "Діє до", "Пролонгація"], ["01.02.2026", "31.07.2026", "автоматично на такий же термін"], "6m"),
        (["Строк дії", "Пролонгація", "Строк пролонгації"], ["2 роки", "так", "той самий строк"], "2y"),
        (["Effective", "Expiration", "Renewal"], ["2026-01-01", "2026-12-31", "automatic, same term"], "12m"),
    ],
)
def test_the_same_term_again_is_as_long_as_the_first(headers: list[str], cells: list[str], length: str) -> None:
    entry, _ = one(headers, cells)
    assert entry.values["renewal_length"] == parse_duration(length) and "is_as_long" not in entry.values
