"""The notes under a calculation in Russian and German: those the laws of these letters can give."""

from contracts.kernel.refusal import Note
from contracts.language import Words

_NOTES = {
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


def note_abroad(note: Note, facts: dict[str, object], language: str) -> str | None:
    """The note in the language of the letter; ``None`` where it has no wording in it."""
    worded = _NOTES.get(note.sentence, {}).get(language)
    if worded is None:
        return None
    words = Words(language)
    return worded.format(**{name: words.fact(each) for name, each in facts.items()})
