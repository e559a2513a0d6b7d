"""Contracts of a register against those registered: new ones are stored in sets, others changed by what differs.

An empty cell says nothing, unless the row is of our own export: then it clears the fact.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from contracts.kernel.calendar import Duration
from contracts.kernel.context import Work
from contracts.kernel.identity import import_key
from contracts.kernel.money import Money
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import Subject, SubjectKind
from contracts.people.queries import people
from contracts.registry.exchange.entries import Entry, Register, Rejected, Warned
from contracts.registry.exchange.import_new import DEFAULTS, Outcome, Wanted, closed_on, create, plain, termination
from contracts.registry.exchange.import_parties import UNNAMED, Owners, Parties, own_company
from contracts.registry.queries import contracts, registered, values

#: What an empty cell of our own export clears.
_CLEARED = frozenset({
    "their_number", "title", "type", "note", "dated_on", "first_day", "length", "last_day", "renewal",
    "renewal_length", "max_renewals", "notice", "notice_methods", "asked_end", "payment_terms", "penalty",
    "signed_by_us_on", "signed_by_them_on", "amount", "owner", "department",
})  # fmt: skip
#: Values that stand in a column as they are.
_PLAIN = frozenset({str, int, bool, date, type(None)})
_length_text = lru_cache(maxsize=4096)(str)


def store_contracts(work: Work, register: Register, known: Parties, owners: Owners) -> Outcome:
    """Store the contracts of a register; the parts come later."""
    outcome = Outcome()
    wanted = list(_wanted(work, register, known, owners))
    there = contracts.by_import_keys(work.conn, (each.key for each in wanted))
    numbered = registered.by_register_no(
        work.conn, [(each.own_id, each.row["register_no"]) for each in wanted if each.row.get("register_no")]
    )
    first: dict[str, Wanted] = {}
    new: list[Wanted] = []
    old: list[tuple[Wanted, int]] = []
    for each in wanted:
        before = first.setdefault(each.key, each)
        if before is not each:
            _again(each, before, register, outcome)
            continue
        id = there.get(each.key)
        told = numbered.get((each.own_id, each.row.get("register_no", "")))
        if told is not None and told != (id or told):
            register.rejected.append(_taken(each, register))
        elif id is not None or told is not None:
            old.append((each, int(id or told or 0)))
        else:
            new.append(each)
    _change(work, register, outcome, old)
    create(work, outcome, new, known)
    return outcome


def _wanted(work: Work, register: Register, known: Parties, owners: Owners) -> Iterable[Wanted]:
    companies: dict[Any, int] = {}
    departments: dict[str, int] = {}
    for entry in register.entries:
        if entry.kind != "contract":
            continue
        party_id = known.find(entry.counterparty or UNNAMED)
        if entry.company not in companies:
            companies[entry.company] = own_company(work, known, entry.company, register)
        own_id = companies[entry.company]
        if party_id is None:
            name = entry.counterparty.name if entry.counterparty else ""
            reason = Refusal("Several parties are called «{name}»: give the code.", name=name)
            register.rejected.append(Rejected(entry.row, register.header_of("counterparty"), name, reason))
            continue
        row = _columns(entry)
        if entry.owner or entry.owner_email:
            row["owner_id"] = owners.find(entry)
        if entry.department:
            if entry.department not in departments:
                departments[entry.department] = people.department(work.conn, entry.department)
            row["department_id"] = departments[entry.department]
        yield Wanted(entry, own_id, party_id, import_key(own_id, party_id, entry.number, row.get("dated_on")), row)


def _columns(entry: Entry) -> dict[str, Any]:
    """The contract's columns a row speaks of."""
    row: dict[str, Any] = {"number": entry.number}
    for name, value in entry.values.items():
        kind = type(value)
        if kind in _PLAIN:
            row[name] = value
        elif kind is Money:
            row["amount_minor"], row["currency"] = value.minor, value.currency
        elif kind is Duration:
            row[name] = _length_text(value)
        else:
            row[name] = values.to_json(value)
    return row


def _again(each: Wanted, before: Wanted, register: Register, outcome: Outcome) -> None:
    """The same contract twice in one file: the same facts say nothing new, others contradict."""
    differing = [name for name in {**each.row, **before.row} if each.row.get(name) != before.row.get(name)]
    if not differing and each.entry.custom == before.entry.custom:
        outcome.unchanged += 1
        return
    what = ", ".join(dict.fromkeys(f"«{register.header_of(name)}»" for name in differing)) or _own_columns(each, before)
    reason = Refusal(
        "The same contract stands in row {row} with other facts ({what}).",
        code="contradiction",
        row=before.entry.row,
        what=what,
    )
    register.rejected.append(Rejected(each.entry.row, register.header_of("number"), each.entry.number, reason))


