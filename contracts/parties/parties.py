"""Companies, counterparties, their accounts and signatories: found or entered, edited field by field (domain §11)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from sqlalchemy import Connection

from contracts.kernel.calendar import FAR, Duration, add
from contracts.kernel.context import Call, Context, Work
from contracts.kernel.database.engine import reading
from contracts.kernel.events import PartyRenamed
from contracts.kernel.identity import fold
from contracts.kernel.money import Money
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.kernel.wire import SPREAD
from contracts.parties.queries import parties
from contracts.parties.tables import PartyRow

#: What may be entered about a party; all but the name can be cleared.
FIELDS = (
    *("name", "short_name", "code", "vat_code", "country", "kind", "address", "post_address", "email", "phone"),
    *("tax_status", "language"),
)
#: A text that is a code of a company or a person, never a name.
_CODE = re.compile(r"[^\W\d]{0,3}\d{5,14}")
KINDS = ("company", "sole_trader", "person", "state")


@dataclass(frozen=True, slots=True)
class PartyEntry:
    """A counterparty as a person names it: by code, by name, or both; a new one is made from them."""

    name: str = ""
    code: str = ""
    country: str = "UA"


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who may sign, on what ground, for which days, up to which sum with VAT."""

    name: str
    position: str
    basis: str
    document_no: str = ""
    limit: Money | None = None
    from_on: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class PartyDetails:
    """A company or a counterparty as it is entered."""

    name: str
    short_name: str
    code: str | None
    vat_code: str | None
    country: str
    kind: str
    address: str
    post_address: str
    email: str
    phone: str
    tax_status: str
    version: int

    @classmethod
    def of(cls, row: PartyRow) -> "PartyDetails":
        """The details of a row."""
        return cls(**{each.name: getattr(row, each.name) for each in fields(cls)})


@dataclass(frozen=True, slots=True)
class CounterpartyLine:
    """A counterparty, and since when it is insolvent, if it is."""

    details: PartyDetails = field(metadata={"wire": SPREAD})
    insolvent_from: date | None


def own_company_for(conn: Connection, text: str | None) -> PartyRow:
    """The own company meant; where none is registered, a sentence that says how to register it."""
    if not parties.own_companies(conn):
        raise Refusal(
            "No own company is registered yet: contracts company set --name NAME --code CODE.", code="no_company"
        )
    return parties.own_company(conn, text)


def counterparty_for(work: Work, entry: PartyEntry) -> int:
    """The key of the counterparty meant: by its code, else by its full name, else made new; no code is a name."""
    name, code = " ".join(entry.name.split()), entry.code.strip()
    if _CODE.fullmatch(name) or (not code and parties.by_code(work.conn, name, entry.country) is not None):
        name, code = "", code or name
    if not name and not code:
        raise Refusal("Name the counterparty, or give its code.", code="no_counterparty")
    if code:
        known = parties.by_code(work.conn, code, entry.country)
        if known is not None:
            return known.id
        if not name:
            raise Refusal(
                "No counterparty has the code {number}: give its name too.", code="no_such_party", number=code
            )
    else:
        same = parties.by_name(work.conn, name)
        if len(same) == 1:
            return same[0].id
        if len(same) > 1:
            codes = ", ".join(str(row.code or "–") for row in same)
            raise Refusal(
                "«{name}» has several entries ({codes}): give the code.", code="ambiguous", name=name, codes=codes
            )
    values = {"name": name, "code": code or None, "country": entry.country}
    id = parties.add(work.conn, values)
    work.note(Subject(SubjectKind.PARTY, id), "add_party", {"after": values})
    return id


@needs("people.manage")
def set_company(ctx: Context, call: Call, values: Mapping[str, Any]) -> PartyDetails:
    """Register the own company, or change the one with that code (the only one where no code is given)."""
    with writing(ctx, call) as work:
        known = _own(work.conn, values)
        id = _save(work, known, {**_checked(values), "is_own": True})
        work.commit()
    return _details(ctx, id)


@needs("counterparties.negotiate")
def set_party(
    ctx: Context, call: Call, text: str, values: Mapping[str, Any], *, version: int | None = None
) -> PartyDetails:
    """Change a counterparty's details, known by code or name; the contracts' lists follow.

    Raises ``StaleVersion`` where another person saved meanwhile.
    """
    with writing(ctx, call) as work:
        id = _save(work, parties.counterparty(work.conn, text), _checked(values), version=version)
        work.commit()
    return _details(ctx, id)


@needs("counterparties.negotiate")
def add_party(ctx: Context, call: Call, values: Mapping[str, Any]) -> PartyDetails:
    """Enter a counterparty; one with that code is refused."""
    checked = _checked(values)
    with writing(ctx, call) as work:
        if checked.get("code") and parties.by_code(work.conn, checked["code"] or "", checked.get("country") or "UA"):
            raise Refusal("A party with the code {number} is registered already.", code="known", number=checked["code"])
        id = _save(work, None, checked)
        work.commit()
    return _details(ctx, id)


