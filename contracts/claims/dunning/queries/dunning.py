"""Runs of the ladder, their letters and how these left, and the levels charges have reached by them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, insert, select, update

from contracts.claims.case.tables import ClaimItemRow, ClaimRow
from contracts.claims.dunning.rules.ladder import PlannedLetter
from contracts.claims.dunning.tables import (
    DunningLetterRow,
    DunningOutcomeRow,
    DunningRunRow,
    DunningSendingRow,
    DunningStepRow,
)
from contracts.kernel.database.rows import first_of, insert_one, rows_in, upsert
from contracts.kernel.database.tables import table_of
from contracts.kernel.identity import alphabetical
from contracts.mail.tables import MessageRow
from contracts.parties.tables import PartyRow

_R, _L, _S, _P = table_of(DunningRunRow), table_of(DunningLetterRow), table_of(DunningStepRow), table_of(PartyRow)
_N, _O, _M = table_of(DunningSendingRow), table_of(DunningOutcomeRow), table_of(MessageRow)
_Q, _I = table_of(ClaimRow), table_of(ClaimItemRow)
#: States of a letter that waits for a person or for its sending.
WAITING = ("proposed", "approved")


class StoredLetter(NamedTuple):
    """A letter of a run to a debtor; ``rising`` pairs charges with the level they get, ``listed`` are all it names."""

    id: int
    counterparty_id: int
    level: int
    state: str
    rising: list[tuple[int, int]]
    listed: list[int]
    skip: str
    reason: str
    claim_id: int | None
    counterparty: str


class SentLetter(NamedTuple):
    """A letter that was sent: when, by when it is answered (of a claim the case knows), the state of its mail."""

    id: int
    counterparty_id: int
    level: int
    claim_id: int | None
    sent_on: date | None
    answer_by: date | None
    mail: str | None


class StoredStep(NamedTuple):
    """A level of a charge, with the claim its letter made and the state of its mail."""

    charge_id: int
    level: int
    channel: str
    sent_on: date
    answer_by: date
    delivered_on: date | None
    claim_id: int | None
    mail: str | None


class ClaimedCharge(NamedTuple):
    """A charge in a claim of ours, and the ladder's letter that made the claim."""

    charge_id: int
    claim_id: int
    answer_by: date | None
    letter_id: int | None


def add_run(conn: Connection, values: Mapping[str, object]) -> int:
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


def add_letters(conn: Connection, run_id: int, letters: Sequence[PlannedLetter]) -> None:
    """Store the letters of a run, proposed."""
    rows = [
        {
            "run_id": run_id,
            "counterparty_id": each.counterparty_id,
            "level": each.level.no,
            "state": "proposed",
            "rising": [list(pair) for pair in each.rising],
            "listed": [one.charge.id for one in each.listed],
            "skip": each.skip.value if each.skip else "",
            "reason": "",
        }
        for each in letters
    ]
    if rows:
        conn.execute(insert(_L), rows)


def change_letter(conn: Connection, id: int, values: Mapping[str, object]) -> None:
    """What a person decided about a letter, or that it was sent."""
    conn.execute(update(_L).where(_L.c.id == id).values(**values))


def drafted(
    conn: Connection, own_company_id: int, *, counterparty_id: int | None = None, level: int | None = None
) -> list[StoredLetter]:
    """The letters of the draft run of a company, to one debtor or of one level, the highest level first."""
    conditions = [_R.c.own_company_id == own_company_id, _R.c.state == "draft"]
    conditions += [_L.c.counterparty_id == counterparty_id] if counterparty_id is not None else []
    conditions += [_L.c.level == level] if level is not None else []
    query = _letters(*conditions).join(_R, _R.c.id == _L.c.run_id)
    letters = [_letter(row) for row in conn.execute(query.order_by(_L.c.id))]
    return sorted(letters, key=lambda letter: (-letter.level, alphabetical(letter.counterparty)))


def locked(conn: Connection, id: int) -> StoredLetter:
    """A letter, its row locked: two runs never send it twice."""
    conn.execute(select(_L.c.id).where(_L.c.id == id).with_for_update()).one()
    return _letter(conn.execute(_letters(_L.c.id == id)).one())


def waiting_to(conn: Connection, counterparty_ids: Collection[int]) -> list[StoredLetter]:
    """Letters to these debtors in drafts."""
    query = _letters(_R.c.state == "draft", _L.c.state.in_(WAITING)).join(_R, _R.c.id == _L.c.run_id)
    return [_letter(row) for row in rows_in(conn, query, _L.c.counterparty_id, counterparty_ids)]


