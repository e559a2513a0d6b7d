"""A line of a document as a person writes it: ``name; quantity; unit; price; VAT`` (domain §6).

VAT is a rate in per cent, ``exempt`` with the ground after a colon (Tax Code 197), or ``none`` where the supplier is
no payer of the tax. Left out, it is the document's.
"""

from decimal import Decimal, InvalidOperation

from contracts.money.rules.vat import PricedItem, Vat, VatFault

_NONE = frozenset({"none", "no", "-", "–", "—", "без пдв", "неплатник", "не платник", "без ндс"})
_EXEMPT = ("exempt", "звільнено", "звільнена", "звільн.", "пільга", "освобождено")


def parse_item(text: str, usual: Vat | None) -> PricedItem:
    """One line as written. Raises :class:`VatFault` naming what cannot be read.

    ``usual`` is the VAT of lines that name none; ``None``: each line must name its own.
    """
    parts = [" ".join(each.split()) for each in text.split(";")]
    if len(parts) not in (4, 5) or not parts[0]:
        raise VatFault(
            "The line «{text}» cannot be read: write «name; quantity; unit; price; VAT», such as "
            "«Прибирання; 1; послуга; 4500.00; 20».",
            code="bad_item",
            text=text.strip(),
        )
    name, quantity, unit, price = parts[:4]
    return made_item(name, unit, (quantity, price), parts[4] if len(parts) == 5 else "", usual)


def made_item(name: str, unit: str, numbers: tuple[object, object], vat: str, usual: Vat | None) -> PricedItem:
    """A line of its parts as texts; ``numbers`` are quantity and price. Raises :class:`VatFault`."""
    quantity, price = parse_number(numbers[0]), parse_number(numbers[1])
    if quantity is None:
        raise VatFault("{item}: the quantity «{text}» is no number.", code="bad_quantity", item=name, text=numbers[0])
    if price is None:
        raise VatFault("{item}: the price «{text}» is no number.", code="bad_price", item=name, text=numbers[1])
    tax = parse_vat(vat, name) if vat.strip() else usual
    if tax is None:
        raise VatFault(
            "{item}: it is not known whether VAT is charged: write its rate, «exempt» or «none».",
            code="no_vat",
            item=name,
        )
    return PricedItem(name[:500], quantity, price, tax, unit[:40])


def parse_vat(text: str, item: str = "") -> Vat:
    """VAT as written: ``20``, ``20 %``, ``7``, ``0``, ``exempt: 197.1.2``, ``none``. Raises :class:`VatFault`."""
    word, _, ground = text.strip().partition(":")
    folded = word.strip().lower()
    if folded in _NONE:
        return Vat(None, is_payer=False)
    if folded.startswith(_EXEMPT):
        return Vat(None, " ".join(ground.split())[:200])
    try:
        rate = Decimal(folded.removesuffix("%").strip().replace(",", "."))
    except InvalidOperation:
        rate = Decimal(-1)
    if not rate.is_finite() or not 0 <= rate <= 100 or rate * 100 != int(rate * 100):
        raise VatFault(
            "«{text}» is no VAT: write a rate such as 20, 7 or 0, «exempt: 197.1.2» or «none».",
            code="no_rate",
            text=text.strip() or item,
        )
    return Vat(int(rate * 100))


def parse_number(value: object) -> Decimal | None:
    """A quantity or a price with a point or a comma; ``None`` where it is no number."""
    plain = "".join(str(value).split())
    try:
        found = Decimal(plain.replace(",", ".") if "." not in plain else plain.replace(",", ""))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
