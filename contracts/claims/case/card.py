"""A claim with everything that shows where it stands: sums by kind, each debt and what is open of it, papers (§8)."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection

from contracts.claims.case.cases import ClaimCase, case_of
from contracts.claims.case.derivation import steps_to_answer
from contracts.claims.case.enclosures import Enclosure, enclosures_of
from contracts.claims.case.moves import open_items
from contracts.claims.case.queries import claims
from contracts.claims.case.queries.cited import cited_payments
from contracts.claims.case.queries.claims import StoredClaim, WhichClaim
from contracts.claims.case.rules.claim import ClaimDirection, accepted_of
from contracts.documents.contexts.ledger_words import document_name, payment_name
from contracts.documents.queries import documents
from contracts.documents.rendering import stored_context
from contracts.kernel.calendar import FAR
from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.derivation import Step
from contracts.kernel.money import Money
from contracts.kernel.subject import SubjectKind
from contracts.kernel.unit_of_work import needs
from contracts.kernel.wire import ASIDE
from contracts.money.queries import ledger


@dataclass(frozen=True, slots=True)
class ClaimedItem:
    """One debt of a claim: what was open of it when it was calculated, and what is open now."""

    document: str
    due_on: date | None
    principal: Money
    still_open: Money
    charge_id: int | None = field(metadata=ASIDE)


@dataclass(frozen=True, slots=True)
class ClaimPaper:
    """A document made for a claim, or a file kept with it."""

    id: int
    kind: str
    number: str
    as_of: date
    sha256: str


@dataclass(frozen=True, slots=True)
class ClaimCard(ClaimCase):
    """A claim on a day: sums of the frozen calculation by kind, what of the principal is open and was paid since.

    ``accepted`` is what the answer to it accepts; ``None`` where there is no answer. ``incomplete`` says, in the words
    of the letter, what its total does not have. ``why`` derives the answer's day; ``rest`` is what the total has beyond
    the principal and the kinds: the fixed sum of the law.
    """

    interest: Money
    penalty: Money
    inflation: Money
    still_open: Money
    paid: Money
    accepted: Money | None
    dated_on: date | None
    note: str
    incomplete: tuple[str, ...]
    documents: tuple[str, ...]
    items: tuple[ClaimedItem, ...]
    enclosures: tuple[Enclosure, ...]
    papers: tuple[ClaimPaper, ...]
    fine: Money = field(metadata=ASIDE)
    why: tuple[Step, ...] = field(metadata=ASIDE)

    @property
    def rest(self) -> Money:
        """What the total has beyond the principal and the kinds: the fixed sum of the law."""
        return self.total - self.principal - self.interest - self.penalty - self.inflation - self.fine


@needs("debts.read")
def card(ctx: Context, call: Call, which: WhichClaim | str) -> ClaimCard:
    """One claim with all there is about it. Raises ``NoSuchClaim``."""
    with reading(ctx.engine) as conn:
        return card_of(conn, ctx, call, claims.find(conn, call, which))


def card_of(conn: Connection, ctx: Context, call: Call, claim: StoredClaim) -> ClaimCard:
    """The same for a stored claim."""
    case, sums, items = case_of(conn, ctx, call, claim), _sums(conn, claim), _items(conn, claim)
    is_outgoing, nothing = claim.direction is ClaimDirection.OUTGOING, Money(0, claim.currency)
    still_open = Money(sum(each.still_open.minor for each in items), claim.currency)
    papers = reversed(documents.of_subject(conn, SubjectKind.CLAIM.value, claim.id))
    shared = {name: getattr(case, name) for name in ClaimCase.__slots__}
    return ClaimCard(
        **shared,
        interest=sums.get("interest", nothing),
        penalty=sums.get("penalty", nothing),
        inflation=sums.get("inflation", nothing),
        still_open=still_open,
        paid=case.principal - still_open,
        accepted=accepted_of(case.moves, claim.currency),
        dated_on=claim.dated_on,
        note=claim.note,
        incomplete=_incomplete(conn, ctx, claim) if is_outgoing else (),
        documents=tuple(each.document for each in items),
        items=items,
        enclosures=enclosures_of(conn, ctx.files, claim) if is_outgoing else (),
        papers=tuple(ClaimPaper(each.id, each.kind, each.number, each.as_of, each.file_sha) for each in papers),
        fine=sums.get("fine", nothing),
        why=steps_to_answer(ctx.rules, claim, case.moves),
    )


def _incomplete(conn: Connection, ctx: Context, claim: StoredClaim) -> tuple[str, ...]:
    if claim.document_id is None:
        return ()
    letter = stored_context(ctx.files, documents.row_of(conn, claim.document_id).context_sha)["context"]
    return tuple(letter.get("claim", {}).get("incomplete", ()))


def _sums(conn: Connection, claim: StoredClaim) -> dict[str, Money]:
    sums: dict[str, Money] = {}
    for _, row in claims.frozen_rows(conn, claim.id):
        amount = Money(row.amount_minor, claim.currency)
        sums[row.kind] = sums[row.kind] + amount if row.kind in sums else amount
    return sums


def _items(conn: Connection, claim: StoredClaim) -> tuple[ClaimedItem, ...]:
    items, currency = claims.items_of(conn, claim.id), claim.currency
    charges = ledger.charges(conn, [each.charge_id for each in items if each.charge_id])
    paid = cited_payments(conn, [each.payment_id for each in items if each.payment_id])
    names = {each.id: payment_name(each.document_no, each.paid_on, claim.language) for each in paid}
    found = []
    for each, left in zip(items, open_items(conn, items), strict=True):
        charge = charges[each.charge_id] if each.charge_id else None
        title = document_name(charge, claim.language) if charge else names[each.payment_id or 0]
        due_on = charge.due_on if charge and charge.due_on != FAR else None
        principal, still = Money(each.principal_minor, currency), Money(left, currency)
        found.append(ClaimedItem(title, due_on, principal, still, each.charge_id))
    return tuple(found)
