"""What passes through the sockets: changed things, deadlines that follow from them, findings, tables of contracts."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection
from sqlmodel import SQLModel

from contracts.kernel.deadline import Deadline, DeadlineKind
from contracts.kernel.rules import Rules
from contracts.kernel.subject import SubjectKind

#: Keys of the things a transaction changed, by kind.
Changes = dict[SubjectKind, set[int]]
#: Tables whose rows belong to a contract (``contract_id``), by the kind of what they hold: shown as the contract is.
ContractTables = Mapping[SubjectKind, type[SQLModel]]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found wrong: ``code`` is stable; ``sentence``, an English message id, is filled with ``facts``."""

    code: str
    sentence: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.sentence.format(**self.facts)


@dataclass(frozen=True, slots=True)
class DeadlineSource:
    """Deadlines of some kinds, as they follow from stored facts of one subject.

    ``follow`` answers, for changed things, whose deadlines of these kinds are rewritten, and what they are now;
    ``everything`` gives all things in batches, for the doctor.
    """

    kinds: frozenset[DeadlineKind]
    follow: Callable[[Connection, Rules, Changes], tuple[Changes, list[Deadline]]]
    everything: Callable[[Connection], Iterator[Changes]]
