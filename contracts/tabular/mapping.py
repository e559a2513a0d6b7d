"""A mapping file says which header is which field, and what single cells mean: TOML or JSON.

``"Header" = "field"`` names a column, ``""`` leaves it out, ``"notice, days"`` adds what its header does not say. Under
``[values."Header"]`` stand cells and the words they are to be read as.
"""

import json
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from contracts.kernel.refusal import system_note
from contracts.tabular.sheet import FileRefused

_LARGEST = 1_000_000


class MappingFile(NamedTuple):
    """Header → field, and header → cell → the words it is to be read as."""

    columns: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]


class MappingLine(NamedTuple):
    """A line to be written: what is taken, what stands beside it, and whether it is only proposed."""

    name: str
    value: str
    comment: str
    is_proposed: bool = False


def read_mapping_file(path: Path) -> MappingFile:
    """Fields by header and words by cell. Raises :class:`FileRefused` naming the file and what is wrong with it."""
    try:
        data = path.read_bytes()
        if len(data) > _LARGEST:
            raise FileRefused("The mapping {file} is larger than any mapping.", file=path.name)
        text = data.decode("utf-8-sig")
        found = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except OSError as error:
        raise FileRefused("{file} cannot be read: {reason}.", file=str(path), reason=system_note(error)) from None
    except (ValueError, RecursionError) as error:
        raise FileRefused(
            "The mapping {file} is neither TOML nor JSON: {reason}.", file=path.name, reason=str(error)
        ) from None
    values = found.pop("values", {}) if isinstance(found, dict) else {}
    columns = found.get("columns", found) if isinstance(found, dict) else None
    if not isinstance(columns, dict) or not all(map(_is_plain, (columns, *_tables(values)))):
        raise FileRefused('The mapping {file} must hold lines such as "Номер договору" = "number".', file=path.name)
    return MappingFile(columns, values)


def _tables(values: object) -> list[object]:
    return list(values.values()) if isinstance(values, dict) else [values]


def _is_plain(table: object) -> bool:
    return isinstance(table, dict) and all(isinstance(each, str) for each in table.values())


def mapping_text(head: str, columns: Iterable[MappingLine], values: Mapping[str, Iterable[MappingLine]]) -> str:
    """A mapping file to be corrected by a person; what is only proposed stands behind ``#``."""
    lines = [f"# {each}" for each in head.splitlines()] + ["", "[columns]", *map(_line, columns)]
    for header, each in values.items():
        lines += ["", f"[values.{_quoted(header)}]", *map(_line, each)]
    return "\n".join(lines) + "\n"


def _line(line: MappingLine) -> str:
    comment = " ".join(line.comment.split())
    return f"{'# ' if line.is_proposed else ''}{_quoted(line.name)} = {_quoted(line.value)}  # {comment}".rstrip(" #")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
