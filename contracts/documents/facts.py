"""What documents are made of, gathered from the store: parties with their signatory and account, people, wordings."""

from datetime import date

from sqlalchemy import Connection

from contracts.documents.contexts.party import PartyFacts, PersonFacts, SignatoryFacts
from contracts.documents.contexts.phrasebook import Phrasebook, WordingKey
from contracts.documents.contexts.things import Things
from contracts.documents.queries import wordings
from contracts.documents.queries.wordings import GUESS, StoredWording
from contracts.parties.queries import parties
from contracts.people.queries import people


def party_of(conn: Connection, id: int, on: date, *, currency: str = "UAH") -> PartyFacts:
    """A party as it stands on a day: who signs then, and the account in use for the currency.

    An account is in the currency, or of no named currency: another is never taken. Money sent to an account in another
    currency does not arrive as agreed, so the letter asks for ``own.iban``.
    """
    row = parties.row_of(conn, id)
    accounts = [each for each in parties.accounts_of(conn, id) if each.from_on <= on < each.until_on]
    account = next((each for code in (currency, "") for each in accounts if each.currency == code), None)
    authorities = parties.authorities_of(conn, id)
    authority = next((each for each in authorities if each.from_on <= on < each.until_on), None)
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
        signatory=SignatoryFacts(
            authority.person_name,
            authority.position,
            ground_of(authority.basis, authority.document_no),
            f"authority:{authority.id}",
        )
        if authority
        else None,
        key=f"party:{id}",
    )


def person_of(conn: Connection, id: int | None) -> PersonFacts:
    """One of our people as letters name them; nobody is empty."""
    if id is None:
        return PersonFacts()
    row = people.by_key(conn, id)
    return PersonFacts(row.name, row.position, row.phone, row.email, f"person:{id}")


def phrasebook(conn: Connection, language: str, *parts: PartyFacts | PersonFacts | Things) -> Phrasebook:
    """A phrasebook that knows the wordings people gave for these parties, signatories, people and contracts."""
    keys = [part.key for part in parts]
    keys += [part.signatory.key for part in parts if isinstance(part, PartyFacts) and part.signatory]
    stored = wordings.by_people(conn, language, [_subject_of(key) for key in keys])
    return Phrasebook(
        language, {(WordingKey(f"{w.subject_kind}:{w.subject_id}", w.field, w.case), w.base): w.text for w in stored}
    )


def keep_proposals(conn: Connection, book: Phrasebook) -> None:
    """Store what was proposed, so that it can be seen and corrected; names of no record are left out."""
    rows = [
        StoredWording(*_subject_of(key.subject), key.field, book.language, key.case, base, text, GUESS)
        for key, base, text, confidence in book.used.values()
        if confidence != "person" and not key.subject.endswith(":0")
    ]
    wordings.put(conn, rows)


def _subject_of(key: str) -> tuple[str, int]:
    """``authority:7`` → ("authority", 7)."""
    kind, _, id = key.partition(":")
    return kind, int(id)


def ground_of(basis: str, document_no: str) -> str:
    """The ground of an authority with the number of its document: «довіреність № 5»."""
    return f"{basis} № {document_no}" if document_no else basis
