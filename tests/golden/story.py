"""A year of a small company told by commands: every command answers in JSON and in words over one growing register.

``story.txt`` holds the commands. ``@ day hour`` sets the clock; ``?`` asks (JSON and words of the same register);
``!`` is refused (JSON with the sentence, in English); ``>`` does (JSON on a copy of everything, then words);
``+`` prepares, ``=`` makes a paper in English (words alone). In Ukrainian what is not refused is said once.
``%`` is SQL, for what no command can say.
"""

import itertools
import os
import shlex
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

from tests.golden import files, program
from tests.golden.inputs import lay
from tests.golden.transcript import at, mails, normal, transcript, write

STORY = Path(__file__).parent / "story.txt"
WORLD = "world"


def lines() -> Iterator[tuple[str, list[str]]]:
    """The steps: a sign and its words; a line that says {language} stands for one in each."""
    for line in STORY.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            sign, *words = shlex.split(line)
            for language in ("uk", "en") if "{language}" in line else ("",):
                yield sign, [word.replace("{language}", language) for word in words]


def tell(folder: Path, language: str) -> list[str]:
    """Tell the story in a new folder; keep what was said by command, and in English the files and mails too.

    Returns the commands that were refused though the story does not say so, or the other way round.
    """
    program.share_compiled()
    world = Path.cwd() / WORLD
    lay(world)
    paths = [path for path in program.commands() if path]
    kept: dict[str, list[str]] = defaultdict(list)
    surprises = []
    for sign, words in lines():
        if sign == "@":
            at(date.fromisoformat(words[0]), int(words[1]))
        elif sign == "%":
            with closing(sqlite3.connect(world / "data" / "dohovir.sqlite")) as database, database:
                database.execute(words[0])
        elif language == "en" or sign not in "!=":
            answers = list(_answers(world, sign, words, language))
            kept[_command(words, paths)] += answers
            surprises += [answers[-1]] if ("\nexit " in answers[-1]) != (sign == "!") else []
    for name, answers in kept.items():
        write(folder / f"cli-{language}" / f"{name}.txt", "\n\n".join(answers))
    if language == "en":
        keep_files(world, folder)
    return surprises


def _command(words: list[str], paths: list[tuple[str, ...]]) -> str:
    """Which command it is; what is none belongs to the front door."""
    fitting = [path for path in paths if tuple(words[: len(path)]) == path]
    return " ".join(max(fitting, key=len)) if fitting else "contracts"


def _answers(world: Path, sign: str, words: list[str], language: str) -> Iterator[str]:
    if language == "en" and sign in "?!":
        yield _run(world, [*words, "--json"])
    if language == "en" and sign == ">":
        twin = _twin(world)
        yield _run(twin, [*words, "--json"])
        shutil.rmtree(twin)
    if sign != "!":
        yield _run(world, words)


_twins = itertools.count(1)


def _twin(world: Path) -> Path:
    """A copy of all there is, at a place of its own: what is done there is not done. Only databases change in place."""
    twin = world.with_name(f"twin{next(_twins)}")
    shutil.copytree(world, twin, copy_function=_copy)
    return twin


def _copy(source: str, target: str) -> None:
    if ".sqlite" in source:
        shutil.copyfile(source, target)
    else:
        os.link(source, target)


def _run(place: Path, words: list[str]) -> str:
    os.chdir(place)
    os.environ["DOHOVIR_DATA"] = str(place / "data")
    return transcript(words, program.run(words), place, place.resolve())


def keep_files(world: Path, folder: Path) -> None:
    """The papers, workbooks and mails of the story as text."""
    for path in sorted(world.rglob("*")):
        name = path.relative_to(world)
        if path.suffix in (".docx", ".xlsx", ".zip") and name.parts[0] not in ("data", "given"):
            kind = "tables" if path.suffix == ".xlsx" else "documents"
            write(folder / kind / f"{name}.txt", normal(files.as_text(path.name, path.read_bytes()), world))
    mails(world / "data" / "mail", folder / "mail")
