"""The number cell of a register: a number, a number with its date, or an amendment or annex naming its contract.

«№ 118-П/25 від 01.02.2025» is a number and a date; «ДУ № 1 до 118-П/25» is amendment 1 of contract 118-П/25.
"""

import re
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from contracts.tabular.days import DayFault, read_day

RecordKind = Literal["contract", "amendment", "annex"]

_SIGN = r"(?:№|N[oº°]?\.?(?=\s*\d)|#|no\.|номер)"
_DATED = re.compile(
    r"^(?P<number>.*?)(?<![\s,;])[\s,;]++(?:від|вiд|от|dated|dd|dtd|of|from|vom)\.?\s*(?P<day>[«“\"]?\d.*)$",
    re.I | re.S,
)
_BRACKETED = re.compile(
    r"^(?P<number>.*\S)\s*\((?:від|от|dated)?\s*(?P<day>\d{1,2}[./]\d{1,2}[./]\d{4})\s*р?\.?\)$", re.S
)
_UNNUMBERED = re.compile(
    r"(?:договір|договор|контракт|угода|contract|agreement)\b.*\s(?P<none>б/н|без номера)\s*", re.I | re.S
)
_WITHIN = re.compile(
    r"(?:договір|договор|контракт|угода|contract|agreement|рахунок)[^№#]{0,60}(?:№|#|no\.)\s*(?P<rest>\S.*)$",
    re.I | re.S,
)
_ABOUT = re.compile(r"(?<!\s)\s++(?:про|щодо|на|about|for|о|об)\s++.*$", re.I | re.S)
_LEADING = re.compile(rf"^(?:договір|договор\w?|дог\.?|контракт\w?|угод\w|contract|agreement)?\s*{_SIGN}\s*", re.I)

#: A number alone: what is looked for beside one begins with a word, a sign or a space.
_BARE = re.compile(r"\d[\w./-]*")

_AMENDMENT = (
    r"(?:додаткова\s+угода|дод\.?\s*угода|додаткову\s+угоду|д\.?\s?у\.?|дод\.?\s?уг\.?|доп\w*\.?\s*соглашение|"
    r"д/у|угода\s+про\s+зміни|зміни"
    r"|supplementary\s+agreement|supplement|amendment(?:\s+agreement)?|addendum|договір\s+про\s+внесення\s+змін)"
)
_ANNEX = (
    r"(?:додаток|специфікація|спец\.?|приложение|спецификация|замовлення|заявка|графік|прайс-лист|"
    r"прейскурант|протокол\s+(?:узгодження\s+)?розбіжностей|протокол\s+разногласий|annex|appendix|schedule|specification|order|exhibit|sow|statement\s+of\s+work)"
)
_PART = re.compile(
    rf"^\s*(?:(?P<amendment>{_AMENDMENT})|(?P<annex>{_ANNEX}))(?![^\W\d_])\s*{_SIGN}?\s*(?P<no>[^\s,;]*?)"
    rf"(?:[\s,;]*(?:від|от|dated)\s+(?P<day>[«“\"]?\d[^,;]*?))?"
    rf"(?:[\s,;]+(?:до|к|to|under|for|по)\s+(?P<parent>.+?))?\s*$",
    re.I | re.S,
)
_ANNEX_KINDS = (
    (r"специф|спец|specif", "specification"),
    (r"замовл|заявк|order", "order"),
    (r"прайс|прейск|price", "price_list"),
    (r"графік|schedule", "schedule"),
)
_KIND_WORDS = re.compile(rf"^\s*(?:(?P<amendment>{_AMENDMENT})|(?P<annex>{_ANNEX}))", re.I)


class Numbered(NamedTuple):
    """A number and, where the cell names it, its date."""

    number: str
    dated_on: date | None = None


class Part(NamedTuple):
    """An amendment or annex named in a cell; ``parent`` is the number of its contract, '' where unsaid."""

    kind: RecordKind
    annex_kind: str
    number: str
    dated_on: date | None
    parent: Numbered


@lru_cache(maxsize=65536)
def read_number(text: str, format: str | None = None) -> Numbered:
    """The number as it stands on the paper, without «№» and the words around it, and the date beside it.

    Raises ``DayFault`` where the date is written in digits and there is no such day.
    """
    if _BARE.fullmatch(text):
        return Numbered(text)
    plain = " ".join(text.split())
    if match := _WITHIN.search(plain):
        plain = _ABOUT.sub("", match["rest"])
    plain = _LEADING.sub("", plain)
    if match := _BRACKETED.match(plain) or _DATED.match(plain):
        dated = _day_beside(match["day"], format)
        if dated is not None and match["number"].strip(" /"):
            return Numbered(_bare_number(match["number"].strip(" ,;/")), dated)
    return Numbered(_bare_number(plain.strip(" ,;")))


def _bare_number(text: str) -> str:
    """«Угода про співпрацю б/н» bears no number, whatever it is about."""
    return match["none"] if (match := _UNNUMBERED.fullmatch(text)) else _LEADING.sub("", text)


def read_part(text: str, format: str | None = None) -> Part | None:
    """The amendment or annex a cell names, or ``None`` where it names a contract."""
    return _read_part(text, format) if not text[:1].isdigit() else None  # a part begins with its word


@lru_cache(maxsize=16384)
def _read_part(text: str, format: str | None) -> Part | None:
    match = _PART.match(" ".join(text.split()))
    if match is None:
        return None
    kind: RecordKind = "amendment" if match["amendment"] else "annex"
    annex_kind = annex_kind_of(match["annex"]) if match["annex"] else ""
    named = match["parent"] or ""
    parent = (
        named
        if _WITHIN.search(named)
        else re.sub(
            r"^(?:основного )?(?:договор[уа]?|дог(?!\w)|контракту?|угоди|contract|agreement|the|vertrag|umowy)[. ]*",
            "",
            named,
            flags=re.I,
        )
    )
    dated = _day_beside(match["day"], format) if match["day"] else None
    return Part(kind, annex_kind, match["no"].strip("№ ."), dated, read_number(parent, format))


@lru_cache(maxsize=4096)
def kind_of(text: str) -> tuple[RecordKind, str] | None:
    """What the kind cell or a note says a row is; ``None`` where it says nothing of it."""
    match = _KIND_WORDS.match(" ".join(text.split()))
    if match is None:
        lowered = text.strip().casefold()
        if lowered in ("amendment", "annex", "contract"):
            return (lowered, "other" if lowered == "annex" else "")  # type: ignore[return-value]
        return (
            ("contract", "")
            if re.match(r"\s*(?:основний\s+)?(?:договір|контракт|contract|agreement|договор)", text, re.I)
            else None
        )
    return ("amendment", "") if match["amendment"] else ("annex", annex_kind_of(match["annex"]))


def annex_kind_of(text: str) -> str:
    """The kind of an annex by its word."""
    return next((kind for pattern, kind in _ANNEX_KINDS if re.search(pattern, text, re.I)), "other")


def _day_beside(text: str, format: str | None) -> date | None:
    """The day beside a number. Raises ``DayFault`` where it is written in digits and is none («від 32.01.2026»)."""
    try:
        return read_day(text, format)
    except DayFault:
        if re.fullmatch(r"\s*\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\s*(?:р\.?|г\.?)?\s*", text):
            raise
        return None
