"""Lines of a bank statement: what the reader of every format makes, and what the ledger posts (domain §6)."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from contracts.kernel.money import Money
from contracts.kernel.refusal import Refusal


class StatementFault(Refusal):
    """A statement cannot be used as it is; ``facts`` name the line or the total that is wrong."""

    code = "statement_fault"


class Place(NamedTuple):
    """A line of a file, for what is read from it and for sentences about it."""

    file: str
    line: int


class LineFault(StatementFault):
    """A statement cannot be used because of what stands at a place in its file."""

    def __init__(self, sentence: str, code: str, at: Place, **facts: object) -> None:
        super().__init__(sentence, code=code, file=at.file, line=at.line, **facts)


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One booked line.

    ``amount`` is signed: money that came in is positive. ``reference`` is the bank's own unique reference, or empty.
    ``ordinal`` counts equal lines of one day (see :func:`number_lines`) and tells twins without a reference apart.
    ``place`` says where the line stood in the file ("line 12", "row 7"), for sentences to people. ``original`` is the
    sum in the currency of the deal, if another. ``value_on`` is the bank's value day, where it names one.
    ``seams`` are the places in ``purpose`` where the file cut it into pieces: a number may go on behind them.
    """

    booked_on: date
    amount: Money
    other_name: str = ""
    other_code: str = ""
    other_account: str = ""
    other_bank: str = ""
    purpose: str = ""
    reference: str = ""
    document_no: str = ""
    ordinal: int = 1
    place: str = ""
    original: Money | None = None
    value_on: date | None = None
    seams: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RejectedLine:
    """A line that could not be read: where it stood, what stood there, and why, as an English message id."""

    place: str
    value: str
    reason: str
    facts: tuple[tuple[str, str], ...] = ()


def seams_of(purpose: str, pieces: Iterable[str]) -> tuple[int, ...]:
    """Where the pieces of a file meet in the purpose read from them, with a space there or without."""
    found, at = [], 0
    bare = [words for piece in pieces if (words := piece.split())]
    for before, after in pairwise(bare):
        places = [(purpose.find(f"{before[-1]}{gap}{after[0]}", at), gap) for gap in (" ", "")]
        near = min((each for each in places if each[0] >= 0), default=None)
        if near is not None:
            at = near[0] + len(before[-1])
            found.append(at)
    return tuple(found)


def line_key(line: StatementLine) -> str:
    """What makes a line itself, whatever file it came in (domain §6).

    The bank's reference with day, direction, sum and ordinal; without one, a hash of day, direction, sum, other
    account, purpose and ordinal. Never the name, the time or the place in the file.
    """
    sign = "+" if line.amount.minor >= 0 else "-"
    day = line.booked_on.isoformat()
    size = f"{abs(line.amount.minor)}{line.amount.currency}"
    if line.reference:
        return _hashed("ref", line.reference.strip(), day, sign, size, str(line.ordinal))
    return _hashed(day, sign, size, line.other_account.strip(), _squeezed(line.purpose), str(line.ordinal))


def number_lines(lines: Iterable[StatementLine]) -> list[StatementLine]:
    """The lines with their ordinals among equal lines of one day, in the order of the file.

    Lines equal in all that identifies them are twins: with the same bank reference too, as some banks number the
    document and not the line. A repeat of the file numbers them alike, so importing twice adds nothing.
    """
    seen = Counter[tuple[object, ...]]()
    done = []
    for line in lines:
        same = (line.other_account.strip(), _squeezed(line.purpose), line.reference.strip())
        twin = (line.booked_on, line.amount, *same)
        seen[twin] += 1
        done.append(replace(line, ordinal=seen[twin]))
    return done


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _hashed(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:40]
