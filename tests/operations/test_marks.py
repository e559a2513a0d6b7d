"""The end of the audit trail is anchored outside of the database, with a key that is not in it."""

import stat

import pytest

from contracts.kernel import audit
from contracts.kernel.database.engine import reading, writing
from contracts.kernel.outside.seal import key_of, mark_of
from contracts.operations.doctor import verify_audit, verify_mark
from contracts.reminders.daily import remind
from tests.cast import add_contract, settle


@pytest.fixture
def mark(ctx, call):
    add_contract(ctx, call(), settle(ctx, call()))
    with reading(ctx.engine) as conn:
        return mark_of(key_of(ctx.files.folder.parent), *audit.head(conn))


def _rewritten(ctx):
    """Everything told anew by one who knows how the chain is made: it holds, and says something else."""
    with writing(ctx.engine) as conn:
        rows = conn.exec_driver_sql("SELECT * FROM audit_event ORDER BY seq").all()
        assert rows
        conn.exec_driver_sql("UPDATE audit_event SET hash = 'f' || substr(hash, 2)")
        conn.commit()


def test_h3_a_mark_holds_while_the_trail_grows(ctx, call, mark):
    remind(ctx, call())
    assert verify_mark(ctx, call(), mark) and verify_audit(ctx, call()).first_break is None


@pytest.mark.broken_on_purpose
def test_h3_a_trail_written_anew_betrays_itself_by_an_old_mark(ctx, call, mark):
    _rewritten(ctx)
    assert not verify_mark(ctx, call(), mark)


@pytest.mark.parametrize("other", ["", "x", "999999-0123456789abcdef", "1-0123456789abcdef", "9" * 400 + "-a", "-1-a"])
def test_h3_what_is_no_mark_of_this_trail_is_refused(ctx, call, mark, other):
    assert not verify_mark(ctx, call(), other)


def test_h3_the_key_is_its_owners_and_not_in_the_database(ctx, call, mark):
    path = ctx.files.folder.parent / "audit.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_bytes(b"another key")
    assert not verify_mark(ctx, call(), mark)


def test_h3_every_digest_carries_the_mark(ctx, call, mark):
    messages = remind(ctx, call()).messages
    assert messages and all(each.coverage.mark for each in messages if hasattr(each, "coverage"))
