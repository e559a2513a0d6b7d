"""Runs of the ladder, their letters and how these left the house, and the levels charges have reached by them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from contracts.claims.case.tables import ClaimItemRow, ClaimRow, DunningLetterRow, DunningRunRow, DunningStepRow
from contracts.claims.dunning.tables import DunningOutcomeRow, DunningSendingRow
from contracts.kernel.database.rows import insert_one, rows_in, upsert
from contracts.kernel.database.tables import table_of
from contracts.mail.tables import MessageRow
from contracts.parties.tables import PartyRow

_R, _L, _S, _P = table_of(DunningRunRow), table_of(DunningLetterRow), table_of(DunningStepRow), table_of(PartyRow)
_N, _O, _M = table_of(DunningSendingRow), table_of(DunningOutcomeRow), table_of(MessageRow)
_Q, _I = table_of(ClaimRow), table_of(ClaimItemRow)
#: States of a letter that waits for a person or for its sending.
WAITING = ("proposed", "approved")


def add_run(conn: Connection, values: Mapping[str, Any]) -> int:
    """Store a run; returns its key."""
    return insert_one(conn, _R, values)


def discard_drafts(conn: Connection, own_company_id: int) -> None:
    """A new draft takes the place of the one before."""
    stale = (_R.c.own_company_id == own_company_id, _R.c.state == "draft")
    conn.execute(update(_R).where(*stale).values(state="discarded"))


def close_runs(conn: Connection) -> None:
    """A draft none of whose letters waits any more was sent."""
    waiting = select(_L.c.id).where(_L.c.run_id == _R.c.id, _L.c.state.in_(("proposed", "approved"))).exists()
    conn.execute(update(_R).where(_R.c.state == "draft", ~waiting).values(state="sent"))


def add_letter(conn: Connection, values: Mapping[str, Any]) -> int:
    """Store a letter of a run; returns its key."""
    return insert_one(conn, _L, values)


def change_letter(conn: Connection, id: int, values: Mapping[str, Any]) -> None:
    """What a person decided about a letter, or that it was sent."""
    conn.execute(update(_L).where(_L.c.id == id).values(**values))


def drafted(conn: Connection, own_company_id: int) -> list[Row[Any]]:
    """The letters of the draft run with their debtors, the highest level first."""
    query = (
        select(_L, _P.c.name.label("counterparty"), _P.c.short_name.label("counterparty_short"))
        .join(_R, _R.c.id == _L.c.run_id)
        .join(_P, _P.c.id == _L.c.counterparty_id)
        .where(_R.c.own_company_id == own_company_id, _R.c.state == "draft")
        .order_by(_L.c.level.desc(), _P.c.name, _L.c.id)
    )
    return list(conn.execute(query))


def letter_to(conn: Connection, counterparty_id: int, own_company_id: int) -> Row[Any] | None:
    """The letter to a debtor in the draft run of a company."""
    wanted = (_R.c.own_company_id == own_company_id, _R.c.state == "draft", _L.c.counterparty_id == counterparty_id)
    return conn.execute(select(_L).join(_R, _R.c.id == _L.c.run_id).where(*wanted)).first()


def letters_at(conn: Connection, own_company_id: int, level: int) -> list[Row[Any]]:
    """The letters of a level in the draft run of a company that nobody has sent, the excluded too."""
    wanted = (_R.c.own_company_id == own_company_id, _R.c.state == "draft", _L.c.level == level, _L.c.state != "sent")
    return list(conn.execute(select(_L).join(_R, _R.c.id == _L.c.run_id).where(*wanted).order_by(_L.c.id)))


def locked(conn: Connection, id: int) -> Row[Any]:
    """A letter, its row locked: two runs never send it twice."""
    return conn.execute(select(_L).where(_L.c.id == id).with_for_update()).one()


def waiting_to(conn: Connection, counterparty_ids: Collection[int]) -> list[Row[Any]]:
    """Letters to these debtors in drafts."""
    query = select(_L).join(_R, _R.c.id == _L.c.run_id).where(_R.c.state == "draft", _L.c.state.in_(WAITING))
    return list(rows_in(conn, query, _L.c.counterparty_id, counterparty_ids))


def queued_to(conn: Connection, counterparty_ids: Collection[int]) -> list[Row[Any]]:
    """Letters to these debtors whose mail surely nobody received yet, locked with ``message_id``."""
    query = (
        select(_L, _M.c.id.label("message_id"))
        .select_from(_M)
        .join(_N, _N.c.message_id == _M.c.id)
        .join(_L, _L.c.id == _N.c.letter_id)
        .where(_M.c.state == "queued", _M.c.is_uncertain.is_(False))
        .with_for_update(of=_M, skip_locked=True)
    )
    return list(rows_in(conn, query, _L.c.counterparty_id, counterparty_ids))


def recall(conn: Connection, message_id: int) -> None:
    """A mail that waits is not sent any more."""
    conn.execute(update(_M).where(_M.c.id == message_id).values(state="superseded"))


def has_failed(conn: Connection, address: str) -> bool:
    """Whether a letter to an address was given up."""
    query = select(_M.c.id).join(_N, _N.c.message_id == _M.c.id)
    return conn.execute(query.where(_M.c.address == address, _M.c.state == "failed").limit(1)).first() is not None


def add_sending(conn: Connection, values: Mapping[str, Any]) -> None:
    """How a reminder left the house."""
    conn.execute(insert(_N).values(**values))


def add_steps(conn: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Record levels reached by a letter; one it has brought already stays as it is."""
    if rows:
        conn.execute(upsert(conn, _S).on_conflict_do_nothing(), list(map(dict, rows)))


