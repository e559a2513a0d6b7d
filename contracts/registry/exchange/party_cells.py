"""A party in a register: its name, a code beside it or in the same cell, and what kind of party it is."""

import re
from functools import lru_cache

from contracts.kernel.identity import fold
from contracts.registry.exchange.register_entries import CellValues, NamedParty

_CODE_BESIDE = re.compile(
    r"(?:(?<![\s,;(])[\s,;(]++)?(?:код\s*+)?(?:за\s++)?"
    r"(?:єдрпоу|єдр|рнокпп|іпн|ипн|инн|едрпоу|edrpou|код|id|ідентифікаційний код)"
    r"\s*+(?:код)?[\s:№-]*+(?P<code>\d{8,14})\)?",
    re.I,
)
_CONTACT = ("counterparty_address", "counterparty_email", "counterparty_phone")
_CODE_ALONE = re.compile(r"(?<![\s,;(/|])[\s,;(/|]++(?P<code>\d{8}|\d{10})\)?\s*+$")
_SOLE = re.compile(r"^\s*(?:фоп|фізична особа[\s-]*підприємець|спд|чп|ип|физическ\w+ лиц\w+[\s-]*предпр)\b", re.I)
_STATE = re.compile(r"^\s*(?:дп|кп|кнп|державн|комунальн|міська рада|міністерств|управлінн|департамент)\b", re.I)
#: Countries by legal form or word, where a party is plainly foreign.
_COUNTRIES = (
    (r"\bGmbH\b|\bAG\b|\bKG\b", "DE"),
    (r"\bSp\.?\s?z\s?o\.?\s?o\b", "PL"),
    (r"\bLtd\b|\bPLC\b|\bLLP\b", "GB"),
    (r"\bS\.?r\.?l\b|\bS\.?p\.?A\b", "IT"),
    (r"\bLLC\b|\bInc\b|\bCorp\b", "US"),
    (r"\bООО\b|\bОАО\b|\bПАО\b", "RU"),
)


def party_in(values: CellValues, role: str) -> NamedParty | None:
    """The party of a row by role (``counterparty``, ``company``); ``None`` where neither name nor code is given."""
    name, code = values.text(role), values.text(f"{role}_code")
    if not name and not code:
        return None
    if role != "counterparty":
        return _party(name, code, "", ())
    contact = () if values.keys().isdisjoint(_CONTACT) else tuple(map(values.text, _CONTACT))
    return _party(name, code, values.text("country"), contact)


@lru_cache(maxsize=65536)
def _party(name: str, code: str, country: str, contact: tuple[str, ...]) -> NamedParty:
    name = " ".join(name.split())
    if not code:
        name, code = _split(name)
    code = re.sub(r"[\s-]", "", re.sub(r"^\D*:\s*", "", code))
    code = _padded(code)
    kind = "sole_trader" if _SOLE.match(name) else "state" if _STATE.match(name) else "company"
    address, email, phone = contact or ("", "", "")
    return NamedParty(
        name or code, code[:40], _country(country, name, code), kind, address[:1000], email[:320], phone[:100]
    )


def _split(name: str) -> tuple[str, str]:
    """«ТОВ «Лан» (ЄДРПОУ 12345678)», «ТОВ «Лан», 12345678»."""
    for pattern in (_CODE_BESIDE, _CODE_ALONE):
        if match := pattern.search(name):
            return (name[: match.start()] + name[match.end() :]).strip(" ,;("), match["code"]
    return name, ""


def _padded(code: str) -> str:
    """A code of numbers that lost its leading zeros to a spreadsheet gets them back: 1234567 is 01234567."""
    return code.zfill(8) if code.isdecimal() and 5 <= len(code) < 8 else code


def _country(stated: str, name: str, code: str) -> str:
    text = stated.strip()
    if len(text) == 2 and text.isascii() and text.isalpha():
        return text.upper()
    if not re.fullmatch(r"\d{8}|\d{10}", code):
        for pattern, country in _COUNTRIES:
            if re.search(pattern, name):
                return country
    return "UA"


def is_one_of(party: NamedParty, known: frozenset[str]) -> bool:
    """Whether a party is among folded names and codes: by its code, by the name only where it has none."""
    return (party.code or fold(party.name)) in known
