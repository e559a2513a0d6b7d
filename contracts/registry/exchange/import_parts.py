"""Amendments and annexes that stand as rows of a register are attached to their contract; what they change is computed.

A register usually shows a contract as amended: an amendment that repeats the contract's conditions changes none of
them and is kept with its wording.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from contracts.kernel.context import Work
from contracts.kernel.database.tables import add_row
from contracts.kernel.identity import fold, number_key
from contracts.kernel.money import Money
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import AmendmentId, Subject, SubjectKind
from contracts.registry.amendments import payload_of
from contracts.registry.derivation import locked_facts
from contracts.registry.exchange.entries import Entry, Register, Rejected, Warned
from contracts.registry.exchange.import_new import Outcome
from contracts.registry.exchange.import_parties import UNNAMED, Parties
from contracts.registry.queries import amendments, registered, values
from contracts.registry.rules.amendment import conditions_on
from contracts.registry.rules.contract import Amendment, Change, ContractFacts
from contracts.registry.tables.amendment import AmendmentRow, AnnexRow

_CHANGEABLE = (
    "last_day", "renewal", "renewal_length", "max_renewals", "notice", "notice_counts", "notice_methods", "amount",
    "payment_terms", "penalty",
)  # fmt: skip


def store_parts(work: Work, register: Register, known: Parties, outcome: Outcome) -> None:
    """Attach every amendment and annex of a register."""
    above: Entry | None = None
    faulty = {each.row for each in register.rejected}
    loaded: dict[int, ContractFacts] = {}
    for entry in register.entries:
        if entry.kind == "contract":
            above = entry
            continue
        parent = _parent(work, entry, known, outcome) if entry.parent else _above(entry, above, known, outcome, faulty)
        if isinstance(parent, Refusal):
            header = register.header_of("parent" if "parent" in register.columns.values() else "number")
            register.rejected.append(Rejected(entry.row, header, entry.parent or entry.number, parent))
            continue
        if entry.kind == "annex":
            _annex(work, entry, parent, outcome)
        else:
            if parent not in loaded:
                loaded[parent] = locked_facts(work, parent)
            _amendment(work, entry, loaded, parent, (register, outcome))


def _above(entry: Entry, above: Entry | None, known: Parties, outcome: Outcome, faulty: set[int]) -> int | Refusal:
    """The contract in the rows above a part that names none: of the same counterparty, and no faulty row between."""
    found = outcome.by_row.get(above.row) if above else None
    if above is None or found is None:
        return Refusal("The row is a part of a contract and does not say of which: write the contract's number.")
    between = [row for row in faulty if above.row < row < entry.row]
    if between:
        return Refusal(
            "The row is a part of the contract above, and row {row} above was rejected: write the contract's number.",
            row=max(between),
        )
    if entry.counterparty and known.find(entry.counterparty) != known.find(above.counterparty or UNNAMED):
        return Refusal(
            "The row is a part of a contract, and the contract above, in row {row}, is with another counterparty: "
            "write the contract's number.",
            row=above.row,
        )
    return found


def _parent(work: Work, entry: Entry, known: Parties, outcome: Outcome) -> int | Refusal:
    """The contract a part names: by number with the same counterparty, else by number alone."""
    if entry.is_by_register_no:
        numbered = registered.by_register_no(work.conn, [(0, entry.parent)])
        ids = {id for (own, _), id in numbered.items() if len(numbered) == 1 or known.own.get(own) == _company(entry)}
        return ids.pop() if len(ids) == 1 else _no_contract(entry.parent)
    key = number_key(entry.parent)
    party = known.find(entry.counterparty) if entry.counterparty else None
    found = outcome.found.get((party, key), []) if party is not None else []
    found = found or registered.with_number(work.conn, key, party, entry.parent_dated_on)
    found = found or registered.with_number(work.conn, key, None, entry.parent_dated_on)
    if len(set(found)) == 1:
        return int(found[0])
    if found:
        return Refusal(
            "Several contracts have the number {number}: name the counterparty or the date.", number=entry.parent
        )
    return _no_contract(entry.parent)


def _no_contract(number: str) -> Refusal:
    return Refusal("There is no contract {number} to which this could belong.", number=number)


def _company(entry: Entry) -> str:
    return entry.company.name if entry.company else ""


def _amendment(
    work: Work, entry: Entry, loaded: dict[int, ContractFacts], parent: int, told: tuple[Register, Outcome]
) -> None:
    register, outcome = told
    known = loaded[parent]
    signed_on = entry.values.get("dated_on")
    effective_on = entry.values.get("first_day") or signed_on or work.call.as_of
    existing = next((each for each in known.amendments if _is_same(each, entry.number, signed_on)), None)
    others = replace(known, amendments=tuple(each for each in known.amendments if each is not existing))
    changes = entry.changes if entry.changes is not None else _changes(entry, others, effective_on)
    if existing is not None:
        made = replace(existing, signed_on=signed_on, effective_on=effective_on, changes=changes)
        if _says_the_same(existing, made):
            outcome.unchanged += 1
            return
        dated = {"signed_on": signed_on, "effective_on": effective_on}
        registered.replace_amendment(work.conn, existing.id, dated, changes, contract_id=parent)
        outcome.updated += 1
    else:
        no = max((each.no for each in known.amendments), default=0) + 1
        no = max(no, amendments.next_amendment_no(work.conn, parent))
        new = Amendment(AmendmentId(0), no, entry.number or str(no), signed_on, effective_on, changes)
        made = _insert(work, new, parent, entry.values.get("title", ""))
        outcome.created += 1
    if signed_on is None:
        register.warnings.append(
            Warned(entry.row, Refusal("The amendment has no date of signing and is kept as a draft."))
        )
    loaded[parent] = replace(others, amendments=tuple(sorted((*others.amendments, made), key=lambda each: each.no)))
    _note(work, existing, made, parent)
    outcome.late.add(parent)


def _says_the_same(one: Amendment, other: Amendment) -> bool:
    """Whether nothing needs to be saved; a draft's day of effect is only presumed and counts for nothing."""
    if (one.signed_on, _effects(one.changes)) != (other.signed_on, _effects(other.changes)):
        return False
    return one.signed_on is None or one.effective_on == other.effective_on


