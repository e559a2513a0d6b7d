"""The chain of audit events: whoever changes, removes or inserts one breaks it there; erasing a person does not."""

import pytest
from sqlalchemy import delete, insert, select, update

from contracts.kernel import audit
from contracts.kernel.database.engine import reading, writing
from contracts.kernel.database.tables import table_of
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.tables import AuditEventRow, AuditHeadRow
from tests.conftest import KYIV

A, H = table_of(AuditEventRow), table_of(AuditHeadRow)
SUBJECT = Subject(SubjectKind.CONTRACT, 1)


@pytest.fixture
def chain(engine, clock):
    """Five events in two transactions."""
    author = audit.Author(clock(), 7, "marchenko", "cli", "r1")
    for count in (2, 3):
        with writing(engine) as conn:
            audit.append(conn, author, [audit.Event("edit", SUBJECT, {"after": {"n": n}}) for n in range(count)])
            conn.commit()
    return engine


def _verdict(engine):
    with reading(engine) as conn:
        return audit.verify(conn)


def _do(engine, *statements):
    with writing(engine) as conn:
        for each in statements:
            conn.execute(each)
        conn.commit()


def test_an_untouched_chain_is_whole(chain):
    assert _verdict(chain) == audit.Verdict(5, None)


def test_a_caller_that_counts_in_local_time_breaks_no_chain(chain, clock):
    author = audit.Author(clock().astimezone(KYIV), 7, "marchenko", "cli", "r2")
    with writing(chain) as conn:
        audit.append(conn, author, [audit.Event("edit", SUBJECT, None)])
        conn.commit()
    assert _verdict(chain) == audit.Verdict(6, None)


def test_an_empty_chain_is_whole(engine):
    assert _verdict(engine) == audit.Verdict(0, None)


@pytest.mark.parametrize(
    "column, value",
    [
        ("login", "somebody"),
        ("what", "read"),
        ("subject_id", 2),
        ("payload", {"after": {"n": 99}}),
        ("face", "web"),
        ("person_id", None),
        ("payload_hash", "0" * 64),
        ("version", 3),
    ],
)
def test_a_changed_event_breaks_the_chain_there(chain, column, value):
    _do(chain, update(A).where(A.c.seq == 3).values({column: value}))
    assert _verdict(chain).first_break == 3


def test_a_removed_event_breaks_the_chain_there(chain):
    _do(chain, delete(A).where(A.c.seq == 2))
    assert _verdict(chain).first_break == 2


def test_a_removed_end_is_seen_by_the_head(chain):
    _do(chain, delete(A).where(A.c.seq == 5))
    assert _verdict(chain).first_break == 5


def test_a_moved_head_is_seen(chain):
    _do(chain, update(H).values(seq=4))
    assert _verdict(chain).first_break == 6


def test_an_event_added_by_hand_is_seen(chain):
    with reading(chain) as conn:
        row = dict(conn.execute(select(A).where(A.c.seq == 5)).one()._mapping)
    _do(chain, insert(A).values(**{**row, "seq": 6}))
    assert _verdict(chain).first_break == 6


def test_erasing_a_payload_leaves_the_chain_whole(chain):
    _do(chain, update(A).where(A.c.seq == 2).values(payload=None, salt=""))
    assert _verdict(chain) == audit.Verdict(5, None)
