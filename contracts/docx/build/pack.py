"""The bytes of a built template depend on its source alone: entries in order, no clock, no machine."""

import io
import zipfile

from lxml import etree

_EPOCH = (1980, 1, 1, 0, 0, 0)
#: Parts of python-docx's blank document that no paper needs.
_UNUSED = ("docProps/thumbnail.jpeg", "word/stylesWithEffects.xml", "customXml/")


def repack(data: bytes) -> bytes:
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
