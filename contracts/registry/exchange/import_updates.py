"""Contracts that stand already take over what differs; an empty cell says nothing, unless in our own export."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from contracts.kernel.context import Work, recorded
from contracts.kernel.subject import Subject, SubjectKind
from contracts.registry.entry import plain_values
from contracts.registry.exchange.import_contracts import (
    IMPORTED,
    ChangedFact,
    ImportedContract,
    ImportOutcome,
    closed_on,
)
from contracts.registry.exchange.import_parties import Owners
from contracts.registry.exchange.register_entries import ReadRegister
from contracts.registry.queries import contracts, exchange
from contracts.registry.queries.contracts import DEFAULTS, Columns
from contracts.registry.rules.conditions import CONTRACT_FIELDS

#: What an empty cell of our own export clears: whatever may be unknown and no other cell of the row mentions.
_CLEARED: Mapping[str, tuple[str, ...]] = {
    each.name: each.columns
    for each in CONTRACT_FIELDS
    if each.header and each.name != "number" and each.default in (None, "", ())
}


@dataclass(frozen=True, slots=True)
class StoredContract:
    """A contract as it stands: its row, and what stands beside it."""

    row: Mapping[str, object]
    custom: Mapping[str, str]
    status: str | None
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact that a register says otherwise: what stood and what stands now."""

    before: object
    after: object


@dataclass(slots=True)
class _Update:
    """A contract a register says otherwise of: columns to be saved, what differs beside them."""

    each: ImportedContract
    id: int
    stored: StoredContract
    changed: Columns
    beside: dict[str, Difference]


def update_known(
    work: Work,
    register: ReadRegister,
    owners: Owners,
    outcome: ImportOutcome,
    known: Sequence[tuple[ImportedContract, int]],
) -> None:
    """Save what a register says otherwise of contracts that stand already; what a person edited since is kept."""
    stored = _stored(work, [id for _, id in known])
    updates = []
    for each, id in known:
        contract = stored[id]
        outcome.know(each, id, str(contract.row["number_key"]))
        changed = {name: value for name, value in _columns(each).items() if contract.row[name] != value}
        update = _Update(each, id, contract, changed, _beside(each, contract))
        if changed or update.beside or contract.row["import_key"] != each.key:
            updates.append(update)
        else:
            outcome.unchanged += 1
    edited = exchange.edited_by_people(work.conn, SubjectKind.CONTRACT, [each.id for each in updates])
    shown = _Shown(register, owners, exchange.department_names(work.conn) if updates else {})
    for update in updates:
        _update(work, update, edited.get(update.id, set()), shown, outcome)


def _update(work: Work, update: _Update, edited: set[str], shown: "_Shown", outcome: ImportOutcome) -> None:
    each, changed, row = update.each, update.changed, update.stored.row
    own = (
        frozenset()
        if outcome.is_overwriting
        else edited | ({"amount_minor", "currency"} if "amount" in edited else set())
    )
    facts = {**{name: Difference(row[name], value) for name, value in changed.items()}, **update.beside}
    outcome.changes += [shown.change(each, name, fact, is_kept=name in own) for name, fact in facts.items()]
    for name in own & facts.keys():
        changed.pop(name, None)
        update.beside.pop(name, None)
        del facts[name]
    if row["import_key"] != each.key:
        changed |= {"import_key": each.key, "counterparty_id": each.party_id}
        if row["counterparty_id"] != each.party_id:
            facts["counterparty_id"] = Difference(row["counterparty_id"], each.party_id)
    if not changed and not update.beside:
        outcome.unchanged += 1
        return
    _save(work, each, update.id, changed, update.beside)
    payload = {
        "before": plain_values({name: fact.before for name, fact in facts.items()}),
        "after": plain_values({name: fact.after for name, fact in facts.items()}),
        "row": each.entry.row,
    }
    work.note(Subject(SubjectKind.CONTRACT, update.id), "contract_edited", payload)
    outcome.updated += 1
    outcome.late.add(update.id)


