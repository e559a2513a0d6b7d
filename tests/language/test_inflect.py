"""Names, positions and companies in another case are proposed with a confidence, and never worse than they stood."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.language import company
from contracts.language.casing import in_mid_sentence
from contracts.language.inflect import (
    name_in,
    position_in,
    signature,
    word_in_language,
)
from contracts.language.latin import latin
from contracts.language.names import parts
from contracts.language.phrases import phrase_in


@pytest.mark.parametrize(
    ("name", "text", "is_sure"),
    [
        ("Коваленко Олег Вікторович", "Коваленка Олега Вікторовича", True),
        ("Коваленко Ольга Вікторівна", "Коваленко Ольги Вікторівни", True),
        ("Олег Вікторович Коваленко", "Коваленка Олега Вікторовича", True),
        ("В'язовська Любов Іванівна", "В’язовської Любові Іванівни", True),
        ("Бондар Сергій Миколайович", "Бондаря Сергія Миколайовича", False),
        ("Бондар Олена Миколаївна", "Бондар Олени Миколаївни", False),
        ("Заєць Павло Вікторович", "Зайця Павла Вікторовича", False),
        ("Сидорчук Сергій", "Сидорчука Сергія", False),
        ("Коваленко О. В.", "Коваленко О. В.", False),
        ("Лі Чжао", "Лі Чжао", False),
        ("КОВАЛЕНКО Олег Вікторович", "Коваленка Олега Вікторовича", True),
        ("Олег Кравець", "Кравця Олега", False),
        ("Кравець Олег Іванович", "Кравця Олега Івановича", False),
        ("Ігор Швець", "Швеця Ігоря", False),
        ("Ганна-Марія Шевченко-Дуб", "Шевченко-Дуб Ганни-Марії", False),
        ("Шевченко-Дуб Ганна-Марія Іванівна", "Шевченко-Дуб Ганни-Марії Іванівни", False),
        ("Бондаренко Ілля Сергійович", "Бондаренка Іллі Сергійовича", True),
        ("Коваль Лука Лукич", "Коваля Луки Лукича", False),
        ("Ніч Любов Петрівна", "Ніч Любові Петрівни", False),
        ("Ніч Олександр Петрович", "Ніча Олександра Петровича", False),
        ("Шило Іван Іванович", "Шила Івана Івановича", False),
        ("Шило Олена Іванівна", "Шило Олени Іванівни", False),
        ("Соловей Ігор Якович", "Солов’я Ігоря Яковича", False),
        ("Чорновіл В'ячеслав Максимович", "Чорновола В’ячеслава Максимовича", False),
        ("Нечуй-Левицький Іван Семенович", "Нечуя-Левицького Івана Семеновича", True),
        ("Живаго Юрій Андрійович", "Живаго Юрія Андрійовича", False),
        ("Smith John", "Smith John", False),
        ("Смiрненко Олег Вікторович", "Смiрненка Олега Вікторовича", False),  # a Latin i inside
    ],
)
def test_the_genitive_of_a_ukrainian_name_is_proposed(name: str, text: str, is_sure: bool) -> None:
    proposed = name_in(name, "uk", "genitive")
    assert (proposed.text, proposed.is_sure) == (text, is_sure)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Смирнов Иван Петрович", "Смирнова Ивана Петровича"),
        ("Смирнова Анна Петровна", "Смирновой Анны Петровны"),
        ("Достоевский Фёдор Михайлович", "Достоевского Фёдора Михайловича"),
    ],
)
def test_the_genitive_of_a_russian_name_is_proposed(name: str, text: str) -> None:
    assert name_in(name, "ru", "genitive").text == text


@pytest.mark.parametrize(
    ("position", "text", "is_sure"),
    [
        ("директор", "директора", True),
        ("генеральний директор", "генерального директора", True),
        ("Генеральний директор", "Генерального директора", True),
        ("фахівець із договірної роботи", "фахівця із договірної роботи", True),
        ("провідний фахівець із договірної роботи", "провідного фахівця із договірної роботи", True),
        ("керівник договірного відділу", "керівника договірного відділу", True),
        ("перший заступник генерального директора", "першого заступника генерального директора", True),
        ("фізична особа-підприємець", "фізичної особи-підприємця", True),
        ("директор-розпорядник", "директора-розпорядника", True),
        ("голова правління", "голови правління", True),
        ("виконувач обов’язків директора", "виконувача обов’язків директора", True),
        ("в. о. директора", "в. о. директора", True),
        ("головний бухгалтер", "головного бухгалтера", True),
        (
            "заступник генерального директора з правових питань",
            "заступника генерального директора з правових питань",
            True,
        ),
        ("тимчасово виконуюча обов’язки директора", "тимчасово виконуючої обов’язки директора", True),
        ("керуюча справами", "керуючої справами", True),
        ("Генеральна директорка", "Генеральної директорки", True),
        ("перший віце-президент", "першого віце-президента", True),
        ("HR-менеджер", "HR-менеджера", True),
        ("головний лікар", "головного лікаря", True),
        ("сільський голова", "сільського голови", True),
        ("ФОП", "ФОП", True),
        ("керуюча партнерка", "керуючої партнерки", True),
        ("керуючий партнер", "керуючого партнера", True),
        ("радник президента з питань безпеки", "радника президента з питань безпеки", True),
        ("бухгалтер-касир", "бухгалтера-касира", True),
        ("Засновниця", "Засновниці", True),
        (
            "заступник голови правління — фінансовий директор",
            "заступника голови правління — фінансового директора",
            True,
        ),
        ("архіваріус — директор", "архіваріус — директора", False),
        ("архіваріус", "архіваріус", False),
        ("директор та головний бухгалтер", "директора та головний бухгалтер", False),
        ("", "", True),
    ],
)
def test_the_genitive_of_a_position_is_proposed(position: str, text: str, is_sure: bool) -> None:
    proposed = position_in(position, "uk", "genitive")
    assert (proposed.text, proposed.is_sure) == (text, is_sure)


def test_grounds_of_authority_and_titles_are_declined_by_their_head() -> None:
    assert phrase_in("Статут", "uk", "genitive")[0] == "Статуту"
    assert phrase_in("довіреність від 01.02.2026 № 5", "uk", "genitive")[0] == "довіреності від 01.02.2026 № 5"
    assert phrase_in("Устав", "ru", "genitive")[0] == "Устава"
    assert phrase_in("Договір поставки", "uk", "genitive")[0] == "Договору поставки"
    assert phrase_in("Рамковий договір", "uk", "genitive")[0] == "Рамкового договору"
    assert phrase_in("Supply Agreement", "en", "genitive")[0] == "Supply Agreement"


def test_the_name_under_a_signature_is_given_name_and_capitals() -> None:
    assert signature("Коваленко Олег Вікторович", "uk").text == "Олег КОВАЛЕНКО"
    assert signature("Олег КОВАЛЕНКО", "uk").text == "Олег КОВАЛЕНКО"
    assert signature("Мусієнко-Чорна Ольга Петрівна", "uk").text == "Ольга МУСІЄНКО-ЧОРНА"
    assert signature("Коваленко Олег Вікторович", "en").text == "Oleh Kovalenko"
    assert not signature("Коваленко", "uk").is_sure


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [
        ("Олег Кравець", "Кравець", "Олег"),
        ("Кравець Олег", "Кравець", "Олег"),
        ("Любов Ніч", "Ніч", "Любов"),
        ("В'ячеслав Чорновіл", "Чорновіл", "В’ячеслав"),
        ("Роман Богдан", "Роман", "Богдан"),  # both are given names: the family name is written first
        ("Лі Чжао", "Лі", "Чжао"),
    ],
)
def test_a_known_given_name_tells_the_order_of_two_words(name: str, family: str, given: str) -> None:
    found = parts(name, "uk")
    assert (found.family, found.given) == (family, given)


@pytest.mark.parametrize(
    ("text", "language", "inside"),
    [
        ("Поставка паперу", "uk", "поставка паперу"),
        ("IT-послуги", "uk", "IT-послуги"),
        ("ПДВ-консультації", "uk", "ПДВ-консультації"),
        ("Нова Пошта: перевезення", "uk", "Нова Пошта: перевезення"),
        ("Google Ads", "uk", "Google Ads"),
        ("«Обрій» для складу", "uk", "«Обрій» для складу"),
        ("Supply of paper", "en", "supply of paper"),
        ("Lieferung von Papier", "de", "Lieferung von Papier"),
        ("", "uk", ""),
    ],
)
def test_a_text_inside_a_sentence_keeps_the_capital_of_a_name_only(text: str, language: str, inside: str) -> None:
    assert in_mid_sentence(text, language) == inside


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Згурський Олексій", "Zghurskyi Oleksii"),
        ("Єнакієве", "Yenakiieve"),
        ("Щербухи", "Shcherbukhy"),
        ("Короп’є", "Koropie"),
        ("Гадяч Розгон", "Hadiach Rozghon"),
        ("Юрій Яготин", "Yurii Yahotyn"),
        ("ЩЕРБА", "ShchERBA"),
    ],
)
def test_latin_letters_follow_the_table_of_the_cabinet(name: str, text: str) -> None:
    assert latin(name).lower() == text.lower()


def test_companies_are_named_with_the_legal_form_in_full_and_in_short() -> None:
    name = 'ТОВ "Ясенсвіт"'
    assert company.full_name(name, "uk").text == "Товариство з обмеженою відповідальністю «Ясенсвіт»"
    assert company.short_name("Товариство з обмеженою відповідальністю «Ясенсвіт»", "uk").text == "ТОВ «Ясенсвіт»"
    assert company.short_name(name, "en").text == "LLC “Yasensvit”"
    assert company.full_name("Фізична особа – підприємець Сидорчук Сергій Петрович", "uk").text.startswith(
        "Фізична особа-підприємець"
    )
    assert company.full_name("Rambler & Co", "uk").text == "Rambler & Co"
    assert not company.full_name("Фермерське господарство «Зоря»", "en").is_sure


def test_words_outside_the_table_are_marked_for_a_check() -> None:
    assert word_in_language("директор", "en") == word_in_language("Директор", "en")
    assert word_in_language("директор", "en").confidence == "sure"
    assert word_in_language("архіваріус", "en").confidence == "check"
    assert word_in_language("Director", "de").confidence == "sure"


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_any_text_survives_as_a_name(name: str) -> None:
    for language in ("uk", "ru", "en"):
        proposed = (
            name_in(name, language, "genitive"),
            signature(name, language),
            position_in(name, language, "genitive"),
        )
        for each in proposed:
            assert bool(each.text.strip()) == bool(name.strip()), each


@pytest.mark.parametrize(
    ("name", "genitive", "ablative", "is_sure"),
    [
        # nouns that look like adjectives
        ("Голова Ганна Іванівна", "Голови Ганни Іванівни", "Головою Ганною Іванівною", True),
        ("Голова Іван Петрович", "Голови Івана Петровича", "Головою Іваном Петровичем", True),
        ("Сова Ганна Іванівна", "Сови Ганни Іванівни", "Совою Ганною Іванівною", True),
        ("Діброва Ольга Петрівна", "Діброви Ольги Петрівни", "Дібровою Ольгою Петрівною", True),
        ("Підкова Іван Іванович", "Підкови Івана Івановича", "Підковою Іваном Івановичем", True),
        ("Лев Іван Петрович", "Лева Івана Петровича", "Левом Іваном Петровичем", True),
        ("Остров Іван Петрович", "Острова Івана Петровича", "Островом Іваном Петровичем", True),
        ("Хлєв Лев Петрович", "Хлєва Лева Петровича", "Хлєвом Левом Петровичем", True),
        # adjectives stay adjectives
        ("Ковальова Ганна Іванівна", "Ковальової Ганни Іванівни", "Ковальовою Ганною Іванівною", True),
        ("Медведєв Іван Петрович", "Медведєва Івана Петровича", "Медведєвим Іваном Петровичем", True),
        # one gender in the family name, another in the patronymic
        ("Ковальська Іван Петрович", "Ковальська Івана Петровича", "Ковальська Іваном Петровичем", False),
        ("Ковальський Ганна Іванівна", "Ковальський Ганни Іванівни", "Ковальський Ганною Іванівною", False),
        ("Іванов Ганна Іванівна", "Іванов Ганни Іванівни", "Іванов Ганною Іванівною", False),
        ("Іванова Іван Петрович", "Іванова Івана Петровича", "Іванова Іваном Петровичем", False),
        # one gender in the given name, another in the patronymic
        ("Петренко Ганна Іванович", None, None, False),
        ("Петренко Ван Іванович", None, None, False),
        # right or not sure
        ("Швець Ігор Петрович", "Швеця Ігоря Петровича", "Швецем Ігорем Петровичем", False),
        ("Мюллер Карл Іванович", "Мюллера Карла Івановича", "Мюллером Карлом Івановичем", False),
        ("Мюллер Ганна Іванівна", "Мюллер Ганни Іванівни", "Мюллер Ганною Іванівною", False),
        ("Нгуєн Ван Іванович", "Нгуєна Вана Івановича", "Нгуєном Ваном Івановичем", False),
        # foreign names that never change
        ("Гюго Віктор Іванович", "Гюго Віктора Івановича", "Гюго Віктором Івановичем", False),
        ("Дюма Олег Іванович", "Дюма Олега Івановича", "Дюма Олегом Івановичем", False),
        ("Руссо Іван Іванович", "Руссо Івана Івановича", "Руссо Іваном Івановичем", False),
        ("Гете Ганна Іванівна", "Гете Ганни Іванівни", "Гете Ганною Іванівною", False),
        ("Моруа Андрій Іванович", "Моруа Андрія Івановича", "Моруа Андрієм Івановичем", False),
        ("Россіні Іван Петрович", "Россіні Івана Петровича", "Россіні Іваном Петровичем", False),
    ],
)
def test_l10_a_case_is_sure_only_where_it_is_right(name, genitive, ablative, is_sure) -> None:  # type: ignore[no-untyped-def]
    proposed = [name_in(name, "uk", case) for case in ("genitive", "ablative")]
    assert [each.is_sure for each in proposed] == [is_sure, is_sure]
    if genitive is not None:
        assert [each.text for each in proposed] == [genitive, ablative]


@pytest.mark.parametrize(
    ("name", "genitive", "is_sure"),
    [
        ("Калина Иван Петрович", "Калины Ивана Петровича", True),
        ("Иванова Иван Петрович", "Иванова Ивана Петровича", False),
        ("Иванов Анна Петровна", "Иванов Анны Петровны", False),
        ("Иванова Анна Петровна", "Ивановой Анны Петровны", True),
        ("Руссо Иван Петрович", "Руссо Ивана Петровича", False),
    ],
)
def test_l10_russian_names_follow_the_same_rules(name: str, genitive: str, is_sure: bool) -> None:
    proposed = name_in(name, "ru", "genitive")
    assert (proposed.text, proposed.is_sure) == (genitive, is_sure)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("довіреність № 5", "en", "the power of attorney No. 5"),
        ("довіреність від 12.01.2026 № 4", "en", "the power of attorney of 12.01.2026 No. 4"),
        ("довіреність № 4/А від 12.01.2026", "de", "Vollmacht Nr. 4/А vom 12.01.2026"),
        ("довіреність № 5", "ru", "доверенность № 5"),
        ("директорка", "en", "Director"),
        ("наказ № 5", "en", "наказ № 5"),
    ],
)
def test_l7_a_ground_with_its_number_is_worded_whole(text: str, language: str, expected: str) -> None:
    assert word_in_language(text, language).text == expected
