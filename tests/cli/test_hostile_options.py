"""Every command with hostile values in every option: a sentence or a misuse, never a traceback (H4)."""

import os
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from contracts.cli.main import app
from contracts.cli.shared.lazy_group import LazyGroup

VALUES = {
    "very long": "я" * 6_000,
    "a huge number": "9" * 40,
    "emoji and quotes": "😀'\";--%s{x}",
    "a path": "../../../../../../etc/passwd",
    "a path that is none": "/dev/null/x",
    "an escape": "a\x1b[2Jб",
    "an override": "\u202eгалс",
    "half a character": "\udcff",
    "spaces": " " * 300 + "x",
}
#: These run until they are stopped, or make a folder of their own.
_ENDLESS = {("serve",), ("demo",)}
_SHARED = {"--config", "--data", "--as-of", "--json", "--as", "--help"}


def commands():
    def walk(group, path=()):
        for name in group.list_commands(None):
            child = group.get_command(None, name)
            yield from walk(child, (*path, name)) if isinstance(child, LazyGroup) else [((*path, name), child)]

    return [each for each in walk(typer.main.get_command(app)) if each[0] not in _ENDLESS]


def calls(params, value):
    """Every option alone with the value, and all of them together, beside arguments that hold it too."""
    arguments = [value for each in params if each.param_type_name == "argument" and each.required]
    options = [each for each in params if each.param_type_name == "option" and not set(each.opts) & _SHARED]
    words = [[each.opts[0]] if each.is_flag else [each.opts[0], value] for each in options]
    yield [*(word for each in words for word in each), "--", *arguments]
    if len(value) > 5_000 or value.startswith(("/", ".")):  # what hides in options is refused before arguments are read
        yield ["--", *arguments]


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    before = Path.cwd()
    os.chdir(folder)
    assert CliRunner().invoke(app, ["init"]).exit_code == 0
    assert CliRunner().invoke(app, ["company", "set", "--name", "ТОВ «Ясенсвіт»"]).exit_code in (0, 1, 2)
    yield folder
    os.chdir(before)


@pytest.mark.parametrize("name", VALUES)
def test_h4_no_command_shows_a_traceback(place, name):
    wrong = {}
    for path, command in commands():
        for arguments in calls(command.params, VALUES[name]):
            done = CliRunner().invoke(app, [*path, *arguments], input="")
            if done.exception is not None and not isinstance(done.exception, SystemExit):
                wrong[" ".join(path)] = repr(done.exception)[:200]
    assert wrong == {}


def test_h4_each_text_option_alone(place):
    wrong = {}
    for path, command in commands():
        arguments = ["1" for each in command.params if each.param_type_name == "argument" and each.required]
        for each in command.params:
            if each.param_type_name == "option" and not each.is_flag and not set(each.opts) & _SHARED:
                done = CliRunner().invoke(app, [*path, each.opts[0], VALUES["very long"], "--", *arguments], input="")
                if done.exception is not None and not isinstance(done.exception, SystemExit):
                    wrong[f"{' '.join(path)} {each.opts[0]}"] = repr(done.exception)[:200]
    assert wrong == {}
