"""How names are written in other cases and languages: proposed, shown with their confidence, corrected by people."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from contracts.documents.contexts.party import party_record, person_record
from contracts.documents.contexts.phrasebook import Used
from contracts.documents.document_facts import party_of, person_of, phrasebook
from contracts.documents.queries import wordings
from contracts.documents.queries.wordings import PERSON, Wording
from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import require, writing
from contracts.parties.queries import parties, party_facts
from contracts.people.queries import people
from contracts.registry.queries import contracts
from contracts.registry.which import Which, find

#: What is worded of each kind of subject.
FIELDS = {
    "party": ("full_name", "short_name", "name", "position", "basis"),
    "authority": ("name", "position", "basis"),
    "person": ("name", "position"),
}
_AUDITED = {"party": SubjectKind.PARTY, "authority": SubjectKind.AUTHORITY, "person": SubjectKind.PERSON}


class WordingFault(Refusal):
    """A wording cannot be kept for what was named."""

    code = "wording_fault"


@dataclass(frozen=True, slots=True)
class Shown:
    """Wordings of the names in documents of one contract, in one language."""

    contract: str
    language: str
    wordings: tuple[Used, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """A wording as a person gave it; ``base`` is the name it was made from, and it holds while that stands."""

    subject: str
    field: str
    language: str
    case: str
    base: str
    text: str


def show_wordings(ctx: Context, call: Call, which: Which | str, language: str = "uk") -> Shown:
    """How both parties, their signatories and the owner of a contract are written; nothing is stored."""
    with reading(ctx.engine) as conn:
        row = contracts.row_of(conn, find(conn, call, which))
        both = [party_of(conn, id, call.as_of) for id in (row.own_company_id, row.counterparty_id)]
        owner = person_of(conn, row.owner_id)
        book = phrasebook(conn, language, *both, owner)
    for party in both:
        party_record(party, book)
    person_record(owner, book)
    return Shown(row.number or row.register_no, language, tuple(book.used.values()))


def set_wording(ctx: Context, call: Call, given: Given) -> Given:
    """Keep a person's wording; it prevails over proposals until the name itself changes.

    ``given.base`` is taken from the register. Raises :class:`WordingFault` naming what does not exist.
    """
    require(call, "documents.make")
    kind, _, id = given.subject.partition(":")
    if kind not in FIELDS or not id.isdigit():
        raise WordingFault("There is no {subject}: see `contracts wording show`.", subject=given.subject)
    if given.field not in FIELDS[kind]:
        raise WordingFault(
            "A {kind} has no {field}: it has {fields}.", kind=kind, field=given.field, fields=", ".join(FIELDS[kind])
        )
    text = " ".join(given.text.split())
    if not text:
        raise WordingFault("The wording must not be empty.")
    with writing(ctx, call) as work:
        base = _base(work.conn, kind, int(id), given.field)
        if base is None:
            raise WordingFault("There is no {subject}: see `contracts wording show`.", subject=given.subject)
        row = Wording(kind, int(id), given.field, given.language, given.case, base, text, PERSON)
        before = next((w.text for w in wordings.of_subject(work.conn, kind, int(id)) if w[:5] == row[:5]), None)
        wordings.put(work.conn, [row])
        told = {"field": given.field, "language": given.language, "case": given.case}
        payload = {"before": {**told, "wording": before}, "after": {**told, "wording": text}}
        work.note(Subject(_AUDITED[kind], int(id)), "set_wording", payload)
        work.commit()
    return Given(given.subject, given.field, given.language, given.case, base, text)


def _base(conn: Connection, kind: str, id: int, field: str) -> str | None:
    """What the register says now: the name a wording is made from."""
    found: dict[str, Any] | None = None
    if kind == "party" and (party := parties.by_key(conn, id)) is not None:
        short = party.short_name or party.name
        found = {"full_name": party.name, "short_name": short, "name": party.name}
    elif kind == "person":
        person = next((each for each in people.everybody(conn) if each.id == id), None)
        found = {"name": person.name, "position": person.position} if person else None
    elif kind == "authority" and (row := party_facts.authority(conn, id)) is not None:
        basis = f"{row.basis} № {row.document_no}" if row.document_no else row.basis
        found = {"name": row.person_name, "position": row.position, "basis": basis}
    return found.get(field) if found else None
