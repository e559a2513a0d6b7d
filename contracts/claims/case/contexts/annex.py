"""The annex of a claim: every row with the rates and indices behind it, so that it can be redone by hand (§14).

Rates are those of the days claimed alone, each with its first and last day; nothing is rounded but the sums.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from contracts.claims.case.contexts.words import paper_words
from contracts.claims.late_payment.laws import late_payment_law
from contracts.claims.late_payment.rules.debt import Kind, LateClaim
from contracts.claims.late_payment.rules.penalty import PenaltyClause
from contracts.claims.late_payment.rules.rows import InterestRow
from contracts.documents.contexts.values import DocumentContext, day, decimal, money
from contracts.kernel.money import Money
from contracts.kernel.rates import RateTable
from contracts.language.figures import NBSP, number, span_of

#: Marks rows with days past limitation, in the office note.
BARRED = "†"
NBU, CPI = "nbu_discount_rate", "ua_cpi"
_DAY = timedelta(days=1)


class AnnexDebt(NamedTuple):
    """A debt of the annex: its document, what it has grown by, and the penalty clause it grew under."""

    document: str
    late: LateClaim
    clause: PenaltyClause | None = None


class Held(NamedTuple):
    """A rate and the days of the claim it held on, both inclusive."""

    first_day: date
    last_day: date
    rate: Fraction


def calculation_of(
    debts: Collection[AnnexDebt], tables: Mapping[str, RateTable], notes: Iterable[str], language: str
) -> DocumentContext:
    """The record ``calculation``; notes and marks are for the office note alone."""
    interest, penalty, inflation, fine = (_rows(debts, kind) for kind in ("interest", "penalty", "inflation", "fine"))
    nbu, cpi = tables.get(NBU), tables.get(CPI)
    found: DocumentContext = {
        "interest": [_bearing(*each) for each in interest],
        "penalty": [_penalty(*each, nbu) for each in penalty],
        "inflation": [_inflation(*each, cpi, language) for each in inflation],
        "fine": [_row(debt, row) | {"rate": decimal(row.rate, 4)} for debt, row in fine],
        "cpi": _indices([row for _, row in inflation], cpi, language),
        "cpi_source": source_of(cpi, language),
        "nbu": _nbu([row for _, row in penalty], nbu),
        "nbu_source": source_of(nbu, language),
        **_statutory(debts, [row for _, row in interest], tables, language),
        "is_chain": any(row.rule.startswith("UA.625.chain") for _, row in inflation),
        "notes": list(notes),
    }
    return found | {"has_barred": any(row["mark"] for kind in ("interest", "penalty") for row in found[kind])}


def held(table: RateTable, rows: Collection[InterestRow]) -> Iterator[Held]:
    """The values of a table on the days of these rows, each with the days it held within them."""
    spans = table.spans(max((row.to_on for row in rows), default=table.first_day) + _DAY)
    for span in spans:
        last = span.until_on - _DAY
        within = [row for row in rows if row.from_on <= last and row.to_on >= span.from_on]
        if within:
            first = max(span.from_on, min(row.from_on for row in within))
            yield Held(first, min(last, max(row.to_on for row in within)), span.value)


def caps(table: RateTable, row: InterestRow) -> Fraction:
    """The least double NBU rate on the days of a row: the clause stayed below it on each of them."""
    return min(each.rate for each in held(table, [row])) * 2


def source_of(table: RateTable | None, language: str) -> str | None:
    """Who publishes a table, in the reader's language, with the address the table names."""
    if table is None:
        return None
    source = table.source.partition(";")[0]
    publishers = paper_words("publishers", language)
    for name, wording in publishers.items():
        source = source.replace(name, wording)
    return source


def months_of(row: InterestRow, table: RateTable) -> tuple[date, ...]:
    """The months of an inflation row: as counted, or found again by the product of a row that was kept."""
    if row.months or row.kind != "inflation":
        return row.months
    from contracts.claims.late_payment.rules.inflation import months_counted

    product = Fraction(1)
    found: list[date] = []
    for month in months_counted(row.from_on, row.to_on):
        if abs(product * 100 - row.rate) < Fraction(1, 10**12) and found:
            break
        if month > table.sure_to:
            break
        product *= table.value_on(month) / 100
        found.append(month)
    return tuple(found)


