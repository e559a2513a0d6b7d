"""Money: bank statements, who paid and what for, debts and holds."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contracts.cli.fields import read_sum
from contracts.cli.kit import CompanyOption, CounterpartyOption, Session, _, command, group, read_day
from contracts.cli.money_tables import debt_table, payment_table

if TYPE_CHECKING:
    from contracts.money.payments import Imported

No = Annotated[int, typer.Argument(metavar="NO", help=_("The payment, by the number `payment list` shows."))]
#: What an import tells as it is.
_IMPORTED = (
    *("format", "lines", "new", "duplicate", "rejected", "matched", "unmatched", "unidentified"),
    *("opening", "closing", "notes", "alike"),
)
#: How many rejected lines a terminal shows; --json has them all.
_SHOWN = 20


def add_to(app: typer.Typer) -> None:
    """Register these commands."""
    payments = group(_("Money: statements, who paid and what for."))
    command(payments, "import", _("Bring a bank statement in; again, or an overlap, adds nothing."))(_payment_import)
    command(payments, "add", _("Post a payment by hand; a negative sum went out."))(_payment_add)
    command(payments, "list", _("Payments with money left, their payers and what they may be for."))(_payment_list)
    command(payments, "match", _("Post the best proposal for a payment, or the one chosen."))(_payment_match)
    command(payments, "propose", _("What one payment may be for, the best proposal first."))(_payment_propose)
    command(payments, "confirm", _("The same as match: post the best proposal, or the one chosen."))(_payment_match)
    command(payments, "split", _("Give a payment to charges as you say: АКТ-1=500.00."))(_payment_split)
    command(payments, "assign", _("Say who paid; the money left becomes their advance."))(_payment_assign)
    command(payments, "refund", _("Say that one payment gives another back."))(_payment_refund)
    command(payments, "undo", _("Take back all that a payment was given to."))(_payment_undo)
    app.add_typer(payments, name="payment")
    command(app, "debts", _("Who owes what on a day, and how old it is."))(_debts)


def _payment_import(
    session: Session,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The statement: CAMT, MT940, OFX, 1C, xlsx, csv."))],
    company: CompanyOption = None,
) -> None:
    from contracts.money.payments import import_statements
    from contracts.money.statements import read_statement
    from contracts.registry.exchange.register import read_bytes

    content = read_bytes(file)
    statements = read_statement(content, file.name)
    done = import_statements(session.ctx, session.call, statements, file=(file.name, content), company=company)
    _show_import(session, done)


def _show_import(session: Session, done: "Imported") -> None:
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
    data = {name: getattr(done, name) for name in _IMPORTED} | {"rejected": rejected, "notes": notes}
    lines = [
        session.say(
            "{format}: {lines} lines, {new} new, {duplicate} posted before.",
            format=done.format,
            lines=done.lines,
            new=done.new,
            duplicate=done.duplicate,
        ),
        session.say(
            "Matched {matched}, to look at {unmatched}, payer unknown {unidentified}.",
            matched=done.matched,
            unmatched=done.unmatched,
            unidentified=done.unidentified,
        ),
    ]
    lines += [f"  {_place(session, each['place'])}: {each['reason']}" for each in rejected[:_SHOWN]]
    if len(rejected) > _SHOWN:
        lines.append(session.say("  … and {count} more; --json shows all.", count=len(rejected) - _SHOWN))
    session.show(data, "\n".join([*lines, *notes]))


def _place(session: Session, place: str) -> str:
    """Where a line stood, in the language of the reader: «line 12», «row 7»."""
    kind, _space, no = place.rpartition(" ")
    if kind == "row":
        return session.say("row {row}", row=no)
    return session.say("line {line}", line=no) if kind == "line" else place


def _payment_add(
    session: Session,
    amount: Annotated[str, typer.Argument(metavar="M", help=_("The sum; negative: we paid."))],
    paid: Annotated[date, typer.Option(parser=read_day, metavar="DATE", help=_("The day of the payment."))],
    purpose: Annotated[str, typer.Option(metavar="TEXT", help=_("What for; names documents and contracts."))] = "",
    contract: Annotated[str | None, typer.Option(metavar="NUMBER", help=_("The contract it is under."))] = None,
    code: Annotated[str, typer.Option(metavar="CODE", help=_("Tax code of the other side."))] = "",
    name: Annotated[str, typer.Option(metavar="TEXT", help=_("Name of the other side."))] = "",
    currency: Annotated[str, typer.Option(metavar="C", help=_("Currency."))] = "UAH",
    company: CompanyOption = None,
) -> None:
    from contracts.money.payments import add_payment
    from contracts.money.rules.statement import Line
    from contracts.registry.which import Which

    line = Line(paid, read_sum(amount, currency.upper()), other_name=name, other_code=code, purpose=purpose)
    which = Which(contract, None, company) if contract else None
    no = add_payment(session.ctx, session.call, line, company=company, which=which)
    session.show({"payment": no}, session.say("Payment {no} was posted.", no=no))


def _payment_list(session: Session, company: CompanyOption = None) -> None:
    _show_open(session, company)


def _payment_propose(session: Session, no: No) -> None:
    _show_open(session, None, no)


def _show_open(session: Session, company: str | None, no: int | None = None) -> None:
    from contracts.money.payments import open_payments

    found = open_payments(session.ctx, company=company, no=no)
    data = [
        {
            "payment": each.row.id,
            "paid_on": each.row.paid_on,
            "direction": "in" if each.row.is_incoming else "out",
            "amount": each.payment.amount.wire,
            "rest": each.rest.wire,
            "currency": each.rest.currency,
            "other": each.row.other_name,
            "purpose": each.row.purpose,
            "counterparty": each.row.counterparty_short or each.row.counterparty,
            "proposals": [
                {
                    "reason": proposal.sign.value,
                    "parts": [{"charge": each.numbers[id], "amount": sum_.wire} for id, sum_ in proposal.parts],
                }
                for proposal in each.proposals
            ],
        }
        for each in found
    ]
    session.show(data, payment_table(session, found) if found else session.say("Every payment is matched."))


def _payment_match(
    session: Session,
    no: No,
    choice: Annotated[int, typer.Option(min=1, metavar="N", help=_("Which proposal."))] = 1,
) -> None:
    from contracts.money.payments import confirm

    done = confirm(session.ctx, session.call, no, choice)
    total = sum(sum_.minor for _id, sum_ in done.parts)
    sum_ = type(done.parts[0][1])(total, done.parts[0][1].currency)
    session.show(
        {"payment": no, "reason": done.sign.value, "amount": sum_.wire, "currency": sum_.currency},
        session.say("Payment {no}: {sum} posted.", no=no, sum=sum_),
    )


def _payment_split(
    session: Session,
    no: No,
    part: Annotated[list[str], typer.Argument(metavar="CHARGE=SUM…", help=_("АКТ-1=500.00"))],
    currency: Annotated[str, typer.Option(metavar="C", help=_("Currency of the payment."))] = "UAH",
    rate: Annotated[str | None, typer.Option(metavar="R", help=_("What one unit of the price costs."))] = None,
    rate_source: Annotated[str, typer.Option(metavar="TEXT", help=_("Whose rate, such as nbu."))] = "",
    rate_on: Annotated[date | None, typer.Option(parser=read_day, metavar="DATE", help=_("Its day."))] = None,
    price_currency: Annotated[str, typer.Option(metavar="C", help=_("Currency of the charges."))] = "UAH",
) -> None:
    from contracts.money.payments import split

    parts = []
    for each in part:
        number, separator, sum_ = each.rpartition("=")
        if not separator:
            raise typer.BadParameter(_("{text} is not a part: write АКТ-1=500.00.").format(text=repr(each)))
        parts.append((number, read_sum(sum_, currency.upper())))
    split(session.ctx, session.call, no, parts, rate=_rate(rate, rate_source, rate_on, (price_currency, currency)))
    session.show({"payment": no, "parts": len(parts)}, session.say("Payment {no} was split.", no=no))


def _rate(text: str | None, source: str, on: date | None, currencies: tuple[str, str]) -> Any:
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


def _payment_assign(
    session: Session,
    no: No,
    contract: Annotated[str | None, typer.Option(metavar="NUMBER", help=_("The contract it is under."))] = None,
    counterparty: CounterpartyOption = None,
    company: CompanyOption = None,
) -> None:
    from contracts.money.payments import assign
    from contracts.registry.which import Which

    if not contract and not counterparty:
        raise typer.BadParameter(_("Say who paid: --counterparty or --contract."))
    which = Which(contract, counterparty, company) if contract else None
    assign(session.ctx, session.call, no, counterparty=counterparty, which=which)
    session.show({"payment": no}, session.say("Payment {no} has its payer.", no=no))


def _payment_refund(
    session: Session,
    no: No,
    by: Annotated[int, typer.Argument(metavar="NO", help=_("The payment in the other direction."))],
    amount: Annotated[
        str | None, typer.Option(metavar="M", help=_("How much of it; else all that is left of both."))
    ] = None,
    currency: Annotated[str, typer.Option(metavar="C", help=_("Currency."))] = "UAH",
    reason: Annotated[str, typer.Option(metavar="TEXT", help=_("Why."))] = "",
) -> None:
    from contracts.money.payments import refund_payment

    sum_ = read_sum(amount, currency.upper()) if amount else None
    done = refund_payment(session.ctx, session.call, no, by, sum_, reason=reason)
    data = {"payment": no, "by": by, "amount": done.wire, "currency": done.currency}
    session.show(data, session.say("{sum} was given back.", sum=done))


def _payment_undo(
    session: Session,
    no: No,
    reason: Annotated[str, typer.Option(metavar="TEXT", help=_("Why."))] = "",
) -> None:
    from contracts.money.payments import undo

    count = undo(session.ctx, session.call, no, reason)
    session.show({"payment": no, "undone": count}, session.say("Payment {no}: taken back.", no=no))


def _debts(
    session: Session,
    by: Annotated[
        str, typer.Option(metavar="counterparty|contract|charge", help=_("How debts are added up."))
    ] = "counterparty",
    payable: Annotated[bool, typer.Option("--payable", help=_("What we owe."))] = False,
    known_on: Annotated[
        date | None, typer.Option(parser=read_day, metavar="DATE", help=_("As it was shown on that day."))
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help=_("Write an .xlsx."))] = None,
    counterparty: CounterpartyOption = None,
    company: CompanyOption = None,
) -> None:
    from contracts.cli.card import usage_text
    from contracts.money.debts import Ask, debts, nearly_used

    if by not in ("counterparty", "contract", "charge"):
        raise typer.BadParameter(_("--by is counterparty, contract or charge."))
    direction = "payable" if payable else "receivable"
    ask = Ask(by, direction, company, counterparty, None, known_on)  # type: ignore[arg-type]
    found = debts(session.ctx, session.call, ask)
    if output is not None:
        from contracts.money.money_reports import write_debts

        write_debts(output, found, session.words.language)
    told = debt_table(session, found) if found else [session.say("Nobody owes anything.")]
    told += [
        f"№ {each.contract}, {each.counterparty}: {usage_text(session, each.usage)}"
        for each in nearly_used(session.ctx, session.call, ask)
    ]
    session.show([_debt_wire(each, by) for each in found], told)


def _debt_wire(debt: Any, by: str) -> dict[str, Any]:
    """A debt as cli.md fixes it."""
    from contracts.cli.card import usage_wire

    return {
        "counterparty": debt.counterparty,
        **({"contract": debt.contract} if by != "counterparty" else {}),
        **({"charge": debt.charge} if by == "charge" else {}),
        "currency": debt.currency,
        "outstanding": debt.outstanding.wire,
        "overdue": debt.overdue.wire,
        "oldest_due_on": debt.oldest_due_on,
        "buckets": {name: sum_.wire for name, sum_ in debt.buckets.items()},
        "advance": debt.advance.wire if debt.advance else None,
        "holds": list(debt.held),
        **({"usage": usage_wire(debt.usage) if debt.usage else None} if by == "contract" else {}),
    }
