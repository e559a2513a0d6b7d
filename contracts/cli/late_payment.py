"""`contracts interest`: what was given becomes a debt and terms, the engine's answer JSON or a table of 80 columns."""

import textwrap
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import typer

from contracts.claims.late_payment.laws import late_payment_law
from contracts.claims.late_payment.rules.interest import reckon_late
from contracts.claims.late_payment.rules.interest_rows import Row
from contracts.claims.late_payment.rules.late_debt import KINDS, Item, Kind, LateClaim, LateDebt, LateTerms, Paid
from contracts.claims.late_payment.rules.penalty import PenaltyClause, clause
from contracts.claims.limitation.periods import limitation_of
from contracts.cli.kit import Session, _, read_day
from contracts.kernel.money import Money, MoneyFault, money
from contracts.kernel.refusal import N_, Note
from contracts.law import calendar_of, rate_tables
from contracts.law.rate_files import plain

if TYPE_CHECKING:
    from contracts.language import Words


def show_interest(session: Session, given: SimpleNamespace) -> None:
    """Reckon and show. Misuse is exit 2; a claim of which no item can be reckoned is refused."""
    from contracts.app import data_folder, today

    law = late_payment_law(given.law)
    as_of = session.day or today(session.config)
    tables = rate_tables(data_folder(session.config, session.data))
    debt, terms = _debt(given, given.currency or law.currency), _terms(given)
    claim = reckon_late(
        debt, terms, law, tables, as_of, calendar=calendar_of(law.code), limitation=limitation_of(law.code)
    )
    _refuse_empty(claim, given.kind)
    session.show(wire(claim, session.words), _text(claim, session.words))


def wire(claim: LateClaim, words: "Words") -> dict[str, Any]:
    """The result as JSON: sums and rates as strings, days ISO."""
    found = {
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
        found["compensation_currency"] = claim.compensation.currency
    return found


def say_note(note: Note, words: "Words") -> str:
    """A note in the reader's language."""
    return words.say(note.sentence, **note.facts)


def _debt(given: SimpleNamespace, currency: str) -> LateDebt:
    first_day: date | None = given.from_
    due: date | None = given.due or (first_day - timedelta(days=1) if first_day else None)
    if due is None:
        raise typer.BadParameter(_("Give --due, the last day for payment, or --from, the first day of delay."))
    payments = tuple(_paid(text, currency) for text in given.payment or ())
    principal = _sum(given.principal, currency)
    return LateDebt(principal, due, given.due_kind, payments, first_day, given.arose)


def _terms(given: SimpleNamespace) -> LateTerms:
    return LateTerms(
        kinds=KINDS if given.kind == "all" else (cast(Kind, given.kind),),
        rate_per_year=_per_cent(given.rate_per_year, "--rate-per-year"),
        penalty=_clause(given),
        fine=_per_cent(given.fine, "--fine"),
        inflation=given.inflation_method,
        allocation=given.allocation,
        year=given.divisor,
        counts_payment_day=None if given.payment_day is None else given.payment_day == "counted",
        is_consumer=given.consumer,
        beyond=given.beyond,
    )


def _clause(given: SimpleNamespace) -> PenaltyClause | None:
    if given.penalty_per_day is None:
        return None
    return clause(given.penalty_per_day, given.penalty_stop or "")


def _per_cent(text: str | None, option: str) -> Fraction | None:
    if text is None:
        return None
    try:
        found = Fraction(text.strip().replace(",", ".").removesuffix("%"))
    except (ValueError, ZeroDivisionError):
        found = Fraction(-1)
    if not 0 <= found <= 10_000 or "/" in text:
        sentence = _("{option}: {text} is not a per cent such as 3 or 0.1.")
        raise typer.BadParameter(sentence.format(option=option, text=repr(text)))
    return found


def _sum(text: str, currency: str) -> Money:
    try:
        return money(text.replace(" ", "").replace("\u00a0", "").replace(",", "."), currency.upper())
    except MoneyFault:
        sentence = _("{text} is not a sum in {currency}: write 100000.00.")
        raise typer.BadParameter(sentence.format(text=repr(text), currency=currency.upper())) from None


def _paid(text: str, currency: str) -> Paid:
    day, separator, amount = text.partition("=")
    if not separator:
        raise typer.BadParameter(_("{text} is not a payment: write 2026-05-10=5000.00.").format(text=repr(text)))
    return Paid(read_day(day), _sum(amount, currency))


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


def _wire_item(item: Item, currency: str, words: "Words") -> dict[str, Any]:
    return {
        "kind": item.kind,
        "amount": None if item.amount is None else item.amount.wire,
        "complete_to": item.complete_to,
        "notes": [say_note(note, words) for note in item.notes],
        "rows": [_wire_row(row, currency) for row in item.rows],
    }


def _wire_row(row: Row, currency: str) -> dict[str, Any]:
    found = {
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
        found["months"] = [f"{month:%Y-%m}" for month in row.months]
    return found


_TITLES = {
    "interest": N_("Interest"),
    "inflation": N_("Inflation losses"),
    "penalty": N_("Penalty"),
    "fine": N_("Fine"),
}


def _text(claim: LateClaim, words: "Words") -> list[Any]:
    parts: list[Any] = [
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


def _table(item: Item, currency: str, words: "Words") -> Any:
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
