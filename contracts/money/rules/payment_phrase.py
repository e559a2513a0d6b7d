"""Payment terms in the words of a contract: read in full or not at all; no word is passed over (domain §6).

Each word of a phrase has a letter that says what it means (``words.toml``), and the letters are matched. What is
left of them at the end must mean nothing: one word more and nothing is read, for a guess would date a debt wrongly.
"""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache

from contracts.kernel.calendar import Duration, Unit
from contracts.kernel.identity import fold
from contracts.money.rules.payment_terms import TermsPart
from contracts.money.words import folded, words

#: Longer texts are clauses, not terms; they are left to a person.
_LONGEST = 500
#: An advance with no day of its own is due seven days after the demand (CC Ukraine 530(2)).
_ON_DEMAND = TermsPart(event="demand", wait=Duration(7, "day"))
_LETTERS = {
    "days": "d",
    "day": "z",
    "weeks": "w",
    "months": "m",
    "banking": "B",
    "working": "W",
    "calendar": "C",
    "rest": "R",
    "advance": "A",
    "percent": "%",
    "act": "a",
    "invoice": "v",
    "delivery": "g",
    "receipt": "r",
    "performance": "p",
    "signing": "s",
    "contract": "k",
    "warranty": "y",
    "end": "e",
    "before": "b",
    "after": "f",
    "within": "t",
    "at": "o",
    "at_once": "F",
    "next": "x",
    "this": "h",
    "each": "q",
    "ordinal": "n",
    "count": "c",
    "and": "&",
    "idle": "i",
    "net": "N°",
}
_TOKEN = re.compile(
    r"\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d\d-\d\d|\d+(?:[.,]\d+)?|[^\W\d_](?:[^\W\d_]|['-](?=[^\W\d_]))*|\S"
)
_UNITS: dict[str, Unit] = {"B": "banking_day", "W": "working_day", "C": "day", "": "day"}
_WAIT = re.compile(r"b?(?:(?P<count>N)(?P<kind>[BWC]?)(?P<unit>[dzwm])(?P<tail>[BWC]?)|t(?P<one>[wm]))")
_NET = re.compile(r"°(?P<count>N)d?")
#: «до 5 числа наступного місяця», «до 20-го», «до 10 числа місяця, наступного за звітним», «до кінця місяця».
_IN_MONTH = re.compile(
    r"(?:(?:bi*(?P<by>N)(?:n+|(?![ndzwmBWC%N]))|(?P<on>N)n+)|bi*(?P<last>e)[nf]?(?=[if]*[xhq]?C?m))"
    r"(?:[if]*(?P<which>[xhq])?C?(?P<month>m)(?:,?i*(?P<after>x)i*m?)?)?"
)
_DAY = re.compile(r"b?D")
_ENDS = {re.compile(r"fi*ei*[hq]?C?m"): "month_end", re.compile(r"fi*ei*k"): "end_of_contract"}
_ENDS[re.compile(r"fi*ei*y+k?")] = "end_of_warranty"
_SIGNED = re.compile(r"si*k|fi*z?k")
_MONEY = re.compile(r"[%R]")
_SEAM = re.compile(r"[,&]")
#: What may be left: words that say nothing, and what events are named by.
_LEFT = re.compile(r"[i,&zftoqF_agvrpskA]*")


@lru_cache(maxsize=4096)
def read_phrase(text: str) -> tuple[TermsPart, ...]:
    """The parts a phrase of a contract means («30 % передоплата, решта 10 б.д. після акта»), or nothing."""
    if not text.strip() or len(text) > _LONGEST:
        return ()
    letters, tokens = _classified(text)
    segments = _segments(letters)
    is_alone = len(segments) == 1
    parts = [_part(letters[start:end], tokens[start:end], is_alone=is_alone) for start, end in segments]
    done = tuple(part for part in parts if part is not None)
    return done if len(done) == len(parts) and _is_whole(done) else ()


