"""The register by commands: stable JSON, one sentence for a refusal, a contract registered by answering questions."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from contracts.cli.main import app

DAY = "2026-11-23"
LIST_KEYS = [
    *("number", "title", "counterparty", "phase", "first_day", "last_day", "notice_deadline", "post_by"),
    *("amount", "currency", "owner", "term_no"),
]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a command over a fresh register with one company and two people."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DOHOVIR_LANGUAGE", "en")
    runner = CliRunner()

    def call(*words: str, typed: str | None = None) -> Result:
        return runner.invoke(app, [*words, "--data", str(tmp_path / "data")], input=typed)

    for words in (
        ("init",),
        ("company", "set", "--name", "ТОВ «Ясенсвіт»", "--code", "99000011"),
        ("person", "add", "marchenko", "--name", "Марченко О. І.", "--email", "m@y.example", "--role", "specialist"),
        ("person", "add", "bondar", "--name", "Бондар С. М.", "--email", "b@y.example", "--role", "manager"),
    ):
        assert call(*words).exit_code == 0
    return call


def add(run: Any, number: str = "118-П/24", *more: str) -> dict[str, Any]:
    words = ["--counterparty", "ТОВ «Чистий двір»", "--number", number, "--title", "Прибирання", "--owner", "marchenko"]
    words += ["--start", "2026-01-01", "--length", "12m", "--renewal", "automatic", "--renewal-length", "12m"]
    words += ["--notice", "30d", "--amount", "1 248 000,00", "--dated", "18.12.2025"]
    return said(run("contract", "add", *words, *more, "--json", "--as-of", DAY))


def said(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_contract_is_registered_listed_and_shown_with_the_fields_scripts_rely_on(run):
    assert add(run)["register_no"] == "1/2026"
    (row,) = said(run("contract", "list", "--json", "--as-of", DAY))
    assert list(row) == LIST_KEYS
    assert (row["notice_deadline"], row["post_by"], row["amount"]) == ("2026-12-01", "2026-11-26", "1248000.00")
    shown = said(run("contract", "show", "1/2026", "--json", "--as-of", DAY))
    assert {"terms", "amendments", "deadlines", "history", *LIST_KEYS} <= set(shown)
    assert shown["history"][0]["what"] == "register_contract"
    assert said(run("contract", "list", "--phase", "expired", "--json", "--as-of", DAY)) == []


def test_why_names_the_facts_without_which_no_deadline_can_be_derived(run):
    run("contract", "add", "--number", "7-О", "--counterparty", "ТОВ «Склад»", "--dated", "15.03.2026")
    told = run("why", "7-О", "--as-of", DAY).output
    assert "Missing: first day, what happens at the end of the term, last day" in told


def test_agenda_why_ack_and_decide_speak_the_json_of_the_specification(run):
    add(run)
    (task,) = said(run("agenda", "--json", "--as-of", DAY))
    keys = ["kind", "contract", "counterparty", "due_on", "act_by", "days_left", "owner", "why"]
    assert list(task) == [*keys, "known_since", "ways", "command"]
    assert (task["days_left"], task["act_by"]) == (3, "2026-11-26")
    found = said(run("why", "118-П/24", "--json", "--as-of", DAY))
    assert list(found) == ["number", "deadlines"]
    assert list(found["deadlines"][0]) == ["kind", "due_on", "act_by", "steps", "remedy"]
    told = said(run("remind", "--json", "--as-of", DAY))
    assert list(told) == ["checked", "due", "messages", "queued", "sent", "failed"]
    assert said(run("ack", "118-П/24", "--json", "--as-of", DAY)) == {
        "contract": "118-П/24",
        "kind": "renewal_decision",
        "due_on": "2026-12-01",
        "state": "acknowledged",
    }
    done = said(run("decide", "118-П/24", "terminate", "--reason", "дорого", "--json", "--as-of", DAY))
    assert done["state"] == "closed"
    assert [each["kind"] for each in said(run("agenda", "--json", "--as-of", DAY))] == ["post_notice"]
    assert run("notice", "add", "118-П/24", "--received", DAY, "--as-of", DAY).exit_code == 0
    assert [each["kind"] for each in said(run("agenda", "--json", "--as-of", DAY))] == ["expiry"]


def test_a_refusal_is_one_sentence_on_stderr_and_exit_1_misuse_is_2(run):
    add(run)
    add(run, "118-П/24", "--dated", "19.12.2025")
    result = run("contract", "show", "118-П/24", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["error"]["code"] == "no_such_contract"
    assert "1/2026" in result.stderr and "2/2026" in result.stderr
    assert run("contract", "show", "зовсім інший").exit_code == 1
    assert run("contract", "edit", "1/2026", "--start", "31.02.2026").exit_code == 2
    assert run("contract", "edit", "1/2026").exit_code == 2
    assert run("contract", "add", "--number", "5").exit_code == 2
    assert run("contract", "add", "--counterparty", "Х", "--amount", "багато").exit_code == 2


def test_every_optional_field_is_cleared_by_its_name(run):
    add(run)
    result = said(run("contract", "edit", "1/2026", "--clear", "notice", "--clear", "owner", "--json", "--as-of", DAY))
    assert sorted(result["changed"]) == ["notice", "owner_id"]
    assert result["missing"] == ["notice"]
    assert run("contract", "edit", "1/2026", "--clear", "soul").exit_code == 2


def test_without_options_on_a_terminal_it_asks_and_asks_again_what_it_cannot_read(run, monkeypatch):
    monkeypatch.setattr("contracts.cli.registry.entry._is_terminal", lambda: True)
    answers = ["ТОВ «Нова»", "99100077", "7-Н", "Оренда", "01.03.2026", "колись", "2026-03-01", "28.02.2027"]
    answers += ["automatic", "12m", "30d", "5000", "marchenko"]
    result = run("contract", "add", "--as-of", DAY, typed="\n".join(answers) + "\n")
    assert result.exit_code == 0, result.output
    (row,) = said(run("contract", "list", "--json", "--as-of", DAY))
    assert (row["number"], row["last_day"], row["amount"], row["owner"]) == (
        "7-Н",
        "2027-02-28",
        "5000.00",
        "Марченко О. І.",
    )


def test_an_amendment_is_drafted_signed_and_changes_the_terms(run):
    add(run)
    words = ("amendment", "add", "1/2026", "--effective", "2026-12-01", "--last-day", "2027-06-30")
    made = said(run(*words, "--renewal", "none", "--json", "--as-of", DAY))
    assert (made["amendment"], made["state"], made["warnings"]) == ("1", "draft", [])
    assert said(run("amendment", "sign", "1/2026", "1", "--on", DAY, "--json", "--as-of", DAY))["state"] == "signed"
    shown = said(run("contract", "show", "1/2026", "--json", "--as-of", "2027-02-01"))
    assert (shown["last_day"], shown["renewal"]) == ("2027-06-30", "none")
    assert run("amendment", "add", "1/2026").exit_code == 1


def test_an_annex_is_added_and_edited_by_its_number(run):
    add(run)
    assert said(run("annex", "add", "1/2026", "specification", "--amount", "10", "--json")) == {
        "kind": "specification",
        "annex": "1",
    }
    assert (
        said(run("annex", "edit", "1/2026", "1", "--clear", "amount", "--title", "Борошно", "--json"))["version"] == 2
    )
    (annex,) = said(run("contract", "show", "1/2026", "--json"))["annexes"]
    assert (annex["title"], annex["amount"]) == ("Борошно", None)


def test_what_moves_a_contract_is_said_by_its_phase(run):
    add(run)

    def phase(*words: str) -> str:
        return str(said(run("contract", *words, "--json", "--as-of", DAY))["phase"])

    assert phase("suspend", "1/2026", "--from", "2026-11-20") == "suspended"
    assert phase("resume", "1/2026") == "notice_window"
    assert phase("terminate", "1/2026", "--last-day", "2026-11-20", "--ground", "угода") == "terminated"
    assert phase("restore", "1/2026", "--reason", "помилка") == "notice_window"
    assert run("contract", "close", "1/2026", "--as-of", DAY).exit_code == 1
    assert phase("close", "1/2026", "--reason", "перенесено") == "notice_window"
    assert said(run("contract", "list", "--json", "--as-of", DAY)) == []
    assert phase("reopen", "1/2026", "--reason", "помилка") == "notice_window"
    assert phase("void", "1/2026", "--reason", "помилка") == "cancelled"


def test_an_absence_and_a_hand_over_by_the_commands_of_the_manual(run):
    add(run)
    days = ("--from", "2026-12-01", "--until", "2026-12-14")
    made = said(run("person", "absence", "marchenko", *days, "--deputy", "bondar", "--json"))
    assert (made["person"], made["last_day"]) == ("Марченко О. І.", "2026-12-14")
    done = said(run("handover", "--from", "marchenko", "--to", "bondar", "--json", "--as-of", DAY))
    assert [each["number"] for each in done["contracts"]] == ["118-П/24"]
    people = {each["login"]: each["contracts"] for each in said(run("person", "list", "--json"))}
    assert (people["bondar"], people["marchenko"]) == (1, 0)


def test_tables_and_cards_fit_into_80_columns_in_both_languages(run, monkeypatch):
    add(run)
    monkeypatch.setenv("COLUMNS", "80")
    for language in ("en", "uk"):
        monkeypatch.setenv("DOHOVIR_LANGUAGE", language)
        for words in (("contract", "list"), ("contract", "show", "1/2026"), ("agenda",), ("person", "list")):
            shown = run(*words, "--as-of", DAY) if words[0] != "person" else run(*words)
            assert shown.exit_code == 0, shown.output
            tables = [line for line in shown.stdout.splitlines() if not line.startswith("    ")]
            assert max(map(len, tables)) <= 80, shown.stdout


def test_a_page_says_where_to_go_on(run):
    for number in ("1", "2", "3"):
        add(run, number)
    first = run("contract", "list", "--limit", "2", "--as-of", DAY)
    cursor = first.stdout.strip().splitlines()[-1].rpartition(" ")[2]
    rest = said(run("contract", "list", "--after", cursor, "--json", "--as-of", DAY))
    assert [row["number"] for row in rest] == ["3"]
    assert run("contract", "list", "--after", "там").exit_code == 1


def test_the_program_itself_says_a_broken_register_in_one_sentence(tmp_path):
    environment = {**os.environ, "DOHOVIR_LANGUAGE": "uk", "PYTHONIOENCODING": "utf-8"}
    command = [
        sys.executable,
        "-c",
        "from contracts.cli.main import run; run()",
        "agenda",
        "--data",
        str(tmp_path / "no"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tmp_path, check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_readers_of_a_confidential_contract_are_named_and_shown_on_the_card(run):
    add(run)
    assert "is shown to everybody" in run("contract", "readers", "1/2026").stdout
    assert run("contract", "readers", "1/2026", "--add", "bondar").exit_code == 1
    said(run("contract", "edit", "1/2026", "--confidential", "--json"))
    shown = said(run("contract", "readers", "1/2026", "--add", "bondar", "--json"))
    assert shown["readers"] == [{"login": "bondar", "name": "Бондар С. М."}]
    assert "Shown to:             its owner, auditors, Бондар С. М." in run("contract", "show", "1/2026").stdout
    assert said(run("contract", "show", "1/2026", "--json"))["readers"] == shown["readers"]
    assert "nobody else" in run("contract", "readers", "1/2026", "--remove", "bondar").stdout
