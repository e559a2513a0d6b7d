"""What typer says by itself is said in the language of the person."""

import pytest
from typer.testing import CliRunner

from contracts.cli import spoken
from contracts.cli.main import app
from contracts.language.choice import translate

MISUSE = [
    (["no-such-command"], "Помилка: Команди 'no-such-command' немає."),
    (["agnda"], "Помилка: Команди 'agnda' немає. Можливо, 'agenda'?"),
    (["agenda", "--fooo"], "Помилка: Параметра --fooo немає."),
    (["agenda", "extra"], "Помилка: Зайві аргументи: extra"),
    (["agenda", "--as-of"], "Помилка: Параметру '--as-of' потрібне значення."),
    (["why"], "Помилка: Бракує аргументу 'NUMBER'."),
    (["claim", "approve"], "Помилка: Бракує аргументу 'CLAIM'."),
]


@pytest.fixture
def in_ukrainian(monkeypatch):
    monkeypatch.setattr(spoken, "_", translate("uk"))


@pytest.mark.parametrize(("arguments", "sentence"), MISUSE, ids=[" ".join(each) for each, _ in MISUSE])
def test_misuse_is_told_in_ukrainian_and_ends_with_2(arguments, sentence, in_ukrainian):
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 2
    assert sentence in result.stderr.splitlines()


def test_a_wrong_value_keeps_our_own_sentence(in_ukrainian):
    told = spoken.said("Invalid value for '--year': 'x' is not a valid integer.")
    assert told == "Неправильне значення для '--year': 'x' – не ціле число."


def test_what_is_not_known_stays_as_it_is(in_ukrainian):
    assert spoken.said("Something new.") == "Something new."


@pytest.mark.parametrize("arguments", [["--help"], ["claim", "--help"], ["why", "--help"]], ids=" ".join)
def test_the_help_has_no_english_heading(arguments, in_ukrainian):
    page = CliRunner().invoke(app, arguments)
    assert page.exit_code == 0
    assert page.output.lstrip().startswith("Використання: ")
    for english in ("Options:", "Commands:", "Arguments:", "Show this message", "[required]"):
        assert english not in page.output


def test_a_list_of_commands_shows_whole_clauses():
    summary = "Make the database and the data folder; running it again changes nothing."
    assert spoken.short(summary, 45) == "Make the database and the data folder"
    assert spoken.short("Reckon the term, the notice deadline and the last day.", 20) == (
        "Reckon the term, the notice deadline and the last day"
    )
