"""Payment terms are parts, each a share or sum due on a day or so long after an event; the last takes the rest (§6).

Written as ``30% contract_signed+5bd; rest act_signed+10bd``: parts parted by ``;``, each a share (``30%``), a sum
(``50000.00``) or ``rest``, then a day (``2026-12-25``), or an event with a duration or a day of a month
(``act_signed@5+1m``: the 5th of the month after). A period's last day moves to a working day, a date fixed by the
contract does not (CC Ukraine 254(5)).
"""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from contracts.kernel.calendar import (
    FAR,
    Duration,
    DurationFault,
    WorkCalendar,
    add,
    parse_duration,
    shift_forward,
)
from contracts.kernel.derivation import CodeFact, Fact, Step
from contracts.kernel.money import Money, MoneyFault, money, round_half_up
from contracts.kernel.refusal import Refusal
from contracts.money.rules import steps as codes
from contracts.money.rules.ledger import DueForm

#: What a payment may wait for; ``issued`` is the day of the document itself.
EVENTS = (
    *("issued", "contract_signed", "advance_received", "delivered", "act_signed", "invoice_received", "month_end"),
    *("end_of_contract", "end_of_warranty", "demand"),
)
#: What a charge waits for where the terms agreed cannot be read: a person who fixes its day.
UNREAD = "terms"
_PART = re.compile(
    r"(?:(?P<share>\d+(?:[.,]\d+)?)\s*%|(?P<rest>rest)|(?P<sum>\d+(?:[.,]\d{1,3})?))?\s*"
    r"(?:(?P<day>\d{4}-\d\d-\d\d)|(?P<event>[a-z_]+)\s*"
    r"(?:\+\s*(?P<wait>\w+)|@\s*(?P<month_day>[1-9]|[12]\d|3[01])(?:\s*\+\s*(?P<months>[01])m)?)?)\s*"
)


class TermsFault(Refusal):
    """Payment terms cannot be read, or do not fit the sum."""

    code = "terms_fault"


@dataclass(frozen=True, slots=True)
class TermsPart:
    """One part: ``share`` of the whole or ``amount``, neither: the rest; due on a day or after an event.

    ``month_day`` is a day of a month (31: its last), so many ``months`` after that of the event, or the first to come.
    """

    share: Fraction | None = None
    amount: Decimal | None = None
    event: str = "issued"
    wait: Duration | None = None
    day: date | None = None
    month_day: int | None = None
    months: int | None = None


@dataclass(frozen=True, slots=True)
class PartDue:
    """One part with its sum and the last day for paying it; ``FAR`` and form ``unknown`` while the event is awaited."""

    no: int
    amount: Money
    due_on: date
    form: DueForm
    steps: tuple[Step, ...]
    waits_for: str = ""


def parse_terms(text: str) -> tuple[TermsPart, ...]:
    """Read payment terms. Raises :class:`TermsFault` naming the part that cannot be read."""
    parts = tuple(_parse_part(each) for each in text.split(";") if each.strip())
    rests = [no for no, part in enumerate(parts) if part.share is None and part.amount is None]
    if not parts or any(no != len(parts) - 1 for no in rests):
        raise TermsFault("The payment terms «{text}» need one part for the rest, and last.", text=text)
    return parts


def parts_due(
    terms: tuple[TermsPart, ...], whole: Money, issued_on: date, events: Mapping[str, date], calendar: WorkCalendar
) -> tuple[PartDue, ...]:
    """The parts of one document with their sums and due days; ``events`` that have not happened are absent."""
    happened = {"issued": issued_on, **events}
    return tuple(
        _due(no, part, amount, happened, calendar)
        for no, (part, amount) in enumerate(zip(terms, _sums(terms, whole), strict=True), 1)
    )


