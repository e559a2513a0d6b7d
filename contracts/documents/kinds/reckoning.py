"""The lines and sums of a paper: lines a person gave, else those of the ledger, else one sum, else the annex (§6).

Without a tax rate in the ledger the supplier's own status decides: a payer of VAT charges the general rate (Tax Code
193.1), our own company without a VAT number charges none; of a supplier of whom neither is known it is asked.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, NamedTuple

from contracts.documents.contexts.common import CUSTOMER, PERFORMER
from contracts.documents.contexts.contract_words import kind_of, subject_of, title_of
from contracts.documents.contexts.goods import Line, lines_totals, unit_of, whole_line
from contracts.documents.contexts.values import DocumentContext, decimal
from contracts.documents.kinds.about import About
from contracts.kernel.money import Money
from contracts.kernel.refusal import Refusal
from contracts.money.queries import charge_items
from contracts.money.rules.vat import Totals
from contracts.registry.rules.amendment import conditions_on

#: The general rate of the tax in hundredths of a per cent: Tax Code of Ukraine, 193.1.
GENERAL_RATE = 2000


class Reckoned(NamedTuple):
    """The sums of a paper and the unit of each line."""

    totals: Totals
    units: tuple[str, ...]


def reckoned(about: About) -> Reckoned | None:
    """The sums of the paper; ``None`` where neither lines nor a sum are known, or not whether VAT is in it."""
    given = about.given.said("items")
    if not given and (kept := _kept(about)) is not None:
        return kept
    rate, is_known = _rate(about)
    if not is_known:
        return None
    if given:
        return Reckoned(*lines_totals([_line(each, rate) for each in given], currency_of(about)))
    whole = _whole(about)
    if whole is None:
        return None
    kind = contract_kind(about)
    return Reckoned(*whole_line(_name_of_whole(about), unit_of(kind, about.language), whole, rate))


def tax_of(about: About) -> DocumentContext:
    """What a paper says of VAT before there is a line: whether it is charged, and the rate; nothing where unknown."""
    rate, is_known = _rate(about)
    if not is_known:
        return {}
    return {"vat": rate is not None} | ({"vat_rate": decimal(Fraction(rate, 100), 2)} if rate is not None else {})


def contract_kind(about: About) -> str:
    """The kind of the contract: supply, services, works …"""
    return kind_of(about.row.type, about.row.title)


def currency_of(about: About) -> str:
    """The currency of the paper: the document's, the annex's, else the contract's."""
    document, annex = about.basis.document, about.basis.annex
    if document is not None:
        return document.currency
    if annex is not None and annex.currency:
        return str(annex.currency)
    agreed = conditions_on(about.facts, about.call.as_of).amount
    return agreed.currency if agreed is not None else "UAH"


def _kept(about: About) -> Reckoned | None:
    """The lines the document was posted by, with the sums they had then."""
    document = about.basis.document
    lines = charge_items.of_charges(about.conn, [row.id for row in document.rows]) if document is not None else None
    if lines is None:
        return None
    usual = unit_of(contract_kind(about), about.language)
    return Reckoned(lines.totals, tuple(each.item.unit or usual for each in lines.totals.lines))


def _whole(about: About) -> Money | None:
    document, annex = about.basis.document, about.basis.annex
    if document is not None:
        return Money(document.minor, document.currency)
    return annex.amount if annex is not None else None


def _name_of_whole(about: About) -> str:
    annex = about.basis.annex
    subject = subject_of(about.row.subject, about.row.title)
    return (annex.title if annex is not None else "") or subject or title_of(contract_kind(about), "", about.language)


def _line(given: Mapping[str, Any], rate: int | None) -> Line:
    """A line as a person gave it; ``vat`` is its rate in per cent where it differs from the document's."""
    price, vat = given.get("price"), given.get("vat")
    unit_price = price.get("amount") if isinstance(price, Mapping) else price
    return Line(
        name=str(given.get("name") or ""),
        unit=str(given.get("unit") or ""),
        quantity=_number(given, "quantity", given.get("quantity")),
        price=_number(given, "price", unit_price),
        rate_bp=rate if vat in (None, "") else int(_number(given, "vat", vat) * 100),
    )


def _number(line: Mapping[str, Any], name: str, value: Any) -> Decimal:
    try:
        found = Decimal(str(value).replace("\u00a0", "").replace(" ", "").replace(",", "."))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or found < 0:
        raise Refusal(
            "The line «{line}» needs a number for its {field}, not «{text}».",
            code="bad_value",
            line=str(line.get("name") or ""),
            field=name,
            text=str(value),
        )
    return found


def _rate(about: About) -> tuple[int | None, bool]:
    """The rate in hundredths of a per cent (``None``: no tax), and whether it is known."""
    has_vat, rate = about.given.said("contract.vat"), about.given.said("contract.vat_rate")
    if has_vat is False:
        return None, True
    if rate is not None:
        return int(Decimal(str(rate)) * 100), True
    if has_vat:
        return GENERAL_RATE, True
    document = about.basis.document
    rows = document.rows if document is not None else ()
    kept = {row.vat_rate_bp for row in rows if row.vat_rate_bp is not None}
    if kept:
        return int(kept.pop()), True
    performer = about.counterparty if about.own_side == CUSTOMER else about.own
    if about.own_side and performer.vat_number:
        return GENERAL_RATE, True
    return None, about.own_side == PERFORMER
