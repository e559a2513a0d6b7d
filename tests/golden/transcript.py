"""How an answer becomes a golden: the clock it is asked by, what may differ from run to run, how it is written down."""

import re
from collections import defaultdict
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.golden import files, program

KYIV = ZoneInfo("Europe/Kyiv")
#: What a run must be allowed to differ in, each rule with its name.
RULES = (
    (
        "a hash of a packed file, which depends on the library that packs it; that of its parts stays",
        r"(?<!parts_sha )\b[0-9a-f]{64}\b",
        "<sha256>",
    ),
    ("the mark of the audit trail, made with a key of each register", r"\b\d+-[0-9a-f]{16}\b", "<mark>"),
    ("the size of a packed file", r'("size": )\d+', r"\1<size>"),
)


def at(day: date, hour: int = 8, minute: int = 0) -> None:
    """Set the clock to a local time in Kyiv."""
    program.set_clock(datetime.combine(day, time(hour, minute), KYIV))


def normal(text: str, *here: Path) -> str:
    """A text without what may differ from run to run: the folder it ran in, and the rules above."""
    for folder in here:
        text = text.replace(str(folder), "<here>")
    for _name, form, placeholder in RULES:
        text = re.sub(form, placeholder, text)
    return text


def write(path: Path, text: str) -> None:
    """Write a golden: UTF-8, LF, no space at the end of a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [line.rstrip() for line in text.replace("\r", "").splitlines()]
    path.write_text("\n".join(lines).rstrip("\n") + "\n", encoding="utf-8", newline="\n")


def transcript(arguments: list[str], answer: program.Answer, *here: Path) -> str:
    """A command with its answer, as a transcript shows it."""
    shown = " ".join(f"'{each}'" if not each or set(each) & set(" '«»;*{}") else each for each in arguments)
    parts = [f"$ contracts {shown}", answer.out.rstrip("\n")]
    parts += [f"! {line}" for line in answer.err.rstrip("\n").splitlines()]
    parts += [f"exit {answer.code}"] if answer.code else []
    return normal("\n".join(each for each in parts if each), *here)


def mails(source: Path, target: Path) -> None:
    """The mails of a folder, named by day, address and, of several, their order."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for path in source.glob("*.eml"):
        found[path.stem.rpartition("-")[0]].append(files.mail(path.read_bytes()))
    for stem, each in found.items():
        for no, (text, html) in enumerate(sorted(each), 1):
            name = f"{stem}-{no}" if len(each) > 1 else stem
            write(target / f"{name}.txt", normal(text))
            write(target / f"{name}.html", normal(html))
