"""A backup holds the whole register; a restore proves it first and loses nothing."""

import json
import sqlite3
import stat
import subprocess
import sys
import zipfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from contracts.kernel import files
from contracts.kernel.database import copies
from contracts.kernel.database.copies import NotEmbedded
from contracts.kernel.database.engine import open_engine, reading, writing
from contracts.kernel.files import FileStore
from contracts.kernel.outside import outputs
from contracts.kernel.outside.outputs import FileFault
from contracts.kernel.refusal import Refusal
from contracts.operations import backup, leftovers
from contracts.operations.restore import BackupFault, restore
from contracts.people.queries.people import names
from tests.cast import add_contract, settle
from tests.conftest import TODAY, examined


@pytest.fixture
def register(ctx, call):
    """A register with a contract and a signed file; on the embedded database only."""
    if ctx.engine.dialect.name != "sqlite":
        with pytest.raises(NotEmbedded, match="pg_dump"):
            backup.backup(ctx, call(), ctx.files.folder / "x.zip")
        pytest.skip("PostgreSQL has its own tools")
    cast = settle(ctx, call())
    add_contract(ctx, call(), cast)
    sha256 = ctx.files.put("підписано".encode())
    with writing(ctx.engine) as conn:
        files.record(conn, sha256, 18, "application/pdf", call().at)
        conn.commit()
    return sha256


@pytest.fixture
def saved(ctx, call, register, tmp_path):
    return backup.backup(ctx, call(), tmp_path / "копія.zip").file


def _elsewhere(folder):
    return open_engine(f"sqlite:///{folder / 'new' / 'dohovir.sqlite'}"), FileStore(folder / "new" / "files")


def test_a_restored_register_is_the_same_and_clean(ctx, clock, saved, register, tmp_path):
    engine, store = _elsewhere(tmp_path)
    found = restore(saved, engine, store)
    assert found.files_count == 1 and store.get(register) == "підписано".encode()
    with reading(engine) as ours, reading(ctx.engine) as theirs:
        assert names(ours) == names(theirs)
    assert examined(replace(ctx, engine=engine, files=store), clock.day) == []
    engine.dispose()


def test_a_backup_is_whole_while_somebody_writes(ctx, call, register, tmp_path):
    with writing(ctx.engine) as conn:
        conn.exec_driver_sql("UPDATE person SET name = 'half saved'")
        file = backup.backup(ctx, call(), tmp_path / "b.zip").file
    engine, store = _elsewhere(tmp_path)
    restore(file, engine, store)
    with reading(engine) as conn:
        assert "half saved" not in names(conn).values()
    engine.dispose()


def test_a_register_in_place_is_not_replaced_unasked_and_kept_when_it_is(ctx, saved, register):
    with pytest.raises(BackupFault, match="--replace"):
        restore(saved, ctx.engine, ctx.files)
    with writing(ctx.engine) as conn:
        conn.exec_driver_sql("UPDATE person SET name = 'later'")
        conn.commit()
    found = restore(saved, ctx.engine, ctx.files, is_replacing=True)
    with reading(ctx.engine) as conn:
        assert "later" not in names(conn).values()
    kept = open_engine(f"sqlite:///{found.kept}")
    with reading(kept) as conn:
        assert "later" in names(conn).values()
    kept.dispose()


def _damaged(file, tmp_path, *, drop="", change=""):
    """The archive again, without one member or with other bytes in it."""
    other = tmp_path / "damaged.zip"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            if not (drop and name.startswith(drop)):
                new.writestr(name, b"forged" if change and name.startswith(change) else old.read(name))
    return other


@pytest.mark.parametrize(
    "damage, said",
    [
        ({"drop": "files/"}, "missing or damaged"),
        ({"change": "files/"}, "missing or damaged"),
        ({"change": "dohovir"}, "database .* damaged"),
        ({"drop": "manifest"}, "no backup"),
        ({"change": "manifest"}, "no backup"),
    ],
)
def test_a_damaged_backup_is_refused_before_anything_changes(saved, tmp_path, damage, said):
    engine, store = _elsewhere(tmp_path)
    with pytest.raises(BackupFault, match=said):
        restore(_damaged(saved, tmp_path, **damage), engine, store)
    assert not (tmp_path / "new" / "dohovir.sqlite").exists() and not (tmp_path / "new" / "files").exists()