def steps(conn: Connection, charge_ids: Collection[int]) -> Iterator[Row[Any]]:
    """The levels of each charge, lowest first, with the claim its letter made and the state of its mail."""
    query = (
        select(_S, _L.c.claim_id, _M.c.state.label("mail"))
        .outerjoin(_L, _L.c.id == _S.c.letter_id)
        .outerjoin(_N, _N.c.letter_id == _S.c.letter_id)
        .outerjoin(_M, _M.c.id == _N.c.message_id)
        .order_by(_S.c.charge_id, _S.c.level, _S.c.id)
    )
    return rows_in(conn, query, _S.c.charge_id, charge_ids)


def claimed(conn: Connection, charge_ids: Collection[int]) -> list[Row[Any]]:
    """Claims of ours these charges are in: ``charge_id``, ``claim_id``, ``answer_by``, and the ladder's letter."""
    columns = (_I.c.charge_id, _Q.c.id.label("claim_id"), _Q.c.answer_by, _L.c.id.label("letter_id"))
    joined = select(*columns).join(_Q, _Q.c.id == _I.c.claim_id).outerjoin(_L, _L.c.claim_id == _Q.c.id)
    query = joined.where(_Q.c.direction == "outgoing", _Q.c.subject == "debt").order_by(_Q.c.id)
    return list(rows_in(conn, query, _I.c.charge_id, charge_ids))


def sent_to(conn: Connection, counterparty_id: int, level: int | None = None) -> list[Row[Any]]:
    """Letters that were sent to a debtor, the newest first, with how they left the house."""
    query = _sent().where(_L.c.counterparty_id == counterparty_id, _L.c.state == "sent").order_by(_L.c.id.desc())
    return list(conn.execute(query if level is None else query.where(_L.c.level == level)))


def add_outcome(conn: Connection, values: Mapping[str, Any]) -> None:
    """What became of a letter."""
    conn.execute(insert(_O).values(**values))


def move_steps(conn: Connection, letter_id: int, delivered_on: date, answer_by: date) -> None:
    """The levels a letter brought were delivered on a day, and are answered by another."""
    moved = {"delivered_on": delivered_on, "answer_by": answer_by}
    conn.execute(update(_S).where(_S.c.letter_id == letter_id).values(**moved))


def _sent() -> Select[Any]:
    sending = (_N.c.channel, _N.c.sent_on, _N.c.answer_by, _N.c.document_id, _N.c.message_id)
    return (
        select(_L, *sending, _M.c.state.label("mail"), _M.c.address)
        .outerjoin(_N, _N.c.letter_id == _L.c.id)
        .outerjoin(_M, _M.c.id == _N.c.message_id)
    )
