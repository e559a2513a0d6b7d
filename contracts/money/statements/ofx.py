"""OFX 1 (SGML, tags without ends) and OFX 2 (XML) by one reader: an element with a text is a value.

The sign of ``TRNAMT`` is the direction; where a bank signs nothing, the type of the transaction is, with a note.
``FITID`` is the bank's reference. ``LEDGERBAL`` is the closing balance; OFX has
no opening one.
"""

import html
import re
from dataclasses import dataclass, field
from datetime import date

from contracts.money.rules.statement import Place, StatementLine, seams_of
from contracts.money.statements.account import ENCODING_NOTE, MOVES_NOTHING, AccountRead, breaks_off
from contracts.money.statements.format import Format
from contracts.money.statements.values import bad_day, day_by, exact_sum, no_sum, refuse_dtd, text_of

_TOKEN = re.compile(r"<(/?)([A-Za-z0-9_.:]+)(?:\s[^<>]*)?(/?)>((?:[^<]|<(?![/A-Za-z]))*)")
_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:\D|\d{2}|$)")
_OUT = frozenset({"DEBIT", "CHECK", "PAYMENT", "DIRECTDEBIT", "REPEATPMT"})
_TYPE_NOTE = "No sum is negative: what came and what went was told by the type of each transaction."
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.S)
_STATEMENTS = frozenset({"STMTRS", "CCSTMTRS"})
_MUST_CLOSE = frozenset({"OFX", "BANKTRANLIST", "STMTTRN", "LEDGERBAL", "INVBANKTRAN", *_STATEMENTS})


@dataclass(slots=True)
class _Element:
    """An element, its value, its children, and the line it begins on."""

    tag: str
    line: int
    value: str = ""
    raw: str = ""
    children: list["_Element"] = field(default_factory=list)

    def all_of(self, tag: str) -> list["_Element"]:
        """The elements of this name at any depth, in order."""
        found = []
        for each in self.children:
            found += [each] if each.tag == tag else each.all_of(tag)
        return found

    def text(self, *path: str) -> str:
        """The value along a path of children; empty where there is none."""
        at = self.at(*path)
        return at.value if at else ""

    def at(self, *path: str) -> "_Element | None":
        """The first element along a path of children."""
        found: _Element | None = self
        for tag in path:
            found = next((each for each in found.children if each.tag == tag), None) if found else None
        return found


def read_ofx(data: bytes, name: str) -> list[AccountRead]:
    """Every bank and card account of the file. Raises :class:`StatementFault` with the line."""
    refuse_dtd(data, name)
    text, is_declared = text_of(data, name, declared=_declared(data), fits=lambda each: "\ufffd" not in each)
    root = _tree(text, name)
    done = [_account(each, name) for tag in ("STMTRS", "CCSTMTRS") for each in root.all_of(tag)]
    _tell_apart(done)
    for found in done:
        found.notes += [] if is_declared else [ENCODING_NOTE]
    return done


def _tell_apart(accounts: list[AccountRead]) -> None:
    """Savings and current accounts of one customer may share a number: then the type belongs to it."""
    types: dict[tuple[str, str], set[str]] = {}
    for each in accounts:
        types.setdefault((each.account, each.bank), set()).add(each.kind)
    for each in accounts:
        if len(types[each.account, each.bank]) > 1:
            each.account = f"{each.account}/{each.kind}"


def _declared(data: bytes) -> str:
    head = data[:2_000]
    if match := re.search(rb"<\?xml[^>]*encoding=[\"']([\w-]+)", head):
        return match[1].decode("ascii")
    if re.search(rb"ENCODING:\s*(?:UTF-?8|UNICODE)", head, re.I):
        return "utf-8"
    match = re.search(rb"CHARSET:\s*(?:CP|WINDOWS-)?(125\d|866)", head, re.I)
    return f"cp{match[1].decode()}" if match else ""


