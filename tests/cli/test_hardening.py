"""What the command line refuses to take, shows harmlessly, and says of where it writes."""

import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner

from contracts.cli.main import app
from contracts.cli.shared.session import Session
from contracts.kernel.context import Work


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DOHOVIR_LANGUAGE", "en")

    def invoke(*arguments):
        return CliRunner().invoke(app, list(arguments))

    return invoke


def test_h5_init_makes_folders_and_a_database_for_their_owner(run, tmp_path):
    assert run("init").exit_code == 0
    modes = {
        each.name: stat.S_IMODE(each.stat().st_mode) for each in (tmp_path / "data", *(tmp_path / "data").iterdir())
    }
    assert modes["data"] == modes["files"] == modes["mail"] == 0o700 and modes["dohovir.sqlite"] == 0o600


@pytest.mark.parametrize("name", ["ТОВ \x1b[2J", "\u202eТОВ", "Ро\u200bмашка", "а\x00б"])
def test_h6_a_name_nobody_can_read_is_refused(run, name):
    run("init")
    done = run("company", "set", "--name", name)
    assert done.exit_code == 2 and "U+" in done.output and name not in done.output


def test_h6_what_is_stored_already_steers_no_terminal(capsys):
    Session.line(type("Fake", (), {"is_stdout_taken": False})(), "ТОВ \x1b[2J\u202e")
    assert capsys.readouterr().out == "ТОВ \\x1b[2J\\u202e\n"


def test_h8_a_register_chosen_before_is_named(run, tmp_path):
    run("init", "--data", "y")
    done = run("agenda")
    assert str(tmp_path / "y") in done.stderr and ".dohovir" in done.stderr


def test_h8_a_register_chosen_by_the_environment_is_named(run, tmp_path, monkeypatch):
    run("init", "--data", "y")
    monkeypatch.setenv("DOHOVIR_DATA", str(tmp_path / "y"))
    assert "DOHOVIR_DATA" in run("agenda").stderr


@pytest.mark.parametrize("arguments", [("init",), ("init", "--data", "y")], ids=["its own", "named in the command"])
def test_h8_nothing_is_said_of_the_folders_own_register_or_one_that_is_named(run, arguments):
    run(*arguments)
    assert "register" not in run("agenda", *arguments[1:]).stderr.lower()


def test_h7_a_file_that_fails_after_a_commit_says_what_stands(run, monkeypatch):
    run("init")
    real = Work.commit

    def then_full(self):
        real(self)
        raise OSError(28, "No space left on device", "/full/x.docx")

    monkeypatch.setattr(Work, "commit", then_full)
    done = run("company", "set", "--name", "ТОВ «Ясенсвіт»")
    assert done.exit_code == 1 and "/full/x.docx" in done.output and "saved" in done.output


def test_h7_a_fault_before_any_commit_says_nothing_of_the_kind(run, monkeypatch):
    run("init")

    def full(self):
        raise OSError(28, "No space left on device", "/full/x.docx")

    monkeypatch.setattr(Work, "commit", full)
    assert "is saved" not in run("company", "set", "--name", "ТОВ «Ясенсвіт»").output


def test_h5_output_to_the_terminal_goes_through_and_words_beside_it(run, tmp_path):
    run("init")
    (tmp_path / "link.csv").symlink_to(tmp_path / "kept.csv")
    done = run("export", "link.csv")
    assert done.exit_code == 1 and "link" in done.output and Path(tmp_path / "link.csv").is_symlink()
