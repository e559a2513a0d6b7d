"""Rows of a sheet become entries: each cell read by its column, faults with their place, nothing dropped unsaid."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from contracts.kernel.calendar import add
from contracts.kernel.refusal import Refusal
from contracts.registry.exchange.cells import Kept
from contracts.registry.exchange.changes import changes_in, clauses_in
from contracts.registry.exchange.columns import Reader, read_cells, readers_of
from contracts.registry.exchange.entries import Entry, Register, Rejected, Warned
from contracts.registry.exchange.headers import Headers
from contracts.registry.exchange.parties import is_one_of, party_in
from contracts.registry.exchange.sides import turn_sides
from contracts.registry.rules.contract import EndRule, Renewal
from contracts.registry.rules.term import length_between
from contracts.tabular.days import DayFault, has_short_year
from contracts.tabular.numbers import kind_of, read_number, read_part
from contracts.tabular.sheet import LONGEST_CELL, Row
from contracts.tabular.sums import SumFault
from contracts.tabular.workbook import as_text

_TOTALS = re.compile(r"^\s*(?:всього|усього|разом|итого|всего|total|grand total|підсумок|загалом|сума)\b", re.I)
#: Values of an entry that are no columns of a contract.
_ASIDE = frozenset({
    "counterparty", "counterparty_code", "counterparty_address", "counterparty_email", "counterparty_phone",
    "company", "company_code", "owner", "owner_email", "department", "status", "terminated_on", "parent",
    "parent_dated_on", "kind", "sum", "currency", "number", "country", "ignore", "amount_net", "registered_on",
    "changes", "is_as_long",
})  # fmt: skip
_LONGEST = {
    "title": 500, "note": 4000, "payment_terms": 1000, "type": 40, "register_no": 60, "their_number": 120,
    "counterparty": 500, "company": 500, "owner": 300, "owner_email": 320, "department": 200,
}  # fmt: skip
#: Texts so long that cutting them would lose what they are known by.
_NEVER_CUT = frozenset({"register_no", "their_number", "counterparty", "company", "owner_email"})


def read_rows(rows: list[Row], headers: Headers, *, format: str | None, own: frozenset[str], currency: str) -> Register:
    """Every row of data as an entry or a fault. ``own`` are folded names and codes of own companies.

    ``currency`` is what a sum without one is taken for, with one warning.
    """
    register = Register(columns=headers.taken_for())
    readers = readers_of(headers, format)
    customs = [(place, headers.names[place]) for place in headers.unknown]
    makers = _Makers(own, currency, format, headers.is_exported)
    for row in rows[headers.first_row :]:
        _read_row(row, readers, customs, makers, register)
    if headers.has_sides:
        turn_sides(register.entries)
    return register


@dataclass(slots=True)
class _Makers:
    own: frozenset[str]
    currency: str
    format: str | None
    is_exported: bool
    has_warned_currency: bool = False


def _read_row(
    row: Row, readers: list[Reader], customs: list[tuple[int, str]], makers: _Makers, register: Register
) -> None:
    warned = len(register.warnings)
    cells = read_cells(row, readers, register)
    said = register.warnings[warned:]
    del register.warnings[warned:]
    values = _with_weak(cells.values, cells.weak) if cells.weak else cells.values
    if not cells.faults and _is_no_contract(row, values, register):
        return
    register.warnings += said
    width = len(row.cells)
    for place, header in customs:
        if place < width and (text := as_text(row.cells[place])):
            cells.custom[header] = text
    if cells.faults:
        register.rejected += cells.faults
        return
    try:
        entry = _entry(row, values, cells.raws, makers, register)
    except DayFault as reason:
        register.rejected.append(
            Rejected(row.no, _header(readers, "number"), as_text(cells.raws.get("number", ""))[:200], reason)
        )
        return
    except _RowFault as fault:
        value = as_text(cells.raws.get(fault.field, ""))[:200]
        register.rejected.append(Rejected(row.no, _header(readers, fault.field), value, fault.reason))
        return
    if cells.custom:
        entry.custom = {_cut(name, 200): _cut(text, 4000) for name, text in cells.custom.items()}
    entry.empty = frozenset(cells.empty)
    register.entries.append(entry)


def _with_weak(values: dict[str, Any], weak: dict[str, Any]) -> dict[str, Any]:
    """What a column says beats what another cell mentions; but «безстроковий» is not undone by a bare «так» or «ні»."""
    together = weak | values
    without_end = weak.get("renewal") in (Renewal.EVERGREEN, Renewal.UNTIL_FULFILLED)
    has_end = together.get("last_day") is not None or together.get("length") is not None
    if without_end and not has_end and values.get("renewal") in (Renewal.AUTOMATIC, Renewal.NONE):
        together["renewal"] = weak["renewal"]
    return together


class _RowFault(Exception):
    def __init__(self, field: str, reason: Refusal) -> None:
        self.field, self.reason = field, reason
        super().__init__(field)


def _header(readers: list[Reader], name: str) -> str:
    return next((each.header for each in readers if each.name == name), name)


def _is_no_contract(row: Row, values: dict[str, Any], register: Register) -> bool:
    """A total, a heading over a group of rows, or a signature below the table: said in a warning, no row of data."""
    if "counterparty_code" in values and "number" in values:
        return False
    texts = [as_text(cell) for cell in row.cells if cell not in ("", None)]
    if (
        any(_TOTALS.match(text) for text in texts[:3])
        and not values.get("counterparty_code")
        and not (values.get("counterparty") and values.get("number") and not _TOTALS.match(str(values["number"])))
    ):
        register.warnings.append(Warned(row.no, Refusal("A row of totals was left out: «{text}».", text=texts[0][:80])))
        return True
    if len(texts) == 1 and not (
        set(values) & {"number", "counterparty"}
        and re.search(r"\d", texts[0])
        and not re.fullmatch(r"(?:19|20)\d\d\s*(?:рік|р\.?|год|г\.?|year)?", texts[0], re.I)
    ):
        register.warnings.append(
            Warned(row.no, Refusal("A row with one cell was taken for a heading: «{text}».", text=texts[0][:80]))
        )
        return True
    return not values


def _entry(row: Row, values: dict[str, Any], raws: dict[str, Any], makers: _Makers, register: Register) -> Entry:
    _check_lengths(row, values, register)
    entry = Entry(row.no, "", party_in(values, "counterparty"), company=party_in(values, "company"))
    _swap_parties(entry, makers)
    _name(entry, values, makers, register)
    _money(entry, values, makers, register)
    _check_days(values, raws)
    _infer_renewal(entry.row, values, register)
    entry.owner, entry.owner_email = values.get("owner", ""), values.get("owner_email", "")
    if "@" in entry.owner and not entry.owner_email:
        entry.owner, entry.owner_email = _owner_in(entry.owner)
    entry.department = values.get("department", "")
    entry.status, entry.terminated_on = values.get("status"), values.get("terminated_on")
    if values.get("clauses"):
        values["clauses"] = clauses_in(values["clauses"])
    entry.values |= {name: value for name, value in values.items() if name not in _ASIDE}
    return entry


def _owner_in(text: str) -> tuple[str, str]:
    """«Марченко О. І. <marchenko@firm.ua>» or an address alone."""
    match = re.search(r"[\w.+-]+@[\w-]+\.[\w.-]+", text)
    if match is None:
        return text, ""
    name = text.replace(match[0], "").strip(" <>(),;")
    return name, match[0]


def _swap_parties(entry: Entry, makers: _Makers) -> None:
    """A register in which our own company stands as the counterparty column's usual neighbour is read the other way."""
    party, company = entry.counterparty, entry.company
    if party is None or company is None:
        return
    if is_one_of(party, makers.own) and not is_one_of(company, makers.own):
        entry.counterparty, entry.company = company, party