def queued_to(conn: Connection, counterparty_ids: Collection[int]) -> list[tuple[StoredLetter, int]]:
    """Letters to these debtors whose mail surely nobody received yet, with the key of the mail, which is locked."""
    query = (
        _letters(_M.c.state == "queued", _M.c.is_uncertain.is_(False))
        .add_columns(_M.c.id)
        .join(_N, _N.c.letter_id == _L.c.id)
        .join(_M, _M.c.id == _N.c.message_id)
        .with_for_update(of=_M, skip_locked=True)
    )
    return [(_letter(row[:-1]), row[-1]) for row in rows_in(conn, query, _L.c.counterparty_id, counterparty_ids)]


def recall(conn: Connection, message_id: int) -> None:
    """A mail that waits is not sent any more."""
    conn.execute(update(_M).where(_M.c.id == message_id).values(state="superseded"))


def has_failed(conn: Connection, address: str) -> bool:
    """Whether a letter to an address was given up."""
    query = select(_M.c.id).join(_N, _N.c.message_id == _M.c.id)
    return conn.execute(query.where(_M.c.address == address, _M.c.state == "failed").limit(1)).first() is not None


def add_sending(conn: Connection, values: Mapping[str, object]) -> None:
    """How a reminder left."""
    conn.execute(insert(_N).values(**values))


def add_steps(conn: Connection, rows: Sequence[Mapping[str, object]]) -> None:
    """Record levels reached by a letter; one it has brought already stays as it is."""
    if rows:
        conn.execute(upsert(conn, _S).on_conflict_do_nothing(), list(map(dict, rows)))


def steps(conn: Connection, charge_ids: Collection[int]) -> Iterator[StoredStep]:
    """The levels of each charge, lowest first."""
    query: Select[Any] = (
        select(*(_S.c[name] for name in StoredStep._fields[:-2]), _L.c.claim_id, _M.c.state)
        .outerjoin(_L, _L.c.id == _S.c.letter_id)
        .outerjoin(_N, _N.c.letter_id == _S.c.letter_id)
        .outerjoin(_M, _M.c.id == _N.c.message_id)
        .order_by(_S.c.charge_id, _S.c.level, _S.c.id)
    )
    return map(StoredStep._make, rows_in(conn, query, _S.c.charge_id, charge_ids))


def reminders_about(conn: Connection, charge_ids: Collection[int]) -> list[tuple[date, int, str]]:
    """Day, level and way of the letters that told of these charges, each once, by day."""
    query = select(_S.c.sent_on, _S.c.level, _S.c.channel)
    rows = rows_in(conn, query, _S.c.charge_id, charge_ids)
    return sorted({(row.sent_on, row.level, row.channel) for row in rows})


def claimed(conn: Connection, charge_ids: Collection[int]) -> list[ClaimedCharge]:
    """Claims of ours these charges are in."""
    query: Select[Any] = (
        select(_I.c.charge_id, _Q.c.id, _Q.c.answer_by, _L.c.id)
        .join(_Q, _Q.c.id == _I.c.claim_id)
        .outerjoin(_L, _L.c.claim_id == _Q.c.id)
        .where(_Q.c.direction == "outgoing", _Q.c.subject == "debt")
        .order_by(_Q.c.id)
    )
    return list(map(ClaimedCharge._make, rows_in(conn, query, _I.c.charge_id, charge_ids)))


def sent_to(conn: Connection, counterparty_id: int, level: int | None = None) -> list[SentLetter]:
    """Letters that were sent to a debtor, the newest first."""
    query = (
        select(
            *(_L.c.id, _L.c.counterparty_id, _L.c.level, _L.c.claim_id, _N.c.sent_on, _N.c.answer_by, _M.c.state),
        )
        .outerjoin(_N, _N.c.letter_id == _L.c.id)
        .outerjoin(_M, _M.c.id == _N.c.message_id)
        .where(_L.c.counterparty_id == counterparty_id, _L.c.state == "sent")
        .order_by(_L.c.id.desc())
    )
    return [SentLetter(*row) for row in conn.execute(query if level is None else query.where(_L.c.level == level))]


def add_outcome(conn: Connection, values: Mapping[str, object]) -> None:
    """What became of a letter."""
    conn.execute(insert(_O).values(**values))


def move_steps(conn: Connection, letter_id: int, delivered_on: date, answer_by: date) -> None:
    """The levels a letter brought were delivered on a day, and are answered by another."""
    moved = {"delivered_on": delivered_on, "answer_by": answer_by}
    conn.execute(update(_S).where(_S.c.letter_id == letter_id).values(**moved))


def _letters(*conditions: ColumnElement[bool]) -> Select[Any]:
    own = [_L.c[name] for name in StoredLetter._fields[:-1]]
    return (
        select(*own, first_of(_P.c.short_name, _P.c.name))
        .select_from(_L)
        .join(_P, _P.c.id == _L.c.counterparty_id)
        .where(*conditions)
    )


def _letter(row: Sequence[Any]) -> StoredLetter:
    letter = StoredLetter(*row)
    return letter._replace(rising=[(charge_id, level) for charge_id, level in letter.rising])
