"""The claim pack: letter with its calculation, the calculation as a table, the list and copies of enclosures (§8)."""

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from contracts.core.refusal import Refusal
from contracts.documents.contexts.values import decimal
from contracts.exchange.calculation import CalculationRow, write_calculation
from contracts.services.claim_cases import ClaimRequest, Drafted, approve, draft_claim
from contracts.services.desk import Call, Desk
from contracts.store.files import write_aside

#: A fixed moment in archives: the same claim packs to the same bytes.
_EPOCH = (2026, 1, 1, 0, 0, 0)
_NAMES = {
    "uk": ("Претензія", "Розрахунок", "Перелік додатків", "Додатки"),
    "ru": ("Претензия", "Расчёт", "Перечень приложений", "Приложения"),
    "de": ("Mahnung", "Berechnung", "Anlagenverzeichnis", "Anlagen"),
    "en": ("Claim", "Calculation", "List of enclosures", "Enclosures"),
}


class PackFault(Refusal):
    """A pack cannot be made."""

    code = "pack_fault"


@dataclass(frozen=True, slots=True)
class Packed:
    """A pack as it was made: the claim, its place, the files within, and titles nobody gave a copy for."""

    made: Drafted
    place: Path
    files: tuple[str, ...]
    without_copy: tuple[str, ...]
    sha256: str


def pack_claim(
    desk: Desk,
    call: Call,
    request: ClaimRequest,
    *,
    target: Path,
    enclose: Sequence[Path] = (),
    number: str | None = None,
    data: Path | None = None,
) -> Packed:
    """Make a claim and its pack at ``target``, a folder, or an archive where it ends in ``.zip``.

    With ``number`` an existing draft is approved and packed instead. Raises :class:`PackFault` for an enclosure that
    cannot be read: then no number is used up.
    """
    copies = {path.name: _read(path) for path in enclose}
    if len(copies) < len(enclose):
        raise PackFault("Two enclosures have the same file name: rename one of them.", code="same_name")
    letter = target.with_name(f".{target.name}.letter.docx")
    enclosed = tuple(Path(name).stem for name in copies)
    if number is None:
        made = draft_claim(desk, call, replace(request, target=letter, enclosed=enclosed), data)
    else:
        made = approve(desk, call, number, data, letter)
    letter.unlink(missing_ok=True)
    files = _files(desk, made, copies)
    sha = _write_zip(target, files) if target.suffix.lower() == ".zip" else _write_folder(target, files)
    titles = list(made.reckoned.copies)
    return Packed(made, target, tuple(files), tuple(titles) if not copies else (), sha)


def _files(desk: Desk, made: Drafted, copies: Mapping[str, bytes]) -> dict[str, bytes]:
    language = made.reckoned.language
    letter, calculation, listed, folder = _NAMES.get(language, _NAMES["en"])
    number = made.number.replace("/", "-")
    titles = list(made.reckoned.copies) + [Path(name).stem for name in copies]
    lines = [f"{no}. {title}" for no, title in enumerate([f"{calculation} ({made.number})", *titles], 1)]
    return {
        f"01 {letter} {number}.docx": desk.files.get(made.filed.sha256),
        f"02 {calculation} {number}.xlsx": write_calculation(_rows(made), language),
        f"03 {listed}.txt": ("\n".join(lines) + "\n").encode(),
        **{f"{folder}/{name}": content for name, content in copies.items()},
    }


def _rows(made: Drafted) -> list[CalculationRow]:
    return [
        CalculationRow(
            document=debt.document,
            kind=row.kind,
            from_on=row.from_on,
            to_on=row.to_on,
            days=row.days,
            principal_minor=row.principal_minor,
            rate=decimal(row.rate, 4),
            year_days=row.year_days,
            amount_minor=row.amount_minor,
            currency=made.facts.currency,
        )
        for debt in made.facts.debts
        for item in debt.late.items
        for row in item.rows
    ]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise PackFault(
            "The enclosure {file} cannot be read: {reason}.", file=str(path), reason=error.strerror or ""
        ) from None


def _write_folder(target: Path, files: Mapping[str, bytes]) -> str:
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise PackFault("{path} is there already and is not an empty folder: choose another place.", path=str(target))
    for name, content in files.items():
        write_aside(target / name, content)
    return hashlib.sha256(b"".join(files.values())).hexdigest()


def _write_zip(target: Path, files: Mapping[str, bytes]) -> str:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    write_aside(target.absolute(), held.getvalue())
    return hashlib.sha256(held.getvalue()).hexdigest()
