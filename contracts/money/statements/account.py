"""What a file says of one account, before it is believed: its own totals and balances are compared with its lines."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from contracts.kernel.money import Money
from contracts.money.rules.statement import (
    RejectedLine,
    Statement,
    StatementFault,
    StatementLine,
    check_balance,
    number_lines,
)

#: A sentence for the notes of a statement whose file says it is in another encoding than it is.
ENCODING_NOTE = "The file says it is in another encoding than it is; it was read as what it is."


@dataclass(frozen=True, slots=True)
class OtherSide:
    """Who stands on the other side of a line, what for, the payer's own reference, and the sum in another currency."""

    name: str = ""
    code: str = ""
    account: str = ""
    bank: str = ""
    purpose: str = ""
    document_no: str = ""
    end_to_end: str = ""
    original: Money | None = None


@dataclass(slots=True)
class AccountRead:
    """One account as read, in the order of the file.

    ``came`` and ``went`` are the file's own totals, ``count`` its own number of lines; ``balance_currencies`` are the
    currencies its balances are in. ``cut_at`` is the line where a statement breaks off without its end.
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


def statement_of(found: AccountRead, file: str) -> Statement:
    """The statement of an account whose lines give what its file says. Raises :class:`StatementFault`."""
    if found.cut_at is not None:
        raise breaks_off(file, found.cut_at)
    _check_currencies(found, file)
    _check_totals(found, file)
    whole = Statement(
        format=found.format,
        account=found.account,
        currency=found.currency,
        lines=number_lines(found.lines),
        opening=found.opening,
        closing=found.closing,
        from_on=found.from_on,
        to_on=found.to_on,
        notes=tuple(dict.fromkeys(found.notes)),
    )
    try:
        check_balance(whole)  # what was left out stands in no balance of the bank
    except StatementFault as fault:
        raise StatementFault(
            "{file}: account {account} opens with {opening} and its lines give {found}, but it closes with {closing}; "
            "ask the bank for the whole file.",
            code=fault.code,
            file=file,
            **fault.facts,
        ) from None
    return replace(whole, rejected=tuple(found.rejected))


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
    return StatementFault(
        "{file} breaks off at line {line} before its end: ask the bank for the whole file.",
        code="truncated",
        file=file,
        line=line,
    )


def _follows(before: AccountRead, part: AccountRead) -> bool:
    if (before.format, before.account, before.currency) != (part.format, part.account, part.currency):
        return False
    if before.cut_at is not None:
        return False
    if before.closing is None and part.opening is None:
        return before.opening is not None
    return (
        before.closing is not None and before.closing == part.opening and part.closing is not None and _adds_up(before)
    )


def _adds_up(found: AccountRead) -> bool:
    """A part that is wrong by itself is never hidden inside a larger one."""
    if found.opening is None or found.closing is None:
        return True
    same = all(line.amount.currency == found.currency for line in found.lines)
    return same and found.opening.minor + sum(line.amount.minor for line in found.lines) == found.closing.minor


def _check_currencies(found: AccountRead, file: str) -> None:
    for line in found.lines:
        if line.amount.currency != found.currency:
            raise StatementFault(
                "{file}, line {line}: {currency}, while account {account} is in {own}; one account has one currency.",
                code="currencies_mixed",
                file=file,
                line=line.place.rpartition(" ")[2],
                currency=line.amount.currency,
                account=found.account or "?",
                own=found.currency,
            )
    if others := found.balance_currencies - {found.currency}:
        raise StatementFault(
            "{file}: a balance of account {account} is in {currency}, its lines in {own}; one account has one "
            "currency.",
            code="currencies_mixed",
            file=file,
            account=found.account or "?",
            currency=", ".join(sorted(others)),
            own=found.currency,
        )


def _check_totals(found: AccountRead, file: str) -> None:
    sums = [line.amount.minor for line in found.lines]
    for stated, minor, sentence in (
        (
            found.came,
            sum(each for each in sums if each > 0),
            "{file}: account {account} received {found} by its lines, and {stated} by the file's own total; ask the "
            "bank for the whole file.",
        ),
        (
            found.went,
            -sum(each for each in sums if each < 0),
            "{file}: account {account} paid {found} by its lines, and {stated} by the file's own total; ask the bank "
            "for the whole file.",
        ),
    ):
        if stated is not None and stated.minor != minor:
            raise StatementFault(
                sentence,
                code="total_differs",
                file=file,
                account=found.account or "?",
                found=Money(minor, found.currency).wire,
                stated=stated.wire,
            )
    if found.count is not None and found.count != len(sums):
        raise StatementFault(
            "{file}: account {account} has {found} lines, and the file says {stated}; ask the bank for the whole file.",
            code="total_differs",
            file=file,
            account=found.account or "?",
            found=len(sums),
            stated=found.count,
        )
