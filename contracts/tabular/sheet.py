"""A register as rows of cells, whatever file it stood in; a row keeps the number people see in their program."""

from dataclasses import dataclass, field
from typing import NamedTuple

from contracts.kernel.refusal import Refusal

#: Sizes beyond which a file is no register: bytes of the file, bytes when unpacked, rows, columns, one cell.
LARGEST_FILE = 200_000_000
LARGEST_UNPACKED = 1_000_000_000
MOST_ROWS = 2_000_000
MOST_COLUMNS = 500
LONGEST_CELL = 100_000

Cell = object


class FileRefused(Refusal):
    """A file cannot be read as a register."""

    code = "file_refused"


class Row(NamedTuple):
    """One row: its number as people see it, and its cells."""

    no: int
    cells: list[Cell]


@dataclass(slots=True)
class Sheet:
    """The rows of one sheet, empty ones left out; ``others`` are sheets that were not read."""

    name: str
    rows: list[Row]
    others: tuple[str, ...] = ()
    #: Merged cells: first and last row as people count them, first and last column as places.
    merged: tuple[tuple[int, int, int, int], ...] = ()
    warnings: list[Refusal] = field(default_factory=list)


def too_long(row: int, column: int, size: int) -> FileRefused:
    """A cell that no register has."""
    return FileRefused(
        "Row {row}, column {column} holds {size} characters, more than a register can; nothing was read.",
        row=row, column=column, size=size,
    )  # fmt: skip
