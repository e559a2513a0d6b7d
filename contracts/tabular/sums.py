"""A sum in a register: grouped with spaces, points, commas or apostrophes, with a currency sign, word or code.

A separator before one or two last digits is the decimal one; before three it groups, for no currency read here that way
has three decimals. What follows «у т. ч. ПДВ» or a bracket is not the sum. Nothing is guessed: two sums are refused.
"""

import re
import tomllib
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from contracts.kernel.money import Money, MoneyFault, exponent, money
from contracts.kernel.refusal import Refusal

_DATA = tomllib.loads(files("contracts.tabular").joinpath("currencies.toml").read_text(encoding="utf-8"))
#: ISO 4217 codes in use.
CURRENCIES: frozenset[str] = frozenset(_DATA["codes"].split())
_SIGNS: Mapping[str, str] = _DATA["signs"]
_STEMS: tuple[tuple[str, bool, str], ...] = tuple(
    (stem.removesuffix("="), stem.endswith("="), code) for code, each in _DATA["words"].items() for stem in each.split()
)
_TIMES = tuple(
    (re.compile(rf"(?<![^\W\d_])(?:{pattern})", re.I), times)
    for pattern, times in (
        (r"млрд|мільярд|миллиард|billion|bn(?![a-z])|mrd|mld", 10**9),
        (r"млн|мільйон|миллион|million|mln|mio(?![a-z])", 10**6),
        (r"тис|тыс|thousand|т\. ?(?:грн|р|руб)|[’']?000s?(?!\d)|tys\.|tsd", 10**3),
    )
)
#: One letter right after the digits: «1.2m», “250k”, «600 т.р.»; another letter there is no sum («12шт»).
_SHORT_TIMES = re.compile(r" ?(?P<m>mm?|м)(?![^\W\d_])| ?(?P<k>[kк]|т\.? ?(?:р|грн)?)(?![^\W\d_])", re.I)
_NUMBER = re.compile(
    r"-?\d+(?:[.,]\d+)?[eEеЕ][+-]?\d{1,2}(?![\w.,])|-?\d{1,3}(?:[ '’.,]\d{3})+(?:[.,]\d+)?(?!\d)|-?\d+(?:[.,]\d+)?"
)
_POWER = re.compile(r"(.+)[eEеЕ]([+-]?\d{1,2})")
#: A sum in brackets or with the sign behind it is below zero, as accountants write it.
_NEGATIVE = re.compile(r"\((\d[\d .,'’]*)\)|(\d[\d .,'’]*)-(?!\d)")
#: «1 200 000-00»: hryvnias and kopiykas; «10-20» are two numbers.
_DASHED = re.compile(r"(\d{3})-(\d\d)(?!\d)")
_KOPIYKAS = re.compile(r"(\d{1,2}) ?(?:коп|kop|cent)\w*", re.I)
#: What begins the words about a sum, which may name another one.
_ASIDE = re.compile(
    r" ?(?:[,;(+]|(?:у|в) ?т\.? ?ч\.?|включ|в том числе|в тому числі|incl|з них|згідно|відповідно|according|as per"
    r"|(?:за|на|per) |(?:з|без|с|зі|plus|ex|excl\w{0,6}|without|net of|zzgl|inkl|ohne|bez|netto|brutto)?\.? ?"
    r"(?:ПДВ|НДС|VAT|MwSt|tax)\b)",
    re.I,
)
_VAT = re.compile(
    r"(?:\+ ?|(?:plus|without|net of|ohne|bez|не є платником|неплатник|в тому числі|в том числе|[ув] ?т\. ?ч\."
    r"|(?:incl|excl|inkl|zzgl)\w{0,8}\.?|(?:без|з|із|с)(?: в?урахування\w{0,2}| учета| врахування\w{0,2})?) )?"
    r"(?:ПДВ|НДС|VAT|MwSt)\b[^;)]{0,40}",
    re.I,
)
#: A word or a sign right behind the digits, and what joins two parts of one sum.
_NEXT = re.compile(r" ?([^\W\d_]+|[₴$€£₽₸¥₺])\.?(?!\w)")
_JOIN = re.compile(r"[ .]*(?:(?:і|та|й|and|и) )?")
#: «250 000 (двісті п’ятдесят тисяч) грн»: the digits in words.
_IN_WORDS = re.compile(r" ?\([^()\d]{3,200}\)")
#: Words around a sum that say nothing more of it.
_FILLING = frozenset(
    (
        *("сума", "сумма", "вартість", "ціна", "price", "amount", "total", "загальна", "договору", "з", "без", "с"),
        *("р", "net", "gross", "plus", "від", "коп", "у", "т", "ч", "та", "сша", "us"),
    )
)
#: «Conventional units» name no currency.
_UNITS = re.compile(r"(?<!\w)у\. ?[ое]\.?(?!\w)", re.I)
_WORD = re.compile(r"[^\W\d_]+")
_SMALL = Decimal("0.000001")
#: Digits after the separator that a sum has and a group of thousands has.
_GROUP = 3


