"""What a claim encloses: its calculation, copies of contracts and documents, and files kept with the claim (§8).

A copy is a file that was attached to the contract, the charge or the claim; what nobody attached is listed without one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from sqlalchemy import Connection

from contracts.claims.case.contexts.letter import contract_copy
from contracts.claims.case.contexts.words import paper_words
from contracts.claims.case.queries import claims
from contracts.claims.case.queries.cited import cited, cited_payments
from contracts.claims.case.queries.claims import StoredClaim, WhichClaim
from contracts.claims.case.rules.claim import ClaimSubject
from contracts.documents.attaching import ATTACHED, attach_once
from contracts.documents.contexts.ledger_words import copy_title, payment_copy
from contracts.documents.contexts.values import DocumentContext
from contracts.documents.queries import documents
from contracts.documents.rendering import stored_context
from contracts.docx.pdf import page_count
from contracts.kernel.context import Call, Context
from contracts.kernel.files import FileStore
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.kernel.wire import ASIDE
from contracts.money.queries import ledger


@dataclass(frozen=True, slots=True)
class Enclosure:
    """One enclosure: its title, and its copy where there is one; ``pages`` are known of a PDF."""

    title: str
    file: str | None = None
    sha256: str = field(default="", metadata=ASIDE)
    pages: int | None = field(default=None, metadata=ASIDE)
    is_calculation: bool = field(default=False, metadata=ASIDE)

    @property
    def is_missing(self) -> bool:
        """Whether a copy is to be enclosed that nobody attached."""
        return not self.sha256 and not self.is_calculation


@needs("documents.make")
def attach_to_claim(
    ctx: Context, call: Call, which: WhichClaim | str, path: Path, *, number: str = ""
) -> tuple[int, str]:
    """Keep a file with a claim: proof of sending, a copy to enclose; returns its key and hash.

    ``number`` is what it is called in lists of enclosures.
    """
    with writing(ctx, call) as work:
        subject = Subject(SubjectKind.CLAIM, claims.find(work.conn, call, which).id)
        attached = attach_once(work, subject, path, number)
        work.commit()
    return attached


def enclosures_of(conn: Connection, files: FileStore, claim: StoredClaim) -> tuple[Enclosure, ...]:
    """The enclosures of a claim in the order of its letter, in the letter's language.

    An advance whose day for the return has not passed has no calculation: nothing grows yet.
    """
    annex = Enclosure(paper_words("letter", claim.language)["calculation"], is_calculation=True)
    return (
        *((annex,) if claim.subject is not ClaimSubject.ADVANCE or claims.frozen_rows(conn, claim.id) else ()),
        *(each for subject, title in _subjects(conn, claim) for each in _copies(conn, files, subject, title)),
    )


def listed(enclosures: Iterable[Enclosure]) -> list[DocumentContext]:
    """The enclosures as documents print them."""
    return [{"title": each.title, "pages": each.pages, "copies": 1} for each in enclosures]


def unique_copies(enclosures: Iterable[Enclosure]) -> dict[str, str]:
    """The hash of each copy by its file name; a second file of one name is counted on."""
    found: dict[str, str] = {}
    for each in enclosures:
        if each.file and each.sha256 not in found.values():
            name, count, path = each.file, 1, PurePath(each.file)
            while name in found:
                count += 1
                name = f"{path.stem} ({count}){path.suffix}"
            found[name] = each.sha256
    return found


def _subjects(conn: Connection, claim: StoredClaim) -> Iterator[tuple[Subject, str]]:
    """What has copies, with the title of the first; files of the claim itself have titles of their own."""
    items, language = claims.items_of(conn, claim.id), claim.language
    charge_ids = [each.charge_id for each in items if each.charge_id]
    known = ledger.charges(conn, charge_ids)
    charges = [known[id] for id in charge_ids]
    ids = dict.fromkeys([claim.contract_id, *(each.contract_id for each in charges)])
    contracts = cited(conn, ids)
    for contract in (contracts[id] for id in ids if id is not None):
        yield Subject(SubjectKind.CONTRACT, contract.id), contract_copy(contract.number, contract.dated_on, language)
    for charge in charges:
        yield Subject(SubjectKind.CHARGE, charge.id), copy_title(charge, language)
    for paid in cited_payments(conn, [each.payment_id for each in items if each.payment_id]):
        yield Subject(SubjectKind.PAYMENT, paid.id), payment_copy(paid.document_no, paid.paid_on, language)
    yield Subject(SubjectKind.CLAIM, claim.id), ""


def _copies(conn: Connection, files: FileStore, subject: Subject, title: str) -> Iterator[Enclosure]:
    rows = [each for each in documents.of_subject(conn, subject.kind.value, subject.id) if each.kind == ATTACHED]
    if not rows and title:
        yield Enclosure(title)
    for place, row in enumerate(reversed(rows)):
        name = str(stored_context(files, row.context_sha)["file_name"])
        own = row.number or PurePath(name).stem
        yield Enclosure(title if title and not place else own, name, row.file_sha, page_count(files.get(row.file_sha)))
