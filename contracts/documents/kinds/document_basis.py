"""Which document of the ledger, or which annex, a document is made of: the one named, else the only one that fits.

Where several fit nobody guesses: the refusal lists them. An act, a note and an invoice of the ledger keep the number
and the day they were posted under; a bill for an act takes a number of its own.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from contracts.documents.contexts.common import CUSTOMER, PERFORMER
from contracts.documents.kinds.builder_input import PAYABLE, RECEIVABLE, DocumentBasis, LedgerDocument
from contracts.kernel.identity import number_key
from contracts.kernel.refusal import Refusal
from contracts.money.queries import charges
from contracts.registry.queries import amendments
from contracts.registry.tables.amendment import AnnexRow
from contracts.registry.tables.contract import ContractRow

#: Kinds of the ledger that a kind of document prints, those that bear its number first.
LEDGER_KINDS = {
    "acceptance_act": (("act", "acceptance_act"), ()),
    "delivery_note": (("delivery_note", "transport_note"), ()),
    "invoice": (
        ("invoice", "prepayment", "rent"),
        ("act", "acceptance_act", "delivery_note", "transport_note", "other"),
    ),
}
_SHOWN = 8


class BasisRefused(Refusal):
    """The document has nothing to be made of, or it is not clear what is meant."""

    code = "document"


def basis_of(
    conn: Connection,
    kind: str,
    contract: ContractRow,
    *,
    charge: str = "",
    annex: str = "",
    is_needed: bool = True,
) -> DocumentBasis:
    """What the document is made of. Raises :class:`BasisRefused` where something named is not there, or several fit.

    ``is_needed`` is false where the lines are given by hand, or a draft may lack them.
    """
    chosen = _annex(conn, contract, annex, kind)
    if kind not in LEDGER_KINDS:
        return DocumentBasis(annex=chosen)
    known = documents_of(conn, contract.id)
    document = _named(known, charge, contract) if charge else _only(known, kind, contract, is_needed=is_needed)
    if document is not None and kind == "invoice" and document.direction == PAYABLE:
        raise BasisRefused("{number} is owed by us: the other side makes the invoice.", number=document.number)
    return DocumentBasis(document, chosen)


def bears_number(kind: str, document: LedgerDocument | None) -> bool:
    """Whether the document made has the number and day of the document in the ledger."""
    return document is not None and document.kind in LEDGER_KINDS.get(kind, ((), ()))[0]


def documents_of(conn: Connection, contract_id: int) -> list[LedgerDocument]:
    """The documents of a contract in the ledger, the oldest first; parts of one document are together."""
    known: dict[tuple[date, str, str, str], LedgerDocument] = {}
    for row in charges.listed(conn, charges.is_about(contract_id=contract_id)):
        key = (row.issued_on, row.number_key, row.kind, row.direction)
        first = known.get(key) or LedgerDocument(row.kind, row.number, row.issued_on, row.direction, row.currency)
        known[key] = replace(first, rows=(*first.rows, row))
    return [known[key] for key in sorted(known)]


def side_of(conn: Connection, contract_id: int, basis: DocumentBasis) -> str:
    """Whether we perform or pay, as the ledger shows it: by the document, else where all documents agree."""
    if basis.document is not None:
        directions = {basis.document.direction}
    else:
        directions = {each.direction for each in documents_of(conn, contract_id)}
    if directions == {RECEIVABLE}:
        return PERFORMER
    return CUSTOMER if directions == {PAYABLE} else ""


def _named(known: list[LedgerDocument], charge: str, contract: ContractRow) -> LedgerDocument:
    matches = [each for each in known if number_key(each.number) == number_key(charge)]
    if len(matches) == 1:
        return matches[0]
    sentence = (
        "Several documents of contract {contract} have the number {number}: {documents}."
        if matches
        else "Contract {contract} has no document {number} in the ledger; it has: {documents}."
    )
    raise BasisRefused(
        sentence, contract=contract.number or contract.register_no, number=charge, documents=_names(matches or known)
    )


def _only(known: list[LedgerDocument], kind: str, contract: ContractRow, *, is_needed: bool) -> LedgerDocument | None:
    usable = [each for each in known if not (kind == "invoice" and each.direction == PAYABLE)]
    groups = ([each for each in usable if each.kind in kinds] for kinds in LEDGER_KINDS[kind])
    fitting = next((each for each in groups if each), [])
    if len(fitting) == 1 or not is_needed:
        return fitting[0] if len(fitting) == 1 else None
    if fitting:
        raise BasisRefused(
            "Contract {contract} has several documents that fit: {documents}; name the one meant: --charge NUMBER.",
            contract=contract.number or contract.register_no,
            documents=_names(fitting),
        )
    raise BasisRefused(
        "Contract {contract} has no document in the ledger to print: post it by `contracts charge add`, "
        "or give the lines: --set items='name|unit|quantity|price; …'.",
        contract=contract.number or contract.register_no,
    )


def _annex(conn: Connection, contract: ContractRow, annex: str, kind: str) -> AnnexRow | None:
    known = amendments.annexes_of(conn, contract.id) if annex or kind == "specification" else []
    fitting = [each for each in known if each.kind in ("specification", "order")] if not annex else known
    annex_kind, _, number = annex.strip().rpartition(":")
    matches = [
        each for each in fitting if not annex or (each.number == number.strip() and annex_kind in ("", each.kind))
    ]
    if len(matches) == 1:
        return matches[0]
    if annex or matches:
        raise BasisRefused(
            "Contract {contract} has no single annex {annex}; it has: {annexes}.",
            contract=contract.number or contract.register_no,
            annex=annex or "specification",
            annexes=", ".join(f"{each.kind}:{each.number}" for each in known) or "–",
        )
    return None


def _names(documents: Iterable[LedgerDocument]) -> str:
    shown = [f"{each.number} ({each.kind}, {each.issued_on:%d.%m.%Y})" for each in documents]
    return "; ".join([*shown[:_SHOWN], *(["…"] if len(shown) > _SHOWN else [])]) or "–"
