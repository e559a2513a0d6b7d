"""Statements and tables of charges that are wrong: one sentence with file, line, reason; nothing posted, no twice."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from contracts.cli.main import app

DAY, OWN, OTHER = "2026-11-23", "UA213223130000026007233566001", "UA903052992990004149123456789"
HEAD = "Дата;Сума;Валюта;Контрагент;ЄДРПОУ контрагента;Рахунок контрагента;Призначення\n"
SIDE = (
    "<NtryDtls><TxDtls><RltdPties><Dbtr><Id><OrgId><Othr><Id>99100001</Id></Othr></OrgId></Id></Dbtr></RltdPties>"
    "<RmtInf><Ustrd>за акт АКТ-1</Ustrd></RmtInf></TxDtls></NtryDtls>"
)
CHARGES = "Номер;Дата;Сума;Код ЄДРПОУ;Договір;Строк оплати\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a command over a register with a contract of half a year and an act of 1000."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DOHOVIR_LANGUAGE", "en")

    def call(*words: str) -> Result:
        return CliRunner().invoke(app, [*words, "--data", str(tmp_path / "data"), "--as-of", DAY])

    contract = ["--counterparty", "ТОВ «Чистий двір»", "--code", "99100001", "--number", "7-Т"]
    contract += ["--start", "2026-01-01", "--last-day", "2026-06-30", "--renewal", "none"]
    for words in (
        ("init",),
        ("company", "set", "--name", "ТОВ «Ясенсвіт»", "--code", "99000011"),
        ("contract", "add", *contract),
        ("charge", "add", "АКТ-1", "--amount", "1000", "--issued", "2026-01-05", "--due", "2026-01-15",
         "--contract", "7-Т"),
    ):  # fmt: skip
        assert call(*words).exit_code == 0
    return call


def told(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def load(run: Any, data: str | bytes, name: str = "january.csv") -> Result:
    Path(name).write_bytes(data.encode() if isinstance(data, str) else data)
    return run("payment", "import", name, "--json")


def row(day: str, sum_: str, purpose: str, *, code: str = "99100001", name: str = "ТОВ Чистий двір") -> str:
    return f"{day};{sum_};UAH;{name};{code};{OTHER if code else ''};{purpose}\n"


def debt(run: Any) -> list[tuple[str, str | None]]:
    return [(each["outstanding"], each["advance"]) for each in told(run("debts", "--json"))]


def camt(entries: str, head: str = "") -> str:
    return (
        f"{head}<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.08'><BkToCstmrStmt><Stmt><Acct><Id><IBAN>"
        f"{OWN}</IBAN></Id><Ccy>UAH</Ccy></Acct>\n{entries}</Stmt></BkToCstmrStmt></Document>"
    )


def entry(sum_: str, day: str = "2026-11-02", currency: str = "UAH") -> str:
    return (
        f"<Ntry><Amt Ccy='{currency}'>{sum_}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>"
        f"<BookgDt><Dt>{day}</Dt></BookgDt></Ntry>\n"
    )


def mt940(line: str, closing: str = "C261102UAH1,00") -> str:
    return f":20:1\n:25:{OWN}\n:28C:1\n:60F:C261101UAH0,00\n:61:{line}\n:62F:{closing}\n-\n"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (HEAD + row("30.02.2026", "1,00", "x"), ("row 2", "30.02.2026")),
        (HEAD + row("02.11.2026", "1,00", "x") + row("02.11.2026", "1,00001", "x"), ("row 3", "1,00001")),
        (HEAD + row("02.11.2026", "1", "x") + row("02.11.2026", "1", "x").replace("UAH", "USD"), ("row 3", "USD")),
        (HEAD + row("02.11.2026", "1,00", "x") + "Разом;5,00\n", ("5.00", "1.00")),
        (HEAD + row("02.11.2026", "1,234", "x"), ("row 2", "1,234")),
        (HEAD + row("", "1,00", "x"), ("row 2", "no day")),
        (camt(entry("1.00") + entry("1.00", "2026-02-30")), ("line 3", "2026-02-30")),
        (camt(entry("1.00001")), ("line 2", "1.00001")),
        (camt(entry("1.00") + entry("1.00", currency="USD")), ("line 3", "USD", OWN)),
        (camt(entry("1.00"))[:-20], ("line 3", "breaks off")),
        (camt(entry("1.00"), "<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"), ("line 1", "entities")),
        (camt(entry("1.00"), "<!DOCTYPE d [<!ENTITY a 'a'><!ENTITY b '&a;&a;'>]>"), ("line 1", "entities")),
        (mt940("261102C1,00NTRFNONREF", "C261102UAH9,00"), (OWN, "9.00", "1.00")),
        (mt940("260230C1,00NTRFNONREF"), ("line 5", "260230")),
        (mt940("261102C1,00NTRFNONREF").split(":62F")[0], ("line 5", "breaks off")),
        ("OFXHEADER:100\n\n<OFX><STMTRS><CURDEF>UAH<BANKTRANLIST><STMTTRN><TRNAMT>1.00", ("line 3", "breaks off")),
        ("1CClientBankExchange\nСекцияРасчСчет\nРасчСчет=123\n", ("line", "breaks off")),
        (b"\x00\x01\x02\xff" * 300, ("january.csv",)),
        (b"%PDF-1.7", ("PDF",)),
        ("", ("empty",)),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_in_one_sentence_and_nothing_is_posted(run, data, said) -> None:
    result = load(run, data)
    assert result.exit_code == 1 and "Traceback" not in result.output
    (line,) = result.stderr.strip().splitlines()
    assert all(each in line for each in ("january.csv", *said)), line
    assert told(run("payment", "list", "--json")) == []
    assert debt(run) == [("1000.00", None)]
    assert told(run("doctor", "--json"))["ok"] is True


def test_a_fault_in_the_second_account_of_a_file_posts_nothing_of_the_first(run) -> None:
    good, bad = mt940("261102C1,00NTRFNONREF"), mt940("261102C1,00NTRFNONREF", "C261102UAH2,00")
    assert load(run, good + bad.replace(OWN, OWN[:-1] + "2"), "two.sta").exit_code == 1
    assert told(run("payment", "list", "--json")) == []
    assert told(load(run, good, "one.sta"))["new"] == 1


def test_twins_stand_twice_and_overlapping_files_add_nothing(run) -> None:
    first = row("02.11.2026", "100,00", "за акт АКТ-1") * 2 + row("03.11.2026", "50,00", "за акт АКТ-1")
    done = told(load(run, HEAD + first))
    assert (done["new"], done["duplicate"], done["matched"]) == (3, 0, 3)
    longer = told(load(run, HEAD + first + row("04.11.2026", "5,00", "за акт АКТ-1"), "longer.csv"))
    assert (longer["new"], longer["duplicate"]) == (1, 3)
    assert told(load(run, HEAD + row("02.11.2026", "100,00", "за акт АКТ-1"), "half.csv"))["duplicate"] == 1
    assert debt(run) == [("745.00", None)]


def test_money_above_all_debts_is_an_advance_and_a_refund_goes_back(run) -> None:
    told(load(run, HEAD + row("02.11.2026", "1500,00", "за акт АКТ-1, договір 7-Т")))
    assert [each["rest"] for each in told(run("payment", "list", "--json"))] == ["500.00"]
    told(load(run, HEAD + row("03.11.2026", "-500,00", "повернення надлишку за дог. 7-Т"), "back.csv"))
    back, first = told(run("payment", "list", "--json"))
    assert (back["direction"], first["direction"]) == ("out", "in")
    told(run("payment", "refund", str(first["payment"]), str(back["payment"]), "--json"))
    assert told(run("payment", "list", "--json")) == []
    assert told(run("doctor", "--json"))["ok"] is True


def test_a_payer_nobody_knows_is_no_advance_and_a_latin_letter_hides_nobody(run) -> None:
    done = told(load(run, HEAD + row("02.11.2026", "1,00", "за щось", code="", name="Хтось")))
    assert (done["unidentified"], done["matched"]) == (1, 0)
    assert debt(run) == [("1000.00", None)]
    head = HEAD.replace("Контрагент;", "Kонтрагeнт;").replace("Призначення", "Призначeння")
    told(load(run, head + row("03.11.2026", "1,00", "за дог. 7-T", code="", name="TOB «Чистий двip»"), "latin.csv"))
    newest = told(run("payment", "list", "--json"))[0]
    assert newest["counterparty"] == "ТОВ «Чистий двір»"


def test_a_table_of_charges_names_each_row_that_is_wrong_and_posts_the_rest(run) -> None:
    rows = [
        "Р-1;01.06.2026;-250,00;99100001;7-Т;15.10.2026",
        "Р-2;01.06.2026;0;99100001;7-Т;",
        "Р-3;01.06.2026;1,23456;99100001;7-Т;",
        "Р-4;01.06.2026;abc;99100001;7-Т;",
        "Р-5;31.06.2026;10;99100001;7-Т;",
        "Р-6;;10;99100001;7-Т;",
        ";01.06.2026;10;99100001;7-Т;",
        "Р-7;01.06.2026;;99100001;7-Т;",
        "Р-8;01.06.2026;10;99100001;9-Т;",
        "Р-9;01.06.2026;10;;;",
        "Р-10;01.06.2026;10;99100001;7-Т;15.10.2026",
        "Р-10;01.06.2026;10;99100001;7-Т;15.10.2026",
        "Р-10;01.06.2026;11;99100001;7-Т;15.10.2026",
        "Р-11;01.07.2026;10;99100001;7-T;15.10.2026",
    ]
    Path("charges.csv").write_text(CHARGES + "\n".join(rows), encoding="utf-8")
    done = told(run("charge", "import", "charges.csv", "--json"))
    assert (done["lines"], done["new"], done["duplicate"]) == (14, 2, 1)
    assert [(each["row"], each["column"]) for each in done["rejected"]] == [
        (2, ""), (3, ""), (4, "Сума"), (5, "Сума"), (6, "Дата"), (7, "Дата"), (8, "Номер"), (9, "Сума"), (10, ""),
        (11, ""), (14, ""),
    ]  # fmt: skip
    assert all(each["reason"][0] != " " for each in done["rejected"])
    assert [each["row"] for each in done["warnings"]] == [15], "a charge after the last day is posted and told"
    assert told(run("charge", "import", "charges.csv", "--json"))["new"] == 0
    assert debt(run) == [("1020.00", None)]


def test_the_same_money_from_a_file_of_another_kind_or_by_hand_waits_for_a_person(run) -> None:
    told(load(run, HEAD + row("02.11.2026", "100,00", "за акт АКТ-1")))
    told(run("payment", "add", "7", "--paid", "2026-11-03", "--code", "99100001", "--json"))
    assert debt(run) == [("900.00", "7.00")]
    entries = entry("100.00") + entry("7.00", "2026-11-03") + entry("8.00", "2026-11-04")
    done = told(load(run, camt(entries.replace("</BookgDt>", f"</BookgDt>{SIDE}")), "same.xml"))
    assert (done["new"], done["matched"]) == (3, 1)
    (note,) = done["notes"]
    assert "Payments 3, 4 have the day and the sum" in note
    assert debt(run) == [("892.00", "114.00")]
    assert told(run("doctor", "--json"))["ok"] is True


def test_places_are_told_in_the_language_of_the_reader(run, monkeypatch) -> None:
    monkeypatch.setenv("DOHOVIR_LANGUAGE", "uk")
    Path("zero.csv").write_text(HEAD + row("02.11.2026", "0,00", "x"), encoding="utf-8")
    assert "рядок 2: Операція не рухає коштів." in run("payment", "import", "zero.csv").stdout
