"""German and Swiss banks give their statements of many days as one archive of CAMT or MT940 files: each is read."""

import io
import zipfile

from contracts.money.rules.statement import StatementFault
from contracts.money.statements.values import LARGEST
from contracts.tabular.damage import DAMAGED

_KINDS = (".xml", ".sta", ".txt", ".ofx", ".940", ".mt940", ".942", ".c53", ".c52", ".c54")
_MOST_FILES = 2_000


def statements_in(data: bytes, name: str) -> list[tuple[bytes, str]]:
    """The files of an archive of statements with their names; nothing where it is no such archive (a workbook).

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
                raise StatementFault(
                    "{file} is larger than any statement ({limit} MB).",
                    code="too_large",
                    file=name,
                    limit=LARGEST // 1_000_000,
                )
            return [(archive.open(each).read(each.file_size), f"{name}/{each.filename}") for each in parts]
    except DAMAGED as error:
        raise StatementFault(
            "{file} is damaged or is no spreadsheet ({reason}).", code="bad_archive", file=name, reason=str(error)[:120]
        ) from None
