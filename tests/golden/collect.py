"""``python -m tests.golden.collect AREA FOLDER``: one area is collected in this process; ``kept`` made it clean."""

import ast
import re
import sys
from collections import defaultdict
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.golden import files, program

ROOT = Path(__file__).parents[2]
KYIV = ZoneInfo("Europe/Kyiv")
#: The day the demo shows: Monday 23 November 2026.
DAY = date(2026, 11, 23)
#: What a run must be allowed to differ in, each rule with its name.
RULES = (
    ("a hash of a whole file, which depends on the library that packs it", r"\b[0-9a-f]{64}\b", "<sha256>"),
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


def said(arguments: list[str], answer: program.Answer, *here: Path) -> str:
    """A command with its answer, as a transcript shows it."""
    shown = " ".join(f"'{each}'" if not each or set(each) & set(" '«»;*{}") else each for each in arguments)
    parts = [f"$ contracts {shown}", answer.out.rstrip("\n")]
    parts += [f"! {line}" for line in answer.err.rstrip("\n").splitlines()]
    parts += [f"exit {answer.code}"] if answer.code else []
    return normal("\n".join(each for each in parts if each), *here)


def demo(folder: Path, language: str) -> None:
    """Everything `demo` says and writes."""
    here, target = Path.cwd(), folder / f"demo-{language}"
    at(DAY)
    arguments = ["demo", "--data", str(here / "demo")]
    write(target / "terminal.txt", said(arguments, program.run(arguments), here))
    write(target / "register.txt", files.excel((here / "demo" / "register.xlsx").read_bytes()))
    for path in (here / "demo" / "documents").glob("*.docx"):
        write(target / "documents" / f"{path.stem}.txt", files.word(path.read_bytes()))
    mails(here / "demo" / "mail", target / "mail")


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


def manual(folder: Path, language: str) -> None:
    """The help of every command and group."""
    for path in program.commands():
        answer = program.run([*path, "--help"])
        write(folder / f"help-{language}" / f"{' '.join(path) or 'contracts'}.txt", answer.out + answer.err)


def names(folder: Path) -> None:
    """Public classes and functions of the program, one a line with its module."""
    found = []
    for top in ("contracts", "scheduler"):
        for path in (ROOT / top).rglob("*.py"):
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            found += [f"{each.name} {module}" for each in ast.parse(path.read_bytes()).body if _is_public(each)]
    write(folder / "names" / "public.txt", "\n".join(sorted(found)))


def _is_public(node: ast.stmt) -> bool:
    return isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_")


def main(area: str, folder: Path) -> None:
    """Collect one area."""
    kind, _, language = area.partition("-")
    if kind == "demo":
        demo(folder, language)
    elif kind == "help":
        manual(folder, language)
    else:
        names(folder)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
