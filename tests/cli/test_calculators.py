"""`contracts interest`, `deadline` and `rates` as scripts see them: JSON, exit codes, one sentence for a refusal."""

import json
from datetime import date

import pytest
from typer.testing import CliRunner

from contracts.cli.main import app
from contracts.law import rates as rate_table
from contracts.law.rate_files import written


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run a command in an empty folder; returns (exit code, JSON or text, stderr)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DOHOVIR_LANGUAGE", "en")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("DOHOVIR_CONFIG", raising=False)
    monkeypatch.delenv("DOHOVIR_DATA", raising=False)

    def go(line: str):
        found = CliRunner().invoke(app, line.split())
        if found.exception is not None and not isinstance(found.exception, SystemExit):
            raise found.exception
        is_json = "--json" in line and found.stdout.startswith(("{", "["))
        return found.exit_code, json.loads(found.stdout) if is_json else found.stdout, found.stderr

    return go


def test_interest_answers_with_the_fields_scripts_rely_on(run):
    code, found, _ = run(
        "interest --law UA --principal 100000 --due 2025-09-10 --penalty-per-day 0.1 --as-of 2026-03-10 --json"
    )
    assert code == 0
    assert {"law", "as_of", "items", "compensation", "total"} <= set(found)
    assert (found["law"], found["as_of"], found["total"], found["compensation"]) == (
        "UA",
        "2026-03-10",
        "20299.31",
        None,
    )
    assert {item["kind"]: item["amount"] for item in found["items"]} == {
        "interest": "1487.67",
        "inflation": "3548.63",
        "penalty": "15263.01",
    }
    first = found["items"][0]
    assert (first["complete_to"], first["notes"]) == ("2026-03-10", [])
    assert first["rows"][0] == {
        "from": "2025-09-11",
        "to": "2025-12-31",
        "days": 112,
        "principal": "100000.00",
        "rate": "3",
        "year": 365,
        "amount": "920.55",
        "rule": "UA.625.interest",
    }


def test_every_option_reaches_the_engine(run):
    line = (
        "interest --law UA --kind inflation --principal 100000,00 --due 31.01.2022 --payment 2022-06-10=40000 "
        "--inflation-method {} --as-of 2022-12-31 --json"
    )
    assert run(line.format("tranche"))[1]["total"] == "19954.65"
    assert run(line.format("chain"))[1]["total"] == "20509.64"
    fixed = "interest --law RU --principal 1000 --from 2025-01-01 --rate-per-year 36.5 --payment 2025-01-05=1000 "
    assert run(fixed + "--as-of 2025-01-31 --json")[1]["total"] == "5.00"
    assert run(fixed + "--payment-day not --as-of 2025-01-31 --json")[1]["total"] == "4.00"
    german = "interest --law de --principal 500 --from 2026-07-10 --consumer --as-of 2026-09-09 --json"
    assert run(german)[1]["items"][0]["amount"] == "5.54"
    arose = "interest --law RU --principal 1000000 --due 2022-05-16 --arose {} --as-of 2022-12-31 --json"
    assert run(arose.format("2022-03-01"))[1]["items"][0]["rows"][0]["from"] == "2022-10-02"
    fine = "interest --law UA --kind fine --principal 1000 --due 2025-09-10 --fine 7 --as-of 2025-10-10 --json"
    assert run(fine)[1]["total"] == "70.00"
    stop = (
        "interest --law UA --kind penalty --principal 1000 --due 2025-09-10 --penalty-per-day nbu2 --penalty-stop 30d"
    )
    assert run(stop + " --as-of 2026-03-01 --json")[1]["items"][0]["rows"][-1]["to"] == "2025-10-10"
    shifted = "interest --law UA --principal 1 --due 2025-09-13 --due-kind {} --as-of 2025-12-31 --json"
    assert [run(shifted.format(kind))[1]["first_day"] for kind in ("period", "date")] == ["2025-09-16", "2025-09-14"]


def test_the_fixed_sum_of_the_uk_stands_beside_the_items(run):
    found = run("interest --law GB --principal 12000 --due 2023-07-01 --as-of 2023-09-29 --json")[1]
    assert (found["items"][0]["amount"], found["compensation"], found["total"]) == ("384.66", "100.00", "484.66")


def test_the_table_fits_eighty_columns_and_the_notes_wrap(run):
    code, text, _ = run(
        "interest --law UA --principal 12345678.90 --due 2025-09-10 --penalty-per-day 0.1 --as-of 2026-03-10"
    )
    assert code == 0
    assert "1,487" not in text
    assert max(len(line.rstrip()) for line in text.splitlines()) <= 80
    assert "Total without the principal" in text


