"""`contracts interest`: what was given becomes a debt and terms, the engine's answer JSON or a table of 80 columns."""

import textwrap
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from contracts.claims.late_payment.laws import late_payment_law
from contracts.claims.late_payment.rules.debt import KINDS, Kind, LateClaim, LateDebt, LateItem, LateTerms
from contracts.claims.late_payment.rules.engine import calculate_late
from contracts.claims.late_payment.rules.inflation import Beyond, Method
from contracts.claims.late_payment.rules.penalty import clause
from contracts.claims.late_payment.rules.rows import InterestRow, Year
from contracts.claims.limitation.periods import limitation_of
from contracts.cli.claims.options import DueKind, Payments, read_debt, read_payment
from contracts.cli.shared.command import with_options
from contracts.cli.shared.options import choice_option, day_option
from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _
from contracts.kernel.money import Money
from contracts.kernel.refusal import N_, Note, Refusal
from contracts.law import calendar_of, rate_tables
from contracts.law.rate_files import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.table import Table

    from contracts.kernel.rates import RateTable
    from contracts.language import Words


@dataclass(frozen=True)
class InterestOptions:
    """A debt paid late, and how what is due for it is calculated."""

    law: Annotated[str, choice_option(_("Whose law."), "UA|RU|DE|GB|PL|AT|EU")]
    principal: Annotated[str, typer.Option(metavar="SUM", help=_("The debt, such as 100000.00."))]
    due: Annotated[date | None, day_option("--due", _("The last day for payment."))] = None
    kind: Annotated[str, choice_option(_("What to reckon."), "all|interest|inflation|penalty|fine")] = "all"
    currency: Annotated[str | None, typer.Option(metavar="C", help=_("Currency; by default that of the law."))] = None
    due_kind: DueKind = "period"
    from_: Annotated[date | None, day_option("--from", _("First day of delay."))] = None
    payment: Payments = None
    rate_per_year: Annotated[str | None, typer.Option(metavar="R", help=_("Agreed interest, per cent a year."))] = None
    penalty_per_day: Annotated[
        str | None, typer.Option(metavar="R|nbu2", help=_("Agreed penalty, per cent a day, or nbu2."))
    ] = None
    penalty_stop: Annotated[str | None, typer.Option(metavar="none|6m|DUR", help=_("When the penalty stops."))] = None
    fine: Annotated[str | None, typer.Option(metavar="PERCENT", help=_("A fine, per cent of the debt."))] = None
    inflation_method: Annotated[Method, choice_option(_("How parts are indexed."), "tranche|chain")] = "tranche"
    allocation: Annotated[
        Literal["principal", "law"], choice_option(_("What payments cover first."), "principal|law")
    ] = "principal"
    divisor: Annotated[Year | None, choice_option(_("Days in a year."), "365|actual")] = None
    payment_day: Annotated[str | None, choice_option(_("Whether the day of payment counts."), "counted|not")] = None
    arose: Annotated[date | None, day_option("--arose", _("The day on which the obligation arose."))] = None
    consumer: Annotated[bool, typer.Option("--consumer", help=_("The debtor is a consumer."))] = False
    beyond: Annotated[Beyond, choice_option(_("Past the last known rate."), "refuse|stop|last_known")] = "refuse"


@with_options(InterestOptions)
def calculate_interest(session: Session) -> None:
    from contracts.app import today

    options = session.options(InterestOptions)
    law = late_payment_law(options.law)
    as_of = session.day or today(session.config)
    tables = _tables(session)
    debt = _debt(options, options.currency or law.currency)
    terms = replace(_terms(options), known_on=max(as_of, today(session.config)))
    claim = calculate_late(
        debt, terms, law, tables, as_of, calendar=calendar_of(law.code), limitation=limitation_of(law.code)
    )
    _refuse_empty(claim, options.kind)
    session.show(wire(claim, session.words), _text(claim, session.words))


def _tables(session: Session) -> "Mapping[str, RateTable]":
    """The tables in force with the register's own entries; without a register, those of the folder."""
    from contracts.app import data_folder
    from contracts.law.own_rates import list_tables

    try:
        return list_tables(session.ctx, session.call)
    except Refusal:
        return rate_tables(data_folder(session.config, session.data))


def wire(claim: LateClaim, words: "Words") -> dict[str, object]:
    """The result as JSON: sums and rates as strings, days ISO."""
    data = {
        "law": claim.law,
        "as_of": claim.as_of,
        "first_day": claim.first_day,
        "currency": claim.total.currency,
        "items": [_wire_item(item, claim.total.currency, words) for item in claim.items],
        "compensation": claim.compensation.wire if claim.compensation else None,
        "total": claim.total.wire,
        "principal_left": claim.principal_left.wire,
        "interest_per_day": claim.interest_per_day.wire if claim.interest_per_day else None,
        "notes": [say_note(note, words) for note in claim.notes],
    }
    if claim.compensation and claim.compensation.currency != claim.total.currency:
        data["compensation_currency"] = claim.compensation.currency
    return data


def say_note(note: Note, words: "Words") -> str:
    """A note in the reader's language."""
    return words.say(note.sentence, **note.facts)


