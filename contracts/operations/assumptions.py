"""What the program assumes in this register and how much rests on it; the manual's page 12 lists every assumption."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import Connection

from contracts.kernel.calendar import WEEKENDS_ONLY
from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.refusal import N_
from contracts.kernel.unit_of_work import needs
from contracts.kernel.wire import ASIDE
from contracts.law.own_rates import stale_tables
from contracts.money.rules.charge_due import agreed_parts
from contracts.operations.queries import assumptions


@dataclass(frozen=True, slots=True)
class Assumption:
    """What is assumed, of how many, and where it is changed; ``facts`` fill the sentence."""

    code: str
    sentence: str
    count: int
    change: str
    facts: dict[str, object] = field(default_factory=dict, metadata=ASIDE)


class _Listed(NamedTuple):
    sentence: str
    change: str


_WORDS: Final = {
    "presumed_renewals": _Listed(
        N_("Contracts whose renewals before they were entered are presumed and not confirmed"),
        "contracts contract confirm",
    ),
    "renewed_unnoticed": _Listed(
        N_("Contracts that have renewed by themselves, as no notice was received in time"), "contracts decide"
    ),
    "notice_received": _Listed(
        N_("Contracts whose notice must be received by its last day; a letter takes {letter} d., a courier {courier}"),
        "contracts contract edit --notice-counts; config.toml [delivery]",
    ),
    "ways_unnamed": _Listed(
        N_("Contracts that name no way of sending notice: every way but electronic ones is allowed"),
        "contracts contract edit --method",
    ),
    "decision_lead": _Listed(
        N_("Decisions on renewal that are expected {lead} before the notice leaves"),
        "config.toml [windows]",
    ),
    "unnumbered": _Listed(N_("Contracts without a number on paper («б/н»)"), "contracts contract edit --number"),
    "owners_unreachable": _Listed(
        N_("Owners of contracts without an e-mail address: they get no mail"), "contracts person edit --email"
    ),
    "notices_unproved": _Listed(
        N_("Notices sent without a day of receipt: they count as received after the usual delivery"),
        "contracts notice received",
    ),
    "claims_unproved": _Listed(
        N_("Claims sent without proof of delivery: delivery is presumed after the usual time"), "contracts claim move"
    ),
    "terms_unread": _Listed(
        N_("Contracts whose payment terms could not be read in full: the day for payment is asked for"),
        "contracts contract edit --payment-terms",
    ),
    "due_by_law": _Listed(
        N_("Open charges without payment terms: they fall due seven days after a demand (Art. 530(2) Civil Code)"),
        "contracts charge event; contracts charge due",
    ),
    "due_waits": _Listed(
        N_("Open charges whose day for payment waits for an event"), "contracts charge event; contracts charge due"
    ),
    "vat_unknown": _Listed(N_("Open charges whose VAT is unknown"), "contracts charge add --vat"),
}


@needs("program.run")
def list_assumptions(ctx: Context, call: Call) -> list[Assumption]:
    """The assumptions something in the register rests on, each with its count."""
    with reading(ctx.engine) as conn:
        known = {**assumptions.counts(conn), "ways_unnamed": assumptions.ways_unnamed(conn)}
        known["terms_unread"] = sum(
            count for terms, count in assumptions.payment_terms(conn).items() if not agreed_parts(terms)
        )
        facts = _facts(ctx)
        fixed = [
            Assumption(code, words.sentence, known[code], words.change, facts.get(code, {}))
            for code, words in _WORDS.items()
        ]
        return [each for each in (*fixed, *_calendars(conn, ctx), *_rates(conn, ctx, call.as_of)) if each.count]


def _facts(ctx: Context) -> dict[str, dict[str, object]]:
    """What the sentences say of the settings in force."""
    delivery = ctx.rules.delivery
    usual = delivery.get(ctx.rules.usual_method, 0)
    return {
        "notice_received": {"letter": delivery.get("letter", usual), "courier": delivery.get("courier", usual)},
        "decision_lead": {"lead": ctx.rules.decision_lead},
    }


def _calendars(conn: Connection, ctx: Context) -> Iterator[Assumption]:
    """Countries of contracts without holidays, and deadlines after the last day whose holidays are known."""
    for country, count in assumptions.countries(conn).items():
        calendar = ctx.rules.calendar(country)
        if calendar is WEEKENDS_ONLY:
            sentence = N_("Contracts of {country}, whose holidays are not known: only week-ends are days off")
            yield Assumption("no_calendar", sentence, count, "contracts contract edit --country", {"country": country})
            continue
        sentence = N_("Deadlines after {day}, the last one with known holidays in {country}: only week-ends are off")
        late = assumptions.deadlines_after(conn, country, calendar.sure_to)
        facts = {"day": calendar.sure_to, "country": country}
        yield Assumption("calendar_ends", sentence, late, "contracts/law/calendars.toml", facts)


def _rates(conn: Connection, ctx: Context, as_of: date) -> Iterator[Assumption]:
    """Tables of rates that do not reach the day."""
    for each in stale_tables(conn, ctx, as_of, (ctx.country,)):
        sentence = N_("The rates {table} are known to {day}: penalties stop there.")
        yield Assumption("stale_rates", sentence, 1, each.command, {"table": each.table, "day": each.sure_to})
