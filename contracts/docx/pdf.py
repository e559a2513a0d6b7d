"""Word files become PDF by LibreOffice, many in one run; each run has a profile of its own."""

import io
import logging
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from contracts.kernel.outside.outputs import aside
from contracts.kernel.refusal import Refusal, system_note

#: Seconds for one file, beside the start of the office.
SECONDS_EACH, SECONDS_START = 30, 60
_PROGRAMS = ("soffice", "libreoffice")


class PdfRefused(Refusal):
    """PDF cannot be made."""

    code = "pdf"


def office() -> str:
    """The program that makes PDF; raises :class:`PdfRefused` where it is not installed."""
    program = next((path for name in _PROGRAMS if (path := shutil.which(name))), None)
    if program is None:
        raise PdfRefused("LibreOffice is not installed, so no PDF can be made; the Word file is ready to use.")
    return program


def to_pdf(files: Sequence[Path], folder: Path) -> list[Path]:
    """Make each Word file into a PDF of the same name in a folder; raises :class:`PdfRefused` naming what failed."""
    with tempfile.TemporaryDirectory(prefix="dohovir-pdf-") as work:
        made = _convert(files, Path(work))
        return [_moved(result, folder / f"{file.stem}.pdf") for file, result in zip(files, made, strict=True)]


def page_count(data: bytes) -> int | None:
    """How many pages a PDF has; ``None`` for anything that is not a whole PDF."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    if not data.startswith(b"%PDF-"):
        return None
    try:
        return len(PdfReader(io.BytesIO(data)).pages)
    except (PyPdfError, ValueError, KeyError, OSError):
        return None


def _convert(files: Sequence[Path], work: Path) -> list[Path]:
    """One run of the office for all files; the results lie in ``work`` under plain names."""
    program, out = office(), work / "out"
    inputs = _numbered(files, work / "in")
    _run(program, inputs, out, work / "profile")
    made = [out / f"{each.stem}.pdf" for each in inputs]
    for file, result in zip(files, made, strict=True):
        if not result.is_file():
            raise PdfRefused("LibreOffice could not make a PDF of {file}.", file=file.name)
    return made


def _numbered(files: Sequence[Path], folder: Path) -> list[Path]:
    """Copies under plain names: two files of one name in two folders stay two."""
    folder.mkdir()
    copies = []
    for no, file in enumerate(files):
        copy = folder / f"{no:05}{file.suffix or '.docx'}"
        try:
            shutil.copyfile(file, copy)
        except OSError as error:
            raise PdfRefused("{file} cannot be read: {reason}.", file=str(file), reason=system_note(error)) from None
        copies.append(copy)
    return copies


def _run(program: str, files: Sequence[Path], out: Path, profile: Path) -> None:
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--convert-to", "pdf"]
    process = subprocess.Popen(
        [*command, "--outdir", str(out), *map(str, files)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(SECONDS_START + SECONDS_EACH * len(files))
    except subprocess.TimeoutExpired:
        raise PdfRefused("LibreOffice did not finish in time; no PDF was made.") from None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _moved(result: Path, target: Path) -> Path:
    """Nobody sees half a file."""
    with aside(target) as place:
        shutil.copyfile(result, place)
    return target


def one_pack(files: Sequence[Path], target: Path) -> Path:
    """Make Word files, and PDF files among them, into one PDF in their order."""
    from pypdf import PdfWriter
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong with a file is told by our sentence
    with tempfile.TemporaryDirectory(prefix="dohovir-pack-") as work:
        word = [each for each in files if each.suffix.lower() != ".pdf"]
        made = dict(zip(word, _convert(word, Path(work)) if word else [], strict=True))
        writer = PdfWriter()
        for each in files:
            try:
                writer.append(made.get(each, each))
            except (PyPdfError, OSError) as error:
                raise PdfRefused("{file} cannot be read: {reason}.", file=str(each), reason=str(error)) from None
        whole = Path(work) / "pack.pdf"
        writer.write(whole)
        writer.close()
        return _moved(whole, target)
