"""Texts people write alike are one; a contract is known by company, counterparty, number and date."""

from datetime import date

import pytest

from contracts.kernel.identity import alphabetical, fold, import_key, number_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ТОВ «Ґанок»", 'тов "Ганок"'),
        ("Об'єднання", "Об’єднання"),
        ("CTEП", "СТЕП"),
        ("Весёлый  цвет", "веселый цвет"),
        ("А–Б", "А-Б"),
    ],
)
def test_texts_written_alike_fold_to_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_different_names_stay_different() -> None:
    assert fold("ТОВ «Лан»") != fold("ПП «Лан»")


@pytest.mark.parametrize("number", ["№ 118-П/25", "118-П / 25", "118-п/25", "No. 118-П/25", "№118–П/25"])
def test_a_number_is_known_without_its_sign_spaces_and_case(number: str) -> None:
    assert number_key(number) == number_key("118-П/25")


@pytest.mark.parametrize("number", ["", "б/н", "Б/Н", "без номера", "—"])
def test_no_number_has_no_key(number: str) -> None:
    assert number_key(number) == ""


def test_a_letter_n_within_a_number_stays() -> None:
    assert number_key("N-5") != number_key("-5")


def test_equal_numbers_of_different_counterparties_or_years_are_different_contracts() -> None:
    keys = {import_key(1, 2, "5", None), import_key(1, 3, "5", None), import_key(1, 2, "5", date(2026, 1, 1))}
    assert len(keys | {import_key(9, 2, "5", None)}) == 4
    assert all(len(key) == 64 for key in keys)


@pytest.mark.parametrize(
    "names",
    [
        ("Зозуля", "Иванов", "Іваненко", "Їжак", "Йосипенко", "Коваль"),
        ("Гнатюк", "Ґанок", "Дяк", "Еней", "Єна", "Жук"),
        ("«Агро»", "ТОВ «Березень»", "тов «Вітер»", "ТОВ «Їжа»", "ТОВ «Якір»"),
        ("ABC", "Zeta", "Альфа", "Щур", "Юхим", "Яна"),
    ],
)
def test_f_names_stand_in_the_order_of_the_ukrainian_alphabet(names: tuple[str, ...]) -> None:
    assert sorted(set(names), key=alphabetical) == list(names)
