"""Builds ``templates/documents`` from ``templates/sources``: ``python -m contracts.docx.build``."""

import sys
from pathlib import Path

from contracts.docx.build.pack import repack
from contracts.docx.build.source import SourceFault, read
from contracts.docx.build.writer import write
from contracts.language.shipped import templates


def build(text: str, name: str) -> bytes:
    """The Word template of one source, byte for byte the same wherever it is built."""
    return repack(write(read(text, name)))


def main() -> int:
    """Build every source; says how many."""
    sources = templates() / "sources"
    count = 0
    for path in sorted(sources.glob("*/*.md")):
        target = templates() / "documents" / path.parent.name / f"{path.stem}.docx"
        try:
            made = build(path.read_text("utf-8"), f"{path.parent.name}/{path.name}")
        except SourceFault as fault:
            sys.stderr.write(f"{fault}\n")
            return 1
        count += _write_if_changed(target, made)
    sys.stdout.write(f"{count} templates changed\n")
    return 0


def _write_if_changed(target: Path, made: bytes) -> bool:
    if target.is_file() and target.read_bytes() == made:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(made)
    return True


if __name__ == "__main__":
    raise SystemExit(main())
