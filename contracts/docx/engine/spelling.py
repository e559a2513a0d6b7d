"""What keyboards and Word's autocorrection put into a tag is meant as code: quotes, dashes, letters that look Latin.

A Cyrillic «о» in ``оwn.name`` cannot be seen, so it is read as the Latin letter; text in quotes keeps its own letters.
"""

import re

_INVISIBLE = {ord(each): None for each in "\u200b\u200c\u200d\u2060\ufeff\u00ad"}
_DOUBLE = {ord(each): '"' for each in "“”„‟«»"}
_SINGLE = {ord(each): "'" for each in "‘’‚‛"}
_DASHES = {ord(each): "-" for each in "–—−‑"}
#: Cyrillic letters drawn like Latin ones.
_ALIKE = dict(zip("аеорсухіјѕАВЕКМНОРСТХІЈ", "aeopcyxijsABEKMHOPCTXIJ", strict=True))
_LATIN = str.maketrans(_ALIKE)
_QUOTED = re.compile(r"(\"[^\"]*\"|'[^']*')")
_WORD = re.compile(r"[^\W\d]\w*")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")


def spelled(written: str) -> str:
    """A tag as Jinja reads it."""
    tag = straight_quotes(written.translate(_INVISIBLE))
    pieces = _QUOTED.split(tag)
    pieces[::2] = [_WORD.sub(_latin, each.translate(_DASHES)) for each in pieces[::2]]
    return "".join(pieces)


def straight_quotes(tag: str) -> str:
    """A tag with the quotes Jinja knows; a text that already stands in straight quotes keeps its own."""
    if tag.count('"') % 2 or ('"' not in tag and "'" not in tag):
        tag = tag.translate(_DOUBLE)
    return tag if '"' in tag or "'" in tag else tag.translate(_SINGLE)


def _latin(match: re.Match[str]) -> str:
    """A word of Latin letters and letters that look so, or one such letter, as Latin; a Cyrillic word as it is."""
    word = match[0]
    cyrillic = _CYRILLIC.findall(word)
    if not cyrillic or not all(each in _ALIKE for each in cyrillic):
        return word
    return word.translate(_LATIN) if len(word) == 1 or len(cyrillic) < len(word) else word
