"""A length of time in a register: a number, in digits or words, and its unit, in five languages.

Working, banking and calendar days are told apart; a quarter is three months and half a year six. Lengths that add up
(«1 year and 6 months») are one; of two others in a cell neither is taken: a person decides which one counts. A text is
read word by word, so that its time grows with its length only.
"""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
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


class _Token(NamedTuple):
    text: str
    start: int
    end: int


class _Counted(NamedTuple):
    """A number, the place of the token behind it, and another number its brackets say («thirty (60)»)."""

    number: float
    after: int
    other: float | None = None


class _Words(NamedTuple):
    numbers: Mapping[str, float]
    ordinals: Mapping[str, int]
    units: tuple[Mapping[str, str], tuple[tuple[str, str], ...]]
    adjectives: tuple[Mapping[str, str], tuple[tuple[str, str], ...]]
    joins: frozenset[str]


_TOKEN = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+(?:'[^\W\d_]+)*|[^\w\s]")
_PLAIN = str.maketrans({"’": "'", "ʼ": "'", "`": "'", "\xa0": " ", "\u202f": " ", "ё": "е", "–": "-", "‑": "-"})
#: Units of a letter or two stand behind digits only: «an d» of “and” is no day.
_SHORTEST_UNIT = 3
_SHORT_WORDS = frozenset({"рік", "год", "лет", "lat", "rok", "tag", "day", "дн", "день", "dni"})
_SUFFIXES = frozenset({"ти", "ма", "ох", "и", "х", "го", "ий", "й", "мя", "st", "nd", "rd", "th"})
_MOST_DIGITS = 4
#: The most tokens brackets behind a number may hold («(шістдесят календарних)»).
_BRACKETED = 12
#: A number of years above this names a year of the calendar.
_MOST_YEARS = 999
_HALF = re.compile(
    r"(?<!\w)(?:пів ?року|піврок\w*|півріччя|полугоди\w*|полгода|half[ -](?:a[ -])?year|halbjahr|halbes jahr|pół roku)"
    r"(?!\w)"
)
_BARE_UNIT = re.compile(
    r"(?:не (?:пізніше|позднее|менше|раніше)(?: ніж| як| чем)? )?(?:за |на |a |per |ein |einen |one )?"
    r"(?P<unit>рік|місяць|тиждень|квартал|year|month|week|quarter|год|месяц|неделю|jahr|monat|rok|miesiąc)"
    r"(?: до (?:закінч|заверш|оконч|кінц)\w*.*)?\.?"
)
#: «на той самий строк»: a renewal as long as the first term.
_SAME = re.compile(
    r"(?:той|та[кц]ий|тот|такой|аналог[іи]чн\w{1,3})(?: самий| же| ж| саме| -ж)? (?:строк|термін|період|срок|период)"
    r"|(?:same|equal|identical|like) (?:term|period|duration|length)|terms? of equal length"
    r"|(?:gleiche[nr]?|selbe[nr]?) (?:laufzeit|zeitraum|dauer)|taki sam okres|ten sam okres",
    re.I,
)
_ISO = re.compile(r"P(\d{1,4})([DWMY])", re.I)
_SHORT: Mapping[str, Unit] = {
    "d": "day", "m": "month", "y": "year", "w": "week", "wd": "working_day", "bd": "banking_day",
}  # fmt: skip
#: Words right behind a length that make it a notice, which never joins the length before it.
_NOTICE = frozenset({"notice", "prior", "before", "written", "до", "попередження", "повідомлення", "vor", "przed"})


@cache
def _words() -> _Words:
    data = tomllib.loads(files("contracts.tabular").joinpath("length_words.toml").read_text(encoding="utf-8"))
    numbers = {word: float(count) for count, words in data["numbers"].items() for word in words.split()}
    ordinals = {word: int(count) for count, words in data["ordinals"].items() for word in words.split()}
    return _Words(
        numbers, ordinals, _forms(data["units"]), _forms(data["adjectives"]), frozenset(data["joins"]["words"].split())
    )


def _forms(table: Mapping[str, str]) -> tuple[Mapping[str, str], tuple[tuple[str, str], ...]]:
    """Whole words by what they mean, and beginnings of words."""
    pairs = [(form, name) for name, forms in table.items() for form in forms.split()]
    whole = {form: name for form, name in pairs if not form.endswith("*")}
    return whole, tuple((form.removesuffix("*"), name) for form, name in pairs if form.endswith("*"))


def _meaning(word: str, forms: tuple[Mapping[str, str], tuple[tuple[str, str], ...]]) -> str:
    whole, beginnings = forms
    return whole.get(word) or next((name for stem, name in beginnings if word.startswith(stem)), "")


@lru_cache(maxsize=16384)
def lengths_in(text: str) -> tuple[FoundLength, ...]:
    """Every length of time in a text, in order; one written twice («60 (sixty) days») counts once."""
    plain = text.translate(_PLAIN).casefold()
    tokens = [_Token(match[0], match.start(), match.end()) for match in _TOKEN.finditer(plain)]
    found = [FoundLength(Duration(6, "month"), match.start(), match.end()) for match in _HALF.finditer(plain)]
    place = 0
    while place < len(tokens):
        counted = _number(tokens, place)
        read = _anniversary(tokens, place) or (_with_unit(tokens, place, counted) if counted else None)
        if read is None:
            place += 1
            continue
        lengths, place = read
        found += lengths
    return tuple(_joined(sorted(found, key=lambda each: each.start), plain, tokens))


def _with_unit(tokens: list[_Token], place: int, counted: _Counted) -> tuple[list[FoundLength], int] | None:
    """The length a number begins, and the place behind it; nothing where no unit follows."""
    at, adjective = counted.after, ""
    if _text(tokens, at) == "-":
        at += 1
    for _ in range(2):
        word = _text(tokens, at)
        is_short = len(word) == 1
        meaning = _meaning(word, _words().adjectives)
        if not meaning or (is_short and (_text(tokens, at + 1) != "." or _unit(tokens, at + 2) != "day")):
            break
        adjective = adjective or meaning
        at += 2 if is_short or _text(tokens, at + 1) == "." else 1
        if _text(tokens, at) == "-":
            at += 1
    unit = _unit(tokens, at)
    is_digits = tokens[place].text[0].isdecimal() or counted.other is not None
    if not unit or (len(tokens[at].text) < _SHORTEST_UNIT and not is_digits and tokens[at].text not in _SHORT_WORDS):
        return None
    end = at + 1 if _text(tokens, at + 1) == "." else at
    if not adjective and (behind := _meaning(_text(tokens, end + 1), _words().adjectives)) and tokens[end + 1].text[1:]:
        adjective, end = behind, end + 1
    counts = [counted.number] if counted.other in (None, counted.number) else [counted.number, counted.other or 0]
    lengths = [_times(each, unit, adjective) for each in counts]
    return [FoundLength(each, tokens[place].start, tokens[end].end) for each in lengths if each], end + 1


def _number(tokens: list[_Token], place: int) -> _Counted | None:
    """The number that begins at a token: digits with an ending («30-ти»), or words that make one number."""
    token = tokens[place]
    count: float
    if token.text[0].isdecimal():
        whole, _, part = token.text.replace(",", ".").partition(".")
        is_inside = place > 0 and tokens[place - 1].text in ".,/" and tokens[place - 1].end == token.start
        if len(whole) > _MOST_DIGITS or is_inside or part not in ("", "0", "00", "5", "50"):
            return None
        count, after = float(token.text.replace(",", ".")), place + 1
        if _text(tokens, after) in _SUFFIXES:
            after += 1
        elif _text(tokens, after) == "-" and _text(tokens, after + 1) in _SUFFIXES:
            after += 2
    elif token.text in _words().numbers:
        count, after = _in_words(tokens, place)
    else:
        return None
    if _text(tokens, after) == ")":
        return _Counted(count, after + 1)
    return _bracketed(tokens, after, count)


def _in_words(tokens: list[_Token], place: int) -> tuple[float, int]:
    """Several words of one number («сорок п’ять», “one hundred and twenty”): each smaller than what stands before."""
    numbers = _words().numbers
    total, last = numbers[tokens[place].text], numbers[tokens[place].text]
    after = place + 1
    while True:
        at = after
        while _text(tokens, at) in ("-", "and", "und"):
            at += 1
        count = numbers.get(_text(tokens, at))
        if count == 100 and 1 <= total < 10:
            total, last = total * 100, 100
        elif count and count < last and last >= 20 and (count < 10 or last >= 100):
            total, last = total + count, count
        else:
            return total, after
        after = at + 1


def _bracketed(tokens: list[_Token], place: int, count: float) -> _Counted:
    """Brackets behind a number repeat it in words or digits; another number there is another length."""
    if _text(tokens, place) != "(":
        return _Counted(count, place)
    for at in range(place + 1, min(place + _BRACKETED, len(tokens))):
        if tokens[at].text == ")":
            inner = _number(tokens[: at + 1], place + 1)
            return _Counted(count, at + 1, inner.number if inner else None)
    return _Counted(count, place)


def _unit(tokens: list[_Token], place: int) -> str:
    return _meaning(_text(tokens, place), _words().units)


def _text(tokens: list[_Token], place: int) -> str:
    return tokens[place].text if place < len(tokens) else ""


def _anniversary(tokens: list[_Token], place: int) -> tuple[list[FoundLength], int] | None:
    """“third (3rd) anniversary of the Effective Date” is three years on."""
    count = _words().ordinals.get(tokens[place].text, 0)
    after = place + 1
    if tokens[place].text.isdecimal() and len(tokens[place].text) < 3 and _text(tokens, after) in _SUFFIXES:
        count, after = int(tokens[place].text), after + 1
    if not count:
        return None
    if _text(tokens, after) == "(":
        after = next((at + 1 for at in range(after, min(after + 5, len(tokens))) if tokens[at].text == ")"), after)
    after += _text(tokens, after) == "year"
    if _text(tokens, after) != "anniversary":
        return None
    return [FoundLength(Duration(count, "year"), tokens[place].start, tokens[after].end)], after + 1


def _joined(found: list[FoundLength], text: str, tokens: list[_Token]) -> list[FoundLength]:
    """Neighbours that add up as one: «1 рік і 6 місяців», “2 weeks and 3 days”."""
    joined: list[FoundLength] = []
    starts = [each.start for each in tokens]
    for each in found:
        before = joined[-1] if joined else None
        between = text[before.end : each.start].split() if before else ["x"]
        after = _text(tokens, bisect_left(starts, each.end))
        total = _added(before.length, each.length) if before and after not in _NOTICE else None
        if before and total and (not between or between[0] in _words().joins) and not between[1:]:
            joined[-1] = FoundLength(total, before.start, each.end)
        else:
            joined.append(each)
    return joined


def _added(one: Duration, other: Duration) -> Duration | None:
    """The sum of two lengths, the greater unit first; none of units that do not add."""
    in_smaller = {("year", "month"): 12, ("week", "day"): 7, ("year", "year"): 0}.get((one.unit, other.unit), 0)
    return Duration(one.count * in_smaller + other.count, other.unit) if in_smaller else None


def read_length(raw: object, *, unit: Unit | None = None) -> Duration:
    """The one length a cell says; ``unit`` is the one the header names, for a bare number. Raises ``LengthFault``."""
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    text = " ".join(str(raw).split())
    if match := _ISO.fullmatch(text):
        return Duration(int(match[1]), _SHORT[match[2].lower()])
    if text.isdecimal() and len(text) <= _MOST_DIGITS:
        if unit is None:
            raise LengthFault("{value} has no unit: write {value} days, {value} months or {value} years.", value=text)
        return Duration(int(text), unit)
    found = lengths_in(text)
    if not found and (match := _BARE_UNIT.fullmatch(text.casefold())):
        return _times(1, _meaning(match["unit"], _words().units), "") or Duration(1, "month")
    distinct = list(dict.fromkeys(each.length for each in found))
    if not distinct:
        raise LengthFault("{value} is not a length of time: write 30 days, 12 months or 1 year.", value=text)
    if len(distinct) > 1:
        raise LengthFault("{value} says two lengths of time; enter the one that counts.", value=text)
    return distinct[0]


def is_as_long(text: str) -> bool:
    """Whether a renewal is said to be as long as the term before («на той самий строк»)."""
    return bool(_SAME.search(" ".join(text.split())))


def unit_in(header: str) -> Unit | None:
    """The unit a header names for bare numbers («Строк, міс.», “Notice (days)”)."""
    lowered = " ".join(re.sub(r"(?<=[a-zа-яіїє])(?=[A-ZА-ЯІЇЄ])|_", " ", header).casefold().split())
    for pattern, unit in _UNITS_OF_HEADERS:
        if pattern.search(lowered):
            return unit
    return None


_UNITS_OF_HEADERS: tuple[tuple["re.Pattern[str]", Unit], ...] = (
    (re.compile(r"робоч|рабоч|working|business|р\. ?д\b|werktag|arbeitstag|robocz"), "working_day"),
    (re.compile(r"банк\w{0,10} дн|banking|б\. ?д\b"), "banking_day"),
    (re.compile(r"(?<!\w)(?:міс|мес|month|mths?\b|monat|mies)"), "month"),
    (re.compile(r"(?<!\w)(?:дн|день|дні|day|к\. ?д|tage|dni\b)"), "day"),
    (re.compile(r"(?<!\w)(?:тиж|недел|week|woche|tyg)"), "week"),
    (re.compile(r"(?<!\w)(?:рок|рік|лет|year|yrs?\b|jahr|lat\b)"), "year"),
)


def _times(count: float, unit: str, adjective: str) -> Duration | None:
    """A number of a unit; part of a month or a day is none, and 2026 years are a year of the calendar."""
    if unit == "quarter":
        count, unit = count * 3, "month"
    if unit == "year" and count != int(count):
        count, unit = count * 12, "month"
    if count != int(count) or (unit == "year" and count > _MOST_YEARS):
        return None
    if unit == "day" and adjective in ("working", "banking"):
        unit = f"{adjective}_day"
    return Duration(int(count), next(each for each in _SHORT.values() if each == unit))