def test_what_is_no_archive_at_all_is_refused(register, tmp_path):
    engine, store = _elsewhere(tmp_path)
    (tmp_path / "cut.zip").write_bytes(b"PK\x03\x04 cut off")
    for name in ("cut.zip", "nothing.zip"):
        with pytest.raises(BackupFault, match=name):
            restore(tmp_path / name, engine, store)


@pytest.mark.broken_on_purpose
def test_a_missing_file_stops_the_backup_and_leaves_nothing_at_its_place(ctx, call, register, tmp_path):
    ctx.files.path(register).unlink()
    with pytest.raises(FileFault, match="missing"):
        backup.backup(ctx, call(), tmp_path / "b.zip")
    assert not (tmp_path / "b.zip").exists() and list(tmp_path.glob(".aside*")) == []


def test_a_folder_that_is_not_there_is_named(ctx, call, register, tmp_path):
    with pytest.raises(FileFault, match=r"nowhere.*b\.zip"):
        backup.backup(ctx, call(), tmp_path / "nowhere" / "b.zip")


@contextmanager
def _raw(path):
    """The database behind the back of the program: keys are not checked."""
    conn = sqlite3.connect(path)
    yield conn
    conn.commit()
    conn.close()


def _torn_page(path):
    with _raw(path) as conn:
        size = conn.execute("PRAGMA page_size").fetchone()[0]
        root = conn.execute("SELECT rootpage FROM sqlite_master WHERE name = 'person'").fetchone()[0]
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("rb+") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)


def _torn_index(path):
    with _raw(path) as conn:
        conn.execute("PRAGMA writable_schema = ON")
        conn.execute("UPDATE sqlite_master SET rootpage = 3 WHERE name = 'ix_audit_event_subject'")


def _lost_parent(path):
    with _raw(path) as conn:
        conn.execute("UPDATE contract SET counterparty_id = 999999")


def _broken_rule(path):
    with _raw(path) as conn:
        conn.execute("PRAGMA ignore_check_constraints = ON")
        conn.execute("UPDATE audit_event SET subject_kind = 'nothing'")


