"""A bank statement as plain lines: what every format parser returns, and what the ledger posts (domain §6)."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from contracts.kernel.money import Money
from contracts.kernel.refusal import Refusal


class StatementFault(Refusal):
    """A statement cannot be used as it is; ``facts`` name the line or the total that is wrong."""

    code = "statement_fault"


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One booked line.

    ``amount`` is signed: money that came in is positive. ``reference`` is the bank's own unique reference, or empty.
    ``ordinal`` counts equal lines of one day (see :func:`number_lines`) and tells twins without a reference apart.
    ``account`` is empty where the statement has one account only. ``place`` says where the line stood in the file
    ("line 12", "row 7"), for sentences to people. ``original`` is the sum in the currency of the deal, if another.
    ``value_on`` is the bank's value day, where it names one.
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
    account: str = ""
    place: str = ""
    original: Money | None = None
    value_on: date | None = None


@dataclass(frozen=True, slots=True)
class RejectedLine:
    """A line that could not be read: where it stood, what stood there, and why, as an English message id."""

    place: str
    value: str
    reason: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One account's statement; totals and balances were checked against the file's own where it has them.

    ``format`` is a code such as ``camt.053``, ``mt940``, ``ofx``, ``1c``, ``privat24``. ``opening`` and ``closing``
    are ``None`` where the file does not say. A file with several accounts gives several statements. ``notes`` are
    English message ids about oddities that change no sum. Lines are in the order of the file.
    """

    format: str
    account: str
    currency: str
    lines: tuple[StatementLine, ...]
    opening: Money | None = None
    closing: Money | None = None
    from_on: date | None = None
    to_on: date | None = None
    rejected: tuple[RejectedLine, ...] = ()
    notes: tuple[str, ...] = ()


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


def number_lines(lines: Iterable[StatementLine]) -> tuple[StatementLine, ...]:
    """The lines with their ordinals among equal lines of one day, in the order of the file.

    Lines equal in all that identifies them are twins: with the same bank reference too, as some banks number the
    document and not the line. A repeat of the file numbers them alike, so importing twice adds nothing.
    """
    seen: dict[tuple[object, ...], int] = {}
    done = []
    for line in lines:
        twin = (
            line.account,
            line.booked_on,
            line.amount,
            line.other_account.strip(),
            _squeezed(line.purpose),
            line.reference.strip(),
        )
        seen[twin] = seen.get(twin, 0) + 1
        done.append(replace(line, ordinal=seen[twin]))
    return tuple(done)


def check_balance(statement: Statement) -> None:
    """Opening and lines must give the closing balance, where the file states both.

    Raises :class:`StatementFault` with the difference; a statement with rejected lines is not checked here, because
    the difference is theirs.
    """
    if statement.opening is None or statement.closing is None or statement.rejected:
        return
    moved = sum(line.amount.minor for line in statement.lines)
    if statement.opening.minor + moved != statement.closing.minor:
        found = Money(statement.opening.minor + moved, statement.currency)
        raise StatementFault(
            "The statement of {account} does not add up: opening {opening} and its lines give {found}, but it says "
            "{closing}; ask the bank for the whole file.",
            code="balance_differs",
            account=statement.account or "?",
            opening=statement.opening.wire,
            found=found.wire,
            closing=statement.closing.wire,
        )


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _hashed(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:40]