def due_by_law(kind: str, issued_on: date, calendar: WorkCalendar, demanded_on: date | None = None) -> PartDue:
    """Where nothing was agreed (UA): goods on acceptance (CC 692(1)), works after it (854), else demand + 7 days (530).

    The sum is left to the caller.
    """
    none = Money(0, "UAH")
    if kind in ("delivery_note", "transport_note"):
        return PartDue(1, none, issued_on, DueForm.DATE, (Step(codes.DUE_ON_ACCEPTANCE, issued_on),))
    if kind in ("act", "acceptance_act"):
        return PartDue(1, none, issued_on, DueForm.DATE, (Step(codes.DUE_AFTER_WORKS, issued_on),))
    if demanded_on is None:
        waits = Step(codes.DUE_WAITS, issued_on, (_event("demand"),))
        return PartDue(1, none, FAR, DueForm.UNKNOWN, (waits,), "demand")
    last = add(demanded_on, Duration(7, "day"))
    steps = [Step(codes.DUE_ON_DEMAND, last, (("demanded_on", demanded_on),))]
    due_on = _shifted(last, calendar, steps)
    return PartDue(1, none, due_on, DueForm.PERIOD, tuple(steps))


def act_waits(sent_on: date, deemed_after: Duration | None, calendar: WorkCalendar) -> tuple[date | None, Step]:
    """When an act sent and not returned counts as accepted: the day, or ``None`` where silence accepts nothing (§6)."""
    if deemed_after is None:
        return None, Step(codes.DUE_WAITS, sent_on, (_event("act_signed"),))
    accepted_on = add(sent_on, deemed_after, calendar)
    return accepted_on, Step(codes.DEEMED_ACCEPTED, accepted_on, (("sent_on", sent_on),))


def while_not_returned(part: PartDue, sent_on: date, deemed: Step | None) -> PartDue:
    """A part of an act that was sent and not returned: it waits for the signature, or counts from silence (§6).

    ``deemed`` is the step of :func:`act_waits` where silence is acceptance; the signature moves the day all the same.
    """
    if part.form is DueForm.UNKNOWN:
        steps = tuple(step._replace(on=sent_on) if step.code == codes.DUE_WAITS else step for step in part.steps)
        return replace(part, steps=steps)
    is_counted = any(_event("act_signed") in step.facts for step in part.steps)
    if deemed is None or not is_counted:
        return part
    return replace(part, steps=(deemed, *part.steps), waits_for="act_signed")


def accepted_by_law(kind: str, accepted_on: date | None, sent_on: date, calendar: WorkCalendar) -> PartDue:
    """Without terms agreed an act is paid for after its acceptance; until then the day is unknown. The sum is none."""
    if accepted_on is None:
        waits = Step(codes.DUE_WAITS, sent_on, (_event("act_signed"),))
        return PartDue(1, Money(0, "UAH"), FAR, DueForm.UNKNOWN, (waits,), "act_signed")
    return replace(due_by_law(kind, accepted_on, calendar), waits_for="act_signed")


def due_as_stated(due_on: date, amount: Money, form: DueForm = DueForm.PERIOD) -> PartDue:
    """A due day that the document itself names; it is not moved."""
    return PartDue(1, amount, due_on, form, (Step(codes.DUE_STATED, due_on),))


def due_unread(text: str, issued_on: date, amount: Money) -> PartDue:
    """Terms were agreed, but they cannot be read: the day is unknown until a person settles it (§6)."""
    step = Step(codes.DUE_UNREAD, issued_on, (("terms", text[:200]),))
    return PartDue(1, amount, FAR, DueForm.UNKNOWN, (step,), UNREAD)


def _event(name: str) -> tuple[str, Fact]:
    return "event", CodeFact("payment_event", name)


