"""Open contracting data: OCDS releases and records, Prozorro contracts as JSON or JSON lines (changes are amendments).

Of several states of one contract in a file the last one is read. A day-and-time is the day written, in its own zone.
"""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from contracts.kernel.money import Money
from contracts.kernel.refusal import Refusal
from contracts.registry.exchange.cells.parties import is_one_of
from contracts.registry.exchange.cells.words import StatusReading
from contracts.registry.exchange.register_entries import (
    CellValues,
    NamedParty,
    ReadRegister,
    RegisterEntry,
    RejectedCell,
)
from contracts.registry.exchange.row_entry import UNNUMBERED
from contracts.registry.rules.contract import Change, Renewal, Status
from contracts.tabular.days import DayFault, read_day
from contracts.tabular.sheet import FileRefused
from contracts.tabular.sums import CURRENCIES, SumFault, read_sum

#: One object of a JSON document.
Json = dict[str, Any]

_STATUSES = {
    "active": StatusReading(Status.SIGNED),
    "pending": StatusReading(Status.SIGNING),
    "pending.winner-signing": StatusReading(Status.SIGNING),
    "draft": StatusReading(Status.DRAFT),
    "cancelled": StatusReading(Status.CANCELLED),
    "unsuccessful": StatusReading(Status.CANCELLED),
    "terminated": StatusReading(Status.SIGNED, is_closed=True),
}
_COLUMNS = {
    "contractNumber": "number", "contractID": "number", "title": "title", "dateSigned": "dated_on", "period": "term",
    "value": "amount", "status": "status", "suppliers": "counterparty", "buyer": "company", "changes": "amendment",
}  # fmt: skip


class _ValueFault(Exception):
    """A value of a contract cannot be read: its key, and why."""

    def __init__(self, column: str, value: object, reason: Refusal) -> None:
        self.column, self.value, self.reason = column, str(value)[:200], reason
        super().__init__(column)


def read_open_data(data: bytes, name: str, own: frozenset[str]) -> ReadRegister:
    """The contracts of an OCDS or Prozorro file. Raises :class:`FileRefused` where it is neither."""
    documents = _documents(data, name)
    found = [each for document in documents for each in _contracts(document)]
    if not found:
        raise FileRefused("{file} holds no contracts in the form of OCDS or Prozorro.", file=name)
    register = ReadRegister(columns=dict(_COLUMNS))
    newest: dict[str, tuple[int, Json, Json]] = {}
    for no, (contract, around) in enumerate(found, start=1):
        key = str(contract.get("id") or contract.get("contractID") or no)
        if key in newest:
            before = newest.pop(key)
            reason = Refusal("A later state of the same contract stands in row {row} and was taken with it.", row=no)
            register.remark(before[0], reason)
            contract, around = {**before[1], **contract}, {**before[2], **around}
        newest[key] = (no, contract, around)
    for no, contract, around in newest.values():
        try:
            entry = _entry(no, contract, around, own)
        except _ValueFault as fault:
            register.rejected.append(RejectedCell(no, fault.column, fault.value, fault.reason))
            continue
        register.entries.append(entry)
        register.entries += _amendments(no, contract, entry, register)
    return register


