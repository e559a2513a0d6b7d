"""The second half of the job by commands alone: statement, debts, claim pack, money arrives, claim settled."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from contracts.cli.main import app

DAY = "2026-11-23"
ACCOUNT = "UA223052990000026001234567890"
STATEMENT = """1CClientBankExchange
ВерсияФормата=1.02
Кодировка=Windows
ДатаНачала=01.11.2026
ДатаКонца=20.11.2026
РасчСчет={account}
СекцияРасчСчет
ДатаНачала=01.11.2026
ДатаКонца=20.11.2026
РасчСчет={account}
НачальныйОстаток=1000.00
ВсегоПоступило={sum}
ВсегоСписано=0.00
КонечныйОстаток={closing}
КонецРасчСчет
СекцияДокумент=Платежное поручение
Номер=15
Дата=10.11.2026
Сумма={sum}
ПлательщикСчет=UA913052990000026001111111111
Плательщик=ТОВ Чистий двір
ПлательщикИНН=99100001
ПолучательСчет={account}
Получатель=ТОВ Ясенсвіт
ПолучательИНН=99000011
ДатаПоступило=10.11.2026
НазначениеПлатежа={purpose}
КонецДокумента
КонецФайла
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a command over a register with a contract and two acts."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DOHOVIR_LANGUAGE", "en")
    runner = CliRunner()

    def call(*words: str) -> Result:
        day = [] if "--as-of" in words else ["--as-of", DAY]
        return runner.invoke(app, [*words, "--data", str(tmp_path / "data"), *day])

    contract = ["--counterparty", "ТОВ «Чистий двір»", "--code", "99100001", "--number", "7-Т"]
    contract += ["--start", "2026-01-01", "--last-day", "2026-12-31", "--renewal", "none"]
    under = ("--contract", "7-Т")
    for words in (
        ("init",),
        ("company", "set", "--name", "ТОВ «Ясенсвіт»", "--code", "99000011"),
        ("contract", "add", *contract),
        ("charge", "add", "АКТ-1", "--amount", "1000.00", "--issued", "2026-01-05", "--due", "2026-01-15", *under),
        ("charge", "add", "АКТ-2", "--amount", "500", "--issued", "2026-09-01", "--due", "2026-09-15", *under),
    ):
        done = call(*words)
        assert done.exit_code == 0, done.output
    return call


