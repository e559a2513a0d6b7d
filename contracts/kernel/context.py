"""What a use case works with: the context holds doors and policies, the call says who asks about which day."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine

from contracts.kernel import audit
from contracts.kernel.files import FileStore
from contracts.kernel.rules import Rules
from contracts.kernel.sockets import Changes, ContractTables, DeadlineSource, Finding
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.vocabulary import Vocabulary

Policy = TypeVar("Policy")


@dataclass(frozen=True, slots=True)
class Call:
    """Who calls (``person_id`` is ``None`` for the program itself), through which face, about which day, when.

    ``as_of`` is the day asked about in the configured zone; ``at`` the moment, with a zone. Where ``rights`` is
    ``None`` every right is held: what the program does by itself, and whoever runs it while nobody is entered yet.
    """

    person_id: int | None
    login: str
    face: str
    as_of: date
    at: datetime
    request_id: str
    rights: frozenset[str] | None = None
    #: Whether nobody manages people yet: then whoever runs the program is its administrator.
    is_founder: bool = False
    #: Who can enter people, by name: told to a login nobody entered.
    administrators: tuple[str, ...] = ()

    def may(self, right: str) -> bool:
        """Whether the caller holds a right."""
        return self.rights is None or right in self.rights

    @property
    def sees_all(self) -> bool:
        """Whether confidential contracts of everybody are shown to the caller (domain §11)."""
        return self.may("audit.read")


@dataclass(frozen=True, slots=True)
class Numbering:
    """Patterns of the yearly series, by what is numbered (``register``, ``claim``, document kinds)."""

    register: str = "{no}/{year}"
    claim: str = "ПР-{no}/{year}"
    document: str = "{no}/{year}"
    documents: Mapping[str, str] = field(default_factory=dict)

    def of(self, kind: str) -> str:
        """The pattern of a document kind: its own, else that of all."""
        return self.documents.get(kind, self.document)


@dataclass(frozen=True, slots=True)
class Context:
    """The doors and policies of one installation; only ``app.py`` builds it.

    ``policies`` are what the operator set for each subject, by their own type: :meth:`policy` finds one.
    """

    engine: Engine
    files: FileStore
    now: Callable[[], datetime]
    zone: ZoneInfo
    rules: Rules
    sockets: "Sockets"
    policies: Mapping[type, object]
    base_url: str = ""
    company: str = ""
    country: str = "UA"
    numbering: Numbering = field(default_factory=Numbering)
    saved: "CommitCount" = field(default_factory=lambda: CommitCount())

    def policy(self, kind: type[Policy]) -> Policy:
        """What the operator set for a subject; its defaults where nothing was set."""
        found = self.policies.get(kind)
        return found if isinstance(found, kind) else kind()


class CommitCount:
    """How many units of work this run has committed: what was saved stands, whatever fails after it."""

    def __init__(self) -> None:
        self.count = 0


class Work:
    """One transaction. Locks are taken in key order; nothing is saved without :meth:`commit`.

    A use case reads and writes through ``conn`` with queries, says what it did with :meth:`touch` (a contract whose
    derived rows follow from it), :meth:`change` (another subject with derived rows) or :meth:`note` (audit alone),
    and commits.
    """

    def __init__(self, conn: Connection, ctx: Context, call: Call) -> None:
        self.conn, self.ctx, self.call = conn, ctx, call
        #: Things whose derived rows the commit rewrites.
        self.changes: Changes = defaultdict(set)
        self._events: list[audit.Event] = []

    def touch(self, subject: Subject, what: str, payload: Any = None, *, contract_id: int | None = None) -> None:
        """Something was done to a subject: derive its contract anew at the commit, and write an audit event.

        ``payload`` holds ``before`` and ``after`` as plain JSON values. ``contract_id`` names the contract of a
        subject that is not a contract itself.
        """
        touched = subject.id if subject.kind is SubjectKind.CONTRACT else contract_id
        if touched is not None:
            self.changes[SubjectKind.CONTRACT].add(touched)
        self.note(subject, what, payload)

    def change(self, kind: SubjectKind, ids: Iterable[int]) -> None:
        """Things of a kind changed: what follows from them is rewritten at the commit."""
        self.changes[kind].update(ids)

    def note(self, subject: Subject, what: str, payload: Any = None, *, version: int | None = None) -> None:
        """Write an audit event at the commit."""
        self._events.append(audit.Event(what, subject, payload, version))

    def publish(self, event: object) -> None:
        """Tell an event to every handler of its type, in this transaction."""
        for handler in self.ctx.sockets.handlers.get(type(event), ()):
            handler(self, event)

    def commit(self) -> None:
        """Derive what follows from what changed, lower subjects first, append the audit events last, COMMIT."""
        for derive in self.ctx.sockets.derivers:
            derive(self)
        call = self.call
        audit.append(
            self.conn, audit.Author(call.at, call.person_id, call.login, call.face, call.request_id), self._events
        )
        self.conn.commit()
        self.ctx.saved.count += 1
        self._events = []
        self.changes.clear()


#: Rewrites rows that follow from what a transaction changed; called by the commit, lower subjects first.
Deriver = Callable[[Work], None]
#: Hears of an event another subject published; works in the same transaction.
Handler = Callable[[Work, Any], None]
#: One look of the doctor.
Check = Callable[[Connection, Context, date], Iterable[Finding]]
#: Gathers what only one kind of document says, from what it is about.
DocumentBuilder = Callable[["DocumentInput"], Mapping[str, object]]
#: Words what the outbox keeps of a mail, in a language; chosen by a mark among the keys kept, "" where none is.
MailWriter = Callable[[Context, dict[str, Any], str], Any]


class DocumentInput(Protocol):
    """What a builder of a kind of document is given: the contract on the day of the call, whom it is made for."""

    @property
    def conn(self) -> Connection: ...

    @property
    def ctx(self) -> Context: ...

    @property
    def call(self) -> Call: ...

    @property
    def language(self) -> str: ...

    @property
    def contract_id(self) -> int: ...

    @property
    def owner_id(self) -> int | None: ...

    @property
    def person_id(self) -> int | None:
        """The person the document names, where one is."""

    @property
    def place(self) -> Mapping[str, str]:
        """Where it is made, as the record ``document`` says it; empty where our address names no town."""


class Sockets(Protocol):
    """All that the subjects plug in, wired only in ``contracts.subjects``: so no subject knows a higher one.

    Each part is loaded when it is first asked for.
    """

    @property
    def derivers(self) -> tuple[Deriver, ...]: ...

    @property
    def deadline_sources(self) -> tuple[DeadlineSource, ...]: ...

    @property
    def handlers(self) -> Mapping[type, tuple[Handler, ...]]: ...

    @property
    def checks(self) -> tuple[Check, ...]: ...

    @property
    def contract_tables(self) -> ContractTables: ...

    @property
    def document_builders(self) -> Mapping[str, DocumentBuilder]: ...

    @property
    def mail_writers(self) -> Mapping[str, MailWriter]: ...

    @property
    def words(self) -> Vocabulary: ...


def recorded(call: Call) -> dict[str, Any]:
    """Who recorded a row, and when."""
    return {"recorded_at": call.at, "recorded_by": call.login}
