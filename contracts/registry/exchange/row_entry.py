"""The values of a row become an entry: whose, what, its sum, days and renewal; what contradicts itself is a fault."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta

from contracts.kernel.calendar import Duration, add
from contracts.kernel.refusal import Refusal
from contracts.registry.exchange.cells.amendments import changes_in, clauses_in
from contracts.registry.exchange.cells.parties import code_remark, is_one_of, party_in
from contracts.registry.exchange.cells.words import StatusReading
from contracts.registry.exchange.columns import COLUMNS
from contracts.registry.exchange.register_entries import CellValues, ReadRegister, RegisterEntry
from contracts.registry.rules.conditions import CONTRACT_FIELDS
from contracts.registry.rules.contract import EndRule
from contracts.registry.rules.term import length_between
from contracts.tabular.days import DayFault, has_short_year
from contracts.tabular.numbers import Part, RecordKind, kind_of, read_number, read_part
from contracts.tabular.sheet import LONGEST_CELL, Cell, SheetRow
from contracts.tabular.sums import Sum, SumFault

UNNUMBERED = "б/н"
_LONGEST_NUMBER = 120
_LONGEST_TITLE = 500
#: A note this short may be nothing but the kind of the document.
_SHORT_NOTE = 40
#: Days a term may lack of whole months and still be meant as them.
_NEARLY = 10
_MONTH = 365.25 / 12
#: The number has a rule of its own.
_LONGEST = {each.field: each.longest for each in COLUMNS if each.longest and each.field != "number"}
_SHORTEST_LIMIT = min(_LONGEST.values())
#: Texts so long that cutting them would lose what they are known by.
_NEVER_CUT = frozenset({"register_no", "their_number", "counterparty", "company", "owner_email"})
#: Values that become facts of the contract; the others are looked at here.
_KEPT = frozenset(each.name for each in CONTRACT_FIELDS if each.header) - {"number", "amount"} | {
    *("register_no", "clauses")
}


class RowFault(Exception):
    """A row contradicts itself: in which field, and how."""

    def __init__(self, field: str, reason: Refusal) -> None:
        self.field, self.reason = field, reason
        super().__init__(field)


@dataclass(slots=True)
class FileReading:
    """What is known of the file while its rows are read.

    ``own`` are folded names and codes of own companies, ``currency`` what sums without one are taken for.
    """

    register: ReadRegister
    own: frozenset[str]
    currency: str
    format: str | None
    is_exported: bool
    has_warned_currency: bool = False
    #: What was said of codes: once, however many contracts a party has.
    codes: set[str] = field(default_factory=set)


def entry_of(
    row: SheetRow, values: CellValues, raws: dict[str, Cell], asked: Collection[str], file: FileReading
) -> RegisterEntry:
    """A row as an entry; ``asked`` are fields a person is asked about already. Raises :class:`RowFault`."""
    _check_lengths(row, values, file.register)
    entry = RegisterEntry(row.no, "", party_in(values, "counterparty"), company=party_in(values, "company"))
    for role, party in (("counterparty", entry.counterparty), ("company", entry.company)):
        remark = code_remark(values, role, party)
        if remark is not None and str(remark) not in file.codes:
            file.codes.add(str(remark))
            file.register.remark(row.no, remark)
    _swap_parties(entry, file.own)
    _name(entry, values, file)
    _money(entry, values, file)
    _check_days(values, raws)
    _infer_renewal(entry.row, values, asked, file.register)
    entry.owner, entry.owner_email = values.text("owner"), values.text("owner_email")
    if "@" in entry.owner and not entry.owner_email:
        entry.owner, entry.owner_email = _owner_in(entry.owner)
    entry.department = values.text("department")
    status = values.get("status")
    entry.status = status if isinstance(status, StatusReading) else None
    entry.terminated_on = values.day("terminated_on")
    if clauses := values.text("clauses"):
        values["clauses"] = clauses_in(clauses)
    for name, value in values.items():
        if name in _KEPT:
            entry.values[name] = value
    return entry


def cut(text: str, limit: int) -> str:
    """A text no longer than a limit; «…» shows that it was."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _owner_in(text: str) -> tuple[str, str]:
    """«Марченко О. І. <marchenko@firm.ua>» or an address alone."""
    match = re.search(r"(?<![\w.+-])[\w.+-]++@[\w-]++\.[\w.-]++", text)
    if match is None:
        return text, ""
    return text.replace(match[0], "").strip(" <>(),;"), match[0]