def _name(entry: Entry, values: dict[str, Any], makers: _Makers, register: Register) -> None:
    """The number, its date, and whether the row is an amendment or an annex of another contract."""
    text = values.get("number", "")
    if values.get("register_no") and makers.is_exported:
        _as_exported(entry, values)
        return
    if not text and "number" not in values and not values.get("title"):
        text = values.get("register_no", "")
    part = read_part(text, makers.format) if text else None
    told = kind_of(values["kind"]) if values.get("kind") else None
    if part is None and told is None and values.get("note"):
        said = kind_of(values["note"])
        told = said if said and said[0] != "contract" and len(values["note"]) < 40 and values.get("parent") else None
    if part is not None and (told is None or told[0] != "contract"):
        entry.kind, entry.annex_kind, entry.number = part.kind, part.annex_kind, part.number
        entry.parent, entry.parent_dated_on = part.parent
        if part.dated_on is not None:
            values.setdefault("dated_on", part.dated_on)
    else:
        number = read_number(text, makers.format)
        entry.number = number.number
        if number.dated_on is not None:
            values.setdefault("dated_on", number.dated_on)
        if told is not None and told[0] != "contract":
            entry.kind, entry.annex_kind = told
        elif values.get("parent") and told is None and not text:
            entry.kind = "amendment"
    if values.get("parent"):
        entry.parent, entry.parent_dated_on = values["parent"], values.get("parent_dated_on")
    if entry.kind == "contract":
        entry.parent = entry.parent if values.get("parent") else ""
    if not entry.number and entry.kind == "contract":
        register.warnings.append(Warned(entry.row, Refusal("The contract bears no number and is kept as «б/н».")))
        entry.number = "б/н"
    if len(entry.number) > 120:
        values.setdefault("title", entry.number[:500])
        entry.number = f"{entry.number[:119]}…"
        register.warnings.append(
            Warned(entry.row, Refusal("The number is longer than {limit} characters and was cut.", limit=120))
        )