def _documents(data: bytes, name: str) -> list[Any]:
    """One JSON document, or one on each line."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileRefused("{file} is not UTF-8: byte {place} cannot be read.", file=name, place=error.start) from None
    try:
        return [json.loads(text)]
    except RecursionError:
        raise FileRefused("{file} is nested too deeply to be a register.", file=name) from None
    except ValueError as whole:
        found = []
        for no, line in enumerate(text.splitlines(), start=1):
            if line.strip():
                try:
                    found.append(json.loads(line))
                except (ValueError, RecursionError):
                    raise FileRefused(
                        "{file} is not JSON: {reason}.", file=name, reason=str(whole) if no == 1 else f"line {no}"
                    ) from None
        return found


def _contracts(document: Any) -> Iterator[tuple[Json, Json]]:
    """Every contract with what stands around it (the release: buyer, parties, awards)."""
    if isinstance(document, list):
        for each in document:
            yield from _contracts(each)
    elif isinstance(document, dict):
        if isinstance(document.get("records"), list):
            for record in document["records"]:
                releases = record.get("releases") or []
                compiled = record.get("compiledRelease")
                yield from _contracts(compiled if compiled else releases)
        elif isinstance(document.get("releases"), list):
            yield from _contracts(document["releases"])
        elif isinstance(document.get("contracts"), list):
            for contract in document["contracts"]:
                if isinstance(contract, dict):
                    yield contract, document
        elif isinstance(document.get("data"), dict | list):
            yield from _contracts(document["data"])
        elif {"awardID", "contractID", "dateSigned", "contractNumber"} & set(document):
            yield document, {}


def _entry(no: int, contract: Json, around: Json, own: frozenset[str]) -> RegisterEntry:
    number = str(contract.get("contractNumber") or contract.get("contractID") or contract.get("id") or "").strip()
    supplier, buyer = _sides(contract, around)
    party, company = supplier, buyer
    if supplier is not None and buyer is not None and is_one_of(supplier, own) and not is_one_of(buyer, own):
        party, company = buyer, supplier
    period = contract.get("period") or _award(contract, around).get("contractPeriod") or {}
    signed = _day(contract, "dateSigned")
    first = _day(period, "startDate", "period") or signed
    last = _day(period, "endDate", "period")
    if first and last and last < first:
        reason = Refusal(
            "The contract ends on {last} before it starts on {first}.",
            code="ends_before_start",
            first=first,
            last=last,
        )
        raise _ValueFault("period", f"{first}/{last}", reason)
    values = {
        "dated_on": signed,
        "first_day": first,
        "last_day": last,
        # A public contract never renews by itself: what lengthens it is a change.
        "renewal": Renewal.NONE if last and not contract.get("hasRenewal") else None,
        "title": str(contract.get("title") or contract.get("description") or "")[:500],
        "amount": _money(contract),
        "length": None,
    }
    entry = RegisterEntry(no, number[:120] or UNNUMBERED, party, company=company)
    entry.values = CellValues({name: value for name, value in values.items() if value not in (None, "")})
    entry.status = _STATUSES.get(str(contract.get("status", "active")), StatusReading(Status.SIGNED))
    entry.custom = _beside(contract, around, number)
    return entry


def _beside(contract: Json, around: Json, number: str) -> dict[str, str]:
    """What a contract says that is no fact of the register: its other numbers, a renewal in words, its tax."""
    names = ("contractID", "tender_id", "awardID")
    found = {each: str(contract[each]) for each in names if contract.get(each) and str(contract[each]) != number}
    if around.get("ocid"):
        found["ocid"] = str(around["ocid"])
    if contract.get("hasRenewal"):
        renewal = contract.get("renewal")
        words = renewal.get("description") if isinstance(renewal, dict) else renewal
        found["renewal"] = str(words or True)[:4000]
    is_with_vat = (contract.get("value") or {}).get("valueAddedTaxIncluded")
    if is_with_vat is not None:
        found["ПДВ"] = "з ПДВ" if is_with_vat else "без ПДВ"
    return found


def _award(contract: Json, around: Json) -> Json:
    awards = around.get("awards") or []
    return next((each for each in awards if each.get("id") == contract.get("awardID")), {})


def _sides(contract: Json, around: Json) -> tuple[NamedParty | None, NamedParty | None]:
    suppliers = contract.get("suppliers") or _award(contract, around).get("suppliers") or []
    buyer = contract.get("buyer") or contract.get("procuringEntity") or around.get("buyer")
    return _party(suppliers[0] if suppliers else None, around), _party(buyer, around)


def _party(source: Any, around: Json) -> NamedParty | None:
    if not isinstance(source, dict) or not source.get("name"):
        return None
    full = next((each for each in around.get("parties") or [] if each.get("id") == source.get("id")), source)
    identifier, address = full.get("identifier") or {}, full.get("address") or {}
    scheme = str(identifier.get("scheme") or "")
    country = scheme[:2] if scheme[:2].isalpha() and scheme[2:3] == "-" else "UA"
    written = ", ".join(
        str(address[each])
        for each in ("postalCode", "countryName", "region", "locality", "streetAddress")
        if address.get(each)
    )
    code = str(identifier.get("id") or "").removesuffix(".0")
    contact = full.get("contactPoint") or full.get("signerInfo") or {}
    return NamedParty(
        str(source["name"])[:500],
        code[:40],
        country.upper(),
        "company",
        written[:1000],
        str(contact.get("email") or "")[:320],
        str(contact.get("telephone") or "")[:100],
    )


def _money(contract: Json) -> Money | None:
    value = contract.get("value") or {}
    if value.get("amount") is None:
        return None
    currency = str(value.get("currency") or "UAH")
    if currency not in CURRENCIES:
        reason = SumFault("{value} is not a currency: write UAH, USD, EUR or another ISO 4217 code.", value=currency)
        raise _ValueFault("value", currency, reason)
    try:
        return read_sum(
            value["amount"] if isinstance(value["amount"], int | float) else str(value["amount"])
        ).in_currency(currency)
    except SumFault as fault:
        raise _ValueFault("value", value["amount"], fault) from None


def _day(source: Json, key: str, column: str = "") -> date | None:
    text = source.get(key)
    if not text:
        return None
    try:
        return read_day(str(text)[:10])
    except DayFault as fault:
        raise _ValueFault(column or key, text, fault) from None


def _amendments(no: int, contract: Json, parent: RegisterEntry, register: ReadRegister) -> list[RegisterEntry]:
    """Changes in force are signed amendments, pending ones drafts; cancelled ones are named and left out."""
    found = []
    for place, change in enumerate(contract.get("changes") or [], start=1):
        if change.get("status") == "cancelled":
            register.remark(no, Refusal("The cancelled change {number} was left out.", number=place))
            continue
        try:
            signed = _day(change, "dateSigned") if change.get("status") != "pending" else None
            changed_on = _day(change, "date")
            changes = _changes(change)
        except _ValueFault as fault:
            register.remark(no, fault.reason)
            continue
        rationale = str(change.get("rationale") or "")
        number = str(change.get("contractNumber") or place)[:120]
        part = RegisterEntry(no, number, parent.counterparty, kind="amendment", company=parent.company)
        part.parent, part.parent_dated_on = parent.number, parent.values.day("dated_on")
        part.values["title"] = rationale[:500]
        if signed:
            part.values["dated_on"] = signed
        elif changed_on:
            part.values["first_day"] = changed_on
        part.changes = changes or (Change("text", None, "", "", rationale[:4000]),)
        found.append(part)
    return found


def _changes(change: Json) -> tuple[Change, ...]:
    changed = change.get("modifications") or {}
    found = []
    last = _day(changed.get("period") or {}, "endDate", "period")
    if last:
        found.append(Change("last_day", last))
    amount = _money(changed) if changed.get("value") else None
    if amount:
        found.append(Change("amount", amount))
    return tuple(found)
