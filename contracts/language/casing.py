"""A text that begins a cell has a capital; inside a sentence only a name keeps it (German nouns keep theirs).

A first word is taken for a name where it holds another capital («ПДВ», "IT"), stands before another capitalised word
(«Нова Пошта»), is a single letter, or is written in Latin letters inside a Cyrillic language.
"""

import re

_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")


def in_mid_sentence(text: str, language: str) -> str:
    """A text as it stands inside a sentence: «Поставка паперу» → «поставка паперу»."""
    first = _WORD.match(text)
    if first is None or language == "de":
        return text
    word, rest = first.group(), text[first.end() :].lstrip()
    if len(word) < 2 or not word[0].isupper() or not word[1:].islower() or rest[:1].isupper():
        return text
    if language in ("uk", "ru") and word.isascii():
        return text
    return text[0].lower() + text[1:]