def said(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def statement(tmp_path: Path, sum_: str, closing: str, purpose: str, name: str = "bank.txt") -> str:
    text = STATEMENT.format(account=ACCOUNT, sum=sum_, closing=closing, purpose=purpose)
    path = tmp_path / name
    path.write_bytes(text.replace("\n", "\r\n").encode("cp1251"))
    return str(path)


def test_the_whole_story_from_a_statement_to_a_settled_claim(run, tmp_path):
    file = statement(tmp_path, "400.00", "1400.00", "Оплата за акт АКТ-1")
    done = said(run("payment", "import", file, "--json"))
    assert [done[name] for name in ("format", "lines", "new", "duplicate", "matched", "unmatched")] == [
        "1c",
        1,
        1,
        0,
        1,
        0,
    ]
    assert (done["opening"], done["closing"], done["rejected"]) == ("1000.00", "1400.00", [])
    assert said(run("payment", "import", file, "--json"))["duplicate"] == 1
    (debt,) = said(run("debts", "--json"))
    assert (debt["counterparty"], debt["currency"], debt["outstanding"], debt["overdue"]) == (
        *("ТОВ «Чистий двір»", "UAH"),
        *("1100.00", "1100.00"),
    )
    assert (debt["oldest_due_on"], debt["buckets"]["180+"], debt["buckets"]["61-90"]) == (
        "2026-01-15",
        "600.00",
        "500.00",
    )

    copy = tmp_path / "АКТ-1.pdf"
    copy.write_bytes(b"%PDF-1.4 copy")
    packed = said(run("claim", "pack", "7-Т", "-o", "pack.zip", "--enclose", str(copy), "--json"))
    assert (packed["claim"], packed["principal"]) == ("ПР-1/2026", "1100.00")
    with zipfile.ZipFile("pack.zip") as archive:
        names = archive.namelist()
        assert archive.read("Додатки/АКТ-1.pdf") == b"%PDF-1.4 copy"
    assert [name[:2] for name in names] == ["01", "02", "03", "До"]
    said(run("claim", "approve", "ПР-1/2026", "-o", "approved.docx", "--json"))
    sent = said(run("claim", "send", "ПР-1/2026", "--json"))
    assert (sent["status"], sent["answer_by"]) == ("sent", "2026-12-28")

    said(run("payment", "add", "1100", "--paid", DAY, "--code", "99100001", "--purpose", "акти АКТ-1, АКТ-2", "--json"))
    assert said(run("debts", "--json")) == []
    assert said(run("claim", "list", "--json"))[0]["status"] == "settled"
    assert said(run("doctor", "--json"))["ok"] is True


def test_a_claim_letter_without_a_sum_is_made_from_the_ledger(run):
    made = said(run("claim", "letter", "7-Т", "-o", "letter.docx", "--json"))
    assert made["documents"] == ["Акт №\u00a0АКТ-1", "Акт №\u00a0АКТ-2"]
    assert (made["principal"], made["currency"], made["answer_by"]) == ("1500.00", "UAH", "2026-12-23")
    assert Path("letter.docx").is_file()


def test_a_statement_that_does_not_add_up_is_refused_with_one_sentence(run, tmp_path):
    done = run("payment", "import", statement(tmp_path, "400.00", "9999.00", "x"))
    assert done.exit_code == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert said(run("payment", "list", "--json")) == []


def test_a_table_of_charges_is_posted_once_and_what_is_wrong_is_named(run, tmp_path):
    table = tmp_path / "charges.csv"
    table.write_text(
        "Номер;Дата;Сума;Код ЄДРПОУ;Договір;Строк оплати\n"
        "АКТ-3;01.10.2026;250,00;99100001;7-Т;15.10.2026\n"
        "АКТ-4;30.02.2026;250,00;99100001;7-Т;15.10.2026\n"
        "АКТ-5;01.10.2026;-10,00;99100001;7-Т;15.10.2026\n"
        "АКТ-6;01.10.2026;10,00;99999999;;15.10.2026\n"
        "Разом;;500,00;;;\n",
        encoding="utf-8",
    )
    done = said(run("charge", "import", str(table), "--json"))
    assert (done["lines"], done["new"], done["duplicate"]) == (4, 1, 0)
    assert [(each["row"], each["column"]) for each in done["rejected"]] == [(3, "Дата"), (4, ""), (5, "")]
    assert said(run("charge", "import", str(table), "--json"))["duplicate"] == 1
    assert len(said(run("charge", "list", "--json"))) == 3


def test_matching_by_hand_split_undo_and_the_reasons_of_proposals(run):
    said(run("payment", "add", "700", "--paid", DAY, "--code", "99100001", "--purpose", "за послуги", "--json"))
    (open_,) = said(run("payment", "list", "--json"))
    assert [each["reason"] for each in open_["proposals"]] == ["oldest", "advance"]
    no = str(open_["payment"])
    assert run("payment", "split", no, "АКТ-1=600.00", "АКТ-2=100.00").exit_code == 0
    assert said(run("debts", "--json"))[0]["outstanding"] == "800.00"
    assert said(run("payment", "undo", no, "--json"))["undone"] == 2
    said(run("payment", "match", no, "--json"))
    assert said(run("debts", "--json"))[0]["outstanding"] == "800.00"


def test_reports_are_tables_and_workbooks(run):
    for words in (("debts",), ("report", "cash"), ("report", "claims")):
        assert run(*words, "-o", f"{words[-1]}.xlsx").exit_code == 0
        assert Path(f"{words[-1]}.xlsx").stat().st_size > 3000


def test_a_hold_and_the_ladder(run):
    assert [each["level"] for each in said(run("dunning", "draft", "--json"))] == [1]
    said(run("hold", "disputed", "--reason", "спір", "--counterparty", "99100001", "--json"))
    assert said(run("dunning", "draft", "--json")) == []


def test_a_scan_kept_with_a_charge_or_a_claim_is_enclosed(run, tmp_path):
    for name in ("akt.pdf", "post.pdf"):
        (tmp_path / name).write_bytes(b"%PDF-1.4 " + name.encode())
    said(run("charge", "attach", "АКТ-1", str(tmp_path / "akt.pdf"), "--json"))
    said(run("claim", "letter", "7-Т", "-o", "letter.docx", "--penalty", "per_day:0.1", "--beyond", "stop", "--json"))
    said(run("claim", "attach", "ПР-1/2026", str(tmp_path / "post.pdf"), "--title", "опис вкладення", "--json"))
    packed = said(run("claim", "pack", "--claim", "ПР-1/2026", "-o", "pack.zip", "--json"))
    assert packed["files"][3:] == ["Додатки/akt.pdf", "Додатки/post.pdf"]
    shown = said(run("claim", "show", "ПР-1/2026", "--json"))
    assert (shown["status"], shown["still_open"]) == ("approved", "1500.00")
    assert float(shown["penalty"]) > 0
    assert {each["file"] for each in shown["enclosures"]} == {None, "akt.pdf", "post.pdf"}
    assert "опис вкладення" in run("claim", "show", "ПР-1/2026").stdout


def test_an_unanswered_claim_goes_to_court_and_a_claim_of_theirs_is_answered(run, tmp_path):
    receipt = tmp_path / "receipt.pdf"
    receipt.write_bytes(b"%PDF-1.4 receipt")
    said(run("claim", "letter", "7-Т", "-o", "letter.docx", "--json"))
    said(run("claim", "approve", "ПР-1/2026", "-o", "approved.docx", "--json"))
    said(run("claim", "send", "ПР-1/2026", "--tracking", "0500112233", "--json"))
    proof = ("--on", "2026-12-01", "--file", str(receipt), "--as-of", "2026-12-02", "--json")
    assert said(run("claim", "move", "ПР-1/2026", "delivered", *proof))["answer_by"] == "2026-12-31"
    assert said(run("claim", "show", "ПР-1/2026", "--as-of", "2027-01-10", "--json"))["status"] == "unanswered"
    court = said(run("claim", "court", "ПР-1/2026", "-o", "court", "--as-of", "2027-01-10", "--json"))
    assert (court["status"], court["now"]["principal"]) == ("to_court", "1500.00")
    assert "Докази/receipt.pdf" in court["files"]
    assert all((Path("court") / name).is_file() for name in court["files"])

    theirs = ("--amount", "900", "--counterparty", "99100001", "--contract", "7-Т", "--json")
    assert said(run("claim", "receive", "45", *theirs))["answer_by"] == "2026-12-23"
    ground = ("--accept", "600", "--ground", "решту сплачено", "-o", "answer.docx", "--json")
    answered = said(run("claim", "answer", "45", *ground))
    assert (answered["outcome"], answered["accepted"]) == ("partly", "600.00")
    for words in (("approve", "45"), ("send", "45")):
        said(run("claim", *words, "--json"))
    assert said(run("claim", "show", "45", "--json"))["status"] == "answered"
    assert said(run("doctor", "--json"))["ok"] is True
