"""Facts a person gives (``--set``, ``--facts``) stand before what the register knows, each read by its type."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from contracts.documents.contexts.values import DocumentContext
from contracts.documents.fact_values import read_value
from contracts.documents.vocabulary import find, near
from contracts.kernel.refusal import Refusal

#: Names without a dot that are no facts of the company's own.
_TOP = frozenset({"items", "total", "total_net", "total_vat", "as_of", "enclosures", "papers", "missing", "payments"})


@dataclass(frozen=True, slots=True)
class Overrides:
    """The facts a person gave: ``values`` by dotted name (``--set``), ``data`` as records (``--facts``)."""

    values: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)

    def get(self, name: str, currency: str = "UAH") -> Any:
        """A fact by its name, read by its type; ``None`` where nobody gave it."""
        if name in self.values:
            return read_value(name, self.values[name], currency)
        value: Any = self.data
        for part in name.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        return value

    def has(self, name: str) -> bool:
        """Whether a whole record or list was given."""
        return name in self.values or name in self.data

    def without(self, *names: str) -> "Overrides":
        """The same facts but these."""
        values = {name: text for name, text in self.values.items() if name not in names}
        return Overrides(values, {name: value for name, value in self.data.items() if name not in names})


def with_values(context: DocumentContext, values: Mapping[str, str]) -> DocumentContext:
    """The context with names replaced by ``--set``, each read by its type; a name without a dot goes to ``extra``.

    A sum keeps its currency. A fact of a party holds for the same party under its role too. Raises a refusal where a
    part of the path is not a record, or the value is not what the name means.
    """
    full: DocumentContext = json.loads(json.dumps(context))
    currency = full.get("contract", {}).get("currency", "UAH") if isinstance(full.get("contract"), dict) else "UAH"
    for name, text in values.items():
        place, last = _place(full, name)
        before = place.get(last)
        own = before["currency"] if isinstance(before, dict) and "currency" in before else currency
        place[last] = read_value(name, text, own)
    for one, other in _same_parties(full):
        for name in values:
            if name.startswith(f"{one}."):
                place, last = _place(full, f"{other}.{name.removeprefix(f'{one}.')}")
                place[last] = read_value(name, values[name], currency)
    return full


def refuse_unknown(values: Iterable[str], used: Iterable[str]) -> None:
    """A fact nobody would print is a slip of the pen: neither the vocabulary nor the template has its name."""
    for name in values:
        is_used = any(each == name or each.startswith((f"{name}.", f"{name}[]")) for each in used)
        if "." not in name or is_used or find(name) is not None:
            continue
        if (similar := near(name)) is not None:
            raise Refusal(
                "There is no fact {name}; perhaps {near} is meant.", code="unknown_fact", name=name, near=similar
            )
        raise Refusal("There is no fact {name}: see `contracts template variables`.", code="unknown_fact", name=name)


def _place(full: DocumentContext, name: str) -> tuple[DocumentContext, str]:
    path = name.split(".") if "." in name or name in _TOP else ["extra", name]
    place = full
    for part in path[:-1]:
        place = place.setdefault(part, {})
        if not isinstance(place, dict):
            raise Refusal("{name} cannot be set: {part} is not a record.", name=name, part=part)
    return place, path[-1]


def _same_parties(full: DocumentContext) -> list[tuple[str, str]]:
    """Names of records that are one party: we are the performer or the customer."""
    side = full.get("contract", {}).get("own_side")
    if side not in ("performer", "customer"):
        return []
    pairs = (("own", side), ("counterparty", "customer" if side == "performer" else "performer"))
    return [pair for one, other in pairs for pair in ((one, other), (other, one))]
