"""The program starts with what is called alone; `-h`, `--version` and the completion of shells work."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from contracts.cli.main import app
from contracts.cli.shared.lazy_group import LazyGroup

ROOT = Path(__file__).parents[2]
#: Runs the program and then says which of its own modules were imported.
_LOADED = """
import json, sys
from contracts.cli.main import run
try:
    run()
except SystemExit:
    pass
json.dump(sorted(each for each in sys.modules if each.startswith("contracts.")), sys.stderr)
"""


def loaded(*arguments: str) -> set[str]:
    """Modules imported by a call, without those every call imports."""
    done = subprocess.run([sys.executable, "-c", _LOADED, *arguments], capture_output=True, text=True, check=True)
    return {each for each in json.loads(done.stderr) if each.startswith("contracts.cli.") and ".shared" not in each}


def test_the_list_of_commands_imports_none_of_them():
    assert loaded("--help") == {"contracts.cli.commands", "contracts.cli.main"}


def test_the_list_of_a_group_imports_none_of_its_commands():
    assert loaded("claim", "--help") == {"contracts.cli.commands", "contracts.cli.main"}


def test_a_command_imports_its_own_module():
    own = {"contracts.cli.reminders", "contracts.cli.reminders.agenda"}
    assert loaded("agenda", "--help") == {"contracts.cli.commands", "contracts.cli.main"} | own


def walk(command, path=()):
    """Every command of the program with its path."""
    for name in command.list_commands(None):
        child = command.get_command(None, name)
        yield (*path, name), child
        if isinstance(child, LazyGroup):
            yield from walk(child, (*path, name))


def test_every_command_of_the_tables_is_there_and_takes_the_shared_options_last():
    commands = {path: each for path, each in walk(typer.main.get_command(app)) if not isinstance(each, LazyGroup)}
    assert len(commands) > 120
    shared = ["--json", "--as-of", "--config", "--data", "--as"]
    for path, command in commands.items():
        assert [each.opts[0] for each in command.params[-5:]] == shared, path
        names = [each.name for each in command.params]
        assert len(names) == len(set(names)), f"{path}: two options of one name"


def test_no_two_commands_of_one_group_are_the_same_function():
    seen = {}
    for path, command in walk(typer.main.get_command(app)):
        if not isinstance(command, LazyGroup):
            seen.setdefault((path[:-1], command.callback.__wrapped__), []).append(path[-1])
    assert [names for names in seen.values() if len(names) > 1] == [["match", "confirm"]]


@pytest.mark.parametrize("arguments", [[], ["claim"], ["contract", "list"]], ids=" ".join)
def test_short_help_is_help(arguments):
    runner = CliRunner()
    assert runner.invoke(app, [*arguments, "-h"]).output == runner.invoke(app, [*arguments, "--help"]).output


@pytest.mark.parametrize("arguments", [[], ["claim"]], ids=" ".join)
def test_a_group_without_a_command_shows_its_help_on_stderr_and_ends_with_2(arguments):
    result = CliRunner().invoke(app, arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Commands:" in result.stderr


def test_the_version_is_that_of_the_package():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    result = CliRunner().invoke(app, ["--version"])
    assert (result.exit_code, result.output) == (0, f"dohovir {version}\n")


def completed(words: str, tmp_path: Path) -> list[str]:
    """What bash is offered after these words."""
    position = str(len(words.split(" ")) - 1)
    asked = {"_CONTRACTS_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": position}
    program = [sys.executable, "-c", "import sys; sys.argv = ['contracts']; from contracts.cli.main import run; run()"]
    environment = {**os.environ, **asked, "DOHOVIR_LANGUAGE": "en", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(program, capture_output=True, text=True, env=environment, cwd=tmp_path, check=True)
    return done.stdout.split()


def test_a_shell_is_offered_commands_groups_and_options(tmp_path):
    assert completed("contracts de", tmp_path) == ["demo", "decide", "deadline", "debts", "department"]
    assert completed("contracts claim a", tmp_path) == ["approve", "aside", "attach", "answer"]
    assert completed("contracts debts --co", tmp_path) == ["--counterparty", "--company", "--config"]
    assert completed("contracts contract list --phase in_", tmp_path) == ["in_approval", "in_force"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_completion_of_a_shell_is_shown_and_installed(shell, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION", "1")
    shown = CliRunner().invoke(app, ["--show-completion", shell], prog_name="contracts")
    assert shown.exit_code == 0
    assert "_CONTRACTS_COMPLETE" in shown.output
    done = CliRunner().invoke(app, ["--install-completion", shell], prog_name="contracts")
    assert done.exit_code == 0, done.output
    written = [each.read_text(encoding="utf-8") for each in tmp_path.rglob("*") if each.is_file()]
    assert any("_CONTRACTS_COMPLETE" in each for each in written)
