"""ISO 20022 CAMT.052, 053 and 054 of any version: every booked entry is a line, a batch its single payments.

``CdtDbtInd`` is the direction of the entry itself; ``RvslInd`` only says that the parties are those of the first
booking. Pending entries are named and not posted. Elements are found by their names alone, as versions and banks differ
in namespaces.
"""

import re
from collections.abc import Iterator
from datetime import date

from lxml import etree

from contracts.kernel.money import Money
from contracts.money.rules.statement import RejectedLine, StatementFault, StatementLine
from contracts.money.statements.account import ENCODING_NOTE, AccountRead, OtherSide
from contracts.money.statements.camt_batch import parts_of, split
from contracts.money.statements.camt_details import details_of
from contracts.money.statements.camt_summary import take_summary
from contracts.money.statements.nodes import Node, all_of, line_of, node, text_at
from contracts.money.statements.values import exact_sum, iso_day, refuse_dtd, text_of

_REPORTS = {"Stmt": "camt.053", "Rpt": "camt.052", "Ntfctn": "camt.054"}
_BATCH_NOTE = "A batch whose parts do not add up to it, or name no sums, was read as one payment."


def read_camt(data: bytes, name: str) -> list[AccountRead]:
    """Every account of the file. Raises :class:`StatementFault` with the line."""
    refuse_dtd(data, name)
    root, is_declared = _parsed(data, name)
    done = []
    for element in root.iter():
        code = _REPORTS.get(etree.QName(element).localname) if isinstance(element.tag, str) else None
        if code is not None:
            found = _report(element, code, name)
            if not is_declared:
                found.notes.append(ENCODING_NOTE)
            done.append(found)
    return done


def _parsed(data: bytes, name: str) -> tuple[Node, bool]:
    declared = re.match(rb"\s*<\?xml[^>]*encoding=[\"']([^\"']+)", data.removeprefix(b"\xef\xbb\xbf"))
    text, is_declared = text_of(
        data, name, declared=declared[1].decode("ascii", "replace") if declared else "", fits=lambda _: True
    )
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        return etree.fromstring(text.strip("\ufeff \t\r\n\0").encode(), parser), is_declared
    except (etree.XMLSyntaxError, ValueError) as error:
        raise StatementFault(
            "{file}, line {line}: the XML is damaged or breaks off ({reason}); ask the bank for the whole file.",
            code="bad_xml",
            file=name,
            line=getattr(error, "lineno", None) or 1,
            reason=str(error).split(", line")[0][:120],
        ) from None


def _report(report: Node, code: str, file: str) -> AccountRead:
    account = (
        text_at(report, "Acct/Id/IBAN")
        or text_at(report, "Acct/Id/Othr/Id")
        or text_at(report, "Acct/Id/BBAN")
        or text_at(report, "Acct/Id/PrtryAcct/Id")
        or text_at(report, "Acct/Id/UPIC")
    )
    entries = [_Entry(each, file) for each in all_of(report, "Ntry")]
    balances = list(_balances(report, file))
    currency = text_at(report, "Acct/Ccy") or next(
        iter([each.amount.currency for each in entries] + [sum_.currency for _, _, sum_ in balances]), ""
    )
    found = AccountRead(
        code, account.replace(" ", ""), currency, balance_currencies={each.currency for *_, each in balances}
    )
    found.opening, found.closing = _ends(balances, code)
    found.from_on, found.to_on = (_period(report, place, file) for place in ("FrDtTm", "ToDtTm"))
    for entry in entries:
        entry.add_to(found)
    is_all_booked = all(entry.status == "BOOK" and not entry.is_mixed for entry in entries)
    take_summary(report, found, [each.amount for each in entries], is_all_booked=is_all_booked, file=file)
    return found


