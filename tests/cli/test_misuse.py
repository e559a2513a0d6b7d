"""What typer says by itself is said in the language of the person; a page of help has no English heading."""

import pytest
import typer
from typer.testing import CliRunner

from contracts.cli.main import app
from contracts.cli.shared import help_page, lazy_group, misuse
from contracts.cli.shared.help_page import short_summary
from contracts.language.choice import translate

MISUSE = [
    (["no-such-command"], "Помилка: Команди 'no-such-command' немає."),
    (["agnda"], "Помилка: Команди 'agnda' немає. Можливо, 'agenda'?"),
    (["claim", "aprove"], "Помилка: Команди 'aprove' немає. Можливо, 'approve', 'move'?"),
    (["claim", "--"], "Помилка: Бракує команди."),
    (["agenda", "--fooo"], "Помилка: Параметра --fooo немає."),
    (
        ["contract", "add", "--nmber", "3"],
        "Помилка: Параметра --nmber немає; є схожі: --number, --owner, --their-number",
    ),
    (["-x"], "Помилка: Параметра -x немає."),
    (["agenda", "extra", "more"], "Помилка: Зайві аргументи: extra more"),
    (
        ["agenda", "\x1b[31mred"],
        "Помилка: '\\\\x1b[31mred' містить невидимий знак (U+001B): наберіть текст наново без нього.",
    ),
    (["agenda", "--as-of"], "Помилка: Параметру '--as-of' потрібне значення."),
    (["agenda", "--json=1"], "Помилка: Параметр '--json' не приймає значення."),
    (["--version=1"], "Помилка: Параметр '--version' не приймає значення."),
    (["why"], "Помилка: Бракує аргументу 'NUMBER'."),
    (["claim", "approve"], "Помилка: Бракує аргументу 'CLAIM'."),
    (["interest"], "Помилка: Бракує параметра '--law'."),
    (["contract", "status", "1"], "Помилка: Бракує аргументу 'status'. Можливі значення:"),
    (["contract", "list", "--limit", "x"], "Помилка: Неправильне значення для '--limit': 'x' – не ціле число."),
    (["document", "verify", "1", "x"], "Помилка: Неправильне значення для 'ID': 'x' – не ціле число."),
    (
        ["contract", "list", "--limit", "0"],
        "Помилка: Неправильне значення для '--limit': '0' – замало: найменше значення 1.",
    ),
    (
        ["simulate", "--months", "99"],
        "Помилка: Неправильне значення для '--months': '99' – забагато: найбільше значення 60.",
    ),
    (
        ["contract", "status", "1", "gone"],
        "Помилка: Неправильне значення для 'status': 'gone' – не одне з 'draft', 'in_approval', 'approved', 'signing'.",
    ),
    (
        ["notice", "add", "1", "--method", "owl"],
        "Помилка: Неправильне значення для '--method': 'owl' – не одне з 'letter', 'courier', 'hand', 'edoc', 'email'.",
    ),
]


@pytest.fixture
def in_ukrainian(monkeypatch):
    for module in (help_page, lazy_group, misuse):
        monkeypatch.setattr(module, "_", translate("uk"))


@pytest.mark.parametrize(("arguments", "sentence"), MISUSE, ids=[" ".join(each) for each, _ in MISUSE])
def test_misuse_is_told_in_ukrainian_and_ends_with_2(arguments, sentence, in_ukrainian):
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 2
    assert sentence in result.stderr.splitlines()


def test_misuse_names_the_command_and_its_help():
    result = CliRunner().invoke(app, ["claim", "approve"], prog_name="contracts")
    assert result.stderr.splitlines() == [
        "Usage: contracts claim approve [OPTIONS] {CLAIM}",
        "Try 'contracts claim approve --help' for help.",
        "",
        "Error: Missing argument 'CLAIM'.",
    ]


def test_a_value_refused_by_our_own_reader_keeps_its_sentence(in_ukrainian):
    fault = typer.BadParameter("'x' не є датою.", param_hint="--as-of")
    assert misuse.sentence_of(fault) == "Неправильне значення для --as-of: 'x' не є датою."
    assert misuse.sentence_of(typer.BadParameter("Назвіть боржника.")) == "Неправильне значення: Назвіть боржника."


def test_what_is_not_known_keeps_its_words(in_ukrainian):
    assert misuse.sentence_of(typer.TyperException("Something new.")) == "Something new."


@pytest.mark.parametrize("arguments", [["--help"], ["claim", "--help"], ["why", "-h"]], ids=" ".join)
def test_the_help_has_no_english_heading(arguments, in_ukrainian):
    page = CliRunner().invoke(app, arguments)
    assert page.exit_code == 0
    assert page.output.lstrip().startswith("Використання: ")
    for english in ("Options:", "Commands:", "Arguments:", "Show this message", "completion for", "[required]"):
        assert english not in page.output


def test_marks_and_headings_of_a_page_keep_to_its_width(in_ukrainian, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    page = CliRunner().invoke(app, ["document", "make-all", "--help"], prog_name="contracts")
    assert "[обов’язково]" in page.output
    assert max(map(len, page.output.splitlines())) <= 80


def test_a_default_that_reads_like_a_mark_is_left_alone(in_ukrainian):
    page = CliRunner().invoke(app, ["interest", "--help"])
    assert "[якщо не вказано: period]" in " ".join(page.output.split())


def test_a_list_of_commands_shows_whole_clauses():
    summary = "Make the database and the data folder; running it again changes nothing."
    assert short_summary(summary, 45) == "Make the database and the data folder"
    assert short_summary("Reckon the term, the notice deadline and the last day.", 20) == (
        "Reckon the term, the notice deadline and the last day"
    )
