"""How values of options are read: days, durations, sums, words of a list, NAME=TEXT; what cannot be read is misuse."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import typer

from contracts.cli.shared.translation import _

if TYPE_CHECKING:
    from contracts.kernel.calendar import Duration
    from contracts.kernel.money import Money


def read_day(text: str) -> date:
    """A day written as 2026-11-23 or 23.11.2026; anything else is misuse (exit 2)."""
    for separator, order in (("-", (0, 1, 2)), (".", (2, 1, 0))):
        parts = text.strip().split(separator)
        if len(parts) == 3 and all(part.isdigit() for part in parts):
            year, month, day = (int(parts[place]) for place in order)
            try:
                return date(year, month, day)
            except ValueError:
                break
    raise typer.BadParameter(_("{text} is not a day: write 2026-11-23 or 23.11.2026.").format(text=repr(text)))


def read_duration(text: str) -> "Duration":
    """A duration such as 60d, 5wd, 2w, 3m, 1y; anything else is misuse (exit 2)."""
    from contracts.kernel.calendar import DurationFault, parse_duration

    try:
        return parse_duration(text)
    except DurationFault:
        sentence = _("{text} is not a duration: write 60d, 5wd, 10bd, 2w, 3m, 1y or P3M")
        raise typer.BadParameter(sentence.format(text=repr(text))) from None


def read_currency(text: str) -> str:
    """The code of a currency, three letters; anything else is misuse (exit 2)."""
    code = text.strip().upper()
    if len(code) != 3 or not code.isalpha():
        raise typer.BadParameter(_("{text} is not a currency: write UAH, EUR, USD.").format(text=repr(text)))
    return code


def read_sum(text: str, currency: str) -> "Money":
    """A sum with a point or a comma, with or without spaces; anything else is misuse (exit 2)."""
    from contracts.kernel.money import MoneyFault, money

    code = read_currency(currency)
    plain = "".join(text.split()).replace("\u202f", "").replace("'", "").replace("\N{MINUS SIGN}", "-")
    if "," in plain and "." not in plain:
        plain = plain.replace(",", ".")
    try:
        return money(plain.replace(",", ""), code)
    except MoneyFault:
        raise typer.BadParameter(_("{text} is not a sum: write 1248000.00.").format(text=repr(text))) from None


def one_of(*known: str) -> Callable[[str], str]:
    """Reads one of a few words in any case; another word is misuse and names those that are known."""
    by_text = {each.lower(): each for each in known}

    def read(text: str) -> str:
        if text.lower() not in by_text:
            values = ", ".join(known)
            raise typer.BadParameter(_("{text} is not one of {values}.").format(text=repr(text), values=values))
        return by_text[text.lower()]

    return read


def read_pairs(texts: list[str] | None, option: str) -> dict[str, str]:
    """NAME=TEXT options as a dictionary; anything else is misuse (exit 2)."""
    pairs: dict[str, str] = {}
    for each in texts or []:
        name, equals, text = each.partition("=")
        if not equals or not name.strip():
            raise typer.BadParameter(_("{text} is not NAME=TEXT.").format(text=repr(each)), param_hint=option)
        pairs[name.strip()] = text.strip()
    return pairs
