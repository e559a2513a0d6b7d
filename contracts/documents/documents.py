"""Papers about a contract: made from the template in force, numbered, kept, shown, made again and compared."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row

from contracts.documents.contexts.common import CUSTOMER, PERFORMER
from contracts.documents.contexts.phrasebook import Used
from contracts.documents.contexts.values import laid_over
from contracts.documents.document_context import Sheet, context_of
from contracts.documents.document_facts import keep_proposals
from contracts.documents.document_kinds import refuse_elsewhere
from contracts.documents.filing import Filed, Filing, NoTemplate, file_document, parts_hash
from contracts.documents.kinds.about import Basis, Given
from contracts.documents.kinds.basis import FITTING, basis_of, bears_number, side_of
from contracts.documents.queries import documents
from contracts.documents.vocabulary import KINDS
from contracts.kernel.context import Call, Context
from contracts.kernel.database import counters
from contracts.kernel.database.engine import reading
from contracts.kernel.numbering import NumberPattern
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import require, writing
from contracts.people.queries import people
from contracts.registry.queries import contracts
from contracts.registry.queries.visibility import may_see
from contracts.registry.tables.contract import ContractRow
from contracts.registry.which import Which, find, shown_number

#: Papers with a number of their own; contracts, annexes and amendments bear theirs, a brief bears none.
NUMBERED = frozenset(
    {
        *("acceptance_act", "return_act", "delivery_note", "invoice", "reconciliation", "set_off"),
        *("payment_reminder", "demand"),
        *("claim_answer", "non_renewal_notice", "renewal_proposal", "termination_notice", "document_request"),
        *("cover_letter", "power_of_attorney", "handover", "job_description"),
    }
)


class DocumentRefused(Refusal):
    """The paper cannot be made or attached."""

    code = "document"


@dataclass(frozen=True, slots=True)
class PaperRequest:
    """A paper to be made; ``data`` is merged over what the register knows, ``values`` over both (``--set``).

    ``charge`` is the document of the ledger it prints, ``annex`` the annex, ``person`` who it empowers, describes or
    hands over to, each by number or name.
    """

    kind: str
    which: Which | str
    target: Path | None = None
    language: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)
    template: bytes | None = None
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    is_draft: bool = False
    charge: str = ""
    annex: str = ""
    person: str = ""


class Made(NamedTuple):
    """A paper as it was made: the document, its contract and number, and wordings a person should look at."""

    filed: Filed
    contract: str
    number: str
    to_check: tuple[Used, ...]


def make_document(ctx: Context, call: Call, request: PaperRequest) -> Made:
    """Make a paper, number it, keep it and write it to its place, in one transaction.

    Raises a refusal, and uses up no number, where a name is missing or the target cannot be written. A draft takes no
    number.
    """
    require(call, "documents.make")
    if request.template is None:
        refuse_kind(request.kind)
    with writing(ctx, call) as work:
        id = find(work.conn, call, request.which)
        row = contracts.row_of(work.conn, id)
        language = request.language or _language(row.languages)
        basis = _basis(work.conn, request, row)
        number = "" if request.is_draft else _number(work.conn, ctx, call, request, row, basis)
        sheet = Sheet(
            language,
            request.kind,
            _own_side(work.conn, request, row, basis),
            number,
            basis,
            Given(request.values, request.data),
        )
        context, book = context_of(work.conn, ctx, call, row, sheet)
        filing = _filing(request, row, language, number)
        filing = replace(filing, values=_without_lines(request.values, request, context))
        filed = file_document(work, filing, laid_over(context, _without_lines(request.data, request, context)))
        keep_proposals(work.conn, book)
        after = {"kind": request.kind, "number": number, "sha256": filed.sha256, "template": filed.template_sha256}
        work.note(filing.subject, "make_document", {"after": after})
        work.commit()
    return Made(filed, shown_number(row), number, tuple(book.to_check()))


def refuse_kind(kind: str) -> None:
    """Raises a refusal where no paper of this kind can be made here."""
    if kind not in KINDS:
        raise NoTemplate("There is no kind {kind}: there is {there}.", kind=kind, there=", ".join(KINDS))
    refuse_elsewhere(kind)


def _filing(request: PaperRequest, row: ContractRow, language: str, number: str) -> Filing:
    return Filing(
        request.kind,
        language,
        number,
        Subject(SubjectKind.CONTRACT, row.id),
        target=request.target,
        values=request.values,
        company_id=row.own_company_id,
        type=row.type,
        is_draft=request.is_draft,
        template=request.template,
        pictures=request.pictures,
    )


def _basis(conn: Connection, request: PaperRequest, row: ContractRow) -> Basis:
    """The document, annex or person the paper is made of; a template of one's own may need none."""
    has_lines = "items" in request.values or "items" in request.data
    is_needed = not (has_lines or request.is_draft or request.template is not None)
    found = basis_of(conn, request.kind, row, charge=request.charge, annex=request.annex, is_needed=is_needed)
    return replace(found, person=people.find(conn, request.person)) if request.person else found


