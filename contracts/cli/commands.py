"""All commands and groups in the order of the help, as ``commands.csv`` lists them: where it is, what it does."""

import csv
from pathlib import Path
from typing import Final

from contracts.cli.shared.lazy_group import Table


def _read() -> Table:
    """A row without a group is a command or, without a place, a group; the rows after it name the group they are in."""
    table: dict[str, tuple[str | Table, str]] = {}
    groups: dict[str, dict[str, tuple[str | Table, str]]] = {"": table}
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as lines:
        for group, name, place, summary in list(csv.reader(lines))[1:]:
            groups[group][name] = place or groups.setdefault(name, {}), summary
    return table


COMMANDS: Final = _read()
