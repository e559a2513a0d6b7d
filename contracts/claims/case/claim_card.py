"""A claim with everything that shows where it stands: sums by kind, each debt and what is open of it, papers (§8)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from contracts.claims.case.claim_cases import Case, case_of
from contracts.claims.case.claim_enclosures import Enclosure, enclosures_of
from contracts.claims.case.claim_incoming import accepted_of
from contracts.claims.case.claim_settling import open_items
from contracts.claims.case.claim_which import WhichClaim, claim_of
from contracts.claims.case.derivation import presumed_on, rule_moves
from contracts.claims.case.queries import claims
from contracts.claims.case.rules.claim import ClaimDirection, answer_steps
from contracts.documents.contexts.ledger_words import document_name, payment_name
from contracts.documents.queries import documents
from contracts.documents.tables import DocumentRow
from contracts.kernel.calendar import FAR
from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.derivation import Step
from contracts.kernel.money import Money
from contracts.kernel.subject import SubjectKind
from contracts.money.queries import ledger, payments

#: Kinds of the calculation in the order in which letters name them.
KINDS = ("interest", "inflation", "penalty", "fine")


@dataclass(frozen=True, slots=True)
class CaseItem:
    """One debt of a claim: what was open of it when it was reckoned, and what is open now."""

    title: str
    due_on: date | None
    claimed: Money
    still_open: Money


@dataclass(frozen=True, slots=True)
class Card:
    """A claim on a day; ``sums`` are those of the frozen calculation by kind, ``why`` derives the answer's day.

    ``accepted`` is what the answer to it accepts; ``None`` where there is no answer. ``incomplete`` says, in the words
    of the letter, what its total does not have.
    """

    case: Case
    sums: Mapping[str, Money]
    items: tuple[CaseItem, ...]
    enclosures: tuple[Enclosure, ...]
    papers: tuple[DocumentRow, ...]
    why: tuple[Step, ...]
    accepted: Money | None = None
    incomplete: tuple[str, ...] = ()

    @property
    def still_open(self) -> Money:
        """What of the principal is still unpaid."""
        return Money(sum(each.still_open.minor for each in self.items), self.case.row.currency)

    @property
    def paid(self) -> Money:
        """What of the principal came since it was reckoned."""
        return Money(self.case.principal.minor - self.still_open.minor, self.case.row.currency)

    @property
    def rest(self) -> Money:
        """What the total has beyond the principal and the kinds: the fixed sum of the law."""
        known = self.case.principal.minor + sum(each.minor for each in self.sums.values())
        return Money(self.case.total.minor - known, self.case.row.currency)


def card(ctx: Context, call: Call, which: WhichClaim | str) -> Card:
    """One claim with all there is about it. Raises ``NoSuchClaim``."""
    with reading(ctx.engine) as conn:
        return card_of(conn, ctx, call, claim_of(conn, which))


def card_of(conn: Connection, ctx: Context, call: Call, row: Row[Any]) -> Card:
    """The same for a claim whose row is known."""
    case = case_of(conn, ctx, call, row)
    is_outgoing = row.direction == ClaimDirection.OUTGOING
    why = (
        ()
        if row.answer_by is None
        else answer_steps(
            ClaimDirection(row.direction),
            row.number,
            rule_moves(case.moves),
            row.answer_by,
            presumed_on(ctx.rules, row, case.moves),
        )
    )
    return Card(
        case,
        _sums(conn, row),
        _items(conn, row),
        enclosures_of(conn, ctx.files, row) if is_outgoing else (),
        tuple(reversed(documents.of_subject(conn, SubjectKind.CLAIM.value, row.id))),
        why,
        accepted_of(row, case.moves),
        _incomplete(conn, ctx, row) if is_outgoing else (),
    )


def _incomplete(conn: Connection, ctx: Context, row: Row[Any]) -> tuple[str, ...]:
    """What the letter as it was made says of its total."""
    if row.document_id is None:
        return ()
    letter = documents.row_of(conn, row.document_id)
    said = json.loads(ctx.files.get(letter.context_sha))["context"]
    return tuple(said.get("claim", {}).get("incomplete", ()))


def _sums(conn: Connection, row: Row[Any]) -> dict[str, Money]:
    sums: dict[str, int] = {}
    for each in claims.rows_of(conn, row.id):
        sums[each.kind] = sums.get(each.kind, 0) + each.amount_minor
    return {kind: Money(sums[kind], row.currency) for kind in KINDS if kind in sums}


def _items(conn: Connection, row: Row[Any]) -> tuple[CaseItem, ...]:
    items = claims.items_of(conn, row.id)
    known = ledger.charges(conn, [each.charge_id for each in items if each.charge_id])
    found = []
    for each, left in zip(items, open_items(conn, items), strict=True):
        if each.charge_id:
            charge = known[each.charge_id]
            title, due_on = document_name(charge, row.language), None if charge.due_on == FAR else charge.due_on
        else:
            paid = payments.row_of(conn, each.payment_id)
            title, due_on = payment_name(paid.document_no, paid.paid_on, row.language), None
        found.append(CaseItem(title, due_on, Money(each.principal_minor, row.currency), Money(left, row.currency)))
    return tuple(found)
