"""What a template says of itself: kind, language, law, the patterns of title and file name, warnings for the author.

It stands in the properties of the Word file (category, keywords, language) and in the document variables ``title``,
``file_name`` and ``warnings``, so that it survives editing in Word.
"""

import io
import re
import zipfile
from dataclasses import dataclass

from lxml import etree

_DC = "{http://purl.org/dc/elements/1.1/}"
_CP = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: Characters a file system refuses, and the longest name that every one takes (255 bytes, Cyrillic counts double).
_REFUSED = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Front:
    """The front matter of a template."""

    kind: str = ""
    language: str = ""
    law: str = ""
    title: str = ""
    file_name: str = ""
    warnings: tuple[str, ...] = ()


def front_of(template: bytes) -> Front:
    """The front matter of a Word template; what it does not say is empty."""
    with zipfile.ZipFile(io.BytesIO(template)) as package:
        names = set(package.namelist())
        core = _parse(package.read("docProps/core.xml")) if "docProps/core.xml" in names else None
        settings = _parse(package.read("word/settings.xml")) if "word/settings.xml" in names else None
    found = {} if core is None else {str(each.tag): each.text or "" for each in core}
    told = {} if settings is None else _variables(settings)
    return Front(
        kind=found.get(f"{_CP}category", ""),
        language=found.get(f"{_DC}language", ""),
        law=found.get(f"{_CP}keywords", ""),
        title=told.get("title", "") or found.get(f"{_DC}title", ""),
        file_name=told.get("file_name", ""),
        warnings=tuple(told.get("warnings", "").splitlines()),
    )


def safe_name(name: str) -> str:
    """A file name every file system takes: «Претензія № 1-П»; other letters stay."""
    clean = " ".join(_REFUSED.sub("-", name).split()).strip(" .")
    return clean[:_LONGEST].rstrip(" .") or "document"


def _variables(settings: "etree._Element") -> dict[str, str]:
    """The document variables by name."""
    found = settings.iter(f"{_W}docVar")
    return {str(each.get(f"{_W}name")): str(each.get(f"{_W}val", "")) for each in found}


def _parse(data: bytes) -> "etree._Element":
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
