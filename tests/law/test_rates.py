"""Rate tables: shipped, imported, stale; and every fault of a file by file and line."""

import re
from datetime import date
from fractions import Fraction

import pytest

from contracts.kernel.rates import RateUnknown
from contracts.kernel.refusal import Refusal
from contracts.law import RatesFault, rate_tables, rates, stale
from contracts.law.rate_files import plain, read_table, written
from contracts.law.tables import implausible, keep, take_over

HEAD = "# source: a ministry\n# sure_to: 2026-03-01\neffective_from,value\n"


def made(body: str, head: str = HEAD, code: str = "made"):
    return read_table(head + body, code=code, file="made.csv")


def test_every_shipped_table_names_its_source_and_its_last_sure_day():
    tables = rate_tables()
    assert {"nbu_discount_rate", "ua_cpi", "ru_395", "de_base_rate", "eu_reference", "uk_reference"} <= set(tables)
    for table in tables.values():
        assert table.source
        assert table.first_day < table.sure_to
        if table.code != "ru_395":
            assert read_table(written(table), code=table.code, file="x").values == table.values


def test_the_shipped_tables_fit_together():
    assert implausible(rate_tables()) == []


def test_a_slip_in_a_base_rate_shows():
    tables = dict(rate_tables())
    text = written(tables["de_base_rate"]).replace("2025-07-01,1.27", "2025-07-01,1.72")
    tables["de_base_rate"] = read_table(text, code="de_base_rate", file="x")
    [found] = implausible(tables)
    assert "1.72" in found.sentence.format(**found.facts)


@pytest.mark.parametrize(
    ("code", "day", "value"),
    [
        ("nbu_discount_rate", date(2016, 6, 23), "18"),
        ("nbu_discount_rate", date(2016, 6, 24), "16.5"),
        ("ua_cpi", date(2022, 3, 31), "104.5"),
        ("ru_395", date(2016, 7, 31), "7.52"),
        ("ru_395", date(2016, 8, 1), "10.5"),
        ("ru_395", date(2015, 5, 31), "8.25"),
        ("de_base_rate", date(2020, 12, 31), "-0.88"),
        ("uk_reference", date(2026, 7, 1), "3.75"),
    ],
)
def test_a_rate_holds_from_its_day(code, day, value):
    assert rates(code).value_on(day) == Fraction(value)


def test_a_table_refuses_days_it_does_not_reach():
    table = rates("nbu_discount_rate")
    with pytest.raises(RateUnknown, match="2026-03-20"):
        table.value_on(date(2026, 3, 21))
    with pytest.raises(RateUnknown, match="2013-08-13"):
        table.value_on(date(2013, 8, 12))
    with pytest.raises(RatesFault, match=r"there are .*nbu_discount_rate"):
        rates("nonsense")


def test_a_stale_table_is_named_and_an_index_only_when_its_next_month_is_out():
    codes = dict(stale(date(2026, 10, 9)))
    assert codes["nbu_discount_rate"] == date(2026, 3, 20)
    assert "ua_cpi" not in codes
    assert "ua_cpi" in dict(stale(date(2026, 10, 10)))
    assert [code for code, _ in stale(date(2026, 10, 9), countries=("UA",))] == ["nbu_discount_rate"]
    assert stale(date(2026, 3, 1)) == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("2026-01-01,15\n2026-01-01,14\n", "line 5: .*does not come after"),
        ("2026-02-01,15\n2026-01-01,14\n", "line 5: .*does not come after"),
        ("2026-01-32,15\n", "line 4: .*is not a day and a rate"),
        ("2026-01-01,fifteen\n", "line 4"),
        ("2026-01-01,NaN\n", "line 4: NaN cannot be such a rate"),
        ("2026-01-01,2000\n", "line 4: 2000 cannot be such a rate"),
        ("2026-01-01\n", "line 4"),
        ("2026-06-01,15\n", "sure_to is 2026-03-01, but the last line is 2026-06-01"),
        ("", "has no rates"),
    ],
)
def test_a_faulty_line_is_refused_by_file_and_line(body, words):
    with pytest.raises(RatesFault) as caught:
        made(body)
    assert re.search(words, str(caught.value)), str(caught.value)
    assert str(caught.value).startswith("made.csv")


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("# sure_to: 2026-03-01\neffective_from,value\n", "does not name its source"),
        ("# source: x\neffective_from,value\n", "does not name its sure_to"),
        ("# source: x\n# sure_to: soon\neffective_from,value\n", "sure_to is a day"),
        ("# source: x\n# sure_to: 2026-03-01\n# step: week\neffective_from,value\n", "step is change"),
        ("# source: x\n# sure_to: 2026-03-01\nday;rate\n", "line 3: the columns are"),
    ],
)
def test_a_file_without_its_heads_is_refused(head, words):
    with pytest.raises(RatesFault, match=words):
        made("2026-01-01,15\n", head)


