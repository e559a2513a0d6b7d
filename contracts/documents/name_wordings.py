"""How names are written in other cases and languages: proposed, shown with their confidence, corrected by people."""

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from contracts.documents.contexts.party import party_record, person_record
from contracts.documents.contexts.phrasebook import BASE_LENGTH
from contracts.documents.contexts.things import TRANSLATED
from contracts.documents.facts import ground_of, party_of, person_of, phrasebook
from contracts.documents.queries import wordings
from contracts.documents.queries.wordings import PERSON, StoredWording
from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.database.tables import table_of
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.parties.queries import parties
from contracts.people.queries import people
from contracts.registry.lookup import Which, find
from contracts.registry.queries import contracts
from contracts.registry.queries.visibility import visible
from contracts.registry.tables.contract import ContractRow

#: What is worded of each kind of subject.
FIELDS = {
    "party": (
        *("full_name", "short_name", "name", "position", "basis"),
        *("address", "post_address", "bank", "tax_status"),
    ),
    "authority": ("name", "position", "basis"),
    "person": ("name", "position"),
    "contract": ("subject", *TRANSLATED),
}
#: Facts that are translated as they stand, in no case.
_FACTS = frozenset({"address", "post_address", "bank", "tax_status", "subject", *TRANSLATED})


class WordingFault(Refusal):
    """A wording cannot be kept for what was named."""

    code = "wording_fault"


@dataclass(frozen=True, slots=True)
class ShownWording:
    """A name as documents write it: whose, in which case, from what, and how sure (``person``, ``sure``, ``check``)."""

    subject: str
    field: str
    case: str
    base: str
    wording: str
    confidence: str


@dataclass(frozen=True, slots=True)
class ContractWordings:
    """Wordings of the names in documents of one contract, in one language."""

    number: str
    language: str
    wordings: tuple[ShownWording, ...]


@dataclass(frozen=True, slots=True)
class PersonWording:
    """A wording as a person gave it; ``base`` is the name it was made from, and it holds while that stands."""

    subject: str
    field: str
    case: str
    language: str
    base: str
    wording: str


@needs("contracts.read")
def show_wordings(ctx: Context, call: Call, which: Which | str, language: str = "uk") -> ContractWordings:
    """How both parties, their signatories and the owner of a contract are written; nothing is stored."""
    with reading(ctx.engine) as conn:
        row = contracts.row_of(conn, find(conn, call, which))
        both = [party_of(conn, id, call.as_of) for id in (row.own_company_id, row.counterparty_id)]
        owner = person_of(conn, row.owner_id)
        book = phrasebook(conn, language, *both, owner)
    for party in both:
        party_record(party, book)
    person_record(owner, book)
    shown = tuple(ShownWording(*key, base, text, confidence) for key, base, text, confidence in book.used.values())
    return ContractWordings(row.number or row.register_no, language, shown)


@needs("documents.make")
def set_wording(ctx: Context, call: Call, entry: PersonWording) -> PersonWording:
    """Keep a person's wording; it prevails over proposals until the name itself changes.

    ``base`` is taken from the register. Raises :class:`WordingFault` naming what does not exist.
    """
    kind, _, id = entry.subject.partition(":")
    if kind not in FIELDS or not id.isdigit():
        raise WordingFault("There is no {subject}: see `contracts wording show`.", subject=entry.subject)
    if entry.field not in FIELDS[kind]:
        raise WordingFault(
            "A {kind} has no {field}: it has {fields}.", kind=kind, field=entry.field, fields=", ".join(FIELDS[kind])
        )
    if entry.field in _FACTS:
        entry = replace(entry, case="nominative")
    text = " ".join(entry.wording.split())
    if not text:
        raise WordingFault("The wording must not be empty.")
    if len(text) > BASE_LENGTH:
        raise WordingFault("The wording has at most {most} characters.", most=BASE_LENGTH)
    with writing(ctx, call) as work:
        base = _base(work.conn, call, kind, int(id), entry.field)
        if base is None:
            raise WordingFault("There is no {subject}: see `contracts wording show`.", subject=entry.subject)
        row = StoredWording(kind, int(id), entry.field, entry.language, entry.case, base, text, PERSON)
        before = next((w.text for w in wordings.of_subject(work.conn, kind, int(id)) if w[:5] == row[:5]), None)
        wordings.put(work.conn, [row])
        place = {"field": entry.field, "language": entry.language, "case": entry.case}
        payload = {"before": {**place, "wording": before}, "after": {**place, "wording": text}}
        work.note(Subject(SubjectKind(kind), int(id)), "set_wording", payload)
        work.commit()
    return replace(entry, base=base, wording=text)


def _base(conn: Connection, call: Call, kind: str, id: int, field: str) -> str | None:
    names: dict[str, str] = {}
    if kind == "party" and (party := parties.by_key(conn, id)) is not None:
        names = {"full_name": party.name, "short_name": party.short_name or party.name, "name": party.name}
        names |= {"address": party.address, "post_address": party.post_address, "tax_status": party.tax_status}
        names["bank"] = next((each.bank for each in parties.accounts_of(conn, id)), "")
    elif kind == "person":
        person = next((each for each in people.everybody(conn) if each.id == id), None)
        names = {"name": person.name, "position": person.position} if person else {}
    elif kind == "authority" and (row := parties.authority(conn, id)) is not None:
        ground = ground_of(row.basis, row.document_no)
        names = {"name": row.person_name, "position": row.position, "basis": ground}
    elif kind == "contract":
        contract = contracts.by_key(conn, id, visible(call, table_of(ContractRow).c.id))
        names = {name: getattr(contract, name) for name in TRANSLATED}
        names["subject"] = contract.subject or contract.title
    base = names.get(field)
    return base[:BASE_LENGTH] if base is not None else None
