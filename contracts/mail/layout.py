"""How mails are laid out: one environment of templates; text in lines of 76 columns, figures ending in one column."""

import textwrap
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from contracts.language.shipped import templates

if TYPE_CHECKING:
    from jinja2 import Environment, Template


@dataclass(frozen=True, slots=True)
class Figure:
    """A labelled line of money or counts, one value for each currency."""

    label: str
    values: tuple[str, ...]


#: Columns of the text part.
WIDTH = 76


@cache
def template(name: str) -> "Template":
    """A template of mails by its file name."""
    return _environment().get_template(name)


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(templates() / "mail"),
        autoescape=lambda name: name is None or not name.endswith(".txt"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["wrap"] = _wrap
    environment.filters["figure"] = _figure
    return environment


def _wrap(text: str, indent: int = 0, first: str = "") -> str:
    """The text in lines of 76 columns; ``first`` begins the first line, the others are indented."""
    space = " " * indent
    begin = first or space
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=begin,
        subsequent_indent=space,
        break_long_words=False,
        break_on_hyphens=False,
        replace_whitespace=False,
    )


def _figure(figure: Figure) -> str:
    """A label with its sums below each other, the figures ending in one column."""
    lines = []
    for place, value in enumerate(figure.values):
        number, _, unit = value.rpartition("\u00a0")
        number, unit = (number, f" {unit}") if unit.isalpha() else (value, "")
        label = "" if place else figure.label
        lines.append(f"{label}{number.rjust(max(44 - len(label), len(number) + 1))}{unit}")
    return "\n".join(lines)


def tidy(text: str) -> str:
    """No blanks at the ends of lines, one empty line at most."""
    lines: list[str] = []
    for line in text.splitlines():
        bare = line.rstrip(" ")
        if bare or (lines and lines[-1]):
            lines.append(bare)
    return "\n".join(lines).strip("\n") + "\n"