def _swap_parties(entry: RegisterEntry, own: frozenset[str]) -> None:
    """A register in which our own company stands as the counterparty column's usual neighbour is read the other way."""
    party, company = entry.counterparty, entry.company
    if party is not None and company is not None and is_one_of(party, own) and not is_one_of(company, own):
        entry.counterparty, entry.company = company, party


def _name(entry: RegisterEntry, values: CellValues, file: FileReading) -> None:
    """The number, its date, and whether the row is an amendment or an annex of another contract."""
    if file.is_exported and values.text("register_no"):
        _name_exported(entry, values)
        return
    text = values.text("number")
    if not text and "number" not in values and not values.text("title"):
        text = values.text("register_no")
    try:
        part = read_part(text, file.format) if text else None
        kind = _stated_kind(values, is_part=part is not None)
        if part is not None and (kind is None or kind[0] != "contract"):
            _name_part(entry, values, part)
        else:
            _name_contract(entry, values, text, kind, file.format)
    except DayFault as reason:
        raise RowFault("number", reason) from None
    if parent := values.text("parent"):
        entry.parent, entry.parent_dated_on = parent, values.day("parent_dated_on")
    elif entry.kind == "contract":
        entry.parent = ""
    _check_number(entry, values, file.register)


def _stated_kind(values: CellValues, *, is_part: bool) -> tuple[RecordKind, str] | None:
    """What the kind's cell says the row is, else a short note of a row that names its contract."""
    kind = kind_of(text) if (text := values.text("kind")) else None
    note = values.text("note")
    if not note or is_part or kind is not None or len(note) >= _SHORT_NOTE or not values.text("parent"):
        return kind
    noted = kind_of(note)
    return noted if noted and noted[0] != "contract" else None


def _name_part(entry: RegisterEntry, values: CellValues, part: Part) -> None:
    entry.kind, entry.annex_kind, entry.number = part.kind, part.annex_kind, part.number
    entry.parent, entry.parent_dated_on = part.parent
    if part.dated_on is not None:
        values.setdefault("dated_on", part.dated_on)


def _name_contract(
    entry: RegisterEntry, values: CellValues, text: str, kind: tuple[RecordKind, str] | None, format: str | None
) -> None:
    number = read_number(text, format)
    entry.number = number.number
    if number.dated_on is not None:
        values.setdefault("dated_on", number.dated_on)
    if kind is not None and kind[0] != "contract":
        entry.kind, entry.annex_kind = kind
    elif values.text("parent") and kind is None and not text:
        entry.kind = "amendment"


def _check_number(entry: RegisterEntry, values: CellValues, register: ReadRegister) -> None:
    if not entry.number and entry.kind == "contract":
        register.remark(entry.row, Refusal("The contract bears no number and is kept as «б/н»."))
        entry.number = UNNUMBERED
    if len(entry.number) > _LONGEST_NUMBER:
        values.setdefault("title", entry.number[:_LONGEST_TITLE])
        entry.number = cut(entry.number, _LONGEST_NUMBER)
        reason = Refusal("The number is longer than {limit} characters and was cut.", limit=_LONGEST_NUMBER)
        register.remark(entry.row, reason)


def _name_exported(entry: RegisterEntry, values: CellValues) -> None:
    """A row with a register number is of our own making: its number is taken as it stands, its kind is stated."""
    entry.number, entry.is_exported = values.text("number") or UNNUMBERED, True
    kind = kind_of(values.text("kind")) if values.text("kind") else None
    if kind is not None:
        entry.kind, entry.annex_kind = kind
    if entry.kind != "contract":
        entry.parent, entry.is_by_register_no = values.text("register_no"), True
    if values.text("changes"):
        entry.changes = changes_in(values.text("changes"))


