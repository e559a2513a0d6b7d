"""Supplementary agreements and the consolidated edition: what changes, old → new, and what then holds (law §7.6)."""

from dataclasses import replace
from datetime import date, timedelta

from contracts.documents.contexts.condition_words import LISTED, condition_name, condition_text
from contracts.documents.contexts.contract_words import words
from contracts.documents.contexts.values import DocumentContext, day, duration, money
from contracts.documents.kinds.builder_input import BuilderInput
from contracts.documents.kinds.settlement import settlement_record
from contracts.documents.kinds.sums import rate_of, tax_of, tax_within
from contracts.kernel.calendar import FAR, Duration, add
from contracts.kernel.money import Money
from contracts.kernel.refusal import Refusal
from contracts.language import figures
from contracts.registry.queries import amendments
from contracts.registry.rules.amendment import conditions_on, signed_amendments
from contracts.registry.rules.contract import Amendment, Change, Conditions, ConditionValue, ContractFacts
from contracts.registry.rules.term import outline

#: Conditions that the text of a kind says itself, so that its table of changes leaves them out.
_IN_THE_TEXT = {
    "amendment_renewal": ("last_day",),
    "amendment_price": ("amount",),
    "amendment_termination": ("last_day", "asked_end"),
}
#: What an amendment must change to be made as a kind.
_NEEDS = {
    "amendment_renewal": {"last_day"},
    "amendment_price": {"amount", "text"},
    "amendment_details": {"party_details", "signatory", "text"},
}


def amendment(about: BuilderInput, kind: str) -> DocumentContext:
    """The newest draft of the contract, else the newest amendment; a rationale nobody entered is asked for by name.

    Raises a refusal where the amendment changes what the text of the kind does not speak of.
    """
    facts = about.facts
    if not facts.amendments:
        raise Refusal(
            "The contract {number} has no supplementary agreement: draft it first with `contracts amendment add`.",
            number=about.contract.number or about.contract.register_no,
        )
    drafts = [each for each in facts.amendments if each.signed_on is None]
    newest = max(drafts or facts.amendments, key=lambda each: each.no)
    if not about.spec.overrides.get("amendment.changes"):
        _refuse_unfit(kind, newest)
    rationales = {row.id: row.rationale for row in amendments.of_contract(about.conn, about.contract.id)}
    record = {**_amendment(about, newest, kind), **about.place}
    if kind == "amendment_termination":
        ends_on = about.spec.overrides.get("amendment.ends_on") or record.get("ends_on")
        record |= settlement_record(about, date.fromisoformat(ends_on) if ends_on else None)
    if rationales[newest.id]:
        record["rationale"] = rationales[newest.id]
    return {"amendment": record, "contract": tax_of(about)}


def _refuse_unfit(kind: str, amendment: Amendment) -> None:
    """An agreement on details changes details alone; each other kind changes what its title names."""
    changed = {each.condition for each in amendment.changes}
    if kind == "amendment_details" and "amount" in changed:
        raise Refusal(
            "An agreement on details does not change the price: make an agreement on the price.", code="document"
        )
    if kind == "amendment_details" and changed & set(Conditions.__dataclass_fields__):
        raise Refusal(
            "An agreement on details does not change conditions: make it of the kind amendment_free.", code="document"
        )
    needed = _NEEDS.get(kind)
    if needed is not None and changed and not changed & needed and not kind == "amendment_termination":
        raise Refusal(
            "Amendment {number} changes nothing a {kind} speaks of: make it of the kind amendment_free.",
            code="document",
            number=amendment.number or str(amendment.no),
            kind=kind,
        )


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
    known = replace(about.facts, amendments=others)
    before = conditions_on(known, amendment.effective_on)
    signed_on, clauses = amendment.signed_on or about.call.as_of, dict(before.clauses)
    new_last, new_amount = _value(amendment, "last_day"), _value(amendment, "amount")
    old = _current_last_day(about, known, min(signed_on, amendment.effective_on - timedelta(days=1)))
    price_clause, rate = clauses.get("amount") or _clause_of(amendment, "amount"), rate_of(about)
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
        "renewal_clause": clauses.get("last_day") or clauses.get("renewal") or _clause_of(amendment, "last_day"),
        "price_annex": _price_annex(about),
        "price_changes": [],
        "old_amount": money(before.amount),
        "new_amount": money(new_amount) if isinstance(new_amount, Money) else None,
        "new_amount_vat": money(tax_within(new_amount, rate)) if isinstance(new_amount, Money) and rate else None,
        "old_last_day": day(old),
        "signed_late": False,
    }
    if price_clause or record["price_annex"] or kind != "amendment_price":
        record["price_clause"] = price_clause
    if isinstance(new_last, date):
        record |= {"new_last_day": day(new_last), "ends_on": day(new_last), "duration": None}
    elif about.facts.terminated_after is not None:
        record["ends_on"] = day(about.facts.terminated_after)
    if old is not None:
        record["new_first_day"] = day(old + timedelta(days=1))
        record["signed_late"] = isinstance(new_last, date) and old < new_last and signed_on > old
        record["duration"] = duration(prolongation(old, new_last)) if isinstance(new_last, date) else None
    return record


def _current_last_day(about: BuilderInput, known: ContractFacts, on: date) -> date | None:
    """The last day of the term running on a day without the amendment; ``None`` where there is no end."""
    whole = outline(known, about.ctx.rules, on)
    last = whole.links[whole.place(on)].term.last_day if whole.links else FAR
    return None if last == FAR else last


def _clause_of(amendment: Amendment, condition: str) -> str | None:
    """The clause the amendment itself names for what it changes."""
    return next((each.clause for each in amendment.changes if each.condition == condition and each.clause), None)


def _price_annex(about: BuilderInput) -> str | None:
    """The annex with the unit prices, in the instrumental: «специфікацією № 3 від 23.11.2026»."""
    annex = about.spec.basis.annex
    if annex is None or annex.kind not in ("specification", "order"):
        return None
    known = words("papers", about.language)
    name = known["order" if annex.kind == "order" else "annex"].format(number=annex.number)
    on = annex.signed_on
    return str(known["dated"].format(name=name, day=figures.date_document(on, about.language)) if on else name)


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
        "new": new if change.new_wording in ("", _plain(change.value)) else change.new_wording,
    }


def _plain(value: ConditionValue) -> str:
    """How the command line words a value it was given; a document writes it in words."""
    return value.isoformat() if isinstance(value, date) else str(value)


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
