"""Contracts of a register against those registered: new ones are added in one set, others changed by what differs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, cast

from contracts.kernel.context import Work
from contracts.kernel.identity import fold, import_key, shown_number
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import Subject, SubjectKind
from contracts.people.queries import people
from contracts.registry.entry import plain_values
from contracts.registry.exchange.cells.words import StatusReading
from contracts.registry.exchange.import_parties import UNNAMED, Owners, Parties, own_company
from contracts.registry.exchange.register_entries import NamedParty, ReadRegister, RegisterEntry
from contracts.registry.new_contracts import EnteredContract, add_contracts
from contracts.registry.queries import contracts, exchange
from contracts.registry.queries.contracts import Columns, ColumnValue
from contracts.registry.queries.values import to_columns
from contracts.registry.rules.conditions import FIELD_BY_NAME
from contracts.registry.rules.contract import Status
from contracts.tabular.sums import Sum

#: What the history says of what a register brought.
IMPORTED = "import"
#: Values that stand in a column as they are.
_PLAIN = frozenset({str, int, bool, date, type(None)})
#: What a register row shows as the contract has it.
_SHOWN = (
    *("own_company_id", "counterparty_id", "owner_id", "department_id", "title", "is_confidential"),
    *("amount_minor", "currency"),
)
_LONGEST_SEARCHED = 2000


class ChangedFact(NamedTuple):
    """A fact a register says otherwise; ``is_kept``: a person edited it since, and it was not overwritten."""

    row: int
    number: str
    column: str
    before: str
    after: str
    is_kept: bool = False
    sheet: str = ""


@dataclass(slots=True)
class ImportOutcome:
    """What became of the rows, and which contracts must be derived anew."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    late: set[int] = field(default_factory=set)
    changes: list[ChangedFact] = field(default_factory=list)
    is_overwriting: bool = False
    #: The first row of each contract, with the sheet it stands on.
    first: dict[str, tuple["ImportedContract", str]] = field(default_factory=dict)
    #: Contracts by (counterparty, number) for the amendments and annexes of the same register.
    by_number: dict[tuple[int, str], list[int]] = field(default_factory=dict)
    by_row: dict[int, int] = field(default_factory=dict)

    def know(self, each: "ImportedContract", id: int, number_key: str) -> None:
        """Remember which contract a row is."""
        self.by_row[each.entry.row] = id
        self.by_number.setdefault((each.party_id, number_key), []).append(id)


@dataclass(slots=True)
class ImportedContract:
    """A contract a row tells of: whose, with whom, its import key, and its columns."""

    entry: RegisterEntry
    own_id: int
    party_id: int
    key: str
    columns: Columns


@dataclass(slots=True)
class SortedContracts:
    """Contracts nobody has registered yet, and those that stand already with their keys."""

    new: list[ImportedContract] = field(default_factory=list)
    known: list[tuple[ImportedContract, int]] = field(default_factory=list)


def sort_contracts(
    work: Work, register: ReadRegister, parties: Parties, owners: Owners, outcome: ImportOutcome
) -> SortedContracts:
    """Which contracts of a register are new; what contradicts another row or number is rejected."""
    imported = list(_imported(work, register, parties, owners))
    by_key = contracts.by_import_keys(work.conn, (each.key for each in imported))
    numbered = [(each.own_id, number) for each in imported if (number := _register_no(each))]
    by_number = exchange.by_register_no(work.conn, numbered)
    hidden = exchange.hidden_among(work.conn, work.call, {*by_key.values(), *by_number.values()})
    found = SortedContracts()
    for each in imported:
        before, sheet = outcome.first.setdefault(each.key, (each, register.sheet))
        id = by_key.get(each.key)
        numbered_id = by_number.get((each.own_id, _register_no(each)))
        if before is not each:
            _check_repeated(each, before, register, outcome, sheet)
        elif numbered_id is not None and numbered_id != (id or numbered_id):
            sentence = "The register number {number} belongs to another contract."
            reason = Refusal(sentence, code="register_no_taken", number=_register_no(each))
            register.reject(each.entry.row, "register_no", _register_no(each), reason)
        elif (stored := id or numbered_id) is None:
            found.new.append(each)
        elif stored in hidden:
            sentence = "This contract is registered already and is not shown to you: ask whoever runs it."
            register.reject(each.entry.row, "number", each.entry.number, Refusal(sentence, code="not_shown"))
        else:
            found.known.append((each, stored))
    return found


def add_imported(work: Work, outcome: ImportOutcome, new: list[ImportedContract], parties: Parties) -> None:
    """Add contracts nobody has registered yet; the roll derives them."""
    if not new:
        return
    entered = [_entered(work, each) for each in new]
    rows = add_contracts(work, entered)
    names = {id: name for name, ids in parties.by_name.items() for id in ids}
    exchange.expect(work.conn, [_expected(*each, names) for each in zip(new, entered, rows, strict=True)])
    for each, row in zip(new, rows, strict=True):
        outcome.know(each, row.id, row.number_key)
        payload = {"after": plain_values({**each.columns, "register_no": row.register_no}), "row": each.entry.row}
        work.note(Subject(SubjectKind.CONTRACT, row.id), "contract_imported", payload)
    outcome.created += len(rows)


