"""Files as text that can be read and compared: Word, Excel, mails, packs."""

import email
import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: Parts of a Word file that hold text.
_TEXT = re.compile(r"word/(document|header|footer|footnotes|endnotes)\d*\.xml$")
#: Headers that differ from run to run or say nothing.
_SKIPPED = ("content-type", "mime-version", "content-transfer-encoding")


def as_text(name: str, data: bytes) -> str:
    """A file of any known kind; another one by its hash and size."""
    reader = {".docx": word, ".xlsx": excel, ".zip": pack, ".csv": plain, ".txt": plain, ".json": plain}
    known = reader.get(Path(name).suffix.lower())
    is_packed = data.startswith(b"PK") or known is plain
    return known(data) if known and is_packed else f"{len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()}\n"


def plain(data: bytes) -> str:
    """A text file, its line ends made visible as LF."""
    return data.decode("utf-8-sig").replace("\r\n", "\n")


def word(data: bytes) -> str:
    """The hash of the parts as the archive reckons it, then the text of header, body and footer in their order."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = sorted(package.namelist())
        parts = {name: package.read(name) for name in names}
    digest = hashlib.sha256()
    for name in names:
        digest.update(name.encode() + b"\0" + hashlib.sha256(parts[name]).digest())
    lines = [f"parts_sha {digest.hexdigest()}"]
    for name in names:
        if (
            name.startswith("word/")
            and name.endswith(".xml")
            and any(each in name for each in ("document", "er", "notes"))
        ):
            found = list(_blocks(etree.fromstring(parts[name])))
            lines += ["", f"--- {name}", *found] if any(found) else []
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _blocks(element: etree._Element) -> Iterator[str]:
    """A paragraph a line; a row of a table a line with its cells parted by bars."""
    for child in element:
        if child.tag == f"{_W}p":
            yield _inside(child)
        elif child.tag == f"{_W}tr":
            cells = (" / ".join(filter(None, _blocks(cell))) for cell in child.iterchildren(f"{_W}tc"))
            yield "| " + " | ".join(cells)
        elif isinstance(child.tag, str):
            yield from _blocks(child)


def _inside(paragraph: etree._Element) -> str:
    signs = {f"{_W}tab": "\t", f"{_W}br": " ", f"{_W}cr": " "}
    return "".join(signs.get(each.tag, each.text or "" if each.tag == f"{_W}t" else "") for each in paragraph.iter())


def excel(data: bytes) -> str:
    """The sheets, a row a line; days as they are written in ISO 8601."""
    import openpyxl  # a tenth of what the shorter collections take

    book = openpyxl.load_workbook(io.BytesIO(data))
    lines = []
    for sheet in book.worksheets:
        lines += [f"--- {sheet.title}"]
        lines += ["| " + " | ".join(_cell(each) for each in row) for row in sheet.iter_rows()]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _cell(cell: object) -> str:
    value, form = getattr(cell, "value", None), getattr(cell, "number_format", "")
    if isinstance(value, datetime):
        return value.date().isoformat()
    if value is None:
        return ""
    shown = str(value).replace("\n", " / ")
    return shown if isinstance(value, str) or form in ("General", "@") else f"{shown} [{form}]"


def pack(data: bytes) -> str:
    """The members of a zip in their order, each as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "".join(f"=== {name}\n{as_text(name, archive.read(name))}\n" for name in archive.namelist())


def mail(data: bytes) -> tuple[str, str]:
    """The headers and the text of a mail with what is attached, and its HTML."""
    message = email.message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage)
    lines = [f"{name}: {value}" for name, value in message.items() if name.lower() not in _SKIPPED]
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    lines += ["", text.get_content().replace("\r\n", "\n") if text is not None else ""]
    for each in message.iter_attachments():
        name = each.get_filename() or ""
        lines += [f"=== {name}", as_text(name, each.get_payload(decode=True))]
    return "\n".join(lines), html.get_content().replace("\r\n", "\n") if html is not None else ""
