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
class TemplateProperties:
    """The front matter of a template as its file holds it."""

    kind: str = ""
    language: str = ""
    law: str = ""
    title: str = ""
    file_name: str = ""
    warnings: tuple[str, ...] = ()


def properties_of(template: bytes) -> TemplateProperties:
    """The front matter of a Word template; what it does not say is empty."""
    with zipfile.ZipFile(io.BytesIO(template)) as package:
        names = set(package.namelist())
        core = _parse(package.read("docProps/core.xml")) if "docProps/core.xml" in names else None
        settings = _parse(package.read("word/settings.xml")) if "word/settings.xml" in names else None
    core_texts = {} if core is None else {str(each.tag): each.text or "" for each in core}
    variables = {} if settings is None else _variables(settings)
    return TemplateProperties(
        kind=core_texts.get(f"{_CP}category", ""),
        language=core_texts.get(f"{_DC}language", ""),
        law=core_texts.get(f"{_CP}keywords", ""),
        title=variables.get("title", "") or core_texts.get(f"{_DC}title", ""),
        file_name=variables.get("file_name", ""),
        warnings=tuple(variables.get("warnings", "").splitlines()),
    )


def safe_name(name: str) -> str:
    """A file name every file system takes: «Претензія № 1-П»; other letters stay."""
    clean = " ".join(_REFUSED.sub("-", name).split()).strip(" .")
    return clean[:_LONGEST].rstrip(" .") or "document"


def _variables(settings: "etree._Element") -> dict[str, str]:
    """The document variables by name."""
    return {str(each.get(f"{_W}name")): str(each.get(f"{_W}val", "")) for each in settings.iter(f"{_W}docVar")}


def _parse(data: bytes) -> "etree._Element":
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
