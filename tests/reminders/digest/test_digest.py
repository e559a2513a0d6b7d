"""A digest reads as it should: subject, groups, both parts from one list, small, nothing entered is HTML."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from contracts.language import Words
from contracts.reminders.digest import digest
from contracts.reminders.digest.content import Coverage, from_json, to_json
from contracts.reminders.digest.greeting import called
from contracts.subjects import Plugged
from tests.reminders.digest.some_digest import MONDAY, item
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
        ((item("post_notice", 118, MONDAY),), "Сьогодні останній день: відмова за № 118-П/24"),
        (
            (item("post_notice", 118, MONDAY), *(item("expiry", n, date(2026, 11, 25)) for n in range(6))),
            "Сьогодні останній день: відмова за № 118-П/24, ще 6 справ",
        ),
        (
            (item("renewal_decision", 61, date(2026, 11, 26)), item("expiry", 2, date(2026, 12, 1))),
            "До чт 26.11: рішення за № 61-П/24, ще 1 справа",
        ),
        ((item("renewal_decision", 61, date(2026, 11, 19), role="escalated"),), "Без відповіді: рішення за № 61-П/24"),
        ((item("renewal_decision", 61, date(2026, 11, 19)),), "Прострочено: рішення за № 61-П/24"),
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
    assert "Перевірено 1\u00a0204 договори о 08:00. Жодна справа не потребує дії." in text


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