def _money(entry: RegisterEntry, values: CellValues, file: FileReading) -> None:
    amount = values.get("sum")
    if not isinstance(amount, Sum):
        return
    named, column = amount.currency, values.text("currency")
    if named and column and named != column:
        reason = SumFault("The sum is in {one}, the column of currencies says {other}.", one=named, other=column)
        raise RowFault("amount", reason)
    currency = named or column or file.currency
    if not (named or column or file.has_warned_currency):
        file.has_warned_currency = True
        file.register.remark(0, Refusal("Sums without a currency were taken as {currency}.", currency=currency))
    try:
        entry.values["amount"] = amount.in_currency(currency)
    except SumFault as fault:
        raise RowFault("amount", fault) from None


def _check_days(values: CellValues, raws: dict[str, Cell]) -> None:
    first, last, length = values.day("first_day"), values.day("last_day"), values.length("length")
    if first is None:
        return
    if last is not None and last < first:
        is_short = has_short_year(raws.get("last_day")) or has_short_year(raws.get("first_day"))
        sentence = (
            "The contract ends on {last} before it starts on {first}: write the years with four digits."
            if is_short
            else "The contract ends on {last} before it starts on {first}."
        )
        name = "last_day" if "last_day" in raws else "term" if "term" in raws else "first_day"
        raise RowFault(name, Refusal(sentence, code="ends_before_start", first=first, last=last))
    if length is not None:
        try:
            add(first, length)
        except ValueError:
            sentence = "{length} from {first} is beyond the calendar."
            reason = Refusal(sentence, length=length, first=first)
            raise RowFault("length" if "length" in raws else "term", reason) from None


def _infer_renewal(row: int, values: CellValues, asked: Collection[str], register: ReadRegister) -> None:
    """A renewal period with a period to refuse it is most likely an automatic renewal: a person is asked."""
    if values.get("is_as_long") and values.get("renewal_length") is None:
        _same_term(row, values, register)
    has_both = values.get("renewal_length") is not None and values.get("notice") is not None
    if values.get("renewal") is None and has_both and "renewal" not in asked:
        sentence = (
            "A renewal for {length} and a notice of {notice} are given, and not whether the contract renews by itself: "
            "say so."
        )
        length, notice = values.length("renewal_length"), values.length("notice")
        register.remark(row, Refusal(sentence, code="question", length=length, notice=notice))


def _same_term(row: int, values: CellValues, register: ReadRegister) -> None:
    """«На той самий строк» is the length of the first term: as the row says it, or as its days do.

    A term of nearly whole months that ends with a month is meant as those months (05.01–31.12 is a year); of another
    odd number of days nobody knows what is the same.
    """
    first, last = values.day("first_day"), values.day("last_day")
    length = values.length("length") or (length_between(first, last, EndRule.DAY_BEFORE) if first and last else None)
    if first and last and length and length.unit == "day" and not values.length("length"):
        days = length.count
        whole = next(
            (n for n in range(1, 121) if abs((add(first, Duration(n, "month")) - last).days - 1) <= _NEARLY), 0
        )
        is_month_end = (last + timedelta(days=1)).day == 1
        length = Duration(whole, "month") if whole and is_month_end else None
        sentence = (
            "«The same term» of {days} days was taken as {length}."
            if length
            else "«The same term» of {days} days has no plain length: say for how long the contract renews."
        )
        code = "assumed" if length else "question"
        register.remark(row, Refusal(sentence, code=code, days=days, length=length or ""))
    values["renewal_length"] = length


def _check_lengths(row: SheetRow, values: CellValues, register: ReadRegister) -> None:
    long = [name for name, text in values.items() if type(text) is str and len(text) > _SHORTEST_LIMIT]
    for name in long:
        text, limit = values.text(name), _LONGEST.get(name, LONGEST_CELL)
        if len(text) <= limit:
            continue
        if name in _NEVER_CUT:
            raise RowFault(name, Refusal("The text is longer than {limit} characters.", limit=limit))
        values[name] = cut(text, limit)
        if name != "type":
            sentence = "The text in {field} is longer than {limit} characters and was cut."
            register.remark(row.no, Refusal(sentence, field=name, limit=limit))
