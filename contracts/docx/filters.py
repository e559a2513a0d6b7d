"""The filters of templates: how money, dates, lengths and numbers of a context are printed in one language.

They take values as contexts hold them (JSON) and give finished words. A value that is absent is not printed silently:
only the filters that end in ``or_dash`` take ``None``.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache

from contracts.kernel.calendar import Duration
from contracts.kernel.money import Money, MoneyFault
from contracts.kernel.money import money as make_money
from contracts.language import figures, spans
from contracts.language.sums import sum_in_words

Filter = Callable[[object], str]

#: What is printed where a fact is allowed to be absent.
DASH = "—"


class FilterFault(ValueError):
    """A filter was given a value it cannot print; the sentence names both."""


@cache
def filters_of(language: str) -> Mapping[str, Filter]:
    """The filters of a language (uk, en, ru, de, en_gb) by name, as VOCABULARY documents them."""

    def or_dash(made: Filter) -> Filter:
        return lambda value: DASH if value is None or value == "" else made(value)

    def money(value: object) -> str:
        return figures.money_document(_money(value, "money"), language)

    def amount(value: object) -> str:
        return figures.amount(_money(value, "amount"), language)

    def date_(value: object) -> str:
        return _unbroken(figures.date_document(_day(value, "date"), language))

    def price(value: object) -> str:
        return figures.number(_price(value), language)

    return {
        "money": money,
        "price": price,
        "amount": amount,
        "amount_or_dash": or_dash(amount),
        "words": lambda value: sum_in_words(_money(value, "words"), language),
        "date": date_,
        "date_or_dash": or_dash(date_),
        "date_words": lambda value: _unbroken(figures.date_words(_day(value, "date_words"), language)),
        "duration": lambda value: spans.document_duration(_duration(value), language),
        "duration_genitive": lambda value: spans.document_duration(_duration(value), language, is_genitive=True),
        "days": lambda value: spans.days(_whole(value), language),
        "number": lambda value: figures.number(_decimal(value, "number"), language),
        "percent": lambda value: figures.percent(_decimal(value, "percent"), language),
        "currency": lambda value: figures.currency(str(value), language),
        "lines": lambda value: "\n".join(map(str, _list(value))),
        "or_dash": or_dash(str),
    }


def _unbroken(date_text: str) -> str:
    """A day never stands at the end of a line with its month on the next."""
    return date_text.replace(" ", "\u00a0", 1)


def _money(value: object, name: str) -> Money:
    try:
        if isinstance(value, Mapping):
            return make_money(value["amount"], value["currency"])
    except (TypeError, KeyError, MoneyFault):
        pass
    raise FilterFault(f"the filter {name} takes a sum of money, not {value!r}")


def _price(value: object) -> Decimal:
    """A unit price: a decimal of up to six digits, which a sum of money may not have (domain §6)."""
    if not isinstance(value, Mapping) or "amount" not in value:
        raise FilterFault(f"the filter price takes a sum of money, not {value!r}")
    return _decimal(value["amount"], "price")


def _day(value: object, name: str) -> date:
    try:
        if isinstance(value, str):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise FilterFault(f"the filter {name} takes a day such as 2026-11-23, not {value!r}")


def _duration(value: object) -> Duration:
    try:
        if isinstance(value, Mapping):
            return Duration(int(value["count"]), value["unit"])
    except (TypeError, KeyError, ValueError):
        pass
    raise FilterFault(f"the filter duration takes a count and a unit, not {value!r}")


def _decimal(value: object, name: str) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise FilterFault(f"the filter {name} takes a number, not {value!r}") from None


def _whole(value: object) -> int:
    try:
        if isinstance(value, int | float | str | Decimal):
            return int(value)
    except ValueError:
        pass
    raise FilterFault(f"the filter days takes a whole number, not {value!r}")


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise FilterFault(f"the filter lines takes a list of texts, not {value!r}")
    return value
