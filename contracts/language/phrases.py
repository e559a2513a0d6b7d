"""Positions, titles of contracts and grounds of authority in the genitive and dative, by a table of head words.

A phrase is adjectives, a head noun, and a tail that never changes: «провідного фахівця із договірної роботи».
A phrase whose head is not in the table stays as it is and is marked as not sure.
"""

import re
from functools import cache
from typing import Literal

from contracts.language.shipped_tables import rows_of

PhraseCase = Literal["genitive", "dative"]

#: First halves that never change: «віце-президента», «HR-менеджера».
_STILL = ("віце", "екс", "офіс", "топ", "прес", "вице", "экс", "офис", "пресс")
#: Words before the head that never change: «тимчасово виконуючого обов’язки».
_ADVERBS = ("тимчасово", "временно")
#: Heads that are adjectives too: «керуючого партнера», but «керуючого справами».
_PARTICIPLES = ("керуючий", "керуюча", "виконуючий", "виконуюча", "уповноважений", "управляющий", "заведующий")
#: Between two positions of one person.
_TWO = re.compile(r"((?<!\s)\s++[—–]\s++)")
#: Phrases that are the same in every case.
_UNCHANGED = ("в. о.", "т. в. о.", "в.о.", "т.в.о.", "и. о.", "и.о.", "фоп", "ип")


def phrase_in(phrase: str, language: str, case: PhraseCase) -> tuple[str, bool]:
    """A phrase in a case, and whether it is sure; uk and ru decline, other languages keep the phrase."""
    if language not in _declined("adjectives") or not phrase.strip():
        return phrase, True
    pieces = _TWO.split(phrase)
    if len(pieces) > 1:
        both = [phrase_in(each, language, case) for each in pieces[::2]]
        pieces[::2] = [text for text, _ in both]
        return "".join(pieces), all(is_sure for _, is_sure in both)
    words = phrase.split(" ")
    if phrase.lower().startswith(_UNCHANGED):
        return phrase, True
    place = 0 if case == "genitive" else 1
    for no, word in enumerate(words):
        head = _head(word, language, place)
        if head is not None:
            noun = _head(words[no + 1], language, place) if word.lower() in _PARTICIPLES and words[no + 1 :] else None
            words[no + 1 : no + 2] = words[no + 1 : no + 2] if noun is None else [noun]
            return " ".join([*words[:no], head, *words[no + 1 :]]), " та " not in phrase and ", " not in phrase
        if word.lower() in _ADVERBS:
            continue
        adjective = _adjective(word, language, place)
        if adjective is None:
            break
        words[no] = adjective
    return phrase, False


@cache
def _declined(table: str) -> dict[str, dict[str, tuple[str, str]]]:
    """Head nouns, or endings of adjectives, the longest first, by language and nominative: genitive, dative."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for row in rows_of(table):
        found.setdefault(row["language"], {})[row["nominative"]] = (row["genitive"], row["dative"])
    return found


def _head(word: str, language: str, place: int) -> str | None:
    """The head noun in a case; both halves of «особа-підприємець», «директор-розпорядник» decline."""
    halves = word.split("-")
    if len(halves) == 2 and (halves[0].lower() in _STILL or halves[0].isascii()):
        last = _head(halves[1], language, place)
        return f"{halves[0]}-{last}" if last is not None else None
    found = [_declined("declined")[language].get(half.lower().rstrip(",;")) for half in halves]
    if any(half is None for half in found):
        return None
    return "-".join(_as(forms[place], half) for forms, half in zip(found, halves, strict=True) if forms)


def _adjective(word: str, language: str, place: int) -> str | None:
    for ending, forms in _declined("adjectives")[language].items():
        if word.lower().endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)] + forms[place]
    return None


def _as(form: str, word: str) -> str:
    """Keep a capital and a comma of the word as it stood."""
    tail = word[len(word.rstrip(",;")) :]
    return (form.capitalize() if word[:1].isupper() else form) + tail
