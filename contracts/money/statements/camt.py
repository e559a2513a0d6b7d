"""ISO 20022 CAMT.052, 053 and 054 of any version: every booked entry is a line, a batch its single payments.

``CdtDbtInd`` is the direction of the entry itself; ``RvslInd`` only says that the parties are those of the first
booking. Pending entries are named and not posted. The summary of a report (``TxsSummry``) must agree with its entries:
a bank may count pending entries in its sums, then they say nothing of the booked ones; it may count the payments of a
batch or the entries.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from contracts.kernel.money import Money
from contracts.money.rules.statement import LineFault, Place, StatementLine
from contracts.money.statements import camt_details as details
from contracts.money.statements.account import (
    ENCODING_NOTE,
    MOVES_NOTHING,
    NOT_BOOKED,
    OTHER_COUNT,
    AccountFault,
    AccountRead,
)
from contracts.money.statements.format import Format
from contracts.money.statements.values import day_by, no_sum, refuse_dtd, text_of

_REPORTS = {"Stmt": "camt.053", "Rpt": "camt.052", "Ntfctn": "camt.054"}
_BATCH_NOTE = "A batch whose parts do not add up to it, or name no sums, was read as one payment."
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[TZ+\s-]|$)")


def read_camt(data: bytes, name: str) -> list[AccountRead]:
    """Every account of the file. Raises :class:`StatementFault` with the line."""
    refuse_dtd(data, name)
    root, is_declared = _parsed(data, name)
    done = []
    for element in root.iter():
        code = _REPORTS.get(details.local_name(element))
        if code is not None:
            found = _report(element, code, name)
            if not is_declared:
                found.notes.append(ENCODING_NOTE)
            done.append(found)
    return done


def _parsed(data: bytes, name: str) -> tuple[details.Node, bool]:
    from lxml import etree

    declared = re.match(rb"\s*<\?xml[^>]*encoding=[\"']([^\"']+)", data.removeprefix(b"\xef\xbb\xbf"))
    text, is_declared = text_of(
        data, name, declared=declared[1].decode("ascii", "replace") if declared else "", fits=lambda _: True
    )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        return etree.fromstring(text.strip("\ufeff \t\r\n\0").encode(), parser), is_declared
    except (etree.XMLSyntaxError, ValueError) as error:
        raise LineFault(
            "{file}, line {line}: the XML is damaged or breaks off ({reason}); ask the bank for the whole file.",
            "bad_xml",
            Place(name, getattr(error, "lineno", None) or 1),
            reason=str(error).split(", line")[0][:120],
        ) from None


def _report(report: details.Node, code: str, file: str) -> AccountRead:
    entries = [_Entry(each, file) for each in details.all_of(report, "Ntry")]
    balances = list(_balances(report, file))
    sums = [each.amount for each in entries]
    currency = details.text_at(report, "Acct/Ccy") or next(
        (each.currency for each in [*sums, *(sum_ for *_, sum_ in balances)]), ""
    )
    account = details.account_at(report, "Acct") or details.text_at(report, "Acct/Id/UPIC")
    found = AccountRead(code, account, currency, balance_currencies={each.currency for *_, each in balances})
    found.opening, found.closing = _ends(balances, code)
    found.from_on, found.to_on = (_day(report, file, f"FrToDt/{each}") for each in ("FrDtTm", "ToDtTm"))
    for entry in entries:
        entry.add_to(found)
    _check_numbers(report, found, sums, file)
    if all(entry.status == "BOOK" and not entry.is_mixed for entry in entries):
        _take_summary(report, found, sums, file)
    return found


class _Entry:
    """One entry: its sum with its sign, where it stands, and whether it holds payments against its own direction."""

    def __init__(self, entry: details.Node, file: str) -> None:
        self.node, self.file, self.at = entry, file, details.place_of(entry, file)
        self.amount = _signed(entry, file)
        self.status = details.text_at(entry, "Sts/Cd", "Sts") or "BOOK"
        self.is_mixed = False

    def add_to(self, found: AccountRead) -> None:
        """Lines of a booked entry; anything else is named."""
        if self.status != "BOOK" or not self.amount.minor:
            found.reject(self.at.line, self.amount.wire, NOT_BOOKED if self.status != "BOOK" else MOVES_NOTHING)
            return
        parts = details.parts_of(self.node)
        if len(parts) > 1 and (made := details.split(self.node, parts, self.amount, self.file)):
            found.lines += [self._line(found, part, sum_, f"/{no}") for no, (part, sum_) in enumerate(made, 1)]
            self.is_mixed = any((sum_.minor > 0) != (self.amount.minor > 0) for _, sum_ in made)
            return
        if len(parts) > 1:
            found.notes.append(_BATCH_NOTE)
        found.lines.append(self._line(found, parts[0] if len(parts) == 1 else None, self.amount, ""))

    def _line(self, found: AccountRead, part: details.Node | None, amount: Money, suffix: str) -> StatementLine:
        own, whole = details.text_at(part, "Refs/AcctSvcrRef"), details.text_at(self.node, "AcctSvcrRef")
        reference = whole or own
        if suffix:
            end_to_end = details.reference_at(part, "Refs/EndToEndId")
            reference = own if own and own != whole else whole and whole + (f"/{end_to_end}" if end_to_end else suffix)
        booked_on, value_on = (
            _day(self.node, self.file, f"{each}/Dt", f"{each}/DtTm") for each in ("BookgDt", "ValDt")
        )
        if (first := booked_on or value_on) is None:
            raise LineFault("{file}, line {line}: the entry names no day.", "bad_day", self.at)
        line = StatementLine(first, amount, reference=reference, value_on=value_on, place=f"line {self.at.line}")
        return details.with_other_side(line, self.node, part, found.account)


def _signed(holder: details.Node, file: str) -> Money:
    amount, at = details.node(holder, "Amt"), details.place_of(holder, file)
    if amount is None:
        raise no_sum(at)
    found = details.sum_of(amount, amount.get("Ccy") or "", file)
    way = details.text_at(holder, "CdtDbtInd")
    if way not in ("CRDT", "DBIT") or found.minor < 0:
        raise LineFault(
            "{file}, line {line}: whether the sum {value} came or went is not said.",
            "bad_direction",
            at,
            value=found.wire,
        )
    return found if way == "CRDT" else -found


def _balances(report: details.Node, file: str) -> Iterator[tuple[str, str, Money]]:
    """Kind, day and sum of each balance."""
    for each in details.all_of(report, "Bal"):
        kind = details.text_at(each, "Tp/CdOrPrtry/Cd", "Tp/Cd", "Tp/CdOrPrtry/Prtry")
        yield kind, details.text_at(each, "Dt/Dt", "Dt/DtTm"), _signed(each, file)


def _ends(balances: list[tuple[str, str, Money]], code: str) -> tuple[Money | None, Money | None]:
    """Opening and closing booked balances; interim ones stand for them on the pages of a long statement only."""
    by: dict[str, list[tuple[str, Money]]] = {}
    for kind, on, sum_ in balances:
        by.setdefault(kind, []).append((on, sum_))
    opening = min(by.get("OPBD") or by.get("PRCD") or [], key=lambda each: each[0], default=None)
    closing = max(by.get("CLBD") or [], key=lambda each: each[0], default=None)
    interim = by.get("ITBD", []) if code == "camt.053" else []
    if opening is None and interim:
        opening = interim[0]
    if closing is None and interim and opening is not interim[-1]:
        closing = interim[-1]
    return opening and opening[1], closing and closing[1]


def _day(holder: details.Node, file: str, *paths: str) -> date | None:
    found = next((at for path in paths if (at := details.node(holder, path)) is not None), None)
    return day_by(_DAY, found.text or "", details.place_of(found, file)) if found is not None else None


def _check_numbers(report: details.Node, found: AccountRead, entries: Sequence[Money], file: str) -> None:
    lines = [line.amount for line in found.lines]
    for name, of_entries, of_lines in (
        ("TtlNtries", len(entries), len(lines) + len(found.rejected)),
        ("TtlCdtNtries", sum(each.minor > 0 for each in entries), sum(each.minor > 0 for each in lines)),
        ("TtlDbtNtries", sum(each.minor < 0 for each in entries), sum(each.minor < 0 for each in lines)),
    ):
        stated = details.text_at(report, f"TxsSummry/{name}/NbOfNtries")
        if stated.isdecimal() and int(stated) not in (of_entries, of_lines):
            raise AccountFault(OTHER_COUNT, "total_differs", found, file, found=of_entries, stated=int(stated))


def _take_summary(report: details.Node, found: AccountRead, entries: Sequence[Money], file: str) -> None:
    """Give the report's own sums to the account, to be compared with its lines; ``entries`` are signed sums.

    Some banks add all of them up regardless of the direction, as the standard says; some give the difference.
    """
    paths = [f"TxsSummry/{each}/Sum" for each in ("TtlCdtNtries", "TtlDbtNtries", "TtlNtries")]
    stated = [at if (at := details.node(report, path)) is not None and at.text else None for path in paths]
    found.came, found.went, total = (
        details.sum_of(at, found.currency, file) if at is not None else None for at in stated
    )
    gross, net = sum(abs(each.minor) for each in entries), sum(each.minor for each in entries)
    if total is not None and abs(total.minor) not in (gross, abs(net)):
        raise AccountFault(
            "{file}: the lines of account {account} add up to {found}, and the file's own total is {stated}; ask the "
            "bank for the whole file.",
            "total_differs",
            found,
            file,
            found=Money(gross, found.currency).wire,
            stated=total.wire,
        )


def _is_known(head: bytes) -> bool:
    upper = head[:5_000].upper()
    return head.startswith(b"<") and not any(word in upper for word in (b"<HTML", b"<TABLE", b"<OFX>", b"OFXHEADER"))


FORMAT = Format("camt", _is_known, read_camt)
