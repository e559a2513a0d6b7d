"""What the total of a claim does not have yet: kinds of no known rate or index, or counted to a day (§7)."""

from collections.abc import Iterator
from datetime import date

from contracts.claims.case.contexts.words import base_of
from contracts.claims.late_payment.rules.debt import Kind, LateClaim, LateItem
from contracts.language import figures

_KINDS: tuple[Kind, ...] = ("interest", "inflation", "penalty")
_NAMES: dict[str, dict[str, str]] = {
    "uk": {"interest": "проценти річних", "inflation": "інфляційні втрати", "penalty": "пеню"},
    "en": {"interest": "interest", "inflation": "inflation losses", "penalty": "the penalty"},
    "ru": {"interest": "проценты", "inflation": "индексация", "penalty": "неустойка"},
    "de": {"interest": "Verzugszinsen", "inflation": "Inflationsausgleich", "penalty": "Vertragsstrafe"},
}
#: A kind that was not calculated, and one calculated to a day only.
_GAPS = {
    "uk": ("{name} не нараховано: ставки чи індексу за цей час немає", "{name} нараховано лише по {day} включно"),
    "en": ("{name} not counted: the rate or index of that time is not known", "{name} counted only up to {day}"),
    "ru": ("{name}: не начислено, ставки или индекса за это время нет", "{name}: начислено лишь по {day} включительно"),
    "de": ("{name} nicht berechnet: Satz für diese Zeit unbekannt", "{name} nur bis einschließlich {day} berechnet"),
}


def counted_to(lates: tuple[LateClaim, ...], kind: Kind) -> tuple[bool, date | None]:
    """Whether a kind could be calculated for every debt, and the first day it is complete to, if before the last."""
    items = [item for item in (each.item(kind) for each in lates) if item is not None]
    short = [each.complete_to for each in items if each.complete_to is not None and _is_short(each, lates[0].as_of)]
    return all(each.amount is not None for each in items), min(short, default=None)


def gaps(lates: tuple[LateClaim, ...], language: str) -> list[str]:
    """One clause for each kind that is missing in part or in whole, without a full stop."""
    return list(_gaps(lates, language))


def _gaps(lates: tuple[LateClaim, ...], language: str) -> Iterator[str]:
    base = base_of(language)
    unknown, partly = _GAPS[base]
    for kind in _KINDS:
        is_known, last = counted_to(lates, kind)
        if not is_known:
            yield unknown.format(name=_NAMES[base][kind])
        elif last is not None:
            yield partly.format(name=_NAMES[base][kind], day=figures.date_document(last, language))


def _is_short(item: LateItem, as_of: date) -> bool:
    return item.complete_to is not None and item.complete_to < as_of
