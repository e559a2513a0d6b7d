"""Columns that only the columns beside them explain: an e-mail after the owner's name, a total beside a price."""

import re
from collections.abc import Mapping

_EMAIL = re.compile(r"\W*(?:e-?mail|email|е-?mail|ел\w*\.?\s*пошта|електронна\s+(?:пошта|адреса)|пошта|почта)\W*", re.I)
_PRICE = re.compile(r"\W*(?:ціна|цена|price|тариф)\b(?!\s+(?:дог|контр|contr))", re.I)
_TOTAL = re.compile(r"\W*(?:загальна\s+)?(?:сума|сумма|вартість|стоимость|total|amount)\b", re.I)
#: Whose address a column of e-mails is, by the column it follows.
_OWN_EMAIL = {
    "owner": "owner_email",
    "counterparty": "counterparty_email",
    "counterparty_code": "counterparty_email",
    "counterparty_address": "counterparty_email",
    "counterparty_phone": "counterparty_email",
}


def beside(names: Mapping[int, str], fields: Mapping[int, str], told: Mapping[int, str]) -> dict[int, str]:
    """The fields with what the neighbours explain; what a mapping tells stays."""
    found = dict(fields)
    before = ""
    for place in sorted(names):
        mine = _OWN_EMAIL.get(before)
        if place not in found and mine and mine not in found.values() and _EMAIL.fullmatch(names[place]):
            found[place] = mine
        before = found.get(place, "")
    return _total(names, found, told)


def _total(names: Mapping[int, str], fields: dict[int, str], told: Mapping[int, str]) -> dict[int, str]:
    """A price of one gives way to the sum of all."""
    price = next((place for place, each in fields.items() if each == "amount" and _PRICE.match(names[place])), None)
    if price is None or price in told:
        return fields
    total = next((place for place in names if place not in fields and _TOTAL.match(names[place])), None)
    if total is None:
        return fields
    del fields[price]
    return {**fields, total: "amount"}


__all__ = ["beside"]
