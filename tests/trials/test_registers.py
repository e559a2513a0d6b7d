"""Registers nobody of the house made: the CUAD table, an OCDS release, Prozorro contracts; all rows created or named.

The oracle of CUAD counts from the labels alone: the term running on the day, renewed from its first end by the label's
renewal, less the label's notice. Labels that cannot be read, and why: a blank day (``[]/[]/2019``), two lengths in one
label («180 days / 6 months»), no renewal or no end; they make the contract incomplete and are named.
"""

import csv
import os
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from sqlalchemy import select

from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.database.tables import table_of
from contracts.registry.exchange.importing import import_register
from contracts.registry.exchange.register_file import ReadingOptions
from contracts.registry.tables.contract import ContractRow
from contracts.registry.tables.derived import RegisterRow

SHARED = Path(os.environ.get("DOHOVIR_SHARED") or Path(__file__).parents[3] / "shared") / "trials"


def given(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"the trial data {name} is not here")
    return path


def stored(ctx: Context) -> dict[str, Any]:
    """Register rows by the number on paper."""
    g, c = table_of(RegisterRow), table_of(ContractRow)
    query = select(g, c.c.number.label("on_paper")).join(c, c.c.id == g.c.contract_id)
    with reading(ctx.engine) as conn:
        return {row.on_paper: row for row in conn.execute(query)}


def test_the_cuad_table_comes_in_and_each_readable_label_gives_the_right_notice_deadline(
    ctx: Context, call: Callable[..., Call]
) -> None:
    path = given("cuad/cuad_terms_visible.csv")
    labels = list(csv.DictReader(path.open(encoding="utf-8-sig", newline="")))
    day = date(2026, 11, 23)
    result = import_register(ctx, call(day), path, options=ReadingOptions(date_format="%m/%d/%y"))
    named = {each.row for each in result.rejected}
    assert result.rows == len(labels) == result.created + len(named)
    found = stored(ctx)
    told = 0
    for label in labels:
        expected = oracle(label, day)
        number = label["filename"] if len(label["filename"]) <= 120 else label["filename"][:119] + "…"
        if expected is not None:
            told += 1
            assert (found[number].last_day, found[number].notice_deadline) == expected, label["filename"]
    assert told >= 15


def oracle(label: dict[str, str], day: date) -> tuple[date, date] | None:
    """(last day, notice deadline) of the term running on a day, by the labels; ``None`` where they do not say."""
    end = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d\d)", label["expiration_answer"])
    renewal = re.fullmatch(r"(?:succ?e?s?sive )?(\d+) (year|month)s?", label["renewal_answer"].lower())
    notice = re.fullmatch(r"(\d+) (day|month)s?", label["notice_answer"])
    if not (end and renewal and notice):
        return None
    first_end = day_of(end) + relativedelta(days=1)
    step = relativedelta(**{f"{renewal[2]}s": int(renewal[1])})
    times = 0
    while first_end + step * times - relativedelta(days=1) < day:
        times += 1
    last = first_end + step * times - relativedelta(days=1)
    return last, last - relativedelta(**{f"{notice[2]}s": int(notice[1])})


def day_of(match: re.Match[str]) -> date:
    year = int(match[3])
    return date(year + (2000 if year < 70 else 1900), int(match[1]), int(match[2]))


def test_an_ocds_release_comes_in(ctx: Context, call: Callable[..., Call]) -> None:
    path = given("ocds/ocds-213czf-000-00001-05-contract.json")
    result = import_register(ctx, call(), path)
    assert (result.rows, result.created, result.rejected) == (1, 1, ())
    (row,) = stored(ctx).values()
    assert (row.last_day, row.amount_minor, row.currency) == (date(2011, 6, 30), 1_100_000_000, "GBP")
    assert row.counterparty_name == "AnyCorp Cycle Provision"
    assert import_register(ctx, call(), path).unchanged == 1


def test_prozorro_contracts_come_in_with_their_changes(ctx: Context, call: Callable[..., Call]) -> None:
    path = given("prozorro/contracts_from_docs.jsonl")
    result = import_register(ctx, call(), path)
    assert result.created > 0
    assert result.rows == result.created + result.unchanged + len({each.row for each in result.rejected})
    lines = sum(bool(line.strip()) for line in path.read_text(encoding="utf-8").splitlines())
    states = sum("A later state" in str(each.reason) for each in result.warnings)
    contracts = len(stored(ctx)) + len({each.row for each in result.rejected})
    assert contracts + states == lines
    again = import_register(ctx, call(), path)
    assert (again.created, again.updated) == (0, 0)
