"""`charge show`: a document of the ledger on a terminal."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from contracts.cli.shared.session import Session
from contracts.kernel.refusal import N_

if TYPE_CHECKING:
    from rich.table import Table

    from contracts.kernel.money import Money
    from contracts.money.charges import ChargeCard, ShownLine, ShownLines

#: Charges for what was supplied: whether VAT is in them is a question.
SUPPLIED = ("act", "acceptance_act", "delivery_note", "transport_note", "invoice", "rent", "prepayment")
_NO_RATE = {
    "unknown": N_("Whether VAT is in the sum is not known: give --vat with the next charge."),
    "rate": N_("VAT is in the sum."),
    "exempt": N_("The sum is exempt from VAT."),
    "none": N_("Without VAT: the supplier pays none."),
}
#: What reduces a charge without a payment.
REDUCTIONS = {
    "credit_note": N_("credit note"),
    "write_off": N_("write-off"),
    "offset": N_("set-off"),
    "assignment": N_("assignment"),
    "reversal": N_("reversal"),
}


def card_text(session: Session, card: "ChargeCard") -> "list[str | Table]":
    """The document for people: heads, lines, then what happened to it."""
    from contracts.money.charges import ShownLines

    blocks: list[str | Table] = ["\n".join(_heads(session, card))]
    if isinstance(card.lines, ShownLines):
        blocks += [_lines_table(session, card.lines), "\n".join(_vat_lines(session, card.lines, card.amount))]
    after = list(_happened(session, card))
    return [*blocks, "\n".join(after)] if after else blocks


def _heads(session: Session, card: "ChargeCard") -> Iterator[str]:
    words = session.words
    yield words.say("{number} of {day}: {sum}", number=card.number, day=card.issued_on, sum=card.amount)
    sides = (card.company, card.counterparty)
    debtor, creditor = sides if card.direction == "payable" else reversed(sides)
    yield words.say("Debtor: {debtor}; creditor: {creditor}", debtor=debtor, creditor=creditor)
    if card.origin is not None:
        was = {"company": card.origin.company, "counterparty": card.origin.counterparty}
        yield words.say("Taken over: it stood between {company} and {counterparty}.", **was)
    if card.contract:
        yield words.say("Contract № {number}", number=card.contract) + _annex(session, card)
    yield words.say("Open: {sum}", sum=card.open)
    for part in card.parts:
        known = part.due_on and words.say("due {day}", day=words.date_weekday(part.due_on))
        yield f"  {part.no}. {words.money(part.amount)}, {known or words.say('day not known yet')}"
        if part.steps:
            yield f"     {words.why_line(part.steps)}"
    if card.lines.priced is None and card.lines.vat_rate is not None:
        yield words.say("VAT {rate} % is in the sum.", rate=card.lines.vat_rate)
    elif card.lines.priced is None and card.kind in SUPPLIED:
        yield words.say(_NO_RATE[card.lines.vat])
    if card.note:
        yield card.note


def _annex(session: Session, card: "ChargeCard") -> str:
    if card.annex is None:
        return ""
    from contracts.cli.registry.annexes import ANNEXES

    kind, _, number = card.annex.partition(":")
    return f", {session.say(ANNEXES[kind])} № {number}"


def _lines_table(session: Session, lines: "ShownLines") -> "Table":
    from contracts.cli.shared.tables import table
    from contracts.language import figures

    say = session.say
    titles = (say("Name"), say("Quantity"), say("Price"), say("VAT"), say("Amount without VAT"))
    made = table("№", *titles, right=(2, 3, 5))
    figure = partial(figures.number, language=session.words.language)
    for no, each in enumerate(lines.items, 1):
        quantity = f"{figure(Decimal(each.quantity))} {each.unit}".strip()
        net = figures.amount(each.net, session.words.language)
        made.add_row(str(no), each.name, quantity, figure(Decimal(each.price)), _vat(session, each), net)
    return made


def _vat(session: Session, line: "ShownLine") -> str:
    if line.vat_rate is not None:
        return f"{line.vat_rate} %"
    if line.exempt is None:
        return "—"
    return session.say("exempt") + (f" ({line.exempt})" if line.exempt else "")


def _vat_lines(session: Session, lines: "ShownLines", gross: "Money") -> Iterator[str]:
    say = session.say
    yield say("Without VAT: {sum}", sum=lines.net)
    for each in lines.vat_by_rate:
        if each.rate is not None:
            yield say("VAT {rate} %: {sum}", rate=each.rate, sum=each.vat)
    yield say("Total: {sum}", sum=gross)


def _happened(session: Session, card: "ChargeCard") -> Iterator[str]:
    from contracts.cli.money.tables import HOLDS

    words = session.words
    back = f" ({words.say('taken back')})"
    for each in card.payments:
        paid = words.say("payment {no}: {sum}", no=each.payment, sum=each.covered)
        yield f"  {words.date(each.on)}  {paid}{back if each.undone else ''}"
    for row in card.reductions:
        names = (words.say(REDUCTIONS[row.kind]), row.document, f"→ {row.to}" if row.to else "")
        named = " ".join(filter(None, names))
        reason = f", {row.reason}" if row.reason else ""
        undone = back if row.undone else f" [{row.reduction}]"
        yield f"  {words.date(row.on)}  {named}: {words.money(row.amount)}{reason}{undone}"
    for hold in card.holds:
        held = words.say("hold {no}: {kind}", no=hold.hold, kind=words.say(HOLDS[hold.kind]))
        yield f"  {words.date(hold.from_on)}  {held}{f', {hold.reason}' if hold.reason else ''}"
