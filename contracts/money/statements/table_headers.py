"""What a column of a bank's table is, told by the words of its header (uk, ru, en), never by the bank.

Headers are folded, so a Latin i in «Дата i час» changes nothing. A bare «Рахунок» or «ЄДРПОУ» is the other side's
unless a column names the other side's, then it is our own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from contracts.kernel.identity import fold
from contracts.money.words import folded, words
from contracts.tabular.headers import Phrase, Recogniser, candidates, split_words
from contracts.tabular.sheet import SheetRow

_LOOKED_AT = 60
#: A day, a sum or an account: no header is one.
_VALUE = re.compile(r"[A-Z]{0,3}\s?(?:[\s.,:/+-]*+\d)++[\s.,:/-]*+")
#: A header of more words is a sentence.
_MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each value stands: role → place; ``names`` are the headers as written, ``first_row`` the first of data."""

    places: dict[str, int]
    names: dict[int, str]
    first_row: int

    def is_like(self, other: "Columns") -> bool:
        """Whether two tables have the same columns."""
        return self.places == other.places

    def is_bare(self, role: str) -> bool:
        """Whether the header of a column says of nobody whose it is."""
        name = fold(self.names[self.places[role]])
        return not any(each in name for each in folded("statement_sides", "other", "payer", "payee"))

    @property
    def has_sides(self) -> bool:
        """Whether money that came and that went stand in two columns."""
        return "debit" in self.places or "credit" in self.places


def find_columns(rows: Sequence[SheetRow]) -> Columns | None:
    """The headers of a statement: a day and a sum are needed. ``None`` where no row has them."""
    best: Columns | None = None
    for first_row, names, _ in candidates(rows[:_LOOKED_AT]):
        if any(_VALUE.fullmatch(each) for each in names.values()):
            continue
        roles = {role: place for place, role in _recogniser().assign(names).items() if role}
        places = _of_account(_resolved(roles), names)
        has_sum = {"amount", "equivalent", "debit", "credit"} & set(places)
        if "booked_on" in places and has_sum and (best is None or len(places) > len(best.places)):
            best = Columns(places, names, first_row)
    return best


def _of_account(places: dict[str, int], names: dict[int, str]) -> dict[str, int]:
    """Beside a currency of the *operation*, the sum named in a currency is the account's, the other the deal's."""
    if not {"amount", "equivalent", "currency"} <= set(places) or "original" in places:
        return places
    is_deal = "операц" in fold(names[places["currency"]])
    is_equivalent = any(each in fold(names[places["equivalent"]]) for each in ("екв", "экв", "покрит"))
    if not is_deal or is_equivalent:
        return places
    return {**places, "original": places["amount"], "amount": places["equivalent"]}


def _resolved(places: dict[str, int]) -> dict[str, int]:
    """Bare columns become ours or the other side's; what stands in for a missing column takes its place."""
    found = dict(places)
    has_other = any(each.startswith(("other_", "payer_", "payee_")) and each != "other_name" for each in found)
    for name in ("account", "code", "bank", "name"):
        if name not in found:
            continue
        place = found.pop(name)
        role = f"other_{name}"
        is_own = has_other
        if name not in ("account", "code"):
            is_own = name == "name" and bool({"other_name", "payer_name", "payee_name"} & set(found))
        if is_own or (role in found and name != "bank"):
            role = f"own_{name}"
        found.setdefault(role, place)
    if not {"amount", "debit", "credit"} & set(found) and "equivalent" in found:
        found["amount"] = found.pop("equivalent")
    for stand_in in ("document_on", "value_on"):
        if "booked_on" not in found and stand_in in found:
            found["booked_on"] = found.pop(stand_in)
    if "other_name" not in found:
        for one, two in (("payer_name", "payee_name"), ("payee_name", "payer_name")):
            if one in found and two not in found:
                found["other_name"] = found.pop(one)
    return found


@cache
def _recogniser() -> Recogniser:
    """Of two roles that fit alike the first in the alphabet is taken; a word of one or two letters must be whole."""
    phrases = [
        (role, Phrase(tuple((stem, len(stem) <= 2) for stem in map(fold, text.split()))))
        for role, text in sorted(_phrases(), key=lambda each: each[0])
    ]
    return Recogniser(phrases, _readings, ignored="", most_extra=5, least=4)


def _phrases() -> Iterator[tuple[str, str]]:
    for role, phrases in words("statement_columns").items():
        yield from ((role, phrase) for phrase in phrases)
    for (side, names), (name, forms) in product(words("statement_sides").items(), words("statement_sided").items()):
        yield from ((f"{side}_{name}", form.format(each)) for form in forms for each in names)


def _readings(header: str) -> list[tuple[str, ...]]:
    text = fold(split_words(header))
    every = re.findall(r"[^\W_]+|№", text) or re.findall("[+-]", text)
    left = _one_side([each for each in every if each not in folded("statement_words", "small")])
    return [tuple(left)] if len(left) <= _MOST_WORDS else []


def _one_side(header: list[str]) -> list[str]:
    """«Платник/Одержувач» is one column about the other side, whoever that is in a row."""
    stems = [folded("statement_sides", side) for side in ("payer", "payee")]
    if not all(any(each.startswith(of_side) for each in header) for of_side in stems):
        return header
    other = folded("statement_sides", "other")[0]
    return [other, *(each for each in header if each != other and not each.startswith((*stems[0], *stems[1])))]
