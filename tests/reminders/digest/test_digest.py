"""A digest reads as it should: subject, groups, both parts from one list, small, nothing entered is HTML."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from contracts.kernel.derivation import CodeFact, Step
from contracts.language import Words
from contracts.registry.rules import steps
from contracts.reminders.digest import digest
from contracts.reminders.digest.content import Coverage, from_json, to_json
from contracts.reminders.digest.greeting import called
from contracts.subjects import Plugged
from tests.reminders.digest.some_digest import MONDAY, NOTICE, item
from tests.reminders.digest.some_digest import digest as some_digest

GOLDEN = Path(__file__).with_name("golden")
UK = Words("uk", Plugged())
PARSER = etree.HTMLParser(recover=True)


def _text(html: str) -> str:
    root = etree.fromstring(html, PARSER)
    return " ".join(" ".join(root.itertext()).split())


@pytest.mark.parametrize("language", ["uk", "en"])
def test_the_text_part_equals_the_golden_file(language: str) -> None:
    content = (
        some_digest(recipient="Olena Marchenko", base_url="https://d.example.com/")
        if language == "en"
        else some_digest()
    )
    text = digest.render(content, Words(language, Plugged())).text
    assert text == (GOLDEN / f"digest.{language}.txt").read_text(encoding="utf-8")


def test_the_text_part_keeps_to_76_columns() -> None:
    lines = digest.render(some_digest(), UK).text.splitlines()
    assert max(map(len, lines)) <= 76


def test_both_parts_name_the_same_contracts_once() -> None:
    rendered = digest.render(some_digest(), UK)
    shown = _text(rendered.html.partition("</h1>")[2])
    for each in some_digest().items:
        assert rendered.text.count(f"№\u00a0{each.number}") == 1
        assert shown.count(f"№ {each.number}") == 1


def test_f23_each_link_opens_its_own_contract() -> None:
    content = some_digest(base_url="https://d.example.com")
    rendered = digest.render(content, UK)
    for each in content.items:
        assert f'href="https://d.example.com/contracts/{each.contract_id}"' in rendered.html
    assert "contracts why" not in rendered.text


def test_without_pages_the_command_stands_in_place_of_a_link() -> None:
    rendered = digest.render(some_digest(), UK)
    assert "contracts why 118-П/24" in rendered.text and "href" not in rendered.html


def test_a_number_with_spaces_is_quoted_in_the_command() -> None:
    rendered = digest.render(some_digest(items=(item("expiry", 1, MONDAY, number="5 / $(rm) 'x'"),)), UK)
    assert """contracts why '5 / $(rm) '"'"'x'"'"''""" in rendered.text


def test_what_people_entered_is_never_html() -> None:
    evil = item("expiry", 1, MONDAY, counterparty="<script>alert(1)</script>", title="a\r\nBcc: x@y", number="<i>1")
    rendered = digest.render(some_digest(items=(evil,)), UK)
    assert "<script" not in rendered.html and "<i>1" not in rendered.html
    assert "\n" not in rendered.subject and "\r" not in rendered.text


def test_the_html_is_well_formed_and_has_a_dark_block() -> None:
    html = digest.render(some_digest(base_url="https://d.example.com"), UK).html
    opened = re.findall(r"<(table|tr|td|p|h1|h2|div|a|span|b)\b", html)
    closed = re.findall(r"</(table|tr|td|p|h1|h2|div|a|span|b)>", html)
    assert sorted(opened) == sorted(closed)
    assert "prefers-color-scheme: dark" in html and html.count("<h1") == 1 and html.count('class="b"') == 1


def test_a_thousand_items_stay_under_60_kb_and_none_is_silently_left_out() -> None:
    long = "Товариство з обмеженою відповідальністю «Чистий Двір і Партнери Груп»"
    items = tuple(item("renewal_decision", n, MONDAY, counterparty=long, title=long) for n in range(1000))
    rendered = digest.render(some_digest(items=items, base_url="https://dohovir.example.com"), UK)
    assert len(rendered.html.encode()) < 60_000
    told = rendered.text.count("№\u00a0")
    assert f"І ще {1000 - told}:" in rendered.text


@pytest.mark.parametrize(
    ("items", "subject"),
    [
        ((item("post_notice", 118, MONDAY),), "Сьогодні останній день: відмова щодо договору № 118-П/24"),
        (
            (item("post_notice", 118, MONDAY), *(item("expiry", n, date(2026, 11, 25)) for n in range(6))),
            "Сьогодні останній день: відмова щодо договору № 118-П/24, ще 6 справ",
        ),
        (
            (item("renewal_decision", 61, date(2026, 11, 26)), item("expiry", 2, date(2026, 12, 1))),
            "До чт 26.11: рішення щодо договору № 61-П/24, ще 1 справа",
        ),
        (
            (item("renewal_decision", 61, date(2026, 11, 19), role="escalated"),),
            "Без відповіді: рішення щодо договору № 61-П/24",
        ),
        ((item("renewal_decision", 61, date(2026, 11, 19)),), "Прострочено: рішення щодо договору № 61-П/24"),
        ((), "Цього тижня справ немає, перевірено 1 204 договори"),
    ],
)
def test_the_subject_says_the_nearest_act(items: tuple, subject: str) -> None:
    said = digest.render(some_digest(items=items), UK).subject
    assert said.replace("\u00a0", " ") == subject


def test_a_subject_is_never_longer_than_70_signs_and_holds_no_sum() -> None:
    items = tuple(
        item("sign_amendment", n, MONDAY, number="ДУЖЕ-ДОВГИЙ-НОМЕР-" * 5, amount="1.00", currency="UAH")
        for n in range(9)
    )
    said = digest.render(some_digest(items=items), UK).subject
    assert len(said) <= 70 and said.endswith("ще 8 справ") and "грн" not in said


def test_a_quiet_week_still_proves_that_everything_was_checked() -> None:
    quiet = some_digest(items=(), sums=None, coverage=Coverage(1204, "08:00", 0, 0, 0, 0))
    text = digest.render(quiet, UK).text
    assert "О 08:00 перевірено договорів: 1\u00a0204. Жодна справа не потребує дії." in text


def test_faults_failed_mails_and_a_late_run_are_told() -> None:
    coverage = Coverage(
        500, "11:00", 1, 1, 0, 1, faults=("Row is corrupt",), covered_days=(date(2026, 11, 20),), late_minutes=180
    )
    told = some_digest(coverage=coverage, failed_mails=(("a@example.com", "550 no such user"),))
    text = digest.render(told, Words("en", Plugged())).text
    for each in ("Row is corrupt", "a@example.com: 550 no such user", "3 h 0 min late", "missed days too: 20 Nov 2026"):
        assert each in text


def test_on_friday_the_next_friday_is_meant() -> None:
    friday = date(2026, 11, 27)
    text = digest.render(some_digest(business_on=friday, items=(item("expiry", 1, date(2026, 12, 1)),)), UK).text
    assert "ДО П’ЯТНИЦІ, 4 ГРУДНЯ" in text


@pytest.mark.parametrize(
    ("name", "language", "said"),
    [
        ("Марченко Олена Іванівна", "uk", "Олено"),
        ("Бондар Сергій Миколайович", "uk", "Сергію"),
        ("Олена Марченко", "uk", "Олено"),
        ("Марченко О. І.", "uk", ""),
        ("", "uk", ""),
        ("Olena Marchenko", "en", "Olena"),
        ("admin", "en", ""),
    ],
)
def test_a_person_is_called_by_name_only_where_it_is_known(name: str, language: str, said: str) -> None:
    assert called(name, language) == said


def test_the_content_survives_the_outbox() -> None:
    content = some_digest()
    stored = json.dumps(to_json(content))
    assert from_json(json.loads(stored)) == content
    old = json.loads(stored)
    del old["sums"]
    assert from_json(old).sums is None


def _many(count: int, **more: object) -> tuple:
    return tuple(item("renewal_decision", n, date(2026, 11, 26), **more) for n in range(1, count + 1))


def test_m7_seven_things_are_told_in_full_and_the_rest_in_one_line_with_a_command() -> None:
    text = digest.render(some_digest(items=_many(15)), UK).text
    assert all(text.count(f"contracts why {n}-П/24\n") == 1 for n in range(1, 16))
    text = " ".join(text.split())
    assert text.count("Строк для відмови — 30 днів") == text.count("прибирання складів") == 7


def test_m7_with_pages_each_of_the_rest_has_its_link() -> None:
    rendered = digest.render(some_digest(items=_many(15), base_url="https://d.example.com"), UK)
    for n in range(1, 16):
        assert f"https://d.example.com/contracts/{n}\n" in rendered.text
        assert f'href="https://d.example.com/contracts/{n}"' in rendered.html


@pytest.mark.parametrize("role", ["manager", "escalated", "no_owner"])
def test_m7_no_sentence_about_the_reader_is_repeated_in_every_thing(role: str) -> None:
    rendered = digest.render(some_digest(items=_many(5, role=role)), UK)
    sentences = re.split(r"(?<=[.:])\s", " ".join(rendered.text.split()))
    about = [each for each in sentences if "ідповідальн" in each and "договір без" not in each]
    assert len([each for each in about if "договорів" not in each and "договори" not in each]) == 1
    assert "справи 1, 2, 3, 4, 5." in rendered.text
    assert rendered.html.count("справи 1, 2, 3, 4, 5.") == 1


def test_m7_what_is_said_of_one_thing_alone_stays_with_it() -> None:
    items = (item("expiry", 1, MONDAY, role="manager"), item("expiry", 2, MONDAY))
    text = digest.render(some_digest(items=items), UK).text
    assert "   Відповідального теж повідомлено." in text


def test_m7_a_contract_stands_once_with_what_else_is_open() -> None:
    items = (
        item("notice_missed", 1, date(2026, 11, 21)),
        item("renewal_decision", 1, date(2026, 12, 20)),
        item("payment_due", 1, date(2026, 11, 27)),
        item("expiry", 2, MONDAY),
    )
    rendered = digest.render(some_digest(items=items), UK)
    assert rendered.text.count("№\u00a01-П/24") == 1
    assert rendered.subject.endswith("ще 1 справа")
    text = " ".join(rendered.text.split())
    assert "Також до нд 20.12: вирішити, чи продовжувати договір." in text
    assert "Також до пт 27.11: здійснити оплату." in text


def test_m7_things_of_no_contract_are_not_one() -> None:
    items = tuple(item("payment_due", n, MONDAY, number="") for n in (1, 1))
    rendered = digest.render(some_digest(items=items), UK)
    assert rendered.subject.endswith("ще 1 справа")
    assert rendered.text.count("Команда: contracts agenda\n") == 2


def test_m7_the_sum_is_named_as_that_of_the_contract() -> None:
    text = " ".join(digest.render(some_digest(), UK).text.split())
    assert "договір продовжиться до 31.12.2027, сума договору — 1 248 000,00 грн." in text


def test_m7_why_is_told_in_whole_sentences() -> None:
    text = " ".join(digest.render(some_digest(items=(item("renewal_decision", 1, MONDAY),)), UK).text.split())
    assert (
        "Строк договору – до чт 31.12.2026 включно (п. 7.1). Строк для відмови — 30 днів (п. 7.3): "
        "останній день — вт 01.12.2026."
    ) in text


def test_m2_the_ways_still_open_stand_in_the_mail_in_place_of_days_late() -> None:
    ways = (
        Step(steps.METHOD_UNTIL, date(2026, 11, 18), (("method", CodeFact("method", "letter")),)),
        Step(steps.METHOD_UNTIL, date(2026, 11, 25), (("method", CodeFact("method", "courier")),)),
        Step(steps.METHOD_UNTIL, MONDAY, (("method", CodeFact("method", "hand")),)),
    )
    late = item("renewal_decision", 1, date(2026, 11, 18), date(2026, 11, 25), why=(*NOTICE, *ways))
    text = " ".join(digest.render(some_digest(items=(late,)), UK).text.split())
    assert "іншим способом до ср 25.11" in text
    assert "Ще можна: особисто під підпис до пн 23.11.2026; кур’єром до ср 25.11.2026." in text
    assert "на 5 днів." not in text.partition("Строк для")[0]


def test_m2_the_last_day_of_the_last_way_is_a_last_day() -> None:
    ways = (
        Step(steps.METHOD_UNTIL, date(2026, 11, 18), (("method", CodeFact("method", "letter")),)),
        Step(steps.METHOD_UNTIL, MONDAY, (("method", CodeFact("method", "hand")),)),
    )
    late = item("renewal_decision", 1, date(2026, 11, 18), MONDAY, why=(*NOTICE, *ways))
    assert digest.render(some_digest(items=(late,)), UK).subject.startswith("Сьогодні останній день")


def test_m5_a_missing_fact_is_named_with_its_command_and_since_when_it_could_be_known() -> None:
    why = (
        Step(steps.RENEWAL_UNKNOWN, date(2025, 12, 25)),
        Step(steps.FACT_MISSING, date(2025, 12, 25), (("missing", CodeFact("missing", "renewal")),)),
        Step(steps.ENTERED_LATE, date(2026, 11, 20)),
    )
    late = item("missing_fact", 1, date(2025, 11, 10), date(2025, 12, 25), why=why)
    text = digest.render(some_digest(items=(late,)), UK).text
    assert "відомо з 20.11.2026" in text and "Внести, чого бракує: умови про продовження" in " ".join(text.split())
    assert "contracts contract edit 1-П/24 --renewal none/automatic/by_consent/tacit" in text
