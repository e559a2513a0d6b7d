"""Rate tables: those shipped, and over them the newer ones a person imported into the data folder."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from contracts.kernel.calendar import add_months
from contracts.kernel.outside.outputs import write_aside
from contracts.kernel.rates import RateTable, joined
from contracts.kernel.refusal import system_note
from contracts.law.rate_files import RatesFault, read_table, written

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
    found = rate_tables(data).get(code)
    if found is None:
        known = ", ".join(rate_tables(data))
        raise RatesFault("There is no rate table {table}; there are {known}.", table=code, known=known)
    return found


def rate_tables(data: Path | None = None) -> Mapping[str, RateTable]:
    """All tables by code, with ``ru_395`` joined from its two parts; ``data`` is the data folder.

    Raises :class:`RatesFault` naming the file and the line that cannot be used.
    """
    tables = dict(_folder(SHIPPED, _stamp(SHIPPED)))
    if data is not None and (data / IMPORTED).is_dir():
        tables.update(_folder(data / IMPORTED, _stamp(data / IMPORTED)))
    tables["ru_395"] = _ru_395(tables["ru_395_deposits"], tables["cbr_key_rate"])
    return tables


def stale(as_of: date, data: Path | None = None, countries: Collection[str] = ()) -> list[tuple[str, date]]:
    """The tables that no longer reach ``as_of``, as (code, last sure day); the CPI when its next month is out.

    ``countries`` keeps the tables of these countries; none keeps all.
    """
    return [
        (table.code, table.sure_to)
        for table in rate_tables(data).values()
        if not table.is_closed and table.code != "ru_395" and as_of > _fresh_to(table)
        if not countries or table.country in countries
    ]


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
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise RatesFault("{file} is not UTF-8 text.", file=path.name) from None
    except OSError as error:
        raise RatesFault("{file} cannot be read: {reason}.", file=str(path), reason=system_note(error)) from None
    return read_table(text, code=code or path.stem, file=path.name)


@lru_cache(maxsize=4)
def _ru_395(deposits: RateTable, key_rate: RateTable) -> RateTable:
    return joined("ru_395", deposits, key_rate, from_on=_KEY_RATE_FROM)
