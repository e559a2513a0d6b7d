"""A cell as read: facts that are sure or only mentioned, what the report says of it, and the words that are kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from functools import cached_property
from typing import NamedTuple

from contracts.kernel.calendar import Unit
from contracts.kernel.refusal import Refusal
from contracts.registry.exchange.register_entries import CellValue
from contracts.tabular.lengths import unit_in
from contracts.tabular.sums import currency_in, times_in


class CellRemark(Refusal):
    """A cell is not what its column should hold, or was read with a doubt; the sentence says which."""

    code = "kept_as_words"


class Fact(NamedTuple):
    """What a cell says of one field; one it only mentions is not sure: a column of its own beats it."""

    field: str
    value: CellValue
    is_sure: bool = True


class CellReading(NamedTuple):
    """What a cell says, and what the report must say of it.

    ``is_kept``: its words are kept as a custom value; ``beside`` are custom values of other names.
    """

    facts: tuple[Fact, ...] = ()
    remarks: tuple[Refusal, ...] = ()
    is_kept: bool = False
    beside: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ReadColumn:
    """A column of a file: its field, its header with the hints it holds, and how its cells are to be read.

    ``format`` is that of its dates, ``decimal`` the decimal separator of its sums, ``values`` what a person said of
    single cells (:mod:`contracts.tabular.mapping`).
    """

    field: str
    header: str
    format: str | None = None
    decimal: str = ""
    values: Mapping[str, str] = dataclass_field(default_factory=dict)

    @cached_property
    def unit(self) -> Unit | None:
        """The unit of bare numbers."""
        return unit_in(self.header)

    @cached_property
    def times(self) -> int:
        """What its sums are to be multiplied by."""
        return times_in(self.header)

    @cached_property
    def currency(self) -> str:
        """The currency of sums that name none."""
        return currency_in(self.header)


def error_remark(column: str, error: str) -> CellRemark:
    """A formula left an error where a value should stand."""
    sentence = "The column «{column}» holds the error {error} of a formula: nothing was read of it."
    return CellRemark(sentence, code="error_cell", column=column, error=error)


def sure(field: str, value: CellValue, more: tuple[Fact, ...] = (), remarks: tuple[Refusal, ...] = ()) -> CellReading:
    """A fact the cell says, with what it mentions beside."""
    return CellReading((Fact(field, value), *more) if more else (Fact(field, value),), remarks)


def mentioned(**values: CellValue) -> tuple[Fact, ...]:
    """Facts a cell mentions beside its own, as far as it does."""
    return tuple(Fact(field, value, is_sure=False) for field, value in values.items() if value is not None)


def kept(column: ReadColumn, value: str, *facts: Fact, because: Refusal | None = None) -> CellReading:
    """The words are kept, and the fact stays unknown."""
    sentence = "«{value}» in the column «{column}» could not be read and is kept as words."
    known = {"value": value, "column": column.header}
    remark = (
        CellRemark(because.sentence, code="kept_as_words", **(known | because.facts))
        if because is not None
        else CellRemark(sentence, **known)
    )
    return CellReading(facts, (remark,), is_kept=True)


def asked(column: ReadColumn, value: str, suggestion: str, *facts: Fact) -> CellReading:
    """What the words most likely mean is not taken: a person says so, and the words are kept."""
    sentence = "«{value}» in the column «{column}» most likely means «{suggestion}», and was not taken: say so."
    remark = CellRemark(sentence, code="question", value=value, column=column.header, suggestion=suggestion)
    return CellReading(facts, (remark,), is_kept=True)


def quoted(column: ReadColumn, value: str, rest: str) -> tuple[Refusal, ...]:
    """What was not used of a cell."""
    if not rest:
        return ()
    sentence = "Of «{value}» in the column «{column}» this was not used: «{rest}»."
    return (CellRemark(sentence, code="unused", value=value, column=column.header, rest=rest),)
