"""The one register of outgoing letters: a series for all kinds of them, and no two of a day with one number (§14)."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select

from contracts.documents.queries.documents import visible_to
from contracts.documents.tables import DocumentRow, OutgoingLetterRow
from contracts.kernel.context import Call, Context, Work
from contracts.kernel.database.engine import reading
from contracts.kernel.database.tables import table_of
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import SubjectKind
from contracts.kernel.unit_of_work import needs

#: Kinds that are letters; claims and demands to return an advance bear numbers of claims.
LETTERS = frozenset(
    {
        *("payment_reminder", "demand", "claim_answer", "non_renewal_notice", "renewal_proposal"),
        *("termination_notice", "document_request", "cover_letter", "set_off", "claim", "advance_return"),
    }
)
_L, _D = table_of(OutgoingLetterRow), table_of(DocumentRow)


class OutgoingLetter(NamedTuple):
    """A letter in the register; ``document`` is the key of its paper."""

    number: str
    dated_on: date
    kind: str
    addressee: str
    document: int


@needs("contracts.read")
def list_letters(ctx: Context, call: Call, *, from_on: date | None = None) -> tuple[OutgoingLetter, ...]:
    """The letters since a day, the oldest first, as far as the caller may see what they are about."""
    shown = visible_to(call, ctx.sockets.contract_tables)
    query = select(_L.c.number, _L.c.dated_on, _L.c.kind, _L.c.addressee, _L.c.document_id)
    query = query.join(_D, _D.c.id == _L.c.document_id).where(*shown).order_by(_L.c.dated_on, _L.c.id)
    if from_on is not None:
        query = query.where(_L.c.dated_on >= from_on)
    with reading(ctx.engine) as conn:
        return tuple(OutgoingLetter._make(row) for row in conn.execute(query))


def enter_letter(work: Work, company_id: int, document: DocumentRow, context: Mapping[str, Any]) -> None:
    """Enter a letter that was made; made anew, it keeps its line. Raises a refusal where its number is taken.

    A claim approved on a later day moves its line to that day: it is one letter.
    """
    if document.kind not in LETTERS or not document.number or not company_id:
        return
    dated_on = _day(context.get("document", {}).get("date")) or document.as_of
    other = context.get("counterparty", {})
    addressee = str(other.get("short_name") or other.get("full_name") or "")[:500]
    same = (_D.c.kind == document.kind, _D.c.subject_kind == document.subject_kind)
    about = (*same, _D.c.subject_id == document.subject_id)
    taken = select(_L.c.id, _L.c.addressee).join(_D, _D.c.id == _L.c.document_id)
    taken = taken.where(_L.c.own_company_id == company_id, _L.c.number == document.number)
    own = taken.where(*about)
    if document.subject_kind != SubjectKind.CLAIM.value:
        own = own.where(_L.c.dated_on == dated_on)
    values = {"dated_on": dated_on, "addressee": addressee, "document_id": document.id}
    if (line := work.conn.execute(own).first()) is not None:
        work.conn.execute(_L.update().where(_L.c.id == line.id).values(values))
        return
    if (line := work.conn.execute(taken.where(_L.c.dated_on == dated_on)).first()) is not None:
        raise Refusal(
            "A letter of {day} to {name} bears the number {number} already: give another.",
            code="letter_number",
            day=dated_on,
            name=line.addressee,
            number=document.number,
        )
    entry = {"own_company_id": company_id, "number": document.number, "kind": document.kind}
    work.conn.execute(_L.insert(), [{**entry, **values}])


def _day(text: object) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) and text else None
