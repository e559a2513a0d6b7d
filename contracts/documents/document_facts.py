"""What documents are made of, gathered from the store: parties with their signatory and account, people, wordings."""

from datetime import date
from typing import TypeVar

from sqlalchemy import Connection

from contracts.documents.contexts.party import PartyFacts, PersonFacts, SignatoryFacts
from contracts.documents.contexts.phrasebook import Asked, Phrasebook
from contracts.documents.queries import wordings
from contracts.documents.queries.wordings import GUESS, Wording
from contracts.parties.queries import parties, party_facts
from contracts.parties.tables import AuthorityRow, PartyAccountRow
from contracts.people.queries import people

Dated = TypeVar("Dated", PartyAccountRow, AuthorityRow)


def party_of(conn: Connection, id: int, on: date, *, currency: str = "UAH") -> PartyFacts:
    """A party as it stands on a day: who signs then, and the account in use for the currency."""
    row = parties.row_of(conn, id)
    account = _in_use(party_facts.accounts_of(conn, id), on, currency)
    authority = _in_use(party_facts.authorities_of(conn, id), on)
    return PartyFacts(
        name=row.name,
        short_name=row.short_name,
        kind=row.kind,
        country=row.country,
        code=row.code or "",
        vat_number=row.vat_code or "",
        tax_status=row.tax_status,
        address=row.address,
        post_address=row.post_address,
        email=row.email,
        phone=row.phone,
        iban=account.account if account else "",
        bank=account.bank if account else "",
        signatory=_signatory(authority) if authority else None,
        key=f"party:{id}",
    )


def person_of(conn: Connection, id: int | None) -> PersonFacts:
    """A person of the house as letters name them; nobody is empty."""
    if id is None:
        return PersonFacts()
    row = next((each for each in people.everybody(conn) if each.id == id), None)
    if row is None:
        return PersonFacts()
    return PersonFacts(row.name, row.position, row.phone, row.email, f"person:{id}")


def phrasebook(conn: Connection, language: str, *parts: PartyFacts | PersonFacts) -> Phrasebook:
    """A phrasebook that knows the wordings people gave for these parties, their signatories and these people."""
    keys = [part.key for part in parts]
    keys += [part.signatory.key for part in parts if isinstance(part, PartyFacts) and part.signatory]
    given = wordings.by_people(conn, language, [subject_of(key) for key in keys])
    return Phrasebook(
        language, {(Asked(f"{w.subject_kind}:{w.subject_id}", w.field, w.case), w.base): w.text for w in given}
    )


def keep_proposals(conn: Connection, book: Phrasebook) -> None:
    """Store what was proposed, so that it can be seen and corrected; names of no record are left out."""
    rows = [
        Wording(*subject_of(asked.subject), asked.field, book.language, asked.case, base, text, GUESS)
        for asked, base, text, confidence in book.used.values()
        if confidence != "person" and not asked.subject.endswith(":0")
    ]
    wordings.put(conn, rows)


def subject_of(key: str) -> tuple[str, int]:
    """``authority:7`` → ("authority", 7)."""
    kind, _, id = key.partition(":")
    return kind, int(id)


def _in_use(rows: list[Dated], on: date, currency: str | None = None) -> Dated | None:
    """The row that holds on a day; of accounts one in the currency, or of no named currency: another is never taken.

    Money sent to an account in another currency does not arrive as agreed, so the letter asks for ``own.iban``.
    """
    held = [row for row in rows if row.from_on <= on < row.until_on]
    if currency is None:
        return next(iter(held), None)
    return next((row for wanted in (currency, "") for row in held if row.currency == wanted), None)


def _signatory(row: AuthorityRow) -> SignatoryFacts:
    basis = f"{row.basis} № {row.document_no}" if row.document_no else row.basis
    return SignatoryFacts(row.person_name, row.position, basis, f"authority:{row.id}")
