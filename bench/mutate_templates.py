"""Ten thousand damaged templates, one process each batch: no traceback, no abort, at most 300 MB and 10 s a file.

``python -m bench.mutate_templates [COUNT] [SEED] [SECONDS]`` prints what failed and how to make it again.
"""

import io
import multiprocessing
import random
import resource
import sys
import time
import zipfile
from datetime import date
from pathlib import Path

import docx
from lxml import etree

from contracts.documents.template_check import check_template
from contracts.docx.engine.compiled import compile_template
from contracts.kernel.refusal import Refusal

SHIPPED = Path(__file__).parents[1] / "templates" / "documents"
DAY = date(2026, 11, 28)
MEMORY_MAX, SECONDS_MAX, BATCH = 300_000, 10, 200
_PIECES = (
    "{{", "}}", "{%", "%}", "{#", "#}", "{%p if a %}", "{%p endif %}", "{%tr for x in items %}", "{%tr endfor %}",
    "{{ a", "{% for x in b %}", "{% endfor %}", "{#tr x #}", "{%r if a %}", "{_{", "%_}", "{%- if a -%}", "-%}",
    "{{ 9" + "9" * 5000 + " }}", "{{ " + "(" * 300, "{% raw %}", "{{ a.b.c | upper | x }}", "{% set q = a %}",
    "<", ">", "&", "&#0;", "]]>", "<!--", "<w:p>", "</w:p>", "<w:tr>", "</w:tbl>", "\x00", "\ufffe", "\U0010fffa",
    "<w:bookmarkStart w:id='1' w:name='x'/>", "<w:footnoteReference w:id='1'/>", "<!DOCTYPE a [<!ENTITY b 'c'>]>",
)  # fmt: skip


def templates() -> list[bytes]:
    """What is damaged: some shipped templates and a small one with loops."""
    paths = sorted(SHIPPED.glob("*/*.docx"))
    return [path.read_bytes() for path in paths[:: max(1, len(paths) // 8)]] + [_small()]


def _small() -> bytes:
    document = docx.Document()
    for text in ("{%p for x in items %}", "{{ x.name }}", "{%p endfor %}", "{% if a %}{{ a }}{% endif %}"):
        document.add_paragraph(text, "List Number" if "name" in text else None)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def mutant(seed: int, sources: list[bytes]) -> bytes:
    """A damaged template: bytes of its parts, the structure of its archive, or its tags; the same for the same seed."""
    chance = random.Random(seed)
    source = chance.choice(sources)
    if chance.random() < 0.25:
        return _bytes(source, chance, chance.randint(1, 40))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = set(chance.sample(names, chance.randint(1, 3))) | {"word/document.xml"}
        for name in names:
            content = old.read(name)
            if name in chosen and chance.random() < 0.8:
                content = chance.choice((_bytes, _tags, _tags, _elements))(content, chance, chance.randint(1, 8))
            if chance.random() < 0.97:
                renamed = name if chance.random() < 0.98 else chance.choice((name.upper(), f"../{name}", f"{name}/x"))
                new.writestr(renamed, content)
    return out.getvalue()


def _bytes(content: bytes, chance: random.Random, count: int) -> bytes:
    changed = bytearray(content)
    for _ in range(count):
        at = chance.randrange(len(changed) + 1)
        changed[at : at + chance.choice((0, 1, 1, 8))] = chance.randbytes(chance.choice((0, 1, 1, 4)))
    return bytes(changed)


def _tags(content: bytes, chance: random.Random, count: int) -> bytes:
    text = content.decode("utf-8", "surrogateescape")
    for _ in range(count):
        places = [at + 1 for at in range(len(text)) if text[at] == ">"] if chance.random() < 0.7 else []
        at = chance.choice(places) if places else chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(_PIECES) * chance.choice((1, 1, 1, 50)) + text[at:]
    return text.encode("utf-8", "surrogateescape")


def _elements(content: bytes, chance: random.Random, count: int) -> bytes:
    """Elements moved, copied and taken out: still XML, no longer a document Word wrote."""
    try:
        root = etree.fromstring(content)
    except etree.XMLSyntaxError:
        return content
    for _ in range(count):
        each, other = (chance.choice(list(root.iter(etree.Element))) for _ in range(2))
        if each is root or other in each.iter():
            continue
        if chance.random() < 0.4:
            each.getparent().remove(each)
        else:
            other.append(each)
    return etree.tostring(root, encoding="UTF-8", standalone=True, xml_declaration=True)


def problem_of(data: bytes) -> str:
    """What is wrong with how a damaged template was taken; empty where it was filled whole or refused."""
    try:
        check_template.__wrapped__(data, "uk", DAY)
        made = compile_template(data).render({"a": "1", "b": ["1"], "items": [{"name": "x"}, {}]}, is_draft=True)
        with zipfile.ZipFile(io.BytesIO(made)) as package:
            for name in package.namelist():
                if name.endswith((".xml", ".rels")):
                    etree.fromstring(package.read(name))
    except Refusal:
        return ""
    except Exception as error:  # noqa: BLE001 -- whatever escapes is what is looked for
        return f"{type(error).__name__}: {error}"[:300]
    return ""


def batch(first: int, count: int) -> list[str]:
    """The faults of some mutants; run in a process of its own."""
    sources, faults = templates(), []
    for seed in range(first, first + count):
        start = time.process_time()
        problem = problem_of(mutant(seed, sources))
        if (took := time.process_time() - start) > SECONDS_MAX:
            problem = f"{took:.1f} s"
        if problem:
            faults.append(f"seed {seed}: {problem}")
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return [*faults, *([f"seeds {first}…: {used // 1024} MB"] if used > MEMORY_MAX else [])]


def main(count: int = 10_000, first: int = 0, seconds: float = 600) -> int:
    """Run all batches, each in a new process, so that an abort is seen; stop when the time is up."""
    context, start, faults, done = multiprocessing.get_context("spawn"), time.monotonic(), 0, 0
    for begin in range(first, first + count, BATCH):
        if time.monotonic() - start > seconds:
            break
        with context.Pool(1, maxtasksperchild=1) as pool:
            try:
                result = pool.apply_async(batch, (begin, BATCH)).get(BATCH * SECONDS_MAX)
            except multiprocessing.TimeoutError:
                result = [f"seeds {begin}…: aborted or endless"]
        faults, done = faults + len(result), done + BATCH
        sys.stdout.write("".join(f"{each}\n" for each in result))
        sys.stdout.flush()
    sys.stdout.write(f"{done} templates, {faults} faults\n")
    return int(faults > 0)


if __name__ == "__main__":
    raise SystemExit(main(*(int(each) for each in sys.argv[1:])))