@pytest.mark.parametrize(
    ("step", "body", "words"),
    [
        ("month", "2026-01,101\n2026-03,102\n", "gap after 2026-01-01; 2026-02-01 is missing"),
        ("month", "2026-01-02,101\n", "not the first day of a period"),
        ("month", "2026-02,1\n", "cannot be such a rate"),
        ("half_year", "2025-01-01,2\n2026-01-01,2\n", "gap after 2025-01-01; 2025-07-01 is missing"),
        ("half_year", "2025-02-01,2\n", "not the first day of a period"),
    ],
)
def test_a_left_out_month_or_half_year_is_a_gap(step, body, words):
    head = f"# source: x\n# sure_to: 2026-03-31\n# step: {step}\neffective_from,value\n"
    with pytest.raises(RatesFault, match=words):
        made(body, head)


def test_other_separators_a_bom_and_months_are_read():
    text = "\ufeff# source: x\n# sure_to: 2026-02\n# step: month\nmonth;value\n2026-01;100.7\n2026-02;101.0\n"
    table = read_table(text, code="made", file="x")
    assert table.sure_to == date(2026, 2, 28)
    assert table.value_on(date(2026, 2, 28)) == 101


def newer(folder, name="nbu_discount_rate.csv", *, sure_to="2026-10-22", extra="2026-07-24,14.5\n"):
    text = written(rates("nbu_discount_rate")).replace("2026-03-20", sure_to) + extra
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_an_imported_table_beats_the_shipped_one_and_the_shipped_one_stays(tmp_path):
    table, before = take_over(newer(tmp_path), tmp_path / "data")
    assert (before.sure_to, table.sure_to) == (date(2026, 3, 20), date(2026, 10, 22))
    assert rates("nbu_discount_rate", tmp_path / "data").value_on(date(2026, 8, 1)) == Fraction("14.5")
    assert rates("nbu_discount_rate").sure_to == date(2026, 3, 20)


def test_an_imported_key_rate_also_moves_article_395(tmp_path):
    text = written(rates("cbr_key_rate")).replace("2026-10-01", "2026-10-23") + "2026-10-23,13.5\n"
    (tmp_path / "key.csv").write_text(text, encoding="utf-8")
    take_over(tmp_path / "key.csv", tmp_path, code="cbr_key_rate")
    assert rates("ru_395", tmp_path).value_on(date(2026, 10, 23)) == Fraction("13.5")


def test_a_bare_file_is_completed_by_source_and_last_sure_day(tmp_path):
    bare = "\n".join(line for line in written(rates("ua_cpi")).splitlines() if not line.startswith("#"))
    (tmp_path / "ua_cpi.csv").write_text(bare + "\n2026-09-01,100.9\n", encoding="utf-8")
    with pytest.raises(RatesFault, match="sure_to"):
        take_over(tmp_path / "ua_cpi.csv", tmp_path)
    table, _ = take_over(tmp_path / "ua_cpi.csv", tmp_path, source="ukrstat", sure_to=date(2026, 9, 30))
    assert (table.step, table.source, table.country) == ("month", "ukrstat", "UA")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"sure_to": "2026-01-31", "extra": ""}, "the older one is not taken over"),
        ({"name": "ru_395.csv"}, "import the key rate"),
        ({"name": "NBU rate.csv"}, "not a table code"),
    ],
)
def test_what_cannot_be_taken_over_changes_nothing(tmp_path, change, words):
    with pytest.raises(RatesFault, match=words):
        take_over(newer(tmp_path, **change), tmp_path / "data")
    assert not (tmp_path / "data").exists()


def test_a_table_that_forgets_known_days_is_refused(tmp_path):
    path = tmp_path / "nbu_discount_rate.csv"
    path.write_text("# source: x\n# sure_to: 2026-10-01\neffective_from,value\n2026-07-24,14.5\n", encoding="utf-8")
    with pytest.raises(RatesFault, match="give the whole table"):
        take_over(path, tmp_path / "data")


def test_a_missing_or_foreign_file_is_a_sentence(tmp_path):
    with pytest.raises(RatesFault, match="cannot be read"):
        take_over(tmp_path / "none.csv", tmp_path)
    (tmp_path / "odd.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RatesFault, match="not UTF-8"):
        take_over(tmp_path / "odd.csv", tmp_path)
    (tmp_path / "rates").write_text("in the way")
    with pytest.raises(Refusal, match="cannot be written"):
        keep(rates("ua_cpi"), tmp_path)


def test_a_rate_is_written_without_needless_zeros():
    assert [plain(Fraction(text)) for text in ("31.0", "-0.88", "0", "10.50", "1/3")] == [
        "31",
        "-0.88",
        "0",
        "10.5",
        "0.333333",
    ]
