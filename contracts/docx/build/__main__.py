"""Builds ``templates/documents`` from ``templates/sources``: ``python -m contracts.docx.build``.

The bytes of a built template depend on its source alone: entries in order, no clock, no machine.
"""

import io
import sys
import zipfile
from pathlib import Path

from lxml import etree

from contracts.docx.build.source import SourceFault, read
from contracts.docx.build.writer import write
from contracts.language.shipped import templates

_EPOCH = (1980, 1, 1, 0, 0, 0)
#: Parts of python-docx's blank document that no paper needs.
_UNUSED = ("docProps/thumbnail.jpeg", "word/stylesWithEffects.xml", "customXml/")


def build(text: str, name: str) -> bytes:
    """The Word template of one source, byte for byte the same wherever it is built."""
    return _repack(write(read(text, name)))


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


def _repack(data: bytes) -> bytes:
    """The same package with fixed moments and order, without the parts that no paper needs."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w") as new:
        names = [name for name in old.namelist() if not name.startswith(_UNUSED)]
        for name in sorted(names, key=lambda each: (each != "[Content_Types].xml", each)):
            content = old.read(name)
            if name.endswith(".rels") or name == "[Content_Types].xml":
                content = _without_unused(content)
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            new.writestr(info, content, compresslevel=9)
    return packed.getvalue()


def _without_unused(listing: bytes) -> bytes:
    """Relationships and content types of the parts left out go with them."""
    root = etree.fromstring(listing)
    for each in list(root):
        place = str(each.get("Target") or each.get("PartName") or "").removeprefix("../").lstrip("/")
        if any(unused in (place, f"word/{place}") or place.startswith(unused) for unused in _UNUSED):
            root.remove(each)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


if __name__ == "__main__":
    raise SystemExit(main())
