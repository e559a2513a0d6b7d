"""A supplementary agreement: what it changes, old → new, and from which day (law §7.6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.documents.contexts.condition_words import condition_name, condition_text
from contracts.documents.contexts.values import DocumentContext, day, duration, money
from contracts.kernel.calendar import Duration, add
from contracts.kernel.money import Money
from contracts.registry.rules.amendment import conditions_on
from contracts.registry.rules.contract import Amendment, Change, Conditions, ContractFacts

#: Conditions that the text of a kind says itself, so that its table of changes leaves them out.
_TOLD = {"amendment_renewal": ("last_day",), "amendment_price": ("amount",)}


@dataclass(frozen=True, slots=True)
class AmendmentFacts:
    """One amendment of a contract and the contract's facts; ``rationale`` is a noun phrase in the accusative."""

    contract: ContractFacts
    amendment: Amendment
    rationale: str = ""
    as_of: date = date.min


def amendment_context(facts: AmendmentFacts, kind: str, language: str) -> DocumentContext:
    """The record ``amendment``; what was not said (the rationale) is absent and asked for by name."""
    amendment = facts.amendment
    before = conditions_on(_without(facts.contract, amendment), amendment.effective_on)
    signed_on = amendment.signed_on or facts.as_of
    clauses = dict(before.clauses)
    new_last, new_amount = _value(amendment, "last_day"), _value(amendment, "amount")
    record: DocumentContext = {
        "number": amendment.number or str(amendment.no),
        "date": day(signed_on),
        "effective_on": day(amendment.effective_on),
        "retroactive": amendment.effective_on < signed_on,
        "changes": [
            _change(each, getattr(before, each.condition, None), clauses, language)
            for each in amendment.changes
            if each.condition not in _TOLD.get(kind, ())
        ],
        "renewal_clause": clauses.get("last_day") or clauses.get("renewal") or None,
        "price_clause": clauses.get("amount") or None,
        "price_changes": [],
        "old_amount": money(before.amount),
        "new_amount": money(new_amount) if isinstance(new_amount, Money) else None,
        "settled": True,
        "settlement": [],
    }
    if facts.rationale:
        record["rationale"] = facts.rationale
    if isinstance(new_last, date):
        old = before.last_day or _last_recorded(facts.contract.recorded_terms)
        record |= {"new_last_day": day(new_last), "ends_on": day(new_last)}
        record |= {"old_last_day": day(old), "duration": duration(_whole(old, new_last))} if old else {"duration": None}
    return {"amendment": record}


def _without(facts: ContractFacts, amendment: Amendment) -> ContractFacts:
    from dataclasses import replace

    return replace(facts, amendments=tuple(each for each in facts.amendments if each.id != amendment.id))


def _value(amendment: Amendment, condition: str) -> object:
    return next((each.value for each in amendment.changes if each.condition == condition), None)


def _change(change: Change, before: object, clauses: dict[str, str], language: str) -> DocumentContext:
    """A row old → new: conditions the rules know are worded from their values, others as they were written."""
    nothing, removed = ("немає", "виключити") if language == "uk" else ("nothing", "deleted")
    is_known = change.condition in Conditions.__dataclass_fields__
    if is_known:
        old = nothing if before in (None, "", ()) else condition_text(change.condition, before, language)  # type: ignore[arg-type]
        new = removed if change.value in (None, "", ()) else condition_text(change.condition, change.value, language)
    else:
        old, new = change.old_wording or nothing, str(change.value or "") or removed
    return {
        "clause": change.clause or clauses.get(change.condition) or "—",
        "subject": condition_name(change.condition, language),
        "old": old,
        "new": change.new_wording or new,
    }


def _last_recorded(terms: Sequence[object]) -> date | None:
    days = [term.last_day for term in terms]  # type: ignore[attr-defined]
    return max(days, default=None)


def _whole(old: date | None, new: date) -> Duration | None:
    """The prolongation where it is a whole number of years or months, counted on the day after (domain §2)."""
    if old is None or new <= old:
        return None
    first, after = old + timedelta(days=1), new + timedelta(days=1)
    months = (after.year - first.year) * 12 + after.month - first.month
    for length in (Duration(months // 12, "year"), Duration(months, "month")):
        fits = length.unit == "month" or months % 12 == 0
        if fits and length.count and add(first, length) == after:
            return length
    return None
