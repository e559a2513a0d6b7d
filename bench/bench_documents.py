"""Documents: a two-page letter with a 30-row table, beside docxtpl made fresh for each, and beside bare Jinja and zip.

The bare floor renders the very same compiled program and packs it with the standard library's zlib; 10 000 letters on
two processes show whether memory stays flat.
"""

import io
import json
import resource
import statistics
import sys
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import docx
from docxtpl import DocxTemplate
from jinja2 import Environment

from contracts.docx.engine.compiled import compile_template
from contracts.docx.engine.package import read_package
from contracts.docx.engine.reading import read_template

ROWS = 30
GOAL_DOCXTPL, GOAL_FLOOR = 40, 0.6


def letter() -> bytes:
    """A two-page letter: a heading, ten paragraphs with tags, a table of thirty rows."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ own }}"
    document.add_heading("Претензія № {{ number }}", 1)
    for no in range(10):
        document.add_paragraph(
            f"{no + 1}. {{{{ counterparty }}}} має сплатити {{{{ total }}}} до {{{{ due }}}}. " + "Текст. " * 30
        )
    table = document.add_table(3, 4)
    table.cell(0, 0).text = "{%tr for row in rows %}"
    for place, name in enumerate(("document", "date", "amount", "late")):
        table.cell(1, place).text = f"{{{{ row.{name} }}}}"
    table.cell(2, 0).text = "{%tr endfor %}"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def context(no: int = 1) -> dict[str, Any]:
    """The facts of letter ``no``: finished texts, so that all engines do the same work."""
    rows = [
        {"document": f"Акт № {n} & Ко", "date": "23.11.2026", "amount": f"{n * 100},00", "late": str(n)}
        for n in range(ROWS)
    ]
    return {
        "own": "ТОВ «Світ»",
        "number": str(no),
        "counterparty": "ТОВ «А & Б»",
        "total": "1,00",
        "due": "1.1",
        "rows": rows,
    }


def with_docxtpl(template: bytes) -> bytes:
    """docxtpl, a fresh template for each document as its manual has it."""
    made, out = DocxTemplate(io.BytesIO(template)), io.BytesIO()
    made.render(context(), autoescape=True)
    made.save(out)
    return out.getvalue()


def bare(template: bytes) -> Callable[[], bytes]:
    """The floor: plain Jinja over the same sources, autoescaped, and a zip of the parts with the still ones stored."""
    reading = read_template(template, "uk")
    environment = Environment(autoescape=True)
    programs = [(name, environment.from_string(source.text)) for name, source in reading.sources.items()]

    def make() -> bytes:
        out = io.BytesIO()
        given = context()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
            for name, program in programs:
                package.writestr(name, program.render(given))
        return out.getvalue()

    return make


def per_second(make: Callable[[], object], seconds: float = 1.0) -> float:
    """How often a second, at least three times."""
    count, start = 0, time.perf_counter()
    while time.perf_counter() - start < seconds or count < 3:
        make()
        count += 1
    return count / (time.perf_counter() - start)


def texts(data: bytes) -> list[str]:
    """What a document says, to compare engines."""
    document = docx.Document(io.BytesIO(data))
    said = [each.text for each in document.paragraphs]
    return said + [cell.text for table in document.tables for row in table.rows for cell in row.cells]


_TEMPLATE = b""


def _prepare(template: bytes) -> None:
    global _TEMPLATE
    _TEMPLATE = template


def _many(numbers: range) -> tuple[int, int, int]:
    """Make letters; how many, and the peak memory in kilobytes after a tenth and at the end."""
    compiled, early = compile_template(_TEMPLATE, "uk"), 0
    for done, no in enumerate(numbers):
        compiled.render(context(no))
        if done == len(numbers) // 10:
            early = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return len(numbers), early, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main() -> int:
    """Measure, print the ratios, and fail where a goal is missed."""
    template = letter()
    compiled, floor = compile_template(template, "uk"), bare(template)
    assert texts(compiled.render(context())) == texts(with_docxtpl(template)), "the engines disagree"
    assert read_package(compiled.render(context()))
    rounds = []
    given = context()
    for _ in range(3):
        rounds.append(
            (
                per_second(lambda: compiled.render(given)),
                per_second(floor),
                per_second(lambda: with_docxtpl(template)),
            )
        )
    ours, plain, peer = (statistics.median(each) for each in zip(*rounds, strict=True))
    print(f"documents a second: ours {ours:.0f}, Jinja and zip {plain:.0f}, docxtpl {peer:.1f}")
    print(
        f"ours / docxtpl {ours / peer:.0f}x (goal {GOAL_DOCXTPL}x), ours / floor {ours / plain:.2f} (goal {GOAL_FLOOR})"
    )
    start = time.perf_counter()
    with ProcessPoolExecutor(2, initializer=_prepare, initargs=(template,)) as pool:
        done = list(pool.map(_many, (range(5000), range(5000, 10_000))))
    took = time.perf_counter() - start
    grown = max(late - early for _, early, late in done)
    print(f"10 000 letters on two processes: {took:.1f} s, memory grew by {grown / 1024:.1f} MB after the first tenth")
    print(json.dumps({"ours": ours, "floor": plain, "docxtpl": peer, "seconds_10000": took, "grown_kb": grown}))
    return int(ours / peer < GOAL_DOCXTPL or ours / plain < GOAL_FLOOR or grown > 20_480)


if __name__ == "__main__":
    sys.exit(main())
