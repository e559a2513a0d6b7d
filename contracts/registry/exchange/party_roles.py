"""Two columns of parties by their roles (customer and supplier): one is ours, and which one shows in the rows.

Without a sign the side that orders is taken for ours, as in a register of purchases; a party that stands in every row,
on whichever side, is ours.
"""

import re
from collections.abc import Mapping, Sequence
from functools import reduce

from contracts.kernel.identity import fold
from contracts.registry.exchange.register_entries import NamedParty, RegisterEntry

_ORDERS = (
    r"замовник|покупець|орендар|організатор|заказчик|покупатель|арендатор|customer|client|buyer|purchaser|lessee|tenant"
    r"|licensee|procuring entity"
)
_PERFORMS = (
    r"постачальник|виконавець|підрядник|субпідрядник|орендодавець|продавець|переможець|поставщик|исполнитель|подрядчик"
    r"|арендодатель|продавец|supplier|vendor|contractor|seller|lessor|landlord|licensor|provider|service provider"
)
_ALONE = re.compile(
    rf"\W*(?:назва|найменування|name of(?: the)?)?\s*(?:(?P<orders>{_ORDERS})|(?P<performs>{_PERFORMS}))а?"
    r"(?:\s*name)?\W*",
    re.I,
)
_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
#: As much of a role's word as its cases share: «замовник», «замовника».
_STEM = 6


def sides_of(names: Mapping[int, str], fields: Mapping[int, str]) -> dict[int, str]:
    """What changes in the fields where two columns are the two sides; nothing where a column says which is ours."""
    if "company" in fields.values() or "company_code" in fields.values():
        return {}
    roles = {place: _role(name) for place, name in names.items() if fields.get(place, "counterparty") == "counterparty"}
    orders = [place for place, role in roles.items() if role == "orders"]
    performs = [place for place, role in roles.items() if role == "performs"]
    if len(orders) != 1 or len(performs) != 1:
        return {}
    found = {orders[0]: "company", performs[0]: "counterparty"}
    return found | _codes(names, fields, orders[0], performs[0])


def turn_sides(entries: Sequence[RegisterEntry]) -> None:
    """Where one party stands in every row, it is ours: rows that name it as the counterparty are turned round."""
    pairs = [{_known_by(each.company), _known_by(each.counterparty)} for each in entries if each.company]
    if len(pairs) < 2 or len(pairs) < len(entries):
        return
    common = reduce(set.intersection, pairs) - {""}
    if len(common) != 1:
        return
    ours = common.pop()
    for each in entries:
        if _known_by(each.counterparty) == ours:
            each.company, each.counterparty = each.counterparty, each.company


def _role(name: str) -> str:
    match = _ALONE.fullmatch(_BRACKETS.sub(" ", name).strip())
    return (match.lastgroup or "") if match else ""


def _codes(names: Mapping[int, str], fields: Mapping[int, str], ours: int, theirs: int) -> dict[int, str]:
    """The code that names the role, or stands right after the party, belongs to it."""
    found: dict[int, str] = {}
    for place, name in names.items():
        if not re.search(r"єдрпоу|рнокпп|іпн|инн|код\b|tax|code|\bid\b", name, re.I) or place in (ours, theirs):
            continue
        if fields.get(place, "counterparty_code") != "counterparty_code":
            continue
        lowered = name.casefold()
        for party, field in ((ours, "company_code"), (theirs, "counterparty_code")):
            stem = re.findall(r"[^\W\d_]+", names[party].casefold())[-1][:_STEM]
            if stem in lowered or (place == party + 1 and not re.search(f"{_ORDERS}|{_PERFORMS}", lowered)):
                found[place] = field
    return found if len(set(found.values())) == len(found) else {}


def _known_by(party: NamedParty | None) -> str:
    return (party.code or fold(party.name)) if party else ""
