"""`charge show`: a document of the ledger on a terminal and as JSON."""

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

from contracts.cli.shared.session import Session
from contracts.kernel.refusal import N_

if TYPE_CHECKING:
    from contracts.money.charge_card import ChargeCard, Covering, PartOn
    from contracts.money.rules.vat import ItemSum

#: What reduces a charge without a payment.
REDUCTIONS = {
    "credit_note": N_("credit note"),
    "write_off": N_("write-off"),
    "offset": N_("set-off"),
    "assignment": N_("assignment"),
    "reversal": N_("reversal"),
}


def card_wire(card: "ChargeCard") -> dict[str, Any]:
    """The document as JSON."""
    row = card.row
    return {
        "number": row.number,
        "kind": row.kind,
        "direction": row.direction,
        "company": card.company,
        "counterparty": row.counterparty_short or row.counterparty,
        "contract": row.contract,
        "from": _origin_wire(card),
        "annex": f"{card.annex.kind}:{card.annex.number}" if card.annex is not None else None,
        "issued_on": row.issued_on,
        "amount": card.amount.wire,
        "open": card.still_open.wire,
        "currency": row.currency,
        **_lines_wire(card),
        "parts": [_part_wire(each) for each in card.parts],
        "payments": [_covering_wire(each) for each in card.coverings],
        "reductions": [_reduction_wire(card, each) for each in card.adjustments],
        "holds": [
            {"hold": each.id, "kind": each.kind, "from_on": each.from_on, "reason": each.reason} for each in card.holds
        ],
        "note": row.note,
    }


def _origin_wire(card: "ChargeCard") -> dict[str, Any] | None:
    origin = card.origin
    if origin is None:
        return None
    return {"charge": origin.number, "company": origin.company, "counterparty": origin.counterparty}


def _lines_wire(card: "ChargeCard") -> dict[str, Any]:
    if card.lines is None:
        rate = card.row.vat_rate_bp
        return {"priced": None, "vat_rate": None if rate is None else rate_text(rate), "items": []}
    totals = card.lines.totals
    return {
        "priced": card.lines.priced.value,
        "net": totals.net.wire,
        "vat": totals.vat.wire,
        "items": [
            {
                "name": each.item.name,
                "quantity": f"{each.item.quantity:f}",
                "unit": each.item.unit,
                "price": f"{each.item.unit_price:f}",
                "vat_rate": None if each.item.vat.rate_bp is None else rate_text(each.item.vat.rate_bp),
                "exempt": each.item.vat.ground if each.item.vat.is_payer and each.item.vat.rate_bp is None else None,
                "net": each.net.wire,
                "vat": each.vat.wire,
                "gross": each.gross.wire,
            }
            for each in totals.lines
        ],
        "vat_by_rate": [
            {"rate": None if rate is None else rate_text(rate), "net": net.wire, "vat": tax.wire}
            for rate, net, tax in totals.by_rate
        ],
    }


def _part_wire(part: "PartOn") -> dict[str, Any]:
    return {
        "no": part.no,
        "amount": part.amount.wire,
        "open": part.still_open.wire,
        "due_on": part.due_on,
        "waits_for": part.waits_for or None,
    }


def _covering_wire(each: "Covering") -> dict[str, Any]:
    return {
        "payment": each.payment,
        "part": each.part_no,
        "on": each.on,
        "covered": each.covered.wire,
        "paid": each.paid.wire,
        "paid_currency": each.paid.currency,
        "undone": each.is_undone,
    }


def _reduction_wire(card: "ChargeCard", row: Any) -> dict[str, Any]:
    from contracts.kernel.money import Money

    passed = card.passed_on.get(row.id)
    return {
        "reduction": row.id,
        "kind": row.kind,
        "document": row.number or row.other or None,
        "to": passed.party if passed is not None else None,
        "role": passed.role if passed is not None else None,
        "on": row.effective_on,
        "amount": Money(row.amount_minor, card.row.currency).wire,
        "reason": row.reason,
        "undone": row.id in card.undone,
    }


def card_text(session: Session, card: "ChargeCard") -> list[Any]:
    """The document for people: heads, lines, then what happened to it."""
    blocks: list[Any] = ["\n".join(_heads(session, card))]
    if card.lines is not None:
        blocks += [_lines_table(session, card), "\n".join(_vat_lines(session, card))]
    after = list(_happened(session, card))
    return [*blocks, "\n".join(after)] if after else blocks


