"""Bank statements of every usual format; the format is told by what stands in the file, never by its name."""

import importlib
import io
import pkgutil
import zipfile
from collections.abc import Callable
from datetime import tzinfo
from functools import cache

from contracts.money.rules.statement import StatementFault
from contracts.money.statements.account import AccountRead, check, join_pages
from contracts.money.statements.format import Format
from contracts.money.statements.values import LARGEST, days_in
from contracts.tabular.sheet import DAMAGED

#: What files of an archive of statements are called, and how many there may be.
_KINDS = (".xml", ".sta", ".txt", ".ofx", ".940", ".mt940", ".942", ".c53", ".c52", ".c54")
_MOST_FILES = 2_000


def read_statement(data: bytes, name: str, zone: tzinfo | None = None) -> list[AccountRead]:
    """The accounts of a file, each checked against the file's own totals and balances; instants are days of the zone.

    Raises :class:`StatementFault` with file, line and reason where any of it is wrong: nothing of it is used then.
    """
    with days_in(zone):
        accounts = join_pages(read_accounts(data, name))
    if not accounts:
        raise StatementFault("{file} holds no statement of any account.", code="no_statement", file=name)
    return [check(each, name) for each in accounts]


def read_accounts(data: bytes, name: str) -> list[AccountRead]:
    """What the file says of its accounts, before anything is added up."""
    if not data.strip(b" \r\n\t\0\x1a"):
        raise StatementFault("{file} is empty.", code="no_statement", file=name)
    if len(data) > LARGEST:
        raise _too_large(name)
    if data.startswith(b"PK") and (parts := _files_of_archive(data, name)):
        return [found for part, inner in parts for found in _reader(part)(part, inner)]
    return _reader(data)(data, name)


@cache
def formats() -> tuple[Format, ...]:
    """The formats of the modules of this folder, in the order they are asked in."""
    names = sorted(each.name for each in pkgutil.iter_modules(__path__))
    modules = (importlib.import_module(f"{__name__}.{name}") for name in names)
    found = [each.FORMAT for each in modules if hasattr(each, "FORMAT")]
    return tuple(sorted(found, key=lambda each: each.is_last))


def _reader(data: bytes) -> Callable[[bytes, str], list[AccountRead]]:
    """The reader of the first format that knows the file."""
    head = data[:20_000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return next(each.read for each in formats() if each.is_known(head))


def _files_of_archive(data: bytes, name: str) -> list[tuple[bytes, str]]:
    """The files of an archive, as German and Swiss banks give statements of many days, with their names.

    Nothing where it is no archive of statements (a workbook).

    Raises :class:`StatementFault` for one that is damaged, locked, or unpacks to too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [each for each in archive.infolist() if not each.is_dir()]
            names = {each.filename for each in parts}
            is_workbook = names & {"[Content_Types].xml", "content.xml", "mimetype"}
            if is_workbook or not parts or not all(each.lower().endswith(_KINDS) for each in names):
                return []
            if sum(each.file_size for each in parts) > LARGEST or len(parts) > _MOST_FILES:
                raise _too_large(name)
            return [(archive.open(each).read(each.file_size), f"{name}/{each.filename}") for each in parts]
    except DAMAGED as error:
        raise StatementFault(
            "{file} is damaged or is no spreadsheet ({reason}).", code="bad_archive", file=name, reason=str(error)[:120]
        ) from None


def _too_large(name: str) -> StatementFault:
    return StatementFault(
        "{file} is larger than any statement ({limit} MB).", code="too_large", file=name, limit=LARGEST // 1_000_000
    )
