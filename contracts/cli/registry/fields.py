"""The options of a contract's fields, once: registering, editing and asking on a terminal share them."""

from dataclasses import dataclass, make_dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

import typer

from contracts.cli.shared.options import day_option, duration_option, no_such_field
from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _
from contracts.cli.shared.values import read_day, read_duration, read_sum
from contracts.kernel.calendar import Duration
from contracts.registry.rules.contract import EndRule, NoticeCounts, Renewal


class Method(StrEnum):
    """Ways of sending a notice."""

    LETTER = "letter"
    COURIER = "courier"
    HAND = "hand"
    EDOC = "edoc"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name among the entered values, its option, and how its text is read."""

    name: str
    flag: str
    help: str
    kind: Any = str
    metavar: str | None = "TEXT"

    def annotation(self) -> Any:
        """The typer annotation of the option."""
        if self.kind is date:
            option = day_option(self.flag, self.help)
        elif self.kind is Duration:
            option = duration_option(self.flag, self.help)
        else:
            option = typer.Option(self.flag, metavar=self.metavar, help=self.help)
        return Annotated[self.kind | None, option]


FIELDS = (
    Field("number", "--number", _("Number on the paper; б/н where it bears none.")),
    Field("their_number", "--their-number", _("The counterparty's own number of the contract.")),
    Field("title", "--title", _("What the contract is about, in a few words.")),
    Field("subject", "--subject", _("The subject as the contract words it.")),
    Field("type", "--type", _("Type of contract: supply, services, lease.")),
    Field("note", "--note", _("A note.")),
    Field("dated_on", "--dated", _("The date on the page."), date),
    Field("concluded_on", "--concluded", _("The day the contract was concluded."), date),
    Field("first_day", "--start", _("First day of effect."), date),
    Field("length", "--length", _("Length of the first term: 12m, 1y, 90d."), Duration),
    Field("last_day", "--last-day", _("Last day of the first term, inclusive."), date),
    Field("end_rule", "--end-rule", _("How a last day is counted from a length."), EndRule, None),
    Field("renewal", "--renewal", _("What happens at the end of a term."), Renewal, None),
    Field("renewal_length", "--renewal-length", _("Length of a renewal."), Duration),
    Field("max_renewals", "--max-renewals", _("How many renewals at most."), int, "N"),
    Field("notice", "--notice", _("Notice period: 30d, 2m, 10wd."), Duration),
    Field("notice_counts", "--notice-counts", _("What must happen in time."), NoticeCounts, None),
    Field("asked_end", "--asked-end", _("The day an open-ended contract is asked to end on."), date),
    Field("payment_terms", "--payment-terms", _("When is paid, in words.")),
    Field("penalty", "--penalty", _("Agreed penalty: per cent a day such as 0.1, or nbu2.")),
    Field("country", "--country", _("Country of the working days."), str, "CC"),
)
#: Keeps an option apart from an argument of the same name: NUMBER and --number.
_PREFIX = "field_"
_BY_NAME = {each.name: each for each in FIELDS}
Methods = Annotated[
    list[Method] | None,
    typer.Option(
        "--method", metavar="letter|courier|hand|edoc|email", help=_("A way of sending a notice; the usual one first.")
    ),
]


@dataclass(frozen=True)
class MoreFields:
    """Fields whose options are read together, or into values of another shape."""

    methods: Methods = None
    amount: Annotated[str | None, typer.Option(metavar="SUM", help=_("Amount of the contract: 1248000.00."))] = None
    currency: Annotated[str | None, typer.Option(metavar="C", help=_("Currency; hryvnia by default."))] = None
    confidential: Annotated[
        bool | None,
        typer.Option("--confidential/--not-confidential", help=_("Shown to its owner, its readers and auditors only.")),
    ] = None


#: The options of the table, for ``with_options``.
TableFields = make_dataclass("TableFields", [(_PREFIX + each.name, each.annotation(), None) for each in FIELDS])


def entered_fields(session: Session, *, currency: str | None = None) -> dict[str, Any]:
    """The fields that were given, as use cases take them; ``currency`` is the one the contract has."""
    more = session.options(MoreFields)
    options = {each.name: getattr(session.options(TableFields), _PREFIX + each.name) for each in FIELDS}
    fields = {name: value for name, value in options.items() if value is not None}
    if more.methods:
        fields["notice_methods"] = tuple(each.value for each in more.methods)
    if more.confidential is not None:
        fields["is_confidential"] = more.confidential
    if more.amount is not None:
        fields["amount"] = read_sum(more.amount, more.currency or currency or "UAH")
    elif more.currency:
        raise typer.BadParameter(_("--currency goes with --amount."))
    return fields


def read_field(name: str, text: str) -> Any:
    """The value of a field from a text a person typed; raises ``typer.BadParameter``."""
    kind = _BY_NAME[name].kind
    if kind is date:
        return read_day(text)
    if kind is Duration:
        return read_duration(text)
    if kind is int:
        if not text.strip().isdigit():
            raise typer.BadParameter(_("{text} is not a number.").format(text=repr(text)))
        return int(text)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        try:
            return kind(text.strip())
        except ValueError:
            choices = ", ".join(kind)
            raise typer.BadParameter(_("Write one of: {choices}.").format(choices=choices)) from None
    return text


def clearable(names: list[str]) -> dict[str, None]:
    """Fields to clear, by option name (``notice``, ``last-day``); an unknown one is misuse."""
    by_flag = {each.flag.removeprefix("--"): each.name for each in FIELDS}
    by_flag |= {each.name: each.name for each in FIELDS}
    by_flag |= {"method": "notice_methods", "notice_methods": "notice_methods", "amount": "amount"}
    by_flag |= {"owner": "owner", "department": "department", "currency": "amount"}
    fields: dict[str, None] = {}
    for name in names:
        known = by_flag.get(name.strip().removeprefix("--"))
        if known is None:
            choices = sorted({each for each in by_flag if "_" not in each})
            raise no_such_field(name, choices)
        fields[known] = None
    return fields
