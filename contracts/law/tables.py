"""Rate tables: those shipped, and over them the newer ones a person imported into the data folder.

A newer table is taken over whole; one that forgets known days is refused. Tables that follow from one another are
compared: a slip in one of them shows (law §3, §4, §6).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from contracts.kernel.calendar import add_months
from contracts.kernel.outside.outputs import write_aside
from contracts.kernel.rates import RateTable, joined
from contracts.kernel.refusal import Note, system_note
from contracts.law.rate_files import RatesFault, plain, read_table, written

SHIPPED = Path(__file__).with_name("rates")
#: The name of the folder of imported tables inside the data folder.
IMPORTED = "rates"

#: Art. 395 follows the key rate since this day (Law 315-FZ of 03.07.2016).
_KEY_RATE_FROM = date(2016, 8, 1)


@dataclass(frozen=True, slots=True)
class RateFolder:
    """The data folder rate tables are imported into; without one there are the shipped tables alone."""

    data: Path | None = None

    def tables(self) -> Mapping[str, RateTable]:
        """All tables by code, the imported before the shipped."""
        return rate_tables(self.data)


def rates(code: str, data: Path | None = None) -> RateTable:
    """One table by code, the imported one before the shipped one. Raises :class:`RatesFault` where there is none."""
    return table_of_code(rate_tables(data), code)


def table_of_code(tables: Mapping[str, RateTable], code: str) -> RateTable:
    """One of these tables by its code. Raises :class:`RatesFault` where there is none."""
    found = tables.get(code)
    if found is None:
        raise RatesFault("There is no rate table {table}; there are {known}.", table=code, known=", ".join(tables))
    return found


def rate_tables(data: Path | None = None) -> Mapping[str, RateTable]:
    """All tables by code, with ``ru_395`` joined from its two parts; ``data`` is the data folder.

    Raises :class:`RatesFault` naming the file and the line that cannot be used.
    """
    tables = dict(_folder(SHIPPED, _stamp(SHIPPED)))
    if data is not None and (data / IMPORTED).is_dir():
        tables.update(_folder(data / IMPORTED, _stamp(data / IMPORTED)))
    tables["ru_395"] = joined_395(tables)
    return tables


def stale(as_of: date, data: Path | None = None, countries: Collection[str] = ()) -> list[tuple[str, date]]:
    """The tables of the folder that no longer reach ``as_of``, as (code, last sure day)."""
    return stale_in(rate_tables(data), as_of, countries)


def stale_in(tables: Mapping[str, RateTable], as_of: date, countries: Collection[str] = ()) -> list[tuple[str, date]]:
    """Those of the tables that no longer reach ``as_of``, as (code, last sure day); the CPI when its next month is out.

    ``countries`` keeps the tables of these countries; none keeps all.
    """
    return [
        (table.code, table.sure_to)
        for table in tables.values()
        if not table.is_closed and table.code != "ru_395" and as_of > _fresh_to(table)
        if not countries or table.country in countries
    ]


def joined_395(tables: Mapping[str, RateTable]) -> RateTable:
    """The table of art. 395 out of its two parts."""
    return _ru_395(tables["ru_395_deposits"], tables["cbr_key_rate"])


def keep(table: RateTable, data: Path) -> Path:
    """Write an imported table into the data folder, aside and then renamed; returns the file."""
    path = data / IMPORTED / f"{table.code}.csv"
    write_aside(path, written(table).encode())
    return path


def _fresh_to(table: RateTable) -> date:
    """An index is published on the 10th of the month after, so it is late only from the 10th of the next but one."""
    if table.step != "month":
        return table.sure_to
    return add_months(table.sure_to.replace(day=1), 2).replace(day=9)


def _stamp(folder: Path) -> tuple[tuple[str, int], ...]:
    """What tells that a folder has changed: the names and moments of its files."""
    return tuple((path.name, path.stat().st_mtime_ns) for path in sorted(folder.glob("*.csv")))


@lru_cache(maxsize=16)
def _folder(folder: Path, stamp: tuple[tuple[str, int], ...]) -> Mapping[str, RateTable]:
    return {name.removesuffix(".csv"): read_file(folder / name) for name, _ in stamp}


def read_file(path: Path, code: str = "") -> RateTable:
    """A table from a file, by the code given or the file's name. Raises :class:`RatesFault`."""
    return read_table(read_text(path), code=code or path.stem, file=path.name)


