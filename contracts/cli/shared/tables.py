"""How tables and long lists look on a terminal: no lines, a bold header, figures never broken, the first rows."""

from typing import TYPE_CHECKING

from contracts.cli.shared.session import Session

if TYPE_CHECKING:
    from rich.table import Table

#: How many rejected rows and warnings a terminal shows; --json has them all.
SHOWN = 20


def table(*titles: str, right: tuple[int, ...] = ()) -> "Table":
    """A table of these columns; ``right`` are columns of figures, which are never broken."""
    from rich.table import Table

    made = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for place, title in enumerate(titles):
        made.add_column(title, justify="right" if place in right else "left", no_wrap=place in right, overflow="fold")
    return made


def hidden_rows(session: Session, count: int) -> list[str]:
    """A line that says how many of these rows are not shown, where there are any."""
    return [session.say("  … and {count} more; --json shows all.", count=count - SHOWN)] if count > SHOWN else []
