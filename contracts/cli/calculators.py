"""Reckoning without a register: `deadline` for terms and notices, `interest` for late payment."""

from datetime import date
from types import SimpleNamespace
from typing import Annotated, Any

import typer

from contracts.cli.kit import Session, _, command
from contracts.cli.options import choice_option, day_option, duration_option
from contracts.kernel.calendar import Duration
from contracts.registry.rules.contract import Conditions, EndRule, NoticeCounts, Renewal


def add_to(app: typer.Typer) -> None:
    """Register these commands."""
    command(app, "deadline", _("Reckon the term, the notice deadline and the last day to send, without a register."))(
        _deadline
    )
    command(app, "interest", _("Reckon interest, inflation, penalty and fine on a late payment."))(_interest)


def _deadline(
    session: Session,
    start: Annotated[date | None, day_option("--start", _("First day of the contract."))] = None,
    length: Annotated[
        Duration | None, duration_option("--length", _("Length of the first term: 12m, 1y, 90d."))
    ] = None,
    last_day: Annotated[date | None, day_option("--last-day", _("Last day of the first term, inclusive."))] = None,
    end_rule: Annotated[EndRule, typer.Option(help=_("How a last day is counted from a length."))] = EndRule.DAY_BEFORE,
    renewal: Annotated[Renewal, typer.Option(help=_("What happens at the end of a term."))] = Renewal.NONE,
    renewal_length: Annotated[Duration | None, duration_option("--renewal-length", _("Length of a renewal."))] = None,
    max_renewals: Annotated[int | None, typer.Option(min=0, help=_("How many renewals at most."))] = None,
    notice: Annotated[Duration | None, duration_option("--notice", _("Notice period: 30d, 2m, 10wd."))] = None,
    notice_counts: Annotated[str, choice_option(_("What must happen in time."), "received|sent")] = "received",
    notice_served: Annotated[date | None, day_option("--notice-served", _("The day on which a notice counts."))] = None,
    delivery_days: Annotated[int, typer.Option(min=0, help=_("Calendar days of delivery."))] = 0,
    country: Annotated[str, typer.Option(metavar="CC", help=_("Country of the working days."))] = "UA",
) -> None:
    conditions = Conditions(
        first_day=start,
        length=length,
        last_day=None if renewal is Renewal.EVERGREEN else last_day,
        end_rule=end_rule,
        renewal=renewal,
        renewal_length=renewal_length,
        max_renewals=max_renewals,
        notice=notice,
        notice_counts=NoticeCounts(notice_counts),
        asked_end=last_day if renewal is Renewal.EVERGREEN else None,
    )
    _show_reckoned(session, conditions, notice_served, delivery_days=delivery_days, country=country.upper())


def _show_reckoned(
    session: Session, conditions: Conditions, served_on: date | None, *, delivery_days: int, country: str
) -> None:
    from contracts.app import calculator_rules, today
    from contracts.registry.rules.reckon import reckon

    rules = calculator_rules(session.config, country, {"letter": delivery_days})
    day = session.day or today(session.config)
    found = reckon(
        conditions,
        day,
        calendar=rules.calendar(country),
        delivery_days=delivery_days,
        notice_served_on=served_on,
        windows=rules,
    )
    plain = ("phase", "term_no", "first_day", "last_day", "notice_deadline", "post_by")
    data = {name: getattr(found, name) for name in plain}
    data |= {"missing": list(found.missing), "steps": session.words.why_steps(found.steps)}
    session.show(data, _reckoned(session, data, day))


def _reckoned(session: Session, data: dict[str, Any], day: date) -> str:
    words = session.words
    lines = [words.say("On {day}: {phase}", day=words.date(day), phase=words.phase(data["phase"]))]
    if data["term_no"]:
        last_day = words.date_weekday(data["last_day"]) if data["last_day"] else words.say("no fixed end")
        first_day = words.date(data["first_day"]) if data["first_day"] else words.say("unknown")
        lines.append(words.say("Term {no}: {first} to {last}", no=data["term_no"], first=first_day, last=last_day))
    for label, value in ((words.say("Serve by"), data["notice_deadline"]), (words.say("Send by"), data["post_by"])):
        if value:
            lines.append(f"{label}: {words.date_weekday(value)}")
    if data["missing"]:
        lines.append(words.say("Missing: {facts}", facts=", ".join(words.missing(each) for each in data["missing"])))
    return "\n".join([*lines, *(f"  {no}. {step}" for no, step in enumerate(data["steps"], 1))])


def _interest(
    session: Session,
    law: Annotated[str, choice_option(_("Whose law."), "UA|RU|DE|GB|PL|AT|EU")],
    principal: Annotated[str, typer.Option(metavar="SUM", help=_("The debt, such as 100000.00."))],
    due: Annotated[date | None, day_option("--due", _("The last day for payment."))] = None,
    kind: Annotated[str, choice_option(_("What to reckon."), "all|interest|inflation|penalty|fine")] = "all",
    currency: Annotated[str | None, typer.Option(metavar="C", help=_("Currency; by default that of the law."))] = None,
    due_kind: Annotated[str, choice_option(_("Whether a period ends then."), "period|date")] = "period",
    from_: Annotated[date | None, day_option("--from", _("First day of delay."))] = None,
    payment: Annotated[list[str] | None, typer.Option(metavar="D=M", help=_("A payment: 2026-05-10=5000.00."))] = None,
    rate_per_year: Annotated[str | None, typer.Option(metavar="R", help=_("Agreed interest, per cent a year."))] = None,
    penalty_per_day: Annotated[
        str | None, typer.Option(metavar="R|nbu2", help=_("Agreed penalty, per cent a day, or nbu2."))
    ] = None,
    penalty_stop: Annotated[str | None, typer.Option(metavar="none|6m|DUR", help=_("When the penalty stops."))] = None,
    fine: Annotated[str | None, typer.Option(metavar="PERCENT", help=_("A fine, per cent of the debt."))] = None,
    inflation_method: Annotated[str, choice_option(_("How parts are indexed."), "tranche|chain")] = "tranche",
    allocation: Annotated[str, choice_option(_("What payments cover first."), "principal|law")] = "principal",
    divisor: Annotated[str | None, choice_option(_("Days in a year."), "365|actual")] = None,
    payment_day: Annotated[str | None, choice_option(_("Whether the day of payment counts."), "counted|not")] = None,
    arose: Annotated[date | None, day_option("--arose", _("The day on which the obligation arose."))] = None,
    consumer: Annotated[bool, typer.Option("--consumer", help=_("The debtor is a consumer."))] = False,
    beyond: Annotated[str, choice_option(_("Past the last known rate."), "refuse|stop|last_known")] = "refuse",
) -> None:
    from contracts.cli.late_payment import show_interest

    show_interest(session, SimpleNamespace(**{name: given for name, given in locals().items() if name != "session"}))
