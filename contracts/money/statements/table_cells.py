"""Cells of a bank's table: a sum is exact or refused, a row of a balance or a total is no payment.

A sum with one separator before three digits («1,234») may be two sums and is refused.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from contracts.kernel.money import Money, MoneyFault, money
from contracts.kernel.refusal import Refusal
from contracts.money.rules.statement import StatementFault
from contracts.money.statements.values import instant_in
from contracts.tabular.days import DayFault, read_day
from contracts.tabular.sums import SumFault, currency_in, read_currency

Label = Literal["count", "opening", "closing", "turnover", "came", "went"]

_BALANCE = r"(?:залишок|сальдо|баланс|остаток|balance)"
_LABELS: tuple[tuple[Label, str], ...] = (
    ("count", r"(?:(?:всього|усього|разом|итого|total)\s+)?(?:к[іi]льк[іi]сть|количество|number of|count)\b"),
    ("opening", rf"(?:вх[іi]дн\w*|початков\w*|входящ\w*|opening|начальн\w*)\s+{_BALANCE}"),
    ("closing", rf"(?:вих[іi]дн\w*|к[іi]нцев\w*|исходящ\w*|closing|конечн\w*)\s+{_BALANCE}"),
    ("opening", rf"{_BALANCE}\s+(?:кошт[іi]в\s+)?(?:на\s+)?(?:поч|начал|at the beg|вх)\w*"),
    ("closing", rf"{_BALANCE}\s+(?:кошт[іi]в\s+)?(?:на\s+)?(?:к[іi]н|конец|at the end|вих)"),
    ("came", r"(?:всього|усього|разом|итого|total)\s+(?:зарахов\w*|надход\w*|надійш\w*|поступ\w*|по кредиту|credits?)"),
    ("went", r"(?:всього|усього|разом|итого|total)\s+(?:списа\w*|витрат\w*|видат\w*|по дебету|debits?)"),
    ("came", r"(?:оборот\w*|turnover)\s+(?:по\s+|за\s+)?(?:кредит\w*|кт\b|credit)"),
    ("went", r"(?:оборот\w*|turnover)\s+(?:по\s+|за\s+)?(?:дебет\w*|дт\b|debit)"),
    ("turnover", r"(?:оборот\w*|turnovers?)(?:\s+(?:за|по|for)\b.*)?"),
    ("turnover", r"(?:всього|усього|разом|итого|п[іi]дсумок|total)(?:\s+(?:за|по|операц|документ|оборот|for)\w*.*)?"),
)  # fmt: skip
_LABEL = [(kind, re.compile(rf"^\s*(?:{pattern})[\s:.\-–]*(?P<rest>.*)$", re.I | re.S)) for kind, pattern in _LABELS]
_AROUND = r"(?:[^\W\d_]++\.?|[₴€$£¥ ()])*+"
_NUMBER = re.compile(
    rf"{_AROUND}(?P<sign>[+-]?){_AROUND}(?P<digits>\d{{1,3}}(?:[ '’`]\d{{3}})+(?:[.,]\d*)?|\d[\d.,]*|[.,]\d+)"
    rf"(?P<after>-?){_AROUND}"
)
_CLOCK = re.compile(r"(?<![,\s])[,\s]++\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*[ap]m)?$", re.I)
_KOPIYKAS = re.compile(r"^(.*\d)\s*(?:грн|гривень|гривня|гривні|uah|₴|руб)\.?,?\s*(\d{2})\s*коп\w*\.?$", re.I)
_SPACES = str.maketrans(dict.fromkeys("\xa0\u202f\u2009\t\n", " ") | dict.fromkeys("−–—", "-"))
_IN_TEXT = re.compile(r"[-−–]?\d[\d\s\xa0\u202f'’]*(?:[.,]\d+)*")
_LONGEST = 80
_FLOAT_NOISE = Decimal("0.000001")
_SLASHED = re.compile(r"^\s*(\d{1,2})([/-])(\d{1,2})\2(\d{2,4})(?:[\sT].*)?$")


def sum_of(raw: object, currency: str, *, file: str, row: int) -> Money | None:
    """The signed sum of a cell; ``None`` where it is empty. Raises :class:`StatementFault`."""
    number = _number(raw)
    if number is None:
        return None
    if number == "?":
        sentence = "{file}, row {row}: «{value}» is no sum of money, or may be two; export it with both decimals."
        raise StatementFault(sentence, code="bad_sum", file=file, row=row, value=str(raw)[:60])
    try:
        return money(number, currency)
    except MoneyFault:
        raise StatementFault(
            "{file}, row {row}: the sum {value} has more digits than {currency} has, or is larger than any sum kept; "
            "nothing is rounded.",
            code="bad_sum",
            file=file,
            row=row,
            value=str(raw)[:60],
            currency=currency,
        ) from None


def is_sum(raw: object) -> bool:
    """Whether a cell is empty or a sum."""
    return _number(raw) != "?"


def is_negative(raw: object) -> bool:
    """Whether a cell is a sum below zero."""
    return str(_number(raw)).startswith("-")


def currency_named(raw: object) -> str:
    """The currency a sum names beside its digits; empty where it names none."""
    return currency_in(raw) if isinstance(raw, str) else ""


def _number(raw: object) -> str | Decimal | None:
    """Digits with a point; ``?`` where the cell is no sum, ``None`` where it is empty."""
    if raw is None or isinstance(raw, bool | date | datetime):
        return None if raw is None else "?"
    if isinstance(raw, int | float):
        exact = Decimal(repr(raw))
        near = exact.quantize(Decimal("0.01"))
        return near if isinstance(raw, float) and abs(exact - near) < _FLOAT_NOISE else exact
    text = _KOPIYKAS.sub(r"\1,\2", str(raw).translate(_SPACES).strip())
    if text in ("", "-"):
        return None
    is_negative = text.startswith("(") and text.endswith(")")
    match = _NUMBER.fullmatch(text.strip("() ")) if len(text) <= _LONGEST else None
    if match is None:
        return "?"
    parts = re.split(r"[ '’`]", match["digits"])
    digits = _pointed("".join(parts), has_grouping=len(parts) > 1)
    if digits == "?":
        return "?"
    return f"-{digits}" if is_negative or "-" in (match["sign"], match["after"]) else digits


def _pointed(digits: str, *, has_grouping: bool) -> str:
    """Digits with one point, or ``?``: «1.234.567,89», «1,234,567.89», «1234,5», but never «1,234»."""
    marks = [each for each in digits if each in ".,"]
    if not marks:
        return digits
    last = max(digits.rfind("."), digits.rfind(","))
    head, tail = digits[:last], digits[last + 1 :]
    if len(set(marks)) == 1 and len(marks) > 1:
        parts = re.split(r"[.,]", digits)
        return "".join(parts) if all(len(each) == 3 for each in parts[1:]) else "?"
    if len(marks) == 1:
        is_unclear = len(tail) == 3 and not has_grouping and 1 <= len(head) <= 3 and head != "0"
        return "?" if is_unclear else f"{head or '0'}.{tail or '0'}"
    groups = re.split(r"[.,]", head)
    if marks.count(marks[-1]) > 1 or not all(len(each) == 3 for each in groups[1:]):
        return "?"
    return f"{''.join(groups)}.{tail or '0'}"


def day_of(raw: object, order: str | None, *, file: str, row: int) -> date:
    """The day of a cell, its time left out. Raises :class:`StatementFault`."""
    if isinstance(raw, str) and (instant := instant_in(raw)) is not None:
        return instant.date()
    try:
        if isinstance(raw, str):
            match = _SLASHED.match(raw)
            text = f"{match[1]}/{match[3]}/{match[4]}" if match and order else raw.strip().rstrip(",")
            if not match:
                text = _CLOCK.sub("", text)
            return read_day(_compact(text), order if match else None)
        return read_day(_compact(raw))
    except DayFault as fault:
        raise StatementFault(
            "{file}, row {row}: «{value}» is no day, or may be two.",
            code="bad_day",
            file=file,
            row=row,
            value=str(fault.facts.get("value", raw))[:40],
        ) from None


def _compact(raw: object) -> object:
    """``20260131`` as a day."""
    text = str(raw).removesuffix(".0")
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if re.fullmatch(r"(?:19|20)\d{6}", text) else raw


def day_order(values: Iterable[object]) -> str | None:
    """Which number of ``02/03/2026`` is the day, as another row of the column proves; ``None`` where none does."""
    found = [match for each in values if isinstance(each, str) and (match := _SLASHED.match(each))]
    year = "%y" if found and len(found[0][4]) == 2 else "%Y"
    if any(int(each[1]) > 12 for each in found):
        return f"%d/%m/{year}"
    return f"%m/%d/{year}" if any(int(each[3]) > 12 for each in found) else None


def label_of(cells: Sequence[object]) -> tuple[Label, str] | None:
    """Whether a row is a balance or a total: which, and what stands behind the words in the same cell."""
    for cell in cells:
        if isinstance(cell, str) and cell.strip():
            for kind, pattern in _LABEL:
                if match := pattern.match(cell):
                    return kind, match["rest"]
    return None


def sums_in(text: str) -> list[str]:
    """The sums that stand in a text, days left out."""
    bare = re.sub(r"\d{1,2}\.\d{1,2}\.\d{2,4}|\d{4}-\d\d-\d\d", " ", text)
    return [each.strip() for each in _IN_TEXT.findall(bare) if any(map(str.isdigit, each))]


def currency_of(raw: object) -> str:
    """The currency a cell names; empty where it names none."""
    if raw in (None, ""):
        return ""
    try:
        return read_currency(int(raw) if isinstance(raw, float) else raw)
    except (SumFault, Refusal):
        return ""