class _Entry:
    """One entry: its sum with its sign, where it stands, and whether it holds payments against its own direction."""

    def __init__(self, entry: Node, file: str) -> None:
        self.node, self.file, self.at = entry, file, line_of(entry)
        self.amount = _signed(entry, entry, file)
        self.status = text_at(entry, "Sts/Cd") or text_at(entry, "Sts") or "BOOK"
        self.is_mixed = False

    def add_to(self, found: AccountRead) -> None:
        """Lines of a booked entry; anything else is named."""
        if self.status != "BOOK":
            reason = "The entry is not booked yet; it will come with a later statement."
            found.rejected.append(RejectedLine(f"line {self.at}", self.amount.wire, reason))
            return
        if not self.amount.minor:
            found.rejected.append(RejectedLine(f"line {self.at}", self.amount.wire, "The entry moves no money."))
            return
        parts = parts_of(self.node)
        if len(parts) > 1 and (made := split(self.node, parts, self.amount, self.file)):
            found.lines += [self._line(found, part, sum_, f"/{no}") for no, (part, sum_) in enumerate(made, 1)]
            self.is_mixed = any((sum_.minor > 0) != (self.amount.minor > 0) for _, sum_ in made)
            return
        if len(parts) > 1:
            found.notes.append(_BATCH_NOTE)
        found.lines.append(self._line(found, parts[0] if len(parts) == 1 else None, self.amount, ""))

    def _line(self, found: AccountRead, part: Node | None, amount: Money, suffix: str) -> StatementLine:
        details = details_of(self.node, part, amount, found.account, self.file)
        own = text_at(part, "Refs/AcctSvcrRef") if part is not None else ""
        whole = text_at(self.node, "AcctSvcrRef")
        if suffix:
            reference = own if own and own != whole else whole and whole + (details.end_to_end or suffix)
        else:
            reference = whole or own
        return _booked(self, details, amount, reference)

    def days(self) -> tuple[date, date | None]:
        """The day booked and the value day."""
        booked, value = (_date_in(self.node, each, self.file) for each in ("BookgDt", "ValDt"))
        if (first := booked or value) is None:
            raise StatementFault(
                "{file}, line {line}: the entry names no day.", code="bad_day", file=self.file, line=self.at
            )
        return first, value


def _booked(entry: _Entry, details: OtherSide, amount: Money, reference: str) -> StatementLine:
    booked_on, value_on = entry.days()
    return StatementLine(
        booked_on=booked_on,
        value_on=value_on,
        amount=amount,
        other_name=details.name,
        other_code=details.code,
        other_account=details.account,
        other_bank=details.bank,
        purpose=details.purpose,
        reference=reference,
        document_no=details.document_no,
        original=details.original,
        place=f"line {entry.at}",
    )


def _signed(holder: Node, sign: Node, file: str) -> Money:
    amount = node(holder, "Amt")
    if amount is None:
        raise StatementFault("{file}, line {line}: a sum is missing.", code="bad_sum", file=file, line=line_of(holder))
    found = exact_sum(amount.text or "", amount.get("Ccy") or "", file=file, line=line_of(amount))
    way = text_at(sign, "CdtDbtInd")
    if way not in ("CRDT", "DBIT") or found.minor < 0:
        raise StatementFault(
            "{file}, line {line}: whether the sum {value} came or went is not said.",
            code="bad_direction",
            file=file,
            line=line_of(holder),
            value=found.wire,
        )
    return found if way == "CRDT" else -found


def _balances(report: Node, file: str) -> Iterator[tuple[str, str, Money]]:
    """Kind, day and sum of each balance."""
    for each in all_of(report, "Bal"):
        kind = text_at(each, "Tp/CdOrPrtry/Cd") or text_at(each, "Tp/Cd") or text_at(each, "Tp/CdOrPrtry/Prtry")
        yield kind, text_at(each, "Dt/Dt") or text_at(each, "Dt/DtTm"), _signed(each, each, file)


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


def _period(report: Node, name: str, file: str) -> date | None:
    at = node(report, f"FrToDt/{name}")
    return iso_day(at.text or "", file=file, line=line_of(at)) if at is not None else None


def _date_in(entry: Node, name: str, file: str) -> date | None:
    at = node(entry, f"{name}/Dt")
    if at is None:
        at = node(entry, f"{name}/DtTm")
    return iso_day(at.text or "", file=file, line=line_of(at)) if at is not None else None
