"""The lines and sums of a document: lines a person gave, else those of the ledger, else one sum, else the annex (§6).

Without a tax rate in the ledger the supplier's own status decides: a payer of VAT charges the general rate (Tax Code
193.1), one whose tax status is known and names no VAT charges none; of any other it is asked.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from contracts.documents.contexts.common import CUSTOMER
from contracts.documents.contexts.contract_words import kind_of, roles_of, subject_of, title_of, words
from contracts.documents.contexts.goods import percent, unit_of
from contracts.documents.contexts.values import DocumentContext, money
from contracts.documents.kinds.builder_input import BuilderInput
from contracts.kernel.money import Money, round_half_up
from contracts.kernel.refusal import Refusal
from contracts.money.queries import charge_items
from contracts.money.rules.vat import Priced, PricedItem, Vat, VatTotals, calculate_items

#: The general rate of the tax in hundredths of a per cent: Tax Code of Ukraine, 193.1.
GENERAL_RATE = 2000
#: A tax status that says VAT is paid, though no number is entered.
_PAYS = re.compile(
    r"(?<!не )(?<!не є )\bплатни\w+ (ПДВ|податку на додану)|(?<!not a )\bVAT payer|(?<!not )\bregistered for VAT", re.I
)


def sums_of(about: BuilderInput) -> VatTotals | None:
    """The sums of the document; ``None`` where neither lines nor a sum are known, or not whether VAT is in it."""
    lines = about.spec.overrides.get("items")
    if not lines and (posted := _posted(about)) is not None:
        return posted
    rate, is_known = _rate(about)
    if not is_known:
        return None
    if lines:
        return calculate_items([_line(each, rate) for each in lines], Priced.NET, currency_of(about))
    whole = about.spec.basis.document or about.spec.basis.annex
    if whole is None or whole.amount is None:
        return None
    unit = unit_of(contract_kind(about), about.language)
    item = PricedItem(_name_of_whole(about), Decimal(1), Decimal(whole.amount.wire), _vat(rate), unit)
    return calculate_items([item], Priced.GROSS, whole.amount.currency)


def tax_of(about: BuilderInput) -> DocumentContext:
    """What a document says of VAT: whether it is charged, at which rate, why not; nothing if unknown.

    The price agreed is split where it holds the tax.
    """
    rate, is_known = _rate(about)
    if not is_known:
        return {}
    amount = about.conditions.amount
    split = {} if amount is None else {"amount_net": money(amount - tax_within(amount, rate))}
    if rate is None:
        return {"vat": False, "vat_ground": vat_ground(about)} | split
    split |= {} if amount is None else {"amount_vat": money(tax_within(amount, rate))}
    return {"vat": True, "vat_rate": percent(rate), "vat_ground": None} | split


def tax_within(amount: Money, rate_bp: int | None) -> Money:
    """The tax a sum with tax holds, in whole kopiykas."""
    if rate_bp is None:
        return Money(0, amount.currency)
    return Money(round_half_up(Fraction(amount.minor * rate_bp, 10_000 + rate_bp)), amount.currency)


def rate_of(about: BuilderInput) -> int | None:
    """The rate of VAT in hundredths of a per cent; ``None`` where there is none, or nobody knows."""
    return _rate(about)[0]


def vat_ground(about: BuilderInput) -> str | None:
    """Why no VAT is charged: as entered, else that the performer pays none, where their status is what says so."""
    entered = about.contract.vat_ground
    if entered or about.spec.overrides.get("contract.vat") is False or not about.spec.own_side:
        return entered or None
    role = roles_of(contract_kind(about), about.language)[0]
    return str(words("papers", about.language)["not_payer"].format(role=role))


def contract_kind(about: BuilderInput) -> str:
    """The kind of the contract: supply, services, works …"""
    return kind_of(about.contract.type, about.contract.title)


def currency_of(about: BuilderInput) -> str:
    """The currency of the document: the document's, the annex's, else the contract's."""
    document, annex = about.spec.basis.document, about.spec.basis.annex
    if document is not None:
        return document.currency
    if annex is not None and annex.currency:
        return annex.currency
    agreed = about.conditions.amount
    return agreed.currency if agreed is not None else "UAH"


def _posted(about: BuilderInput) -> VatTotals | None:
    document = about.spec.basis.document
    posted = charge_items.of_charges(about.conn, [row.id for row in document.rows]) if document is not None else None
    if posted is None:
        return None
    usual = unit_of(contract_kind(about), about.language)
    lines = [replace(each, item=replace(each.item, unit=each.item.unit or usual)) for each in posted.totals.lines]
    return replace(posted.totals, lines=tuple(lines))


def _name_of_whole(about: BuilderInput) -> str:
    annex = about.spec.basis.annex
    subject = subject_of(about.contract.subject, about.contract.title)
    return (annex.title if annex is not None else "") or subject or title_of(contract_kind(about), "", about.language)


def _line(values: Mapping[str, Any], rate: int | None) -> PricedItem:
    """A line as a person gave it; ``vat`` is its rate in per cent where it differs from the document's."""
    price, vat = values.get("price"), values.get("vat")
    unit_price = price.get("amount") if isinstance(price, Mapping) else price
    return PricedItem(
        str(values.get("name") or ""),
        _number(values, "quantity", values.get("quantity")),
        _number(values, "price", unit_price),
        _vat(rate if vat in (None, "") else int(_number(values, "vat", vat) * 100)),
        str(values.get("unit") or ""),
    )


def _vat(rate_bp: int | None) -> Vat:
    return Vat(rate_bp, is_payer=rate_bp is not None)


def _number(line: Mapping[str, Any], name: str, value: Any) -> Decimal:
    try:
        number = Decimal(str(value).replace("\u00a0", "").replace(" ", "").replace(",", "."))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number < 0:
        raise Refusal(
            "The line «{line}» needs a number for its {field}, not «{text}».",
            code="bad_value",
            line=str(line.get("name") or ""),
            field=name,
            text=str(value),
        )
    return number


def _rate(about: BuilderInput) -> tuple[int | None, bool]:
    """The rate in hundredths of a per cent (``None``: no tax), and whether it is known."""
    has_vat, rate = about.spec.overrides.get("contract.vat"), about.spec.overrides.get("contract.vat_rate")
    if has_vat is False:
        return None, True
    if rate is not None:
        return int(Decimal(str(rate)) * 100), True
    if has_vat:
        return GENERAL_RATE, True
    document = about.spec.basis.document
    posted = [row.vat_rate_bp for row in document.rows if row.vat_rate_bp is not None] if document is not None else []
    if posted:
        return posted[0], True
    own_side = about.spec.own_side
    performer = about.common.counterparty if own_side == CUSTOMER else about.common.own
    if own_side and (performer.vat_number or _PAYS.search(performer.tax_status)):
        return GENERAL_RATE, True
    return None, bool(own_side and performer.tax_status)
