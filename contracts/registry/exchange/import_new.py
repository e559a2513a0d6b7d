"""New contracts of a register are stored in sets, with first status, custom values, and a register row to derive."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from contracts.kernel.calendar import FAR
from contracts.kernel.context import Work
from contracts.kernel.database import intake
from contracts.kernel.identity import fold, number_key, shown_number
from contracts.kernel.numbering import NumberPattern
from contracts.kernel.subject import Subject, SubjectKind
from contracts.registry.exchange.entries import Entry
from contracts.registry.exchange.import_parties import UNNAMED, Parties
from contracts.registry.queries import contracts
from contracts.registry.queries.contracts import Series
from contracts.registry.rules.contract import Phase, Status
from contracts.registry.tables.contract import ContractRow, CustomValueRow, StatusMoveRow, TerminationRow
from contracts.registry.tables.derived import RegisterRow

#: A contract of which a row says nothing more.
DEFAULTS: Mapping[str, Any] = {
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
#: Columns that every new contract has of its own, whatever its row says.
_MADE = (
    *("id", "own_company_id", "counterparty_id", "import_key", "register_no", "number_key"),
    *("closed_on", "closed_reason"),
)
#: What a register row shows until it is derived.
_SAYS_NOTHING: Mapping[str, Any] = {
    "phase": Phase.INCOMPLETE.value,
    "phase_from": FAR,
    "phase_until": date.min,
    "missing": [],
    "derived_until": date.min,
    "rules_no": 0,
}


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
class Wanted:
    """A contract a row tells of: whose, with whom, its import key, and its columns."""

    entry: Entry
    own_id: int
    party_id: int
    key: str
    row: dict[str, Any]


def create(work: Work, outcome: Outcome, new: list[Wanted], known: Parties) -> None:
    """Store contracts nobody has registered yet; the roll derives them."""
    if not new:
        return
    call, ctx = work.call, work.ctx
    fixed = {"country": ctx.country, "presumed_before": call.as_of, "recorded_at": call.at}
    rows = [
        {
            **DEFAULTS,
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
            row["closed_on"], row["closed_reason"] = closed_on(row, call.as_of), "import"
    rows = contracts.numbered(work.conn, rows, Series(NumberPattern(ctx.numbering.register), call.as_of))
    ids = list(intake.take_ids(work.conn, ContractRow, len(rows)))
    for row, id in zip(rows, ids, strict=True):
        row["id"] = id
    told = set(_MADE).union(*(each.row for each in new))
    shared = {name: value for name, value in rows[0].items() if name not in told}
    intake.insert_rows(work.conn, ContractRow, rows, sorted(told), shared=shared)
    _first_moves(work, list(zip(new, rows, strict=True)))
    _customs(work, [(row["id"], each.entry.custom) for each, row in zip(new, rows, strict=True)])
    _expect(work, list(zip(new, rows, strict=True)), known)
    for each, row in zip(new, rows, strict=True):
        outcome.by_row[each.entry.row] = row["id"]
        outcome.found.setdefault((each.party_id, row["number_key"]), []).append(row["id"])
        payload = {"after": plain({**each.row, "register_no": row["register_no"]}), "row": each.entry.row}
        work.note(Subject(SubjectKind.CONTRACT, row["id"]), "contract_imported", payload)
    outcome.created += len(rows)


def closed_on(row: Mapping[str, Any], as_of: date) -> date:
    """The day a contract said to be closed was: its last day where that is past."""
    last = row.get("last_day")
    return min(last, as_of) if isinstance(last, date) else as_of


def _first_moves(work: Work, pairs: list[tuple[Wanted, dict[str, Any]]]) -> None:
    moves, ends = [], []
    for each, row in pairs:
        status = each.entry.status.status if each.entry.status else Status.SIGNED
        on = row["dated_on"] or row["first_day"] or work.call.as_of
        moves.append(
            {
                "contract_id": row["id"],
                "status": status.value,
                "effective_on": on,
            }
        )
        if each.entry.terminated_on is not None:
            ends.append(termination(work, row["id"], each.entry.terminated_on))
    shared = {"no": 1, "reason": "import", "recorded_at": work.call.at, "recorded_by": work.call.login}
    intake.insert_rows(work.conn, StatusMoveRow, moves, tuple(moves[0]), shared=shared)
    if ends:
        ids = intake.take_ids(work.conn, TerminationRow, len(ends))
        full = [{"id": id, **each} for id, each in zip(ids, ends, strict=True)]
        intake.insert_rows(work.conn, TerminationRow, full, tuple(full[0]))


def termination(work: Work, id: int, last_day: date) -> dict[str, Any]:
    """The row of a termination a register tells of."""
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
        intake.insert_rows(work.conn, CustomValueRow, rows, tuple(rows[0]))


def _expect(work: Work, pairs: list[tuple[Wanted, dict[str, Any]]], known: Parties) -> None:
    """Register rows that say nothing yet: the roll derives them, and a list asks core until then (schema)."""
    names = {id: name for name, ids in known.by_name.items() for id in ids}
    rows = [
        {
            "own_company_id": row["own_company_id"],
            "counterparty_id": row["counterparty_id"],
            "owner_id": row["owner_id"],
            "department_id": row["department_id"],
            "contract_id": row["id"],
            "number": shown_number(row["number"], row["register_no"]),
            "title": row["title"],
            "counterparty_name": (each.entry.counterparty or UNNAMED).name,
            "is_confidential": row["is_confidential"],
            "amount_minor": row["amount_minor"],
            "currency": row["currency"],
            "search_text": f"{fold(row['number'])} {fold(row['title'])} {names.get(each.party_id, '')}"[:2000],
        }
        for each, row in pairs
    ]
    intake.insert_rows(work.conn, RegisterRow, rows, tuple(rows[0]), shared=_SAYS_NOTHING)


def plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as plain JSON values for the audit."""
    return {name: value.isoformat() if type(value) is date else value for name, value in row.items()}
