"""A mapping file says which header is which field: TOML or JSON, ``"Header" = "field"``, "" to leave a column out."""

import json
import tomllib
from pathlib import Path

from contracts.kernel.refusal import system_note
from contracts.tabular.sheet import FileRefused

_LARGEST = 1_000_000


def read_mapping(path: Path) -> dict[str, str]:
    """Header → field. Raises :class:`FileRefused` naming the file and what is wrong with it."""
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
    columns = found.get("columns", found) if isinstance(found, dict) else None
    if not isinstance(columns, dict) or not all(isinstance(each, str) for each in columns.values()):
        raise FileRefused('The mapping {file} must hold lines such as "Номер договору" = "number".', file=path.name)
    return {str(header): name for header, name in columns.items()}
