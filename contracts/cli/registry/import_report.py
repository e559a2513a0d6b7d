"""What became of a register, as people read it: rejected rows, questions, what was kept and changed."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from contracts.cli.shared.session import Session
from contracts.cli.shared.tables import SHOWN, hidden_rows
from contracts.kernel.wire import wire

if TYPE_CHECKING:
    from contracts.registry.exchange.import_contracts import ChangedFact
    from contracts.registry.exchange.importing import ImportResult

#: As wide as a terminal is.
_WIDTH = 80


def import_json(session: Session, result: "ImportResult") -> object:
    """The result with the reasons in the reader's language."""
    return wire(result) | {
        name: [wire(each) | {"reason": session.words.refusal(each.reason)} for each in cells]
        for name, cells in (("rejected", result.rejected), ("warnings", result.warnings))
    }


def import_lines(session: Session, result: "ImportResult") -> list[str]:
    """The report, line by line."""
    say = session.say
    lines = [
        say(
            "{rows} rows: {created} created, {updated} updated, {unchanged} unchanged, {rejected} rejected.",
            rows=result.rows, created=result.created, updated=result.updated, unchanged=result.unchanged,
            rejected=result.rejected_rows,
        )
    ]  # fmt: skip
    if result.is_dry and result.previews:
        lines += ["", say("Columns:"), *_columns(session, result)]
    unknown = [header for header, field in result.columns.items() if field == "custom"]
    if unknown:
        lines.append(say("Columns kept as they are, not understood: {columns}.", columns=", ".join(unknown)))
    for heading, rows in (
        (say("Rejected:"), list(_rejected(session, result))),
        (say("Say what is meant; until then it is not taken:"), list(_questions(session, result))),
        (
            say("Kept, for a person edited it since; --overwrite takes it from the register:"),
            [_change(session, each) for each in result.changes if each.is_kept],
        ),
        (say("Changed:"), [_change(session, each) for each in result.changes if not each.is_kept]),
        (say("To look at:"), _remarks(session, result)),
    ):
        if rows:
            lines += ["", heading, *rows[:SHOWN], *hidden_rows(session, len(rows))]
    if result.is_dry:
        lines += ["", say("This was a dry run: nothing was changed.")]
    return lines


def _columns(session: Session, result: "ImportResult") -> Iterator[str]:
    """Each column with the field it was taken for and three of its cells."""
    for each in result.previews:
        if each.field == "ignore":
            continue
        mark = f" ({session.say('resembles only')})" if each.is_weak else ""
        if each.likely:
            mark = f" ({session.say('perhaps {field}', field=each.likely)})"
        line = f"  {each.header} → {each.field}{mark}: {' | '.join(each.samples)}"
        yield line if len(line) <= _WIDTH else f"{line[: _WIDTH - 1]}…"


def _rejected(session: Session, result: "ImportResult") -> Iterator[str]:
    for each in result.rejected:
        where = _where(session, each.row, each.count, each.sheet)
        yield f"  {where}, «{each.column}»: {session.words.refusal(each.reason)}"


def _questions(session: Session, result: "ImportResult") -> Iterator[str]:
    for each in result.questions:
        meaning = session.say(" – «{meaning}»?", meaning=each.suggestion) if each.suggestion else ""
        where = _where(session, each.row, each.times, each.sheet)
        yield f"  «{each.column}»: «{each.value[:200]}»{meaning} ({where})"


def _change(session: Session, each: "ChangedFact") -> str:
    where = _where(session, each.row, 1, each.sheet)
    return f"  {where}, {each.number}, «{each.column}»: {each.before or '–'} → {each.after or '–'}"


def _remarks(session: Session, result: "ImportResult") -> list[str]:
    """Remarks that are no questions; what is said of several rows alike stands once."""
    from contracts.registry.exchange.importing import QUESTIONS

    rows: dict[tuple[str, str], list[int]] = {}
    for each in result.warnings:
        if each.reason.code not in QUESTIONS or "value" not in each.reason.facts:
            rows.setdefault((session.words.refusal(each.reason), each.sheet), []).append(each.row)
    lines = []
    for (sentence, sheet), numbers in rows.items():
        where = _where(session, numbers[0], len(numbers), sheet)
        lines.append(f"  {where}: {sentence}" if where else f"  {sentence}")
    return lines


def _where(session: Session, row: int, count: int, sheet: str) -> str:
    """Which row, or how many and the first; of the file as a whole, nothing."""
    if not row:
        return sheet
    place = session.say("row {row}", row=row)
    if count > 1:
        place = session.say("{count} rows, first {row}", count=count, row=row)
    return f"{sheet}, {place}" if sheet else place