def _rows(debts: Iterable[AnnexDebt], kind: Kind) -> list[tuple[AnnexDebt, InterestRow]]:
    items = ((debt, debt.late.item(kind)) for debt in debts)
    return [(debt, row) for debt, item in items if item for row in item.rows]


def _bearing(debt: AnnexDebt, row: InterestRow) -> DocumentContext:
    item = debt.late.item("penalty" if row.kind == "penalty" else "interest")
    barred_to = item.barred_to if item else None
    return {
        **_row(debt, row),
        "mark": BARRED if barred_to is not None and row.from_on <= barred_to else "",
        "first_day": day(row.from_on),
        "last_day": day(row.to_on),
        "days": row.days,
        "rate": decimal(row.rate, 4),
        "year_days": row.year_days,
    }


def _penalty(debt: AnnexDebt, row: InterestRow, nbu: RateTable | None) -> DocumentContext:
    """A row with both rates that were compared; a row of a payment that covered it compares none."""
    per_day = debt.clause.per_day if debt.clause else None
    is_capped = nbu is not None and row.year_days and debt.late.law == "UA"
    return _bearing(debt, row) | {
        "contract_rate": decimal(per_day * row.year_days, 4) if per_day is not None and row.year_days else None,
        "cap_rate": decimal(caps(nbu, row), 4) if nbu is not None and is_capped else None,
    }


def _inflation(debt: AnnexDebt, row: InterestRow, cpi: RateTable | None, language: str) -> DocumentContext:
    months = row.months
    factors = [cpi.value_on(month) / 100 for month in months if month <= cpi.sure_to] if cpi else []
    return _row(debt, row) | {
        "months": span_of(months, language),
        "factors": f"{NBSP}× ".join(number(Decimal(decimal(each, 10)), language) for each in factors),
        "index": decimal(row.rate / 100, 10),
    }


def _row(debt: AnnexDebt, row: InterestRow) -> DocumentContext:
    currency = debt.late.principal_left.currency
    principal, amount = (money(Money(each, currency)) for each in (row.principal_minor, row.amount_minor))
    return {"document": debt.document, "principal": principal, "amount": amount}


def _indices(rows: Iterable[InterestRow], cpi: RateTable | None, language: str) -> list[DocumentContext]:
    months = sorted({month for row in rows for month in row.months})
    known = [(month, cpi.value_on(month)) for month in months if month <= cpi.sure_to] if cpi else []
    return [
        {"month": span_of([month], language), "index": decimal(value), "factor": decimal(value / 100, 10)}
        for month, value in known
    ]


def _nbu(rows: Collection[InterestRow], nbu: RateTable | None) -> list[DocumentContext]:
    if nbu is None:
        return []
    return [_held(each) | {"double": decimal(each.rate * 2)} for each in held(nbu, [r for r in rows if r.year_days])]


def _statutory(
    debts: Collection[AnnexDebt], rows: Collection[InterestRow], tables: Mapping[str, RateTable], language: str
) -> DocumentContext:
    """The rates statutory interest followed, where the law has a table of them; a frozen one is that of its start."""
    codes = {late_payment_law(each.late.law).table for each in debts}
    table = next((tables[code] for code in codes if code in tables), None)
    if table is None or not rows:
        return {"rates": [], "rates_source": None}
    if late_payment_law(next(iter(debts)).late.law).is_frozen:
        starts = {each.late.first_day for each in debts}
        rows = [row._replace(to_on=row.from_on) for row in rows if row.from_on in starts]
    name = paper_words("tables", language).get(table.code, "")
    source = ", ".join(filter(None, (name, source_of(table, language))))
    return {"rates": [_held(each) for each in held(table, rows)], "rates_source": source}


def _held(each: Held) -> DocumentContext:
    return {"first_day": day(each.first_day), "last_day": day(each.last_day), "rate": decimal(each.rate)}
