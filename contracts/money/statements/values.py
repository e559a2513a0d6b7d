"""Sums and days of a statement are exact or refused with their line; text is decoded in one order (stack.md).

The order of encodings: a byte-order mark, strict UTF-8, then of what is declared, cp1251, cp1125 (a superset of cp866
for Ukrainian and Russian letters) and cp1252 the one whose letters make words; what is declared wins a tie.
"""

import codecs
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from contracts.kernel.money import Money, MoneyFault, money
from contracts.money.rules.statement import LineFault, Place, StatementFault
from contracts.tabular.delimited import decode, reads_as
from contracts.tabular.sheet import FileRefused

#: Beyond this no bank writes a statement.
LARGEST = 200_000_000
_PLAIN = re.compile(r"[+-]?\d+(?:[.,]\d*)?|[+-]?[.,]\d+")
#: Groups of three and another mark before the last digits: «1.234,56», «1,234.56», «1'234.50» are one sum only.
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([.,'’])\d{3})(?:\1\d{3})*(?!\1)[.,]\d{1,2}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_EURO = ("DE", "AT", "NL", "FR", "IT", "ES", "BE", "IE", "LT", "LV", "EE", "SK", "SI", "FI", "LU")
_OTHERS = {"UA": "UAH", "BY": "BYN", "KZ": "KZT", "PL": "PLN", "GB": "GBP", "CH": "CHF", "CZ": "CZK", "MD": "MDL"}
_OF_COUNTRY = dict.fromkeys(_EURO, "EUR") | _OTHERS
#: How much of a file is looked at to tell its code page.
_SAMPLE = 200_000
#: «2026-11-01T22:30:00Z», «2026-11-02T00:30:00+02:00», «20261101223000.000[-5:EST]», «20261101223000[0:GMT]».
_INSTANT = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)[T ]?(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d{1,9})?)?\s?"
    r"(?:(?P<utc>Z|UTC|GMT)|\[?(?P<sign>[+-]|(?<=\[))(?P<hours>\d{1,2}(?:\.\d{1,2})?)(?::?(?P<minutes>\d\d))?(?::[A-Z]{1,5})?\]?)$",
    re.I,
)
_zone: ContextVar[tzinfo | None] = ContextVar("zone", default=None)
_DTD = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST)", re.I)


def exact_sum(text: str, currency: str, at: Place) -> Money:
    """A sum in major units with a point or a comma. Raises :class:`StatementFault` naming the line."""
    plain = text.strip().replace("\xa0", "").replace("\u202f", "").replace(" ", "")
    if match := _GROUPED.fullmatch(plain):
        plain = plain.replace(match[1], "")
    if not _PLAIN.fullmatch(plain):
        raise LineFault("{file}, line {line}: «{value}» is no sum of money.", "bad_sum", at, value=text[:60])
    if not _CURRENCY.fullmatch(currency):
        raise LineFault(
            "{file}, line {line}: «{value}» is no currency; a code of three letters is expected.",
            "bad_currency",
            at,
            value=currency[:20],
        )
    try:
        return money(plain.replace(",", "."), currency)
    except MoneyFault:
        raise LineFault(
            "{file}, line {line}: the sum {value} has more digits than {currency} has, or is larger than any sum kept; "
            "nothing is rounded.",
            "bad_sum",
            at,
            value=plain[:60],
            currency=currency,
        ) from None


def no_sum(at: Place) -> LineFault:
    """An entry without its sum."""
    return LineFault("{file}, line {line}: a sum is missing.", "bad_sum", at)


def day(year: int | str, month: str, number: str, at: Place, text: str) -> date:
    """A day of the calendar. Raises :class:`StatementFault` for 30 February and its like."""
    try:
        found = date(int(year), int(month), int(number))
    except ValueError:
        raise bad_day(text, at) from None
    if not 1990 <= found.year <= 2199:
        raise bad_day(text, at)
    return found


