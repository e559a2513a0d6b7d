"""A day in a register is read in one way only: what may be two days is refused until the format is given (F22).

Points are day first (``03.04.2026`` is 3 April), ISO is ISO, months may be words in four languages, and a whole number
is an Excel day. Slashes and dashes are read where only one order is possible. Two-digit years are 1970 to 2069.
"""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from contracts.kernel.refusal import Refusal

#: Excel counts days from here; its 29 February 1900 never was.
_EXCEL = date(1899, 12, 30)
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_SERIALS = range(15000, 109575)

_MONTHS = (
    ("січ", "янв", "jan", "jän", "jen"),
    ("лют", "фев", "feb"),
    ("бер", "мар", "mar", "mär"),
    ("кві", "апр", "apr"),
    ("тра", "май", "мая", "may", "mai"),
    ("чер", "июн", "jun"),
    ("лип", "июл", "jul"),
    ("сер", "авг", "aug"),
    ("вер", "сен", "sep"),
    ("жов", "окт", "oct", "okt"),
    ("лис", "ноя", "nov"),
    ("гру", "дек", "dec", "dez"),
)
_MONTH_OF = {stem: no for no, stems in enumerate(_MONTHS, 1) for stem in stems}
_QUOTES = str.maketrans(dict.fromkeys("«»“”„\"'’", " ") | {"\xa0": " ", "\u202f": " "})
_BEFORE = re.compile(
    r"^(?:(?:діє|дійсн\w+|valid|з|із|від|до|по|на|станом|с|от|from|since|until|till|to|by|on|dated|as of|the)\s+)+",
    re.I,
)
_AFTER = re.compile(
    r"(?:(?<![\s,])[\s,]++)?\(?(?:включно|включительно|inclusive|р\.?|рок[уи]?|рік|г\.?|год[а]?)\)?[\s.,;]*+$", re.I
)

_ISO = re.compile(
    r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[T\s]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
)
_POINTS = re.compile(r"(\d{1,2})\s?[.,]\s?(\d{1,2})\s?[.,]\s?(\d{4}|\d{2})(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?")
_SLASHES = re.compile(
    r"(\d{1,2})\s?([/-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?:\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]m)?)?", re.I
)
_DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|-?го|-?е)?\.?[\s-]+(?:day of\s+)?([^\W\d_]{3,})\.?,?[\s-]+(\d{4}|\d{2})", re.I
)
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.I)
#: A day somewhere in a text; every hit is then read by :func:`read_day`.
IN_TEXT = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})(?!\d)|\d{1,2}[/-]\d{1,2}[/-](?:\d{4}|\d{2})(?!\d)"
    r"|[«“\"']?\d{1,2}[»”\"']?(?:st|nd|rd|th)?\s+(?:day of\s+)?[^\W\d_]{3,}\.?,?\s+\d{4}"
    r"|(?<![A-Za-z])[A-Za-z]{3,}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}"
)


class DayFault(Refusal):
    """A text is no day, or may be two."""

    code = "not_a_day"


def read_day(raw: object, format: str | None = None) -> date:
    """The day a cell says. ``format`` is a ``strptime`` format for what points and ISO do not say.

    Raises :class:`DayFault`.
    """
    if isinstance(raw, datetime):
        return _likely(raw.date(), str(raw.date()))
    if isinstance(raw, date):
        return _likely(raw, str(raw))
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return _from_serial(raw)
    return _from_text(str(raw), format)


def has_short_year(raw: object) -> bool:
    """Whether a cell writes its year with two digits."""
    return isinstance(raw, str) and bool(re.search(r"(?<!\d)\d{1,2}[./-]\d{1,2}[./-]\d{2}(?!\d)", raw))


def day_format(text: str) -> str:
    """A format as people write it (``MM/DD/YY``, ``дд.мм.рррр``) or as ``strptime`` reads it; raises ``DayFault``."""
    made = text.strip()
    if "%" not in made:
        made = made.upper()
        for letters, code in (("YYYY", "%Y"), ("РРРР", "%Y"), ("ГГГГ", "%Y"), ("YY", "%y"), ("РР", "%y"), ("ГГ", "%y")):
            made = made.replace(letters, code)
        for pattern, code in ((r"(?<!%)(?:MM?|ММ?)", "%m"), (r"(?<!%)(?:DD?|ДД?)", "%d")):
            made = re.sub(pattern, code, made)
    codes = set(re.findall(r"%(\w)", made))
    if not (codes & {"Y", "y"} and codes & {"m", "b", "B"} and "d" in codes):
        raise DayFault("{text} is no format of a date: write DD.MM.YYYY, MM/DD/YY or %d/%m/%y.", text=text)
    return made


@lru_cache(maxsize=65536)
def _from_text(text: str, format: str | None) -> date:
    plain = " ".join(text.translate(_QUOTES).split())
    plain = _AFTER.sub("", _BEFORE.sub("", plain)).strip(" .,;")
    if format is not None:
        for each in (format, format.replace("%y", "%Y") if "%y" in format else format.replace("%Y", "%y")):
            try:
                return _likely(datetime.strptime(plain, each).date(), text)  # noqa: DTZ007
            except ValueError:
                continue
    if match := _ISO.fullmatch(plain):
        return _made(int(match[1]), int(match[2]), int(match[3]), text)
    if match := _POINTS.fullmatch(plain):
        return _made(_year(match[3]), int(match[2]), int(match[1]), text)
    if match := _SLASHES.fullmatch(plain):
        return _from_slashes(int(match[1]), int(match[3]), match[4], text)
    if (match := _DAY_FIRST.fullmatch(plain)) and (month := _month(match[2])):
        return _made(_year(match[3]), month, int(match[1]), text)
    if (match := _MONTH_FIRST.fullmatch(plain)) and (month := _month(match[1])):
        return _made(int(match[3]), month, int(match[2]), text)
    if len(plain) < 8 and plain.isdecimal() and int(plain) in _SERIALS:
        return _from_serial(int(plain))
    raise DayFault("{value} is not a date: write it as 31.12.2026.", value=text)


def _from_slashes(first: int, second: int, year: str, text: str) -> date:
    """Read only where one order is possible: one of the numbers is above 12, or both are the same."""
    is_day_first, is_month_first = second <= 12, first <= 12
    if is_day_first and is_month_first and first != second:
        raise DayFault(
            "{value} may be two different days: give --date-format, for example DD/MM/YY or MM/DD/YY.", value=text
        )
    if not is_day_first and not is_month_first:
        raise DayFault("There is no such day as {value}.", value=text)
    day, month = (first, second) if is_day_first else (second, first)
    return _made(_year(year), month, day, text)


def _from_serial(number: float) -> date:
    if int(number) not in _SERIALS:
        raise DayFault("{value} is not a date: write it as 31.12.2026.", value=f"{number:g}")
    return _EXCEL + timedelta(days=int(number))


def _year(text: str) -> int:
    """Two digits are 1970 to 2069, as ``strptime`` and Excel (1930 to 2029) nearly agree."""
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year < 70 else 1900)


def _month(word: str) -> int:
    return _MONTH_OF.get(word.casefold()[:3], 0)


def _made(year: int, month: int, day: int, text: str) -> date:
    try:
        return _likely(date(year, month, day), text)
    except ValueError:
        raise DayFault("There is no such day as {value}.", value=text) from None


def _likely(day: date, text: str) -> date:
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise DayFault("The year of {value} cannot be right: years from 1900 to 2199 are read.", value=text)
    return day