class SumFault(Refusal):
    """A text is no sum, or says two, or names no known currency."""

    code = "not_a_sum"


class Sum(NamedTuple):
    """A sum as written: ``currency`` is empty where the cell names none.

    ``vat`` are the words beside it about the tax, ``unused`` those that say something else.
    """

    amount: Decimal
    currency: str
    is_rounded: bool = False
    vat: str = ""
    unused: str = ""

    def in_currency(self, currency: str) -> Money:
        """The money; raises :class:`SumFault`. A calculated fraction of a kopiyka is rounded half up."""
        try:
            return money(self.amount.quantize(Decimal(1).scaleb(-exponent(currency)), ROUND_HALF_UP), currency)
        except (MoneyFault, ArithmeticError):
            raise SumFault("{value} is larger than any sum the register keeps.", value=str(self.amount)) from None


def read_sum(raw: object, *, times: int = 1, decimal: str = "") -> Sum:
    """The sum a cell says, times what the header says («тис. грн»). Raises :class:`SumFault`.

    ``decimal`` is the decimal separator of the column, where it is known: alone «1,234» may be two sums.
    """
    if isinstance(raw, bool):
        raise SumFault("{value} is not a sum of money.", value=str(raw))
    if isinstance(raw, int | float):
        if times == 1 and round(raw, 2) == raw:
            return Sum(Decimal(repr(raw)), "")
        amount = Decimal(repr(raw)) * times
        return Sum(amount, "", abs(amount - amount.quantize(Decimal("0.001"))) > _SMALL)
    return _from_text(" ".join(str(raw).split()).replace("\u2212", "-"), times, decimal)


def decimal_in(raw: object) -> str:
    """The decimal separator a cell leaves no doubt about; empty where it does."""
    match = _NUMBER.search(" ".join(raw.split())) if isinstance(raw, str) else None
    number = match[0] if match else ""
    points, commas = number.count("."), number.count(",")
    if points and commas:
        return max(".", ",", key=number.rindex)
    if points > 1 or commas > 1:
        return "," if points else "."
    alone = "." if points else "," if commas else ""
    return alone if alone and not _may_be_two(number.lstrip("-")) else ""


def currency_in(text: str) -> str:
    """The currency a text names, by sign, word or ISO code; empty where it names none."""
    for sign, code in _SIGNS.items():
        if sign in text:
            return code
    for word in _WORD.findall(text):
        lowered = word.casefold()
        if word.upper() in CURRENCIES and (word.isupper() or len(text.strip()) == 3):
            return str(word.upper())
        for stem, is_whole, code in _STEMS:
            if lowered == stem if is_whole else lowered.startswith(stem):
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
        raise _no_currency(text)
    return found


def times_in(text: str) -> int:
    """What a header or a sum multiplies by («тис. грн», «млн»)."""
    return next((times for pattern, times in _TIMES if pattern.search(text)), 1)


def _no_currency(text: str) -> SumFault:
    return SumFault("{value} is not a currency: write UAH, USD, EUR or another ISO 4217 code.", value=text)


@lru_cache(maxsize=65536)
def _from_text(text: str, times: int, decimal: str) -> Sum:
    plain = _DASHED.sub(r"\1,\2", text)
    sign = 1
    if match := _NEGATIVE.match(plain):
        plain, sign = f"{(match[1] or match[2]).strip()}{plain[match.end() :]}", -1
    first = _NUMBER.search(plain)
    if first is None:
        raise SumFault("{value} is not a sum of money.", value=text)
    before = plain[: first.start()]
    amount, currency, end = _parts(plain, first.start(), text, decimal)
    rest = plain[end:]
    if _NUMBER.search(rest) and not _ASIDE.match(rest):
        raise SumFault("{value} says two sums; enter one of them.", value=text)
    currency = currency_in(before) or currency or ("" if _ASIDE.match(rest) else currency_in(rest))
    if not currency:
        _check_currency(before, rest, text)
    amount *= sign * times
    digits = -int(amount.normalize().as_tuple().exponent)
    if digits == _GROUP and exponent(currency or "UAH") < _GROUP:
        raise SumFault("{value} has more digits after the separator than money has.", value=text)
    vat = next((match[0].strip(" ,;(") for match in _VAT.finditer(f"{rest} ; {before}")), "")
    unused = _unused(*(each.replace(vat, " ") if vat else each for each in (before, rest)))
    return Sum(amount, currency, digits > _GROUP, vat, unused)


