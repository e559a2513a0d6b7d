"""`deadline`: the term, the notice deadline and the last day to send, calculated without a register."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

import typer

from contracts.cli.shared.command import with_options
from contracts.cli.shared.options import choice_option, day_option, duration_option
from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _
from contracts.kernel.calendar import Duration
from contracts.registry.rules.contract import Conditions, EndRule, NoticeCounts, Renewal


@dataclass(frozen=True)
class DeadlineOptions:
    """A contract that stands in no register: its conditions, and how its notice travels."""

    start: Annotated[date | None, day_option("--start", _("First day of the contract."))] = None
    length: Annotated[Duration | None, duration_option("--length", _("Length of the first term: 12m, 1y, 90d."))] = None
    last_day: Annotated[date | None, day_option("--last-day", _("Last day of the first term, inclusive."))] = None
    end_rule: Annotated[EndRule, typer.Option(help=_("How a last day is counted from a length."))] = EndRule.DAY_BEFORE
    renewal: Annotated[Renewal, typer.Option(help=_("What happens at the end of a term."))] = Renewal.NONE
    renewal_length: Annotated[Duration | None, duration_option("--renewal-length", _("Length of a renewal."))] = None
    max_renewals: Annotated[int | None, typer.Option(min=0, help=_("How many renewals at most."))] = None
    notice: Annotated[Duration | None, duration_option("--notice", _("Notice period: 30d, 2m, 10wd."))] = None
    notice_counts: Annotated[str, choice_option(_("What must happen in time."), "received|sent")] = "received"
    notice_served: Annotated[date | None, day_option("--notice-served", _("The day on which a notice counts."))] = None
    delivery_days: Annotated[int, typer.Option(min=0, help=_("Calendar days of delivery."))] = 0
    country: Annotated[str, typer.Option(metavar="CC", help=_("Country of the working days."))] = "UA"

    def conditions(self) -> Conditions:
        """The conditions the term is calculated by."""
        is_evergreen = self.renewal is Renewal.EVERGREEN
        return Conditions(
            first_day=self.start,
            length=self.length,
            last_day=None if is_evergreen else self.last_day,
            end_rule=self.end_rule,
            renewal=self.renewal,
            renewal_length=self.renewal_length,
            max_renewals=self.max_renewals,
            notice=self.notice,
            notice_counts=NoticeCounts(self.notice_counts),
            asked_end=self.last_day if is_evergreen else None,
        )


@with_options(DeadlineOptions)
def calculate_deadline(session: Session) -> None:
    from contracts.app import calculator_rules, today
    from contracts.registry.rules.calculator import calculate

    options = session.options(DeadlineOptions)
    country = options.country.upper()
    rules = calculator_rules(session.config, country, {"letter": options.delivery_days})
    day = session.day or today(session.config)
    answer = calculate(
        options.conditions(),
        day,
        calendar=rules.calendar(country),
        delivery_days=options.delivery_days,
        notice_served_on=options.notice_served,
        windows=rules,
    )
    plain = ("phase", "term_no", "first_day", "last_day", "notice_deadline", "post_by")
    data = {name: getattr(answer, name) for name in plain}
    data |= {"missing": list(answer.missing), "steps": session.words.why_steps(answer.steps)}
    session.show(data, _text(session, data, day))


def _text(session: Session, data: dict[str, Any], day: date) -> str:
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