def closed_on(columns: Mapping[str, object], as_of: date) -> date:
    """The day a contract said to be closed was: its last day where that is past."""
    last = columns.get("last_day")
    return min(last, as_of) if isinstance(last, date) else as_of


def warn_ended(register: ReadRegister) -> None:
    """Contracts said to be terminated or suspended without the day: the day must be entered, nothing is invented."""
    for entry in register.entries:
        if entry.status and entry.status.is_terminated and entry.terminated_on is None:
            reason = "The contract is said to be terminated, without a day: enter the day."
            register.remark(entry.row, Refusal(reason))
        elif entry.status and entry.status.is_suspended:
            register.remark(entry.row, Refusal("The contract is said to be suspended, without days: enter them."))


def _imported(work: Work, register: ReadRegister, parties: Parties, owners: Owners) -> Iterable[ImportedContract]:
    companies: dict[NamedParty | None, int] = {}
    departments: dict[str, int] = {}
    for entry in register.entries:
        if entry.kind != "contract":
            continue
        party_id = parties.find(entry.counterparty or UNNAMED)
        if entry.company not in companies:
            companies[entry.company] = own_company(work, parties, entry.company, register)
        own_id = companies[entry.company]
        if party_id is None:
            name = entry.counterparty.name if entry.counterparty else ""
            reason = Refusal("Several parties are called «{name}»: give the code.", name=name)
            register.reject(entry.row, "counterparty", name, reason)
            continue
        columns = _columns(entry)
        if entry.owner or entry.owner_email:
            columns["owner_id"] = owners.find(entry)
        if entry.department:
            if entry.department not in departments:
                departments[entry.department] = people.department(work.conn, entry.department)
            columns["department_id"] = departments[entry.department]
        key = import_key(own_id, party_id, entry.number, entry.values.day("dated_on"))
        yield ImportedContract(entry, own_id, party_id, key, columns)


def _columns(entry: RegisterEntry) -> Columns:
    """The contract's columns a row speaks of."""
    columns: Columns = {"number": entry.number}
    for name, value in entry.values.items():
        if type(value) in _PLAIN:
            columns[name] = cast(ColumnValue, value)
        elif isinstance(value, dict):
            columns[name] = value
        elif not isinstance(value, Sum | StatusReading):
            columns |= to_columns(FIELD_BY_NAME[name], value)
    return columns


def _register_no(each: ImportedContract) -> str:
    return str(each.columns.get("register_no", ""))


def _check_repeated(
    each: ImportedContract, before: ImportedContract, register: ReadRegister, outcome: ImportOutcome, sheet: str
) -> None:
    """The same contract twice in one file: the same facts say nothing new, others contradict."""
    both = {**each.columns, **before.columns}
    differing = [name for name in both if each.columns.get(name) != before.columns.get(name)]
    one, other = each.entry.custom, before.entry.custom
    if not differing and one == other:
        outcome.unchanged += 1
        return
    headers = dict.fromkeys(map(register.header_of, differing)) or [
        name for name in {**one, **other} if one.get(name) != other.get(name)
    ]
    sentence = (
        "The same contract stands in row {row} of the sheet «{sheet}» with other facts ({what})."
        if sheet != register.sheet
        else "The same contract stands in row {row} with other facts ({what})."
    )
    what = ", ".join(f"«{name}»" for name in headers)
    reason = Refusal(sentence, code="contradiction", row=before.entry.row, sheet=sheet, what=what)
    register.reject(each.entry.row, "number", each.entry.number, reason)


def _entered(work: Work, each: ImportedContract) -> EnteredContract:
    entry, as_of = each.entry, work.call.as_of
    columns: Columns = {
        "country": work.ctx.country,
        "presumed_before": as_of,
        **each.columns,
        "own_company_id": each.own_id,
        "counterparty_id": each.party_id,
        "import_key": each.key,
    }
    if entry.status and entry.status.is_closed:
        columns |= {"closed_on": closed_on(columns, as_of), "closed_reason": IMPORTED}
    return EnteredContract(
        columns,
        entry.status.status if entry.status else Status.SIGNED,
        entry.values.day("dated_on") or entry.values.day("first_day") or as_of,
        IMPORTED,
        entry.custom,
        entry.terminated_on,
    )


def _expected(
    each: ImportedContract, entered: EnteredContract, row: contracts.NumberedContract, names: Mapping[int, str]
) -> dict[str, object]:
    """The register row of a contract before the roll derives it."""
    full = {**contracts.DEFAULTS, **entered.columns, **row._asdict()}
    words = fold(str(full["number"])), fold(str(full["title"])), names.get(each.party_id, "")
    return {
        "contract_id": full["id"],
        **{name: full[name] for name in _SHOWN},
        "number": shown_number(str(full["number"]), str(full["register_no"])),
        "counterparty_name": (each.entry.counterparty or UNNAMED).name,
        "search_text": " ".join(words)[:_LONGEST_SEARCHED],
    }