def _classified(text: str) -> tuple[str, list[str]]:
    """The letters of the words, one for each, and the words."""
    plain = fold(text)
    for pattern, whole in _written_out():
        plain = pattern.sub(whole, plain)
    letters, kept = "", list[str]()
    for token in _TOKEN.findall(plain):
        letter = _letter(token)
        if (letter == "c" and letters.endswith("N")) or not letter:
            continue  # «10 (десяти)» says ten once
        letters, kept = letters + letter, [*kept, token]
    return letters, kept


def _letter(token: str) -> str:
    """What a word means; ``?`` where nobody knows, nothing for a mark that only parts words."""
    if token[0].isdigit():
        return "N" if token.isdigit() or (token.count(".") < 2 and "-" not in token) else "D"
    if token in "%;,.:()/+-–":
        return {"%": "%", ";": ",", ",": ",", "+": ","}.get(token, "")
    whole, beginnings = _vocabulary()
    if token in whole:
        return whole[token]
    return next((beginnings[token[:size]] for size in range(len(token), 1, -1) if token[:size] in beginnings), "?")


@cache
def _vocabulary() -> tuple[dict[str, str], dict[str, str]]:
    """Whole words and beginnings of words by their letters."""
    tables = [
        {each: _LETTERS[name][-1] for name in words(section) for each in folded(section, name)}
        for section in ("terms_whole", "terms")
    ]
    return tables[0], tables[1]


@cache
def _written_out() -> tuple[tuple[re.Pattern[str], str], ...]:
    """What is written short or in several words, and the one word that stands for it."""
    word, end = r"[^\W\d_]", r"(?![^\W\d_])\.?"
    short = {
        "робочих": "р|роб|раб|w",
        "банківських": f"б|банк|оп|опер|{fold('b')}",
        "календарних": f"к|кал|календ|{fold('c')}",
    }
    days = [(rf"(?<=\d)\s?-?\s?(?:{kind})\s?[./-]?\s?[дd]н?{end}", f" {whole} днів ") for whole, kind in short.items()]
    ordinals = _either("го", "ого", "е", "ое", "th", "st", "nd", "rd")
    by = _either("не пізніше ніж", "не пізніше", "не позднее чем", "не позднее", "no later than", "not later than")
    on = _either("в день", "у день", "на день", "on the day", "on the date", "у момент", "в момент")
    pairs = (
        *days,
        (rf"(?<=\d)\s?[дd]{end}", " днів "),
        (rf"(?<=\d)\s?-?\s?{ordinals}{end}", " числа "),
        (r"(?<=\d)\s?-\s?(?:ти|ми|и|х)(?![^\W\d_])", " "),
        (rf"(?<!{word}){by}(?!{word})", "до"),
        (_either("following month"), fold("next month")),
        (rf"(?<!{word}){on}(?!{word})", "негайно"),
        (rf"(?<!{word})(?:попередн|предварительн){word}{{1,4}} (?:оплат|плат){word}{{0,3}}", "передоплата"),
        (rf"(?<!{word})на (?:{word}{{1,20}} ){{0,2}}(?:рахунок|счет)(?!{word})", " "),
    )
    return tuple((re.compile(pattern), whole) for pattern, whole in pairs)


def _either(*texts: str) -> str:
    return f"(?:{'|'.join(map(fold, texts))})"


def _segments(letters: str) -> list[tuple[int, int]]:
    """Where one part of the money ends and the next begins; without shares all is one part."""
    cuts, start, has_money = [0], 0, False
    for end in [*(match.end() for match in _SEAM.finditer(letters)), len(letters)]:
        if _MONEY.search(letters, start, end):
            cuts += [start] if has_money else []
            has_money = True
        start = end
    return list(zip(cuts, [*cuts[1:], len(letters)], strict=True))


def _is_whole(parts: tuple[TermsPart, ...]) -> bool:
    """The parts give the whole: one rest and last, or shares that make a hundred per cent."""
    rests = [no for no, part in enumerate(parts) if part.share is None]
    total = sum((part.share or Fraction(0) for part in parts), Fraction(0))
    return (rests == [len(parts) - 1] and total < 1) or (not rests and total == 1)


