"""What a mail and `why` print can be typed as it stands; what is missed is said by every command of the day."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from contracts.cli.main import app

REGISTERED, MISSED = "2026-01-07", "2026-11-23"


@pytest.fixture(params=["uk", "en"])
def run(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a command in one of the languages over a fresh register with one company and two people."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DOHOVIR_LANGUAGE", request.param)
    runner = CliRunner()

    def call(*words: str) -> Result:
        result = runner.invoke(app, [*words, "--data", str(tmp_path / "data")])
        assert result.exit_code == 0, result.output
        return result

    person = ("person", "add", "--language", request.param)
    call("init")
    call("company", "set", "--name", "ТОВ «Ясенсвіт»", "--code", "99000011")
    call(*person, "marchenko", "--name", "Марченко О. І.", "--email", "m@y.example", "--role", "specialist")
    call(*person, "bondar", "--name", "Бондар С. М.", "--email", "b@y.example", "--role", "manager")
    return call


def add(run: Any, number: str, *more: str) -> None:
    words = ["--counterparty", "ТОВ «Чистий двір»", "--number", number, "--title", "Прибирання", "--owner", "marchenko"]
    words += ["--start", "2026-01-05", "--last-day", "2027-01-05", "--dated", "05.01.2026", "--as-of", REGISTERED]
    run("contract", "add", *words, *more)


RENEWS = ("--renewal", "automatic", "--renewal-length", "12m", "--notice", "45d")


def printed_commands(text: str) -> list[list[str]]:
    """The commands a text prints, each to the end of its line, without the program's own name."""
    found = re.findall(r"(?:^|: | {2})contracts (?=[a-z])(?!checked)(.+)$", text, re.M)
    return [shlex.split(each) for each in found]


def mail_of(run: Any, folder: Path, day: str, who: str) -> str:
    """The text part of the newest mail to a person."""
    import email
    from email import policy

    run("remind", "--as-of", day)
    texts = []
    for path in sorted(folder.rglob("*.eml")):
        message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
        if who in str(message["To"]):
            texts.append(message.get_body(("plain",)).get_content())
    return texts[-1]


def test_m7_every_command_of_a_mail_works_as_it_is_printed(run, tmp_path):
    add(run, "118 П/24", *RENEWS)
    add(run, "7-П", "--renewal", "none")
    add(run, "8-П")
    text = mail_of(run, tmp_path, MISSED, "m@y.example")
    found = printed_commands(text)
    assert {each[0] for each in found} == {"why", "decide", "ack", "contract", "rates"}
    for each in found:
        words = ["100.1" if word == "VALUE" else word for word in each]
        choices = [word.partition("/")[0] if "none/" in word else word for word in words]
        run(*choices, "--as-of", MISSED)


def test_m1_agenda_why_and_mail_say_the_same_of_a_missed_notice(run, tmp_path):
    add(run, "1", *RENEWS)
    missed, following = json.loads(run("agenda", "--json", "--as-of", "2026-11-22").stdout)
    assert (missed["kind"], missed["due_on"], missed["act_by"]) == ("notice_missed", "2026-11-21", "2026-11-21")
    assert (following["kind"], following["due_on"]) == ("renewal_decision", "2027-11-21")
    assert (
        json.loads(run("why", "1", "--json", "--as-of", "2026-11-22").stdout)["deadlines"][0]["kind"] == missed["kind"]
    )
    assert "05.01.2028" in (text := mail_of(run, tmp_path, MISSED, "m@y.example")) or "5 Jan 2028" in text
    assert "05.01.2028" in (text := mail_of(run, tmp_path, MISSED, "b@y.example")) or "5 Jan 2028" in text


def test_m1_the_commands_of_why_settle_a_missed_notice(run):
    add(run, "1", *RENEWS)
    accept, ending = printed_commands(run("why", "1", "--as-of", MISSED).stdout)
    assert (accept[2], ending[2]) == ("renew", "terminate")
    run(*accept, "--as-of", MISSED)
    kinds = [each["kind"] for each in json.loads(run("agenda", "--json", "--as-of", MISSED).stdout)]
    assert kinds == ["renewal_decision"]


def test_m2_a_notice_by_letter_that_comes_too_late_is_warned_of(run):
    add(run, "1", *RENEWS)
    done = json.loads(run("notice", "add", "1", "--sent", "2026-11-19", "--json", "--as-of", "2026-11-19").stdout)
    assert (done["number"], done["too_late"]["counts_on"]) == ("1", "2026-11-24")
    assert [each["method"] for each in done["too_late"]["ways"]] == ["courier", "hand"]
    text = run("notice", "add", "1", "--sent", "2026-11-19", "--as-of", "2026-11-19").stdout
    assert "24.11.2026" in text or "24 Nov 2026" in text
