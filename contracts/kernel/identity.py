"""A contract is known by own company, number, counterparty and contract date; texts meet by their folded form (§2).

Folding makes one text of what people write alike: case, ё, look-alike Latin letters, apostrophes, quotes, dashes and
spaces do not tell things apart. A legal form stays part of a name.
"""

import hashlib
import re
from datetime import date
from functools import lru_cache

_LOOKALIKE = dict(zip("abcehikmoptxy", "авсенікмортху", strict=True))
_APOSTROPHES = dict.fromkeys("’ʼ‘`´ʹ′", "'")
_DASHES = dict.fromkeys("‐‑‒–—−", "-")
_QUOTES = dict.fromkeys('«»“”„"″', "")
_FOLD = str.maketrans({**_LOOKALIKE, **_APOSTROPHES, **_DASHES, **_QUOTES, "ё": "е", "ґ": "г", "\xad": ""})
_SPACES = re.compile(r"\s+")
_NUMBER_SIGN = re.compile(r"^(?:№|n[o°º]?\.?(?=[\s\d])|#)\s*", re.IGNORECASE)
#: Folded numbers of contracts that bear none.
_UNNUMBERED = frozenset({"", "-", "б/н", "бн", "без номера", "без ном", "без номеру", "w/о", "н/н", "s/n"})


#: Letters in the order of the Ukrainian alphabet, those of Russian beside their kin; Unicode puts і and ї last.
_LETTERS = "абвгґдеёєжзиіїйклмнопрстуфхцчшщъыьэюя"
_ALPHABET = str.maketrans({each: chr(ord("а") + place) for place, each in enumerate(_LETTERS)} | _QUOTES)


def alphabetical(name: str) -> str:
    """The key names are listed by: И, І, Ї, Й; quotes and case do not count."""
    return name.casefold().translate(_ALPHABET).strip()


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The text as it is compared: ``ТОВ «Ґанок»`` and ``тов "ганок"`` are one."""
    return _SPACES.sub(" ", text.casefold().translate(_FOLD)).strip()


def number_key(number: str) -> str:
    """The number of a contract as it is compared: without «№», spaces and case; empty where it bears none."""
    folded = fold(_NUMBER_SIGN.sub("", number.strip()))
    return "" if folded in _UNNUMBERED else folded.replace(" ", "")


def shown_number(number: str, register_no: str) -> str:
    """The number a contract is shown and found by: that on paper, the register number where the paper bears none."""
    return number if number_key(number) else register_no


def import_key(own_company_id: int, counterparty_id: int, number: str, dated_on: date | None) -> str:
    """What tells one contract from another, as 64 characters: two contracts never share it.

    The counterparty stands for its code, or for its folded name where it has none.
    """
    parts = (str(own_company_id), str(counterparty_id), number_key(number), dated_on.isoformat() if dated_on else "")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
