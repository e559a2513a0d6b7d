"""Contracts of a register against those registered: new ones are stored in sets, others changed by what differs.

An empty cell says nothing, unless the row names its register number: then it is our own export, and clears the fact.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from contracts.core.calendar import FAR
from contracts.core.contract import Phase, Status, Subject, SubjectKind
from contracts.core.identity import fold, import_key, number_key
from contracts.core.money import Money
from contracts.core.numbering import NumberPattern
from contracts.core.refusal import Refusal
from contracts.exchange.entries import Entry, Register, Rejected, Warned
from contracts.services.import_parties import UNNAMED, Owners, Parties, own_company
from contracts.services.work import Work
from contracts.store import contracts, intake, people, registered, values
from contracts.store.contracts import Series
from contracts.store.tables import Contract, CustomValue, StatusMove, Termination
from contracts.store.tables import Register as RegisterTable

_DEFAULTS: Mapping[str, Any] = {
    "version": 1, "register_no": "", "void_reason": "", "their_number": "", "title": "", "subject": "", "type": "",
    "note": "",
    "is_confidential": False, "owner_id": None, "department_id": None, "framework_id": None, "country": "UA",
    "languages": "uk",
    "prevailing_language": "", "dated_on": None, "signed_by_us_on": None, "signed_by_them_on": None,
    "concluded_on": None,
    "first_day": None, "length": None, "last_day": None, "end_rule": "day_before", "renewal": None,
    "renewal_length": None,
    "max_renewals": None, "notice": None, "notice_counts": "received", "notice_methods": None, "asked_end": None,
    "amount_minor": None, "currency": None, "payment_terms": "", "penalty": "", "clauses": None,
    "presumed_before": None,
    "alive_confirmed_on": None, "closed_on": None, "closed_reason": "",
}  # fmt: skip
#: What an empty cell of our own export clears.
_CLEARED = frozenset(
    [
        "their_number",
        "title",
        "type",
        "note",
        "dated_on",
        "first_day",
        "length",
        "last_day",
        "renewal",
        "renewal_length",
        "max_renewals",
        "notice",
        "notice_methods",
        "asked_end",
        "payment_terms",
        "penalty",
        "signed_by_us_on",
        "signed_by_them_on",
        "amount",
        "owner",
        "department",
    ]
)


@dataclass(slots=True)
class Outcome:
    """What became of the rows, and which contracts must be derived anew."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    late: set[int] = field(default_factory=set)
    #: Contracts by (counterparty, number) for the amendments and annexes of the same register.
    found: dict[tuple[int, str], list[int]] = field(default_factory=dict)
    by_row: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Wanted:
    entry: Entry
    own_id: int
    party_id: int
    key: str
    row: dict[str, Any]


def store_contracts(work: Work, register: Register, known: Parties, owners: Owners) -> Outcome:
    """Store the contracts of a register; the parts come later."""
    outcome = Outcome()
    wanted = list(_wanted(work, register, known, owners))
    there = contracts.by_import_keys(work.conn, (each.key for each in wanted))
    numbered = registered.by_register_no(
        work.conn, [(each.own_id, each.row["register_no"]) for each in wanted if each.row.get("register_no")]
    )
    first: dict[str, _Wanted] = {}
    new: list[_Wanted] = []
    old: list[tuple[_Wanted, int]] = []
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
    _create(work, outcome, new, known)
    return outcome


def _wanted(work: Work, register: Register, known: Parties, owners: Owners) -> Iterable[_Wanted]:
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
        yield _Wanted(entry, own_id, party_id, import_key(own_id, party_id, entry.number, row.get("dated_on")), row)


def _columns(entry: Entry) -> dict[str, Any]:
    """The contract's columns a row speaks of."""
    row: dict[str, Any] = {"number": entry.number}
    for name, value in entry.values.items():
        if isinstance(value, Money):
            row["amount_minor"], row["currency"] = value.minor, value.currency
        else:
            row[name] = value if isinstance(value, date | bool) else values.to_json(value)
    return row


def _again(each: _Wanted, before: _Wanted, register: Register, outcome: Outcome) -> None:
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


def _own_columns(each: _Wanted, before: _Wanted) -> str:
    """The custom values in which two rows differ."""
    one, other = each.entry.custom, before.entry.custom
    return ", ".join(f"«{name}»" for name in {**one, **other} if one.get(name) != other.get(name))


def _taken(each: _Wanted, register: Register) -> Rejected:
    number = each.row["register_no"]
    reason = Refusal(
        "The register number {number} belongs to another contract.", code="register_no_taken", number=number
    )
    return Rejected(each.entry.row, register.header_of("register_no"), number, reason)


def _create(work: Work, outcome: Outcome, new: list[_Wanted], known: Parties) -> None:
    if not new:
        return
    call, desk = work.call, work.desk
    fixed = {"country": desk.country, "presumed_before": call.as_of, "recorded_at": call.at}
    rows = [
        {
            **_DEFAULTS,
            **fixed,
            **each.row,
            "own_company_id": each.own_id,
            "counterparty_id": each.party_id,
            "import_key": each.key,
        }
        for each in new
    ]
    for row, each in zip(rows, new, strict=True):
        row["number_key"] = number_key(row["number"])[:120]
        if each.entry.status and each.entry.status.is_closed:
            row["closed_on"], row["closed_reason"] = _closed_on(row, call.as_of), "import"
    rows = contracts.numbered(work.conn, rows, Series(NumberPattern(desk.numbering.register), call.as_of))
    ids = list(intake.take_ids(work.conn, Contract, len(rows)))
    for row, id in zip(rows, ids, strict=True):
        row["id"] = id
    intake.insert_rows(work.conn, Contract, rows, tuple(rows[0]))
    _first_moves(work, list(zip(new, rows, strict=True)))
    _customs(work, [(row["id"], each.entry.custom) for each, row in zip(new, rows, strict=True)])
    _expect(work, list(zip(new, rows, strict=True)), known)
    for each, row in zip(new, rows, strict=True):
        outcome.by_row[each.entry.row] = row["id"]
        outcome.found.setdefault((each.party_id, row["number_key"]), []).append(row["id"])
        payload = {"after": _plain({**each.row, "register_no": row["register_no"]}), "row": each.entry.row}
        work.note(Subject(SubjectKind.CONTRACT, row["id"]), "contract_imported", payload)
    outcome.created += len(rows)