def _own_columns(each: Wanted, before: Wanted) -> str:
    """The custom values in which two rows differ."""
    one, other = each.entry.custom, before.entry.custom
    return ", ".join(f"«{name}»" for name in {**one, **other} if one.get(name) != other.get(name))


def _taken(each: Wanted, register: Register) -> Rejected:
    number = each.row["register_no"]
    reason = Refusal(
        "The register number {number} belongs to another contract.", code="register_no_taken", number=number
    )
    return Rejected(each.entry.row, register.header_of("register_no"), number, reason)


def _change(work: Work, register: Register, outcome: Outcome, old: list[tuple[Wanted, int]]) -> None:
    ids = [id for _, id in old]
    stored = registered.rows_of(work.conn, ids)
    customs = registered.customs_of(work.conn, ids)
    statuses = registered.statuses_of(work.conn, ids)
    ended = registered.ends_of(work.conn, ids)
    for each, id in old:
        row = stored[id]
        outcome.by_row[each.entry.row] = id
        outcome.found.setdefault((each.party_id, row["number_key"]), []).append(id)
        changed = {name: value for name, value in _told(each).items() if row[name] != value}
        if row["import_key"] != each.key:
            changed["import_key"], changed["counterparty_id"] = each.key, each.party_id
        more = _facts_beside(each, customs.get(id, {}), statuses.get(id), ended.get(id), row)
        if not changed and not more:
            outcome.unchanged += 1
            continue
        before = {name: row[name] for name in changed if name != "import_key"} | {
            name: was for name, (was, _) in more.items()
        }
        after = {name: value for name, value in changed.items() if name != "import_key"} | {
            name: now for name, (_, now) in more.items()
        }
        _apply(work, each, id, changed, more)
        work.note(
            Subject(SubjectKind.CONTRACT, id),
            "contract_edited",
            {"before": plain(before), "after": plain(after), "row": each.entry.row},
        )
        outcome.updated += 1
        outcome.late.add(id)


def _told(each: Wanted) -> dict[str, Any]:
    """The columns the row speaks of, cleared ones too where the row is of our own export."""
    told = dict(each.row)
    told.pop("register_no", "")
    if each.entry.is_exported:
        for name in each.entry.empty & _CLEARED:
            if name == "amount":
                told["amount_minor"], told["currency"] = None, None
            elif name in ("owner", "department"):
                told[f"{name}_id"] = None
            else:
                told.setdefault(name, DEFAULTS[name])
    return told


def _facts_beside(
    each: Wanted, custom: Mapping[str, str], status: str | None, ended: date | None, row: Mapping[str, Any]
) -> dict[str, tuple[Any, Any]]:
    """What differs outside the contract's row: custom values, the status, the termination, the closing."""
    entry = each.entry
    found: dict[str, tuple[Any, Any]] = {}
    for name, value in entry.custom.items():
        if custom.get(name, "") != value:
            found[f"custom: {name}"] = (custom.get(name, ""), value)
    if entry.status is not None and entry.status.status.value != status:
        found["status"] = (status, entry.status.status.value)
    if entry.terminated_on is not None and entry.terminated_on != ended:
        found["terminated_on"] = (ended, entry.terminated_on)
    if entry.status is not None and entry.status.is_closed and row["closed_on"] is None:
        found["closed"] = (False, True)
    return found


def _apply(work: Work, each: Wanted, id: int, changed: dict[str, Any], more: Mapping[str, Any]) -> None:
    call = work.call
    if "closed" in more:
        changed["closed_on"], changed["closed_reason"] = closed_on(each.row, call.as_of), "import"
    if "amount_minor" in changed or "currency" in changed:
        changed.setdefault("currency", each.row.get("currency"))
    contracts.change(work.conn, id, changed)
    if "status" in more:
        by = {"recorded_at": call.at, "recorded_by": call.login, "reason": "import"}
        contracts.move(work.conn, id, more["status"][1], call.as_of, by=by)
    if "terminated_on" in more:
        registered.end(work.conn, termination(work, id, more["terminated_on"][1]))
    for name in more:
        if name.startswith("custom: "):
            registered.set_custom(work.conn, id, name.removeprefix("custom: "), more[name][1])


def warn_ended(register: Register) -> None:
    """Contracts said to be terminated or suspended without the day: the day must be entered, nothing is invented."""
    for entry in register.entries:
        if entry.status and entry.status.is_terminated and entry.terminated_on is None:
            register.warnings.append(
                Warned(entry.row, Refusal("The contract is said to be terminated, without a day: enter the day."))
            )
        elif entry.status and entry.status.is_suspended:
            register.warnings.append(
                Warned(entry.row, Refusal("The contract is said to be suspended, without days: enter them."))
            )


__all__ = ["Outcome", "store_contracts", "warn_ended"]
