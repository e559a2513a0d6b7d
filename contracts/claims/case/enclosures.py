"""What a claim encloses: its calculation, copies of contracts and documents, and files kept with the claim (§8).

A copy is a file that was attached to the contract, the charge or the claim; what nobody attached is listed without one.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from sqlalchemy import Connection, Row

from contracts.claims.case.contexts.letter import calculation_title, contract_copy
from contracts.claims.case.queries import claims
from contracts.claims.case.rules.claim import ClaimSubject
from contracts.documents.attaching import ATTACHED
from contracts.documents.contexts.ledger_words import copy_title, payment_copy
from contracts.documents.queries import documents
from contracts.docx.pdf import page_count
from contracts.kernel.files import FileStore
from contracts.kernel.subject import Subject, SubjectKind
from contracts.money.queries import ledger, payments
from contracts.registry.queries import contracts


@dataclass(frozen=True, slots=True)
class Enclosure:
    """One enclosure: its title, and its copy where there is one; ``pages`` are known of a PDF."""

    title: str
    name: str = ""
    sha256: str = ""
    pages: int | None = None
    is_calculation: bool = False

    @property
    def is_missing(self) -> bool:
        """Whether a copy is to be enclosed that nobody attached."""
        return not self.sha256 and not self.is_calculation


def enclosures_of(conn: Connection, files: FileStore, row: Row[Any]) -> tuple[Enclosure, ...]:
    """The enclosures of a claim in the order of its letter, in the letter's language.

    An advance whose day for the return has not passed has no calculation: nothing grows yet.
    """
    annex = Enclosure(calculation_title(row.language), is_calculation=True)
    return (
        *((annex,) if row.subject != ClaimSubject.ADVANCE or claims.rows_of(conn, row.id) else ()),
        *(each for subject, title in _subjects(conn, row) for each in _copies(conn, files, subject, title)),
    )


def listed(enclosures: Iterable[Enclosure]) -> list[dict[str, Any]]:
    """The enclosures as documents print them."""
    return [{"title": each.title, "pages": each.pages, "copies": 1} for each in enclosures]


def _subjects(conn: Connection, row: Row[Any]) -> Iterator[tuple[Subject, str]]:
    """What has copies, with the title of the first; files of the claim itself have titles of their own."""
    items = claims.items_of(conn, row.id)
    charge_ids = [each.charge_id for each in items if each.charge_id]
    known = ledger.charges(conn, charge_ids)
    charges = [known[id] for id in charge_ids]
    for id in dict.fromkeys([row.contract_id, *(each.contract_id for each in charges)]):
        if id is not None:
            contract = contracts.row_of(conn, id)
            dated_on = contract.dated_on or contract.concluded_on
            title = contract_copy(contract.number or contract.register_no, dated_on, row.language)
            yield Subject(SubjectKind.CONTRACT, id), title
    for charge in charges:
        yield Subject(SubjectKind.CHARGE, charge.id), copy_title(charge, row.language)
    for paid in (payments.row_of(conn, each.payment_id) for each in items if each.payment_id):
        yield Subject(SubjectKind.PAYMENT, paid.id), payment_copy(paid.document_no, paid.paid_on, row.language)
    yield Subject(SubjectKind.CLAIM, row.id), ""


def _copies(conn: Connection, files: FileStore, subject: Subject, title: str) -> Iterator[Enclosure]:
    rows = [each for each in documents.of_subject(conn, subject.kind.value, subject.id) if each.kind == ATTACHED]
    if not rows and title:
        yield Enclosure(title)
    for place, row in enumerate(reversed(rows)):
        name = str(json.loads(files.get(row.context_sha))["file_name"])
        own = row.number or PurePath(name).stem
        pages = page_count(files.get(row.file_sha))
        yield Enclosure(title if title and not place else own, name, row.file_sha, pages)
