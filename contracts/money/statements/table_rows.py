"""Rows of a bank's table as lines of accounts: the direction is told by the column, the sign, a word, or whose account.

A negative debit is a debit taken back, unless all debits are negative: then the minus only says what the column says.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from contracts.kernel.identity import fold
from contracts.kernel.money import Money
from contracts.money.rules.statement import RejectedLine, StatementFault, StatementLine, seams_of
from contracts.money.statements import table_cells as cells
from contracts.money.statements.account import AccountRead
from contracts.money.statements.table_headers import Columns
from contracts.money.statements.table_totals import Totals, abs_of
from contracts.money.statements.values import country_currency
from contracts.money.words import folded
from contracts.tabular.sheet import SheetRow, as_text

_UAH_NOTE = "The file names no currency; it was read as UAH."
_SIGN_NOTE = "No sum is negative and no column says the direction: all were read as money that came."


#: Columns whose words make a row with a day a payment.
_SUMS = ("amount", "debit", "credit")
_WORDS = ("other_name", "payer_name", "payee_name", "purpose", "document_no", "reference", "other_bank")


@dataclass(frozen=True, slots=True)
class Table:
    """A table as found: its columns, the rows above and of it, and what the rows above say."""

    file: str
    columns: Columns
    around: tuple[SheetRow, ...]
    body: tuple[SheetRow, ...]
    account: str
    currency: str
    from_on: date | None
    to_on: date | None


def accounts_of(table: Table) -> list[AccountRead]:
    """Every account of the table with its lines. Raises :class:`StatementFault` with the row."""
    return _Reader(table).accounts()


class _Reader:
    def __init__(self, table: Table) -> None:
        self.table, self.places = table, dict(table.columns.places)
        self.found: dict[str, AccountRead] = {}
        self.gone_on = 0  # rows that went on with the purpose of the payment above
        self.totals = Totals()
        self.is_labelled: dict[int, tuple[cells.Label, str]] = {}
        for row in table.body:
            if label := self._label(row):
                self.is_labelled[row.no] = label
        payments = [row for row in table.body if row.no not in self.is_labelled]
        self._find_own(payments)
        self._find_direction(payments)
        self.order = cells.day_order(self._cell(row, "booked_on") for row in payments)
        self.debits_are_negative = self._all_negative(payments, "debit")
        self.has_negative = any(cells.is_negative(self._cell(row, "amount")) for row in payments)
        self.own = table.account or self._common_account(payments)

    def accounts(self) -> list[AccountRead]:
        """Lines first, then what the table says of them."""
        for row in self.table.around:
            if label := cells.label_of(row.cells):
                self._total(row, label)
        for row in self.table.body:
            if row.no in self.is_labelled:
                self._total(row, self.is_labelled[row.no])
            else:
                self._row(row)
        if not self.found:
            self._account(self.own, self.table.currency or country_currency(self.own) or "UAH")
        self.totals.give(list(self.found.values()), self.table.file)
        return list(self.found.values())

    def _find_own(self, payments: Sequence[SheetRow]) -> None:
        """A bare account that is the same in every row is our own."""
        if "own_account" in self.places or "other_account" not in self.places:
            return
        accounts = {self._text(row, "other_account") for row in payments if self._text(row, "booked_on")}
        if (
            len(accounts) == 1
            and "" not in accounts
            and len(payments) > 1
            and self.table.columns.is_bare("other_account")
        ):
            self.places["own_account"] = self.places.pop("other_account")

    def _find_direction(self, payments: Sequence[SheetRow]) -> None:
        """A column whose every cell is a word of direction tells it, whatever its header."""
        if "direction" in self.places or self.table.columns.has_sides:
            return
        for place in sorted(set(self.table.columns.names) - set(self.places.values())):
            words = {fold(str(row.cells[place])) for row in payments if place < len(row.cells)}
            if words and all(map(_way, words)) and (words == {"+", "-"} or not words & {"+", "-"}):
                self.places["direction"] = place
                return

    def _cell(self, row: SheetRow, role: str) -> object:
        place = self.places.get(role)
        value = row.cells[place] if place is not None and place < len(row.cells) else ""
        return value.strip() if isinstance(value, str) else "" if value is None else value

    def _text(self, row: SheetRow, role: str) -> str:
        value = self._cell(row, role)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return " ".join(str(value).split())

    def _label(self, row: SheetRow) -> tuple[cells.Label, str] | None:
        """A balance or a total has no other side, and where it has a day, no other words; a total then has two sums."""
        if any(
            self._text(row, f"{side}_{name}") for side in ("other", "payer", "payee") for name in ("account", "code")
        ):
            return None
        label = cells.label_of(row.cells)
        if label is None or not self._text(row, "booked_on") or cells.label_of([self._cell(row, "booked_on")]):
            return label
        words = [each for role in _WORDS if (each := self._text(row, role)) and cells.label_of([each]) is None]
        is_balance = label[0] in ("opening", "closing")
        has_both = all(self._text(row, each) not in ("", "-") for each in ("debit", "credit"))
        return label if not words and (is_balance or has_both) else None

    def _row(self, row: SheetRow) -> None:
        raw = self._cell(row, "booked_on")
        sums = [each for role in _SUMS if (each := self._cell(row, role)) not in ("", "-")]
        if raw == "" and not any(map(cells.is_sum, sums)):
            self._go_on(row)
            return  # a caption, a signature, a line of the bank's own words
        if self._is_header(row):
            return
        if fold(self._text(row, "status")).startswith(folded("statement_words", "not_done")):
            self._refuse(row, self._text(row, "status"), "The bank says that it did not carry the payment out.")
            return
        if raw == "":
            raise StatementFault(
                "{file}, row {row} has a sum and no day.", code="bad_day", file=self.table.file, row=row.no
            )
        if not sums and not any(self._text(row, each) for each in ("other_name", "other_account", "purpose")):
            return  # the bank's words below the table: who printed it and when
        booked_on = cells.day_of(raw, self.order, file=self.table.file, row=row.no)
        self._line(row, self._found(row), booked_on)

    def _go_on(self, row: SheetRow) -> None:
        """A row with nothing but a purpose goes on with the payment above it."""
        more = self._text(row, "purpose")
        lines = [found.lines[-1] for found in self.found.values() if found.lines]
        above = next((each for each in lines if each.place == f"row {row.no - 1 - self.gone_on}"), None)
        if above is None or not more or sum(as_text(cell).strip() != "" for cell in row.cells) > 1:
            self.gone_on = 0
            return
        found = next(each for each in self.found.values() if each.lines and each.lines[-1] is above)
        purpose = f"{above.purpose} {more}"
        found.lines[-1] = replace(above, purpose=purpose, seams=(*above.seams, len(above.purpose)))
        self.gone_on += 1

    def _found(self, row: SheetRow) -> AccountRead:
        """The account of a row. Raises :class:`StatementFault` where the row is in another currency."""
        account = self._text(row, "own_account").replace(" ", "") or self.own
        currency = self._currency(row)
        found = self._account(account, currency or country_currency(account) or "UAH", is_said=bool(currency))
        if currency and currency != found.currency:
            raise StatementFault(
                "{file}, row {row}: {currency}, while account {account} is in {own}; one account has one currency.",
                code="currencies_mixed",
                file=self.table.file,
                row=row.no,
                currency=currency,
                account=found.account or "?",
                own=found.currency,
            )
        return found

    def _refuse(self, row: SheetRow, value: str, reason: str) -> None:
        self._found(row).rejected.append(RejectedLine(f"row {row.no}", value[:120], reason))

    def _line(self, row: SheetRow, found: AccountRead, booked_on: date) -> None:
        amount = self._amount(row, found)
        if amount is None or not amount.minor:
            self._refuse(row, self._text(row, "purpose"), "The entry moves no money.")
            return
        self.gone_on = 0
        side = "payer" if amount.minor > 0 else "payee"
        other = {name: self._text(row, f"other_{name}") or self._text(row, f"{side}_{name}")
                for name in ("name", "code", "account", "bank")}  # fmt: skip
        found.lines.append(self._line_of(row, booked_on, amount, other))
        balance = self._sum_or_none(row, "balance", found.currency)
        self.totals.running.append((amount.minor, balance))

    def _line_of(self, row: SheetRow, booked_on: date, amount: Money, other: Mapping[str, str]) -> StatementLine:
        value, purpose = self._cell(row, "value_on"), self._text(row, "purpose")
        return StatementLine(
            booked_on=booked_on,
            value_on=cells.day_of(value, self.order, file=self.table.file, row=row.no) if value != "" else None,
            amount=amount,
            other_name=other["name"],
            other_code=other["code"],
            other_account=other["account"].replace(" ", ""),
            other_bank=other["bank"],
            purpose=purpose,
            seams=seams_of(purpose, str(self._cell(row, "purpose")).splitlines()),
            reference=self._text(row, "reference"),
            document_no=self._text(row, "document_no"),
            place=f"row {row.no}",
            original=self._original(row, amount),
        )

    def _original(self, row: SheetRow, amount: Money) -> Money | None:
        currency = cells.currency_of(self._cell(row, "currency"))
        if "original" not in self.places or not currency or currency == amount.currency:
            return None
        size = self._sum(row, "original", currency)
        return None if size is None else Money(abs(size.minor) * (1 if amount.minor > 0 else -1), currency)

    def _sum(self, row: SheetRow, role: str, currency: str) -> Money | None:
        return cells.sum_of(self._cell(row, role), currency, file=self.table.file, row=row.no)

    def _amount(self, row: SheetRow, found: AccountRead) -> Money | None:
        if self.table.columns.has_sides and "amount" not in self.places:
            return self._by_side(row, found)
        if self.table.columns.has_sides and (two := self._by_side(row, found)) is not None and two.minor:
            return two
        amount = self._sum(row, "amount", found.currency)
        if amount is None:
            return None
        word = fold(self._text(row, "direction"))
        if (way := _way(word)) != 0:
            return Money(abs(amount.minor) * way, amount.currency)
        if self.has_negative or amount.minor < 0:
            return amount
        if (way := self._by_account(row, found)) != 0:
            return Money(amount.minor * way, amount.currency)
        found.notes.append(_SIGN_NOTE)
        return amount

    def _by_side(self, row: SheetRow, found: AccountRead) -> Money | None:
        debit, credit = (self._sum(row, each, found.currency) for each in ("debit", "credit"))
        if debit and credit:
            raise StatementFault(
                "{file}, row {row} has both a debit and a credit.", code="bad_row", file=self.table.file, row=row.no
            )
        if credit:
            return credit
        if debit:
            return debit if self.debits_are_negative else -debit
        return debit if debit is not None else credit

    def _by_account(self, row: SheetRow, found: AccountRead) -> int:
        payer, payee = (self._text(row, f"{each}_account").replace(" ", "") for each in ("payer", "payee"))
        own = found.account
        if not own or payer == payee:
            return 0
        return 1 if payee == own else -1 if payer == own else 0

    def _currency(self, row: SheetRow) -> str:
        """The header's own currency beats the column, which may be the deal's (monobank); a sum may name its own."""
        if "original" in self.places and self.table.currency:
            return self.table.currency
        named = cells.currency_of(self._cell(row, "currency"))
        sums = (self._cell(row, role) for role in _SUMS)
        return named or next(filter(None, map(cells.currency_named, sums)), "") or self.table.currency

    def _account(self, account: str, currency: str, *, is_said: bool = False) -> AccountRead:
        if account not in self.found:
            one = AccountRead("table", account, currency, from_on=self.table.from_on, to_on=self.table.to_on)
            if not is_said and not self.table.currency and currency == "UAH" and "currency" not in self.places:
                one.notes.append(_UAH_NOTE)
            self.found[account] = one
        return self.found[account]

    def _is_header(self, row: SheetRow) -> bool:
        """The headers again at the top of a page."""
        names = {fold(name) for name in self.table.columns.names.values()}
        return fold(self._text(row, "booked_on")) in names

    def _all_negative(self, rows: list[SheetRow], role: str) -> bool:
        texts = [str(self._cell(row, role)).strip() for row in rows]
        filled = [each for each in texts if each not in ("", "-", "0", "0.0", "0,00", "0.00")]
        return bool(filled) and all(map(cells.is_negative, filled))

    def _common_account(self, rows: list[SheetRow]) -> str:
        """The account that is payer or payee in every row, where both columns are there."""
        if not {"payer_account", "payee_account"} <= set(self.places):
            return ""
        pairs = [{self._text(row, f"{each}_account").replace(" ", "") for each in ("payer", "payee")} - {""}
                 for row in rows]  # fmt: skip
        common = set.intersection(*[each for each in pairs if each]) if any(pairs) else set()
        return next(iter(common)) if len(common) == 1 else ""

    def _total(self, row: SheetRow, label: tuple[cells.Label, str]) -> None:
        kind, rest = label
        currency = self.table.currency or next((each.currency for each in self.found.values()), "") or "UAH"
        if kind == "count":
            return
        if kind == "turnover":
            if row not in self.table.around:
                self._turnover(row, currency)
            return
        found = self._last(row, rest, currency)
        if found is not None:
            self.totals.take(kind, found)

    def _turnover(self, row: SheetRow, currency: str) -> None:
        """A total under each column of sums."""
        for role, kept in (("debit", self.totals.went), ("credit", self.totals.came), ("amount", self.totals.plain)):
            sum_ = self._sum_or_none(row, role, currency)
            if sum_ is not None:
                kept.append(sum_ if role == "credit" else abs_of(sum_))

    def _last(self, row: SheetRow, rest: str, currency: str) -> Money | None:
        """The sum behind the words, or the last sum of the row."""
        for text in reversed(cells.sums_in(rest)):
            return cells.sum_of(text, currency, file=self.table.file, row=row.no)
        for cell in reversed(row.cells):
            is_text = isinstance(cell, str) and cells.sums_in(cell) and cells.label_of([cell]) is None
            if is_text or isinstance(cell, int | float):
                with suppress(StatementFault):
                    return cells.sum_of(cell, currency, file=self.table.file, row=row.no)
        return None

    def _sum_or_none(self, row: SheetRow, role: str, currency: str) -> Money | None:
        with suppress(StatementFault):
            return self._sum(row, role, currency)
        return None


def _way(word: str) -> int:
    """1 for words of money that came, -1 for money that went, 0 for any other."""
    if not word:
        return 0
    for way, name in ((-1, "out"), (1, "in")):
        stems = folded("statement_words", name)
        if any(word == each if len(each) <= 3 else word.startswith(each) for each in stems):
            return way
    return 0
