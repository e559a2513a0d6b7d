"""Money is an exact count of minor units in one currency; two currencies never add (domain §6)."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

#: Minor-unit digits of ISO 4217 currencies that do not have two.
_EXPONENTS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF"), 0),
    **dict.fromkeys(("UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}

#: The largest sum a BIGINT column and the interest arithmetic take without overflow.
LARGEST_MINOR = 9_000_000_000_000_000


class CurrencyMismatch(ValueError):
    """Two sums of different currencies were added or compared."""


class MoneyFault(ValueError):
    """A text is not a sum of money: not a number, too many digits, or too large."""


def exponent(currency: str) -> int:
    """Digits after the point of a currency: 2 unless ISO 4217 says 0 or 3."""
    return _EXPONENTS.get(currency, 2)


def round_half_up(exact: Fraction) -> int:
    """The nearest whole number, halves away from zero: the one place where money is rounded."""
    sign = -1 if exact < 0 else 1
    numerator, denominator = abs(exact.numerator), exact.denominator
    return sign * ((2 * numerator + denominator) // (2 * denominator))


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """A sum in minor units (kopiykas, cents) of one ISO 4217 currency."""

    minor: int
    currency: str

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other).minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other).minor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other).minor

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other).minor

    def __bool__(self) -> bool:
        return self.minor != 0

    def _same(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency} do not add")
        return other

    @property
    def amount(self) -> Decimal:
        """The sum in major units, exact, with the currency's digits."""
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    @property
    def wire(self) -> str:
        """The sum as a string for JSON and files: a point, no grouping (``1248000.00``)."""
        return f"{self.amount:f}"


def money(amount: str | int | Decimal, currency: str) -> Money:
    """Make money from major units.

    Raises :class:`MoneyFault` where the number has more digits than the currency or is not finite;
    nothing is rounded on the way in.
    """
    try:
        exact = Decimal(amount)
    except InvalidOperation:
        raise MoneyFault(f"{amount!r} is not a number") from None
    if not exact.is_finite():
        raise MoneyFault(f"{amount!r} is not a sum")
    minor = exact.scaleb(exponent(currency))
    if minor != minor.to_integral_value():
        raise MoneyFault(f"{amount} has more digits after the point than {currency} has")
    if abs(minor) > LARGEST_MINOR:
        raise MoneyFault(f"{amount} is larger than any sum the register keeps")
    return Money(int(minor), currency)


def total(sums: "list[Money] | tuple[Money, ...]") -> dict[str, Money]:
    """Totals per currency, in order of first appearance; currencies never mix."""
    totals: dict[str, Money] = {}
    for each in sums:
        before = totals.get(each.currency)
        totals[each.currency] = each if before is None else before + each
    return totals
