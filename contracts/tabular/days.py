"""A day in a register is read in one way only: what may be two days is refused until the format is given (F22).

Points are day first (``03.04.2026`` is 3 April), ISO is ISO, months may be words in four languages, and a whole number
is an Excel day. Slashes and dashes are read where only one order is possible. Two-digit years are 1970 to 2069.
Where a column tells the order of its dates, that order is its format (:func:`order_in`).
"""

import re
import tomllib
from datetime import date, datetime, timedelta
from functools import lru_cache
from importlib.resources import files

from contracts.kernel.refusal import Refusal

#: Excel counts days from here; its 29 February 1900 never was.
_EXCEL = date(1899, 12, 30)
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_SERIALS = range(15000, 109575)

_DATA = tomllib.loads(files("contracts.tabular").joinpath("months.toml").read_text(encoding="utf-8"))
_MONTH_OF = {stem: no for no, stems in enumerate(_DATA["short"], 1) for stem in stems.split()}
#: Beginnings a whole name of a month has.
_NAMES = tuple(_DATA["names"].split())
_QUOTES = str.maketrans(dict.fromkeys("«»“”„\"'’", " ") | {"\xa0": " ", "\u202f": " "})
_BEFORE = re.compile(
    r"^(?:(?:діє|дійсн\w+|valid|з|із|від|до|по|на|станом|с|от|from|since|until|till|to|by|on|dated|as of|the)\s+)+",
    re.I,
)
_AFTER = re.compile(r"[\s,]*\(?(?:включно|включительно|inclusive|р\.?|рок[уи]?|рік|г\.?|год[а]?)\)?[\s.,;]*$", re.I)

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
    r"|[«“\"']?\d{1,2}[»”\"']?(?:st|nd|rd|th)?\s{1,3}(?:day of\s)?[^\W\d_]{3,12}\.?,?\s{1,3}\d{4}"
    r"|(?<![A-Za-z])[A-Za-z]{3,12}\.?\s{1,3}\d{1,2}(?:st|nd|rd|th)?,?\s{1,3}\d{4}"
)
#: A day without points: 20130416.
_COMPACT = re.compile(r"((?:19|20|21)\d\d)([01]\d)([0-3]\d)")
_YEAR = r"((?:19|20)\d\d)(?: ?(?:рок\w{0,2}|рік|р\.?|год\w{0,2}|г\.?|r\.?|roku|рр))?\.?"
#: «до кінця» before a year or a month adds nothing to a last day.
_LEAD = re.compile(
    r"^(?:(?:до|по|протягом|упродовж|на|у|в|в течение|until|by|through|during|for|bis|do|from|з|із|с|від) )*"
    r"(?:(?:кінця|конца|end of|ende|końca) )?"
)
_QUARTER = re.compile(
    r"(iv|i{1,3}|іv|і{1,3}|[1-4]|q[1-4])(?:-?(?:й|ий|го))?\.? ?(?:кв(?:артал\w{0,2})?|quarter|quartal|kwartał\w?|q)?"
    rf"\.?,?[ /-]?{_YEAR}"
)
_HALF_YEAR = re.compile(
    r"(ii?|іі?|[12]|h[12])(?:-?(?:е|го|й))?\.? ?(?:півріччя|полугоди\w|half|halbjahr|półrocz\w)?" rf"\.?,?[ /-]?{_YEAR}"
)
_MONTH_YEAR = re.compile(rf"([^\W\d_]{{3,12}})\.?,?[ ./-]?{_YEAR}")
_MONTH_NO = re.compile(r"(0?[1-9]|1[0-2])[./-]((?:19|20)\d\d)|((?:19|20)\d\d)[./-](0[1-9]|1[0-2])")


class DayFault(Refusal):
    """A text is no day, or may be two."""

    code = "not_a_day"


