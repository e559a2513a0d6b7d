"""How tables look on a terminal: no lines, a bold header, figures to the right and never broken."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table


def table(*titles: str, right: tuple[int, ...] = ()) -> "Table":
    """A table of these columns; ``right`` are columns of figures, which are never broken."""
    from rich.table import Table

    made = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for place, title in enumerate(titles):
        made.add_column(title, justify="right" if place in right else "left", no_wrap=place in right, overflow="fold")
    return made
