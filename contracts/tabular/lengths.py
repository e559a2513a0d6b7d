"""A length of time in a register: a number, in digits or words, and its unit, in any case and three languages.

Working, banking and calendar days are told apart; a quarter is three months and half a year six. Of two lengths in one
cell neither is taken: a person decides which one counts.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from contracts.kernel.calendar import Duration, Unit
from contracts.kernel.refusal import Refusal


class LengthFault(Refusal):
    """A text is no length of time, or says two."""

    code = "not_a_length"


class FoundLength(NamedTuple):
    """A length in a text, and where it stands."""

    length: Duration
    start: int
    end: int


_WORDS = {
    1: "один одна одного одним одному one a an один одного один(1) ein eines",
    2: "два дві двох two zwei",
    3: "три трьох three трех drei",
    4: "чотири чотирьох four четыре четырех",
    5: "п'ять п'яти five пять пяти",
    6: "шість шести six шесть",
    7: "сім семи seven семь",
    8: "вісім восьми eight восемь",
    9: "дев'ять дев'яти nine девять девяти",
    10: "десять десяти ten",
    11: "одинадцять одинадцяти eleven одиннадцать",
    12: "дванадцять дванадцяти twelve двенадцать двенадцати",
    14: "чотирнадцять чотирнадцяти fourteen четырнадцать",
    15: "п'ятнадцять п'ятнадцяти fifteen пятнадцать пятнадцати",
    18: "вісімнадцять вісімнадцяти eighteen",
    20: "двадцять двадцяти twenty двадцать двадцати",
    21: "двадцять-один twenty-one",
    24: "twenty-four",
    30: "тридцять тридцяти thirty тридцать тридцати",
    36: "thirty-six",
    40: "сорок сорока forty",
    45: "forty-five",
    50: "п'ятдесят п'ятдесяти fifty",
    60: "шістдесят шістдесяти sixty шестьдесят шестидесяти",
    70: "сімдесят сімдесяти seventy семьдесят семидесяти",
    80: "вісімдесят вісімдесяти eighty восемьдесят восьмидесяти",
    90: "дев'яносто дев'яноста ninety девяносто",
    100: "сто hundred",
    120: "one-hundred-twenty",
    180: "one-hundred-eighty",
}
_COUNTS = {word: count for count, words in _WORDS.items() for word in words.split()}
#: A number of several words («сорок п’ять», “one hundred and twenty (120)”), and the digits that may follow it.
_WORD = "|".join(sorted((re.escape(each) for each in _COUNTS if each.isalpha() or "'" in each), key=len, reverse=True))
_COMPOUND = re.compile(
    rf"(?<![\w'])(?:{_WORD})(?:(?:[\s-]+and)?[\s-]+(?:{_WORD}))+(?![\w'])(?:\s*\(\s*(?P<digits>\d{{1,4}})\s*\))?", re.I
)
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "fifteenth": 15, "twentieth": 20,
}  # fmt: skip
#: “third (3rd) anniversary of the Effective Date” is three years on.
_ANNIVERSARY = re.compile(
    rf"(?<!\w)(?P<ordinal>{'|'.join(_ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))\s*(?:\(\w+\)\s*)?(?:year\s+)?anniversary",
    re.I,
)
_ADJECTIVE = (
    r"(?P<adjective>робоч\w*|рабоч\w*|working|business|банківськ\w*|банковск\w*|банк\w*\.?|banking|календарн\w*"
    r"|calendar|successive|послідовн\w*|consecutive|full|повн\w*|р\.?|б\.?|к\.?)?"
)
_UNIT = (
    r"(?P<unit>рок\w*|рік|год(?:а|ов|у)?|лет|years?|yrs?|jahre?n?|рр?\.?(?![\w.])|місяц\w*|місяч\w*|міс\.?|месяц\w*"
    r"|мес\.?|months?|mos?\.?|monate?n?|тижн\w*|тиждень|тижд\w*|недел\w*|нед\.?|weeks?|wks?|wochen?|кварта\w*|quarters?"
    r"|днів|днями|днях|дня|дні|день|дней|дн\.?|діб|доби|доба|суток|days?|tagen?|tage?|д\.?|[dmyw]|wd|bd)(?![^\W\d_])"
)
_NUMBER = r"(?P<number>\d{1,4}(?:[.,]5)?|" + "|".join(sorted(map(re.escape, _COUNTS), key=len, reverse=True)) + ")"
_LENGTH = re.compile(
    rf"(?<![\w.,]){_NUMBER}(?:-?(?:ти|ма|ох|и|х|го|ий|й))?\s*+(?:\([^)]{{0,40}}\)|\))?+\s*+-?+\s*+{_ADJECTIVE}[\s-]*+{_UNIT}",
    re.I,
)
#: A number of years above this names a year of the calendar.
_MOST_YEARS = 999
_HALF = re.compile(r"(?<!\w)(?:пів\s?року|півріччя|полугоди\w*|полгода|half[\s-](?:a[\s-])?year)(?!\w)", re.I)
_BARE_UNIT = re.compile(
    r"(?:не (?:пізніше|позднее|менше)(?: ніж| як| чем)? )?(?:за\s+|на\s+|a\s+)?"
    r"(?P<unit>рік|місяць|тиждень|квартал|year|month|week|quarter|год|месяц|неделю)"
    r"(?: до (?:закінч|заверш|оконч|кінц)\w*.*)?\.?",
    re.I,
)
#: «на той самий строк»: a renewal as long as the first term.
_SAME = re.compile(
    r"(?:той|такий|тот|аналогічн\w+)(?:[\s-]+(?:самий|же|ж|саме))*\s+(?:строк|термін|період|срок|период)"
    r"|(?:same|equal|identical)\s+(?:term|period|duration|length)|terms? of equal length",
    re.I,
)
_ISO = re.compile(r"P(\d{1,4})([DWMY])", re.I)
_SHORT: dict[str, Unit] = {"d": "day", "m": "month", "y": "year", "w": "week", "wd": "working_day", "bd": "banking_day"}
_BY_STEM: tuple[tuple[tuple[str, ...], Unit], ...] = (
    (("рок", "рік", "р", "год", "лет", "year", "yr", "jahr"), "year"),
    (("міс", "мес", "mo", "кварт", "quart"), "month"),
    (("тиж", "нед", "week", "wk", "woche"), "week"),
)


@lru_cache(maxsize=16384)
def lengths_in(text: str) -> tuple[FoundLength, ...]:
    """Every length of time in a text, in order; one written twice («60 (sixty) days», «90 days (three months)») counts
    as written."""
    plain = text.replace("’", "'").replace("ʼ", "'").replace("\xa0", " ")
    plain = _COMPOUND.sub(_as_digits, plain)
    found = [
        FoundLength(_length(match), match.start(), match.end())
        for match in _LENGTH.finditer(plain)
        if not _is_calendar_year(match)
    ]
    found += [FoundLength(Duration(6, "month"), match.start(), match.end()) for match in _HALF.finditer(plain)]
    found += [FoundLength(_anniversary(match), match.start(), match.end()) for match in _ANNIVERSARY.finditer(plain)]
    return tuple(sorted(found, key=lambda each: each.start))


def _as_digits(match: "re.Match[str]") -> str:
    """Several words of one number as its digits, as long as the words were; words that are no one number stay."""
    if match["digits"]:
        return match["digits"].rjust(len(match[0]))
    total, last = 0, 1000
    for word in re.split(r"[\s-]+", match[0].casefold()):
        count = _COUNTS.get(word, 0)
        if word == "hundred" or (count == 100 and total):
            total, last = total * 100, 100
        elif count >= last or (count > 9 and last < 100) or (last < 20 and count):
            return match[0]
        elif count:
            total, last = total + count, count
    return str(total).rjust(len(match[0]))


def _anniversary(match: "re.Match[str]") -> Duration:
    ordinal = match["ordinal"].casefold()
    return Duration(_ORDINALS.get(ordinal) or int(re.sub(r"\D", "", ordinal)), "year")


def read_length(raw: object, *, unit: Unit | None = None) -> Duration:
    """The one length a cell says; ``unit`` is the one the header names, for a bare number. Raises ``LengthFault``."""
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    text = str(raw).strip()
    if match := _ISO.fullmatch(text):
        return Duration(int(match[1]), _SHORT[match[2].lower()])
    if text.isdecimal() and len(text) <= 4:
        if unit is None:
            raise LengthFault("{value} has no unit: write {value} days, {value} months or {value} years.", value=text)
        return Duration(int(text), unit)
    found = lengths_in(text)
    if not found and (match := _BARE_UNIT.fullmatch(text)):
        return _times(1, match["unit"], "")
    distinct = list(dict.fromkeys(each.length for each in found))
    if not distinct:
        raise LengthFault("{value} is not a length of time: write 30 days, 12 months or 1 year.", value=text)
    if len(distinct) > 1:
        raise LengthFault("{value} says two lengths of time; enter the one that counts.", value=text)
    return distinct[0]


def is_as_long(text: str) -> bool:
    """Whether a renewal is said to be as long as the term before («на той самий строк»)."""
    return bool(_SAME.search(text))


def unit_in(header: str) -> Unit | None:
    """The unit a header names for bare numbers («Строк, міс.», “Notice (days)”)."""
    lowered = re.sub(r"(?<=[a-zа-яіїє])(?=[A-ZА-ЯІЇЄ])|_", " ", header).casefold()
    if re.search(r"робоч|рабоч|working|business", lowered):
        return "working_day"
    if re.search(r"банк\w*\s+дн|banking", lowered):
        return "banking_day"
    for pattern, unit in (
        (r"(?<!\w)(?:міс|мес|month)", "month"),
        (r"(?<!\w)(?:дн|день|дні|day|к\.\s?д)", "day"),
        (r"(?<!\w)(?:тиж|недел|week)", "week"),
        (r"(?<!\w)(?:рок|рік|лет|year)", "year"),
    ):
        if re.search(pattern, lowered):
            return _as_unit(unit)
    return None


def _as_unit(name: str) -> Unit:
    return next(each for each in _SHORT.values() if each == name)


def _length(match: "re.Match[str]") -> Duration:
    number = match["number"].casefold()
    unit, adjective = match["unit"].casefold(), (match["adjective"] or "").casefold()
    if number[0].isdecimal():
        if "," in number or "." in number:  # a year and a half is counted in months
            whole = int(re.split("[.,]", number)[0])
            return Duration(whole * 12 + 6, "month") if _is_year(unit) else _times(whole, unit, adjective)
        return _times(int(number), unit, adjective)
    return _times(_COUNTS[number], unit, adjective)


def _is_calendar_year(match: "re.Match[str]") -> bool:
    """«протягом 2026 року» is no two thousand years."""
    return match["number"].isdecimal() and int(match["number"]) > _MOST_YEARS and _is_year(match["unit"].casefold())


def _is_year(unit: str) -> bool:
    return unit.startswith(_BY_STEM[0][0])


def _times(count: int, unit: str, adjective: str) -> Duration:
    unit = unit.casefold().rstrip(".")
    if unit in _SHORT:
        return Duration(count, _SHORT[unit])
    if unit.startswith(("кварт", "quart")):
        return Duration(count * 3, "month")
    if unit.startswith("monat"):
        return Duration(count, "month")
    for stems, name in _BY_STEM:
        if unit.startswith(stems):
            return Duration(count, name)
    if adjective.startswith(("робоч", "рабоч", "working", "business", "р")):
        return Duration(count, "working_day")
    if adjective.startswith(("банк", "banking", "б")):
        return Duration(count, "banking_day")
    return Duration(count, "day")