def read_day(raw: object, format: str | None = None) -> date:
    """The day a cell says. ``format`` is a ``strptime`` format for what points and ISO do not say, or only the order:
    ``D`` day first, ``M`` month first.

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


def read_period(text: str) -> tuple[date, date] | None:
    """The first and the last day of a month, a quarter, half a year or a year; ``None`` where a text is none.

    «лютий 2026», «III квартал 2026», «H1 2026», «2027 р.», «до кінця 2026 року».
    """
    plain = " ".join(text.translate(_QUOTES).split()).casefold().strip(" .,;()")
    plain = _LEAD.sub("", plain, count=1)
    if match := re.fullmatch(_YEAR, plain):
        return date(int(match[1]), 1, 1), date(int(match[1]), 12, 31)
    for pattern, months in ((_QUARTER, 3), (_HALF_YEAR, 6)):
        match = pattern.fullmatch(plain)
        if match and re.search(r"кв|q|half|h|півр|полуг|półr|kwart", plain):
            roman = match[1].replace("і", "i")
            no = {"i": 1, "ii": 2, "iii": 3, "iv": 4}.get(roman) or int(roman[-1])
            return _months(int(match[2]), (no - 1) * months + 1, months)
    if (match := _MONTH_YEAR.fullmatch(plain)) and (month := _named_month(match[1])):
        return _months(int(match[2]), month, 1)
    if match := _MONTH_NO.fullmatch(plain):
        return _months(int(match[2] or match[3]), int(match[1] or match[4]), 1)
    return None


def _named_month(word: str) -> int:
    is_name = (len(word) <= 4 and word[:3] in _MONTH_OF) or word.startswith(_NAMES)
    return _month(word) if is_name else 0


def _months(year: int, first: int, count: int) -> tuple[date, date]:
    after = first + count
    return date(year, first, 1), date(year + (after > 12), (after - 1) % 12 + 1, 1) - timedelta(days=1)


def order_in(raw: object) -> str:
    """Which order of a date with slashes or dashes a cell leaves no doubt about: ``D``, ``M``; ``?`` for a doubt."""
    match = _SLASHES.match(" ".join(raw.split())) if isinstance(raw, str) else None
    if match is None:
        return ""
    first, second = int(match[1]), int(match[3])
    if first > 12 >= second:
        return "D"
    if second > 12 >= first:
        return "M"
    return "?" if first != second and first <= 12 else ""


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
    if format is not None and format not in ("D", "M"):
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
        return _from_slashes(int(match[1]), int(match[3]), match[4], text, format)
    if (match := _DAY_FIRST.fullmatch(plain)) and (month := _month(match[2])):
        return _made(_year(match[3]), month, int(match[1]), text)
    if (match := _MONTH_FIRST.fullmatch(plain)) and (month := _month(match[1])):
        return _made(int(match[3]), month, int(match[2]), text)
    if plain.isdecimal() and (_COMPACT.fullmatch(plain) or (len(plain) < 7 and int(plain) in _SERIALS)):
        return _from_serial(int(plain))
    raise DayFault("{value} is not a date: write it as 31.12.2026.", value=text)


def _from_slashes(first: int, second: int, year: str, text: str, order: str | None) -> date:
    """Read only where one order is possible: one of the numbers is above 12, both are the same, or it is known."""
    is_day_first, is_month_first = second <= 12, first <= 12
    if order in ("D", "M") and is_day_first and is_month_first:
        is_day_first = order == "D"
    elif is_day_first and is_month_first and first != second:
        raise DayFault(
            "{value} may be two different days: give --date-format, for example DD/MM/YY or MM/DD/YY.",
            code="two_days",
            value=text,
        )
    if not is_day_first and not is_month_first:
        raise DayFault("There is no such day as {value}.", value=text)
    day, month = (first, second) if is_day_first else (second, first)
    return _made(_year(year), month, day, text)


def _from_serial(number: float) -> date:
    if match := _COMPACT.fullmatch(f"{number:.0f}"):
        return _made(int(match[1]), int(match[2]), int(match[3]), f"{number:.0f}")
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
