"""Bad input is refused with one sentence that says what and where, exit 1; nothing is half-saved, nothing is lost."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import Result
from typer.testing import CliRunner

from contracts.cli.main import app

HEADERS = ["Номер договору", "Контрагент", "Дата договору", "Діє до", "Сума", "Валюта", "Відповідальний"]
GOOD = ["1-П", "ТОВ Лан", "01.02.2026", "31.12.2026", "100", "грн", ""]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run commands, as in a shell, in a folder with an empty register; what is refused is one line on stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DOHOVIR_LANGUAGE", "en")

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, list(words))

    assert run("init").exit_code == 0
    return run


def refused(result: Result) -> str:
    assert result.exit_code == 1 and "Traceback" not in result.output, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    (line,) = result.stderr.strip().splitlines()
    return line


def listed(run: Any) -> int:
    return len(json.loads(run("contract", "list", "--json").stdout))


def book(rows: list[list[str]], path: Path) -> Path:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    made.save(path)
    return path


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("register.xlsx", b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        ("register.xlsx", b"PK\x03\x04 cut off", "damaged"),
        ("register.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "damaged"),
        ("register.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("register.csv", b"", "empty"),
        ("register.csv", "Дорогі колеги, надсилаю реєстр.\n".encode(), "No row of headers"),
        ("register.csv", b"<html><table><tr><td>1</td></tr></table></html>", "web page"),
        ("register.json", b"{ nothing", "register.json"),
    ],
)
def test_a_file_that_is_no_register_is_refused(house: Any, tmp_path: Path, name: str, data: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert said in refused(house("import", name))
    assert listed(house) == 0


def test_a_file_that_is_not_there_and_a_sheet_that_is_not_are_named(house: Any, tmp_path: Path) -> None:
    assert "nowhere.xlsx" in refused(house("import", "nowhere.xlsx"))
    book([HEADERS, GOOD], tmp_path / "register.xlsx")
    assert "Липень" in refused(house("import", "register.xlsx", "--sheet", "Липень"))
    assert "mapping.toml" in refused(house("import", "register.xlsx", "--mapping", "mapping.toml"))
    assert "abc" in refused(house("import", "register.xlsx", "--date-format", "abc"))


def test_each_bad_row_is_named_with_its_place_and_the_good_ones_come_in(house: Any, tmp_path: Path) -> None:
    rows = [
        HEADERS,
        GOOD,
        ["2-П", "ТОВ Гай", "31.02.2026", "31.12.2026", "100", "грн", ""],
        ["3-П", "ТОВ Гай", "01.02.2026", "31.12.2026", "100", "ABC", ""],
        ["4-П", "ТОВ Гай", "4/3/26", "31.12.2026", "100", "грн", ""],
        ["5-П", "ТОВ Гай", "01.02.2026", "31.12.2026", "10-20", "грн", ""],
        ["1-П", "ТОВ Лан", "01.02.2026", "30.11.2026", "100", "грн", ""],
        ["6-П", "ТОВ Гай", "01.02.2026", "31.12.2026", "100", "грн", "Коваль А. Б."],
    ]
    book(rows, tmp_path / "register.xlsx")
    found = json.loads(house("import", "register.xlsx", "--json").stdout)
    assert (found["rows"], found["created"]) == (7, 2)
    assert sorted((each["row"], each["column"]) for each in found["rejected"]) == [
        (3, "Дата договору"), (4, "Валюта"), (5, "Дата договору"), (6, "Сума"), (7, "Номер договору"),
    ]  # fmt: skip
    assert all(each["reason"] for each in found["rejected"])
    assert any("Коваль А. Б." in each["reason"] for each in found["warnings"])
    assert listed(house) == 2


def test_a_folder_or_file_that_cannot_be_written_is_named(house: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "file" in refused(house("init", "--data", str(tmp_path / "file" / "data")))
    assert "file" in refused(house("init", "--data", str(tmp_path / "file")))
    assert "file" in refused(house("export", str(tmp_path / "file" / "out.xlsx")))
    assert "out.pdf" in refused(house("export", "out.pdf"))


def test_a_database_that_is_none_of_ours_is_left_as_it_is(house: Any, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "dohovir.sqlite").write_bytes(b"minutes of a meeting" * 100)
    for words in (("init",), ("agenda",), ("doctor",)):
        assert "is not a database of this program" in refused(house(*words, "--data", str(other)))
    assert (other / "dohovir.sqlite").read_bytes().startswith(b"minutes of a meeting")


@pytest.mark.parametrize(
    ("text", "said"),
    [("[delivery]\nletter = -3\n", "letter"), ("[mail]\nsmpt = 1\n", "smtp"), ("a = [", "TOML")],
)
def test_a_fault_of_the_config_is_named_with_its_key(house: Any, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "mine.toml").write_text(text)
    assert said in refused(house("agenda", "--config", "mine.toml"))
    assert "none.toml" in refused(house("agenda", "--config", "none.toml"))


def test_a_mail_server_away_keeps_the_mails_and_says_so(
    house: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book([HEADERS, [*GOOD[:-1], "koval@y.example"]], tmp_path / "register.xlsx")
    assert house("import", "register.xlsx").exit_code == 0
    with monkeypatch.context() as away:
        for name, value in (("TRANSPORT", "smtp"), ("SMTP__HOST", "127.0.0.1"), ("SMTP__PORT", "1")):
            away.setenv(f"DOHOVIR_MAIL__{name}", value)
        result = house("remind", "--as-of", "2026-12-20")
        assert result.exit_code == 0 and "Queued 1, sent 0" in result.stdout
        assert "Mails wait until the mail server takes them" in result.stdout
    assert "sent 1" in house("remind", "--as-of", "2026-12-20").stdout


def test_f_doctor_lists_assumptions(house):
    run = house
    assert run("company", "set", "--name", "ТОВ «Ясенсвіт»", "--code", "99000011").exit_code == 0
    assert run("contract", "add", "--counterparty", "ТОВ «Двір»", "--title", "Прибирання").exit_code == 0
    assert "contracts contract edit --number" in run("doctor", "--assumptions").stdout
    found = json.loads(run("doctor", "--assumptions", "--json").stdout)["assumptions"]
    (unnumbered,) = (each for each in found if each["code"] == "unnumbered")
    assert unnumbered["count"] == 1 and set(unnumbered) == {"code", "sentence", "count", "change"}


@pytest.mark.parametrize("amount", ["-20000", "-20 000,00", "-1", "−20000.00"])
def test_f_a_negative_sum_needs_no_two_dashes(house, amount):
    assert house("company", "set", "--name", "ТОВ «Ясенсвіт»", "--code", "99000011").exit_code == 0
    done = house("payment", "add", amount, "--paid", "2026-02-03", "--purpose=оренда", "--json")
    assert done.exit_code == 0 and json.loads(done.stdout)["payment"] == 1, done.output
    assert json.loads(house("payment", "list", "--json").stdout)[0]["direction"] == "out"


def test_f_a_misspelt_option_beside_a_negative_sum_is_still_told(house):
    done = house("payment", "add", "-20000", "--payd", "2026-02-03")
    assert done.exit_code == 2 and "No such option" in done.stderr
