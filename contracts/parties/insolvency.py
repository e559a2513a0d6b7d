"""A counterparty is insolvent from a day on, by a source; the ladder then proposes to go further (domain §8)."""

from dataclasses import dataclass, field
from datetime import date

from contracts.kernel.context import Call, Context, recorded
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.parties.queries import parties


class InsolvencyFault(Refusal):
    """What was told of an insolvency cannot be."""

    code = "insolvency_fault"


@dataclass(frozen=True, slots=True)
class Insolvent:
    """A counterparty and since when it is insolvent, as a source says; ``ended_on``: since when no longer."""

    counterparty: str
    from_on: date = field(metadata={"wire": "insolvent_from"})
    source: str
    ended_on: date | None = None


@needs("counterparties.negotiate")
def declare(ctx: Context, call: Call, counterparty: str, source: str, *, from_on: date | None = None) -> Insolvent:
    """Record that a counterparty is insolvent from a day on (today); the source is the court's ruling or the notice."""
    since = from_on or call.as_of
    _check(source, since, call)
    with writing(ctx, call) as work:
        party = parties.counterparty(work.conn, counterparty)
        name = party.short_name or party.name
        known = parties.open_insolvency(work.conn, party.id)
        if known is not None:
            raise InsolvencyFault(
                "{name} is insolvent since {day} already: {source}.", name=name, day=known.from_on, source=known.source
            )
        row = {"party_id": party.id, "from_on": since, "source": source.strip(), "ended_source": "", **recorded(call)}
        parties.add_insolvency(work.conn, row)
        after = {"from_on": since.isoformat(), "source": source.strip()}
        work.note(Subject(SubjectKind.PARTY, party.id), "declare_insolvent", {"after": after})
        work.commit()
    return Insolvent(name, since, source.strip())


@needs("counterparties.negotiate")
def end(ctx: Context, call: Call, counterparty: str, source: str, *, on: date | None = None) -> Insolvent:
    """Record from which day (today) a counterparty is insolvent no longer, and how it is known."""
    day = on or call.as_of
    _check(source, day, call)
    with writing(ctx, call) as work:
        party = parties.counterparty(work.conn, counterparty)
        name = party.short_name or party.name
        known = parties.open_insolvency(work.conn, party.id)
        if known is None:
            raise InsolvencyFault("{name} is not known to be insolvent.", name=name)
        if day < known.from_on:
            raise InsolvencyFault("{name} is insolvent since {day}: it ends later.", name=name, day=known.from_on)
        parties.end_insolvency(work.conn, known.id, day, source.strip())
        after = {"ended_on": day.isoformat(), "source": source.strip()}
        work.note(Subject(SubjectKind.PARTY, party.id), "end_insolvency", {"after": after})
        work.commit()
    return Insolvent(name, known.from_on, known.source, day)


def _check(source: str, day: date, call: Call) -> None:
    if not source.strip():
        raise InsolvencyFault("Name the source: the ruling of the court, its number and day, or the publication.")
    if day > call.as_of:
        raise InsolvencyFault("{day} has not come yet: an insolvency is recorded once it is there.", day=day)
