"""The notes under a calculation: the choices made, and source and last sure day of every rate table used."""

from collections.abc import Mapping
from typing import Any

from contracts.claims.case.contexts.letter import ClaimFacts
from contracts.claims.case.contexts.notes_abroad import note_abroad
from contracts.claims.late_payment.rules.debt import LateClaim
from contracts.kernel.rates import RateTable
from contracts.kernel.refusal import Note
from contracts.language import Words, figures

#: Which tables an item rests on, by law and kind.
_TABLES = {
    ("UA", "penalty"): ("nbu_discount_rate",),
    ("UA", "inflation"): ("ua_cpi",),
    ("RU", "interest"): ("cbr_key_rate",),
    ("DE", "interest"): ("de_base_rate",),
    ("GB", "interest"): ("uk_reference",),
}
_NAMES = {
    "nbu_discount_rate": {"uk": "Облікова ставка Національного банку України", "en": "NBU discount rate"},
    "ua_cpi": {"uk": "Індекс споживчих цін", "en": "Consumer price index of Ukraine"},
    "cbr_key_rate": {"ru": "Ключевая ставка Банка России", "en": "Key rate of the Bank of Russia"},
    "de_base_rate": {"de": "Basiszinssatz (§ 247 BGB)", "en": "German base rate (section 247 BGB)"},
    "uk_reference": {"en": "Reference rate under the Act (Bank of England)"},
}
_SOURCE = {
    "uk": "{name}: джерело — {source}; відомо по {day} включно.",
    "en": "{name}: source {source}; known up to and including {day}.",
    "ru": "{name}: источник — {source}; известно по {day} включительно.",
    "de": "{name}: Quelle {source}; bekannt bis einschließlich {day}.",
}


def notes_of(facts: ClaimFacts, language: str, tables: Mapping[str, RateTable]) -> tuple[str, ...]:
    """The notes of a claim in the language of the letter, each once, in the order in which they were made."""
    words = Words("uk" if language == "uk" else "en")
    found: dict[str, None] = {}
    for debt in facts.debts:
        for note in _made(debt.late):
            if language in ("uk", "en", "en_gb"):
                found[words.say(note.sentence, **_named(note.facts, language))] = None
            elif said := note_abroad(note, _named(note.facts, language), language):
                found[said] = None
        for table in _used(debt.late, tables):
            found[source_note(table, language)] = None
    return tuple(found)


def source_note(table: RateTable, language: str) -> str:
    """Where a table comes from and how far it is sure."""
    base = "en" if language == "en_gb" else language
    return _SOURCE[base].format(
        name=_name(table.code, language) or table.series or table.code,
        source=table.source,
        day=figures.date_document(table.sure_to, language),
    )


def _name(code: str, language: str) -> str:
    names = _NAMES.get(code, {})
    return names.get("en" if language == "en_gb" else language) or names.get("en", "")


def _named(facts: Mapping[str, Any], language: str) -> dict[str, Any]:
    """A table is called by its name, not by its code."""
    code = str(facts.get("table", ""))
    return {**facts, "table": _name(code, language) or code} if code else dict(facts)


def _made(late: LateClaim) -> list[Note]:
    return [*late.notes, *(note for item in late.items for note in item.notes)]


def _used(late: LateClaim, tables: Mapping[str, RateTable]) -> list[RateTable]:
    codes = [code for item in late.items if item.rows for code in _TABLES.get((late.law, item.kind), ())]
    return [tables[code] for code in codes if code in tables]
