"""A sum in a register: grouped with spaces, points, commas or apostrophes, with a currency sign, word or code.

A separator before one or two last digits is the decimal one; before three it groups, for no currency read here that way
has three decimals. What follows «у т. ч. ПДВ» or a bracket is not the sum. Nothing is guessed: two sums are refused.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

from contracts.kernel.money import Money, MoneyFault, exponent, money
from contracts.kernel.refusal import Refusal

#: ISO 4217 codes in use.
CURRENCIES = frozenset({
    "AED", "AFN", "ALL", "AMD", "ANG", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BGN", "BHD",
    "BIF", "BMD", "BND", "BOB", "BRL", "BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHF", "CLP", "CNY",
    "COP", "CRC", "CUP", "CVE", "CZK", "DJF", "DKK", "DOP", "DZD", "EGP", "ERN", "ETB", "EUR", "FJD", "FKP",
    "GBP", "GEL", "GHS", "GIP", "GMD", "GNF", "GTQ", "GYD", "HKD", "HNL", "HTG", "HUF", "IDR", "ILS", "INR",
    "IQD", "IRR", "ISK", "JMD", "JOD", "JPY", "KES", "KGS", "KHR", "KMF", "KPW", "KRW", "KWD", "KYD", "KZT",
    "LAK", "LBP", "LKR", "LRD", "LSL", "LYD", "MAD", "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MRU", "MUR",
    "MVR", "MWK", "MXN", "MYR", "MZN", "NAD", "NGN", "NIO", "NOK", "NPR", "NZD", "OMR", "PAB", "PEN", "PGK",
    "PHP", "PKR", "PLN", "PYG", "QAR", "RON", "RSD", "RUB", "RWF", "SAR", "SBD", "SCR", "SDG", "SEK", "SGD",
    "SHP", "SLE", "SOS", "SRD", "SSP", "STN", "SVC", "SYP", "SZL", "THB", "TJS", "TMT", "TND", "TOP", "TRY",
    "TTD", "TWD", "TZS", "UAH", "UGX", "USD", "UYU", "UZS", "VES", "VND", "VUV", "WST", "XAF", "XCD", "XOF",
    "XPF", "YER", "ZAR", "ZMW", "ZWG",
})  # fmt: skip
_SIGNS = {"₴": "UAH", "$": "USD", "€": "EUR", "£": "GBP", "₽": "RUB", "zł": "PLN", "₸": "KZT", "¥": "JPY", "₺": "TRY"}
_STEMS_OF = {
    "UAH": "грн гривн гривен", "USD": "дол dollar", "EUR": "євро евро euro", "GBP": "фунт pound sterling",
    "RUB": "руб", "PLN": "злот zlot", "KZT": "тенге", "CHF": "франк", "CZK": "крон", "MDL": "лей",
}  # fmt: skip
_STEMS = tuple((stem, code) for code, stems in _STEMS_OF.items() for stem in stems.split())
_TIMES = (
    (r"млрд|мільярд|миллиард|billion|bn(?![a-z])", 10**9),
    (r"млн|мільйон|миллион|million|mln", 10**6),
    (r"тис|тыс|thousand|т\.\s?(?:грн|р|руб)|[’']?000s?(?!\d)", 10**3),
)
#: One letter right after the digits: «1.2m», “250k”, «600 т.р.»; another letter there is no sum («12шт»).
_SHORT_TIMES = re.compile(r"\s?(?P<m>mm?|м)(?![^\W\d_])|\s?(?P<k>[kк]|т\.?\s?(?:р|грн)?)(?![^\W\d_])", re.I)
_NUMBER = re.compile(r"-?\d{1,3}(?:[\s '’.,]\d{3})+(?:[.,]\d+)?(?!\d)|-?\d+(?:[.,]\d+)?")
_ASIDE = re.compile(
    r"(?:(?<!\s)\s++)?"
    r"(?:[,;(]|\b(?:у|в)\s?т\.?\s?ч\.?|включаючи|в том числе|в тому числі|incl|including|з них|ПДВ|НДС|VAT"
    r"|згідно|відповідно|according|as per).*",
    re.I | re.S,
)
#: Words that may stand right after the digits of a sum.
_FILLING = re.compile(r"(?:коп|без|з|с|р|net|gross|ПДВ|НДС|VAT|plus|total)", re.I)
#: «Conventional units» name no currency.
_UNITS = re.compile(r"(?<!\w)у\.\s?[ое]\.?(?!\w)", re.I)
_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
_SMALL = Decimal("0.000001")


class SumFault(Refusal):
    """A text is no sum, or says two, or names no known currency."""

    code = "not_a_sum"


class Sum(NamedTuple):
    """A sum as written: ``currency`` is empty where the cell names none."""

    amount: Decimal
    currency: str
    is_rounded: bool = False

    def in_currency(self, currency: str) -> Money:
        """The money; raises :class:`SumFault`. A calculated fraction of a kopiyka is rounded half up."""
        try:
            return money(self.amount.quantize(Decimal(1).scaleb(-exponent(currency)), ROUND_HALF_UP), currency)
        except (MoneyFault, ArithmeticError):
            raise SumFault("{value} is larger than any sum the register keeps.", value=str(self.amount)) from None


def read_sum(raw: object, *, times: int = 1) -> Sum:
    """The sum a cell says, times what the header says («тис. грн»). Raises :class:`SumFault`."""
    if isinstance(raw, bool):
        raise SumFault("{value} is not a sum of money.", value=str(raw))
    if isinstance(raw, int | float):
        if times == 1 and round(raw, 2) == raw:
            return Sum(Decimal(repr(raw)), "")
        amount = Decimal(repr(raw)) * times
        return Sum(amount, "", abs(amount - amount.quantize(Decimal("0.001"))) > _SMALL)
    return _from_text(str(raw), times)


def currency_in(text: str) -> str:
    """The currency a text names, by sign, word or ISO code; empty where it names none."""
    for sign, code in _SIGNS.items():
        if sign in text:
            return code
    for word in _WORD.findall(text):
        lowered = word.casefold()
        if word.upper() in CURRENCIES and (word.isupper() or len(text.strip()) == 3):
            return str(word.upper())
        for stem, code in _STEMS:
            if lowered.startswith(stem):
                return code
    return ""


def read_currency(raw: object) -> str:
    """The ISO code a currency cell says (``грн``, ``€``, ``usd``, ISO 980). Raises :class:`SumFault`."""
    text = str(raw).strip()
    if text.upper() in CURRENCIES:
        return text.upper()
    numeric = {"980": "UAH", "840": "USD", "978": "EUR", "826": "GBP", "643": "RUB", "985": "PLN"}
    found = numeric.get(text.removesuffix(".0")) or currency_in(text)
    if not found:
        raise SumFault("{value} is not a currency: write UAH, USD, EUR or another ISO 4217 code.", value=text)
    return found


def times_in(text: str) -> int:
    """What a header or a sum multiplies by («тис. грн», «млн»)."""
    for pattern, times in _TIMES:
        if re.search(rf"(?<![^\W\d_])(?:{pattern})", text, re.I):
            return times
    return 1


@lru_cache(maxsize=65536)
def _from_text(text: str, times: int) -> Sum:
    plain = text.replace("\xa0", " ").replace("\u202f", " ").replace("\u2009", " ").strip()
    first = _NUMBER.search(plain)
    if first is None:
        raise SumFault("{value} is not a sum of money.", value=text)
    before, rest = plain[: first.start()], plain[first.end() :]
    kept = _ASIDE.sub("", rest)
    if _NUMBER.search(_kopiykas(kept)):
        raise SumFault("{value} says two sums; enter one of them.", value=text)
    currency = currency_in(before) or currency_in(kept)
    if not currency and (match := _UNITS.search(before + " " + kept)):
        raise SumFault(
            "{value} is not a currency: write UAH, USD, EUR or another ISO 4217 code.", value=match[0].strip()
        )
    unknown = [
        word for word in _WORD.findall(before + " " + kept) if len(word) == 3 and word.isascii() and word.isupper()
    ]
    if not currency and unknown:
        raise SumFault("{value} is not a currency: write UAH, USD, EUR or another ISO 4217 code.", value=unknown[0])
    amount = _decimal(first[0], text)
    if (match := re.match(r"\D*(\d{1,2})\s*коп", kept, re.I)) and "." not in str(amount):
        amount += Decimal(int(match[1])) / 100
    amount = amount * _times_after(kept, text) * times
    return Sum(amount, currency, int(amount.as_tuple().exponent) < -3)


def _times_after(rest: str, text: str) -> int:
    """What the words after the digits multiply by. Raises :class:`SumFault` where they are no currency («12шт»)."""
    if rest.lstrip().startswith("%"):
        raise SumFault("{value} is not a sum of money.", value=text)
    if (found := times_in(rest)) != 1:
        return found
    if match := _SHORT_TIMES.match(rest):
        return 10**6 if match["m"] else 10**3
    if (match := re.match(r"[^\W\d_]+", rest)) and not currency_in(match[0]) and not _FILLING.match(match[0]):
        raise SumFault("{value} is not a sum of money.", value=text)
    return 1


def _kopiykas(text: str) -> str:
    return re.sub(r"\d{1,2}\s*коп\w*", "", text, flags=re.I)


def _decimal(number: str, text: str) -> Decimal:
    """Of two different separators the later is the decimal one; a single one decides by the digits after it."""
    digits = re.sub(r"[\s '’]", "", number)
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        decimal = max(".", ",", key=digits.rindex)
        if digits.count(decimal) > 1:
            raise SumFault("{value} is not a sum of money.", value=text)
        digits = digits.replace("," if decimal == "." else ".", "").replace(decimal, ".")
    elif points > 1 or commas > 1:
        digits = digits.replace(".", "").replace(",", "")
    elif points or commas:
        whole, after = re.split("[.,]", digits)
        is_group = (
            len(after) == 3 and whole.lstrip("-") not in ("", "0") and len(whole.lstrip("-")) <= 3 and number == digits
        )
        digits = whole + after if is_group else f"{whole}.{after}"
    return Decimal(digits)
