"""The options of a contract's fields, read from the table of conditions: registering, editing, amending, asking."""

from collections.abc import Iterable, Mapping
from dataclasses import make_dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

import typer

from contracts.cli.shared.options import day_option, duration_option, no_such_field
from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _
from contracts.cli.shared.values import read_day, read_duration, read_sum
from contracts.kernel.calendar import Duration
from contracts.kernel.money import Money
from contracts.registry.rules.conditions import CONTRACT_FIELDS, FIELD_BY_NAME, ContractField
from contracts.registry.rules.contract import ConditionValue


class Method(StrEnum):
    """Ways of sending a notice."""

    LETTER = "letter"
    COURIER = "courier"
    HAND = "hand"
    EDOC = "edoc"
    EMAIL = "email"


#: Kinds whose options are read together, or into values of another shape: they stand last in the help.
_SHAPED = (tuple, Money, bool)
_WITH_OPTIONS = sorted((each for each in CONTRACT_FIELDS if each.help), key=lambda each: each.kind in _SHAPED)
_AMENDABLE = [each for each in CONTRACT_FIELDS if each.is_amendable]
#: Keeps an option apart from an argument of the same name: NUMBER and --number.
_PREFIX = "field_"
_CURRENCY = Annotated[str | None, typer.Option("--currency", metavar="C", help=_("Currency; hryvnia by default."))]


def _option(field: ContractField, help: str) -> Any:
    """The typer annotation of a field's option."""
    if field.kind is tuple:
        metavar = "|".join(each.value for each in Method)
        return Annotated[list[Method] | None, typer.Option(field.flag, metavar=metavar, help=help)]
    if field.kind is date:
        return Annotated[date | None, day_option(field.flag, help)]
    if field.kind is Duration:
        return Annotated[Duration | None, duration_option(field.flag, help)]
    if field.kind is Money:
        return Annotated[str | None, typer.Option(field.flag, metavar="SUM", help=help)]
    if field.kind is bool:
        flags = f"{field.flag}/--not-{field.flag.removeprefix('--')}"
        return Annotated[bool | None, typer.Option(flags, help=help)]
    if field.kind is int:
        return Annotated[int | None, typer.Option(field.flag, min=0, metavar="N", help=help)]
    of_text = field.metavar if field.kind is str else None
    return Annotated[field.kind | None, typer.Option(field.flag, metavar=of_text, help=help)]


def _group(name: str, fields: Iterable[ContractField], *, is_amended: bool = False) -> type[Any]:
    """Options of fields as a group for ``with_options``; beside a sum stands its currency."""
    options: list[tuple[str, Any, None]] = []
    for each in fields:
        help = each.amended if is_amended and each.amended else each.help
        options.append((_PREFIX + each.name, _option(each, _(help)), None))
        if each.kind is Money:
            options.append(("currency", _CURRENCY, None))
    return make_dataclass(name, options)


#: Everything that may be entered, and what an amendment may change.
FieldOptions = _group("FieldOptions", _WITH_OPTIONS)
ConditionOptions = _group("ConditionOptions", _AMENDABLE, is_amended=True)


def entered_fields(
    session: Session, *, group: type[Any] = FieldOptions, currency: str | None = None
) -> dict[str, ConditionValue]:
    """The fields that were given, as use cases take them; ``currency`` is the one the contract has."""
    options = session.options(group)
    fields = {each.name: getattr(options, _PREFIX + each.name, None) for each in CONTRACT_FIELDS}
    given = {name: value for name, value in fields.items() if value is not None and value != []}
    if options.currency and "amount" not in given:
        raise typer.BadParameter(_("--currency goes with --amount."))
    return {name: _value(value, name, options.currency or currency or "UAH") for name, value in given.items()}


def _value(given: Any, name: str, currency: str) -> ConditionValue:
    kind = FIELD_BY_NAME[name].kind
    if kind is tuple:
        return tuple(each.value for each in given)
    value: ConditionValue = read_sum(given, currency) if kind is Money else given
    return value


def read_field(name: str, text: str) -> ConditionValue:
    """The value of a field from a text a person typed; raises ``typer.BadParameter``."""
    kind = FIELD_BY_NAME[name].kind
    if kind is date:
        return read_day(text)
    if kind is Duration:
        return read_duration(text)
    if kind is Money:
        return read_sum(text, "UAH")
    if kind is int:
        if not text.strip().isdigit():
            raise typer.BadParameter(_("{text} is not a number.").format(text=repr(text)))
        return int(text)
    if issubclass(kind, StrEnum):
        try:
            return kind(text.strip())
        except ValueError:
            choices = ", ".join(kind)
            raise typer.BadParameter(_("Write one of: {choices}.").format(choices=choices)) from None
    return text


def clearable(names: list[str], fields: Mapping[str, str]) -> dict[str, None]:
    """Fields to clear, by option name (``notice``, ``last-day``); an unknown one is misuse."""
    found: dict[str, None] = {}
    for name in names:
        plain = name.strip().removeprefix("--")
        known = fields.get(plain) or fields.get(plain.replace("-", "_"))
        if known is None:
            raise no_such_field(name, sorted(each for each in fields if "_" not in each))
        found[known] = None
    return found


def _by_flag(fields: Iterable[ContractField]) -> dict[str, str]:
    """Fields by the names people may write: that of the option, and their own."""
    names = [each for each in fields if each.kind is not bool]
    return {each.flag.removeprefix("--"): each.name for each in names} | {each.name: each.name for each in names}


#: What may be emptied in a contract and in an amendment.
CLEARABLE = _by_flag(_WITH_OPTIONS) | {"owner": "owner", "department": "department", "currency": "amount"}
AMENDMENT_CLEARABLE = _by_flag(_AMENDABLE)
