"""What a bank's table says of itself: balances, totals and the balance after each row must follow from its rows.

A total may be of a day, of a page or of all; a table with one column of sums may add them up with their signs or
without. With several accounts in one table none of it says anything of one account.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from contracts.kernel.money import Money
from contracts.money.rules.statement import StatementFault
from contracts.money.statements.account import AccountRead
from contracts.money.statements.table_cells import Label

_SEVERAL_NOTE = "The balances of a table with several accounts were not compared."
_RUNNING_NOTE = "The balance after one of the rows does not follow from the rows before it: a row may be missing."


@dataclass(slots=True)
class Totals:
    """Balances and totals as the table names them; ``running`` are the sum of each row and the balance after it."""

    opening: Money | None = None
    closing: Money | None = None
    went: list[Money] = field(default_factory=list)
    came: list[Money] = field(default_factory=list)
    plain: list[Money] = field(default_factory=list)
    running: list[tuple[int, Money | None]] = field(default_factory=list)

    def take(self, kind: Label, sum_: Money) -> None:
        """A balance or a total of one direction; of two opening balances the first holds, of two closing the last."""
        if kind == "opening":
            self.opening = self.opening or sum_
        elif kind == "closing":
            self.closing = sum_
        elif kind == "came":
            self.came.append(sum_)
        elif kind == "went":
            self.went.append(abs_of(sum_))

    def give(self, accounts: Sequence[AccountRead], file: str) -> None:
        """Give what is said to the account. Raises :class:`StatementFault` where a plain total is another."""
        if len(accounts) > 1:
            if self.opening or self.closing or self.came or self.went or self.plain:
                for each in accounts:
                    each.notes.append(_SEVERAL_NOTE)
            return
        (found,) = accounts
        sums = [line.amount.minor for line in found.lines]
        came, went = sum(each for each in sums if each > 0), -sum(each for each in sums if each < 0)
        found.opening, found.closing = self.opening, self.closing
        found.came, found.went = _agreed(self.came, came, found.currency), _agreed(self.went, went, found.currency)
        if not found.rejected:
            self._check_plain(found, (came + went, came - went, went - came, came, went), file)
        self._follow(found)

    def _check_plain(self, found: AccountRead, sums: Sequence[int], file: str) -> None:
        stated = [each.minor for each in self.plain if each.currency == found.currency]
        if not stated or len(found.lines) * 100 in stated:  # some totals count the rows
            return
        if sum(stated) not in sums and not any(each in sums for each in stated):
            raise StatementFault(
                "{file}: the lines of account {account} add up to {found}, and the file's own total is {stated}; ask "
                "the bank for the whole file.",
                code="total_differs",
                file=file,
                account=found.account or "?",
                found=Money(sums[0], found.currency).wire,
                stated=Money(stated[-1], found.currency).wire,
            )

    def _follow(self, found: AccountRead) -> None:
        """The balances after rows: from old to new, or from new to old; where all follow they open and close."""
        rows = [(minor, balance.minor) for minor, balance in self.running if balance is not None]
        if not rows or len(rows) != len(self.running) or len(rows) != len(found.lines):
            return
        pairs = list(pairwise(rows))
        rising = sum(one[1] + two[0] != two[1] for one, two in pairs)
        falling = sum(two[1] + one[0] != one[1] for one, two in pairs)
        if rising and falling:
            found.notes.append(_RUNNING_NOTE)
            return
        if pairs and found.opening is None and found.closing is None:
            first, last = (rows[0], rows[-1]) if not rising else (rows[-1], rows[0])
            found.opening = Money(first[1] - first[0], found.currency)
            found.closing = Money(last[1], found.currency)


def abs_of(sum_: Money) -> Money:
    """The size of a sum."""
    return Money(abs(sum_.minor), sum_.currency)


def _agreed(stated: Sequence[Money], minor: int, currency: str) -> Money | None:
    """A total the rows agree with, of all or summed over the days; else the last one, which then differs."""
    same = [each for each in stated if each.currency == currency]
    if not same:
        return None
    if any(each.minor == minor for each in same) or sum(each.minor for each in same) == minor:
        return Money(minor, currency)
    return same[-1]
