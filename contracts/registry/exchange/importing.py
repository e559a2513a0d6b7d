"""A register comes in: every row is created, updated, unchanged or rejected for a reason; one transaction holds all.

The derived rows are rolled afterwards, in batches: until then answers are right, only slower (schema).
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from contracts.kernel.context import Call, Context, Work
from contracts.kernel.database.engine import again, reading
from contracts.kernel.identity import fold
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.kernel.wire import ASIDE
from contracts.parties.queries import parties
from contracts.registry.exchange.import_contracts import (
    ChangedFact,
    ImportOutcome,
    add_imported,
    sort_contracts,
    warn_ended,
)
from contracts.registry.exchange.import_parties import Owners, load_parties, store_parties
from contracts.registry.exchange.import_parts import store_parts
from contracts.registry.exchange.import_updates import update_known
from contracts.registry.exchange.register_entries import ColumnPreview, ReadRegister, RejectedCell, RowRemark
from contracts.registry.exchange.register_file import ReadingOptions, read_registers
from contracts.registry.queries import derived
from contracts.registry.roll import roll
from contracts.tabular.sheet import read_bytes

#: The currency of sums that name none, by the country of the company.
_CURRENCIES = {
    "UA": "UAH", "PL": "PLN", "DE": "EUR", "AT": "EUR", "RU": "RUB", "US": "USD", "KZ": "KZT",
    "MD": "MDL", "GB": "GBP",
}  # fmt: skip


class ImportQuestion(NamedTuple):
    """Words of a column that a person must say the meaning of: how often they stand, and where first."""

    column: str
    value: str
    times: int
    row: int
    suggestion: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of a register. ``rows`` = created + updated + unchanged + ``rejected_rows``.

    ``changes`` are facts the register says otherwise than they stood, those kept for a person among them.
    """

    rows: int
    created: int
    updated: int
    unchanged: int
    rejected: tuple[RejectedCell, ...]
    warnings: tuple[RowRemark, ...]
    columns: dict[str, str]
    is_dry: bool = field(metadata=ASIDE)
    rejected_rows: int = 0
    questions: tuple[ImportQuestion, ...] = ()
    changes: tuple[ChangedFact, ...] = ()
    previews: tuple[ColumnPreview, ...] = ()


class ImportStopped(Refusal):
    """A person stopped the import; the sentence says what is saved."""

    code = "stopped"