@dataclass(frozen=True, slots=True)
class _Shown:
    """Facts as the report shows them: people and departments by name, under the headers of the register."""

    register: ReadRegister
    owners: Owners
    departments: Mapping[int, str]

    def change(self, each: ImportedContract, name: str, fact: Difference, *, is_kept: bool) -> ChangedFact:
        column = name.removeprefix(_CUSTOM) if name.startswith(_CUSTOM) else self.register.header_of(name)
        before, after = (self._text(name, value) for value in (fact.before, fact.after))
        return ChangedFact(each.entry.row, each.entry.number, column, before, after, is_kept, self.register.sheet)

    def _text(self, name: str, value: object) -> str:
        if isinstance(value, int) and name in ("owner_id", "department_id"):
            return (self.owners.names if name == "owner_id" else self.departments).get(value, str(value))
        if isinstance(value, int) and name == "amount_minor":
            return f"{value // 100}.{value % 100:02}"
        plain = plain_values({name: value})[name]
        return "" if plain is None else str(plain)


def _stored(work: Work, ids: Sequence[int]) -> dict[int, StoredContract]:
    rows = exchange.rows_of(work.conn, ids)
    customs, statuses = exchange.customs_of(work.conn, ids), exchange.statuses_of(work.conn, ids)
    ends = exchange.ends_of(work.conn, ids)
    return {id: StoredContract(row, customs.get(id, {}), statuses.get(id), ends.get(id)) for id, row in rows.items()}


def _columns(each: ImportedContract) -> Columns:
    """The columns the row speaks of, cleared ones too where the row is of our own export."""
    columns = {name: value for name, value in each.columns.items() if name != "register_no"}
    if each.entry.is_exported:
        cleared = {name: DEFAULTS[name] for field in each.entry.empty for name in _CLEARED.get(field, ())}
        columns = {**cleared, **columns}
        columns |= {f"{name}_id": None for name in ("owner", "department") if name in each.entry.empty}
    return columns


def _beside(each: ImportedContract, stored: StoredContract) -> dict[str, Difference]:
    """What differs outside the contract's row: custom values, the status, the termination, the closing."""
    entry, status = each.entry, each.entry.status
    found = {
        _CUSTOM + name: Difference(stored.custom.get(name, ""), value)
        for name, value in entry.custom.items()
        if stored.custom.get(name, "") != value
    }
    if status is not None and status.status.value != stored.status:
        found["status"] = Difference(stored.status, status.status.value)
    if entry.terminated_on is not None and entry.terminated_on != stored.ended_on:
        found["terminated_on"] = Difference(stored.ended_on, entry.terminated_on)
    if status is not None and status.is_closed and stored.row["closed_on"] is None:
        found["closed"] = Difference(before=False, after=True)
    return found


#: How the history names a custom value.
_CUSTOM = "custom: "


def _save(work: Work, each: ImportedContract, id: int, changed: Columns, beside: Mapping[str, Difference]) -> None:
    entry, call = each.entry, work.call
    if "closed" in beside:
        changed |= {"closed_on": closed_on(each.columns, call.as_of), "closed_reason": IMPORTED}
    if "amount_minor" in changed or "currency" in changed:
        changed.setdefault("currency", each.columns.get("currency"))
    contracts.change(work.conn, id, changed)
    if "status" in beside and entry.status is not None:
        by = {**recorded(call), "reason": IMPORTED}
        contracts.move(work.conn, id, entry.status.status.value, call.as_of, by=by)
    if "terminated_on" in beside and entry.terminated_on is not None:
        exchange.terminate(work.conn, [(id, entry.terminated_on, IMPORTED)], by=recorded(call))
    for name in beside:
        if name.startswith(_CUSTOM):
            field = name.removeprefix(_CUSTOM)
            exchange.set_custom(work.conn, id, field, entry.custom[field])
