"""Tables of words that are shipped beside this module as CSV, each read when it is first asked for."""

import csv
from pathlib import Path


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of one table, by the names in its first line."""
    with Path(__file__).with_name(f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
