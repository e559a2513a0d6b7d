"""Annexes: specifications, orders, price lists, schedules, each added and changed on its own."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

import typer

from contracts.cli.shared.command import with_options
from contracts.cli.shared.options import (
    Clear,
    ContractParties,
    HryvniaOr,
    Number,
    Version,
    day_option,
    no_such_field,
    nothing_to_change,
    text_option,
)
from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _
from contracts.cli.shared.values import read_sum
from contracts.kernel.refusal import N_
from contracts.kernel.wire import wire


class AnnexKind(StrEnum):
    """Kinds of annexes."""

    SPECIFICATION = "specification"
    ORDER = "order"
    PRICE_LIST = "price_list"
    SCHEDULE = "schedule"
    OTHER = "other"


#: Kinds of annexes as people call them.
ANNEXES = {
    "specification": N_("specification"),
    "order": N_("order"),
    "price_list": N_("price list"),
    "schedule": N_("schedule"),
    "other": N_("annex"),
}
#: Fields by the options that empty them.
_CLEARABLE = {
    "title": "title",
    "signed": "signed_on",
    "start": "first_day",
    "last-day": "last_day",
    "amount": "amount",
    "payment-terms": "payment_terms",
}


@dataclass(frozen=True)
class AnnexOptions:
    """What an annex says."""

    title: Annotated[str | None, text_option("--title", _("What it is about."))] = None
    signed: Annotated[date | None, day_option("--signed", _("The day it was signed."))] = None
    start: Annotated[date | None, day_option("--start", _("Its first day."))] = None
    last_day: Annotated[date | None, day_option("--last-day", _("Its last day, inclusive."))] = None
    amount: Annotated[str | None, typer.Option(metavar="SUM", help=_("Its amount."))] = None
    currency: HryvniaOr = "UAH"
    payment_terms: Annotated[str | None, text_option("--payment-terms", _("When is paid, in words."))] = None

    def values(self) -> dict[str, object]:
        """Its fields as use cases take them."""
        return {
            "title": self.title,
            "signed_on": self.signed,
            "first_day": self.start,
            "last_day": self.last_day,
            "amount": read_sum(self.amount, self.currency) if self.amount else None,
            "payment_terms": self.payment_terms,
        }


@with_options(AnnexOptions, ContractParties)
def add(
    session: Session,
    number: Number,
    kind: Annotated[AnnexKind, typer.Argument(help=_("What it is."))],
    no: Annotated[str, text_option("--number", _("Its number; the next one by default."))] = "",
) -> None:
    from contracts.registry.annexes import add_annex

    values = {"number": no} | session.options(AnnexOptions).values()
    added = add_annex(session.ctx, session.call, session.options(ContractParties).which(number), kind.value, values)
    text = session.say("Added: {kind} № {number}.", kind=session.say(ANNEXES[added.kind]), number=added.annex)
    session.show(wire(added), text)


@dataclass(frozen=True)
class AnnexChange:
    """What is emptied, and what was seen before."""

    clear: Clear = None
    version: Version = None


@with_options(AnnexOptions, AnnexChange, ContractParties)
def edit(
    session: Session,
    number: Number,
    annex: Annotated[str, typer.Argument(metavar="ANNEX", help=_("Its number, or kind:number."))],
    no: Annotated[str | None, text_option("--number", _("Its new number."))] = None,
) -> None:
    from contracts.registry.annexes import edit_annex

    change, which = session.options(AnnexChange), session.options(ContractParties).which(number)
    values = {"number": no} | session.options(AnnexOptions).values()
    values = {name: value for name, value in values.items() if value is not None}
    values |= dict.fromkeys(_cleared(change.clear or []))
    if not values:
        raise nothing_to_change()
    edited = edit_annex(session.ctx, session.call, which, annex, values, version=change.version)
    session.show(wire(edited), session.say("Saved."))


def _cleared(names: list[str]) -> list[str]:
    for name in names:
        if name not in _CLEARABLE:
            raise no_such_field(name, list(_CLEARABLE))
    return [_CLEARABLE[name] for name in names]
