"""Conditions on a day are the first ones with every signed amendment in effect folded in; drafts change nothing (§3).

Amendments are folded by the day they take effect, then by the day of signing, then by number: of two that change one
condition from one day the later signed prevails, and :func:`conflicts` names the pair until a person confirms.
What was signed later counts for earlier days too: ``as_of`` is the day asked about, with today's knowledge.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any, NamedTuple

from contracts.kernel.subject import AmendmentId
from contracts.registry.rules.conditions import CONDITIONS
from contracts.registry.rules.contract import Amendment, Change, Conditions, ContractFacts, Renewal

#: Amendable names the rules count with; the others (party details, signatory, free text) are wording only.
COUNTED_WITH = frozenset(each.name for each in CONDITIONS if each.is_amendable)
#: Contracts that run without a last day.
ENDLESS = frozenset({Renewal.EVERGREEN, Renewal.UNTIL_FULFILLED})


class Epoch(NamedTuple):
    """Conditions in force from a day until the next epoch, and the facts a phase needs that they lack."""

    from_on: date
    conditions: Conditions
    lacks: tuple[str, ...]


class LastDayChange(NamedTuple):
    """A signed change of the last day, in the order of folding."""

    effective_on: date
    signed_on: date
    last_day: date
    amendment_id: AmendmentId
    number: str


class Conflict(NamedTuple):
    """Two amendments that change one condition from one day; ``later`` prevails once both are signed."""

    condition: str
    clause: str
    effective_on: date
    earlier: Amendment
    later: Amendment

    @property
    def is_refused(self) -> bool:
        """Two drafts are refused; where one of them is signed both are kept and a person is warned."""
        return self.earlier.signed_on is None and self.later.signed_on is None


def signed_amendments(facts: ContractFacts) -> list[Amendment]:
    """The signed amendments in the order in which they are folded."""
    signed = [each for each in facts.amendments if each.signed_on is not None]
    return sorted(signed, key=_order)


def epochs(facts: ContractFacts) -> tuple[Epoch, ...]:
    """The conditions of every span between two changes, the first one from the beginning of the calendar."""
    found = [Epoch(date.min, facts.base, needed_facts(facts.base))]
    if not facts.amendments:
        return tuple(found)
    for amendment in signed_amendments(facts):
        folded = _fold(found[-1].conditions, amendment.changes)
        if folded is not found[-1].conditions:
            found.append(Epoch(amendment.effective_on, folded, needed_facts(folded)))
    return tuple(found)


def needed_facts(conditions: Conditions) -> tuple[str, ...]:
    """What the phase needs and these conditions lack; empty where the phase can be told (domain §2, rule 3)."""
    kind = conditions.renewal
    is_automatic = kind is Renewal.AUTOMATIC
    has_end = conditions.last_day or (conditions.first_day and conditions.length) or kind in ENDLESS
    is_renewable = not is_automatic or (conditions.renewal_length and conditions.notice)
    if conditions.first_day and has_end and kind and is_renewable:
        return ()
    found = (
        ("first_day", not conditions.first_day),
        ("renewal", kind is None),
        ("last_day", not has_end),
        ("renewal_length", is_automatic and not conditions.renewal_length),
        ("notice", is_automatic and not conditions.notice),
    )
    return tuple(name for name, is_missing in found if is_missing)


def epoch_on(spans: Sequence[Epoch], day: date) -> Epoch:
    """The last epoch that has begun."""
    for epoch in reversed(spans):
        if epoch.from_on <= day:
            return epoch
    return spans[0]


def in_force(spans: Sequence[Epoch], day: date) -> Conditions:
    """The conditions of the last epoch that has begun."""
    return epoch_on(spans, day).conditions


def conditions_on(facts: ContractFacts, as_of: date) -> Conditions:
    """The conditions in force on ``as_of``."""
    return in_force(epochs(facts), as_of)


def last_day_changes(facts: ContractFacts) -> Iterator[LastDayChange]:
    """Every signed change that names a new last day, in the order of folding."""
    for amendment in signed_amendments(facts):
        for change in amendment.changes:
            if change.condition == "last_day" and isinstance(change.value, date) and amendment.signed_on:
                yield LastDayChange(
                    amendment.effective_on, amendment.signed_on, change.value, amendment.id, amendment.number
                )


def conflicts(facts: ContractFacts) -> tuple[Conflict, ...]:
    """Every pair that changes the same condition (and the same free clause) from the same day."""
    found = []
    for earlier, later in combinations(sorted(facts.amendments, key=_order), 2):
        if earlier.effective_on == later.effective_on:
            both = _targets(earlier) & _targets(later)
            found += [Conflict(name, clause, later.effective_on, earlier, later) for name, clause in sorted(both)]
    return tuple(found)


def _order(amendment: Amendment) -> tuple[date, date, int]:
    return amendment.effective_on, amendment.signed_on or date.max, amendment.no


def _targets(amendment: Amendment) -> set[tuple[str, str]]:
    """Free clauses differ by their number; a condition is one thing wherever it is written."""
    return {(each.condition, each.clause if each.condition == "text" else "") for each in amendment.changes}


def _fold(conditions: Conditions, changes: Sequence[Change]) -> Conditions:
    values: dict[str, Any] = {each.condition: each.value for each in changes if each.condition in COUNTED_WITH}
    if not values:
        return conditions
    clauses = dict(conditions.clauses) | {each.condition: each.clause for each in changes if each.clause}
    return replace(conditions, clauses=tuple(clauses.items()), **values)