def _as_exported(entry: Entry, values: dict[str, Any]) -> None:
    """A row with a register number is of our own making: its number is taken as it stands, its kind is told."""
    entry.number, entry.is_exported = values.get("number", "") or "б/н", True
    told = kind_of(values["kind"]) if values.get("kind") else None
    if told is not None:
        entry.kind, entry.annex_kind = told
    if entry.kind != "contract":
        entry.parent = values["register_no"]
        entry.is_by_register_no = True
    if values.get("changes"):
        entry.changes = changes_in(values["changes"])


def _money(entry: Entry, values: dict[str, Any], makers: _Makers, register: Register) -> None:
    found = values.get("sum")
    if found is None:
        return
    named, column = found.currency, values.get("currency")
    if named and column and named != column:
        reason = SumFault("The sum is in {one}, the column of currencies says {other}.", one=named, other=column)
        raise _RowFault("amount", reason)
    currency = named or column
    if not currency:
        currency = makers.currency
        if not makers.has_warned_currency:
            makers.has_warned_currency = True
            register.warnings.append(
                Warned(0, Refusal("Sums without a currency were taken as {currency}.", currency=currency))
            )
    try:
        entry.values["amount"] = found.in_currency(currency)
    except SumFault as fault:
        raise _RowFault("amount", fault) from None


def _check_days(values: dict[str, Any], raws: dict[str, Any]) -> None:
    first, last = values.get("first_day"), values.get("last_day")
    if first is not None and last is not None and last < first:
        is_short = has_short_year(raws.get("last_day")) or has_short_year(raws.get("first_day"))
        sentence = (
            "The contract ends on {last} before it starts on {first}: write the years with four digits."
            if is_short
            else "The contract ends on {last} before it starts on {first}."
        )
        name = "last_day" if "last_day" in raws else "term" if "term" in raws else "first_day"
        raise _RowFault(name, Refusal(sentence, code="ends_before_start", first=first, last=last))
    length = values.get("length")
    if first is not None and length is not None:
        try:
            add(first, length)
        except ValueError:
            reason = Refusal("{length} from {first} is beyond the calendar.", length=length, first=first)
            raise _RowFault("length" if "length" in raws else "term", reason) from None


def _infer_renewal(row: int, values: dict[str, Any], register: Register) -> None:
    """A renewal period with a period to refuse it is an automatic renewal, though nobody wrote the word.

    «На той самий строк» is the length of the first term, where the row says it.
    """
    first, last = values.get("first_day"), values.get("last_day")
    if values.get("is_as_long") and values.get("renewal_length") is None:
        between = length_between(first, last, EndRule.DAY_BEFORE) if first and last else None
        values["renewal_length"] = values.get("length") or between
    has_both = values.get("renewal_length") is not None and values.get("notice") is not None
    if values.get("renewal") is None and has_both:
        values["renewal"] = Renewal.AUTOMATIC
        reason = Refusal("A renewal period and a notice are given: taken as automatic renewal.", code="assumed")
        register.warnings.append(Warned(row, reason))


def _check_lengths(row: Row, values: dict[str, Any], register: Register) -> None:
    for name, value in list(values.items()):
        if type(value) is not str or len(value) <= _LONGEST.get(name, LONGEST_CELL):
            continue
        limit = _LONGEST[name]
        if name in _NEVER_CUT:
            raise _RowFault(name, Refusal("The text is longer than {limit} characters.", limit=limit))
        values[name] = _cut(value, limit)
        if name != "type":
            reason = Refusal(
                "The text in {field} is longer than {limit} characters and was cut.", field=name, limit=limit
            )
            register.warnings.append(Warned(row.no, reason))


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def sheet_warnings(names: Iterable[str]) -> list[Warned]:
    """Sheets that were not read."""
    others = ", ".join(names)
    return (
        [Warned(0, Refusal("Other sheets were not read: {sheets}; choose one with --sheet.", sheets=others))]
        if others
        else []
    )


__all__ = ["Kept", "read_rows", "sheet_warnings"]
