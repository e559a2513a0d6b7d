"""A power of attorney under a contract: to whom is named by --person, what for and by which paper is asked for.

It gives no more than it says: no limit unless one is given, no substitution, a year at the longest by default (Civil
Code 244, 247).
"""

from datetime import date, timedelta

from contracts.documents.contexts.values import DocumentContext, day
from contracts.documents.kinds.builder_input import BuilderInput
from contracts.documents.kinds.sums import sums_of
from contracts.kernel.calendar import Duration, add
from contracts.kernel.refusal import Refusal
from contracts.language.inflect import name_in


def power_of_attorney(about: BuilderInput) -> DocumentContext:
    """The representative, the powers, the last day. Raises a refusal where it would end before it begins."""
    made_on, person = about.call.as_of, about.spec.basis.person
    last = about.spec.overrides.get("power.valid_until")
    valid_until = date.fromisoformat(last) if last else add(made_on, Duration(1, "year")) - timedelta(days=1)
    if valid_until < made_on:
        raise Refusal(
            "The power of attorney would end on {last}, before it begins on {first}.", last=valid_until, first=made_on
        )
    representative: DocumentContext = {"position": None, "tax_code": None}
    if person is not None:
        representative |= {"name": name_in(person.name, about.language, "nominative").text}
        representative["position"] = person.position or None
    sums = sums_of(about) if about.spec.overrides.get("items") else None
    lines = enumerate((each.item for each in sums.lines), 1) if sums is not None else ()
    return {
        "representative": representative,
        "power": {"valid_until": day(valid_until), "substitution": False, "limit": None},
        "items": [
            {"number": no, "name": each.name, "unit": each.unit, "quantity": str(each.quantity)} for no, each in lines
        ],
    } | ({"document": about.place} if about.place else {})
