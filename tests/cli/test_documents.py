"""Papers and templates by commands: stable JSON, one sentence for a refusal, exit 1 where something is wrong."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from contracts.cli.main import app
from tests.docx.word_files import one_paragraph, paragraphs

DAY = "2026-11-23"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a command over a register with one contract."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DOHOVIR_LANGUAGE", "en")
    runner = CliRunner()

    def call(*words: str) -> Result:
        data = ["--data", str(tmp_path / "data")] if words[:2] not in (("document", "pdf"),) else []
        return runner.invoke(app, [*words, *data, "--as-of", DAY])

    for words in (
        ("init",),
        ("company", "set", "--name", "ТОВ «Ясенсвіт»", "--code", "99000011"),
        ("contract", "add", "--counterparty", "ТОВ «Двір»", "--number", "7-П", "--title", "Прибирання"),
    ):
        assert call(*words).exit_code == 0
    return call


def _json(result: Result, code: int = 0) -> Any:
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


def _template(text: str) -> str:
    Path("т.docx").write_bytes(one_paragraph(text))
    return "т.docx"


def test_a_paper_is_made_from_the_facts_of_the_contract_and_of_the_command(run: Any) -> None:
    template = _template("{{ contract.number }}: {{ extra.note }}; {% for item in items %}{{ item.name }} {% endfor %}")
    Path("f.json").write_text('{"items": [{"name": "а"}, {"name": "б"}]}')
    words = ("--template", template, "--set", "note=так", "--facts", "f.json", "-o", "Лист №5.docx", "--json")
    made = _json(run("document", "make", "demand", "7-П", *words))
    assert {"file", "sha256", "template", "template_sha256"} <= set(made)
    assert paragraphs(Path("Лист №5.docx").read_bytes()) == ["7-П: так; а б "]
    assert [each["kind"] for each in _json(run("document", "list", "7-П", "--json"))] == ["demand"]
    shown = _json(run("document", "show", str(made["id"]), "-o", "again.docx", "--json"))
    assert shown["sha256"] == made["sha256"]
    assert Path("again.docx").read_bytes() == Path("Лист №5.docx").read_bytes()
    assert _json(run("document", "verify", "--json")) == {"ok": True, "checked": 1, "faults": []}


def test_a_missing_name_is_one_sentence_with_its_place_and_no_file(run: Any) -> None:
    words = ("document", "make", "demand", "7-П", "--template", _template("{{ extra.x }}"), "-o", "x.docx", "--json")
    result = run(*words)
    assert _json(result, 1)["error"]["code"] == "missing_name"
    assert "¶ 1" in result.stderr and "extra.x" in result.stderr and not Path("x.docx").exists()
    assert _json(run(*words, "--draft"))["missing"] == ["extra.x"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--set", "a"), "is not NAME=TEXT"),
        (("--facts", "no.json"), "is not a JSON file"),
        (("--template", "no.docx"), "cannot be read"),
        (("--language", "fr"), "is not one of"),
    ],
)
def test_what_a_command_cannot_use_is_said(run: Any, words: tuple[str, ...], said: str) -> None:
    result = run("document", "make", "demand", "7-П", *words)
    assert result.exit_code in (1, 2) and said in " ".join(result.stderr.split())


def test_a_template_is_checked_installed_exported_and_put_aside(run: Any) -> None:
    bad = _json(run("template", "check", _template("{{ contract.nmuber }} {{ x"), "--json"), 1)
    assert set(bad) == {"ok", "placeholders", "unknown", "faults"}
    assert {"part", "paragraph", "text", "reason"} <= set(bad["faults"][0])
    assert "{place}" not in json.dumps(bad) and bad["faults"][0]["paragraph"] == 1
    assert run("template", "install", "т.docx", "--kind", "demand").exit_code == 1
    good = _template("{{ contract.number }}")
    assert _json(run("template", "check", good, "--json"))["placeholders"] == ["contract.number"]
    assert _json(run("template", "install", good, "--kind", "demand", "--json"))["version"] == 1
    listed = [
        each for each in _json(run("template", "list", "--json")) if each["in_force"] and each["kind"] == "demand"
    ]
    assert sorted((each["language"], each["version"]) for each in listed) == [("en", 0), ("uk", 1)]
    assert run("template", "export", "demand", "-o", "e.docx").exit_code == 0
    assert Path("e.docx").read_bytes() == Path(good).read_bytes()
    assert run("template", "preview", "demand", "-o", "p.docx").exit_code == 0 and Path("p.docx").exists()
    assert _json(run("template", "restore", "demand", "--json"))["put_aside"] == 1
    assert any(each["name"] == "demand.perform_by" for each in _json(run("template", "variables", "demand", "--json")))


def test_a_scan_is_attached_and_anything_else_refused(run: Any) -> None:
    Path("скан.pdf").write_bytes(b"%PDF-1.7")
    assert _json(run("document", "attach", "скан.pdf", "7-П", "--title", "примірник", "--json"))["id"] == 1
    Path("a.pdf").write_bytes(b"MZ")
    assert run("document", "attach", "a.pdf", "7-П").exit_code == 1


def test_bulk_makes_what_it_can_and_ends_with_one(run: Any) -> None:
    assert run("template", "install", _template("{{ contract.number }}"), "--kind", "demand").exit_code == 0
    Path("list.csv").write_text("number\n7-П\nнема\n")
    done = _json(run("document", "make-all", "demand", "--csv", "list.csv", "--folder", "out", "--json"), 1)
    assert done["made"] == 1 and done["faults"][0]["row"] == 3
    assert run("document", "make-all", "demand", "--folder", "out").exit_code == 2


@pytest.mark.office
def test_word_files_become_pdf_and_one_pack(run: Any) -> None:
    if not any(Path(folder, "soffice").exists() for folder in os.environ["PATH"].split(":")):
        pytest.skip("LibreOffice is not installed")
    for name in ("a.docx", "b.docx"):
        Path(name).write_bytes(one_paragraph(name))
    assert run("document", "pdf", "a.docx", "b.docx").exit_code == 0
    assert Path("a.pdf").read_bytes().startswith(b"%PDF") and Path("b.pdf").exists()
    assert run("document", "pdf", "b.docx", "a.pdf", "--pack", "pack.pdf").exit_code == 0
    from pypdf import PdfReader

    assert [page.extract_text().strip() for page in PdfReader("pack.pdf").pages] == ["b.docx", "a.docx"]


def test_without_libreoffice_a_pdf_is_a_sentence(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    Path("a.docx").write_bytes(one_paragraph("a"))
    result = run("document", "pdf", "a.docx")
    assert result.exit_code == 1 and "LibreOffice is not installed" in result.stderr
