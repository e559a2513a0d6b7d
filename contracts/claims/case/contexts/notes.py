"""The notes under a calculation: the choices made, what its total lacks, and how far each rate table used is sure (§7).

In Russian and German there are those the laws of these letters can give.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from contracts.claims.case.contexts.words import ours_of, paper_words
from contracts.claims.late_payment.rules.debt import Kind, LateClaim
from contracts.documents.contexts.values import decimal
from contracts.kernel.rates import RateTable
from contracts.kernel.refusal import Note
from contracts.language import Words, figures

#: The table an item rests on, by law and kind.
_TABLES = {
    ("UA", "penalty"): "nbu_discount_rate",
    ("UA", "inflation"): "ua_cpi",
    ("RU", "interest"): "cbr_key_rate",
    ("DE", "interest"): "de_base_rate",
    ("GB", "interest"): "uk_reference",
}
_GROWING: tuple[Kind, ...] = ("interest", "inflation", "penalty")


def notes_of(lates: Iterable[LateClaim], language: str, tables: Mapping[str, RateTable]) -> tuple[str, ...]:
    """The notes of a claim in the language of the letter, each once, in the order in which they were made."""
    found: dict[str, None] = {}
    for late in lates:
        notes = (*late.notes, *(note for item in late.items for note in item.notes))
        found |= dict.fromkeys(text for note in notes if (text := _note(note, language)))
        codes = (_TABLES.get((late.law, item.kind), "") for item in late.items if item.rows)
        found |= dict.fromkeys(_source_note(tables[code], language) for code in codes if code in tables)
    return tuple(found)


def gaps(lates: Sequence[LateClaim], language: str, rate: Fraction = Fraction(3)) -> list[str]:
    """One phrase for each kind the total lacks, in the accusative for brackets; ``rate`` is that of interest."""
    words, found = paper_words("gaps", language), []
    for kind in _GROWING:
        items = [item for each in lates if (item := each.item(kind)) is not None]
        ends = [each.complete_to for each in items if each.complete_to and each.complete_to < lates[0].as_of]
        name = words[kind].format(rate=figures.percent(Decimal(decimal(rate)), language))
        if any(each.amount is None for each in items):
            found.append(words["unknown"].format(name=name))
        elif ends and kind == "inflation":
            found.append(words["months"].format(name=name, month=_month(min(ends), language)))
        elif ends:
            found.append(words["partly"].format(name=name, day=figures.date_document(min(ends), language)))
    return found


def _month(day: date, language: str) -> str:
    """The month of a day as it stands after «після»: «жовтня 2026 року»."""
    return figures.date_words(day.replace(day=1), language).replace("\u00a0", " ").partition(" ")[2]


def _source_note(table: RateTable, language: str) -> str:
    return paper_words("tables", language)["source"].format(
        name=_name(table.code, language) or table.series or table.code,
        source=table.source,
        day=figures.date_document(table.sure_to, language),
    )


def _note(note: Note, language: str) -> str | None:
    """The note, with a table by its name, not its code; ``None`` where it has no wording in the language."""
    facts = dict(note.facts)
    if code := str(facts.get("table", "")):
        facts["table"] = _name(code, language) or code
    if language in ("uk", "en", "en_gb"):
        return Words(ours_of(language)).say(note.sentence, **facts)
    pattern, words = paper_words("notes", language).get(note.sentence), Words(language)
    return pattern and pattern.format(**{name: words.fact(each) for name, each in facts.items()})


def _name(code: str, language: str) -> str:
    return paper_words("tables", language).get(code) or paper_words("tables", "en").get(code, "")
