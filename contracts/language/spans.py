"""Lengths of time in words, never converted: «30 днів», «3 місяці», «протягом 3 місяців», "30 calendar days"."""

from contracts.kernel.calendar import Duration
from contracts.language.figures import NBSP, number
from contracts.language.plural import chosen

_Forms = dict[str, tuple[str, ...]]

#: One, few, many; the genitive has one form after 1, 21, 31 … and another after every other number.
_UK: _Forms = {
    "day": ("день", "дні", "днів"),
    "calendar_day": ("календарний день", "календарні дні", "календарних днів"),
    "working_day": ("робочий день", "робочі дні", "робочих днів"),
    "banking_day": ("банківський день", "банківські дні", "банківських днів"),
    "week": ("тиждень", "тижні", "тижнів"),
    "month": ("місяць", "місяці", "місяців"),
    "year": ("рік", "роки", "років"),
}
_UK_GENITIVE: _Forms = {
    "day": ("дня", "днів"),
    "calendar_day": ("календарного дня", "календарних днів"),
    "working_day": ("робочого дня", "робочих днів"),
    "banking_day": ("банківського дня", "банківських днів"),
    "week": ("тижня", "тижнів"),
    "month": ("місяця", "місяців"),
    "year": ("року", "років"),
}
_RU: _Forms = {
    "day": ("день", "дня", "дней"),
    "calendar_day": ("календарный день", "календарных дня", "календарных дней"),
    "working_day": ("рабочий день", "рабочих дня", "рабочих дней"),
    "banking_day": ("банковский день", "банковских дня", "банковских дней"),
    "week": ("неделя", "недели", "недель"),
    "month": ("месяц", "месяца", "месяцев"),
    "year": ("год", "года", "лет"),
}
_RU_GENITIVE: _Forms = {
    "day": ("дня", "дней"),
    "calendar_day": ("календарного дня", "календарных дней"),
    "working_day": ("рабочего дня", "рабочих дней"),
    "banking_day": ("банковского дня", "банковских дней"),
    "week": ("недели", "недель"),
    "month": ("месяца", "месяцев"),
    "year": ("года", "лет"),
}
_DE: _Forms = {
    "day": ("Tag", "Tage"),
    "calendar_day": ("Kalendertag", "Kalendertage"),
    "working_day": ("Werktag", "Werktage"),
    "banking_day": ("Bankarbeitstag", "Bankarbeitstage"),
    "week": ("Woche", "Wochen"),
    "month": ("Monat", "Monate"),
    "year": ("Jahr", "Jahre"),
}
_DE_GENITIVE: _Forms = {
    "day": ("Tages", "Tagen"),
    "calendar_day": ("Kalendertages", "Kalendertagen"),
    "working_day": ("Werktages", "Werktagen"),
    "banking_day": ("Bankarbeitstages", "Bankarbeitstagen"),
    "week": ("Woche", "Wochen"),
    "month": ("Monats", "Monaten"),
    "year": ("Jahres", "Jahren"),
}
_EN: _Forms = {
    "day": ("day", "days"),
    "calendar_day": ("calendar day", "calendar days"),
    "working_day": ("working day", "working days"),
    "banking_day": ("banking day", "banking days"),
    "week": ("week", "weeks"),
    "month": ("month", "months"),
    "year": ("year", "years"),
}
_NOMINATIVE = {"uk": _UK, "ru": _RU, "de": _DE, "en": _EN, "en_gb": _EN}
_GENITIVE = {
    "uk": _UK_GENITIVE,
    "ru": _RU_GENITIVE,
    "de": _DE_GENITIVE,
    "en": _EN,
    "en_gb": _EN,
}


def duration(length: Duration, language: str) -> str:
    """Nominative, which is the accusative too: ``30 днів``, ``3 місяці``, ``1 year``."""
    return span(length.count, length.unit, language)


def document_duration(length: Duration, language: str, *, is_genitive: bool = False) -> str:
    """As papers write it, where a day is a calendar day: ``30 календарних днів``, ``3 місяців``."""
    unit = "calendar_day" if length.unit == "day" else length.unit
    return span(length.count, unit, language, is_genitive=is_genitive)


def days(count: int, language: str) -> str:
    """``1 день``, ``15 днів``, ``15 days``."""
    return span(count, "day", language)


def span(count: int, unit: str, language: str, *, is_genitive: bool = False) -> str:
    """A count of one unit (``calendar_day`` beside the units of core) with the word in its form."""
    forms = (_GENITIVE if is_genitive else _NOMINATIVE)[language][unit]
    return f"{number(count, language)}{NBSP}{chosen(count, language, forms)}"
