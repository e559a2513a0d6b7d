"""A sum of VAT that stands in a paper agrees with the rate and the sum beside it, whoever gave it (domain §6)."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import NamedTuple

from contracts.documents.contexts.values import DocumentContext
from contracts.kernel.money import round_half_up
from contracts.kernel.refusal import Refusal

_END = "_vat"


class _Tax(NamedTuple):
    """A sum of VAT by its name in the context, its record, and the name of the sum it is of."""

    name: str
    record: DocumentContext
    base: str


def check_tax(context: DocumentContext) -> None:
    """Refuse a sum of VAT that is not the one its rate gives, and one where no VAT is charged."""
    contract = context.get("contract", {})
    if len(context.get("vat_lines") or ()) > 1:
        return  # several rates: the lines give the tax
    for tax in _taxes(context):
        rate = _number(tax.record.get("vat_rate") or contract.get("vat_rate"))
        stated = _minor(tax.record.get(tax.base + _END))
        if stated is None:
            continue
        is_charged = tax.record.get("vat", contract.get("vat"))
        if is_charged is False or rate is not None:
            _compare(tax, stated, Fraction(0) if is_charged is False or rate is None else Fraction(rate))


def _compare(tax: _Tax, stated: int, rate: Fraction) -> None:
    whole, net = (_minor(tax.record.get(name)) for name in (tax.base, f"{tax.base}_net"))
    expected = []
    if whole is not None:
        expected.append(round_half_up(whole * rate / (100 + rate)))
    if net is not None:
        expected.append(round_half_up(net * rate / 100))
    if expected and stated not in expected:
        raise Refusal(
            "{name} is {stated}, but at {rate} % the VAT is {expected}: correct the sum, the VAT or the rate.",
            code="vat_contradicts",
            name=tax.name,
            stated=f"{Decimal(stated).scaleb(-2):f}",
            rate=f"{float(rate):g}",
            expected=f"{Decimal(expected[0]).scaleb(-2):f}",
        )


def _taxes(context: DocumentContext) -> Iterator[_Tax]:
    for name, value in context.items():
        for key in value if isinstance(value, dict) else ():
            if key.endswith(_END):
                yield _Tax(f"{name}.{key}", value, key.removesuffix(_END))


def _minor(value: object) -> int | None:
    number = _number(value.get("amount") if isinstance(value, dict) else None)
    return None if number is None else int(number.scaleb(2))


def _number(value: object) -> Decimal | None:
    try:
        return None if value in (None, "") else Decimal(str(value).replace(",", "."))
    except InvalidOperation:
        return None