@needs("contracts.register")
def import_register(
    ctx: Context,
    call: Call,
    path: Path,
    *,
    options: ReadingOptions | None = None,
    is_dry: bool = False,
    is_overwriting: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> ImportResult:
    """Read a register and store it, then roll; with ``is_dry`` the same is done and taken back.

    ``is_overwriting``: also what a person edited since. Raises a refusal where the file as a whole cannot be read.
    ``progress`` is told of the derivation that follows.
    """
    saved: list[ImportOutcome] = []
    try:
        result, late = import_facts(
            ctx, call, path, options=options, is_dry=is_dry, is_overwriting=is_overwriting, saved=saved
        )
        if not is_dry:
            roll(ctx, call, progress=(lambda done: progress(done, max(late, done))) if progress else None)
    except KeyboardInterrupt:
        raise _stopped(path, saved) from None
    return result


def _stopped(path: Path, saved: Sequence[ImportOutcome]) -> ImportStopped:
    if not saved:
        return ImportStopped("Stopped: nothing of {file} was saved.", file=path.name)
    return ImportStopped(
        "Stopped after {file} was saved whole: {created} created, {updated} updated. Deadlines that were not derived "
        "yet follow with the next daily job; until then answers are right, only slower.",
        file=path.name,
        created=saved[0].created,
        updated=saved[0].updated,
    )


@needs("contracts.register")
def import_facts(
    ctx: Context,
    call: Call,
    path: Path,
    *,
    options: ReadingOptions | None = None,
    is_dry: bool = False,
    is_overwriting: bool = False,
    saved: list[ImportOutcome] | None = None,
) -> tuple[ImportResult, int]:
    """The first half of :func:`import_register`: facts and audit in one transaction; how many contracts are late.

    What was committed stands in ``saved``.
    """
    data = read_bytes(path)
    with reading(ctx.engine) as conn:
        companies = parties.own_companies(conn)
    own = frozenset(each for row in companies for each in (row.name_key, fold(row.short_name), row.code) if each)
    currency = _CURRENCIES.get(ctx.country, "EUR")
    source = path.name, hashlib.sha256(data).hexdigest()

    def attempt() -> tuple[list[ReadRegister], ImportOutcome]:
        registers = read_registers(data, path.name, options or ReadingOptions(), own=own, currency=currency)
        outcome = ImportOutcome(is_overwriting=is_overwriting)
        with writing(ctx, call) as work:
            _take_in(work, registers, outcome)
            if not is_dry:
                _commit(work, registers, outcome, source)
                (saved if saved is not None else []).append(outcome)
        return registers, outcome

    registers, outcome = again(attempt)
    return _result(registers, outcome, is_dry), outcome.created + len(outcome.late)


def _commit(work: Work, registers: Sequence[ReadRegister], outcome: ImportOutcome, source: tuple[str, str]) -> None:
    if outcome.created or outcome.updated:
        payload = {"file": source[0], "sha256": source[1], **_counts(registers, outcome)}
        work.note(Subject(SubjectKind.IMPORT, 0), "register_imported", {"after": payload})
    work.commit()


def _take_in(work: Work, registers: Sequence[ReadRegister], outcome: ImportOutcome) -> None:
    known = load_parties(work)
    for register in registers:
        owners = Owners(work, register)
        store_parties(work, known, register)
        outcome.by_row.clear()
        contracts = sort_contracts(work, register, known, owners, outcome)
        update_known(work, register, owners, outcome, contracts.known)
        add_imported(work, outcome, contracts.new, known)
        store_parts(work, register, known, outcome)
        warn_ended(register)
    derived.make_late(work.conn, outcome.late)


def _counts(registers: Sequence[ReadRegister], outcome: ImportOutcome) -> dict[str, int]:
    counts = {"created": outcome.created, "updated": outcome.updated, "unchanged": outcome.unchanged}
    return {"rows": sum(counts.values()) + _rejected_rows(registers), **counts}


def _rejected_rows(registers: Sequence[ReadRegister]) -> int:
    return sum(len({cell.row for cell in each.rejected}) for each in registers)


def _result(registers: Sequence[ReadRegister], outcome: ImportOutcome, is_dry: bool) -> ImportResult:
    remarks = [replace(remark, sheet=each.sheet) for each in registers for remark in each.remarks]
    remarks.sort(key=lambda each: (bool(each.row), each.sheet, each.row))
    previews = {preview.header: preview for each in reversed(registers) for preview in reversed(each.previews)}
    return ImportResult(
        **_counts(registers, outcome),
        rejected=tuple(cell for each in registers for cell in _once(each)),
        warnings=tuple(remarks),
        columns={header: field for each in reversed(registers) for header, field in each.columns.items()},
        is_dry=is_dry,
        rejected_rows=_rejected_rows(registers),
        questions=tuple(_questions(remarks)),
        changes=tuple(outcome.changes),
        previews=tuple(reversed(previews.values())),
    )


#: Faults one answer mends for a whole column: they are said once.
_OF_COLUMNS = frozenset({"two_days", "two_sums", "day_for_number"})


def _once(register: ReadRegister) -> list[RejectedCell]:
    """The rejected cells in the order of their rows; a column that asks one question stands once."""
    found: list[RejectedCell] = []
    counts = Counter((each.column, each.reason.code) for each in register.rejected)
    first: set[tuple[str, str]] = set()
    for each in sorted(register.rejected, key=lambda each: each.row):
        key = each.column, each.reason.code
        if each.reason.code in _OF_COLUMNS and key in first:
            continue
        first.add(key)
        count = counts[key] if each.reason.code in _OF_COLUMNS else 1
        found.append(replace(each, count=count, sheet=register.sheet))
    return found


def _questions(remarks: Sequence[RowRemark]) -> Iterator[ImportQuestion]:
    """What a person is asked, the same words of a column once."""
    asked: dict[tuple[str, str, str], list[RowRemark]] = {}
    for each in remarks:
        facts = each.reason.facts
        if each.reason.code in QUESTIONS and "value" in facts and "column" in facts:
            asked.setdefault((each.sheet, str(facts["column"]), str(facts["value"])), []).append(each)
    for (sheet, column, value), rows in asked.items():
        suggestion = str(rows[0].reason.facts.get("suggestion", ""))
        yield ImportQuestion(column, value, len(rows), rows[0].row, suggestion, sheet)


#: Remarks on words a person must say the meaning of.
QUESTIONS = frozenset({"question", "kept_as_words", "alike"})
