"""The one list of names a template may use: behind ``template variables``, ``template check`` and the manual."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import NamedTuple

#: Records of parties: each has the fields documented once under ``own``.
PARTIES = ("counterparty", "performer", "customer", "amendment.party")
#: Records whose fields a company names itself.
OPEN = ("contract.custom", "extra")

#: Kinds of documents with a shipped template, in the order people meet them.
KINDS = (
    *("supply", "services", "works", "lease", "framework", "nda", "specification"),
    *("disagreements", "disagreements_settled"),
    *("amendment_renewal", "amendment_price", "amendment_details", "amendment_termination", "amendment_free"),
    *("acceptance_act", "return_act", "delivery_note", "invoice", "reconciliation", "set_off", "consolidated"),
    *("payment_reminder", "demand", "claim", "advance_return", "claim_answer"),
    *("claim_cover", "claim_note", "non_renewal_notice"),
    *("court_handover", "renewal_proposal"),
    *("termination_notice", "document_request", "cover_letter", "power_of_attorney"),
    *("renewal_brief", "handover", "job_description"),
)


@dataclass(frozen=True, slots=True)
class Variable:
    """A name of the vocabulary: its type (text, money, date, duration, number, whole, yes_no, list, record)."""

    name: str
    type: str
    is_optional: bool
    meaning: str


class ListedVariable(NamedTuple):
    """A name as people are shown it, with the tag that uses it in a template."""

    name: str
    type: str
    optional: bool
    meaning: str
    tag: str


@cache
def vocabulary() -> Mapping[str, Variable]:
    """All names; ``items[].price`` is a field of each item of a list, ``extra.*`` any field."""
    text = files("contracts.documents").joinpath("vocabulary.toml").read_text(encoding="utf-8")
    return {
        name: Variable(name, type_.removesuffix("?"), type_.endswith("?"), meaning)
        for name, (type_, meaning) in tomllib.loads(text).items()
    }


def find(name: str) -> Variable | None:
    """What a name means, under whichever party it stands; ``None`` where the vocabulary does not have it."""
    known = vocabulary()
    for record in OPEN:
        if name.startswith(f"{record}."):
            return Variable(name, "text", False, known[f"{record}.*"].meaning)
    canonical = _canonical(name)
    variable = known.get(canonical) or known.get(canonical.removesuffix("[]"))
    if variable is not None:
        return replace(variable, name=name)
    if any(each.startswith((f"{canonical}.", f"{canonical}[]")) for each in known):
        return Variable(name, "record", False, "")
    return None


#: The filter that prints a value of a type.
_PRINTED = {"money": " | money", "date": " | date", "duration": " | duration", "number": " | number"}


def tag_of(name: str, variable: Variable) -> str:
    """How a template uses a name: printed by the filter of its type, asked about, or run over by its lines."""
    field = "item." + name.rpartition("[].")[2] if "[]." in name else name
    if variable.type == "list":
        return f"{{%tr for item in {field.removesuffix('[]')} %}}"
    if variable.type == "yes_no":
        return f"{{% if {field} %}}"
    if name.endswith("[].price"):
        return f"{{{{ {field} | price }}}}"
    return f"{{{{ {field}{_PRINTED.get(variable.type, '')} }}}}"


def listed(names: Iterable[str]) -> tuple[ListedVariable, ...]:
    """The names that are in the vocabulary, by name, as people are shown them."""
    known = [(name, variable) for name in sorted(names) if (variable := find(name)) is not None]
    return tuple(ListedVariable(name, v.type, v.is_optional, v.meaning, tag_of(name, v)) for name, v in known)


def unknown(names: Iterable[str]) -> list[str]:
    """The names that are not in the vocabulary, in order, each once."""
    return [name for name in dict.fromkeys(names) if find(name) is None]


def near(name: str) -> str | None:
    """The name that was probably meant."""
    import difflib

    return next(iter(difflib.get_close_matches(_canonical(name), vocabulary(), n=1)), None)


def _canonical(name: str) -> str:
    for party in PARTIES:
        if name == party or name.startswith(f"{party}."):
            return re.sub(rf"^{re.escape(party)}", "own", name)
    return name
