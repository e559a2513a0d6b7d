"""The demo does the whole main job, whatever the day, and what it says it made is there."""

import email
import email.policy
from pathlib import Path

import docx
import pytest
from typer.testing import CliRunner

from contracts.cli.main import app


def _demo(folder: Path, day: str) -> str:
    result = CliRunner().invoke(app, ["demo", "--data", str(folder), "--as-of", day])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(params=["uk", "en"])
def language(request, monkeypatch):
    monkeypatch.setenv("DOHOVIR_LANGUAGE", request.param)
    monkeypatch.setenv("COLUMNS", "80")
    return request.param


def test_the_demo_ends_with_mails_and_a_claim_letter(language, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told = _demo(tmp_path / "demo", {"uk": "2026-11-25", "en": "2027-02-28"}[language])
    mails = sorted((tmp_path / "demo" / "mail").glob("*.eml"))
    [letter] = (tmp_path / "demo" / "documents").glob("*.docx")
    assert mails
    for path in mails:
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        assert mail["subject"]
        assert mail.get_body(("html",)) is not None
    assert any("625" in each.text for each in docx.Document(str(letter)).paragraphs)
    shown = "".join(told.split())
    assert all("".join(str(each).split()) in shown for each in (*mails, letter))


def test_the_demo_begins_anew_and_leaves_other_folders_alone(tmp_path):
    folder = tmp_path / "demo"
    _demo(folder, "2026-11-25")
    _demo(folder, "2026-11-26")
    own = tmp_path / "own"
    own.mkdir()
    (own / "notes.txt").write_text("mine")
    refused = CliRunner().invoke(app, ["demo", "--data", str(own), "--as-of", "2026-11-25"])
    assert refused.exit_code == 1
    assert [each.name for each in own.iterdir()] == ["notes.txt"]
