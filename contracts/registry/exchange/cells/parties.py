"""A party in a register: its name, a code beside it or in the same cell, and what kind of party it is."""

import re
from functools import lru_cache

from contracts.kernel.identity import fold
from contracts.kernel.refusal import Refusal
from contracts.registry.exchange.register_entries import CellValues, NamedParty

_CODE_BESIDE = re.compile(
    r"(?:(?<![\s,;(])[\s,;(]++)?(?:код\s*+)?(?:за\s++)?"
    r"(?:єдрпоу|єдр|рнокпп|іпн|ипн|инн|едрпоу|edrpou|код|id|ідентифікаційний код)"
    r"\s*+(?:код)?[\s:№-]*+(?P<code>\d{8,14})\)?",
    re.I,
)
_CODE_WORDS = re.compile(
    r"(?<!\w)(?:код|єдрпоу|єдр|едрпоу|рнокпп|іпн|ипн|инн|edrpou|tax (?:id|no|number)|code|id)(?!\w)|[№:.,;]", re.I
)
#: Digits of an EDRPOU and of a tax number of a person.
_CODE_LENGTHS = (8, 10)
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
    code = _padded(_bare_code(code))
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


def _bare_code(text: str) -> str:
    """A code without the words around it («код 32855961»); letters that are part of it stay («DE123456789»)."""
    bare = re.sub(r"[\s-]", "", _CODE_WORDS.sub(" ", text))
    digits = re.findall(r"\d{5,14}", text)
    return digits[0] if len(digits) == 1 and not bare.isalnum() else bare


def code_remark(values: CellValues, role: str, party: NamedParty | None) -> Refusal | None:
    """What must be said of the code of a party: zeros it got back, words beside it, or a length no code has."""
    if party is None or not party.code or party.country != "UA":
        return None
    text = values.text(f"{role}_code")
    if text == party.code and len(text) in _CODE_LENGTHS:
        return None
    code = party.code
    if code.isdecimal() and len(code) not in _CODE_LENGTHS:
        sentence = "The code «{number}» of {name} has {count} digits, and an EDRPOU has 8, a tax number 10: check it."
        return Refusal(sentence, code="odd_code", name=party.name, count=len(code), number=code)
    if text and code != text and code.lstrip("0") == _bare_code(text) and code != _bare_code(text):
        sentence = "The code {short} of {name} was taken as {full}: a spreadsheet drops zeros at the beginning."
        return Refusal(sentence, code="padded", short=_bare_code(text), full=code, name=party.name)
    rest = " ".join(_CODE_WORDS.sub(" ", text).replace(code, " ").split()).strip(" ()-,;")
    if rest and re.search(r"[^\W\d_]{2}", rest) and not code.endswith(rest):
        sentence = "Of the code «{value}» of {name} this was not used: «{rest}»."
        return Refusal(sentence, code="unused", value=text, name=party.name, rest=rest)
    return None


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
