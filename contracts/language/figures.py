"""Dates, numbers, money and shares as each language writes them, with no-break spaces that never break a number.

Names of days and months come from Unicode CLDR through Babel; spaces, order and marks are those of interface §7:
``23.11.2026``, ``23 Nov 2026``, ``1 248 000,00 грн``, ``1,248,000.00 UAH``, ``83 %``, ``83%``.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache

from contracts.kernel.money import Money
from contracts.language.plural import locale_of

#: A space that no line breaks at: in numbers, before units, after № and п.
NBSP = "\u00a0"

_GROUPS = {"uk": (NBSP, ","), "ru": (NBSP, ","), "de": (".", ","), "en": (",", "."), "en_gb": (",", ".")}
_SIGNS = {("uk", "UAH"): "грн", ("ru", "UAH"): "грн", ("ru", "RUB"): "руб."}
_ENGLISH = ("en", "en_gb")


def date_short(day: date, language: str) -> str:
    """``23.11.2026``; English ``23 Nov 2026``."""
    if language in _ENGLISH:
        return f"{day_short(day, language)} {day.year:04d}"
    return f"{day.day:02d}.{day.month:02d}.{day.year:04d}"


def day_short(day: date, language: str) -> str:
    """The same without the year: ``23.11``; English ``23 Nov``."""
    if language in _ENGLISH:
        return f"{day.day} {_months('abbreviated', 'en')[day.month]}"
    return f"{day.day:02d}.{day.month:02d}"


def date_weekday(day: date, language: str, *, with_year: bool = True) -> str:
    """``пн 23.11.2026``, ``Mon 23 Nov 2026``; the year is left out on request."""
    written = date_short(day, language) if with_year else day_short(day, language)
    return f"{weekday_short(day, language)} {written}"


def date_document(day: date, language: str) -> str:
    """As papers write it: ``23.11.2026``; English ``23 November 2026``."""
    return date_words(day, language) if language in _ENGLISH else date_short(day, language)


def date_words(day: date, language: str) -> str:
    """``23 листопада 2026 року``, ``23 November 2026``, ``23 ноября 2026 года``, ``23. November 2026``."""
    tail = {"uk": " року", "ru": " года"}.get(language, "")
    return f"{day_month(day, language)} {day.year}{tail}"


def day_month(day: date, language: str) -> str:
    """``23 листопада``, ``23 November``, ``23. November``."""
    dot = "." if language == "de" else ""
    return f"{day.day}{dot} {_months('wide', language)[day.month]}"


def weekday(day: date, language: str) -> str:
    """The name of the day: ``понеділок``, ``Monday``."""
    return _weekdays("wide", language)[day.weekday()]


def weekday_short(day: date, language: str) -> str:
    """``пн``, ``Mon``, ``Mo``."""
    return _weekdays("abbreviated", language)[day.weekday()].rstrip(".")


def weekday_genitive(day: date, language: str) -> str:
    """After «до», «з»: ``п’ятниці``; other languages have one form."""
    return _UK_GENITIVE[day.weekday()] if language == "uk" else weekday(day, language)


def number(value: Decimal | int, language: str) -> str:
    """A number with its digits as they stand, grouped by thousands: ``12,5``, ``1 204``."""
    group, point = _GROUPS[language]
    written = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,d}"
    whole, _, rest = written.replace("-", "−").partition(".")
    return whole.replace(",", group) + (point + rest if rest else "")


def amount(sum_: Money, language: str) -> str:
    """The sum without its currency: ``120 000,00``, ``120,000.00``."""
    return number(sum_.amount, language)


def currency(code: str, language: str) -> str:
    """How the currency is named beside a number: ``грн`` in Ukrainian, else its ISO code."""
    return _SIGNS.get((language, code), code)


def money(sum_: Money, language: str) -> str:
    """The sum as pages and mails show it, currency after the number: ``1 248 000,00 грн``, ``1,248,000.00 UAH``."""
    return f"{amount(sum_, language)}{NBSP}{currency(sum_.currency, language)}"


def money_document(sum_: Money, language: str) -> str:
    """As papers write it: ``120 000,00 грн``; English puts the code first, ``UAH 120,000.00``."""
    if language in _ENGLISH:
        return f"{currency(sum_.currency, language)}{NBSP}{amount(sum_, language)}"
    return money(sum_, language)


def percent(value: Decimal | int, language: str) -> str:
    """``0,1 %``; English ``0.1%``. The digits stand as given."""
    space = "" if language in _ENGLISH else NBSP
    return f"{number(value, language)}{space}%"


_UK_GENITIVE = ("понеділка", "вівторка", "середи", "четверга", "п’ятниці", "суботи", "неділі")


@cache
def _months(width: str, language: str) -> dict[int, str]:
    return {no: _apostrophe(name) for no, name in locale_of(language).months["format"][width].items()}


@cache
def _weekdays(width: str, language: str) -> dict[int, str]:
    return {no: _apostrophe(name) for no, name in locale_of(language).days["format"][width].items()}


def _apostrophe(name: str) -> str:
    """CLDR writes U+02BC where Ukrainian typesetting has ’."""
    return name.replace("\u02bc", "’")


def span_of(months: Sequence[date], language: str) -> str:
    """Consecutive months given by their first days, from the first to the last; nothing for none."""
    if not months:
        return ""
    first, last = min(months), max(months)
    if first == last:
        return _with_year(last, language)
    if first.year == last.year:
        return f"{_name(first, language)}–{_with_year(last, language)}"
    return f"{_with_year(first, language)} – {_with_year(last, language)}"


def _with_year(month: date, language: str) -> str:
    tail = {"uk": "\u00a0року", "ru": "\u00a0года"}.get(language, "")
    return f"{_name(month, language)}\u00a0{month.year}{tail}"


@cache
def _names(language: str) -> dict[int, str]:
    return dict(locale_of(language).months["stand-alone"]["wide"])


def _name(month: date, language: str) -> str:
    return str(_names(language)[month.month])
