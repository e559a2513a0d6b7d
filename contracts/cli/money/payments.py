"""Payments: brought in by statement or posted by hand, matched, split, given back, undone."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from contracts.cli.money.tables import payment_table
from contracts.cli.shared.command import with_options
from contracts.cli.shared.options import (
    Company,
    Counterparty,
    Currency,
    DryRun,
    ReasonText,
    UnderContract,
    day_option,
    text_option,
    which_contract,
)
from contracts.cli.shared.session import Session
from contracts.cli.shared.tables import SHOWN, hidden_rows
from contracts.cli.shared.translation import _
from contracts.cli.shared.values import read_sum
from contracts.kernel.wire import wire

if TYPE_CHECKING:
    from contracts.money.import_statement import ImportedStatement
    from contracts.money.rules.currency_clause import DatedRate

_COUNTS = ("format", "lines", "new", "duplicate", "matched", "unmatched", "unidentified")
No = Annotated[int, typer.Argument(metavar="NO", help=_("The payment, by the number `payment list` shows."))]


def import_statement(
    session: Session,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The statement: CAMT, MT940, OFX, 1C, xlsx, csv."))],
    company: Company = None,
) -> None:
    from contracts.money import import_statement as statements
    from contracts.tabular.sheet import read_bytes

    _show_import(
        session,
        statements.import_statement(session.ctx, session.call, read_bytes(file), file.name, company=company),
    )


def _show_import(session: Session, done: "ImportedStatement") -> None:
    words = session.words
    rejected = [
        {"place": each.place, "value": each.value, "reason": words.say(each.reason, **dict(each.facts))}
        for each in done.rejected
    ]
    notes = [words.say(each) for each in done.notes]
    if done.alike:
        sentence = (
            "Payments {numbers} have the day and the sum of others posted by hand or from a file of another kind: they "
            "wait for you to say whether they are the same money."
        )
        notes.append(words.say(sentence, numbers=", ".join(map(str, done.alike))))
    data = wire(done) | {"rejected": rejected, "notes": notes}
    counts = {name: getattr(done, name) for name in _COUNTS}
    lines = [
        words.say("{format}: {lines} lines, {new} new, {duplicate} posted before.", **counts),
        words.say("Matched {matched}, to look at {unmatched}, payer unknown {unidentified}.", **counts),
    ]
    lines += [f"  {_place(session, each['place'])}: {each['reason']}" for each in rejected[:SHOWN]]
    session.show(data, "\n".join([*lines, *hidden_rows(session, len(rejected)), *notes]))


def _place(session: Session, place: str) -> str:
    """Where a line stood, in the language of the reader: «line 12», «row 7»."""
    kind, _space, no = place.rpartition(" ")
    if kind == "row":
        return session.say("row {row}", row=no)
    return session.say("line {line}", line=no) if kind == "line" else place


@dataclass(frozen=True)
class PaymentOptions:
    """A payment posted by hand: its day, what for, and with whom."""

    paid: Annotated[date, day_option("--paid", _("The day of the payment."))]
    purpose: Annotated[str, text_option("--purpose", _("What for; names documents and contracts."))] = ""
    contract: UnderContract = None
    code: Annotated[str, typer.Option(metavar="CODE", help=_("Tax code of the other side."))] = ""
    name: Annotated[str, text_option("--name", _("Name of the other side."))] = ""
    currency: Currency = "UAH"
    company: Company = None


@with_options(PaymentOptions)
def post_payment(
    session: Session, amount: Annotated[str, typer.Argument(metavar="M", help=_("The sum; negative: we paid."))]
) -> None:
    from contracts.money.import_statement import add_payment
    from contracts.money.rules.statement import StatementLine

    options = session.options(PaymentOptions)
    sum_, company = read_sum(amount, options.currency.upper()), options.company
    line = StatementLine(options.paid, sum_, other_name=options.name, other_code=options.code, purpose=options.purpose)
    which = which_contract(options.contract, None, company) if options.contract else None
    no = add_payment(session.ctx, session.call, line, company=company, which=which)
    session.show({"payment": no}, session.say("Payment {no} was posted.", no=no))


def show_payments(session: Session, company: Company = None) -> None:
    _show_open(session, company)


def show_proposals(session: Session, no: No) -> None:
    _show_open(session, None, no)


def _show_open(session: Session, company: str | None, no: int | None = None) -> None:
    from contracts.money.payments import list_payments

    payments = list_payments(session.ctx, session.call, company=company, no=no)
    text = payment_table(session, payments) if payments else session.say("Every payment is matched.")
    session.show(wire(payments), text)


def match_payment(
    session: Session,
    no: Annotated[int | None, typer.Argument(metavar="NO", help=_("The payment; none with --sure or --all."))] = None,
    choice: Annotated[int, typer.Option(min=1, metavar="N", help=_("Which proposal."))] = 1,
    sure: Annotated[
        bool, typer.Option("--sure", help=_("All whose document is named, or whose sum fits one debt alone."))
    ] = False,
    all_: Annotated[bool, typer.Option("--all", help=_("All by their best proposal."))] = False,
    dry_run: DryRun = False,
    counterparty: Counterparty = None,
    company: Company = None,
) -> None:
    if (no is None) != (sure or all_):
        raise typer.BadParameter(_("Name one payment, or say --sure or --all."))
    if no is None:
        _match_many(session, is_every=all_, counterparty=counterparty, company=company, is_dry=dry_run)
        return
    if dry_run:
        _show_open(session, None, no)
        return
    from contracts.kernel.money import total
    from contracts.money.match import confirm_proposal

    done = confirm_proposal(session.ctx, session.call, no, choice)
    (sum_,) = total([each for _id, each in done.parts]).values()
    session.show(
        {"payment": no, "reason": done.sign.value, "amount": sum_.wire, "currency": sum_.currency},
        session.say("Payment {no}: {sum} posted.", no=no, sum=sum_),
    )


def _match_many(
    session: Session, *, is_every: bool, counterparty: str | None, company: str | None, is_dry: bool
) -> None:
    from contracts.cli.money.tables import matched_table
    from contracts.money.match_many import match_many

    done = match_many(
        session.ctx, session.call, is_every=is_every, counterparty=counterparty, company=company, is_dry=is_dry
    )
    said = [
        session.words.count("{n} payment matched.", "{n} payments matched.", len(done.matched)),
        session.words.count("{n} payment waits for a decision.", "{n} payments wait for a decision.", done.left),
    ]
    if done.batch is not None:
        said.append(session.say("To take all of them back: contracts payment undo --batch {no}", no=done.batch))
    if is_dry:
        said.append(session.say("This was a dry run: nothing was changed."))
    shown = done.matched if is_dry else done.matched[:SHOWN]
    table = [matched_table(session, shown)] if shown else []
    session.show(wire(done), [*table, "\n".join([*hidden_rows(session, 0 if is_dry else len(done.matched)), *said])])


def split_payment(
    session: Session,
    no: No,
    part: Annotated[list[str], typer.Argument(metavar="CHARGE=SUM…", help=_("АКТ-1=500.00"))],
    currency: Annotated[str, typer.Option(metavar="C", help=_("Currency of the payment."))] = "UAH",
    rate: Annotated[str | None, typer.Option(metavar="R", help=_("What one unit of the price costs."))] = None,
    rate_source: Annotated[str, typer.Option(metavar="TEXT", help=_("Whose rate, such as nbu."))] = "",
    rate_on: Annotated[date | None, day_option("--rate-on", _("Its day."))] = None,
    price_currency: Annotated[str, typer.Option(metavar="C", help=_("Currency of the charges."))] = "UAH",
) -> None:
    from contracts.money import payments

    parts = []
    for each in part:
        number, separator, sum_ = each.rpartition("=")
        if not separator:
            raise typer.BadParameter(_("{text} is not a part: write АКТ-1=500.00.").format(text=repr(each)))
        parts.append((number, read_sum(sum_, currency.upper())))
    dated = _rate(rate, rate_source, rate_on, (price_currency, currency))
    payments.split_payment(session.ctx, session.call, no, parts, rate=dated)
    session.show({"payment": no, "parts": len(parts)}, session.say("Payment {no} was split.", no=no))


def _rate(text: str | None, source: str, on: date | None, currencies: tuple[str, str]) -> "DatedRate | None":
    from decimal import Decimal, InvalidOperation

    from contracts.money.rules.currency_clause import DatedRate

    if text is None:
        return None
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise typer.BadParameter(_("{text} is not a rate such as 43.25.").format(text=repr(text))) from None
    if not source or on is None:
        raise typer.BadParameter(_("A rate needs its source and its day: --rate-source and --rate-on."))
    return DatedRate(currencies[0].upper(), currencies[1].upper(), value, on, source)


def assign_payment(
    session: Session,
    no: No,
    contract: UnderContract = None,
    counterparty: Counterparty = None,
    company: Company = None,
) -> None:
    from contracts.money import payments

    if not contract and not counterparty:
        raise typer.BadParameter(_("Say who paid: --counterparty or --contract."))
    which = which_contract(contract, counterparty, company) if contract else None
    payments.assign_payment(session.ctx, session.call, no, counterparty=counterparty, which=which)
    session.show({"payment": no}, session.say("Payment {no} has its payer.", no=no))


def record_refund(
    session: Session,
    no: No,
    by: Annotated[int, typer.Argument(metavar="NO", help=_("The payment in the other direction."))],
    amount: Annotated[
        str | None, typer.Option(metavar="M", help=_("How much of it; else all that is left of both."))
    ] = None,
    currency: Currency = "UAH",
    reason: ReasonText = "",
) -> None:
    from contracts.money.payments import refund_payment

    sum_ = read_sum(amount, currency.upper()) if amount else None
    done = refund_payment(session.ctx, session.call, no, by, sum_, reason=reason)
    data = {"payment": no, "by": by, "amount": done.wire, "currency": done.currency}
    session.show(data, session.say("{sum} was given back.", sum=done))


def undo_payment(
    session: Session,
    no: Annotated[int | None, typer.Argument(metavar="NO", help=_("The payment; none with --batch."))] = None,
    reason: ReasonText = "",
    batch: Annotated[
        int | None, typer.Option(metavar="N", help=_("All that one `payment match --sure` or `--all` matched."))
    ] = None,
) -> None:
    from contracts.money import payments
    from contracts.money.match_many import undo_batch

    if (no is None) == (batch is None):
        raise typer.BadParameter(_("Name one payment, or --batch."))
    if batch is not None:
        count = undo_batch(session.ctx, session.call, batch, reason)
        text = session.words.count("{n} payment taken back.", "{n} payments taken back.", count)
        session.show({"batch": batch, "undone": count}, text)
        return
    assert no is not None
    count = payments.undo_payment(session.ctx, session.call, no, reason)
    session.show({"payment": no, "undone": count}, session.say("Payment {no}: taken back.", no=no))