def _heads(session: Session, card: "ChargeCard") -> Iterator[str]:
    words, row = session.words, card.row
    yield words.say("{number} of {day}: {sum}", number=row.number, day=row.issued_on, sum=card.amount)
    other = row.counterparty_short or row.counterparty
    sides = (card.company, other) if row.direction == "payable" else (other, card.company)
    yield words.say("Debtor: {debtor}; creditor: {creditor}", debtor=sides[0], creditor=sides[1])
    if card.origin is not None:
        was = {"company": card.origin.company, "counterparty": card.origin.counterparty}
        yield words.say("Taken over: it stood between {company} and {counterparty}.", **was)
    if row.contract:
        yield words.say("Contract № {number}", number=row.contract) + _annex(session, card)
    yield words.say("Open: {sum}", sum=card.still_open)
    for part in card.parts:
        due = words.date_weekday(part.due_on) if part.due_on else words.say("day not known yet")
        yield f"  {part.no}. {words.money(part.amount)}, {words.say('due {day}', day=due)}"
        if part.steps:
            yield f"     {words.why_line(part.steps)}"
    if card.lines is None and row.vat_rate_bp is not None:
        yield words.say("VAT {rate} % is in the sum.", rate=rate_text(row.vat_rate_bp))
    if row.note:
        yield row.note


def _annex(session: Session, card: "ChargeCard") -> str:
    if card.annex is None:
        return ""
    from contracts.cli.registry.annexes import ANNEXES

    return f", {session.say(ANNEXES[card.annex.kind])} № {card.annex.number}"


def _lines_table(session: Session, card: "ChargeCard") -> Any:
    from contracts.cli.shared.tables import table
    from contracts.language import figures

    say = session.say
    titles = (say("Name"), say("Quantity"), say("Price"), say("VAT"), say("Amount without VAT"))
    made = table("№", *titles, right=(2, 3, 5))
    assert card.lines is not None
    for no, each in enumerate(card.lines.totals.lines, 1):
        figure = partial(figures.number, language=session.words.language)
        amount = f"{figure(each.item.quantity)} {each.item.unit}".strip()
        net = figures.amount(each.net, session.words.language)
        made.add_row(str(no), each.item.name, amount, figure(each.item.unit_price), _vat(session, each), net)
    return made


def _vat(session: Session, line: "ItemSum") -> str:
    vat = line.item.vat
    if vat.rate_bp is not None:
        return f"{rate_text(vat.rate_bp)} %"
    return session.say("exempt") + (f" ({vat.ground})" if vat.ground else "") if vat.is_payer else "—"


def _vat_lines(session: Session, card: "ChargeCard") -> Iterator[str]:
    assert card.lines is not None
    say, totals = session.say, card.lines.totals
    yield say("Without VAT: {sum}", sum=totals.net)
    for rate, _net, tax in totals.by_rate:
        if rate is not None:
            yield say("VAT {rate} %: {sum}", rate=rate_text(rate), sum=tax)
    yield say("Total: {sum}", sum=totals.gross)


def _happened(session: Session, card: "ChargeCard") -> Iterator[str]:
    from contracts.cli.money.tables import HOLDS
    from contracts.kernel.money import Money

    words = session.words
    back = f" ({words.say('taken back')})"
    for each in card.coverings:
        paid = words.say("payment {no}: {sum}", no=each.payment, sum=each.covered)
        yield f"  {words.date(each.on)}  {paid}{back if each.is_undone else ''}"
    for row in card.adjustments:
        sum_ = words.money(Money(row.amount_minor, card.row.currency))
        passed = card.passed_on.get(row.id)
        names = (words.say(REDUCTIONS[row.kind]), row.number or row.other or "", f"→ {passed.party}" if passed else "")
        named = " ".join(filter(None, names))
        reason = f", {row.reason}" if row.reason else ""
        undone = back if row.id in card.undone else f" [{row.id}]"
        yield f"  {words.date(row.effective_on)}  {named}: {sum_}{reason}{undone}"
    for row in card.holds:
        held = words.say("hold {no}: {kind}", no=row.id, kind=words.say(HOLDS[row.kind]))
        yield f"  {words.date(row.from_on)}  {held}{f', {row.reason}' if row.reason else ''}"


def rate_text(rate_bp: int) -> str:
    """A rate in hundredths of a per cent as people write it: ``20``, ``5.5``."""
    whole = Fraction(rate_bp, 100)
    return str(whole.numerator) if whole.denominator == 1 else f"{float(whole):g}"
