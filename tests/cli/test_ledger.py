"""The ledger by commands alone: lines with VAT, holds lifted, debts passed on, sums in another currency (domain §6)."""

import pytest

from tests.cli.test_money import run, said  # noqa: F401

pytestmark = pytest.mark.usefixtures("run")


def test_a_charge_is_posted_by_its_lines_and_shown(run):  # noqa: F811
    lines = ("--item", "Прибирання; 1,5; год; 123,456789; 20", "--item", "Книги; 3; шт.; 0.333333; 7")
    under = ("--issued", "2026-11-01", "--contract", "7-Т", "--due", "2026-11-20")
    assert said(run("charge", "add", "АКТ-3", *lines, *under, "--json"))["parts"][0]["amount"] == "223.30"
    shown = said(run("charge", "show", "АКТ-3", "--json"))
    assert [(each["price"], each["vat_rate"], each["net"]) for each in shown["items"]] == [
        ("123.456789", "20", "185.19"),
        ("0.333333", "7", "1.00"),
    ]
    assert (shown["net"], shown["vat"], shown["amount"], shown["open"]) == ("186.19", "37.11", "223.30", "223.30")
    assert "123.456789" in run("charge", "show", "АКТ-3").stdout


def test_lines_come_from_a_table_and_a_bad_row_is_named(run, tmp_path):  # noqa: F811
    table = tmp_path / "lines.csv"
    table.write_text("Назва;Кількість;Од.;Ціна;ПДВ\nА;1;шт;10,5;20%\nБ;2;шт;x;20\nРазом;;;;\n", encoding="utf-8")
    add = ("charge", "add", "АКТ-3", "--issued", "2026-11-01", "--contract", "7-Т", "--items", str(table))
    refused = run(*add)
    assert refused.exit_code == 1
    assert refused.stderr.strip() == "Row 3 of lines.csv cannot be read: Б: the price «x» is no number."
    table.write_text("Назва;Кількість;Од.;Ціна;ПДВ\nА;1;шт;10,5;20%\nБ;2;шт;3;20\nРазом;;;;\n", encoding="utf-8")
    assert said(run(*add, "--priced", "gross", "--json"))["parts"][0]["amount"] == "16.50"
    assert run("charge", "add", "АКТ-4", "--issued", "2026-11-01", "--contract", "7-Т").exit_code == 2


def test_a_dollar_debt_is_paid_in_hryvnias_by_the_stored_rate(run, tmp_path):  # noqa: F811
    usd = ("--currency", "USD", "--issued", "2026-10-01", "--due", "2026-10-15", "--contract", "7-Т")
    said(run("charge", "add", "INV-9", "--amount", "100.00", *usd, "--json"))
    clause = ("contract", "currency", "7-Т", "--price", "USD", "--source", "nbu", "--day", "payment")
    assert said(run(*clause, "--json"))["currency_clause"] == "USD/UAH nbu payment"
    paid = ("--paid", "2026-11-23", "--code", "99100001", "--purpose", "послуги")
    no = str(said(run("payment", "add", "4125.37", *paid, "--json"))["payment"])
    refused = run("payment", "split", no, "INV-9=4125.37")
    assert refused.exit_code == 1
    assert "contracts rates import" in refused.stderr
    rates = tmp_path / "nbu.json"
    rates.write_text('[{"r030":840,"rate":41.2537,"cc":"USD","exchangedate":"23.11.2026"}]', encoding="utf-8")
    assert said(run("rates", "import", str(rates), "--json"))["new"] == 1
    assert said(run("rates", "currency", "--json"))[0]["rate"] == "41.2537"
    said(run("payment", "split", no, "INV-9=4125.37", "--json"))
    assert said(run("charge", "show", "INV-9", "--json"))["open"] == "0.00"
    assert said(run("contract", "show", "7-Т", "--json"))["currency_clause"] == "USD/UAH nbu payment"
    said(run("rates", "set", "EUR", "48", "--on", "2026-11-23", "--json"))
    assert "EUR/UAH" in run("rates", "currency").stdout
    assert said(run("doctor", "--json"))["ok"] is True


def test_an_act_is_sent_signed_and_covered_by_money_under_no_contract(run):  # noqa: F811
    sent = ("--amount", "300.00", "--issued", "2026-11-02", "--contract", "7-Т", "--sent", "2026-11-02")
    (part,) = said(run("charge", "add", "АКТ-7", *sent, "--json"))["parts"]
    assert (part["due_on"], part["waits_for"]) == (None, "act_signed")
    assert "act_not_returned" in {each["kind"] for each in said(run("agenda", "--json"))}
    event = ("charge", "event", "7-Т", "act_signed", "--on", "2026-11-10", "--charge", "АКТ-7")
    assert said(run(*event, "--json"))["charges"] == 1
    (silent,) = said(run("charge", "add", "АКТ-8", *sent, "--silence", "5wd", "--json"))["parts"]
    assert silent["due_on"] == "2026-11-09"
    paid = ("payment", "add", "2000", "--paid", "2026-11-20", "--code", "99100001", "--purpose", "послуги")
    no = str(said(run(*paid, "--json"))["payment"])
    (waiting,) = said(run("payment", "propose", no, "--json"))
    assert waiting["proposals"][0]["reason"] == "oldest"
    said(run("payment", "confirm", no, "--json"))
    assert said(run("debts", "--json"))[0]["outstanding"] == "100.00"


def test_a_hold_is_listed_by_its_number_and_lifted(run):  # noqa: F811
    made = said(run("hold", "disputed", "--reason", "спір про якість", "--charge", "АКТ-1", "--json"))
    (held,) = said(run("hold", "list", "--json"))
    assert (held["hold"], held["charge"], held["last_day"]) == (made["hold"], "АКТ-1", None)
    assert "спір про якість" in run("hold", "list").stdout
    said(run("hold", "lift", str(made["hold"]), "--reason", "спір знято", "--json"))
    assert said(run("hold", "list", "--json")) == []
    assert run("hold", "lift", "99").exit_code == 1
    assert said(run("doctor", "--json"))["ok"] is True


def test_a_debt_is_passed_on_and_taken_back(run):  # noqa: F811
    said(run("party", "add", "--name", "ПрАТ «Лан-Хліб»", "--code", "99100002", "--json"))
    passed = said(run("charge", "assign", "АКТ-1", "--to", "99100002", "--debtor", "--by", "угода № 3", "--json"))
    assert (passed["to"], passed["kept"], passed["amount"]) == ("ПрАТ «Лан-Хліб»", True, "1000.00")
    old = said(run("charge", "show", "АКТ-1", "--counterparty", "99100001", "--json"))
    assert (old["open"], old["reductions"][0]["to"]) == ("0.00", "ПрАТ «Лан-Хліб»")
    new = said(run("charge", "show", "АКТ-1", "--counterparty", "99100002", "--json"))
    assert (new["open"], new["from"]["counterparty"]) == ("1000.00", "ТОВ «Чистий двір»")
    assert "ПрАТ «Лан-Хліб»" in run("charge", "show", "АКТ-1", "--counterparty", "99100001").stdout
    no = str(old["reductions"][0]["reduction"])
    said(run("charge", "restore", "АКТ-1", "--only", no, "--counterparty", "99100001", "--json"))
    assert {each["counterparty"] for each in said(run("debts", "--json"))} == {"ТОВ «Чистий двір»"}
    assert run("charge", "reduce", "АКТ-2", "write_off").exit_code == 1
    assert said(run("doctor", "--json"))["ok"] is True
