"""The claim pack: the letter, its calculation, the list of enclosures and their copies; the same bytes again (§8).

Everything in it is kept: the letter and copies in the file store, the calculation as frozen rows. Packed again, a
claim whose calculation and copies did not change gives the same archive.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from sqlalchemy import Row

from contracts.claims.case.calculation import CalculationRow, write_calculation
from contracts.claims.case.claim_card import Card, card_of
from contracts.claims.case.claim_cases import ClaimRequest, approve, draft_claim
from contracts.claims.case.claim_enclosures import Enclosure, listed
from contracts.claims.case.queries import claims
from contracts.claims.case.rules.claim import ClaimDirection, ClaimStatus, ClaimSubject
from contracts.documents.attaching import attach_in
from contracts.documents.contexts.values import decimal
from contracts.documents.filing import Filing, file_document
from contracts.documents.queries import documents
from contracts.documents.tables import DocumentRow
from contracts.kernel.context import Call, Context, Work
from contracts.kernel.files import write_aside
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import require, writing


class _Names(NamedTuple):
    """What the parts of a pack are called."""

    letter: str
    calculation: str
    listed: str
    folder: str


_NAMES = {
    "uk": _Names("Претензія", "Розрахунок", "Перелік додатків", "Додатки"),
    "ru": _Names("Претензия", "Расчёт", "Перечень приложений", "Приложения"),
    "de": _Names("Mahnung", "Berechnung", "Anlagenverzeichnis", "Anlagen"),
    "en": _Names("Claim", "Calculation", "List of enclosures", "Enclosures"),
}
#: The claim itself, as the list of what is sent names it.
_CLAIM = {
    "uk": "претензія № {number} від {date}",
    "ru": "претензия № {number} от {date}",
    "de": "Mahnung {number} vom {date}",
    "en": "claim No. {number} of {date}",
}
#: A demand to return an advance, in the languages its letter is made in: its file, and itself in the list.
_DEMAND = {
    "uk": ("Вимога", "вимога № {number} від {date} про повернення попередньої оплати"),
    "en": ("Demand", "demand No. {number} of {date} for the return of an advance"),
}
#: A fixed moment in archives: the same claim packs to the same bytes.
_EPOCH = (2026, 1, 1, 0, 0, 0)


class PackFault(Refusal):
    """A pack cannot be made."""

    code = "pack_fault"


@dataclass(frozen=True, slots=True)
class Packed:
    """A pack as it was made: the claim, its place, the files within, and titles nobody gave a copy for."""

    card: Card
    place: Path
    files: tuple[str, ...]
    without_copy: tuple[str, ...]
    sha256: str


def pack_claim(
    ctx: Context,
    call: Call,
    request: ClaimRequest,
    *,
    target: Path,
    enclose: Sequence[Path] = (),
    number: str | None = None,
    data: Path | None = None,
) -> Packed:
    """Make a claim and its pack at ``target``, a folder, or an archive where it ends in ``.zip``.

    With ``number`` that claim is packed as it is kept, a draft approved first. What is enclosed is kept with the claim.
    Raises a refusal for an enclosure that cannot be read, or a place that is taken: then no number is used up.
    """
    require(call, "claims.prepare")
    check_names(enclose)
    check_place(target)
    if number is None:
        with TemporaryDirectory(prefix="dohovir-claim-") as folder:
            letter = Path(folder) / "claim.docx"
            number = draft_claim(ctx, call, replace(request, target=letter, enclosed=tuple(enclose)), data).number
    else:
        _prepare(ctx, call, number, enclose, data)
    with writing(ctx, call) as work:
        row = claims.row_of(work.conn, claims.find(work.conn, number, direction=ClaimDirection.OUTGOING.value))
        card = card_of(work.conn, ctx, call, row)
        files = files_of(work, card)
        work.commit()
    sha = write_pack(target, files)
    missing = tuple(each.title for each in card.enclosures if each.is_missing)
    return Packed(card, target, tuple(files), missing, sha)


def files_of(work: Work, card: Card) -> dict[str, bytes]:
    """The files of the pack by name; the list of enclosures is made and kept as the claim's document."""
    row, files = card.case.row, work.ctx.files
    names = _names(row)
    number = row.number.replace("/", "-")
    letter = documents.row_of(work.conn, row.document_id)
    return {
        f"01 {names.letter} {number}.docx": files.get(letter.file_sha),
        **({f"02 {names.calculation} {number}.xlsx": _calculation(work, card)} if _is_reckoned(card) else {}),
        f"03 {names.listed} {number}.docx": _list_of_enclosures(work, card, letter),
        **{f"{names.folder}/{name}": files.get(sha) for name, sha in copies_of(card.enclosures).items()},
    }


