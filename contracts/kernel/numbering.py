"""A register number is a pattern filled with the next number of its series; a series with a year begins anew each year.

``{no}`` or ``{no:03}`` with leading zeros, ``{year}`` and ``{year2}``, the year of registration. A number is given once
and never again: a void one stays with its reason, so the series has no gap.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from contracts.kernel.refusal import Refusal

_FIELD = re.compile(r"\{(?P<name>no|year|year2)(?::0?(?P<width>[1-9]))?\}")


class PatternFault(Refusal):
    """A pattern of numbers cannot make numbers that differ."""

    code = "number_pattern"


class RegisterNumber(NamedTuple):
    """What a text says under a pattern; ``year`` is 0 where the pattern has none."""

    no: int
    year: int


@dataclass(frozen=True)
class NumberPattern:
    """How the numbers of one series look. Raises :class:`PatternFault` where it cannot be."""

    text: str

    def __post_init__(self) -> None:
        names = [match["name"] for match in _FIELD.finditer(self.text)]
        rest = _FIELD.sub("", self.text)
        has_one_no = names.count("no") == 1
        if not has_one_no or "{" in rest or "}" in rest:
            raise PatternFault(
                "The number pattern «{pattern}» must hold the field no once, and no other fields than year and year2.",
                pattern=self.text,
            )

    @property
    def is_yearly(self) -> bool:
        """Whether the series begins anew each year."""
        return "{year" in self.text

    def series(self, registered_on: date) -> int:
        """The year whose counter gives the next number; 0 where one series runs on."""
        return registered_on.year if self.is_yearly else 0

    def format(self, no: int, year: int) -> str:
        """The number as people see it."""
        values = {"no": no, "year": year, "year2": year % 100}

        def fill(match: re.Match[str]) -> str:
            name, width = match["name"], int(match["width"] or 0)
            return str(values[name]).zfill(max(width, 2 if name == "year2" else 0))

        return _FIELD.sub(fill, self.text)

    def parse(self, text: str) -> RegisterNumber | None:
        """The parts of a number written by this pattern; ``None`` for any other text.

        A two-digit year is read as 2000–2099. Only the text the pattern itself would write is taken.
        """
        match = self._reader.fullmatch(text.strip())
        if match is None:
            return None
        parts = match.groupdict()
        year = int(parts.get("year") or (2000 + int(parts["year2"]) if "year2" in parts else 0))
        found = RegisterNumber(int(parts["no"]), year)
        return found if self.format(*found) == text.strip() else None

    @cached_property
    def _reader(self) -> re.Pattern[str]:
        pieces, end, seen = [], 0, set[str]()
        for match in _FIELD.finditer(self.text):
            name = match["name"]
            pieces.append(re.escape(self.text[end : match.start()]))
            pieces.append(f"(?P={name})" if name in seen else f"(?P<{name}>{_DIGITS[name]})")
            seen.add(name)
            end = match.end()
        return re.compile("".join([*pieces, re.escape(self.text[end:])]))


_DIGITS = {"no": r"\d{1,9}", "year": r"\d{4}", "year2": r"\d{2}"}