def _cut_short(path):
    with _raw(path) as conn:
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("rb+") as file:
        file.truncate(path.stat().st_size // 2 // 4096 * 4096)


DAMAGES = [_torn_page, _torn_index, _lost_parent, _broken_rule, _cut_short]


def _path(ctx):
    return Path(str(ctx.engine.url.database))


@pytest.mark.broken_on_purpose
@pytest.mark.parametrize("damage", DAMAGES)
def test_h2_a_damaged_database_replaces_no_backup(ctx, call, saved, damage):
    good = saved.read_bytes()
    ctx.engine.dispose()
    damage(_path(ctx))
    with pytest.raises(Refusal, match="damaged"):
        backup.backup(ctx, call(), saved)
    assert saved.read_bytes() == good
    assert [each.name for each in saved.parent.iterdir() if each.name.startswith(".")] == []


@pytest.mark.broken_on_purpose
@pytest.mark.parametrize("damage", DAMAGES)
def test_h2_a_backup_of_a_damaged_database_is_not_restored(ctx, saved, tmp_path, damage):
    """A hash tells that the bytes are those of the backup; not that they were good."""
    with zipfile.ZipFile(saved) as old:
        old.extract("dohovir.sqlite", tmp_path / "out")
        others = {name: old.read(name) for name in old.namelist() if name != "dohovir.sqlite"}
    damage(tmp_path / "out" / "dohovir.sqlite")
    manifest = json.loads(others["manifest.json"])
    manifest["database_sha256"] = files.hash_of(tmp_path / "out" / "dohovir.sqlite")
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as new:
        new.write(tmp_path / "out" / "dohovir.sqlite", "dohovir.sqlite")
        for name, data in (others | {"manifest.json": json.dumps(manifest).encode()}).items():
            new.writestr(name, data)
    ctx.engine.dispose()
    before = _path(ctx).read_bytes()
    with pytest.raises(Refusal, match="damaged"):
        restore(tmp_path / "bad.zip", ctx.engine, ctx.files, is_replacing=True)
    assert _path(ctx).read_bytes() == before and list(tmp_path.glob("*before-restore*")) == []


def test_h2_a_database_of_another_program_is_no_backup(saved, tmp_path):
    with _raw(tmp_path / "other.sqlite") as conn:
        conn.execute("CREATE TABLE alembic_version (version_num TEXT)")
    with zipfile.ZipFile(saved) as old:
        manifest = json.loads(old.read("manifest.json"))
    manifest["database_sha256"] = files.hash_of(tmp_path / "other.sqlite")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as new:
        new.write(tmp_path / "other.sqlite", "dohovir.sqlite")
        new.writestr("manifest.json", json.dumps(manifest))
    engine, store = _elsewhere(tmp_path)
    with pytest.raises(BackupFault, match="no backup"):
        restore(tmp_path / "other.zip", engine, store)


def test_h2_each_restore_keeps_its_own_copy_of_what_was_before(ctx, saved):
    kept = [restore(saved, ctx.engine, ctx.files, is_replacing=True).kept for _ in range(3)]
    assert [each.name for each in kept] == [
        f"dohovir.sqlite.before-restore{tail}" for tail in ("", "-2", "-3")
    ] and all(each.is_file() for each in kept)


@pytest.mark.broken_on_purpose
def test_h2_a_damaged_register_is_replaced_and_kept_byte_for_byte(ctx, saved):
    ctx.engine.dispose()
    _torn_page(_path(ctx))
    damaged = _path(ctx).read_bytes()
    found = restore(saved, ctx.engine, ctx.files, is_replacing=True)
    assert found.kept.stat().st_size == len(damaged)
    assert examined(ctx, TODAY) == []


def test_h2_a_restore_compares_every_row(ctx, saved, monkeypatch, tmp_path):
    """One value lost on the way to the disk is enough."""
    real = copies.copy

    def losing(source, target):
        real(source, target)
        if target.name == "new":
            with _raw(target) as conn:
                conn.execute("UPDATE person SET name = name || ' ' WHERE id = 1")

    monkeypatch.setattr(copies, "copy", losing)
    engine, store = _elsewhere(tmp_path)
    with pytest.raises(BackupFault, match="differs from the backup in person"):
        restore(saved, engine, store)
    engine.dispose()


_KILLED = """
import os, sys
from pathlib import Path
from contracts.kernel.outside.outputs import aside
from contracts.operations import leftovers
with {hold}(Path(sys.argv[1])) as folder, aside(Path(sys.argv[2])) as place:
    leftovers.note_writing(folder, place)
    place.write_bytes(b"half")
    os.kill(os.getpid(), 9)
"""


@pytest.mark.parametrize("hold", ["leftovers.backup_folder", "leftovers.restore_folder"])
def test_h2_what_a_kill_leaves_is_named_by_the_doctor_and_swept(ctx, call, register, tmp_path, hold):
    (tmp_path / "usb").mkdir()
    data = ctx.files.folder.parent
    subprocess.run([sys.executable, "-c", _KILLED.format(hold=hold), str(data), str(tmp_path / "usb" / "b.zip")])
    assert [each.code for each in examined(ctx, TODAY)] == ["leftover", "leftover"]
    backup.backup(ctx, call(), tmp_path / "usb" / "b.zip")
    assert examined(ctx, TODAY) == [] and [each.name for each in (tmp_path / "usb").iterdir()] == ["b.zip"]


def test_h2_a_file_left_aside_in_the_register_is_named_too(ctx, register):
    (ctx.files.folder.parent / ".aside-0123").write_bytes(b"half of a copy before a migration")
    assert [each.code for each in examined(ctx, TODAY)] == ["leftover"]
    assert [each.name for each in leftovers.sweep(ctx.files.folder.parent)] == [".aside-0123"]


def test_h2_what_is_still_at_work_is_not_swept(ctx, register):
    data = ctx.files.folder.parent
    with leftovers.backup_folder(data) as folder, outputs.aside(data / "x") as place:
        leftovers.note_writing(folder, place)
        assert leftovers.sweep(data) == [] and folder.is_dir() and place.is_file()


def test_h5_a_backup_and_a_restored_register_are_for_their_owner(ctx, saved, tmp_path):
    engine, store = _elsewhere(tmp_path)
    restore(saved, engine, store)
    engine.dispose()
    modes = [stat.S_IMODE(each.stat().st_mode) for each in (saved, tmp_path / "new" / "dohovir.sqlite")]
    assert modes == [0o600, 0o600]