def _tree(text: str, file: str) -> _Element:
    """The elements; an end that is missing where values cannot explain it means that the file breaks off."""
    text = _COMMENT.sub(lambda each: "\n" * each[0].count("\n"), text)
    text = _CDATA.sub(lambda each: html.escape(each[1]), text)
    start = max(text.upper().find("<OFX"), 0)
    root = _Element("", 1)
    stack = [root]
    line, at = 1, 0
    for match in _TOKEN.finditer(text, start):
        line += text.count("\n", at, match.start())
        at = match.start()
        tag, value = match[2].upper(), html.unescape(match[4]).strip()
        if match[1]:
            _close(stack, tag, file, line)
            continue
        element = _Element(tag, line, " ".join(value.split()), value)
        stack[-1].children.append(element)
        if not value and not match[3]:
            stack.append(element)
    if any(each.tag in _MUST_CLOSE for each in stack[1:]) or not root.children:
        raise breaks_off(file, line)
    return root


def _close(stack: list[_Element], tag: str, file: str, line: int) -> None:
    """The end of an element; empty values left open inside it end with it."""
    places = [place for place, each in enumerate(stack) if each.tag == tag]
    if not places:
        return  # the end of a value
    for each in stack[places[-1] + 1 :]:
        if each.tag in _MUST_CLOSE:
            raise breaks_off(file, line)
        stack[places[-1]].children += each.children
        each.children = []
    del stack[places[-1] :]


def _account(statement: _Element, file: str) -> AccountRead:
    own = statement.at("BANKACCTFROM") or statement.at("CCACCTFROM")
    currency = statement.text("CURDEF").upper()
    found = AccountRead("ofx", own.text("ACCTID") if own else "", currency)
    if own is not None:
        found.bank, found.kind = own.text("BANKID"), own.text("ACCTTYPE").upper() or own.tag.removesuffix("ACCTFROM")
    listed = statement.at("BANKTRANLIST")
    if listed is not None:
        found.from_on, found.to_on = (_day(listed, tag, file) for tag in ("DTSTART", "DTEND"))
    rows = statement.all_of("STMTTRN")
    has_signs = any("-" in each.text("TRNAMT") for each in rows)
    for each in rows:
        _line(each, found, file, is_turned=not has_signs and each.text("TRNTYPE").upper() in _OUT)
    ledger = statement.at("LEDGERBAL", "BALAMT")
    if ledger is not None:
        found.closing = exact_sum(ledger.value, currency, Place(file, ledger.line))
    return found


def _line(each: _Element, found: AccountRead, file: str, *, is_turned: bool) -> None:
    at = each.at("TRNAMT")
    if at is None or not at.value:
        raise no_sum(Place(file, each.line))
    currency = each.text("CURRENCY", "CURSYM").upper() or found.currency
    amount = exact_sum(at.value, currency, Place(file, at.line))
    booked_on = _day(each, "DTPOSTED", file)
    if booked_on is None:
        raise bad_day("", Place(file, each.line))
    if not amount.minor:
        found.reject(each.line, amount.wire, MOVES_NOTHING)
        return
    if is_turned:
        amount = -amount
        found.notes.append(_TYPE_NOTE)
    name = each.text("PAYEE", "NAME") or each.text("NAME")
    memos = [each for each in each.children if each.tag in ("MEMO", "MEMO2") and each.value]
    pieces = [piece for memo in memos for piece in memo.raw.splitlines()]
    purpose = " ".join(memo.value for memo in memos) or name
    line = StatementLine(
        booked_on,
        amount,
        value_on=_day(each, "DTAVAIL", file),
        other_name=name,
        other_account=each.text("BANKACCTTO", "ACCTID") or each.text("CCACCTTO", "ACCTID"),
        other_bank=each.text("BANKACCTTO", "BANKID"),
        purpose=purpose,
        seams=seams_of(purpose, pieces),
        reference=each.text("FITID"),
        document_no=each.text("CHECKNUM") or each.text("REFNUM"),
        place=f"line {each.line}",
    )
    found.lines.append(line)


def _day(holder: _Element, tag: str, file: str) -> date | None:
    """The day of ``20260131120000.000[+2:EET]`` as the bank wrote it."""
    at = holder.at(tag)
    return day_by(_DAY, at.value, Place(file, at.line)) if at is not None and at.value else None


def _is_known(head: bytes) -> bool:
    upper = head[:5_000].upper()
    return b"OFXHEADER" in upper or b"<OFX>" in upper


FORMAT = Format("ofx", _is_known, read_ofx)
