"""Which words of a cell its reader did not use: they are quoted to a person, never dropped."""

import re
from collections.abc import Iterable

from contracts.registry.exchange.cells.renewals import is_word
from contracts.tabular.days import IN_TEXT
from contracts.tabular.lengths import lengths_in

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_OF_RENEWAL = (
    *("renewal", "automatic", "repeated", "negator", "without", "negated", "measure", "predicate", "condition"),
    *("unless", "consent", "option", "may", "ending", "fulfilment"),
)


def unused_of_length(text: str) -> str:
    """What stands beside the lengths of time of a cell and is more than «до закінчення строку»."""
    return _rest(text, ((each.start, each.end) for each in lengths_in(text)), ("other", "notice", "ending", "measure"))


def unused_of_term(text: str, *, has_renewal: bool) -> str:
    """What stands beside the days of a cell; the words of a renewal that was read are used."""
    days = [(match.start(), match.end()) for match in IN_TEXT.finditer(text)]
    lengths = [(each.start, each.end) for each in lengths_in(text)] if has_renewal else []
    return _rest(text, sorted(days + lengths), ("other", *((*_OF_RENEWAL, "notice") if has_renewal else ())))


def _rest(text: str, used: Iterable[tuple[int, int]], known: tuple[str, ...]) -> str:
    """The pieces between what was used that hold a word of their own."""
    pieces, place = [], 0
    for start, end in used:
        pieces.append(text[place:start])
        place = max(place, end)
    pieces.append(text[place:])
    said = [piece.strip(" ,;.()-–—:") for piece in pieces if any(not is_word(word, *known) for word in _words(piece))]
    return " … ".join(said)


def _words(text: str) -> list[str]:
    return [word for word in map(str.casefold, _WORD.findall(text)) if len(word) > 1]
