"""The notes under a calculation: the choices made, and source and last sure day of every rate table used.

In Russian and German there are those the laws of these letters can give.
"""

from collections.abc import Iterable, Iterator, Mapping

from contracts.claims.case.contexts.words import base_of, ours_of
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
#: Notes in the languages without a catalogue.
_ABROAD = {
    "The last day of the period, {day}, is not a working day; payment was due by {moved}.": {
        "ru": "Последний день срока, {day}, — нерабочий; платёж следовало совершить не позднее {moved}.",
        "de": "Der letzte Tag der Frist, {day}, ist kein Werktag; zu zahlen war bis zum {moved}.",
    },
    "Counted to {day}, the last sure day of the table {table}; later days are not waived.": {
        "ru": "Начислено по {day} — последний достоверный день таблицы «{table}»; от начислений за последующие дни "
        "кредитор не отказывается.",
        "de": "Berechnet bis {day}, dem letzten gesicherten Tag der Tabelle „{table}“; spätere Tage vorbehalten.",
    },
    "After {day}, where the table {table} ends, the last known rate is used; such rows are marked.": {
        "ru": "После {day}, где заканчивается таблица «{table}», применена последняя известная ставка.",
        "de": "Nach dem {day}, an dem die Tabelle „{table}“ endet, gilt der letzte bekannte Satz.",
    },
    "There is no penalty: no clause of the contract provides for one.": {
        "ru": "Неустойка не начислена: договором она не предусмотрена.",
        "de": "Keine Vertragsstrafe: Der Vertrag sieht keine vor.",
    },
    "No interest beside the penalty for the same days, unless law or contract says so (395(4)).": {
        "ru": "Проценты за те же дни, что и неустойка, не начислены (пункт 4 статьи 395 ГК РФ).",
    },
    "From {first} to {last} nothing accrues: moratorium ({act}).": {
        "ru": "С {first} по {last} начислений нет: мораторий ({act}).",
    },
    "If the obligation arose before {day}, the moratorium applies ({act}): give the day it arose.": {
        "ru": "Если обязательство возникло до {day}, применяется мораторий ({act}).",
    },
    "The rules between businesses do not apply to a consumer.": {
        "de": "Die Regeln des Geschäftsverkehrs gelten gegenüber Verbrauchern nicht.",
    },
    "Paid beyond the debt: {sum}, an advance.": {
        "ru": "Уплачено сверх долга: {sum} — аванс.",
        "de": "Über die Schuld hinaus gezahlt: {sum} (Vorauszahlung).",
    },
}


def notes_of(lates: Iterable[LateClaim], language: str, tables: Mapping[str, RateTable]) -> tuple[str, ...]:
    """The notes of a claim in the language of the letter, each once, in the order in which they were made."""
    found: dict[str, None] = {}
    for late in lates:
        notes = (*late.notes, *(note for item in late.items for note in item.notes))
        found |= dict.fromkeys(text for note in notes if (text := _note(note, language)))
        found |= dict.fromkeys(source_note(table, language) for table in _used(late, tables))
    return tuple(found)


def source_note(table: RateTable, language: str) -> str:
    """Where a table comes from and how far it is sure."""
    return _SOURCE[base_of(language)].format(
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
    worded, words = _ABROAD.get(note.sentence, {}).get(language), Words(language)
    return worded and worded.format(**{name: words.fact(each) for name, each in facts.items()})


def _name(code: str, language: str) -> str:
    names = _NAMES.get(code, {})
    return names.get(base_of(language)) or names.get("en", "")


def _used(late: LateClaim, tables: Mapping[str, RateTable]) -> Iterator[RateTable]:
    codes = (code for item in late.items if item.rows for code in _TABLES.get((late.law, item.kind), ()))
    return (tables[code] for code in codes if code in tables)
