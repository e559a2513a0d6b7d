"""The summary of a CAMT report (``TxsSummry``) must agree with its entries: their sums and their number.

A bank may count pending entries in its sums, then they say nothing of the booked ones; it may count the payments of a
batch or the entries.
"""

from collections.abc import Sequence

from contracts.kernel.money import Money
from contracts.money.rules.statement import StatementFault
from contracts.money.statements.account import AccountRead
from contracts.money.statements.nodes import Node, line_of, node, text_at
from contracts.money.statements.values import exact_sum


def take_summary(report: Node, found: AccountRead, entries: Sequence[Money], *, is_all_booked: bool, file: str) -> None:
    """Give the report's own sums to the account, to be compared with its lines; ``entries`` are signed sums.

    Raises :class:`StatementFault` where the number of entries or their sum regardless of direction is another.
    """
    _check_numbers(report, found, entries, file)
    if not is_all_booked:
        return
    for name, path in (("came", "TxsSummry/TtlCdtNtries/Sum"), ("went", "TxsSummry/TtlDbtNtries/Sum")):
        total = node(report, path)
        if total is not None and total.text:
            setattr(found, name, exact_sum(total.text, found.currency, file=file, line=line_of(total)))
    total = node(report, "TxsSummry/TtlNtries/Sum")
    if total is not None and total.text:
        _check_sum(exact_sum(total.text, found.currency, file=file, line=line_of(total)), found, entries, file)


def _check_numbers(report: Node, found: AccountRead, entries: Sequence[Money], file: str) -> None:
    sides = (
        ("TtlNtries", len(entries), len(found.lines) + len(found.rejected)),
        ("TtlCdtNtries", sum(each.minor > 0 for each in entries), sum(line.amount.minor > 0 for line in found.lines)),
        ("TtlDbtNtries", sum(each.minor < 0 for each in entries), sum(line.amount.minor < 0 for line in found.lines)),
    )
    for name, of_entries, of_lines in sides:
        stated = text_at(report, f"TxsSummry/{name}/NbOfNtries")
        if stated.isdecimal() and int(stated) not in (of_entries, of_lines):
            raise StatementFault(
                "{file}: account {account} has {found} lines, and the file says {stated}; ask the bank for the whole "
                "file.",
                code="total_differs",
                file=file,
                account=found.account or "?",
                found=of_entries,
                stated=int(stated),
            )


def _check_sum(stated: Money, found: AccountRead, entries: Sequence[Money], file: str) -> None:
    """Some banks add up regardless of the direction, as the standard says; some give the difference."""
    gross, net = sum(abs(each.minor) for each in entries), sum(each.minor for each in entries)
    if abs(stated.minor) not in (gross, abs(net)):
        raise StatementFault(
            "{file}: the lines of account {account} add up to {found}, and the file's own total is {stated}; ask the "
            "bank for the whole file.",
            code="total_differs",
            file=file,
            account=found.account or "?",
            found=Money(gross, found.currency).wire,
            stated=stated.wire,
        )
