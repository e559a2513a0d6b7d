"""Which document of the ledger, or which annex, a paper is made of: the one named, else the only one that fits.

Where several fit nobody guesses: the refusal lists them. An act, a note and an invoice of the ledger keep the number
and the day they were posted under; a bill for an act takes a number of its own.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection

from contracts.documents.contexts.common import CUSTOMER, PERFORMER
from contracts.documents.kinds.about import PAYABLE, RECEIVABLE, Basis, Document
from contracts.kernel.identity import number_key
from contracts.kernel.refusal import Refusal
from contracts.money.queries import charges
from contracts.money.queries.charges import ListedCharge
from contracts.registry.queries import amendments
from contracts.registry.tables.amendment import AnnexRow
from contracts.registry.tables.contract import ContractRow

#: Kinds of the ledger that a kind of paper prints, those that bear its number first.
FITTING = {
    "acceptance_act": (("act", "acceptance_act"), ()),
    "delivery_note": (("delivery_note", "transport_note"), ()),
    "invoice": (
        ("invoice", "prepayment", "rent"),
        ("act", "acceptance_act", "delivery_note", "transport_note", "other"),
    ),
}
_SHOWN = 8


class BasisRefused(Refusal):
    """The paper has nothing to be made of, or it is not clear what is meant."""

    code = "document"


def basis_of(
    conn: Connection, kind: str, row: ContractRow, *, charge: str = "", annex: str = "", is_needed: bool = True
) -> Basis:
    """What the paper is made of. Raises :class:`BasisRefused` where something named is not there, or several fit.

    ``is_needed`` is false where the lines are given by hand, or a draft may lack them.
    """
    found = _annex(conn, row, annex, kind)
    if kind not in FITTING:
        return Basis(annex=found)
    known = documents_of(conn, row.id)
    document = _named(known, charge, row) if charge else _only(known, kind, row, is_needed=is_needed)
    if document is not None and kind == "invoice" and document.direction == PAYABLE:
        raise BasisRefused("{number} is owed by us: the other side makes the invoice.", number=document.number)
    return Basis(document, found)


def bears_number(kind: str, document: Document | None) -> bool:
    """Whether the paper has the number and day of the document in the ledger."""
    return document is not None and document.kind in FITTING.get(kind, ((), ()))[0]


def documents_of(conn: Connection, contract_id: int) -> list[Document]:
    """The documents of a contract in the ledger, the oldest first; parts of one document are together."""
    found: dict[tuple[Any, ...], list[ListedCharge]] = {}
    for row in charges.listed(conn, charges.is_about(contract_id=contract_id)):
        found.setdefault((row.issued_on, row.number_key, row.kind, row.direction), []).append(row)
    return [_document(rows) for _, rows in sorted(found.items(), key=lambda each: each[0])]


def side_of(conn: Connection, contract_id: int, basis: Basis) -> str:
    """Whether we perform or pay, as the ledger shows it: by the document, else where all documents agree."""
    if basis.document is not None:
        directions = {basis.document.direction}
    else:
        directions = {each.direction for each in documents_of(conn, contract_id)}
    if directions == {RECEIVABLE}:
        return PERFORMER
    return CUSTOMER if directions == {PAYABLE} else ""


def _document(rows: list[ListedCharge]) -> Document:
    first = rows[0]
    minor = sum(each.amount_minor for each in rows)
    return Document(first.kind, first.number, first.issued_on, first.direction, first.currency, minor, tuple(rows))


def _named(known: list[Document], charge: str, row: ContractRow) -> Document:
    found = [each for each in known if number_key(each.number) == number_key(charge)]
    if len(found) == 1:
        return found[0]
    sentence = (
        "Several documents of contract {contract} have the number {number}: {documents}."
        if found
        else "Contract {contract} has no document {number} in the ledger; it has: {documents}."
    )
    raise BasisRefused(sentence, contract=_name(row), number=charge, documents=_told(found or known))


def _only(known: list[Document], kind: str, row: ContractRow, *, is_needed: bool) -> Document | None:
    found: list[Document] = []
    for kinds in FITTING[kind]:
        found = [each for each in known if each.kind in kinds and not (kind == "invoice" and each.direction == PAYABLE)]
        if found:
            break
    if len(found) == 1 or not is_needed:
        return found[0] if len(found) == 1 else None
    if found:
        raise BasisRefused(
            "Contract {contract} has several documents that fit: {documents}; name the one meant: --charge NUMBER.",
            contract=_name(row),
            documents=_told(found),
        )
    raise BasisRefused(
        "Contract {contract} has no document in the ledger to print: post it by `contracts charge add`, "
        "or give the lines: --set items='name|unit|quantity|price; …'.",
        contract=_name(row),
    )


def _annex(conn: Connection, row: ContractRow, annex: str, kind: str) -> AnnexRow | None:
    known = amendments.annexes_of(conn, row.id) if annex or kind == "specification" else []
    fitting = [each for each in known if each.kind in ("specification", "order")] if not annex else known
    wanted, _, number = annex.strip().rpartition(":")
    found = [each for each in fitting if not annex or (each.number == number.strip() and wanted in ("", each.kind))]
    if len(found) == 1:
        return found[0]
    if annex or found:
        raise BasisRefused(
            "Contract {contract} has no single annex {annex}; it has: {annexes}.",
            contract=_name(row),
            annex=annex or "specification",
            annexes=", ".join(f"{each.kind}:{each.number}" for each in known) or "–",
        )
    return None


def _told(documents: Iterable[Document]) -> str:
    shown = [f"{each.number} ({each.kind}, {each.issued_on:%d.%m.%Y})" for each in documents]
    return "; ".join([*shown[:_SHOWN], *(["…"] if len(shown) > _SHOWN else [])]) or "–"


def _name(row: ContractRow) -> str:
    return str(row.number or row.register_no)
