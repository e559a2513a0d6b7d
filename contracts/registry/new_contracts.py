"""New contracts, one by hand or thousands from a register, enter by one path: number, row, status, what is beside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from contracts.kernel.context import Work, recorded
from contracts.kernel.numbering import NumberPattern
from contracts.registry.queries import contracts, exchange
from contracts.registry.queries.contracts import Series
from contracts.registry.rules.contract import Status


@dataclass(frozen=True, slots=True)
class EnteredContract:
    """What is said of a contract: the columns that are not as by default, its first status, what stands beside."""

    columns: Mapping[str, Any]
    status: Status
    effective_on: date
    reason: str = ""
    custom: Mapping[str, str] = field(default_factory=dict)
    terminated_after: date | None = None


def add_contracts(work: Work, entered: Sequence[EnteredContract]) -> list[contracts.NumberedContract]:
    """Store contracts under the next numbers of their companies; each as stored, in the same order.

    The caller has them derived: at the commit where it touches them, else by the roll.
    """
    series = Series(NumberPattern(work.ctx.numbering.register), work.call.as_of)
    by = recorded(work.call)
    since = {"recorded_at": work.call.at, "registered_on": work.call.as_of}
    rows = contracts.add_many(work.conn, [{**each.columns, **since} for each in entered], series)
    pairs = [(row.id, each) for row, each in zip(rows, entered, strict=True)]
    exchange.first_moves(
        work.conn,
        [
            {"contract_id": id, "status": each.status.value, "effective_on": each.effective_on, "reason": each.reason}
            for id, each in pairs
        ],
        by=by,
    )
    exchange.add_customs(work.conn, [(id, each.custom) for id, each in pairs])
    ends = [(id, each.terminated_after, each.reason) for id, each in pairs if each.terminated_after is not None]
    exchange.terminate(work.conn, ends, by=by)
    return rows
