"""A fact given by ``--set`` is read by the type the vocabulary gives its name: day, sum, length, yes or no, list.

Items of a list are parted by ``;``; the fields of an item that is a record by ``|``, in the order of the vocabulary.
A name the vocabulary does not have is text, as a company's own template may use it.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from contracts.documents.vocabulary import Variable, find, vocabulary
from contracts.kernel.calendar import DurationFault, parse_duration
from contracts.kernel.money import MoneyFault, money
from contracts.kernel.refusal import Refusal

_YES = frozenset({"yes", "true", "1", "так", "да", "ja"})
_NO = frozenset({"no", "false", "0", "ні", "нет", "nein"})
_DAY = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
#: How a value of a type is written, shown where one is asked for.
_EXAMPLES = {
    "date": "23.11.2026",
    "money": "1200.00",
    "number": "20.5",
    "whole": "1",
    "duration": "30d",
    "yes_no": "yes|no",
    "list": "'…; …'",
}
#: Facts that are one of a few words.
_CHOICES = {
    "contract.own_side": "performer|customer",
    "notice.ground": "convenience|breach|law",
    "act.kind": "services|works|goods",
    "contract.forum": "court|icac",
}
#: Fields of lines that are numbered and multiplied here, never given; a unit price has more digits than a sum.
_CALCULATED = {"items": ("number", "amount")}
_PRICES = ("items[].price",)


class FactFault(Refusal):
    """A fact given cannot be what its name means."""

    code = "bad_value"


def read_value(name: str, text: str, currency: str = "UAH") -> Any:
    """The value of a fact as contexts hold it. Raises :class:`FactFault` naming what was expected.

    ``currency`` is that of a sum which does not name its own.
    """
    variable = find(name)
    if variable is None:
        return text
    if variable.is_optional and not text.strip():
        return None
    if variable.type == "list":
        return _list(name, text, currency)
    return _read(variable, name, text, currency)


def example_of(name: str) -> str:
    """How a fact is given on the command line: ``--set period.first_day=23.11.2026``."""
    if name in _CHOICES:
        return f"--set {name}={_CHOICES[name]}"
    variable = find(name)
    fields = _fields(name)
    if fields:
        return f"--set {name}='{'|'.join(fields)}; …'"
    return f"--set {name}={_EXAMPLES.get(variable.type if variable else 'text', '…')}"


def _read(variable: Variable, name: str, text: str, currency: str) -> Any:
    if variable.type == "record":
        raise FactFault("{name} is a record: give one of its facts, such as {name}.name, or --facts FILE.", name=name)
    read = _number if name in _PRICES else _READERS.get(variable.type)
    if read is None:
        return text
    value = read(text.strip(), currency)
    if value is None:
        raise FactFault(
            "{name} is written like {example}, not «{text}».",
            name=name,
            example=_EXAMPLES["number" if name in _PRICES else variable.type],
            text=text,
        )
    return value


def _list(name: str, text: str, currency: str) -> list[Any]:
    pieces = [piece.strip() for piece in text.split(";") if piece.strip()]
    fields = _fields(name)
    return [_item(name, fields, piece, currency) for piece in pieces] if fields else pieces


def _item(name: str, fields: Mapping[str, Variable], piece: str, currency: str) -> dict[str, Any]:
    parts = [each.strip() for each in piece.split("|")]
    if len(parts) > len(fields):
        raise FactFault(
            "{name}: «{text}» has more than {count} parts; they are {fields}.",
            name=name,
            text=piece,
            count=len(fields),
            fields=" | ".join(fields),
        )
    item: dict[str, Any] = {}
    for (field, variable), each in zip(fields.items(), [*parts, *[""] * len(fields)], strict=False):
        if each:
            item[field] = _read(variable, f"{name}[].{field}", each, currency)
        elif variable.is_optional:
            item[field] = None
    return item


def _fields(name: str) -> dict[str, Variable]:
    head = f"{name}[]."
    own = {each[len(head) :]: variable for each, variable in vocabulary().items() if each.startswith(head)}
    skipped = _CALCULATED.get(name, ())
    return {
        field: variable
        for field, variable in own.items()
        if "[]" not in field and "." not in field and field not in skipped
    }


def _money(text: str, currency: str) -> dict[str, str] | None:
    code = re.search(r"\b[A-Z]{3}\b", text)
    digits = re.sub(r"[^\d,.-]", "", text).replace(",", ".").rstrip(".")
    try:
        amount = money(digits, code.group() if code else currency)
    except MoneyFault:
        return None
    return {"amount": amount.wire, "currency": amount.currency}


def _date(text: str, currency: str) -> str | None:
    try:
        if (match := _DAY.fullmatch(text)) is not None:
            day, month, year = map(int, match.groups())
            return date(year, month, day).isoformat()
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _number(text: str, currency: str) -> str | None:
    plain = text.replace("\u00a0", "").replace(" ", "").replace(",", ".").removesuffix("%")
    try:
        return plain if Decimal(plain).is_finite() else None
    except InvalidOperation:
        return None


def _whole(text: str, currency: str) -> int | None:
    return int(text) if re.fullmatch(r"\d{1,9}", text) else None


def _yes_no(text: str, currency: str) -> bool | None:
    word = text.casefold()
    return (word in _YES) if word in _YES | _NO else None


def _duration(text: str, currency: str) -> dict[str, Any] | None:
    try:
        length = parse_duration(text)
    except DurationFault:
        return None
    return {"count": length.count, "unit": length.unit}


_READERS: dict[str, Callable[[str, str], Any]] = {
    "money": _money,
    "date": _date,
    "number": _number,
    "whole": _whole,
    "yes_no": _yes_no,
    "duration": _duration,
}