def _insert(work: Work, new: Amendment, parent: int, title: str) -> Amendment:
    row = AmendmentRow(
        contract_id=parent, no=new.no, number=new.number, title=title,
        signed_on=new.signed_on, effective_on=new.effective_on, recorded_at=work.call.at,
    )  # fmt: skip
    if new.signed_on is not None:
        for each in new.changes:
            amendments.yield_to(work.conn, parent, each.condition, each.clause, new.effective_on, keep_id=0)
    return replace(new, id=AmendmentId(amendments.add(work.conn, row, new.changes)))


def _note(work: Work, before: Amendment | None, made: Amendment, parent: int) -> None:
    work.note(
        Subject(SubjectKind.AMENDMENT, int(made.id)),
        "amendment_edited" if before is not None else "amendment_imported",
        {"before": payload_of(before) if before is not None else None, "after": payload_of(made), "contract": parent},
    )


def _is_same(each: Amendment, number: str, signed_on: date | None) -> bool:
    return number_key(each.number) == number_key(number) if number_key(number) else each.signed_on == signed_on


def _changes(entry: Entry, others: ContractFacts, effective_on: date) -> tuple[Change, ...]:
    """What differs from the conditions before it; nothing that differs: its wording."""
    before = conditions_on(others, effective_on)
    found = []
    for name in _CHANGEABLE:
        value = entry.values.get(name)
        if value is not None and value != "" and value != getattr(before, name):
            found.append(Change(name, value))
    return tuple(found) or (Change("text", None, "", "", entry.values.get("title", "")),)


def _effects(changes: tuple[Change, ...]) -> list[tuple[str, str]]:
    return sorted((each.condition, str(values.to_json(each.value) or each.new_wording)) for each in changes)


def _annex(work: Work, entry: Entry, parent: int, outcome: Outcome) -> None:
    wanted = _annex_row(entry)
    kind, number = entry.annex_kind or "other", entry.number or "б/н"
    known = amendments.annexes_of(work.conn, parent)
    there = next((row for row in known if row.kind == kind and fold(row.number) == fold(number)), None)
    if there is not None:
        _edit_annex(work, there, wanted, outcome)
        return
    row = {"contract_id": parent, "kind": kind, "number": number, "recorded_at": work.call.at}
    id = add_row(work.conn, AnnexRow(**(wanted | row)))
    outcome.created += 1
    after = _plain(wanted) | {"number": number}
    work.note(Subject(SubjectKind.ANNEX, id), "annex_imported", {"after": after, "contract": parent})


def _edit_annex(work: Work, there: Any, wanted: Mapping[str, Any], outcome: Outcome) -> None:
    """Save what the register says otherwise; an empty cell empties nothing."""
    changed = {
        name: value for name, value in wanted.items() if value not in (None, "") and getattr(there, name) != value
    }
    if not changed:
        outcome.unchanged += 1
        return
    amendments.save_annex(work.conn, there.id, version=None, values=changed)
    outcome.updated += 1
    before = {name: getattr(there, name) for name in changed}
    told = {"before": _plain(before), "after": _plain(changed), "contract": there.contract_id}
    work.note(Subject(SubjectKind.ANNEX, there.id), "annex_edited", told)


def _annex_row(entry: Entry) -> dict[str, Any]:
    amount = entry.values.get("amount")
    return {
        "title": entry.values.get("title", ""),
        "signed_on": entry.values.get("dated_on"),
        "first_day": entry.values.get("first_day"),
        "last_day": entry.values.get("last_day"),
        "amount_minor": amount.minor if isinstance(amount, Money) else None,
        "currency": amount.currency if isinstance(amount, Money) else None,
        "payment_terms": entry.values.get("payment_terms", ""),
    }


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
