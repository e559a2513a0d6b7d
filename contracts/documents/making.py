"""A document about a contract is made from the template in force, numbered, kept and written to its place."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection

from contracts.documents.context import context_of
from contracts.documents.contexts.common import CUSTOMER, PERFORMER
from contracts.documents.contexts.contract_words import language_of
from contracts.documents.contexts.values import laid_over
from contracts.documents.facts import keep_proposals
from contracts.documents.filing import FiledDocument, Filing, file_document, next_number
from contracts.documents.kinds.builder_input import DocumentBasis, DocumentSpec
from contracts.documents.kinds.builders import ELSEWHERE
from contracts.documents.kinds.document_basis import LEDGER_KINDS, basis_of, bears_number, side_of
from contracts.documents.matter import with_lines
from contracts.documents.overrides import Overrides
from contracts.documents.template_choice import NoTemplate
from contracts.documents.translations import keep
from contracts.documents.vocabulary import KINDS
from contracts.kernel.context import Call, Context, Work
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.people.queries import people
from contracts.registry.lookup import Which, find_contract, shown_number
from contracts.registry.tables.contract import ContractRow

#: Documents with a number of their own; contracts, annexes and amendments bear theirs, a brief bears none.
NUMBERED = frozenset(
    {
        *("acceptance_act", "return_act", "delivery_note", "invoice", "reconciliation", "set_off"),
        *("payment_reminder", "demand"),
        *("claim_answer", "non_renewal_notice", "renewal_proposal", "termination_notice", "document_request"),
        *("cover_letter", "power_of_attorney", "handover", "job_description"),
    }
)
#: Kinds whose lines are calculated from the facts given: those lines are never laid over the result.
_CALCULATED = frozenset({*LEDGER_KINDS, "specification", "power_of_attorney"})


class DocumentRefused(Refusal):
    """The document cannot be made or attached."""

    code = "document"


@dataclass(frozen=True, slots=True)
class DocumentRequest:
    """A document to be made; ``data`` is merged over what the register knows, ``values`` over both (``--set``).

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


class ProposedWording(NamedTuple):
    """A wording that was proposed and is not sure: a person should look at it."""

    base: str
    text: str


@dataclass(frozen=True, slots=True)
class MadeDocument:
    """A document as it was made, with its contract and the names a draft marks; ``pdf`` lies beside the file."""

    file: Path
    sha256: str
    template: str
    template_sha256: str
    id: int
    number: str
    contract: str
    missing: tuple[str, ...]
    to_check: tuple[ProposedWording, ...]
    pdf: Path | None = None


class MakingResult(NamedTuple):
    """The document made, and what its template and its citations give to think about."""

    document: MadeDocument
    notes: tuple[Refusal | str, ...]


@needs("documents.make")
def make_document(ctx: Context, call: Call, request: DocumentRequest) -> MakingResult:
    """Make a document, number it, keep it and write it to its place, in one transaction.

    Raises a refusal, and uses up no number, where a name is missing or the target cannot be written. A draft takes no
    number.
    """
    if request.template is None:
        refuse_kind(request.kind)
    with writing(ctx, call) as work:
        contract = find_contract(work.conn, call, request.which)
        spec = _spec(work, request, contract)
        context, book = context_of(work.conn, ctx, call, contract, spec)
        overrides = spec.overrides
        if request.kind in _CALCULATED and context.get("items"):
            overrides = overrides.without("items")
        subject = Subject(SubjectKind.CONTRACT, contract.id)
        filing = Filing(
            request.kind,
            spec.language,
            spec.number,
            subject,
            request.target,
            overrides.values,
            contract.own_company_id,
            contract.type,
            request.is_draft,
            request.template,
            request.pictures,
            asks_translations=True,
        )
        filed = file_document(work, filing, laid_over(context, overrides.data))
        keep_proposals(work.conn, book)
        keep(work.conn, spec.language, book.given)
        after = {"kind": request.kind, "number": spec.number, "sha256": filed.row.file_sha}
        work.note(subject, "make_document", {"after": {**after, "template": filed.row.template_sha}})
        work.commit()
    to_check = tuple(ProposedWording(each.base, each.text) for each in book.to_check())
    return _result(filed, spec.number, shown_number(contract), to_check)


def _result(filed: FiledDocument, number: str, contract: str, to_check: tuple[ProposedWording, ...]) -> MakingResult:
    row, rendered = filed.row, filed.rendered
    kept = (filed.file, row.file_sha, rendered.template.name, row.template_sha, row.id)
    made = MadeDocument(*kept, number, contract, rendered.missing, to_check)
    return MakingResult(made, (*rendered.to_see, *rendered.warnings))


def refuse_kind(kind: str) -> None:
    """Raises a refusal where no document of this kind can be made here."""
    if kind not in KINDS:
        raise NoTemplate("There is no kind {kind}: there is {there}.", kind=kind, there=", ".join(KINDS))
    if kind in ELSEWHERE:
        raise Refusal("A {kind} is made by `{command}`.", code="document", kind=kind, command=ELSEWHERE[kind])


def _spec(work: Work, request: DocumentRequest, contract: ContractRow) -> DocumentSpec:
    overrides = with_lines(request.kind, Overrides(request.values, request.data))
    basis = _basis(work.conn, request, contract)
    number = "" if request.is_draft else _number(work, request, contract, basis)
    return DocumentSpec(
        request.language or language_of(contract.languages),
        request.kind,
        _own_side(work.conn, overrides, contract, basis),
        number,
        basis,
        overrides,
    )


def _basis(conn: Connection, request: DocumentRequest, contract: ContractRow) -> DocumentBasis:
    """The document, annex or person the document is made of; a template of one's own may need none."""
    has_lines = Overrides(request.values, request.data).has("items")
    is_needed = not (has_lines or request.is_draft or request.template is not None)
    basis = basis_of(conn, request.kind, contract, charge=request.charge, annex=request.annex, is_needed=is_needed)
    return replace(basis, person=people.find(conn, request.person)) if request.person else basis


def _own_side(conn: Connection, overrides: Overrides, contract: ContractRow, basis: DocumentBasis) -> str:
    side = str(overrides.get("contract.own_side") or "")
    if side and side not in (PERFORMER, CUSTOMER):
        raise DocumentRefused("contract.own_side is performer or customer, not {side}.", side=side)
    return side or side_of(conn, contract.id, basis)


def _number(work: Work, request: DocumentRequest, contract: ContractRow, basis: DocumentBasis) -> str:
    own = str(Overrides(request.values, request.data).get("document.number") or "")
    if own or request.kind not in NUMBERED:
        return own
    if basis.document is not None and bears_number(request.kind, basis.document):
        return basis.document.number
    return next_number(work, request.kind, contract.own_company_id)
