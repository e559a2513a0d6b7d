"""What a subject plugs into the program: deadlines that follow from its facts, what hears of events, checks.

Defined here, filled by each subject, wired only in ``contracts.subjects``: so no subject knows a higher one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from contracts.kernel.deadline import Deadline, DeadlineKind
from contracts.kernel.subject import SubjectKind

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from contracts.kernel.context import Context
    from contracts.kernel.rules import Rules
    from contracts.kernel.unit_of_work import Work

#: Keys of the things a transaction changed, by kind.
Changes = dict[SubjectKind, set[int]]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found wrong: ``code`` is stable; ``sentence``, an English message id, is filled with ``facts``."""

    code: str
    sentence: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.sentence.format(**self.facts)


class DeadlineSource(Protocol):
    """Deadlines of some kinds about one kind of subject, as they follow from stored facts."""

    subject: SubjectKind
    kinds: frozenset[DeadlineKind]

    def concerned(self, conn: Connection, changes: Changes) -> set[int]:
        """The subjects whose deadlines may be others after these changes."""

    def deadlines(self, conn: Connection, rules: Rules, ids: Collection[int]) -> list[Deadline]:
        """The deadlines that follow for these subjects."""

    def everything(self, conn: Connection) -> Iterator[list[int]]:
        """All subjects in batches, for the doctor."""


#: Rewrites rows that follow from what a transaction changed; called by the commit, lower subjects first.
Deriver = Callable[["Work"], None]
#: Hears of an event another subject published; works in the same transaction.
Handler = Callable[["Work", Any], None]
#: One look of the doctor.
Check = Callable[["Connection", "Context", date], Iterable[Finding]]


class Sockets(Protocol):
    """All that the subjects plug in; each part is loaded when it is first asked for."""

    @property
    def derivers(self) -> tuple[Deriver, ...]: ...

    @property
    def deadline_sources(self) -> tuple[DeadlineSource, ...]: ...

    @property
    def handlers(self) -> Mapping[type, tuple[Handler, ...]]: ...

    @property
    def checks(self) -> tuple[Check, ...]: ...
