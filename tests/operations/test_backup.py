"""A backup holds the whole register; a restore proves it first and loses nothing."""

import zipfile
from dataclasses import replace

import pytest

from contracts.kernel import files
from contracts.kernel.database.copies import NotEmbedded
from contracts.kernel.database.engine import open_engine, reading, writing
from contracts.kernel.files import FileStore
from contracts.kernel.outside.outputs import FileFault
from contracts.operations import backup
from contracts.operations.restore import BackupFault, restore
from contracts.people.queries.people import names
from tests.cast import add_contract, settle
from tests.conftest import examined


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
