"""The 1C client-bank text (``1CClientBankExchange``): documents between our accounts and others, with their totals.

The account of a document that is ours tells the direction; a transfer between two of our accounts in one file is a line
of each. The currency is named in the account's section or its documents, else it is in the account: digits 6–8 of
twenty (Russia), the country of an IBAN, fourteen digits (UAH). Without the mark of its end a file is whole only where
the balances of every account show it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from contracts.kernel.money import Money
from contracts.money.rules.statement import LineFault, Place, RejectedLine, StatementLine, seams_of
from contracts.money.statements.account import ENCODING_NOTE, MOVES_NOTHING, AccountRead, breaks_off
from contracts.money.statements.format import Format
from contracts.money.statements.values import bad_day, country_currency, day, exact_sum, no_sum, text_of
from contracts.tabular.days import DayFault, read_day

_ENCODINGS = {"windows": "cp1251", "dos": "cp1125", "cp1251": "cp1251", "cp866": "cp1125", "utf-8": "utf-8"}
_CURRENCIES = {"810": "RUB", "643": "RUB", "840": "USD", "978": "EUR", "156": "CNY", "980": "UAH", "826": "GBP"}
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:\s.*)?")
_DASHED = re.compile(r"^(-?[\d\s]+)-(\d\d)$")
_TAX_NUMBER = re.compile(r"^(?:ИНН|ЄДРПОУ|ЕДРПОУ)\s*(\d{8,12})\s+")
_END_NOTE = "The file has no mark of its end; its balances show that it is whole."
_UNDATED = "The document has no day of booking, and the file's total is right without it: the bank has not booked it."


@dataclass(slots=True)
class _Section:
    """A section: what it is, its lines by key with their line numbers."""

    kind: str
    line: int
    values: dict[str, tuple[str, int]] = field(default_factory=dict)
    last: str = ""

    def add(self, key: str, value: str | None, no: int) -> None:
        """Keep a value; a line without a key goes on with the text before it."""
        if value is None:
            if self.last in self.values:
                before, at = self.values[self.last]
                self.values[self.last] = f"{before}\n{key}", at
            return
        kept = self.values.setdefault(key, (value, no))
        if key == "РасчСчет" and kept[1] != no:  # the header repeats the key for several accounts
            self.values[f"РасчСчет{no}"] = (value, no)
        self.last = key

    def get(self, *names: str) -> str:
        """The first value that is not empty."""
        return " ".join(self.pieces(*names))

    def pieces(self, *names: str) -> list[str]:
        """The first value that is not empty, by the lines of the file it stands on."""
        text = next((self.values[each][0] for each in names if self.values.get(each, ("", 0))[0]), "")
        return text.split("\n") if text else []

    def line_of(self, *names: str) -> int:
        """Where that value stands."""
        return next((self.values[each][1] for each in names if self.values.get(each, ("", 0))[0]), self.line)


def read_one_c(data: bytes, name: str) -> list[AccountRead]:
    """Every account of the file. Raises :class:`StatementFault` with the line."""
    shown = re.search(rb"^\xca\xee\xe4\xe8\xf0\xee\xe2\xea\xe0=(\w+)", data, re.M)  # Кодировка in cp1251
    shown = shown or re.search("^Кодировка=([\\w-]+)".encode(), data, re.M)
    shown = shown or re.search(rb"^\x8a\xae\xa4\xa8\xe0\xae\xa2\xaa\xa0=(\w+)", data, re.M)  # and in cp866
    declared = _ENCODINGS.get(shown[1].decode("ascii", "replace").lower(), "") if shown else ""
    text, is_declared = text_of(data, name, declared=declared, fits=lambda each: "Секция" in each or "Формата" in each)
    return _Reader(text, name, [] if is_declared else [ENCODING_NOTE]).accounts()


def _sections(text: str, file: str) -> tuple[list[_Section], int | None]:
    """The sections, and the last line where the mark of the end is missing."""
    done: list[_Section] = []
    section, no, is_ended = _Section("", 1), 0, False
    for no, raw in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        line = raw.strip().strip("\ufeff\x1a\0")
        key, sign, value = (each.strip() for each in line.partition("="))
        if key.startswith("Секция"):
            if section.kind:
                raise breaks_off(file, section.line)
            done.append(section)
            section = _Section(key.removeprefix("Секция"), no)
        elif key.startswith("Конец") and not value:
            is_ended = is_ended or key == "КонецФайла"
            if key == "КонецФайла" and section.kind:
                raise breaks_off(file, section.line)
            done.append(section)
            section = _Section("", no)
        elif line:
            section.add(key, value if sign else None, no)
    if section.kind:
        raise breaks_off(file, no)
    return done, None if is_ended else no


class _Reader:
    def __init__(self, text: str, file: str, notes: list[str]) -> None:
        self.file = file
        self.found: dict[str, AccountRead] = {}
        self.notes = notes
        sections, self.cut_at = _sections(text, file)
        self.currencies = _currencies(sections)
        for section in sections:
            if section.kind == "РасчСчет" or not section.kind:
                for account in (value for key, (value, _) in section.values.items() if key.startswith("РасчСчет")):
                    self._account(account, section)
            if section.kind == "РасчСчет":
                self._totals(section)
        self.undated: dict[str, list[StatementLine]] = {}
        for section in sections:
            if section.kind == "Документ":
                self._document(section)

    def accounts(self) -> list[AccountRead]:
        """Every account with its documents; those the bank did not book are named, by the file's own totals."""
        for found in self.found.values():
            places = {each.place for each in self.undated.get(found.account, [])}
            undated = [line for line in found.lines if line.place in places]
            went = -sum(line.amount.minor for line in found.lines if line.amount.minor < 0)
            out = -sum(line.amount.minor for line in undated if line.amount.minor < 0)
            if out and found.went is not None and found.went.minor == went - out:
                found.lines = [line for line in found.lines if line not in undated]
                found.rejected += [RejectedLine(line.place, line.amount.wire, _UNDATED) for line in undated]
            self._check_end(found)
        return list(self.found.values())

    def _check_end(self, found: AccountRead) -> None:
        if self.cut_at is None:
            return
        if found.opening is None or found.closing is None:
            raise breaks_off(self.file, self.cut_at)
        found.notes.append(_END_NOTE)

    def _account(self, account: str, section: _Section) -> None:
        if account in self.found or not account:
            return
        currency = _currency(self.currencies.get(account, ""), account)
        if not currency:
            raise LineFault(
                "{file}, line {line}: the currency of account {account} cannot be told.",
                "bad_currency",
                self._at(section, "РасчСчет"),
                account=account,
            )
        self.found[account] = AccountRead("1c", account, currency, notes=list(self.notes))

    def _totals(self, section: _Section) -> None:
        """An account may have a section for each day: they must follow each other, and their totals add."""
        found = self.found.get(section.get("РасчСчет"))
        if found is None:
            return
        opening, closing = self._sum(section, "НачальныйОстаток", found), self._sum(section, "КонечныйОстаток", found)
        if found.closing is not None and opening is not None and opening != found.closing:
            raise LineFault(
                "{file}, line {line}: account {account} opens with {opening}, though it closed with {closing} before.",
                "balance_differs",
                self._at(section, "НачальныйОстаток"),
                account=found.account,
                opening=opening.wire,
                closing=found.closing.wire,
            )
        found.opening = found.opening if found.opening is not None else opening
        found.closing = closing if closing is not None else found.closing
        for name, key in (("came", "ВсегоПоступило"), ("went", "ВсегоСписано")):
            total, before = self._sum(section, key, found), getattr(found, name)
            setattr(found, name, before + total if before is not None and total is not None else total or before)
        found.from_on = found.from_on or self._day(section, "ДатаНачала")
        found.to_on = self._day(section, "ДатаКонца") or found.to_on

    def _document(self, section: _Section) -> None:
        payer, payee = (section.get(f"{each}Счет", f"{each}РасчСчет") for each in ("Плательщик", "Получатель"))
        went = self._ours("Плательщик", section)
        came = self._ours("Получатель", section)
        if went is None and came is None:
            went, came = self._by_day(section)
        if went is None and came is None:
            raise LineFault(
                "{file}, line {line}: neither {payer} nor {payee} is an account of this statement.",
                "bad_account",
                Place(self.file, section.line),
                payer=payer or "?",
                payee=payee or "?",
            )
        if went is not None and went is not came:
            self._line(section, went, "Получатель", "ДатаСписано", -1)
        if came is not None and went is not came:
            self._line(section, came, "Плательщик", "ДатаПоступило", 1)
        if went is came and went is not None:
            went.reject(section.line, section.get("Сумма"), MOVES_NOTHING)

    def _ours(self, side: str, section: _Section) -> AccountRead | None:
        names = (section.get(f"{side}Счет"), section.get(f"{side}РасчСчет"))
        return next((self.found[each] for each in names if each in self.found), None)

    def _by_day(self, section: _Section) -> tuple[AccountRead | None, AccountRead | None]:
        """A file with one account says by the day of booking alone whether money came or went."""
        only = next(iter(self.found.values())) if len(self.found) == 1 else None
        went, came = bool(section.get("ДатаСписано")), bool(section.get("ДатаПоступило"))
        return (only if went and not came else None), (only if came and not went else None)

    def _line(self, section: _Section, found: AccountRead, other: str, booked: str, sign: int) -> None:
        size = self._sum(section, "Сумма", found)
        if size is None:
            raise no_sum(Place(self.file, section.line))
        if not size.minor:
            found.reject(section.line, size.wire, MOVES_NOTHING)
            return
        booked_on = self._day(section, booked) or self._day(section, "Дата")
        if booked_on is None:
            raise bad_day(section.get("Дата"), Place(self.file, section.line))
        named = _currency(section.get("Валюта", "КодВалюты"), "")
        if named and named != found.currency:
            size = Money(size.minor, named)  # two currencies of one account are refused with this line
        line = _made(section, other, size if sign > 0 else -size, booked_on)
        found.lines.append(line)
        if not section.get(booked):
            self.undated.setdefault(found.account, []).append(line)

    def _sum(self, section: _Section, key: str, found: AccountRead) -> Money | None:
        text = _DASHED.sub(r"\1.\2", section.get(key))
        return exact_sum(text, found.currency, self._at(section, key)) if text else None

    def _day(self, section: _Section, key: str) -> date | None:
        text, at = section.get(key), self._at(section, key)
        if not text:
            return None
        if match := _DAY.fullmatch(text):
            return day(match[3], match[2], match[1], at, text)
        try:
            return read_day(text)
        except DayFault:
            raise bad_day(text, at) from None

    def _at(self, section: _Section, key: str) -> Place:
        return Place(self.file, section.line_of(key))