def test_past_the_last_sure_day_one_kind_is_refused_and_among_several_it_is_noted(run):
    line = "interest --law UA {} --principal 1000 --due 2026-01-09 --penalty-per-day nbu2 --as-of 2026-06-01 --json"
    code, found, error = run(line.format("--kind penalty"))
    assert (code, found["error"]["code"]) == (1, "beyond_sure_to")
    assert "20 Mar 2026" in error
    code, found, _ = run(line.format(""))
    assert code == 0
    amounts = {item["kind"]: item["amount"] for item in found["items"]}
    assert amounts["penalty"] is None
    assert amounts["interest"] == "11.75"
    stopped = run(line.format("--kind penalty --beyond stop"))[1]["items"][0]
    assert stopped["complete_to"] == "2026-03-20"
    assert run(line.format("--kind penalty --beyond last_known"))[1]["items"][0]["rows"][-1]["to"] == "2026-06-01"


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("interest --law FR --principal 1 --due 2026-01-01", 2, "FR"),
        ("interest --law UA --principal x --due 2026-01-01", 2, "not a sum in UAH"),
        ("interest --law UA --principal 1.234 --due 2026-01-01", 2, "not a sum in UAH"),
        ("interest --law UA --principal 1", 2, "--due"),
        ("interest --law UA --principal 1 --due 2026-02-30", 2, "2026-02-30"),
        ("interest --law UA --principal 1 --due 2026-01-01 --payment 5", 2, "is not a payment"),
        ("interest --law UA --principal 1 --due 2026-01-01 --rate-per-year -3", 2, "--rate-per-year"),
        ("interest --law UA --principal -1 --due 2026-01-01 --as-of 2026-02-01", 1, "more than nothing"),
        ("interest --law UA --principal 1 --due 2026-01-01 --penalty-per-day x", 1, "is not a penalty"),
        ("interest --law UA --kind penalty --principal 1 --due 2026-01-01", 1, "without a clause"),
        ("interest --law DE --kind inflation --principal 1 --due 2026-01-01", 1, "knows no inflation"),
        ("interest --law PL --principal 1 --due 2026-01-01 --as-of 2026-03-01", 1, "nbp_reference_rate"),
        ("deadline --start 2026-01-01 --length soon", 2, "soon"),
        ("rates show nonsense", 1, "no rate table"),
        ("rates import none.csv", 1, "There is no file none.csv"),
    ],
)
def test_bad_input_is_one_sentence_with_the_right_exit_code(run, line, code, words):
    if line.startswith("rates"):
        run("init")
    found, _, error = run(line)
    assert (found, words in error) == (code, True), error


def test_deadline_answers_for_the_term_running_then(run):
    code, found, _ = run(
        "deadline --start 2024-08-28 --length 12m --renewal automatic --renewal-length 12m --notice 2m "
        "--delivery-days 5 --as-of 2026-02-11 --json"
    )
    assert code == 0
    assert {
        name: found[name] for name in ("phase", "term_no", "first_day", "last_day", "notice_deadline", "post_by")
    } == {
        "phase": "in_force",
        "term_no": 2,
        "first_day": "2025-08-28",
        "last_day": "2026-08-27",
        "notice_deadline": "2026-06-27",
        "post_by": "2026-06-22",
    }
    assert found["steps"]


def test_deadline_without_a_notice_has_none(run):
    found = run("deadline --start 2026-01-01 --last-day 2026-12-31 --as-of 2026-03-01 --json")[1]
    assert (found["notice_deadline"], found["post_by"], found["last_day"]) == (None, None, "2026-12-31")


def test_deadline_hears_a_notice_served_in_time(run):
    line = (
        "deadline --start 2026-01-01 --last-day 2026-12-31 --renewal automatic --renewal-length 1y --notice 30d "
        "--notice-served {} --as-of 2027-02-01 --json"
    )
    assert run(line.format("2026-12-01"))[1]["phase"] == "expired"
    assert run(line.format("2026-12-02"))[1]["phase"] == "in_force"


def test_rates_are_shown_checked_and_imported(run, tmp_path):
    run("init --data store")
    run("init")
    code, found, _ = run("rates show --json")
    assert code == 0
    assert {each["table"] for each in found} >= {"nbu_discount_rate", "ua_cpi", "ru_395"}
    checked = run("rates check --as-of 2026-05-05 --json")[1]
    assert checked["ok"] is True
    assert {
        "table": "nbu_discount_rate",
        "sure_to": "2026-03-20",
        "command": "contracts rates confirm nbu_discount_rate --until 2026-05-05 --source TEXT",
    } in checked["stale"]

    newer = written(rate_table("nbu_discount_rate")).replace("2026-03-20", "2026-10-22") + "2026-07-24,14.5\n"
    (tmp_path / "nbu_discount_rate.csv").write_text(newer, encoding="utf-8")
    code, found, _ = run("rates import nbu_discount_rate.csv --data store --json")
    assert (code, found["sure_to"], found["was_sure_to"]) == (0, "2026-10-22", "2026-03-20")
    line = (
        "interest --law UA --kind penalty --principal 1000 --due 2026-01-09 --penalty-per-day nbu2 --as-of 2026-08-01"
    )
    assert run(line + " --data store --json")[1]["items"][0]["rows"][-1]["rate"] == "29"
    assert run(line + " --data data --json")[0] == 1
    assert run("rates show nbu_discount_rate --data store --json")[1][0]["values"][-1] == {
        "from": str(date(2026, 7, 24)),
        "value": "14.5",
    }


def test_a_faulty_rate_file_is_refused_by_line(run, tmp_path):
    (tmp_path / "nbu_discount_rate.csv").write_text(
        "# source: x\n# sure_to: 2026-10-22\neffective_from,value\n2013-08-13,6.5\n2013-08-13,7\n", encoding="utf-8"
    )
    run("init")
    code, _, error = run("rates import nbu_discount_rate.csv")
    assert code == 1
    assert "line 5" in error
    assert not (tmp_path / "data" / "rates").exists()