def _debt(options: InterestOptions, currency: str) -> LateDebt:
    first_day: date | None = options.from_
    due: date | None = options.due or (first_day - timedelta(days=1) if first_day else None)
    if due is None:
        raise typer.BadParameter(_("Give --due, the last day for payment, or --from, the first day of delay."))
    payments = tuple(read_payment(text, currency) for text in options.payment or ())
    principal = read_debt(options.principal, currency)
    return LateDebt(principal, due, options.due_kind, payments, first_day, options.arose)


def _terms(options: InterestOptions) -> LateTerms:
    per_day = options.penalty_per_day
    return LateTerms(
        kinds=KINDS if options.kind == "all" else (cast(Kind, options.kind),),
        rate_per_year=_per_cent(options.rate_per_year, "--rate-per-year"),
        penalty=clause(per_day, options.penalty_stop or "") if per_day is not None else None,
        fine=_per_cent(options.fine, "--fine"),
        inflation=options.inflation_method,
        allocation=options.allocation,
        year=options.divisor,
        counts_payment_day=None if options.payment_day is None else options.payment_day == "counted",
        is_consumer=options.consumer,
        beyond=options.beyond,
    )


def _per_cent(text: str | None, option: str) -> Fraction | None:
    if text is None:
        return None
    try:
        rate = Fraction(text.strip().replace(",", ".").removesuffix("%"))
    except (ValueError, ZeroDivisionError):
        rate = Fraction(-1)
    if not 0 <= rate <= 10_000 or "/" in text:
        sentence = _("{option}: {text} is not a per cent such as 3 or 0.1.")
        raise typer.BadParameter(sentence.format(option=option, text=repr(text)))
    return rate


def _refuse_empty(claim: LateClaim, kind: str) -> None:
    """A single kind without data or ground is a refusal; among several it is a note."""
    from contracts.kernel.refusal import Refusal

    refused = [item.refusal for item in claim.items if item.refusal is not None]
    if refused and len(refused) == len(claim.items):
        raise refused[0]
    if claim.items or kind == "all":
        return
    reasons = {
        "penalty": N_("There is no penalty without a clause of the contract: give --penalty-per-day."),
        "fine": N_("There is no fine without a clause of the contract: give --fine."),
        "inflation": N_("The law {law} knows no inflation losses."),
    }
    raise Refusal(reasons[kind], code="no_ground", law=claim.law)


def _wire_item(item: LateItem, currency: str, words: "Words") -> dict[str, object]:
    return {
        "kind": item.kind,
        "amount": None if item.amount is None else item.amount.wire,
        "complete_to": item.complete_to,
        "notes": [say_note(note, words) for note in item.notes],
        "rows": [_wire_row(row, currency) for row in item.rows],
    }


def _wire_row(row: InterestRow, currency: str) -> dict[str, object]:
    data = {
        "from": row.from_on,
        "to": row.to_on,
        "days": row.days,
        "principal": Money(row.principal_minor, currency).wire,
        "rate": plain(row.rate),
        "year": row.year_days or None,
        "amount": Money(row.amount_minor, currency).wire,
        "rule": row.rule,
    }
    if row.months:
        data["months"] = [f"{month:%Y-%m}" for month in row.months]
    return data


_TITLES = {
    "interest": N_("Interest"),
    "inflation": N_("Inflation losses"),
    "penalty": N_("Penalty"),
    "fine": N_("Fine"),
}


def _text(claim: LateClaim, words: "Words") -> "list[str | Table]":
    parts: list[str | Table] = [
        words.say("Law {law}; delay from {first} to {last}.", law=claim.law, first=claim.first_day, last=claim.as_of)
    ]
    for item in claim.items:
        amount = words.say("not reckoned") if item.amount is None else words.money(item.amount)
        parts.append(f"\n{words.say(_TITLES[item.kind])}: {amount}")
        if item.rows:
            parts.append(_table(item, claim.total.currency, words))
        parts += _notes(item.notes, words)
    if claim.compensation:
        parts.append("\n" + words.say("Fixed sum: {sum}", sum=claim.compensation))
    parts.append("\n" + words.say("Total without the principal: {sum}", sum=claim.total))
    parts.append(words.say("Principal unpaid: {sum}", sum=claim.principal_left))
    return parts + _notes(claim.notes, words)


def _notes(notes: tuple[Note, ...], words: "Words") -> list[str]:
    return [textwrap.fill(say_note(note, words), 78, initial_indent="  – ", subsequent_indent="    ") for note in notes]


def _table(item: LateItem, currency: str, words: "Words") -> "Table":
    from rich.table import Table

    from contracts.language.figures import amount, number

    table = Table(box=None, pad_edge=False, padding=(0, 1), header_style="bold", show_edge=False)
    rate = {"inflation": words.say("Index, %"), "fine": "%"}.get(item.kind, words.say("% a year"))
    for title in (words.say("From"), words.say("To")):
        table.add_column(title, no_wrap=True)
    for title in (words.say("Days"), words.say("Principal"), rate, words.say("Amount")):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column(words.say("Ground"), overflow="fold")
    for row in item.rows:
        table.add_row(
            words.date(row.from_on),
            words.date(row.to_on),
            str(row.days),
            amount(Money(row.principal_minor, currency), words.language),
            number(Decimal(plain(row.rate, 4)), words.language),
            amount(Money(row.amount_minor, currency), words.language),
            row.rule,
        )
    return table
