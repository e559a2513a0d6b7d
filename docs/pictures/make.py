"""The pictures of the README, made anew from the program: a digest and the first page of a claim letter of the demo.

Run as ``python docs/pictures/make.py``; Chromium, LibreOffice and pdftoppm must be installed.
"""

import shutil
import subprocess
import sys
import tempfile
from email import message_from_bytes
from email.policy import default
from pathlib import Path

HERE = Path(__file__).parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    """Run the demo in a folder of its own, and picture what it made."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "demo"
        command = [sys.executable, "-c", "from contracts.cli.main import run; run()", "demo", "--data", str(folder)]
        subprocess.run(command, check=True, cwd=scratch)
        picture_digest(folder, HERE / "digest.png")
        picture_letter(folder, HERE / "claim.png")
    return 0


def picture_digest(folder: Path, to: Path) -> None:
    """The HTML part of the longest digest, 720 px wide."""
    mails = [message_from_bytes(each.read_bytes(), policy=default) for each in folder.rglob("*.eml")]
    bodies = [body.get_content() for mail in mails if (body := mail.get_body(("html",))) is not None]
    page = folder / "digest.html"
    page.write_text(max(bodies, key=len), encoding="utf-8")
    subprocess.run(
        [
            _tool(*BROWSERS),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--force-device-scale-factor=1.5",
            "--window-size=720,1180",
            f"--screenshot={to}",
            page.as_uri(),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )


def picture_letter(folder: Path, to: Path) -> None:
    """The first page of the claim letter."""
    letter = max(folder.rglob("*.docx"), key=lambda each: each.stat().st_size)
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    convert = [_tool("soffice", "libreoffice"), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*convert, str(letter)], check=True, capture_output=True, timeout=300)
    pdf = folder / f"{letter.stem}.pdf"
    first = ["-f", "1", "-l", "1", "-singlefile", "-r", "96", "-png"]
    subprocess.run([_tool("pdftoppm"), *first, str(pdf), str(to.with_suffix(""))], check=True, timeout=120)


def _tool(*names: str) -> str:
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        sys.exit(f"{names[0]} is not installed: the pictures cannot be made here.")
    return found


if __name__ == "__main__":
    sys.exit(main())
