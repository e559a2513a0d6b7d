"""The unit of work: a service touches subjects, and ``commit`` derives them, writes differences, then the audit."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection

from contracts.kernel import audit
from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import writing as store_writing
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import Subject, SubjectKind
from contracts.money.money_derived import Changed, derive_money
from contracts.registry.queries import derived, facts
from contracts.registry.rules.contract import ContractFacts
from contracts.registry.rules.derive import derive_all


class Work:
    """One transaction. Locks are taken in key order; nothing is saved without :meth:`commit`.

    A service reads and writes through ``conn`` with functions of ``store``, says what it did with :meth:`touch`
    (a contract whose derived rows follow from it) or :meth:`note` (audit alone), and commits.
    """

    def __init__(self, conn: Connection, ctx: Context, call: Call) -> None:
        self.conn, self.ctx, self.call = conn, ctx, call
        self._touched: dict[int, None] = {}
        self._events: list[audit.Event] = []
        #: Charges, payments, holds and claims whose open amounts and deadlines the commit rewrites.
        self.money = Changed()

    def contract(self, id: int, *, version: int | None = None) -> ContractFacts:
        """The facts of a contract, its row locked; raises ``StaleVersion`` where somebody saved another version."""
        facts.lock(self.conn, [id], version=version)
        return facts.load(self.conn, [id])[id]

    def touch(self, subject: Subject, what: str, payload: Any = None, *, contract_id: int | None = None) -> None:
        """Something was done to a subject: derive its contract anew at the commit, and write an audit event.

        ``payload`` holds ``before`` and ``after`` as plain JSON values. ``contract_id`` names the contract of a
        subject that is not a contract itself.
        """
        touched = subject.id if subject.kind is SubjectKind.CONTRACT else contract_id
        if touched is not None:
            self._touched[touched] = None
        self.note(subject, what, payload)

    def note(self, subject: Subject, what: str, payload: Any = None, *, version: int | None = None) -> None:
        """Write an audit event at the commit."""
        self._events.append(audit.Event(what, subject, payload, version))

    def derive(self, ids: Sequence[int] | None = None) -> None:
        """Derive touched contracts now: for a service that answers from what follows; ``commit`` does the rest."""
        wanted = list(self._touched) if ids is None else list(ids)
        if wanted:
            facts.lock(self.conn, wanted)
            loaded = facts.load(self.conn, sorted(wanted))
            done, faults = derive_all(loaded.values(), self.ctx.rules, self.call.as_of)
            derived.write(self.conn, done, faults, self.call.as_of, self.ctx.rules, at=self.call.at)

    def commit(self) -> None:
        """Derive what was touched, write the differences, append the audit events last, COMMIT."""
        self.derive()
        self.money.add_contracts(self.conn, self._touched)
        if self.money:
            derive_money(self.conn, self.ctx.rules, self.money)
        call = self.call
        audit.append(
            self.conn, audit.Author(call.at, call.person_id, call.login, call.face, call.request_id), self._events
        )
        self.conn.commit()
        self._touched, self._events, self.money = {}, [], Changed()


@contextmanager
def writing(ctx: Context, call: Call) -> Iterator[Work]:
    """The writing door as a unit of work; what is not committed is taken back."""
    with store_writing(ctx.engine) as conn:
        yield Work(conn, ctx, call)


def require(call: Call, right: str) -> None:
    """Refuse a call without the right, naming it."""
    if call.rights is not None and right not in call.rights:
        raise Refusal("You lack the right {right}; ask your administrator for it.", code="no_right", right=right)