def _parts(plain: str, at: int, text: str, decimal: str) -> tuple[Decimal, str, int]:
    """The sum that begins at a place, with the parts that add up to it («1 млн 200 тис. грн 50 коп.»)."""
    total, last, currency = Decimal(0), 10**12, ""
    end = at
    while match := _NUMBER.match(plain, _past_join(plain, end) if last != 10**12 else at):
        if kopiykas := _KOPIYKAS.match(plain, match.start()):
            total, end = total + Decimal(kopiykas[1]) / 100, kopiykas.end()
            break
        scale, name, after = _behind(plain, match.end(), text)
        amount = _decimal(match[0], text, decimal) * scale
        if last != 10**12 and (last == 1 or amount >= last):
            break
        total, last, end, currency = total + amount, scale, after, name or currency
        if scale == 1 and not _KOPIYKAS.match(plain, _past_join(plain, end)):
            break
    return total, currency, end


def _past_join(plain: str, at: int) -> int:
    match = _JOIN.match(plain, at)
    return match.end() if match else at


def _behind(plain: str, end: int, text: str) -> tuple[int, str, int]:
    """What the words right behind digits multiply by, the currency they name, and where they end.

    Raises :class:`SumFault` where they are no sum («12шт», «5 %»).
    """
    if plain[end : end + 2].lstrip().startswith("%"):
        raise SumFault("{value} is not a sum of money.", value=text)
    scale, currency = 1, ""
    if (match := _SHORT_TIMES.match(plain, end)) and not plain[match.end() : match.end() + 1].isalpha():
        return (10**6 if match["m"] else 10**3), currency_in(match[0]), match.end()
    if match := _NEXT.match(plain, end):
        scale = times_in(match[0])
        end = match.end() if scale != 1 else end
    if match := _IN_WORDS.match(plain, end):
        end = match.end()
    if (match := _NEXT.match(plain, end)) and (currency := currency_in(match[1])):
        end = match.end()
    elif match and not match[0].startswith(" ") and scale == 1 and match[1].casefold() not in _FILLING:
        raise SumFault("{value} is not a sum of money.", value=text)
    return scale, currency, end


def _check_currency(before: str, rest: str, text: str) -> None:
    """A word where a currency stands is one nobody knows: it is never taken for the usual one."""
    if match := _UNITS.search(f"{before} {rest}"):
        raise _no_currency(match[0].strip())
    for word in _WORD.findall(f"{before} {rest}"):
        if len(word) == len("UAH") and word.isascii() and word.isupper() and word not in ("VAT", "PDV"):
            raise _no_currency(word)
    match = _NEXT.match(rest)
    if match and not _ASIDE.match(rest) and match[1].casefold() not in _FILLING and not rest[match.end() :].strip(" ."):
        raise _no_currency(text)


def _unused(before: str, rest: str) -> str:
    """The words around a sum that say something of their own."""
    rest = _IN_WORDS.sub(" ", rest)
    left = [each.strip(" ,;.()+-–:=") for each in (before, rest)]
    said = [each for each in left if any(not _is_filling(word) for word in re.findall(r"\w+", each))]
    return " … ".join(said)


def _is_filling(word: str) -> bool:
    return word.casefold() in _FILLING or bool(currency_in(word))


def _may_be_two(number: str) -> bool:
    """«1,234»: a group of thousands or three decimals."""
    whole, _, after = number.replace(",", ".").partition(".")
    return len(after) == _GROUP and whole not in ("", "0") and len(whole) <= _GROUP


def _decimal(number: str, text: str, decimal: str) -> Decimal:
    """Of two different separators the later is the decimal one; a single one decides by the digits after it."""
    if match := _POWER.fullmatch(number):
        return Decimal(match[1].replace(",", ".")).scaleb(int(match[2]))
    digits = re.sub(r"[ '’]", "", number)
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        mark = max(".", ",", key=digits.rindex)
        if digits.count(mark) > 1:
            raise SumFault("{value} is not a sum of money.", value=text)
        digits = digits.replace("," if mark == "." else ".", "").replace(mark, ".")
    elif points > 1 or commas > 1:
        digits = digits.replace(".", "").replace(",", "")
    elif points or commas:
        if _may_be_two(digits.lstrip("-")) and number == digits and not decimal:
            raise SumFault(
                "{value} may be two different sums: write 1234,00 or say with --decimal which separator parts the "
                "kopiykas.",
                code="two_sums",
                value=text,
            )
        is_group = decimal and decimal not in digits
        digits = re.sub("[.,]", "" if is_group else ".", digits)
    return Decimal(digits)
