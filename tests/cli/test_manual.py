"""The manual speaks of commands and options that exist, and of every command there is, in both languages alike."""

import re
from importlib.resources import files
from pathlib import Path

import pytest
import typer

from contracts.cli.main import app

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted(Path(str(files("contracts").joinpath("help"))).glob("*/*.md"))
PAGES = [*CHAPTERS, ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
#: Commands stand in code: between backticks, or as lines of a fenced block.
_CALL = re.compile(r"(?:`|^)(?:\.venv/bin/)?contracts ([a-z][^`\n|]*)", re.MULTILINE)
#: Commands a manual for specialists need not name: they are the family of one that it names.
_FAMILY = re.compile(r"^(\w[\w-]*)")


def _tree() -> dict[str, set[str]]:
    """Options by command path; a group has none of its own."""
    found: dict[str, set[str]] = {}

    def walk(command: typer.main.TyperCommand, path: tuple[str, ...]) -> None:
        if not hasattr(command, "list_commands"):
            found[" ".join(path)] = {name for each in command.params for name in (*each.opts, *each.secondary_opts)}
            return
        for name in command.list_commands(None):
            walk(command.get_command(None, name), (*path, name))

    walk(typer.main.get_command(app), ())
    return found


TREE = _tree()


def _calls(text: str) -> list[tuple[str, list[str]]]:
    found = []
    for match in _CALL.finditer(text):
        words = match[1].split("#")[0].split()
        path = next((" ".join(words[:n]) for n in (3, 2, 1) if " ".join(words[:n]) in TREE), None)
        group = any(each.startswith(f"{words[0]} ") for each in TREE)
        if path is None and not (group and len(words) == 1):
            found.append((" ".join(words[:2]), []))
        elif path is not None:
            options = [each.split("=")[0].rstrip(".,;:)") for each in words if re.match(r"^-{1,2}[a-z]", each)]
            found.append((path, options))
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}/{page.name}")
def test_every_command_and_option_a_page_names_is_there(page: Path) -> None:
    for path, options in _calls(page.read_text(encoding="utf-8")):
        assert path in TREE, f"{page.name} names «contracts {path}», which is no command"
        unknown = [each for each in options if each not in TREE[path] and each != "--help"]
        assert not unknown, f"{page.name}: «contracts {path}» has no {unknown}"


@pytest.mark.parametrize("language", ["uk", "en"])
def test_the_manual_names_every_command_or_its_group(language: str) -> None:
    text = "\n".join(each.read_text(encoding="utf-8") for each in CHAPTERS if each.parent.name == language)
    families = {_FAMILY.match(each)[1] for each in TREE}  # type: ignore[index]
    named = {path.split()[0] for path, _ in _calls(text)}
    assert not families - named, f"the manual in {language} says nothing of {sorted(families - named)}"


def test_both_languages_have_the_same_chapters_and_name_the_same_commands() -> None:
    chapters = {language: sorted(p.name for p in CHAPTERS if p.parent.name == language) for language in ("uk", "en")}
    assert chapters["uk"] == chapters["en"]
    for uk in (p for p in CHAPTERS if p.parent.name == "uk"):
        en = uk.parents[1] / "en" / uk.name
        named = [{path for path, _ in _calls(each.read_text(encoding="utf-8"))} for each in (uk, en)]
        assert named[0] == named[1], f"{uk.name}: {named[0] ^ named[1]}"
