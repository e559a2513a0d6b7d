"""Whole numbers in words, in the gender of the noun counted (uk, ru, en, de)."""

from typing import Literal

from contracts.language.plural import chosen

Gender = Literal["m", "f", "n"]

#: Names of the powers of a thousand reach here; larger numbers are refused.
LARGEST = 10**18 - 1


def spoken(language: str) -> str:
    """The language whose words are used: en for en_gb; raises ``KeyError`` for one that has no words."""
    base = language.split("_")[0]
    if base not in _SPEAKERS:
        raise KeyError(f"no number words for {language!r}")
    return base


def cardinal(n: int, language: str, *, gender: Gender = "m", before_noun: bool = False) -> str:
    """A number from 0 to 10^18 − 1 in words: «двадцять одна» before a feminine noun.

    ``before_noun`` matters in German only: "ein Euro", but counting "eins".
    Raises ``ValueError`` outside the range and ``KeyError`` for an unknown language.
    """
    if not 0 <= n <= LARGEST:
        raise ValueError(f"{n} is outside what number words reach")
    return _SPEAKERS[spoken(language)](n, gender, before_noun)


def _groups(n: int) -> list[tuple[int, int]]:
    """Groups of three digits with their power of a thousand, the highest first, empty ones left out."""
    found: list[tuple[int, int]] = []
    power = 0
    while n:
        n, group = divmod(n, 1000)
        if group:
            found.append((group, power))
        power += 1
    return found[::-1]


def _slavic(language: str, n: int, gender: Gender) -> str:
    if n == 0:
        return _ZERO[language]
    words: list[str] = []
    for group, power in _groups(n):
        words += _slavic_group(language, group, gender if power == 0 else "f" if power == 1 else "m")
        if power:
            words.append(chosen(group, language, _SCALES[language][power]))
    return " ".join(words)


def _slavic_group(language: str, group: int, gender: Gender) -> list[str]:
    hundreds, rest = divmod(group, 100)
    tens, ones = (0, rest) if rest < 20 else divmod(rest, 10)
    found = [_HUNDREDS[language][hundreds], _TENS[language][tens]]
    found.append(_GENDERED[language].get((ones, gender)) or _ONES[language][ones])
    return [word for word in found if word]


def _english(n: int) -> str:
    if n == 0:
        return "zero"
    parts: list[str] = []
    for group, power in _groups(n):
        text = _english_group(group)
        joins = power == 0 and group < 100 and parts
        parts.append(f"and {text}" if joins else f"{text} {_ENGLISH_SCALES[power]}".strip())
    return " ".join(parts)


def _english_group(group: int) -> str:
    hundreds, rest = divmod(group, 100)
    small = _ENGLISH[rest] if rest < 20 else _ENGLISH_TENS[rest // 10]
    if rest > 20 and rest % 10:
        small += f"-{_ENGLISH[rest % 10]}"
    if not hundreds:
        return small
    return f"{_ENGLISH[hundreds]} hundred" + (f" and {small}" if rest else "")


def _german(n: int, gender: Gender, before_noun: bool) -> str:
    if n == 0:
        return "null"
    if n == 1 and before_noun:
        return "eine" if gender == "f" else "ein"
    millions, below = divmod(n, 1_000_000)
    parts: list[str] = []
    for group, power in _groups(millions):
        one, many = _GERMAN_SCALES[power]
        parts.append(f"eine {one}" if group == 1 else f"{_german_below(group)} {many}")
    if below:
        parts.append(_german_below(below))
    return " ".join(parts)


def _german_below(n: int) -> str:
    """A number under a million as one word, ending in "eins"."""
    thousands, rest = divmod(n, 1000)
    text = f"{_german_group(thousands, 'ein')}tausend" if thousands else ""
    return text + (_german_group(rest, "eins") if rest else "")


def _german_group(group: int, one: str) -> str:
    hundreds, rest = divmod(group, 100)
    text = f"{_GERMAN[hundreds]}hundert" if hundreds else ""
    if rest == 0:
        return text
    if rest < 20:
        return text + (one if rest == 1 else _GERMAN[rest])
    tens, ones = divmod(rest, 10)
    return text + (f"{_GERMAN[ones]}und" if ones else "") + _GERMAN_TENS[tens]


def _words(text: str) -> list[str]:
    return text.split()


_SPEAKERS = {
    "uk": lambda n, gender, before: _slavic("uk", n, gender),
    "ru": lambda n, gender, before: _slavic("ru", n, gender),
    "en": lambda n, gender, before: _english(n),
    "de": _german,
}

_ZERO = {"uk": "нуль", "ru": "ноль"}
_ONES = {
    "uk": (
        "",
        *_words("один два три чотири п’ять шість сім вісім дев’ять десять одинадцять дванадцять тринадцять"),
        *_words("чотирнадцять п’ятнадцять шістнадцять сімнадцять вісімнадцять дев’ятнадцять"),
    ),
    "ru": (
        "",
        *_words("один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать"),
        *_words("четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать"),
    ),
}
_GENDERED: dict[str, dict[tuple[int, Gender], str]] = {
    "uk": {(1, "f"): "одна", (1, "n"): "одне", (2, "f"): "дві"},
    "ru": {(1, "f"): "одна", (1, "n"): "одно", (2, "f"): "две"},
}
_TENS = {
    "uk": ("", "", *_words("двадцять тридцять сорок п’ятдесят шістдесят сімдесят вісімдесят дев’яносто")),
    "ru": ("", "", *_words("двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто")),
}
_HUNDREDS = {
    "uk": ("", *_words("сто двісті триста чотириста п’ятсот шістсот сімсот вісімсот дев’ятсот")),
    "ru": ("", *_words("сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот")),
}
_SCALES = {
    "uk": (
        ("", "", ""),
        ("тисяча", "тисячі", "тисяч"),
        ("мільйон", "мільйони", "мільйонів"),
        ("мільярд", "мільярди", "мільярдів"),
        ("трильйон", "трильйони", "трильйонів"),
        ("квадрильйон", "квадрильйони", "квадрильйонів"),
    ),
    "ru": (
        ("", "", ""),
        ("тысяча", "тысячи", "тысяч"),
        ("миллион", "миллиона", "миллионов"),
        ("миллиард", "миллиарда", "миллиардов"),
        ("триллион", "триллиона", "триллионов"),
        ("квадриллион", "квадриллиона", "квадриллионов"),
    ),
}
_ENGLISH = (
    "",
    *_words("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"),
    *_words("seventeen eighteen nineteen"),
)
_ENGLISH_TENS = ("", "", *_words("twenty thirty forty fifty sixty seventy eighty ninety"))
_ENGLISH_SCALES = ("", "thousand", "million", "billion", "trillion", "quadrillion")
_GERMAN = (
    "",
    *_words("ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn"),
    *_words("siebzehn achtzehn neunzehn"),
)
_GERMAN_TENS = ("", "", *_words("zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig"))
_GERMAN_SCALES = (
    ("Million", "Millionen"),
    ("Milliarde", "Milliarden"),
    ("Billion", "Billionen"),
    ("Billiarde", "Billiarden"),
)
