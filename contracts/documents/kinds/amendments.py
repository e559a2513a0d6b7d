"""Supplementary agreements and the consolidated edition: what changes, old → new, and what then holds (law §7.6)."""

from dataclasses import replace
from datetime import date, timedelta

from contracts.documents.contexts.condition_words import LISTED, condition_name, condition_text
from contracts.documents.contexts.contract_words import words
from contracts.documents.contexts.values import DocumentContext, day, duration, money
from contracts.documents.kinds.builder_input import BuilderInput
from contracts.kernel.calendar import Duration, add
from contracts.kernel.money import Money
from contracts.kernel.refusal import Refusal
from contracts.registry.queries import amendments
from contracts.registry.rules.amendment import conditions_on, signed_amendments
from contracts.registry.rules.contract import Amendment, Change, Conditions, ConditionValue

#: Conditions that the text of a kind says itself, so that its table of changes leaves them out.
_IN_THE_TEXT = {"amendment_renewal": ("last_day",), "amendment_price": ("amount",)}


def amendment(about: BuilderInput, kind: str) -> DocumentContext:
    """The newest draft of the contract, else the newest amendment; a rationale nobody entered is asked for by name."""
    facts = about.facts
    if not facts.amendments:
        raise Refusal(
            "The contract {number} has no supplementary agreement: draft it first with `contracts amendment add`.",
            number=about.contract.number or about.contract.register_no,
        )
    drafts = [each for each in facts.amendments if each.signed_on is None]
    newest = max(drafts or facts.amendments, key=lambda each: each.no)
    rationales = {row.id: row.rationale for row in amendments.of_contract(about.conn, about.contract.id)}
    record = {**_amendment(about, newest, kind), **about.place}
    if rationales[newest.id]:
        record["rationale"] = rationales[newest.id]
    return {"amendment": record}


def edition(about: BuilderInput) -> DocumentContext:
    """Signed amendments in effect and the conditions in force with where each comes from; no full text is kept."""
    language, as_of, known = about.language, about.call.as_of, words("papers", about.language)
    signed = [each for each in signed_amendments(about.facts) if each.effective_on <= as_of]
    sources = {change.condition: known["amendment"].format(each.number) for each in signed for change in each.changes}
    terms = [
        {
            "name": condition_name(name, language),
            "value": condition_text(name, getattr(about.conditions, name), language),
            "source": sources.get(name, known["agreement"]),
        }
        for name in LISTED
        if getattr(about.conditions, name) not in (None, "", ())
    ]
    listed = [
        {
            "number": each.number or str(each.no),
            "date": day(each.signed_on),
            "effective_on": day(each.effective_on),
            "subject": ", ".join(
                dict.fromkeys(condition_name(change.condition, language).lower() for change in each.changes)
            ),
        }
        for each in signed
    ]
    return {"edition": {"as_of": day(as_of), "amendments": listed, "terms": terms, "sections": []}}


def _amendment(about: BuilderInput, amendment: Amendment, kind: str) -> DocumentContext:
    others = tuple(each for each in about.facts.amendments if each.id != amendment.id)
    before = conditions_on(replace(about.facts, amendments=others), amendment.effective_on)
    signed_on, clauses = amendment.signed_on or about.call.as_of, dict(before.clauses)
    new_last, new_amount = _value(amendment, "last_day"), _value(amendment, "amount")
    record: DocumentContext = {
        "number": amendment.number or str(amendment.no),
        "date": day(signed_on),
        "effective_on": day(amendment.effective_on),
        "retroactive": amendment.effective_on < signed_on,
        "changes": [
            _change(each, getattr(before, each.condition, None), clauses, about.language)
            for each in amendment.changes
            if each.condition not in _IN_THE_TEXT.get(kind, ())
        ],
        "renewal_clause": clauses.get("last_day") or clauses.get("renewal") or None,
        "price_clause": clauses.get("amount") or None,
        "price_changes": [],
        "old_amount": money(before.amount),
        "new_amount": money(new_amount) if isinstance(new_amount, Money) else None,
        "settled": True,
        "settlement": [],
    }
    if isinstance(new_last, date):
        old = before.last_day or max((term.last_day for term in about.facts.recorded_terms), default=None)
        record |= {"new_last_day": day(new_last), "ends_on": day(new_last), "duration": None}
        record |= {"old_last_day": day(old), "duration": duration(prolongation(old, new_last))} if old else {}
    return record


def _value(amendment: Amendment, condition: str) -> ConditionValue:
    return next((each.value for each in amendment.changes if each.condition == condition), None)


def _change(change: Change, before: ConditionValue, clauses: dict[str, str], language: str) -> DocumentContext:
    """A row old → new: conditions the rules know are worded from their values, others as they were written."""
    nothing, removed = (str(words("papers", language)[each]) for each in ("nothing", "removed"))
    if change.condition in Conditions.__dataclass_fields__:
        old = nothing if before in (None, "", ()) else condition_text(change.condition, before, language)
        new = removed if change.value in (None, "", ()) else condition_text(change.condition, change.value, language)
    else:
        old, new = change.old_wording or nothing, str(change.value or "") or removed
    return {
        "clause": change.clause or clauses.get(change.condition) or "—",
        "subject": condition_name(change.condition, language),
        "old": old,
        "new": change.new_wording or new,
    }


def prolongation(old: date, new: date) -> Duration | None:
    """By how much a term grows, if by whole years or months, counted on the day after (domain §2)."""
    if new <= old:
        return None
    first, after = old + timedelta(days=1), new + timedelta(days=1)
    months = (after.year - first.year) * 12 + after.month - first.month
    for length in (Duration(months // 12, "year"), Duration(months, "month")):
        fits = length.unit == "month" or months % 12 == 0
        if fits and length.count and add(first, length) == after:
            return length
    return None