def _made(section: _Section, other: str, amount: Money, booked_on: date) -> StatementLine:
    name = section.get(f"{other}1", other)
    number = _TAX_NUMBER.match(name)
    whole = section.pieces("НазначениеПлатежа", "ПризначенняПлатежу")
    keys = [(f"НазначениеПлатежа{no}", f"ПризначенняПлатежу{no}") for no in range(1, 10)]
    parts = [each for names in keys for each in section.pieces(*names)]
    pieces = parts if len(" ".join(parts)) > len(" ".join(whole)) else whole
    purpose = " ".join(pieces)
    return StatementLine(
        booked_on=booked_on,
        amount=amount,
        other_name=_TAX_NUMBER.sub("", name),
        other_code=section.get(f"{other}ИНН", f"{other}ЕДРПОУ", f"{other}ЄДРПОУ", f"{other}ОКПО")
        or (number[1] if number else ""),
        other_account=section.get(f"{other}РасчСчет", f"{other}Счет"),
        other_bank=section.get(f"{other}БИК", f"{other}МФО", f"{other}Банк1"),
        purpose=purpose,
        seams=seams_of(purpose, pieces),
        document_no=section.get("Номер"),
        place=f"line {section.line}",
    )


def _currencies(sections: Sequence[_Section]) -> dict[str, str]:
    """What the sections say of the currencies of accounts, and where they say nothing, what the documents say."""
    named: dict[str, str] = {}
    for kinds in (("РасчСчет", ""), ("Документ",)):
        for section in sections:
            if section.kind in kinds and (currency := section.get("Валюта", "КодВалюты")):
                for key in ("РасчСчет", "ПлательщикСчет", "ПолучательСчет"):
                    if account := section.get(key):
                        named.setdefault(account, currency)
    return named


def _currency(named: str, account: str) -> str:
    if named:
        return _CURRENCIES.get(named, named.upper())
    bare = account.replace(" ", "").replace(".", "")
    if found := country_currency(account):
        return found
    if len(bare) == 20 and bare[5:8] in _CURRENCIES:
        return _CURRENCIES[bare[5:8]]
    return "UAH" if bare.isdigit() and 5 <= len(bare) <= 14 else ""


FORMAT = Format("1c", lambda head: b"1CCLIENTBANKEXCHANGE" in head[:5_000].upper(), read_one_c)
