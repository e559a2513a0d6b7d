"""A debt is claimed once: what stands in an open claim, or in a letter nobody replaced, is not demanded again (§8)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from contracts.claims.case.rules.claim import ClaimFault
from contracts.kernel.identity import fold, number_key

#: Where the number of a document ends and its day begins.
_DATED = re.compile(r"\b(?:від|от|of|dated|vom|from)\b")
#: How many documents a refusal names.
_NAMED = 5


class ClaimFor(NamedTuple):
    """The claim a debt stands in, by its number and day; ``id`` where it is a case of the register."""

    number: str
    as_of: date
    id: int | None = None


@dataclass(frozen=True, slots=True)
class AlreadyClaimed:
    """A document that is not demanded again, and the claim that demands it."""

    document: str
    claim: str
    of: date


@dataclass(frozen=True, slots=True)
class DebtMark:
    """What a debt is known by across letters: its currency, last day for payment, and document where one is named."""

    currency: str
    due_on: date
    document_key: str

    def is_same(self, other: "DebtMark") -> bool:
        """One debt: the documents named are one, or one names none and the days are one."""
        if self.currency != other.currency:
            return False
        if self.document_key and other.document_key:
            return self.document_key == other.document_key
        return self.due_on == other.due_on


def mark_of(currency: str, due_on: date, document: str) -> DebtMark:
    """The mark of a debt; of «Видаткова накладна № 418 від 20.10.2025» the number alone counts."""
    head = fold(_DATED.split(document.casefold(), maxsplit=1)[0])
    numbered = [each for each in head.rpartition("№")[2].split() if any(map(str.isdigit, each))]
    return DebtMark(currency, due_on, number_key(numbered[0] if "№" in head else numbered[-1]) if numbered else "")


def claimed_fault(known: Mapping[str, ClaimFor]) -> ClaimFault:
    """The refusal that names the open claim of the documents asked for; there is at least one."""
    claim = next(iter(known.values()))
    documents = [name for name, each in known.items() if each == claim]
    return ClaimFault(
        "{documents} stands in claim No. {number} of {day} already and is not demanded twice: "
        "`contracts claim show {number}` shows it; to claim it anew instead of it add --instead {number}.",
        code="already_claimed",
        documents=", ".join(documents[:_NAMED]) + (" …" if len(documents) > _NAMED else ""),
        number=claim.number,
        day=claim.as_of,
    )
