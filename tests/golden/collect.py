"""``python -m tests.golden.collect AREA FOLDER``: one area, collected in a process that ``comparison`` made clean."""

import ast
import gc
import sys
from datetime import date
from pathlib import Path

from tests.golden import files, program
from tests.golden.story import tell
from tests.golden.transcript import at, mails, transcript, write

ROOT = Path(__file__).parents[2]
#: The day the demo shows: Monday 23 November 2026.
DAY = date(2026, 11, 23)


def demo(folder: Path, language: str) -> None:
    """Everything `demo` says and writes."""
    here, target = Path.cwd(), folder / f"demo-{language}"
    at(DAY)
    arguments = ["demo", "--data", str(here / "demo")]
    write(target / "terminal.txt", transcript(arguments, program.run(arguments), here))
    if language != "uk":  # what it writes is the same in every language
        return
    write(target / "register.txt", files.excel((here / "demo" / "register.xlsx").read_bytes()))
    for path in (here / "demo" / "documents").glob("*.docx"):
        write(target / "documents" / f"{path.stem}.txt", files.word(path.read_bytes()))
    mails(here / "demo" / "mail", target / "mail")


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
    program.settle()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    kind, _, language = area.partition("-")
    if kind == "demo":
        demo(folder, language)
    elif kind == "help":
        manual(folder, language)
    elif kind == "names":
        names(folder)
    else:
        sys.stdout.write("\n\n".join(tell(folder, language)))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
