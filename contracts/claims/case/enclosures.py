"""What a claim encloses, and what each proves: its calculation, contracts, documents, files kept with it (§8).

A copy is a file that was attached to the contract, the charge or the claim; what nobody attached is listed without one.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePath
from typing import NamedTuple

from sqlalchemy import Connection

from contracts.claims.case.contexts.letter import contract_copy
from contracts.claims.case.contexts.words import paper_words
from contracts.claims.case.queries import claims
from contracts.claims.case.queries.cited import CitedContract, cited, cited_payments
from contracts.claims.case.queries.claims import StoredClaim, WhichClaim
from contracts.claims.case.rules.claim import ClaimSubject
from contracts.documents.attaching import ATTACHED, attach_once
from contracts.documents.contexts.ledger_words import copy_title, payment_copy
from contracts.documents.contexts.values import DocumentContext, day
from contracts.documents.facts import party_of
from contracts.documents.queries import documents
from contracts.documents.rendering import stored_context
from contracts.docx.pdf import page_count
from contracts.kernel.context import Call, Context
from contracts.kernel.files import FileStore
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.kernel.wire import ASIDE
from contracts.language import figures
from contracts.language.phrases import phrase_in
from contracts.money.queries import ledger
from contracts.money.rules.ledger import Charge, standing
from contracts.registry.queries import amendments

#: What an agreement must change to prove how is paid.
_OF_PAYMENT = frozenset({"payment_terms", "penalty"})
_POWER = re.compile(r"(?i)довірен|доверен|power of attorney|vollmacht")


@dataclass(frozen=True, slots=True)
class Enclosure:
    """One enclosure: its title, what it proves, and its copy where there is one; ``pages`` are known of a PDF.

    ``rows`` are the debts it proves by their places, ``paid_on`` the day of the part payment it proves.
    """

    title: str
    file: str | None = None
    sha256: str = field(default="", metadata=ASIDE)
    pages: int | None = field(default=None, metadata=ASIDE)
    is_calculation: bool = field(default=False, metadata=ASIDE)
    proves: str | None = None
    rows: tuple[int, ...] = field(default=(), metadata=ASIDE)
    paid_on: date | None = field(default=None, metadata=ASIDE)

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
        *(each for evidence in _evidence(conn, claim) for each in _copies(conn, files, evidence)),
        *_power(conn, claim),
    )


def listed(enclosures: Iterable[Enclosure]) -> list[DocumentContext]:
    """The enclosures as documents print them."""
    return [{"title": each.title, "pages": each.pages, "copies": 1, "proves": each.proves} for each in enclosures]


def with_proofs(context: DocumentContext, enclosures: Sequence[Enclosure]) -> DocumentContext:
    """A context whose rows of debts and payments name the enclosures that prove them by their numbers."""
    numbered = list(enumerate(enclosures, 1))
    rows = [
        {**row, "proofs": ", ".join(str(no) for no, each in numbered if place in each.rows) or None}
        for place, row in enumerate(context["debt"]["rows"], 1)
    ]
    payments = [
        {**paid, "proofs": ", ".join(str(no) for no, each in numbered if day(each.paid_on) == paid["date"]) or None}
        for paid in context["payments"]
    ]
    debt = {**context["debt"], "rows": rows}
    return {**context, "debt": debt, "payments": payments, "enclosures": listed(enclosures)}


def proves_rows(rows: Sequence[int], language: str) -> str | None:
    """«рядок 1 таблиці боргу», «рядки 1 і 2 таблиці боргу»."""
    words, texts = paper_words("proves", language), [str(each) for each in rows]
    if not texts:
        return None
    if len(texts) == 1:
        return words["row"].format(texts[0])
    return words["rows"].format(words["and"].format(", ".join(texts[:-1]), texts[-1]))


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


class _Evidence(NamedTuple):
    """What has copies: the title of the first, what it proves; files of the claim itself have titles of their own.

    ``is_needed``: it is listed though nobody attached a copy.
    """

    subject: Subject
    title: str = ""
    proves: str | None = None
    rows: tuple[int, ...] = ()
    paid_on: date | None = None
    is_needed: bool = True


def _evidence(conn: Connection, claim: StoredClaim) -> Iterator[_Evidence]:
    """Contracts, agreements that changed how is paid, documents, part payments of which there is a copy, own files."""
    items, language = claims.items_of(conn, claim.id), claim.language
    charge_ids = [each.charge_id for each in items if each.charge_id]
    known = ledger.charges(conn, charge_ids)
    charges = [known[id] for id in charge_ids]
    ids = dict.fromkeys([claim.contract_id, *(each.contract_id for each in charges)])
    contracts = cited(conn, ids)
    for contract in (contracts[id] for id in ids if id is not None):
        copy = contract_copy(contract.number, contract.dated_on, language)
        yield _Evidence(Subject(SubjectKind.CONTRACT, contract.id), copy)
        yield from _changed_terms(conn, contract, claim)
    yield from _documents(charges, language)
    yield from _part_payments(conn, charge_ids, language)
    for no, paid in enumerate(cited_payments(conn, [each.payment_id for each in items if each.payment_id]), 1):
        copy = payment_copy(paid.document_no, paid.paid_on, language)
        yield _Evidence(Subject(SubjectKind.PAYMENT, paid.id), copy, proves_rows([no], language), (no,))
    yield _Evidence(Subject(SubjectKind.CLAIM, claim.id), is_needed=False)


def _documents(charges: Sequence[Charge], language: str) -> Iterator[_Evidence]:
    """Each document once, with all rows it proves: parts of one document fall due on different days."""
    found: dict[tuple[str, str, date, int | None], list[int]] = {}
    for no, each in enumerate(charges, 1):
        found.setdefault((each.kind, each.number, each.issued_on, each.contract_id), []).append(no)
    for rows in found.values():
        charge = charges[rows[0] - 1]
        proves = proves_rows(rows, language)
        yield _Evidence(Subject(SubjectKind.CHARGE, charge.id), copy_title(charge, language), proves, tuple(rows))


def _changed_terms(conn: Connection, contract: CitedContract, claim: StoredClaim) -> Iterator[_Evidence]:
    """Signed agreements that changed when is paid, or the penalty."""
    changes = amendments.changes_of(conn, contract.id)
    words = paper_words("letter", claim.language)
    for each in amendments.of_contract(conn, contract.id):
        changed = {change.condition for change in changes.get(each.id or 0, ())}
        if each.signed_on is None or each.withdrawn_at or each.effective_on > claim.as_of or not changed & _OF_PAYMENT:
            continue
        title = words["amendment"].format(
            number=each.number or each.no,
            date=figures.date_document(each.signed_on, claim.language),
            contract=contract.number,
        )
        proves = paper_words("proves", claim.language)["terms"]
        yield _Evidence(Subject(SubjectKind.AMENDMENT, each.id or 0), title, proves)


def _part_payments(conn: Connection, charge_ids: Sequence[int], language: str) -> Iterator[_Evidence]:
    """Payments that covered a part, where a copy of their order was attached."""
    used = standing(ledger.ledger_of(conn, charge_ids, []).allocations) if charge_ids else []
    ids = dict.fromkeys(each.payment_id for each in used if each.charge_id in charge_ids and each.payment_id)
    words = paper_words("proves", language)
    for paid in cited_payments(conn, sorted(ids)):
        proves = words["payment"].format(figures.date_document(paid.paid_on, language))
        title = payment_copy(paid.document_no, paid.paid_on, language)
        subject = Subject(SubjectKind.PAYMENT, paid.id)
        yield _Evidence(subject, title, proves, paid_on=paid.paid_on, is_needed=False)


def _power(conn: Connection, claim: StoredClaim) -> Iterator[Enclosure]:
    """The power of attorney of who signs; a head acts by the articles, which prove themselves in the register."""
    signs = party_of(conn, claim.own_company_id, claim.as_of, currency=claim.currency).signatory
    if signs is None or not _POWER.match(signs.basis):
        return
    basis = signs.basis[:1].lower() + signs.basis[1:]
    words = paper_words("letter", claim.language)
    title = words["power"].format(phrase_in(basis, claim.language, "genitive")[0])
    yield Enclosure(title, proves=paper_words("proves", claim.language)["signer"])


def _copies(conn: Connection, files: FileStore, evidence: _Evidence) -> Iterator[Enclosure]:
    subject, title = evidence.subject, evidence.title
    rows = [each for each in documents.of_subject(conn, subject.kind.value, subject.id) if each.kind == ATTACHED]
    whole = Enclosure(title, proves=evidence.proves, rows=evidence.rows, paid_on=evidence.paid_on)
    if not rows and evidence.is_needed:
        yield whole
    for place, row in enumerate(reversed(rows)):
        name = str(stored_context(files, row.context_sha)["file_name"])
        own = row.number or PurePath(name).stem
        pages = page_count(files.get(row.file_sha))
        yield replace(whole, title=title if title and not place else own, file=name, sha256=row.file_sha, pages=pages)
