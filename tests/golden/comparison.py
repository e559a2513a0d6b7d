"""Where the goldens lie, how a run is collected in a clean process, and how two collections are compared."""

import difflib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
EXPECTED = Path(__file__).parent / "expected"
#: What is collected by one process each, with the folders it fills; its name ends with the language it begins in.
AREAS = {
    "demo-en": ("demo-en",),
    "demo-uk": ("demo-uk",),
    "help-en": ("help-en",),
    "help-uk": ("help-uk",),
    "register-en": ("cli-en", "documents", "tables", "mail"),
    "register-uk": ("cli-uk",),
    "names": ("names",),
}


def collect(area: str, folder: Path) -> str:
    """Let a fresh process fill the folder: nothing of this machine, its user, its language or its day reaches it.

    Returns what the process remarks.
    """
    with tempfile.TemporaryDirectory(dir=_memory()) as place:
        environment = _environment(Path(place), area.partition("-")[2])
        command = [sys.executable, "-m", "tests.golden.collect", area, str(folder.absolute())]
        done = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssertionError(f"collecting {area} failed:\n{done.stdout}{done.stderr}")
    return done.stdout.strip()


def _memory() -> str | None:
    """A folder in memory where there is one with room: half of the time is copying small files and syncing them."""
    shared = Path("/dev/shm")
    has_room = shared.is_dir() and os.access(shared, os.W_OK) and shutil.disk_usage(shared).free > 500_000_000
    return str(shared) if has_room else None


def _environment(place: Path, language: str) -> dict[str, str]:
    """All that the process is told; no search path, so that no office program is found either."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "COVERAGE_PROCESS_START") if name in os.environ}
    own = {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PATH": "", "TMPDIR": str(place), "HOME": str(place)}
    fixed = {"LOGNAME": "marchenko", "LANG": "C.UTF-8", "TZ": "UTC", "COLUMNS": "80", "DOHOVIR_LANGUAGE": language}
    return kept | own | fixed


def differences(area: str, fresh: Path) -> list[str]:
    """What differs between the kept goldens of an area and those collected now, as lines of a diff."""
    lines: list[str] = []
    for part in AREAS[area]:
        kept, now = _texts(EXPECTED / part), _texts(fresh / part)
        for name in sorted(kept.keys() | now.keys()):
            sides = (kept.get(name, "").splitlines(), now.get(name, "").splitlines())
            lines += difflib.unified_diff(*sides, f"expected/{part}/{name}", "now", n=2, lineterm="")
    return lines


def renew(area: str) -> str:
    """Put what is collected now in the place of the kept goldens; returns what the collecting process remarks."""
    with tempfile.TemporaryDirectory() as place:
        remarks = collect(area, Path(place))
        for part in AREAS[area]:
            shutil.rmtree(EXPECTED / part, ignore_errors=True)
            shutil.copytree(Path(place) / part, EXPECTED / part)
    return remarks


def _texts(folder: Path) -> dict[str, str]:
    files = (each for each in folder.rglob("*") if each.is_file())
    return {each.relative_to(folder).as_posix(): each.read_text(encoding="utf-8") for each in files}
