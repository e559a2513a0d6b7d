"""`deadline`: the term, the notice deadline and the last day to send, calculated without a register."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from contracts.cli.shared.command import with_options
from contracts.cli.shared.options import choice_option, day_option, duration_option
from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _
from contracts.kernel.calendar import Duration
from contracts.kernel.wire import wire
from contracts.registry.rules.contract import Conditions, EndRule, NoticeCounts, Renewal

if TYPE_CHECKING:
    from contracts.registry.rules.calculator import Calculation


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
    steps = session.words.why_steps(answer.steps)
    lines = [*_lines(session, answer, day), *(f"  {no}. {step}" for no, step in enumerate(steps, 1))]
    session.show(wire(replace(answer, steps=())) | {"steps": steps}, "\n".join(lines))


def _lines(session: Session, answer: "Calculation", day: date) -> Iterator[str]:
    words = session.words
    yield words.say("On {day}: {phase}", day=words.date(day), phase=words.phase(answer.phase))
    if answer.term_no:
        last_day = words.date_weekday(answer.last_day) if answer.last_day else words.say("no fixed end")
        first_day = words.date(answer.first_day) if answer.first_day else words.say("unknown")
        yield words.say("Term {no}: {first} to {last}", no=answer.term_no, first=first_day, last=last_day)
    for label, value in ((words.say("Serve by"), answer.notice_deadline), (words.say("Send by"), answer.post_by)):
        if value:
            yield f"{label}: {words.date_weekday(value)}"
    if answer.missing:
        yield words.say("Missing: {facts}", facts=", ".join(words.missing(each) for each in answer.missing))