def _parse_part(text: str) -> TermsPart:
    match = _PART.fullmatch(text.strip().lower())
    if match is None or (match["event"] and match["event"] not in EVENTS):
        raise TermsFault(
            "The part «{part}» of the payment terms cannot be read: write «30% contract_signed+5bd; rest "
            "act_signed+10bd»; events are {events}.",
            part=text.strip(),
            events=", ".join(EVENTS),
        )
    try:
        return TermsPart(
            share=Fraction(match["share"].replace(",", ".")) / 100 if match["share"] else None,
            amount=Decimal(match["sum"].replace(",", ".")) if match["sum"] else None,
            event=match["event"] or "issued",
            wait=parse_duration(match["wait"]) if match["wait"] else None,
            day=date.fromisoformat(match["day"]) if match["day"] else None,
            month_day=int(match["month_day"]) if match["month_day"] else None,
            months=int(match["months"]) if match["months"] else None,
        )
    except (DurationFault, ValueError) as fault:
        raise TermsFault(
            "The part «{part}» of the payment terms cannot be read: {reason}.", part=text.strip(), reason=str(fault)
        ) from None


def _sums(terms: tuple[TermsPart, ...], whole: Money) -> list[Money]:
    """The sums of the parts: shares half up, the last part takes the rest. Raises :class:`TermsFault`."""
    sums: list[Money] = []
    for part in terms:
        if part.share is not None:
            sums.append(Money(round_half_up(part.share * whole.minor), whole.currency))
        elif part.amount is not None:
            sums.append(_amount(part.amount, whole.currency))
    left = whole.minor - sum(each.minor for each in sums)
    if len(sums) < len(terms):
        sums.append(Money(left, whole.currency))
    elif all(part.share is not None for part in terms) and sum(part.share or 0 for part in terms) == 1:
        sums[-1] = Money(sums[-1].minor + left, whole.currency)
    if sum(each.minor for each in sums) != whole.minor or any(each.minor <= 0 for each in sums):
        raise TermsFault(
            "The parts of the payment terms give {parts}, the document is {whole}: correct the terms or the sum.",
            parts=" + ".join(each.wire for each in sums),
            whole=whole.wire,
        )
    return sums


def _amount(amount: Decimal, currency: str) -> Money:
    try:
        return money(amount, currency)
    except MoneyFault as fault:
        raise TermsFault("The payment terms name a sum that is none: {reason}.", reason=str(fault)) from None


def _due(no: int, part: TermsPart, amount: Money, happened: Mapping[str, date], calendar: WorkCalendar) -> PartDue:
    if part.day is not None:
        return PartDue(no, amount, part.day, DueForm.DATE, (Step(codes.DUE_STATED, part.day),))
    event_on = happened.get(part.event)
    if event_on is None:
        since = happened["issued"]
        waits = Step(codes.DUE_WAITS, since, (_event(part.event),))
        return PartDue(no, amount, FAR, DueForm.UNKNOWN, (waits,), part.event)
    if part.month_day is not None:
        due_on = _in_month(part.month_day, part.months, event_on)
        step = Step(codes.DUE_IN_MONTH, due_on, (_event(part.event), ("event_on", event_on)))
        return PartDue(no, amount, due_on, DueForm.DATE, (step,))
    wait = part.wait or Duration(0, "day")
    last = add(event_on, wait, calendar)
    counted = (_event(part.event), ("event_on", event_on), ("wait", wait))
    steps = [Step(codes.DUE_COUNTED, last, counted)]
    due_on = _shifted(last, calendar, steps) if wait.count else last
    return PartDue(no, amount, due_on, DueForm.PERIOD, tuple(steps))


def _in_month(number: int, months: int | None, event_on: date) -> date:
    """That day of a month, its last where the month is shorter; without ``months`` the first not before the event."""
    due_on = _day_in(number, event_on.year, event_on.month + (months or 0))
    if months is None and due_on < event_on:
        return _day_in(number, event_on.year, event_on.month + 1)
    return due_on


def _day_in(number: int, year: int, month: int) -> date:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, min(number, monthrange(year, month)[1]))


def _shifted(last: date, calendar: WorkCalendar, steps: list[Step]) -> date:
    due_on = shift_forward(last, calendar)
    if due_on != last:
        steps.append(Step(codes.DUE_SHIFTED, due_on, (("before", last),)))
    return due_on
