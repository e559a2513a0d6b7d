"""Which documents and contracts the purpose of a payment names: after a word or №, or by a number nothing else is."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TypeVar

from contracts.kernel.identity import fold
from contracts.money.words import folded

_T = TypeVar("_T")
_NUMBER = r"[0-9a-zа-яіїєґ][0-9a-zа-яіїєґ./\\_-]*"
_MORE = re.compile(
    rf"\s*(?:,|;|\+|\bта\b|\bі\b|\bи\b|\bаnd\b)\s*(?:№\s*)?(?P<number>\d{_NUMBER[len('[0-9a-zа-яіїєґ]') :]})"
)


_SIGN = r"(?:№|#|\bnо?\b\.?|\bн-р\b)"
_HAS_DIGIT = re.compile(r"\d")
_EDGE = r"[0-9a-zа-яіїєґ/-]"


@dataclass(frozen=True, slots=True)
class Mentions:
    """Folded numbers a purpose names; ``unclear`` stand after a bare № and may be either."""

    contracts: frozenset[str]
    documents: frozenset[str]
    unclear: frozenset[str]
    squeezed: str

    def names_document(self, number: str) -> bool:
        """Whether a document with this folded number is named."""
        return bool(number) and (number in self.documents or number in self.unclear or self._stands_alone(number))

    def names_contract(self, number: str) -> bool:
        """Whether a contract with this folded number is named."""
        return bool(number) and (number in self.contracts or number in self.unclear or self._stands_alone(number))

    def _stands_alone(self, number: str) -> bool:
        """A number of five characters or more with a letter or a slash is named wherever it stands as a whole."""
        if len(number) < 5 or number.isdigit() or not _HAS_DIGIT.search(number) or number not in self.squeezed:
            return False
        return re.search(rf"(?<!{_EDGE}){re.escape(number)}(?!{_EDGE})", self.squeezed) is not None


@cache
def _mention() -> re.Pattern[str]:
    """A word, or the beginning of one, or № before a number."""
    contract, document = (
        "|".join(sorted(map(re.escape, folded("purpose", each)), key=len, reverse=True))
        for each in ("contract", "document")
    )
    return re.compile(
        rf"(?:(?<![0-9a-zа-яіїєґ])(?:(?P<contract>(?:{contract}))|(?P<document>(?:{document})))"
        rf"[a-zа-яіїєґ'-]*\.?\s*(?:[a-zа-яіїєґ'-]+\s+){{0,2}}?{_SIGN}?|{_SIGN})\s*(?P<number>{_NUMBER})"
    )


@lru_cache(maxsize=4096)
def mentions_in(purpose: str) -> Mentions:
    """The numbers a purpose names."""
    text = fold(purpose)
    contracts: set[str] = set()
    documents: set[str] = set()
    unclear: set[str] = set()
    for match in _mention().finditer(text):
        into = contracts if match["contract"] else documents if match["document"] else unclear
        number, end = match["number"], match.end()
        while True:
            if _HAS_DIGIT.search(number):
                into.add(number.rstrip("./\\_-"))
            following = _MORE.match(text, end)
            if following is None:
                break
            number, end = following["number"], following.end()
    return Mentions(
        frozenset(contracts),
        frozenset(documents),
        frozenset(unclear),
        re.sub(r"(?:(?<!\s)\s++)?([/-])\s*+", r"\1", text),
    )


@dataclass(frozen=True, slots=True)
class PurposeReading:
    """A purpose read with a seam joined or parted; ``is_number_cut``: the seam lies within what may be a number."""

    mentions: Mentions
    is_number_cut: bool


@lru_cache(maxsize=4096)
def readings(purpose: str, seams: tuple[int, ...]) -> tuple[PurposeReading, ...]:
    """The purpose as it stands, then read otherwise at each seam of the file: joined where a space is, or parted."""
    done = [PurposeReading(mentions_in(purpose), is_number_cut=False)]
    for at in seams:
        if 0 < at < len(purpose):
            before, after = purpose[:at].rstrip(), purpose[at:].lstrip()
            is_joined = len(before) + len(after) == len(purpose)
            other = mentions_in(f"{before} {after}" if is_joined else before + after)
            done.append(PurposeReading(other, _is_number_cut(before, after)))
    return tuple(done)


def agreed(all_: tuple[PurposeReading, ...], names: Callable[[Mentions], frozenset[_T]]) -> tuple[frozenset[_T], bool]:
    """What the readings name together, and whether they name the same.

    A reading that names nothing says nothing against the others, unless it is a number that was cut.
    """
    found = [(names(each.mentions), each.is_number_cut) for each in all_]
    first, union = found[0][0], frozenset[_T]().union(*(each for each, _ in found))
    is_sure = all(each == first or (not is_cut and not (each and first)) for each, is_cut in found)
    return union, is_sure and (len({each for each, _ in found if each}) <= 1)


def _is_number_cut(before: str, after: str) -> bool:
    """Digits before the seam, or a mark within numbers, and behind it no word of its own."""
    head, tail = before.rsplit(None, 1)[-1], after.split(None, 1)[0]
    is_open = any(map(str.isdigit, head)) and (head[-1].isalnum() or head[-1] in "/-_")
    return is_open and (tail[0].isalnum() or tail[0] in "/-_") and not (tail.isalpha() and len(tail) > 1)


def bare_name(name: str) -> str:
    """A folded name without its legal form: banks cut and reorder forms, «ТОВ «Ясен»» is also «ЯСЕН ТОВ»."""
    text = fold(name).replace("'", "")
    for form in folded("purpose", "form"):
        text = re.sub(rf"(?<!\S){re.escape(form)}(?!\S)", " ", text)
    return " ".join(text.split())
