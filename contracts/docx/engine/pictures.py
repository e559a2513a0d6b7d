"""A picture of the template whose alternative text is ``image: stamp`` is replaced by the stamp given, or left out.

The author sets size and place in Word with any picture; stamp, logo and signature are known, other names may be used.
Without a picture given the drawing goes, so that a paper can be signed and stamped by hand.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from lxml import etree

from contracts.docx.engine.faults import TemplateFault, TextPlace
from contracts.docx.engine.package import CONTENT_TYPES
from contracts.docx.engine.word import parent_of

_ALT = re.compile(r"^\s*image\s*:\s*(\w+)\s*$")
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_KINDS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}
PICTURE_MAX = 5_000_000


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to be put in: its bytes and ``png`` or ``jpeg``."""

    data: bytes
    kind: str


def read_picture(data: bytes, name: str) -> Picture:
    """A picture from its bytes; raises :class:`TemplateFault` for what is neither PNG nor JPEG or is too large."""
    kind = next((kind for magic, kind in _KINDS.items() if data.startswith(magic)), None)
    if kind is None or len(data) > PICTURE_MAX:
        raise TemplateFault(
            "{place}: the picture must be a PNG or JPEG file of at most {limit} MB.", TextPlace(text=name), limit=5
        )
    return Picture(data, kind)


def slots_of(content: bytes) -> frozenset[str]:
    """The names of the pictures a part has places for."""
    found = re.findall(rb"descr=\"\s*image\s*:\s*(\w+)\s*\"", content)
    return frozenset(name.decode() for name in found)


def put_in(parts: Mapping[str, bytes], pictures: Mapping[str, Picture]) -> dict[str, bytes]:
    """The parts with every place for a picture filled, or its drawing gone."""
    made = dict(parts)
    used: dict[str, Picture] = {}
    for name in [name for name, content in parts.items() if slots_of(content)]:
        made[name], names = _fill(parts[name], pictures)
        rels = _rels_name(name)
        for slot in sorted(names):
            used[slot] = pictures[slot]
            made[rels] = _related(made.get(rels, _NO_RELS), slot, pictures[slot])
    for slot, picture in used.items():
        made[f"word/media/{_file(slot, picture)}"] = picture.data
    if used:
        made[CONTENT_TYPES] = _typed(made[CONTENT_TYPES], {each.kind for each in used.values()})
    return made


_NO_RELS = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'


def _fill(content: bytes, pictures: Mapping[str, Picture]) -> tuple[bytes, set[str]]:
    root = etree.fromstring(content)
    names: set[str] = set()
    for drawing in list(root.iter(f"{{{_W}}}drawing")):
        properties = next(drawing.iter(f"{{{_DRAWING}}}docPr"), None)
        match = _ALT.match(properties.get("descr") or "") if properties is not None else None
        if match is None:
            continue
        if match[1] not in pictures:
            parent_of(drawing).remove(drawing)
            continue
        names.add(match[1])
        for blip in drawing.iter(f"{{{_A}}}blip"):
            blip.set(f"{{{_R}}}embed", f"rIdImage_{match[1]}")
    return etree.tostring(root, encoding="UTF-8", standalone=True, xml_declaration=True), names


def _rels_name(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels"


def _file(slot: str, picture: Picture) -> str:
    return f"image_{slot}.{picture.kind}"


def _related(rels: bytes, slot: str, picture: Picture) -> bytes:
    target = quoteattr(f"media/{_file(slot, picture)}")
    line = f'<Relationship Id="rIdImage_{slot}" Type="{_RELATION}" Target={target}/>'.encode()
    return rels.replace(b"</Relationships>", line + b"</Relationships>")


def _typed(types: bytes, kinds: set[str]) -> bytes:
    for kind in sorted(kinds):
        if f'Extension="{kind}"'.encode() not in types:
            line = f'<Default Extension="{kind}" ContentType="image/{kind}"/>'.encode()
            types = types.replace(b"</Types>", line + b"</Types>")
    return types