@needs("counterparties.negotiate")
def add_account(ctx: Context, call: Call, text: str | None, account: Mapping[str, Any]) -> None:
    """Add a bank account (``account``, ``bank``, ``currency``) to an own company, or to the counterparty named."""
    with writing(ctx, call) as work:
        party = party_meant(work.conn, text)
        number = "".join(str(account["account"]).split()).upper()
        if parties.account_of(work.conn, party.id, number) is not None:
            raise Refusal("{party} has the account {number} already.", code="known", party=party.name, number=number)
        row = {"party_id": party.id, "from_on": date.min, "until_on": FAR, **account, "account": number}
        parties.add_account(work.conn, row)
        work.note(Subject(SubjectKind.PARTY, party.id), "add_account", {"after": {**account, "account": number}})
        work.commit()


@needs("counterparties.negotiate")
def add_signatory(ctx: Context, call: Call, text: str | None, who: Signatory) -> None:
    """Record who may sign for an own company, or for the counterparty named."""
    until = FAR if who.last_day is None else add(who.last_day, Duration(1, "day"))
    starts = who.from_on or date.min
    if who.last_day is not None and who.last_day < starts:
        raise Refusal(
            "The authority would end on {until}, before it begins on {start}.", until=who.last_day, start=starts
        )
    with writing(ctx, call) as work:
        party = party_meant(work.conn, text)
        row = {
            "party_id": party.id,
            "person_name": who.name,
            "position": who.position,
            "basis": who.basis,
            "document_no": who.document_no,
            "limit_minor": who.limit.minor if who.limit else None,
            "currency": who.limit.currency if who.limit else None,
            "from_on": starts,
            "until_on": until,
        }
        id = parties.add_authority(work.conn, row)
        after = {"party": party.name, "name": who.name, "position": who.position, "basis": who.basis}
        work.note(Subject(SubjectKind.AUTHORITY, id), "add_authority", {"after": after})
        work.commit()


def party_meant(conn: Connection, text: str | None) -> PartyRow:
    """The party of a code or a part of a name, own companies first; without a text the only own company."""
    if text is None:
        return own_company_for(conn, None)
    wanted = fold(text)
    for row in parties.own_companies(conn):
        if row.code == text.strip() or (wanted and wanted in row.name_key):
            return row
    return parties.counterparty(conn, text)


@needs("contracts.read")
def list_companies(ctx: Context, call: Call) -> list[PartyDetails]:
    """Own companies by name."""
    with reading(ctx.engine) as conn:
        return [PartyDetails.of(row) for row in parties.list_parties(conn, is_own=True)]


@needs("contracts.read")
def list_counterparties(ctx: Context, call: Call, *, search: str = "") -> list[CounterpartyLine]:
    """Counterparties by name; ``search`` is a code or a part of the name."""
    with reading(ctx.engine) as conn:
        rows = parties.list_parties(conn, is_own=False, search=search)
        insolvent = parties.insolvent_on(conn, call.as_of)
    since = {id: row.from_on for id, row in insolvent.items()}
    return [CounterpartyLine(PartyDetails.of(row), since.get(row.id)) for row in rows]


def _own(conn: Connection, values: Mapping[str, Any]) -> PartyRow | None:
    companies = parties.own_companies(conn)
    code = values.get("code")
    if code:
        known = parties.by_code(conn, str(code).strip(), values.get("country") or "UA")
        if known is not None:
            return known
        return companies[0] if len(companies) == 1 and not companies[0].code else None
    if len(companies) > 1:
        raise Refusal("There are several own companies: give the code of the one meant.", code="ambiguous")
    return companies[0] if companies else None


def _checked(values: Mapping[str, Any]) -> dict[str, str | None]:
    checked: dict[str, str | None] = {
        name: (" ".join(str(value).split()) if value is not None else None)
        for name, value in values.items()
        if name in FIELDS
    }
    if "name" in checked and not checked["name"]:
        raise Refusal("A party cannot be without a name.", code="bad_value")
    if _CODE.fullmatch(checked.get("name") or ""):
        raise Refusal("«{text}» is a code, not a name: give the full name.", code="bad_value", text=checked["name"])
    if checked.get("kind") not in (None, *KINDS):
        raise Refusal("A party is one of: {kinds}.", code="bad_value", kinds=", ".join(KINDS))
    return checked


def _save(work: Work, known: PartyRow | None, values: Mapping[str, object], *, version: int | None = None) -> int:
    if known is None:
        if not values.get("name"):
            raise Refusal("Give the name of the company: --name.", code="bad_value")
        id = parties.add(work.conn, {name: value for name, value in values.items() if value is not None})
        work.note(Subject(SubjectKind.PARTY, id), "add_party", {"after": values})
        return id
    stored = {name: PartyRow.model_fields[name].default if value is None else value for name, value in values.items()}
    changed = {name: value for name, value in stored.items() if getattr(known, name) != value}
    if changed or version is not None:
        parties.change_party(work.conn, known.id, changed, version=version)
        before = {name: getattr(known, name) for name in changed}
        work.note(Subject(SubjectKind.PARTY, known.id), "edit_party", {"before": before, "after": changed})
        work.publish(PartyRenamed(known.id))
    return known.id


def _details(ctx: Context, id: int) -> PartyDetails:
    with reading(ctx.engine) as conn:
        return PartyDetails.of(parties.row_of(conn, id))
