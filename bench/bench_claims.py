"""Claim letters with their calculation from the ledger, all debtors of a level at once: letters a second.

Run as ``python bench/bench_claims.py [LETTERS]``. The baseline measured in the same run is rendering alone: the share
of the whole that the template engine takes. Everything is really done: reckoned, numbered, filed, synced, audited.
Processor time is measured, so that neighbours do not count.
"""

import sys
import tempfile
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from contracts.app import init, open_application
from contracts.claims.dunning.rules.ladder import Ladder, Level
from contracts.claims.dunning.runs import draft_run
from contracts.claims.dunning.sending import SendRequest, send_run
from contracts.docx.engine.compiled import Compiled
from contracts.kernel.money import Money
from contracts.kernel.subject import SubjectKind
from contracts.kernel.unit_of_work import writing
from contracts.money.post_charge import NewCharge, charge_rows, note_posted
from contracts.money.queries import charges
from contracts.money.rules.ledger import Direction
from contracts.parties.queries import parties

AS_OF = date(2026, 11, 23)
LADDER = Ladder((Level(1, 1, "letter", "claim", 30),), {})
CHARGES_PER_DEBTOR = 3


class Stopwatch:
    """Counts the time spent in one method."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def around(self, method: Any) -> Any:
        """The method, timed."""

        def timed(*given: Any, **named: Any) -> Any:
            started = time.process_time()
            try:
                return method(*given, **named)
            finally:
                self.seconds += time.process_time() - started

        return timed


def main() -> None:
    """Fill a register, send one run of claims, print what it took."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        init(None, data)
        opened = open_application(None, data)
        application = replace(opened, ctx=replace(opened.ctx, policies={**opened.ctx.policies, Ladder: LADDER}))
        call = application.call("cli", AS_OF)
        fill(application.ctx, call, count)
        started = time.process_time()
        letters = draft_run(application.ctx, call)
        drafted = time.process_time() - started
        watch = Stopwatch()
        Compiled.render = watch.around(Compiled.render)  # type: ignore[method-assign]
        started = time.process_time()
        sent = send_run(application.ctx, call, SendRequest(Path(folder) / "letters"))
        whole = time.process_time() - started
    made = [each for each in sent if each.file is not None]
    if len(made) != count or len(letters) != count:
        raise SystemExit(f"{len(made)} letters of {count}: {sent[:1]}")
    print(f"{count:,} debtors drafted in {drafted:.1f} s ({count / drafted:,.0f} a second)")
    print(f"{count:,} claims of {CHARGES_PER_DEBTOR} documents in {whole:.1f} s: {count / whole:,.0f} letters a second")
    print(f"rendering alone {watch.seconds:.1f} s, {watch.seconds / whole:.0%} of the whole")


def fill(ctx: Any, call: Any, count: int) -> None:
    """One own company, so many debtors, three overdue charges each."""
    with writing(ctx, call) as work:
        own = {"is_own": True, "name": "Товариство з обмеженою відповідальністю «Ясенсвіт»", "code": "99000011"}
        parties.add(work.conn, own)
        for no in range(count):
            parties.add(work.conn, {"name": f"ТОВ «Боржник {no}»", "code": f"98{no:06}"})
        rows, first = [], None
        for no in range(count):
            for part in range(CHARGES_PER_DEBTOR):
                issued = AS_OF - timedelta(days=400 + no % 200 + 30 * part)
                first = NewCharge(
                    "act",
                    f"{no}-{part}",
                    issued,
                    Money(1_000_000 + no, "UAH"),
                    counterparty=f"98{no:06}",
                    direction=Direction.RECEIVABLE,
                    due_on=issued + timedelta(days=15),
                )
                rows += charge_rows(work.conn, call, ctx, first).rows
        ids = charges.add_many(work.conn, rows)
        if first is not None:
            note_posted(work, ids[:1], first)
        work.change(SubjectKind.CHARGE, ids)
        work.commit()


if __name__ == "__main__":
    main()
