"""A rate file names its source and last sure day; a gap, disorder or slip is refused by file and line (law §6)."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from contracts.kernel.calendar import add_months
from contracts.kernel.rates import RateTable, Step
from contracts.kernel.refusal import Refusal

_HEADS = ("series", "country", "step", "unit", "source", "sure_to", "closed")
_STEPS: dict[str, Step] = {"change": "change", "half_year": "half_year", "month": "month"}
_COLUMNS = ("effective_from", "value")
_CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")


class RatesFault(Refusal):
    """A rate file cannot be used; the sentence names the file, the line and what to do."""

    code = "rates_fault"


def read_table(text: str, *, code: str, file: str) -> RateTable:
    """The table written in a rate file.

    Raises :class:`RatesFault` for a missing head, an unreadable line, days out of order, and months or half-years
    left out.
    """
    if not _CODE.fullmatch(code):
        raise RatesFault(
            "{file}: {table} is not a table code; write small letters, digits and _.", file=file, table=code
        )
    heads, lines = _split(text, file)
    step = _STEPS.get(heads.get("step", "change"))
    if step is None:
        raise RatesFault("{file}: step is change, half_year or month, not {step}.", file=file, step=heads["step"])
    values = _values(lines, step, file)
    return RateTable(
        code,
        values,
        _sure_to(heads, values[-1][0], step, file),
        _head(heads, "source", file),
        heads.get("series", code),
        heads.get("country", ""),
        step,
        is_closed=heads.get("closed", "") == "yes",
    )


def written(table: RateTable) -> str:
    """A table as the text of a rate file; reading it gives the same table."""
    heads = {
        "series": table.series,
        "country": table.country,
        "step": table.step,
        "source": table.source,
        "sure_to": table.sure_to.isoformat(),
        "closed": "yes" if table.is_closed else "",
    }
    top = [f"# {name}: {value}" for name, value in heads.items() if value]
    body = [f"{day.isoformat()},{plain(value)}" for day, value in table.values]
    return "\n".join([*top, ",".join(_COLUMNS), *body]) + "\n"


def plain(value: Fraction, digits: int = 6) -> str:
    """A rate as a decimal without needless zeros: ``15.5``, ``-0.88``; rounded half up past ``digits``."""
    scaled = abs(value) * 10**digits
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    whole, rest = divmod(units, 10**digits)
    tail = f"{rest:0{digits}d}".rstrip("0")
    return ("-" if value < 0 and units else "") + str(whole) + (f".{tail}" if tail else "")


def _split(text: str, file: str) -> tuple[dict[str, str], list[tuple[int, str]]]:
    heads: dict[str, str] = {}
    lines: list[tuple[int, str]] = []
    is_titled = False
    for no, raw in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        line = raw.strip()
        if line.startswith("#"):
            name, _, value = line[1:].partition(":")
            if name.strip() in _HEADS:
                heads[name.strip()] = value.strip()
        elif line and not is_titled:
            if tuple(re.split(r"[,;\t]", line)[:2]) not in (_COLUMNS, ("month", "value")):
                raise RatesFault("{file}, line {line}: the columns are effective_from,value.", file=file, line=no)
            is_titled = True
        elif line:
            lines.append((no, line))
    if not lines:
        raise RatesFault("{file} has no rates: write lines such as 2026-01-30,15.0.", file=file)
    return heads, lines


def _values(lines: list[tuple[int, str]], step: Step, file: str) -> tuple[tuple[date, Fraction], ...]:
    values: list[tuple[date, Fraction]] = []
    for no, line in lines:
        day, value = _line(line, no, step, file)
        if values:
            _check_order(values[-1][0], day, MONTHS[step], (file, no))
        values.append((day, value))
    return tuple(values)


def _line(line: str, no: int, step: Step, file: str) -> tuple[date, Fraction]:
    day_text, _, rest = line.replace(";", ",").replace("\t", ",").partition(",")
    value_text = rest.split(",")[0].strip()
    try:
        day = date.fromisoformat(f"{day_text}-01" if re.fullmatch(r"\d{4}-\d{2}", day_text) else day_text.strip())
        value = Decimal(value_text)
    except (ValueError, InvalidOperation):
        raise RatesFault(
            "{file}, line {line}: {text} is not a day and a rate; write 2026-01-30,15.0.", file=file, line=no, text=line
        ) from None
    if not value.is_finite() or not _is_plausible(step, Fraction(value)):
        raise RatesFault(
            "{file}, line {line}: {value} cannot be such a rate; check the figure.",
            file=file,
            line=no,
            value=value_text,
        )
    if step != "change" and (day.day != 1 or (step == "half_year" and day.month not in (1, 7))):
        raise RatesFault(
            "{file}, line {line}: {day} is not the first day of a period of the table.", file=file, line=no, day=day
        )
    return day, Fraction(value)


def _is_plausible(step: Step, value: Fraction) -> bool:
    low, high = (50, 300) if step == "month" else (-10, 1000)
    return low <= value <= high


def check_value(step: Step, value: Fraction) -> None:
    """A figure that may be such a rate. Raises :class:`RatesFault`."""
    if not _is_plausible(step, value):
        raise RatesFault("{value} cannot be such a rate; check the figure.", value=plain(value))


#: How many months a period of a table has.
MONTHS: dict[Step, int] = {"change": 0, "half_year": 6, "month": 1}


def _check_order(before: date, day: date, months: int, place: tuple[str, int]) -> None:
    file, no = place
    if day <= before:
        raise RatesFault(
            "{file}, line {line}: {day} does not come after {before}; put the days in order, each once.",
            file=file,
            line=no,
            day=day,
            before=before,
        )
    if months and day != add_months(before, months):
        raise RatesFault(
            "{file}, line {line}: there is a gap after {before}; {missing} is missing.",
            file=file,
            line=no,
            before=before,
            missing=add_months(before, months),
        )


def _head(heads: dict[str, str], name: str, file: str) -> str:
    if not heads.get(name):
        raise RatesFault("{file} does not name its {name}: add a line # {name}: … at the top.", file=file, name=name)
    return heads[name]


def _sure_to(heads: dict[str, str], last: date, step: Step, file: str) -> date:
    text = _head(heads, "sure_to", file)
    try:
        if re.fullmatch(r"\d{4}-\d{2}", text):
            text = (add_months(date.fromisoformat(f"{text}-01"), 1) - date.resolution).isoformat()
        sure_to = date.fromisoformat(text)
    except ValueError:
        raise RatesFault("{file}: sure_to is a day such as 2026-03-20, not {text}.", file=file, text=text) from None
    months = MONTHS[step]
    if sure_to < last or (months and sure_to >= add_months(last, months)):
        raise RatesFault(
            "{file}: sure_to is {sure_to}, but the last line is {last}; they must agree.",
            file=file,
            sure_to=sure_to,
            last=last,
        )
    return sure_to