def _without_lines(given: Mapping[str, Any], request: PaperRequest, context: dict[str, Any]) -> dict[str, Any]:
    """The facts given, but lines that were reckoned stand as reckoned."""
    is_reckoned = request.kind in FITTING or request.kind in ("specification", "power_of_attorney")
    skipped = ("items",) if is_reckoned and context.get("items") else ()
    return {name: value for name, value in given.items() if name not in skipped}


def _own_side(conn: Connection, request: PaperRequest, row: ContractRow, basis: Basis) -> str:
    """Which side we are: as given, else as the ledger shows it."""
    side = str(Given(request.values, request.data).said("contract.own_side") or "")
    if side and side not in (PERFORMER, CUSTOMER):
        raise DocumentRefused("contract.own_side is performer or customer, not {side}.", side=side)
    return side or side_of(conn, row.id, basis)


def _number(conn: Connection, ctx: Context, call: Call, request: PaperRequest, row: ContractRow, basis: Basis) -> str:
    own = str(Given(request.values, request.data).said("document.number") or "")
    if own or request.kind not in NUMBERED:
        return own
    if basis.document is not None and bears_number(request.kind, basis.document):
        return basis.document.number
    pattern = NumberPattern(ctx.numbering.of(request.kind))
    scope = f"document:{request.kind}:{row.own_company_id}"
    return pattern.format(counters.next_number(conn, scope, pattern.series(call.as_of)), call.as_of.year)


def _language(languages: str) -> str:
    """The first language of the contract that shipped templates are in; Ukrainian where it is another."""
    first = languages.replace(";", ",").split(",")[0].strip().lower()[:2]
    return first if first in ("uk", "en") else "uk"


class Verdict(NamedTuple):
    """Whether a document can be made again, byte by byte in its parts; ``said`` is empty where it can."""

    id: int
    kind: str
    number: str
    said: Refusal | None


def verify_documents(
    ctx: Context,
    call: Call,
    ids: list[int] | None = None,
    *,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> list[Verdict]:
    """Make documents again from what is stored of them and compare; all that were made where none is named."""
    require(call, "audit.read")
    with reading(ctx.engine) as conn:
        rows = [documents.row_of(conn, id) for id in (documents.made_ids(conn) if ids is None else ids)]
    verdicts = []
    for no, row in enumerate(rows, start=1):
        verdicts.append(Verdict(row.id, row.kind, row.number, _difference(ctx, row)))
        progress(no, len(rows))
    return verdicts


def _difference(ctx: Context, row: Row[Any]) -> Refusal | None:
    try:
        if not row.template_sha:
            ctx.files.get(row.file_sha)
            return None
        hashes = {parts_hash(made_again(ctx, row)), parts_hash(ctx.files.get(row.file_sha))}
    except Refusal as refusal:
        return refusal
    if hashes != {row.parts_sha}:
        return DocumentRefused("Made again, document {id} differs from what was stored.", id=row.id)
    return None


def made_again(ctx: Context, row: Row[Any]) -> bytes:
    """A document from its stored template, context and wording alone; no library words anything anew."""
    from contracts.docx.engine.compiled import compile_template
    from contracts.docx.engine.pictures import read_picture
    from contracts.docx.engine.wording import Wording

    stored = json.loads(ctx.files.get(row.context_sha))
    compiled = compile_template(ctx.files.get(row.template_sha), stored["language"], name=row.kind)
    pictures = {name: read_picture(ctx.files.get(sha), name) for name, sha in stored["pictures"].items()}
    wording = Wording.recorded(stored["wording"])
    return compiled.render(stored["context"], wording=wording, pictures=pictures, is_draft=stored["is_draft"])


def documents_of(ctx: Context, call: Call, which: Which | str | None = None, *, kind: str = "") -> list[Row[Any]]:
    """The documents of a contract, else the newest hundred of all that the caller may see."""
    with reading(ctx.engine) as conn:
        if which is not None:
            rows = documents.of_subject(conn, SubjectKind.CONTRACT.value, find(conn, call, which))
            return [row for row in rows if not kind or row.kind == kind]
        return [row for row in documents.newest(conn, kind=kind) if _is_shown(conn, call, row)]


def contracts_of(ctx: Context, rows: list[Row[Any]]) -> dict[int, str]:
    """The number of the contract each document is about, by the key of the document; others are left out."""
    with reading(ctx.engine) as conn:
        ids = {row.subject_id for row in rows if row.subject_kind == SubjectKind.CONTRACT.value}
        numbers = {id: shown_number(contracts.row_of(conn, id)) for id in ids}
    return {row.id: numbers[row.subject_id] for row in rows if row.subject_kind == SubjectKind.CONTRACT.value}


def document_of(ctx: Context, call: Call, id: int) -> tuple[Row[Any], dict[str, Any]]:
    """A document with the context that made it; the context of an attached file is empty."""
    with reading(ctx.engine) as conn:
        row = documents.row_of(conn, id)
        if not _is_shown(conn, call, row):
            raise documents.NoSuchDocument(
                "There is no document {id}; «contracts document list» shows what there is.", id=id
            )
    stored = json.loads(ctx.files.get(row.context_sha)) if row.context_sha else {}
    return row, stored


def _is_shown(conn: Connection, call: Call, row: Row[Any]) -> bool:
    if row.subject_kind != SubjectKind.CONTRACT.value:
        return True
    return may_see(conn, call, row.subject_id)
