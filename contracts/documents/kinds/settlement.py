"""What is open under a contract on both sides, as a termination lists it: who owes whom, what for, by which day.

A pro-forma invoice is no obligation by itself and stands in no table; it keeps a paper from saying nothing is open.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from contracts.documents.contexts.contract_words import words
from contracts.documents.contexts.ledger_words import document_name, payment_name
from contracts.documents.contexts.values import DocumentContext, day, money
from contracts.documents.kinds.builder_input import RECEIVABLE, BuilderInput
from contracts.documents.kinds.sums import rate_of, tax_within
from contracts.kernel.calendar import FAR
from contracts.kernel.money import Money
from contracts.kernel.refusal import Refusal
from contracts.language import company, figures
from contracts.money.queries import charges, ledger, payments

#: Bills for what is still to be delivered.
_PRO_FORMA = ("invoice", "prepayment")
#: Days to settle what has no day of its own.
_SETTLE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Settlement:
    """What is open: the rows of the table, and what keeps a paper from saying that nothing is."""

    rows: tuple[DocumentContext, ...]
    names: tuple[str, ...]


def settlement_of(about: BuilderInput, ends_on: date | None) -> Settlement:
    """Charges not paid in full and advances not used, in both directions; nothing is set off."""
    contract_id = about.contract.id
    listed = charges.listed(about.conn, charges.is_about(contract_id=contract_id), is_open=True)
    by_id = ledger.charges(about.conn, [each.id for each in listed])
    own, other = _short_names(about)
    rows, names, latest = [], [], (ends_on or about.call.as_of) + _SETTLE
    for each in listed:
        name = _dated(document_name(by_id[each.id], about.language), each.issued_on, about.language)
        names.append(name)
        if each.kind in _PRO_FORMA:
            continue
        sides = (other, own) if each.direction == RECEIVABLE else (own, other)
        rate = each.vat_rate_bp or rate_of(about)
        due = latest if each.due_now in (None, FAR) else each.due_now
        rows.append(_row(about, "payment_under", name, sides, (each.still_open, rate), due))
    for rest in payments.rests_under(about.conn, [contract_id]):
        name = payment_name("", rest.paid_on, about.language)
        names.append(name)
        sides = (own, other) if rest.is_incoming else (other, own)
        rows.append(_row(about, "advance_back", name, sides, (rest.rest, rate_of(about)), latest))
    return Settlement(tuple(rows), tuple(names))


def _row(
    about: BuilderInput, what: str, name: str, sides: tuple[str, str], sum_: tuple[Money, int | None], due: date
) -> DocumentContext:
    amount, rate = sum_
    return {
        "debtor": sides[0],
        "creditor": sides[1],
        "subject": words("papers", about.language)[what].format(name[:1].lower() + name[1:]),
        "amount": money(amount),
        "vat": money(tax_within(amount, rate)) if rate else None,
        "due_on": day(due),
    }


def settlement_record(about: BuilderInput, ends_on: date | None) -> DocumentContext:
    """The table, who owes whom in all, and whether a person confirmed that nothing is open.

    Raises a refusal where it is confirmed and the register has something open.
    """
    overrides, known = about.spec.overrides, settlement_of(about, ends_on)
    rows: Iterable[Mapping[str, Any]] = overrides.get("amendment.settlement") or known.rows
    is_confirmed = bool(overrides.get("amendment.settled_confirmed"))
    if is_confirmed and (known.names or rows):
        raise Refusal(
            "That nothing is left to perform is for a person to confirm; the register has open: {documents}.",
            code="document",
            documents=", ".join(known.names) or "amendment.settlement",
        )
    settled_on = overrides.get("amendment.settled_on") or day(about.call.as_of)
    return {
        "settlement": list(rows),
        "settlement_totals": _totals(rows),
        "settled_confirmed": is_confirmed,
        "settled_on": settled_on if is_confirmed else None,
        "vat_documents": [],
    }


def _totals(rows: Iterable[Mapping[str, Any]]) -> list[DocumentContext]:
    """One row a direction and currency, in the order of the table."""
    totals: dict[tuple[str, str, str], Money] = {}
    for each in rows:
        if (amount := each.get("amount")) is not None:
            key = (each["debtor"], each["creditor"], amount["currency"])
            totals[key] = totals.get(key, Money(0, amount["currency"])) + _money(amount)
    return [
        {"debtor": debtor, "creditor": creditor, "amount": money(amount)}
        for (debtor, creditor, _), amount in totals.items()
    ]


def _money(value: Mapping[str, str]) -> Money:
    from contracts.kernel.money import money as read

    return read(value["amount"], value["currency"])


def _short_names(about: BuilderInput) -> tuple[str, str]:
    parties = (about.common.own, about.common.counterparty)
    own, other = (company.short_name(each.short_name or each.name, about.language).text for each in parties)
    return own, other


def _dated(name: str, on: date, language: str) -> str:
    return str(words("papers", language)["dated"].format(name=name, day=figures.date_document(on, language)))
