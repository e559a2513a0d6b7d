"""The published and constructed calculations of the shared folder, to the cent and row by row."""

import json
import os
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from contracts.claims.late_payment.laws import late_payment_law
from contracts.claims.late_payment.rules.debt import LateDebt, LateTerms, Paid
from contracts.claims.late_payment.rules.engine import calculate_late
from contracts.claims.late_payment.rules.penalty import clause
from contracts.claims.late_payment.rules.rows import RatePlan, principal_steps, rows_of, timeline
from contracts.kernel.money import money
from contracts.kernel.rates import RateTable
from contracts.law import calendar_of, rate_tables
from contracts.law.rate_files import plain

FILE = Path(os.environ.get("DOHOVIR_SHARED", Path(__file__).parents[3] / "shared")) / "law" / "worked_examples.json"
if not FILE.is_file():
    pytest.skip(f"{FILE} is absent: set DOHOVIR_SHARED", allow_module_level=True)
CASES = {each["id"]: each for each in json.loads(FILE.read_text(encoding="utf-8"))}
DAY = timedelta(days=1)


def day(text: str) -> date:
    return date.fromisoformat(text)


def reckon(given: dict, code: str, **more):
    """A case's debt under a law; fields of the debt beside those of the terms."""
    law = late_payment_law(code)
    due = day(given["due"]) if "due" in given else day(given.get("first_day") or given["from_"]) - DAY
    last = next(day(given[name]) for name in ("calc_date_inclusive", "to_inclusive", "last_day", "to") if name in given)
    tables = more.pop("tables", rate_tables())
    first = None if "due" in given else due + DAY
    debt = LateDebt(money(given["principal"], law.currency), due, payments=more.pop("payments", ()), first_day=first)
    more.setdefault("known_on", last + 40 * DAY)  # the examples are calculated when every index is published
    return calculate_late(debt, LateTerms(**more), law, tables, last, calendar=calendar_of(code))


def paid(text: str, currency: str) -> tuple[Paid, ...]:
    words = text.replace(" on ", " ").split()
    on, amount = sorted(words, key=lambda word: word.count("-"), reverse=True)
    return (Paid(day(on), money(amount, currency)),)


def shown(claim, kind: str) -> list[list]:
    return [
        [str(row.from_on), str(row.to_on), row.days, Fraction(row.rate), money_of(row)] for row in claim.item(kind).rows
    ]


def money_of(row) -> str:
    return f"{row.amount_minor // 100}.{row.amount_minor % 100:02}"


def rows_in(case: dict, name: str) -> list[list]:
    return [[*row[:3], Fraction(row[3]), row[4]] for row in case["recomputed"][name]]


def run_ua(case: dict) -> dict[str, str]:
    given, wanted = case["inputs"], case["expected"]
    text = given.get("contract_penalty", given.get("rate", ""))
    terms = {}
    if "penalty" in wanted:
        double = "NBU" in text and not text.startswith("0.1")
        terms["penalty"] = clause("nbu2" if double else "0.1", "none" if case["id"] == "UA-2b" else "")
    if "payment" in given:
        terms["payments"] = paid(given["payment"], "UAH")
    claim = reckon(given, "UA", **terms)
    for name, kind in (("rows", "penalty"), ("rows_penalty", "penalty"), ("rows3", "interest")):
        if name in case.get("recomputed", {}):
            assert shown(claim, kind) == rows_in(case, name)
    found = {kind: claim.amount(kind).wire for kind in ("interest", "inflation", "penalty")}
    for method in ("tranche", "chain"):
        found[f"inflation_{method}"] = reckon(given, "UA", **terms, inflation=method).amount("inflation").wire
    return found


def run_ru(case: dict) -> dict[str, str]:
    given = dict(case["inputs"])
    given.setdefault("to", "2025-01-31")
    terms = {"payments": paid(given["paid"], "RUB")} if "paid" in given else {}
    if "rate" in given:
        terms["rate_per_year"] = Fraction(given["rate"])
    if "rates" in given:
        values = ((date(2025, 1, 1), Fraction("36.5")), (date(2025, 1, 6), Fraction(73)))
        terms["tables"] = {"ru_395": RateTable("ru_395", values, date(2025, 12, 31), case["id"])}
    claim = reckon(given, "RU", **terms)
    if "rows" in case.get("recomputed", {}):
        assert shown(claim, "interest") == rows_in(case, "rows")
    return {
        "interest": claim.amount("interest").wire,
        "days": str(sum(row.days for row in claim.item("interest").rows)),
    }


def run_de(case: dict) -> dict[str, str]:
    given = dict(case["inputs"])
    if "end_exclusive" in given:
        given["last_day"] = str(day(given["end_exclusive"]) - DAY)
    if "b2b" in given:
        claim = reckon(given, "DE", is_consumer=not given["b2b"])
        return {"interest": claim.amount("interest").wire}
    from contracts.money.rules.allocation_order import allocate

    owed = {"costs": int(given["costs"]), "principal": int(given["principal"]), "interest": int(given["old_interest"])}
    amount, on = given["payment"].split(" on ")
    parts = allocate(int(amount), owed, "DE.497")
    steps = principal_steps(
        owed["principal"] * 100,
        [(day(on), parts["principal"] * 100)],
        day(given["first_day"]),
        counts_payment_day=False,
    )
    line = timeline(RatePlan("DE", "actual", fixed=Fraction(given["rate_fixed"])), day(on).year)
    minor = sum(
        row.amount_minor for row in rows_of("interest", line, steps, day(given["last_day"]) + DAY, rounding="sum")
    )
    told = {f"to_{name}": str(parts.get(name, 0)) for name in ("costs", "principal", "interest")}
    return told | {"running_interest": f"{minor // 100}.{minor % 100:02}"}


def run_gb(case: dict) -> dict[str, str]:
    given = case["inputs"]
    if "base" in given:
        terms = {"rate_per_year": Fraction(given["base"]) + 8}
        days = {f"d{days}": days for days in (365, 366)}
    else:
        terms, days = {"rate_per_year": Fraction(given["rate"])}, {"interest": given["days"]}
    found = {}
    for name, count in days.items():
        last = date(2023, 7, 1) + (count - 1) * DAY
        claim = reckon(given | {"first_day": "2023-07-01", "last_day": str(last)}, "GB", **terms)
        found[name] = claim.amount("interest").wire
        found["compensation"] = plain(Fraction(claim.compensation.wire))
    found["daily"] = claim.interest_per_day.wire
    return found


RUN = {"UA": run_ua, "RU": run_ru, "DE": run_de, "UK": run_gb}


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_worked_example_comes_out_to_the_cent(name):
    case = CASES[name]
    found = RUN[case["jurisdiction"]](case)
    wanted = {**case["expected"], **{key: value for key, value in case.get("recomputed", {}).items() if key in found}}
    assert {key: Fraction(found[key]) for key in wanted} == {key: Fraction(value) for key, value in wanted.items()}
