"""Parties: own companies and counterparties alike, their accounts, signatories and the wording of names."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from contracts.kernel.database import naming
from contracts.kernel.database.types import code, key, maybe_moment, maybe_ref, minor, moment, ref, text


class PartyRow(SQLModel, table=True, metadata=naming.metadata):
    """A company or person; own companies are parties too, so a contract between two of them is nothing special."""

    __tablename__ = "party"
    __table_args__ = (Index("uq_party_country_code", "country", "code", unique=True),)

    id: int = key()
    version: int = 1
    is_own: bool = False
    kind: str = code("company", "sole_trader", "person", "state", default="company")
    name: str = text(500)
    short_name: str = text(500)
    name_key: str = text(500, index=True)
    country: str = text(2, default="UA")
    code: str | None = Field(default=None, max_length=40)
    vat_code: str | None = Field(default=None, max_length=40)
    address: str = text(1000)
    post_address: str = text(1000)
    email: str = text(320)
    phone: str = text(100)
    tax_status: str = text(500)
    language: str = text(5, default="uk")
    merged_into_id: int | None = maybe_ref("party")
    erased_at: datetime | None = maybe_moment()


class PartyAccountRow(SQLModel, table=True, metadata=naming.metadata):
    """A bank account of a party, for the days on which it is used."""

    __tablename__ = "party_account"
    __table_args__ = (Index("uq_party_account_party_id_account", "party_id", "account", unique=True),)

    id: int = key()
    party_id: int = ref("party")
    account: str = text(64, index=True)
    bank: str = text(300)
    currency: str = text(3, default="UAH")
    from_on: date
    until_on: date


class AuthorityRow(SQLModel, table=True, metadata=naming.metadata):
    """Who may sign for a party, on what ground, until when, up to which sum."""

    __tablename__ = "authority"

    id: int = key()
    party_id: int = ref("party", index=True)
    person_name: str = text(300)
    position: str = text(300)
    basis: str = text(300)
    document_no: str = text(100)
    limit_minor: int | None = minor()
    currency: str | None = Field(default=None, max_length=3)
    from_on: date
    until_on: date = Field(index=True)


class InsolvencyRow(SQLModel, table=True, metadata=naming.metadata):
    """A party is insolvent from a day on, as a source says; ``ended_on`` is the first day on which it no longer is."""

    __tablename__ = "insolvency"

    id: int = key()
    party_id: int = ref("party", index=True)
    from_on: date
    source: str = text(500)
    ended_on: date | None = None
    ended_source: str = text(500)
    recorded_at: datetime = moment()
    recorded_by: str = text(100)


class InflectionRow(SQLModel, table=True, metadata=naming.metadata):
    """The wording of a name in a grammatical case: guessed by a library, or given by a person, which prevails."""

    __tablename__ = "inflection"

    subject_kind: str = code("party", "authority", "person", "contract", primary_key=True)
    subject_id: int = Field(primary_key=True)
    field: str = text(40, primary_key=True)
    language: str = text(5, primary_key=True)
    grammatical_case: str = text(20, primary_key=True)
    #: The nominative this wording was made from; it holds only while the name is still written so.
    base: str = text(500)
    wording: str = text(500)
    source: str = code("guess", "person", default="guess")