def _names(row: Row[Any]) -> _Names:
    names = _NAMES.get(row.language, _NAMES["en"])
    is_demand = row.subject == ClaimSubject.ADVANCE and row.language in _DEMAND
    return names._replace(letter=_DEMAND[row.language][0]) if is_demand else names


def _is_reckoned(card: Card) -> bool:
    """Whether there is a calculation: an advance that is not overdue has none."""
    return any(each.is_calculation for each in card.enclosures)


def copies_of(enclosures: Sequence[Enclosure]) -> dict[str, str]:
    """The hash of each copy by its file name; a second file of one name is counted on."""
    found: dict[str, str] = {}
    for each in enclosures:
        if each.sha256 and each.sha256 not in found.values():
            name, count = each.name, 1
            while name in found:
                count += 1
                path = PurePath(each.name)
                name = f"{path.stem} ({count}){path.suffix}"
            found[name] = each.sha256
    return found


def check_names(enclose: Sequence[Path]) -> None:
    """Two files of one name cannot lie in one pack."""
    if len({path.name for path in enclose}) < len(enclose):
        raise PackFault("Two enclosures have the same file name: rename one of them.", code="same_name")


def check_place(target: Path) -> None:
    """A pack replaces an archive of before, never a folder somebody keeps things in."""
    is_archive = target.suffix.lower() == ".zip"
    if target.exists() and not is_archive and (not target.is_dir() or any(target.iterdir())):
        raise PackFault("{path} is there already and is not an empty folder: choose another place.", path=str(target))


def write_pack(target: Path, files: Mapping[str, bytes]) -> str:
    """Write the files into a folder, or an archive where the name ends in ``.zip``; returns the hash of all."""
    if target.suffix.lower() != ".zip":
        for name, content in files.items():
            write_aside(target / name, content)
        return hashlib.sha256(b"".join(files.values())).hexdigest()
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    write_aside(target.absolute(), held.getvalue())
    return hashlib.sha256(held.getvalue()).hexdigest()


def _prepare(ctx: Context, call: Call, number: str, enclose: Sequence[Path], data: Path | None) -> None:
    """Keep what is enclosed with the claim; a draft is approved, with its letter naming it."""
    with writing(ctx, call) as work:
        row = claims.row_of(work.conn, claims.find(work.conn, number, direction=ClaimDirection.OUTGOING.value))
        for path in enclose:
            attach_in(work, Subject(SubjectKind.CLAIM, row.id), path)
        work.commit()
    if row.status == ClaimStatus.DRAFT:
        with TemporaryDirectory(prefix="dohovir-claim-") as folder:
            approve(ctx, call, number, data, Path(folder) / "claim.docx")


def _list_of_enclosures(work: Work, card: Card, letter: DocumentRow) -> bytes:
    """The cover letter that lists what is sent: its facts are those of the claim letter, so it dates with it."""
    row, files = card.case.row, work.ctx.files
    context = json.loads(files.get(letter.context_sha))["context"]
    pattern = _CLAIM.get(row.language, _CLAIM["en"])
    if row.subject == ClaimSubject.ADVANCE and row.language in _DEMAND:
        pattern = _DEMAND[row.language][1]
    title = pattern.format(number=row.number, date=_day(context["document"]["date"], row.language))
    context["enclosures"] = [{"title": title, "pages": None, "copies": 1}, *listed(card.enclosures)]
    context["own"]["contact"] = context["author"]
    context["request"] = {"return_by": None}
    language = "en" if row.language == "en_gb" else row.language
    with TemporaryDirectory(prefix="dohovir-claim-") as folder:
        target = Path(folder) / "cover_letter.docx"
        subject = Subject(SubjectKind.CLAIM, row.id)
        filing = Filing("cover_letter", language, row.number, subject, target, company_id=row.own_company_id)
        return files.get(file_document(work, filing, context).sha256)


def _day(iso: str, language: str) -> str:
    from contracts.language import figures

    return figures.date_document(date.fromisoformat(iso), language)


def _calculation(work: Work, card: Card) -> bytes:
    row = card.case.row
    rows = claims.rows_of(work.conn, row.id)
    return write_calculation([_printed(card, each) for each in rows], row.language)


def _printed(card: Card, row: Row[Any]) -> CalculationRow:
    """A frozen row as the workbook prints it."""
    titles = {no: each.title for no, each in enumerate(card.items, 1)}
    return CalculationRow(
        document=titles.get(row.item_no, ""),
        kind=row.kind,
        from_on=row.from_on,
        to_on=row.to_on,
        days=row.days,
        principal_minor=row.principal_minor,
        rate=decimal(Fraction(row.rate), 4),
        year_days=row.year_days,
        amount_minor=row.amount_minor,
        currency=card.case.row.currency,
    )
