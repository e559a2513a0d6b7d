"""When a charge is due: the day stated beats its own terms, they beat those of the contract, then the law (§6)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from contracts.kernel.calendar import Duration, WorkCalendar
from contracts.kernel.money import Money
from contracts.money.rules.ledger import Charge, DueForm, LedgerFault
from contracts.money.rules.payment_phrase import read_phrase
from contracts.money.rules.payment_terms import (
    PartDue,
    TermsFault,
    TermsPart,
    accepted_by_law,
    act_waits,
    due_as_stated,
    due_by_law,
    due_unread,
    parse_terms,
    parts_due,
    while_not_returned,
)

#: What a charge may be for; ``kind`` is part of its identity.
KINDS = (
    *("act", "acceptance_act", "delivery_note", "transport_note", "invoice", "rent", "prepayment"),
    *("interest", "inflation", "penalty", "fine", "refund", "assigned", "award", "other"),
)
#: Documents the other side signs and returns: they are dated the day the last party signs.
RETURNED = ("act", "acceptance_act", "delivery_note", "transport_note")


@dataclass(frozen=True, slots=True)
class ChargeTerms:
    """What the due days of a document follow from.

    An act ``sent_on`` a day is not returned yet: it counts as accepted after ``silence``, if silence is acceptance.
    """

    kind: str
    number: str
    issued_on: date
    amount: Money
    due_on: date | None = None
    due_form: DueForm = DueForm.PERIOD
    terms: str = ""
    events: Mapping[str, date] = field(default_factory=dict)
    sent_on: date | None = None
    silence: Duration | None = None


def check_kind(kind: str) -> None:
    """A charge is of a known kind. Raises :class:`LedgerFault`."""
    if kind not in KINDS:
        raise LedgerFault("{kind} is no kind of charge: {kinds}.", code="no_kind", kind=kind, kinds=", ".join(KINDS))


def dues_of(charge: ChargeTerms, agreed: str, calendar: WorkCalendar) -> tuple[PartDue, ...]:
    """The parts of a document with their sums and due days; ``agreed`` are the terms of its contract or annex.

    Terms agreed that cannot be read leave the day unknown; own terms that cannot be read are refused.
    """
    if charge.due_on is not None:
        return (due_as_stated(charge.due_on, charge.amount, charge.due_form),)
    terms = agreed_parts(charge.terms) or parse_terms(charge.terms) if charge.terms else agreed_parts(agreed)
    if agreed.strip() and not terms:
        return (due_unread(agreed, charge.issued_on, charge.amount),)
    if charge.sent_on is not None:
        return _not_returned(charge, charge.sent_on, terms, calendar)
    if not terms:
        return (replace(due_by_law(charge.kind, charge.issued_on, calendar), amount=charge.amount),)
    return parts_due(terms, charge.amount, charge.issued_on, _events(charge), calendar)


@lru_cache(maxsize=4096)
def agreed_parts(text: str) -> tuple[TermsPart, ...]:
    """The terms of a contract: written in parts, or a phrase read in full; nothing where they cannot be read."""
    try:
        return parse_terms(text)
    except TermsFault:
        return read_phrase(text)


def due_after(charge: Charge, terms: str, event: str, on: date, calendar: WorkCalendar) -> PartDue:
    """The due day of a posted part, once the event it waited for happened.

    Raises :class:`LedgerFault` where the terms name the event no more.
    """
    if not terms and event == "act_signed":
        return due_by_law(charge.kind, on, calendar)
    if not terms and event == "demand":
        return due_by_law(charge.kind, charge.issued_on, calendar, demanded_on=on)
    parts = agreed_parts(terms)
    found = [each for each in parts if each.event == event]
    if not found:
        raise LedgerFault(
            "The terms of charge {number} cannot be read any more: fix its due day by hand.",
            code="no_terms",
            number=charge.number,
        )
    chosen = parts[charge.part_no - 1] if charge.part_no <= len(parts) else found[0]
    part = replace(chosen if chosen.event == event else found[0], share=None, amount=None)
    (due,) = parts_due((part,), charge.amount, charge.issued_on, {event: on}, calendar)
    return due


def _not_returned(
    charge: ChargeTerms, sent_on: date, terms: tuple[TermsPart, ...], calendar: WorkCalendar
) -> tuple[PartDue, ...]:
    """The parts of an act, or a note, that the other side has not signed yet."""
    if charge.kind not in RETURNED:
        raise LedgerFault(
            "Only an act or a note comes back signed; {kind} is not sent to be returned.",
            code="no_kind",
            kind=charge.kind,
        )
    accepted_on, step = act_waits(sent_on, charge.silence, calendar)
    if not terms:
        part = replace(accepted_by_law(charge.kind, accepted_on, sent_on, calendar), amount=charge.amount)
        return (replace(part, steps=(step, *part.steps)) if accepted_on is not None else part,)
    events = {**({"act_signed": accepted_on, "delivered": accepted_on} if accepted_on else {}), **charge.events}
    parts = parts_due(terms, charge.amount, charge.issued_on, events, calendar)
    return tuple(while_not_returned(part, sent_on, step if accepted_on else None) for part in parts)


def _events(charge: ChargeTerms) -> dict[str, date]:
    """An act or a note is dated the day the last party signs, which is the day of acceptance; an invoice its own."""
    own: tuple[str, ...] = ()
    if charge.kind in RETURNED:
        own = ("act_signed", "delivered")
    elif charge.kind == "invoice":
        own = ("invoice_received",)
    return {**dict.fromkeys(own, charge.issued_on), **charge.events}
