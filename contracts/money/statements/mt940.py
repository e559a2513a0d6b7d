"""SWIFT MT940 and MT942, with the dialects of banks: fields are read one by one and each fault is named with its line.

The mark ``RC`` is a credit taken back (money went), ``RD`` a debit taken back (money came); a letter after the mark is
the third of the currency. The booking day stands after the value day and is in the year nearest to it. The library
mt-940 is the oracle of the tests; it names no lines and passes over what it cannot read.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from textwrap import dedent

from contracts.kernel.money import Money
from contracts.money.rules.statement import LineFault, Place, StatementLine
from contracts.money.statements.account import MOVES_NOTHING, NOT_BOOKED, AccountRead
from contracts.money.statements.format import Format
from contracts.money.statements.mt940_details import with_details
from contracts.money.statements.values import bad_day, day, exact_sum, text_of

_TAGS = "13[CD]?|20|21|25[A-Z]?|28C?|34F?|60[FM]?|61|62[FM]?|64|65|86|90[CD]?|940|NS"
_TAG = re.compile(rf"^:({_TAGS}):(.*)$", re.S)
_END = re.compile(r"^-(?:\}.*|[A-Z]{0,3})\s*$")
_ENVELOPE = re.compile(r"\{[1235]:[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\{4:")
_BALANCE = re.compile(r"^\s*([DC])\s*(\d\d)(\d\d)(\d\d)([A-Z]{3})([\d.,]+)\s*$")
_LINE = re.compile(
    r"^(?:20)?(?P<value>\d{6})\s*(?P<entry>\d{4})?\s*(?P<mark>R[CD]|E[CD]|[CD])(?P<funds>[A-Z])?\s*"
    r"(?P<sum>\d[\d.]*(?:,\d*)?)\s*(?P<type>[A-Z][A-Z0-9]{3})?(?P<rest>.*)$"
)
_SUM = re.compile(r"^\s*+(\d*+)\s*+([A-Z]{3})\s*+([\d.,]++)\s*+$")
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_SAME_CENTURY = 80
_PAGE_NOTE = "The last page of the file ends with an interim balance: its next page is in another file, or missing."


@dataclass(slots=True)
class _Field:
    """A field: its tag, its text with what follows on the next lines, and the line it begins on."""

    tag: str
    text: list[str]
    line: int


@dataclass(slots=True)
class _Message:
    fields: list[_Field] = field(default_factory=list)
    last: int = 0
    is_ended: bool = False
    is_followed: bool = False

    def begins_anew(self, tag: str) -> bool:
        """Whether this field is of the next statement: a reference, or an opening balance after a closing one."""
        has_end = any(each.tag.startswith("62") for each in self.fields)
        return bool(self.fields) and (tag == "20" or (has_end and (tag.startswith("60") or tag in ("28", "28C"))))

    def about_account(self) -> list[_Field]:
        """What the next statement of the same message need not repeat."""
        return [each for each in self.fields if each.tag.startswith("25")]


def read_mt940(data: bytes, name: str) -> list[AccountRead]:
    """Every message of the file. Raises :class:`StatementFault` with the line."""
    text, _ = text_of(data, name, fits=lambda each: "\ufffd" not in each)
    return [_Reader(message, name).found for message in _messages(text)]


def _messages(text: str) -> Iterator[_Message]:
    message, is_inside = _Message(), False
    for no, raw in enumerate(re.split(r"\r\n|\n|\r", dedent(text.replace("\x1a", ""))), 1):
        line = _ENVELOPE.sub("", raw).rstrip()
        match = _TAG.match(line)
        if match and message.begins_anew(match[1]):
            message.is_ended = message.is_followed = True
            yield message
            message = _Message([] if match[1] == "20" else message.about_account())
        if match:
            is_inside = match[1] != "940"
            if is_inside:
                message.fields.append(_Field(match[1], [match[2]], no))
        elif _END.match(line):
            is_inside, message.is_ended = False, bool(message.fields)
        elif is_inside:
            message.fields[-1].text.append(line)
        if line:
            message.last = no
    if message.fields:
        yield message


class _Reader:
    """One message into one account."""

    def __init__(self, message: _Message, file: str) -> None:
        self.file = file
        self.found = AccountRead("mt940", "", "")
        self.counted: dict[str, int] = {}
        self._currency(message)
        self._lines(message.fields)
        for each in message.fields:
            self._plain(each)
        if len(self.counted) == 2 and min(self.counted.values()) >= 0 and not self.found.rejected:
            self.found.count = sum(self.counted.values())
        tags = {each.tag[:2] for each in message.fields}
        if "60" not in tags:
            self.found.format = "mt942"
            if "62" in tags or not tags & {"13", "34", "90"}:  # the beginning is missing
                self.found.cut_at = message.fields[0].line
            elif "90" not in tags and not message.is_ended:
                self.found.cut_at = message.last
        elif "62" not in tags:
            self.found.cut_at = message.last
        elif message.fields[-1].tag == "62M" and not message.is_followed:
            self.found.notes.append(_PAGE_NOTE)

    def _currency(self, message: _Message) -> None:
        """The currency of the first balance, floor limit or sum of the message."""
        for each in message.fields:
            text = each.text[0].strip()
            match = None
            if each.tag[:2] in ("60", "62", "64", "65"):
                match = re.match(r"[DC]\d{6}([A-Z]{3})", text)
            elif each.tag[:2] in ("34", "90"):
                match = re.match(r"\d*([A-Z]{3})", text)
            if match:
                self.found.currency = match[1]
                return
        raise LineFault(
            "{file}, line {line}: the statement names no currency: its opening and closing balances are missing.",
            "truncated",
            Place(self.file, message.last),
        )

    def _plain(self, each: _Field) -> None:
        found = self.found
        if each.tag[:2] == "25":
            found.account, found.bank = account_of(each.text[0], found.currency)
        elif each.tag in ("60", "60F", "60M"):
            found.from_on, found.opening = self._balance(each)
        elif each.tag in ("62", "62F", "62M"):
            found.to_on, found.closing = self._balance(each)
        elif each.tag in ("90C", "90D") and (match := _SUM.match(each.text[0])):
            total = exact_sum(match[3], match[2], Place(self.file, each.line))
            found.balance_currencies.add(total.currency)
            setattr(found, "came" if each.tag == "90C" else "went", total)
            self.counted[each.tag] = int(match[1] or -1)

    def _balance(self, each: _Field) -> tuple[date, Money]:
        match, at = _BALANCE.match(each.text[0]), Place(self.file, each.line)
        if match is None:
            raise LineFault("{file}, line {line}: «{value}» is no balance.", "bad_sum", at, value=each.text[0][:60])
        on, size = _day(match.group(2, 3, 4), at), exact_sum(match[6], match[5], at)
        self.found.balance_currencies.add(size.currency)
        return on, size if match[1] == "C" else -size

    def _lines(self, fields: list[_Field]) -> None:
        place = 0
        while place < len(fields):
            each = fields[place]
            place += 1
            if each.tag != "61":
                continue
            texts: list[str] = []
            while place < len(fields) and fields[place].tag == "86":
                texts += fields[place].text
                place += 1
            self._line(each, texts)

    def _line(self, each: _Field, texts: list[str]) -> None:
        text, more = _unwrapped(each.text)
        match, at = _LINE.match(text.strip()), Place(self.file, each.line)
        if match is None:
            raise LineFault(
                "{file}, line {line}: «{value}» is no line of a statement.", "bad_line", at, value=text[:60]
            )
        amount = exact_sum(match["sum"], self.found.currency, at)
        value_on = _day((match["value"][:2], match["value"][2:4], match["value"][4:]), at)
        is_booked = match["mark"][0] != "E"
        if not is_booked or not amount.minor:
            self.found.reject(each.line, text[:120], MOVES_NOTHING if is_booked else NOT_BOOKED)
            return
        ours, bank, more = _references(match["rest"], more)
        line = StatementLine(
            _booked(match["entry"], value_on, at),
            amount if match["mark"] in ("C", "RD") else -amount,
            reference=bank,
            document_no=ours,
            value_on=value_on,
            place=f"line {each.line}",
        )
        self.found.lines.append(with_details(line, texts, more))


def _booked(entry: str | None, value_on: date, at: Place) -> date:
    """The booking day in the year nearest to the value day; ``0000`` says nothing."""
    if not entry or entry == "0000":
        return value_on
    near = []
    for year in (value_on.year - 1, value_on.year, value_on.year + 1):
        with suppress(ValueError):
            near.append(date(year, int(entry[:2]), int(entry[2:])))
    if not near:
        raise bad_day(entry, at)
    return min(near, key=lambda each: abs((each - value_on).days))


def _day(parts: Sequence[str], at: Place) -> date:
    """Year, month and number, the year of two digits."""
    year = int(parts[0]) + (2000 if int(parts[0]) < _SAME_CENTURY else 1900)
    return day(year, parts[1], parts[2], at, "".join(parts))


def account_of(text: str, currency: str) -> tuple[str, str]:
    """The account and its bank: ``BIC/ACCOUNT/CUR``, ``BLZ/ACCOUNTCUR``, ``ACCOUNT/CUR``, ``ACCOUNT``, in any case.

    A last part of four digits or fewer is a bank code or a sub-account: the number is kept whole.
    """
    parts = [each for each in "".join(text.split()).split("/") if each]
    if len(parts) > 1 and re.fullmatch(r"[A-Z]{3}", parts[-1].upper()):
        parts = parts[:-1]
    account, banks = (parts or [""])[-1], parts[:-1]
    if currency and len(account) > len(currency) and account.upper().endswith(currency):
        account = account[: -len(currency)]
    if banks and _BIC.fullmatch(account.upper()):
        return "/".join(banks), account
    if banks and len(account) <= 4:
        return "/".join([*banks, account]), ""
    return account, "/".join(banks)


def _unwrapped(texts: list[str]) -> tuple[str, str]:
    """The line and its supplementary details; some banks break the line before the sum."""
    first, more = texts[0], texts[1:]
    if more and re.fullmatch(r"\d{6}(?:\d{4})?(?:R[CD]|[CD])[A-Z]?", first.strip()):
        first, more = first.strip() + more[0].strip(), more[1:]
    return first, " ".join(each.strip() for each in more if each.strip())


def _references(rest: str, more: str) -> tuple[str, str, str]:
    """The payer's reference, the bank's, and what a bank adds: behind the sixteenth character or on the next line."""
    ours, _, bank = rest.partition("//")
    if len(ours) > 16:
        more = f"{ours[16:].strip()} {more}".strip()
        ours = ours[:16]
    return _reference(ours), _reference(bank), more


def _reference(text: str) -> str:
    bare = " ".join(text.split())
    return "" if bare.upper() in ("NONREF", "NOREF", "EREF", "PREF", "KREF") else bare


_KNOWN = re.compile(rb"^(?:\{[1-5]:.*)?:(?:20|25[A-Z]?|28C?|60[FM]|61|62[FM]|64):", re.M)


def _is_known(head: bytes) -> bool:
    return not head.startswith(b"<") and _KNOWN.search(head) is not None


FORMAT = Format("mt940", _is_known, read_mt940)