def day_by(pattern: re.Pattern[str], text: str, at: Place) -> date:
    """The day a text begins with, by year, month and number; an instant with its zone is a day of our own zone."""
    if (instant := instant_in(text)) is not None:
        return day(instant.year, str(instant.month), str(instant.day), at, text)
    match = pattern.match(text.strip())
    if match is None:
        raise bad_day(text, at)
    return day(match[1], match[2], match[3], at, text)


@contextmanager
def days_in(zone: tzinfo | None) -> Iterator[None]:
    """Instants of the files read here are days of this zone; without one they are days of Kyiv."""
    before = _zone.set(zone or ZoneInfo("Europe/Kyiv"))
    try:
        yield
    finally:
        _zone.reset(before)


def instant_in(text: str) -> datetime | None:
    """The instant a text names with its zone, in our own; nothing where it names a day, or a time without a zone."""
    match = _INSTANT.match(text.strip())
    if match is None:
        return None
    year, month, number, hour, minute, second = (int(match[no] or 0) for no in range(1, 7))
    shift = float(match["hours"] or 0) + int(match["minutes"] or 0) / 60
    shift = -shift if match["sign"] == "-" else shift
    try:
        own = datetime(year, month, number, hour, minute, second, tzinfo=timezone(timedelta(hours=shift)))
        return own.astimezone(_zone.get() or ZoneInfo("Europe/Kyiv"))
    except (ValueError, OverflowError):
        return None  # no such day: said where the day is read


def bad_day(text: str, at: Place) -> LineFault:
    """A text that is no day."""
    return LineFault("{file}, line {line}: there is no such day as «{value}».", "bad_day", at, value=text.strip()[:40])


def text_of(data: bytes, name: str, *, declared: str = "", fits: Callable[[str], bool]) -> tuple[str, bool]:
    """The text of a file, and whether it is in the encoding it declares; the first that ``fits`` wins.

    Raises :class:`StatementFault` where none does.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:200]:
        try:
            return decode(data, name), True
        except FileRefused as refused:
            raise StatementFault(refused.sentence, code="bad_encoding", **refused.facts) from None
    try:
        text = data.decode("utf-8-sig")
        is_plain = text.isascii() or data.startswith(b"\xef\xbb\xbf")
        return text, is_plain or not declared or _same(declared, "utf-8")
    except UnicodeDecodeError as error:
        at = data.count(b"\n", 0, error.start) + 1
    sample = data[:_SAMPLE]
    found = [
        each for each in dict.fromkeys([declared, "cp1251", "cp1125", "cp1252"]) if each and _fits(data, each, fits)
    ]
    if not found:
        raise LineFault(
            "{file}, line {line}: the letters fit no encoding known to banks (UTF-8, cp1251, cp866); save it anew.",
            "bad_encoding",
            Place(name, at),
        )
    best = max(found, key=lambda each: reads_as(sample, codecs.lookup(each).name))
    return data.decode(best), not declared or _same(declared, best)


def _fits(data: bytes, encoding: str, fits: Callable[[str], bool]) -> bool:
    try:
        return fits(data.decode(encoding))
    except (UnicodeDecodeError, LookupError):
        return False


def country_currency(account: str) -> str:
    """The currency of the country of an IBAN; empty where it tells none."""
    bare = account.replace(" ", "").replace(".", "").upper()
    return _OF_COUNTRY.get(bare[:2], "") if bare[2:4].isdigit() and len(bare) > 14 else ""


def refuse_dtd(data: bytes, name: str) -> None:
    """A document type definition or an entity in a statement is an attack (F28). Raises :class:`StatementFault`."""
    bare = data.replace(b"\0", b"")
    if match := _DTD.search(bare):
        raise LineFault(
            "{file}, line {line}: a statement with a document type definition or entities is not read.",
            "dtd",
            Place(name, bare.count(b"\n", 0, match.start()) + 1),
        )


def _same(one: str, two: str) -> bool:
    try:
        return codecs.lookup(one).name == codecs.lookup(two).name
    except LookupError:
        return False