def read_text(path: Path) -> str:
    """The text of a rate file. Raises :class:`RatesFault`."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise RatesFault("{file} is not UTF-8 text.", file=path.name) from None
    except OSError as error:
        raise RatesFault("{file} cannot be read: {reason}.", file=str(path), reason=system_note(error)) from None


@lru_cache(maxsize=4)
def _ru_395(deposits: RateTable, key_rate: RateTable) -> RateTable:
    return joined("ru_395", deposits, key_rate, from_on=_KEY_RATE_FROM)


_DAY = timedelta(days=1)


def implausible(tables: Mapping[str, RateTable]) -> list[Note]:
    """Half-year rates that are not what their source rate was on the day they follow.

    Germany: base rate = ECB main refinancing rate of the day before the half-year − 0.88 (since 2009). EU: that of the
    first day. UK: Bank Rate of the day before.
    """
    return [
        *_follows(tables["de_base_rate"], tables["ecb_mro_rate"], day_before=True, less=Fraction(88, 100)),
        *_follows(tables["eu_reference"], tables["ecb_mro_rate"], day_before=False),
        *_follows(tables["uk_reference"], tables["boe_bank_rate"], day_before=True),
    ]


def _follows(table: RateTable, basis: RateTable, *, day_before: bool, less: Fraction = Fraction(0)) -> Iterator[Note]:
    for day, value in table.values:
        asked = day - _DAY if day_before else day
        if basis.first_day <= asked <= basis.sure_to and basis.value_on(asked) - less != value:
            expected = plain(basis.value_on(asked) - less)
            facts = {"table": table.code, "day": day, "value": plain(value), "basis": basis.code, "expected": expected}
            yield Note("{table}: the rate from {day} is {value}, but {basis} gives {expected}.", facts)


def take_over(
    file: Path, data: Path, *, code: str = "", source: str = "", sure_to: date | None = None
) -> tuple[RateTable, RateTable | None]:
    """Check a file, lay it into the data folder, and return the new table and the one before it.

    ``source`` and ``sure_to`` stand in for those the file does not name; a bare file of a known table keeps its
    series and step. Raises :class:`RatesFault`; nothing is changed then.
    """
    name = code or file.stem
    if name == "ru_395":
        raise RatesFault("The table ru_395 is made of ru_395_deposits and cbr_key_rate: import the key rate.")
    before = rate_tables(data).get(name)
    table = read_table(_text(file, before, source, sure_to), code=name, file=file.name)
    if before is not None:
        table = _beside(table, before, file.name)
    keep(table, data)
    return table, before


def _text(file: Path, before: RateTable | None, source: str, sure_to: date | None) -> str:
    """The file's text, with the heads given on the command line below its own, so that they win."""
    text = read_text(file)
    given = [f"# source: {source}"] if source else []
    given += [f"# sure_to: {sure_to.isoformat()}"] if sure_to else []
    if before is not None and "# step:" not in text:
        given.append(f"# step: {before.step}")
    return "\n".join([text, *given])


def _beside(table: RateTable, before: RateTable, file: str) -> RateTable:
    if table.sure_to < before.sure_to:
        raise RatesFault(
            "{file} is sure only to {sure_to}, the table in use to {before}; the older one is not taken over.",
            file=file,
            sure_to=table.sure_to,
            before=before.sure_to,
        )
    if table.first_day > before.first_day:
        raise RatesFault(
            "{file} begins on {first_day}, the table in use on {before}; give the whole table.",
            file=file,
            first_day=table.first_day,
            before=before.first_day,
        )
    series = before.series if table.series == table.code else table.series
    return replace(table, series=series, country=table.country or before.country)