class _Phrase:
    """The letters of one part; what is taken of them leaves ``_`` behind."""

    def __init__(self, letters: str, tokens: list[str]) -> None:
        self.letters, self.tokens = letters, tokens

    def take(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        """Everything that matches."""
        found = list(pattern.finditer(self.letters))
        self.letters = pattern.sub(lambda match: "_" * len(match[0]), self.letters)
        return found

    def number(self, match: re.Match[str], group: str) -> Decimal:
        """The number a group matched."""
        return Decimal(self.tokens[match.start(group)].replace(",", "."))


def _part(letters: str, tokens: list[str], *, is_alone: bool) -> TermsPart | None:
    """One part of the money, or ``None`` where a word of it is not understood.

    Of several parts each says what its days are counted from: that of the document is no guess for one part only.
    """
    phrase = _Phrase(letters, tokens)
    shares = [Fraction(phrase.number(match, "share")) / 100 for match in phrase.take(re.compile(r"(?P<share>N)%"))]
    phrase.take(re.compile("R"))
    try:
        timed = _timed(phrase)
    except ValueError:
        return None  # no such day, or half a day
    if timed is None or (not is_alone and timed.wait and timed.event == "issued"):
        return None
    if len(shares) > 1 or not _LEFT.fullmatch(phrase.letters):
        return None
    return TermsPart(
        shares[0] if shares else None, None, timed.event, timed.wait, timed.day, timed.month_day, timed.months
    )


def _timed(phrase: _Phrase) -> TermsPart | None:
    """When a part is due; ``None`` where that is said twice, or not at all."""
    net = [TermsPart(event="invoice_received", wait=_wait(phrase, each)) for each in phrase.take(_NET)]
    times = [*net, *(TermsPart(wait=_wait(phrase, each)) for each in phrase.take(_WAIT))]
    times += [TermsPart(day=_day(phrase.tokens[each.end() - 1])) for each in phrase.take(_DAY)]
    events = [name for pattern, name in _ENDS.items() if phrase.take(pattern)]
    times += [_in_month(phrase, each) for each in phrase.take(_IN_MONTH)]
    events += _events(phrase.letters) if not events else []
    is_at_once = "F" in phrase.letters or re.search(r"oi*[agvrps]", phrase.letters) is not None
    is_advance = "A" in phrase.letters
    if len(events) > 1 or len(times) + is_at_once > 1:
        return None
    if not times:
        if is_at_once and events:
            return TermsPart(event=events[0])
        return _ON_DEMAND if is_advance and not events else None
    if is_advance and (events in (["act_signed"], ["delivered"]) or not (events or times[0].day)):
        return None  # before what, or from when, is not said
    return replace(times[0], event=events[0]) if events else times[0]


def _events(letters: str) -> list[str]:
    """What a length is counted from; an act beside a delivery is the act of that delivery."""
    if "a" in letters or "v" in letters:
        return [name for letter, name in (("a", "act_signed"), ("v", "invoice_received")) if letter in letters]
    if any(each in letters for each in "grp"):
        return ["delivered"]
    if _SIGNED.search(letters):
        return ["contract_signed"]
    return ["signed", "what"] if "s" in letters else []  # what is signed is not said


def _wait(phrase: _Phrase, match: re.Match[str]) -> Duration:
    groups = match.groupdict()
    unit = groups.get("unit") or groups.get("one") or "d"
    count = phrase.number(match, "count") if groups.get("count") else Decimal(1)
    if count != int(count) or not 0 < count < 1000:
        raise ValueError(count)
    if unit in "wm":
        return Duration(int(count), "week" if unit == "w" else "month")
    return Duration(int(count), _UNITS[groups.get("kind") or groups.get("tail") or ""])


def _in_month(phrase: _Phrase, match: re.Match[str]) -> TermsPart:
    """A day of a month: the next one, that of the event, or the first day of that number that comes."""
    number = 31 if match["last"] else int(phrase.number(match, "by" if match["by"] else "on"))
    if not 1 <= number <= 31:
        raise ValueError(number)
    if match["after"] or match["which"] == "x":
        return TermsPart(month_day=number, months=1)
    return TermsPart(month_day=number, months=0 if match["last"] or match["which"] == "h" else None)


def _day(text: str) -> date:
    if "-" in text:
        return date.fromisoformat(text)
    number, month, year = map(int, text.split("."))
    return date(year, month, number)
