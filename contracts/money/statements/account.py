"""What a file says of one account, before it is believed: its own totals and balances are compared with its lines."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from contracts.kernel.money import Money
from contracts.kernel.refusal import N_
from contracts.money.rules.statement import (
    LineFault,
    Place,
    RejectedLine,
    StatementFault,
    StatementLine,
    number_lines,
)

#: A sentence for the notes of a statement whose file says it is in another encoding than it is.
ENCODING_NOTE = "The file says it is in another encoding than it is; it was read as what it is."
#: Why an entry is left out.
MOVES_NOTHING = "The entry moves no money."
NOT_BOOKED = "The entry is not booked yet; it will come with a later statement."
OTHER_COUNT = N_(
    "{file}: account {account} has {found} lines, and the file says {stated}; ask the bank for the whole file."
)
_CAME = N_(
    "{file}: account {account} received {found} by its lines, and {stated} by the file's own total; ask the bank for "
    "the whole file."
)
_WENT = N_(
    "{file}: account {account} paid {found} by its lines, and {stated} by the file's own total; ask the bank for the "
    "whole file."
)


@dataclass(slots=True)
class AccountRead:
    """One account as read, in the order of the file.

    ``came`` and ``went`` are the file's own totals, ``count`` its own number of lines; ``balance_currencies`` are the
    currencies its balances are in, ``bank`` the code of the bank beside the number.
    ``cut_at`` is the line where a statement breaks off without its end.
    """

    format: str
    account: str
    currency: str
    lines: list[StatementLine] = field(default_factory=list)
    opening: Money | None = None
    closing: Money | None = None
    from_on: date | None = None
    to_on: date | None = None
    came: Money | None = None
    went: Money | None = None
    count: int | None = None
    balance_currencies: set[str] = field(default_factory=set)
    rejected: list[RejectedLine] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    cut_at: int | None = None
    bank: str = ""
    kind: str = ""

    def reject(self, line: int, value: str, reason: str) -> None:
        """Leave a line out, with the reason."""
        self.rejected.append(RejectedLine(f"line {line}", value, reason))


class AccountFault(StatementFault):
    """What a file says of an account is not what its lines say."""

    def __init__(self, sentence: str, code: str, of: AccountRead, file: str, /, **facts: object) -> None:
        super().__init__(sentence, code=code, file=file, account=of.account or "?", **facts)


def check(found: AccountRead, file: str) -> AccountRead:
    """The account, its lines numbered, where they give what its file says. Raises :class:`StatementFault`."""
    if found.cut_at is not None:
        raise breaks_off(file, found.cut_at)
    _check_currencies(found, file)
    _check_totals(found, file)
    _check_balance(found, file)
    found.lines, found.notes = number_lines(found.lines), list(dict.fromkeys(found.notes))
    return found


def join_pages(parts: Iterable[AccountRead]) -> list[AccountRead]:
    """Pages and days of one account that follow each other as one statement, so that twins of a day are counted once.

    A part follows another when it opens with the other's closing balance, or when the first page has the opening
    balance alone and the last one the closing balance alone; others stay by themselves.
    """
    done: list[AccountRead] = []
    for part in parts:
        before = next((each for each in reversed(done) if _follows(each, part)), None)
        if before is None:
            done.append(part)
            continue
        before.lines += part.lines
        before.closing, before.to_on, before.cut_at = part.closing, part.to_on or before.to_on, part.cut_at
        before.rejected += part.rejected
        before.notes += part.notes
        before.balance_currencies |= part.balance_currencies
        for name in ("came", "went", "count"):
            one, two = getattr(before, name), getattr(part, name)
            setattr(before, name, one + two if one is not None and two is not None else None)
    return done


def breaks_off(file: str, line: int) -> StatementFault:
    """A file that breaks off before its end."""
    at = Place(file, line)
    return LineFault(
        "{file} breaks off at line {line} before its end: ask the bank for the whole file.", "truncated", at
    )


def _follows(before: AccountRead, part: AccountRead) -> bool:
    if any(getattr(before, name) != getattr(part, name) for name in ("format", "account", "bank", "currency")):
        return False
    if before.cut_at is not None:
        return False
    if before.closing is None and part.opening is None:
        return before.opening is not None
    # A part that is wrong by itself is never hidden inside a larger one.
    is_right = _given(before) in (None, before.closing) and not _foreign(before)
    return before.closing == part.opening and part.closing is not None and is_right


def _given(found: AccountRead) -> Money | None:
    """The closing balance that the opening one and the lines give."""
    if found.opening is None:
        return None
    return Money(found.opening.minor + sum(line.amount.minor for line in found.lines), found.currency)


def _foreign(found: AccountRead) -> StatementLine | None:
    """A line in a currency that is not the account's."""
    return next((line for line in found.lines if line.amount.currency != found.currency), None)


def _check_currencies(found: AccountRead, file: str) -> None:
    if line := _foreign(found):
        raise AccountFault(
            "{file}, line {line}: {currency}, while account {account} is in {own}; one account has one currency.",
            "currencies_mixed",
            found,
            file,
            line=line.place.rpartition(" ")[2],
            currency=line.amount.currency,
            own=found.currency,
        )
    if others := found.balance_currencies - {found.currency}:
        raise AccountFault(
            "{file}: a balance of account {account} is in {currency}, its lines in {own}; one account has one "
            "currency.",
            "currencies_mixed",
            found,
            file,
            currency=", ".join(sorted(others)),
            own=found.currency,
        )


def _check_balance(found: AccountRead, file: str) -> None:
    opening, given, closing = found.opening, _given(found), found.closing
    if opening is None or given is None or closing is None or given == closing or found.rejected:
        return  # what was left out stands in no balance of the bank
    raise AccountFault(
        "{file}: account {account} opens with {opening} and its lines give {found}, but it closes with {closing}; "
        "ask the bank for the whole file.",
        "balance_differs",
        found,
        file,
        opening=opening.wire,
        found=given.wire,
        closing=closing.wire,
    )


def _check_totals(found: AccountRead, file: str) -> None:
    sums = [line.amount.minor for line in found.lines]
    came, went = sum(each for each in sums if each > 0), -sum(each for each in sums if each < 0)
    for stated, minor, sentence in ((found.came, came, _CAME), (found.went, went, _WENT)):
        if stated is not None and stated.minor != minor:
            given = Money(minor, found.currency).wire
            raise AccountFault(sentence, "total_differs", found, file, found=given, stated=stated.wire)
    if found.count is not None and found.count != len(sums):
        raise AccountFault(OTHER_COUNT, "total_differs", found, file, found=len(sums), stated=found.count)