def _closed_on(row: Mapping[str, Any], as_of: date) -> date:
    last = row.get("last_day")
    return min(last, as_of) if isinstance(last, date) else as_of


def _first_moves(work: Work, pairs: list[tuple[_Wanted, dict[str, Any]]]) -> None:
    at, by = work.call.at, work.call.login
    moves, ends = [], []
    for each, row in pairs:
        status = each.entry.status.status if each.entry.status else Status.SIGNED
        on = row["dated_on"] or row["first_day"] or work.call.as_of
        moves.append(
            {
                "contract_id": row["id"],
                "no": 1,
                "status": status.value,
                "effective_on": on,
                "reason": "import",
                "recorded_at": at,
                "recorded_by": by,
            }
        )
        if each.entry.terminated_on is not None:
            ends.append(_termination(work, row["id"], each.entry.terminated_on))
    intake.insert_rows(work.conn, StatusMove, moves, tuple(moves[0]))
    if ends:
        ids = intake.take_ids(work.conn, Termination, len(ends))
        full = [{"id": id, **each} for id, each in zip(ids, ends, strict=True)]
        intake.insert_rows(work.conn, Termination, full, tuple(full[0]))


def _termination(work: Work, id: int, last_day: date) -> dict[str, Any]:
    return {
        "contract_id": id,
        "last_day": last_day,
        "ground": "import",
        "recorded_at": work.call.at,
        "recorded_by": work.call.login,
        "revoked_at": None,
    }


def _customs(work: Work, pairs: list[tuple[int, dict[str, str]]]) -> None:
    rows = [
        {"contract_id": id, "field": name, "value": value, "sort_key": fold(value)[:200]}
        for id, custom in pairs
        for name, value in custom.items()
    ]
    if rows:
        intake.insert_rows(work.conn, CustomValue, rows, tuple(rows[0]))


def _expect(work: Work, pairs: list[tuple[_Wanted, dict[str, Any]]], known: Parties) -> None:
    """Register rows that say nothing yet: the roll derives them, and a list asks core until then (schema)."""
    names = {id: name for name, ids in known.by_name.items() for id in ids}
    rows = [
        {
            **{name: row[name] for name in ("own_company_id", "counterparty_id", "owner_id", "department_id")},
            "contract_id": row["id"],
            "number": row["number"] or row["register_no"],
            "title": row["title"],
            "counterparty_name": (each.entry.counterparty or UNNAMED).name,
            "is_confidential": row["is_confidential"],
            "amount_minor": row["amount_minor"],
            "currency": row["currency"],
            "phase": Phase.INCOMPLETE.value,
            "phase_from": FAR,
            "phase_until": date.min,
            "missing": [],
            "search_text": f"{fold(row['number'])} {fold(row['title'])} {names.get(each.party_id, '')}"[:2000],
            "derived_until": date.min,
            "rules_no": 0,
        }
        for each, row in pairs
    ]
    intake.insert_rows(work.conn, RegisterTable, rows, tuple(rows[0]))


def _change(work: Work, register: Register, outcome: Outcome, old: list[tuple[_Wanted, int]]) -> None:
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
            {"before": _plain(before), "after": _plain(after), "row": each.entry.row},
        )
        outcome.updated += 1
        outcome.late.add(id)


def _told(each: _Wanted) -> dict[str, Any]:
    """The columns the row speaks of, cleared ones too where the row is of our own export."""
    told = dict(each.row)
    if told.pop("register_no", ""):
        for name in each.entry.empty & _CLEARED:
            if name == "amount":
                told["amount_minor"], told["currency"] = None, None
            elif name in ("owner", "department"):
                told[f"{name}_id"] = None
            else:
                told.setdefault(name, _DEFAULTS[name])
    return told


def _facts_beside(
    each: _Wanted, custom: Mapping[str, str], status: str | None, ended: date | None, row: Mapping[str, Any]
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


def _apply(work: Work, each: _Wanted, id: int, changed: dict[str, Any], more: Mapping[str, Any]) -> None:
    call = work.call
    if "closed" in more:
        changed["closed_on"], changed["closed_reason"] = _closed_on(each.row, call.as_of), "import"
    if "amount_minor" in changed or "currency" in changed:
        changed.setdefault("currency", each.row.get("currency"))
    contracts.change(work.conn, id, changed)
    if "status" in more:
        by = {"recorded_at": call.at, "recorded_by": call.login, "reason": "import"}
        contracts.move(work.conn, id, more["status"][1], call.as_of, by=by)
    if "terminated_on" in more:
        registered.end(work.conn, _termination(work, id, more["terminated_on"][1]))
    for name in more:
        if name.startswith("custom: "):
            registered.set_custom(work.conn, id, name.removeprefix("custom: "), more[name][1])


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}


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
