"""Contracts enter the register, are corrected with history, and leave it by a person's word (domain §2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from contracts.kernel.context import Call, Context, Work
from contracts.kernel.database.versions import StaleVersion
from contracts.kernel.identity import import_key
from contracts.kernel.refusal import N_, Refusal
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.parties.parties import PartyEntry, counterparty_for, own_company_for
from contracts.people.queries import people
from contracts.registry.derivation import locked_facts
from contracts.registry.entry import EntryFault, columns, plain, plain_values
from contracts.registry.lookup import Which, find_contract, shown_number
from contracts.registry.new_contracts import EnteredContract, add_contracts
from contracts.registry.queries import contracts, history
from contracts.registry.rules.contract import Status
from contracts.registry.rules.derive import derive_contract

#: Columns the import key is made of.
_IDENTITY = frozenset({"own_company_id", "counterparty_id", "number", "dated_on"})


class AlreadyRegistered(Refusal):
    """The same company has a contract of that number and date with that counterparty."""

    code = "already_registered"


class EditConflict(StaleVersion):
    """Somebody saved meanwhile: both versions are named, and nothing of either is lost (F30).

    ``theirs`` and ``yours`` are the fields each of the two changed.
    """

    def __init__(self, stale: StaleVersion, theirs: Mapping[str, object], yours: Mapping[str, object]) -> None:
        super().__init__(stale.edited, stale.stored)
        self.theirs, self.yours = dict(theirs), dict(yours)
        self.sentence = N_(
            "Somebody saved version {stored} meanwhile ({theirs}); yours, made from version {edited} ({yours}), "
            "was not saved: read it again, then change it."
        )
        self.facts = {**self.facts, "theirs": _listed(theirs), "yours": _listed(yours)}


@dataclass(frozen=True, slots=True)
class NewContract:
    """What is entered about a contract that is registered; ``values`` are fields of :mod:`.entry`."""

    counterparty: PartyEntry
    values: Mapping[str, Any] = field(default_factory=dict)
    status: Status = Status.SIGNED
    company: str | None = None
    owner: str | None = None
    department: str | None = None
    register_no: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """A contract as it was left: its numbers, version, phase on the day, and what a person must still complete."""

    number: str
    register_no: str
    version: int
    phase: str
    missing: tuple[str, ...]
    changed: tuple[str, ...] = ()


@needs("contracts.register")
def register(ctx: Context, call: Call, new: NewContract) -> Saved:
    """Register a contract under the next number of its company.

    Raises :class:`AlreadyRegistered` for the same contract again, and names what contradicts itself.
    """
    with writing(ctx, call) as work:
        row = _new_row(work, new)
        _refuse_twice(work.conn, row["import_key"])
        on = row.get("concluded_on") or row.get("dated_on") or call.as_of
        [stored] = add_contracts(work, [EnteredContract(row, new.status, min(on, call.as_of))])
        after = plain_values({name: value for name, value in row.items() if value not in (None, "", [], False)})
        work.touch(contract_subject(stored.id), "register_contract", {"after": after})
        return finish(work, stored.id)


@needs("contracts.register")
def edit(
    ctx: Context,
    call: Call,
    which: Which | str,
    values: Mapping[str, Any],
    *,
    version: int | None = None,
    reason: str = "",
) -> Saved:
    """Correct what was entered; a value of ``None`` clears an optional field, and the history keeps what was there.

    ``values`` may also name ``owner``, ``department`` and ``counterparty``. Raises ``StaleVersion`` where
    another person saved meanwhile.
    """
    with writing(ctx, call) as work:
        contract = find_contract(work.conn, call, which)
        try:
            locked_facts(work, contract.id, version=version)
        except StaleVersion as stale:
            raise EditConflict(stale, _last_edit(work.conn, contract.id), values) from None
        row = contracts.row_of(work.conn, contract.id)
        after = _named(work, values) | columns({k: v for k, v in values.items() if k not in _NAMED})
        changed = {name: value for name, value in after.items() if getattr(row, name) != value}
        if not changed:
            return finish(work, contract.id, is_changed=False)
        names = tuple(changed)
        payload = {
            "before": plain_values({name: getattr(row, name) for name in names}),
            "after": plain_values(changed),
            **({"reason": reason} if reason else {}),
        }
        if _IDENTITY & changed.keys():
            changed["import_key"] = _key({name: getattr(row, name) for name in _IDENTITY} | changed)
            _refuse_twice(work.conn, changed["import_key"], but=contract.id)
        contracts.change(work.conn, contract.id, changed)
        work.touch(contract_subject(contract.id), "edit_contract", payload)
        return finish(work, contract.id, changed=names)


def contract_subject(id: int) -> Subject:
    """The contract as what an event is about."""
    return Subject(SubjectKind.CONTRACT, id)


def demand_reason(reason: str) -> str:
    """The reason without spaces around it; refuses where there is none."""
    if not reason.strip():
        raise Refusal("Say why: --reason.", code="no_reason")
    return reason.strip()


def finish(work: Work, id: int, *, changed: Sequence[str] = (), is_changed: bool = True) -> Saved:
    """Refuse facts that contradict themselves, then commit, and say how the contract stands."""
    derived = derive_contract(locked_facts(work, id), work.ctx.rules, work.call.as_of)
    row = contracts.row_of(work.conn, id)
    if is_changed:
        work.commit()
    return Saved(
        number=shown_number(row),
        register_no=row.register_no,
        version=row.version,
        phase=derived.standing.phase.value,
        missing=derived.missing,
        changed=tuple(changed),
    )


def _new_row(work: Work, new: NewContract) -> dict[str, Any]:
    conn = work.conn
    own = own_company_for(conn, new.company)
    names = {"owner": new.owner, "department": new.department}
    row = {
        "own_company_id": own.id,
        "counterparty_id": counterparty_for(work, new.counterparty),
        "number": "",
        **columns({name: value for name, value in new.values.items() if value is not None}),
        **_named(work, {name: text for name, text in names.items() if text}),
    }
    if new.register_no:
        row["register_no"] = new.register_no.strip()
    if row["own_company_id"] == row["counterparty_id"]:
        raise EntryFault("A company cannot conclude a contract with itself.")
    row["import_key"] = _key(row)
    return row


_NAMED = ("owner", "department", "counterparty")


def _named(work: Work, values: Mapping[str, Any]) -> dict[str, int | None]:
    """People, departments and parties by what people call them."""
    keys: dict[str, int | None] = {}
    if "owner" in values:
        text = values["owner"]
        keys["owner_id"] = int(people.find(work.conn, text).id) if text else None
    if "department" in values:
        text = values["department"]
        keys["department_id"] = people.department(work.conn, text.strip()) if text else None
    if "counterparty" in values:
        if not values["counterparty"]:
            raise EntryFault("A contract cannot be without a counterparty.")
        keys["counterparty_id"] = counterparty_for(work, values["counterparty"])
    return keys


def _key(row: Mapping[str, Any]) -> str:
    return import_key(row["own_company_id"], row["counterparty_id"], row["number"], row.get("dated_on"))


def _refuse_twice(conn: Connection, key: str, *, but: int | None = None) -> None:
    known = contracts.by_import_keys(conn, [key]).get(key)
    if known is not None and known != but:
        row = contracts.row_of(conn, known)
        raise AlreadyRegistered(
            "This contract is in the register already as {register_no} (№ {number}): edit it, or give another number.",
            register_no=row.register_no,
            number=row.number or "б/н",
        )


def _last_edit(conn: Connection, id: int) -> Mapping[str, object]:
    """The fields the newest edit changed, with their new values."""
    for event in history.of_contract(conn, id):
        if event.what == "edit_contract" and event.change:
            return dict(event.change.get("after", {}))
    return {}


def _listed(fields: Mapping[str, object]) -> str:
    shown = (f"{name}: {'—' if value in (None, '') else plain(value)}" for name, value in sorted(fields.items()))
    return ", ".join(shown) or "—"
