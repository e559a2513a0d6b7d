"""Everything people enter about a contract, each fact once: its type, option, column, words (architecture, 6).

Registering, editing, importing, amending, exporting and documents read the table ``contract_fields.toml``. A new
condition is an entry there, an attribute of ``Conditions``, a column, and the translation of its help.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple

from contracts.kernel.calendar import Duration
from contracts.kernel.money import Money
from contracts.registry.rules.contract import Conditions, ConditionValue, EndRule, NoticeCounts, Renewal


class Bilingual(NamedTuple):
    """A text in the two languages of registers and documents."""

    uk: str
    en: str

    def in_language(self, language: str) -> str:
        """The Ukrainian text, or the English one for every other language."""
        return self.uk if language == "uk" else self.en


@dataclass(frozen=True, slots=True)
class ContractField:
    """One fact of a contract.

    ``kind`` decides how it is read, kept and shown. ``help`` is the help of its option, ``amended`` that of an
    amendment; without a help it has no option. ``default`` is what clearing leaves. ``header`` is its column in our
    own export, ``synonyms`` phrases other registers use for it, parted by commas (:mod:`.exchange.columns`), and
    ``read_from`` the fields whose cells may tell it when it has no column of its own. ``words`` name it in documents.
    """

    name: str
    kind: type[object]
    help: str = ""
    option: str = ""
    metavar: str = "TEXT"
    amended: str = ""
    default: ConditionValue = None
    longest: int = 0
    has_lines: bool = False
    is_amendable: bool = False
    is_in_edition: bool = True
    read_from: tuple[str, ...] = ()
    header: Bilingual | None = None
    words: Bilingual | None = None
    synonyms: str = ""

    @property
    def flag(self) -> str:
        """Its option on the command line."""
        return self.option or f"--{self.name.replace('_', '-')}"

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it is kept in."""
        return ("amount_minor", "currency") if self.kind is Money else (self.name,)

    @property
    def is_condition(self) -> bool:
        """Whether the rules calculate with it."""
        return self.name in Conditions.__dataclass_fields__


#: What a field holds, as ``contract_fields.toml`` names it.
_KINDS: Final[Mapping[str, type[object]]] = {
    "text": str,
    "day": date,
    "duration": Duration,
    "money": Money,
    "count": int,
    "flag": bool,
    "methods": tuple,
    "end_rule": EndRule,
    "renewal": Renewal,
    "notice_counts": NoticeCounts,
}


#: What clearing leaves where the table names nothing else.
_BLANKS: Final[Mapping[type[object], ConditionValue]] = {str: "", tuple: ()}


def _fields() -> Iterator[ContractField]:
    """The fields of the table in their order."""
    stored = tomllib.loads(Path(__file__).with_name("contract_fields.toml").read_text(encoding="utf-8"))
    for row in stored["field"]:
        kind = _KINDS[row.pop("kind")]
        default = row.pop("default", _BLANKS.get(kind))
        row |= {name: Bilingual(**row[name]) for name in ("header", "words") if name in row}
        row["read_from"] = tuple(row.get("read_from", ()))
        yield ContractField(
            kind=kind, default=kind(default) if issubclass(kind, StrEnum) and default else default, **row
        )


CONTRACT_FIELDS: Final = tuple(_fields())
FIELD_BY_NAME: Final[Mapping[str, ContractField]] = {each.name: each for each in CONTRACT_FIELDS}
#: What the rules calculate with, in the order of the table.
CONDITIONS: Final = tuple(each for each in CONTRACT_FIELDS if each.is_condition)
#: The names an amendment may change; the last three are kept by their wording only.
AMENDABLE: Final = (
    *(each.name for each in CONTRACT_FIELDS if each.is_amendable),
    *("party_details", "signatory", "text"),
)
