"""Files that are written: whole or not there, nothing replaced or followed by surprise, modes as they should be."""

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from contracts.kernel.outside.outputs import PRIVATE, FileFault, aside, is_aside, is_stdout, write_aside

IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def umask():
    """The umask a test sets, and the one of before again."""
    before = os.umask(0o022)
    yield os.umask
    os.umask(before)


@pytest.mark.parametrize("mask, mode", [(0o022, 0o644), (0o077, 0o600), (0o027, 0o640), (0o002, 0o664)])
def test_h5_a_new_file_has_what_the_umask_leaves(tmp_path, umask, mask, mode):
    umask(mask)
    write_aside(tmp_path / "a.txt", b"1")
    assert _mode(tmp_path / "a.txt") == mode


def test_h5_a_secret_is_for_its_owner_whatever_the_umask(tmp_path, umask):
    umask(0)
    write_aside(tmp_path / "a.eml", b"1", mode=PRIVATE)
    assert _mode(tmp_path / "a.eml") == 0o600


def test_h5_a_file_that_is_replaced_keeps_its_mode(tmp_path, umask):
    umask(0o077)
    (tmp_path / "a.txt").write_bytes(b"old")
    (tmp_path / "a.txt").chmod(0o664)
    write_aside(tmp_path / "a.txt", b"new")
    assert (tmp_path / "a.txt").read_bytes() == b"new" and _mode(tmp_path / "a.txt") == 0o664


@pytest.mark.parametrize("is_there", [True, False])
def test_h5_a_link_is_not_followed_and_not_replaced(tmp_path, is_there):
    target, link = tmp_path / "kept.txt", tmp_path / "link.txt"
    if is_there:
        target.write_bytes(b"kept")
    link.symlink_to(target)
    with pytest.raises(FileFault, match=r"kept\.txt"):
        write_aside(link, b"new")
    assert link.is_symlink() and target.exists() == is_there and (not is_there or target.read_bytes() == b"kept")


def test_h5_a_link_that_leads_to_itself_is_named_and_no_loop(tmp_path):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(FileFault, match="loop"):
        write_aside(tmp_path / "loop", b"new")


def test_h5_a_device_is_written_through_and_stays_one():
    write_aside(Path("/dev/null"), b"away")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_h5_a_device_that_is_full_says_so():
    with pytest.raises(FileFault, match="/dev/full"):
        write_aside(Path("/dev/full"), b"1")


def test_h5_a_pipe_gets_the_bytes_and_stays_a_pipe(tmp_path):
    pipe, got = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    write_aside(pipe, b"through")
    reader.join(10)
    assert got == [b"through"] and stat.S_ISFIFO(pipe.stat().st_mode)


def test_h5_the_standard_output_gets_the_bytes_also_where_it_is_a_file(tmp_path):
    code = "from pathlib import Path; from contracts.kernel.outside.outputs import write_aside as w; "
    code += "print('before', flush=True); w(Path('/dev/stdout'), b'bytes\\n')"
    with (tmp_path / "out.txt").open("wb") as out:
        subprocess.run([sys.executable, "-c", code], stdout=out, check=True)
    assert (tmp_path / "out.txt").read_bytes() == b"before\nbytes\n"
    assert is_stdout(Path("/dev/stdout")) and is_stdout(Path("/dev/fd/1")) and not is_stdout(tmp_path / "out.txt")


def test_h5_a_folder_is_no_file(tmp_path):
    with pytest.raises(FileFault, match="directory"):
        write_aside(tmp_path, b"1")


@pytest.mark.skipif(IS_ROOT, reason="root may write anything")
def test_h5_what_may_not_be_written_is_not_replaced_by_way_of_its_folder(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"kept")
    (tmp_path / "a.txt").chmod(0o400)
    with pytest.raises(FileFault):
        write_aside(tmp_path / "a.txt", b"new")
    assert (tmp_path / "a.txt").read_bytes() == b"kept"


def test_nothing_is_left_where_the_writer_fails(tmp_path):
    with pytest.raises(ZeroDivisionError), aside(tmp_path / "a.txt") as place:
        assert is_aside(place) and place.parent == tmp_path
        place.write_bytes(b"half")
        _ = 1 / 0
    assert list(tmp_path.iterdir()) == []
