"""Reading a .docx as a bounded set of parts: anything that is not a plain Word document is refused with a sentence.

Bounds: 20 MB packed, 50 MB unpacked, 2 000 parts, 10 MB for one part with text. Macros, passwords and the older
binary format are named as such, because people can act on that.
"""

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping

from contracts.docx.engine.faults import TemplateFault, TextPlace, TooLarge
from contracts.docx.engine.word import parse

PACKED_MAX = 20_000_000
UNPACKED_MAX = 50_000_000
TEXT_PART_MAX = 10_000_000
PARTS_MAX = 2_000
#: Parts whose paragraphs are filled, by their content type: programs call and place them differently.
_TEXT = re.compile(r"wordprocessingml\.((document|template)\.main|header|footer|footnotes|endnotes)\+xml$")
CONTENT_TYPES = "[Content_Types].xml"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DOCUMENT = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_XML = (".xml", ".rels")
_PARSED, _TYPED = (*_XML, ".vml"), ("+xml", "/xml")
#: Elements of all parts together, opened and closed; a thousand pages have some hundred thousand.
MARKUP_MAX = 1_000_000
#: What a damaged archive makes the standard library say.
_DAMAGED = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, struct.error,
    NotImplementedError, EOFError, RuntimeError, ValueError, OSError, OverflowError, LookupError,
)  # fmt: skip
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_TEMPLATE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"


def read_package(data: bytes) -> dict[str, bytes]:
    """The parts of a Word document by name, content types first; raises :class:`TemplateFault`."""
    _refuse_other_formats(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = _read(archive)
    except _DAMAGED as error:
        raise TemplateFault(
            "{place}: the file is damaged ({reason}); save it in Word again.", TextPlace(), reason=str(error)[:120]
        ) from None
    _refuse_great_parts(parts)
    _refuse_other_contents(parts)
    _refuse_broken(parts)
    parts[CONTENT_TYPES] = parts[CONTENT_TYPES].replace(_TEMPLATE, _DOCUMENT)
    return {CONTENT_TYPES: parts.pop(CONTENT_TYPES), **parts}


def _refuse_broken(parts: Mapping[str, bytes]) -> None:
    """Raises :class:`TemplateFault` where a part that must be XML is not: Word would open no paper that holds it."""
    types = {str(each.get("PartName", "")).lower(): each for each in parse(parts[CONTENT_TYPES], CONTENT_TYPES)}
    named = [name for name, each in types.items() if str(each.get("ContentType", "")).lower().endswith(_TYPED)]
    markup = [
        (name, content)
        for name, content in parts.items()
        if name.lower().endswith(_PARSED) or f"/{name.lower()}" in named
    ]
    if sum(content.count(b"<") for _, content in markup) > MARKUP_MAX:
        raise TooLarge("{place}: the file holds more than {limit} elements.", TextPlace(), limit=MARKUP_MAX)
    for name, content in markup:
        parse(content, name)


def _refuse_other_formats(data: bytes) -> None:
    if len(data) > PACKED_MAX:
        raise TooLarge("{place}: the file is larger than {limit} MB.", TextPlace(), limit=PACKED_MAX // 1_000_000)
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise TemplateFault("{place}: the file is protected by a password; save it without one.", TextPlace())
        raise TemplateFault("{place}: this is the older .doc format; save it as a Word document (.docx).", TextPlace())
    if not data.startswith(b"PK\x03\x04"):
        raise TemplateFault("{place}: this is not a Word document (.docx).", TextPlace())


def _read(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = archive.infolist()
    if len(entries) > PARTS_MAX:
        raise TooLarge("{place}: the file holds more than {limit} parts.", TextPlace(), limit=PARTS_MAX)
    if any(entry.flag_bits & 1 for entry in entries):
        raise TemplateFault("{place}: the file is protected by a password; save it without one.", TextPlace())
    if sum(entry.file_size for entry in entries) > UNPACKED_MAX:
        raise TooLarge(
            "{place}: unpacked, the file is larger than {limit} MB.", TextPlace(), limit=UNPACKED_MAX // 1_000_000
        )
    names = [entry.filename for entry in entries]
    if len({name.lower() for name in names}) != len(names):
        raise TemplateFault("{place}: the file holds one part twice; save it in Word again.", TextPlace())
    return {entry.filename: _as_utf8(entry.filename, archive.read(entry)) for entry in entries if not entry.is_dir()}


def _as_utf8(name: str, content: bytes) -> bytes:
    """XML in UTF-16, which some programs write, as UTF-8."""
    if not (name.endswith(_XML) and content.startswith(_UTF16)):
        return content
    return re.sub(r"^<\?xml[^>]*\?>", '<?xml version="1.0"?>', content.decode("utf-16")).encode()


def text_parts(parts: Mapping[str, bytes]) -> list[str]:
    """The names of the parts with paragraphs: the document, headers, footers, footnotes, endnotes."""
    types = parse(parts[CONTENT_TYPES], CONTENT_TYPES)
    found = {
        str(each.get("PartName", "")).lstrip("/").lower()
        for each in types.iter("{*}Override")
        if _TEXT.search(str(each.get("ContentType", "")))
    }
    return [name for name in parts if name.lower() in found]


def _refuse_other_contents(parts: dict[str, bytes]) -> None:
    types = parts.get(CONTENT_TYPES, b"")
    if any(name.lower().endswith("vbaproject.bin") for name in parts) or b"macroEnabled" in types:
        raise TemplateFault(
            "{place}: the file holds macros; save it as a Word document without macros (.docx).", TextPlace()
        )
    if parts.get("mimetype", b"").startswith(b"application/vnd.oasis.opendocument"):
        raise TemplateFault("{place}: this is an OpenDocument file; save it as a Word document (.docx).", TextPlace())
    if (_DOCUMENT not in types and _TEMPLATE not in types) or not text_parts(parts):
        raise TemplateFault("{place}: this is not a Word document (.docx).", TextPlace())


def _refuse_great_parts(parts: Mapping[str, bytes]) -> None:
    for name, content in parts.items():
        if name.endswith(_XML) and len(content) > TEXT_PART_MAX:
            raise TooLarge(
                "{place}: the part is larger than {limit} MB.", TextPlace(name), limit=TEXT_PART_MAX // 1_000_000
            )
