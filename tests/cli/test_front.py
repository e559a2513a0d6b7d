"""The front that starts quickly answers as the whole program does."""

import pytest
from typer.testing import CliRunner

from contracts.cli.main import app, front


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--help"],
        ["import", "--help"],
        ["claim"],
        ["claim", "letter", "--help"],
        ["contract", "shw"],
        ["no-such-command"],
        ["import"],
    ],
    ids=" ".join,
)
def test_it_says_the_same_and_ends_the_same_way(arguments: list[str]) -> None:
    whole = CliRunner().invoke(app, arguments)
    quick = CliRunner().invoke(front(arguments[0] if arguments else ""), arguments)
    assert (quick.output, quick.exit_code) == (whole.output, whole.exit_code)


def test_a_command_that_is_not_called_has_no_parameters_read() -> None:
    bare = {each.name: each.callback for each in front("import").registered_commands}
    whole = {each.name: each.callback for each in app.registered_commands}
    assert bare["import"] is whole["import"]
    assert all(bare[name] is not whole[name] for name in bare if name != "import")
