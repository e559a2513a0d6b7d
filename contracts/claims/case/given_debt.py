"""A claim letter for a debt given by hand: an unsaved charge of its contract, calculated as those of the ledger are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from contracts.claims.case.basis import ClaimScope
from contracts.claims.case.calculation import calculate
from contracts.claims.case.contexts.letter import ClaimFacts, OwedDebt, claim_context
from contracts.claims.case.contexts.words import paper_words
from contracts.claims.case.letter import ClaimLetter, letter_values
from contracts.claims.case.office_note import keep_note
from contracts.claims.case.outgoing import ClaimRequest, replace_claim
from contracts.claims.case.queries import claimed
from contracts.claims.case.queries.cited import CitedContract, cited
from contracts.claims.case.queries.waiting import waiting_of
from contracts.claims.case.rules.claim import ClaimFault
from contracts.claims.case.rules.claimed_once import DebtMark, claimed_fault, mark_of
from contracts.claims.case.waiting_money import check_waiting
from contracts.claims.late_payment.rules.debt import LateClaim
from contracts.documents.contexts.contract_words import language_of
from contracts.documents.contexts.party import missing_facts
from contracts.documents.facts import keep_proposals, phrasebook
from contracts.documents.filing import Filing, file_document, next_number
from contracts.kernel.context import Call, Context, Work, recorded
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.money.queries import charges, ledger
from contracts.money.rules.ledger import Direction
from contracts.parties.queries import parties
from contracts.registry.lookup import find
from contracts.registry.queries.owners import contracts_of

#: How many contracts a refusal names.
_SHOWN = 10


class ClaimRefused(Refusal):
    """There is nothing to claim, or the contract meant is not clear."""

    code = "claim_refused"


@dataclass(frozen=True, slots=True)
class WordingToCheck:
    """A form of a name that was guessed."""

    what: str
    case: str
    wording: str


@dataclass(frozen=True, slots=True)
class GivenDebtLetter(ClaimLetter):
    """The letter as it was made; ``missing`` are facts of the parties the register does not know."""

    complete_to: Mapping[str, date | None]
    missing: tuple[str, ...]
    to_check: tuple[WordingToCheck, ...]
    warnings: tuple[str, ...]

    @property
    def late(self) -> LateClaim:
        """What the debt has grown by."""
        return self.facts.debts[0].late


@needs("claims.prepare")
def claim_letter(ctx: Context, call: Call, request: ClaimRequest, debt: OwedDebt) -> GivenDebtLetter:
    """Make the letter, number it, file it with its contract and write it to its place.

    Raises a refusal where nothing is overdue, the contract is not clear, the debt is claimed already, or the file
    cannot be written; then no number is used up. ``request.terms.given`` replace names of the context (``--set``).
    """
    with writing(ctx, call) as work:
        contract = _contract(work.conn, call, request)
        language = request.language or language_of(contract.languages)
        name = debt.document or paper_words("letter", language)["contract"].format(contract.number)
        owed = debt._replace(document=name, contract_id=contract.id, payments=tuple(sorted(debt.payments)))
        sides = (contract.counterparty_id, contract.own_company_id, contract.id)
        scope = ClaimScope(*sides, language=language, law=request.law, terms=request.terms, debt=owed)
        replace_claim(work, request.instead, contract.counterparty_id)
        number, mark = next_number(work, "claim", contract.own_company_id), _unclaimed(work, contract, debt)
        check_waiting(work.conn, call, sides[1::-1], [contract.id], _counted(work, contract, debt))
        facts = calculate(work, scope, number).facts
        _check_overdue(facts)
        book = phrasebook(work.conn, language, facts.own, facts.counterparty, facts.author)
        subject, values = Subject(SubjectKind.CONTRACT, contract.id), dict(request.terms.given)
        about = ("claim", language, facts.number, subject, request.to.target, values)
        filing = Filing(*about, company_id=contract.own_company_id)
        context = claim_context(facts, book)
        filed = file_document(work, filing, context)
        keep_note(work, filing, context)
        keep_proposals(work.conn, book)
        _remember(work, contract, mark, debt, filed.row.id, number)
        work.note(subject, "make_claim_letter", {"after": {"number": facts.number, "sha256": filed.row.file_sha}})
        work.commit()
    return GivenDebtLetter(
        *letter_values(facts, filed.file, filed.row.file_sha),
        complete_to={item.kind: item.complete_to for item in facts.debts[0].late.items},
        missing=_missing(facts),
        to_check=tuple(
            WordingToCheck(f"{each.key.subject} {each.key.field}", each.key.case, each.text) for each in book.to_check()
        ),
        warnings=filed.rendered.warnings,
    )


def _contract(conn: Connection, call: Call, request: ClaimRequest) -> CitedContract:
    """The contract named, else the only one with the counterparty."""
    if request.which is not None:
        id = find(conn, call, request.which)
        return cited(conn, [id])[id]
    party = parties.counterparty(conn, request.counterparty or "")
    found = list(cited(conn, contracts_of(conn, party.id), call).values())
    if len(found) == 1:
        return found[0]
    name = party.short_name or party.name
    if not found:
        raise ClaimRefused("There is no contract with {counterparty}: register it first.", counterparty=name)
    numbers = ", ".join(each.number for each in found[:_SHOWN]) + ("; …" if len(found) > _SHOWN else "")
    raise ClaimRefused(
        "There are several contracts with {counterparty}, {numbers}: name the one the debt is under.",
        counterparty=name,
        numbers=numbers,
    )


def _unclaimed(work: Work, contract: CitedContract, debt: OwedDebt) -> DebtMark:
    """What the debt is known by. Raises ``ClaimFault`` naming the letter, or the open claim, that demands it already.

    The number was taken before: whoever makes a letter at the same moment waits for it, and is refused here.
    """
    conn, mark = work.conn, mark_of(debt.amount.currency, debt.due_on, debt.document)
    name = debt.document or contract.number
    for letter in claimed.letters_of(conn, [contract.id]):
        if letter.mark.is_same(mark):
            raise claimed_fault({name: letter.claim})
    listed = charges.listed(conn, charges.is_about(contract_id=contract.id, direction=Direction.RECEIVABLE.value))
    known = ledger.charges(conn, [each.id for each in listed])
    same = [id for id, each in known.items() if mark_of(each.amount.currency, each.due_on, each.number).is_same(mark)]
    for claim in claimed.open_claims(conn, same).values():
        raise claimed_fault({name: claim})
    return mark


def _counted(work: Work, contract: CitedContract, debt: OwedDebt) -> set[int]:
    """Payments that wait and that the person counted by hand: of their day and sum."""
    rows = waiting_of(work.conn, work.call, contract.own_company_id, contract.counterparty_id, [contract.id])
    given = {(on, sum_) for on, sum_, _ in debt.payments}
    return {each.payment for each in rows if (each.paid_on, each.rest) in given}


def _remember(
    work: Work, contract: CitedContract, mark: DebtMark, debt: OwedDebt, document_id: int, number: str
) -> None:
    """The letter is known from now on, so that no other demands the debt."""
    values = {
        "contract_id": contract.id,
        "number": number,
        "as_of": work.call.as_of,
        "principal_minor": debt.amount.minor,
        "document": debt.document[:300],
        "document_id": document_id,
        **recorded(work.call),
    }
    try:
        claimed.add_letter(work.conn, mark, values)
    except claimed.HeldMeanwhile:
        raise ClaimFault(
            "Another claim demands one of these debts already: `contracts claim list --open` shows it.",
            code="already_claimed",
        ) from None


def _check_overdue(facts: ClaimFacts) -> None:
    (debt,) = facts.debts
    if facts.as_of < debt.late.first_day:
        raise ClaimRefused("The debt is not overdue on {day}: there is nothing to claim yet.", day=facts.as_of)
    if not debt.late.principal_left and not debt.late.total:
        raise ClaimRefused("The debt was paid in time and in full: there is nothing to claim.")


def _missing(facts: ClaimFacts) -> tuple[str, ...]:
    """The facts of both parties that the letter would print, were they known."""
    own = facts.own
    return (
        *(f"counterparty.{name}" for name in missing_facts(facts.counterparty)),
        *(f"own.{name}" for name in missing_facts(own)),
        *(() if own.iban else ("own.iban",)),
        *(() if own.signatory or own.is_in_person else ("own.signatory",)),
    )
