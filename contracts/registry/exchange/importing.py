"""A register comes in: every row is created, updated, unchanged or rejected for a reason; one transaction holds all.

The derived rows are rolled afterwards, in batches: until then answers are right, only slower (schema).
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from contracts.kernel.context import Call, Context, Work
from contracts.kernel.database.engine import again, reading
from contracts.kernel.identity import fold
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.kernel.wire import ASIDE
from contracts.parties.queries import parties
from contracts.registry.exchange.import_contracts import ImportOutcome, add_imported, sort_contracts, warn_ended
from contracts.registry.exchange.import_parties import Owners, load_parties, store_parties
from contracts.registry.exchange.import_parts import store_parts
from contracts.registry.exchange.import_updates import update_known
from contracts.registry.exchange.register_entries import ReadRegister, RejectedCell, RowRemark
from contracts.registry.exchange.register_file import ReadingOptions, read_register
from contracts.registry.queries import derived
from contracts.registry.roll import roll
from contracts.tabular.sheet import read_bytes

#: The currency of sums that name none, by the country of the company.
_CURRENCIES = {
    "UA": "UAH", "PL": "PLN", "DE": "EUR", "AT": "EUR", "RU": "RUB", "US": "USD", "KZ": "KZT",
    "MD": "MDL", "GB": "GBP",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of a register. ``rows`` = created + updated + unchanged + rejected rows."""

    rows: int
    created: int
    updated: int
    unchanged: int
    rejected: tuple[RejectedCell, ...]
    warnings: tuple[RowRemark, ...]
    columns: dict[str, str]
    is_dry: bool = field(metadata=ASIDE)


@needs("contracts.register")
def import_register(
    ctx: Context,
    call: Call,
    path: Path,
    *,
    options: ReadingOptions | None = None,
    is_dry: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> ImportResult:
    """Read a register and store it, then roll; with ``is_dry`` the same is done and taken back.

    Raises a refusal where the file as a whole cannot be read. ``progress`` is told of the derivation that follows.
    """
    result, late = import_facts(ctx, call, path, options=options, is_dry=is_dry)
    if not is_dry:
        roll(ctx, call, progress=(lambda done: progress(done, max(late, done))) if progress else None)
    return result


@needs("contracts.register")
def import_facts(
    ctx: Context, call: Call, path: Path, *, options: ReadingOptions | None = None, is_dry: bool = False
) -> tuple[ImportResult, int]:
    """The first half of :func:`import_register`: facts and audit in one transaction; how many contracts are late."""
    data = read_bytes(path)
    with reading(ctx.engine) as conn:
        companies = parties.own_companies(conn)
    own = frozenset(each for row in companies for each in (row.name_key, fold(row.short_name), row.code) if each)
    currency = _CURRENCIES.get(ctx.country, "EUR")

    def attempt() -> tuple[ReadRegister, ImportOutcome]:
        register = read_register(data, path.name, options or ReadingOptions(), own=own, currency=currency)
        return register, _store(ctx, call, register, (path.name, hashlib.sha256(data).hexdigest()), is_dry)

    register, outcome = again(attempt)
    return _result(register, outcome, is_dry), outcome.created + len(outcome.late)


def _store(ctx: Context, call: Call, register: ReadRegister, source: tuple[str, str], is_dry: bool) -> ImportOutcome:
    with writing(ctx, call) as work:
        outcome = _take_in(work, register)
        if is_dry:
            return outcome
        if outcome.created or outcome.updated:
            payload = {"file": source[0], "sha256": source[1], **_counts(register, outcome)}
            work.note(Subject(SubjectKind.IMPORT, 0), "register_imported", {"after": payload})
        work.commit()
        return outcome


def _take_in(work: Work, register: ReadRegister) -> ImportOutcome:
    known = load_parties(work)
    owners = Owners(work, register)
    store_parties(work, known, register.entries)
    outcome = ImportOutcome()
    contracts = sort_contracts(work, register, known, owners, outcome)
    update_known(work, outcome, contracts.known)
    add_imported(work, outcome, contracts.new, known)
    store_parts(work, register, known, outcome)
    derived.make_late(work.conn, outcome.late)
    warn_ended(register)
    return outcome


def _counts(register: ReadRegister, outcome: ImportOutcome) -> dict[str, int]:
    rejected = len({each.row for each in register.rejected})
    counts = {"created": outcome.created, "updated": outcome.updated, "unchanged": outcome.unchanged}
    return {"rows": sum(counts.values()) + rejected, **counts}


def _result(register: ReadRegister, outcome: ImportOutcome, is_dry: bool) -> ImportResult:
    return ImportResult(
        **_counts(register, outcome),
        rejected=tuple(sorted(register.rejected, key=lambda each: each.row)),
        warnings=tuple(sorted(register.remarks, key=lambda each: each.row)),
        columns=register.columns,
        is_dry=is_dry,
    )
