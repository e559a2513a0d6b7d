"""The reconciliation statement with a counterparty for a period, its document, its signed return (domain §5, §9)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Connection

from contracts.claims.case.contexts.words import paper_words
from contracts.claims.case.queries.cited import CitedContract, cited
from contracts.claims.limitation.derivation import open_charges
from contracts.claims.limitation.events import (
    Evidence,
    RecordedLimitation,
    acknowledgement,
    power_of,
    power_warnings,
    record_in,
)
from contracts.claims.reconciliation.rules.statement import Reconciliation, StatementEntry, is_owed, reconcile
from contracts.documents.contexts.ledger_words import contract_name, document_name
from contracts.documents.contexts.party import PartyFacts, party_record
from contracts.documents.contexts.phrasebook import Phrasebook
from contracts.documents.contexts.values import DocumentContext, day, money
from contracts.documents.facts import keep_proposals, party_of, phrasebook
from contracts.documents.filing import Filing, file_document
from contracts.kernel.context import Call, Context
from contracts.kernel.money import Money
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import PartyId, Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.kernel.wire import SPREAD
from contracts.money.queries import charges, ledger
from contracts.money.rules.ledger import Charge, ChargeId, Direction, Ledger, standing
from contracts.parties.queries import parties

#: What is said of the balance before the ledger is asked what makes it up.
_OPEN_UNKNOWN: DocumentContext = {"open_rows": [], "balance_is_advance": False}


@dataclass(frozen=True, slots=True)
class StatementPeriod:
    """Whose statement, for which days, both inclusive, in which currency; ``values`` say facts of the document."""

    counterparty: str
    from_on: date
    to_on: date
    company: str | None = None
    currency: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MadeStatement:
    """A statement as it was made, and where its document is."""

    counterparty: str
    sums: Reconciliation = field(metadata={"wire": SPREAD})
    rows: int
    file: Path
    sha256: str


@needs("papers.exchange")
def make_statement(
    ctx: Context, call: Call, period: StatementPeriod, *, language: str = "uk", target: Path | None = None
) -> MadeStatement:
    """Make the document.

    Raises a refusal where there is nothing between us, or several currencies and none named, or where not everything
    between us is shown to the caller: a part of the balance is no balance.
    """
    with writing(ctx, call) as work:
        party = parties.counterparty(work.conn, period.counterparty)
        own, name = parties.own_company(work.conn, period.company), party.short_name or party.name
        known = ledger.ledger_with(work.conn, party.id, own.id)
        ids = {charge.contract_id for charge in known.charges} | {paid.contract_id for paid in known.payments}
        shown, statement = _shown(work.conn, call, ids, name), _statement(known, period, name)
        ours, theirs = (party_of(work.conn, id, call.as_of, currency=statement.currency) for id in (own.id, party.id))
        book, number = phrasebook(work.conn, language, ours, theirs), f"{period.to_on:%d%m%Y}-{party.code or party.id}"
        about = sorted({each.contract_id for each in statement.entries if each.contract_id is not None})
        names = {id: contract_name(each.number, each.dated_on, language) for id, each in shown.items()}
        context = statement_context(statement, (ours, theirs), book, call.as_of, number, [names[id] for id in about])
        context["reconciliation"] |= open_context(statement, known, names, language)
        subject = Subject(SubjectKind.PARTY, party.id)
        filed = file_document(work, Filing("reconciliation", language, number, subject, target, period.values), context)
        keep_proposals(work.conn, book)
        work.note(subject, "make_reconciliation", {"after": {"to_on": period.to_on.isoformat()}})
        work.commit()
    return MadeStatement(period.counterparty, statement, len(statement.entries), filed.file, filed.row.file_sha)


@needs("papers.exchange")
def record_return(
    ctx: Context, call: Call, counterparty: str, evidence: Evidence, *, company: str | None = None
) -> RecordedLimitation:
    """The signed statement came back: an acknowledgement of every open charge, if the signatory had the power.

    Raises a refusal where the counterparty's register knows no such signatory on the day. What it does not move, and a
    power that ends below the sum, is among the warnings.
    """
    with writing(ctx, call) as work:
        party = parties.counterparty(work.conn, counterparty)
        name = party.short_name or party.name
        power = power_of(work.conn, party.id, evidence.signed_by, evidence.on)
        if power is None:
            raise Refusal(
                "{name} is not known to have had the power to sign for {party} on {day}: without it the statement "
                "acknowledges nothing (enter the authority first).",
                code="no_power",
                name=evidence.signed_by,
                party=name,
                day=evidence.on,
            )
        own = parties.own_company(work.conn, company)
        sums = charges.open_of(work.conn, party.id, "receivable", own_company_id=own.id, as_of=evidence.on)
        debts = [each for each in open_charges(work.conn, sums) if is_owed(each.charge)]
        _shown(work.conn, call, {each.charge.contract_id for each in debts}, name)
        warnings = power_warnings(work.conn, debts, evidence)
        grounds = ", ".join(filter(None, (evidence.paper, evidence.signed_by, power.basis)))
        done = record_in(work, debts, acknowledgement(replace(evidence, paper=grounds)), evidence.file)
        work.commit()
    return RecordedLimitation(done.events, (*warnings, *done.warnings))


def _statement(known: Ledger, period: StatementPeriod, counterparty: str) -> Reconciliation:
    statements = reconcile(known, period.from_on, period.to_on)
    found = [each for each in statements if period.currency in (None, each.currency)]
    if len(found) != 1:
        raise Refusal(
            "There is nothing to reconcile with {name}, or in several currencies: choose one by --currency.",
            code="nothing_to_reconcile",
            name=counterparty,
        )
    return found[0]


def _shown(
    conn: Connection, call: Call, ids: Collection[int | None], counterparty: str
) -> dict[int | None, CitedContract]:
    """The contracts a statement is about. Raises a refusal where one of them is not shown to the caller."""
    contracts = cited(conn, ids, call)
    if len(contracts) < len({id for id in ids if id is not None}):
        raise Refusal(
            "Not every contract with {name} is shown to you: have the statement made by somebody who sees them all.",
            code="not_shown",
            name=counterparty,
        )
    return contracts


def statement_context(
    statement: Reconciliation,
    sides: tuple[PartyFacts, PartyFacts],
    book: Phrasebook,
    on: date,
    number: str,
    contracts: Iterable[str],
) -> DocumentContext:
    """The context of the statement under the vocabulary; ``contracts`` are the names of those it is about."""
    own, other = (party_record(each, book, keeps_absent=True) for each in sides)
    closing, short = statement.closing, [each.short_name or each.name for each in sides]
    debtor, creditor = (short[1], short[0]) if closing.minor > 0 else (short[0], short[1])
    contract = paper_words("reconciliation", book.language)["contract"]
    return {
        "own": own,
        "counterparty": other,
        "contract": {"currency": statement.currency, "custom": {}},
        "document": {"number": number, "date": day(on), "place": ""},
        "period": {"first_day": day(statement.from_on), "last_day": day(statement.to_on)},
        "reconciliation": {
            **_side(statement.opening, "opening"),
            "turnover_debit": money(statement.debit),
            "turnover_credit": money(statement.credit),
            **_side(closing, "closing"),
            "rows": [_row(each, book.language) for each in statement.entries],
            "theirs_known": False,
            **dict.fromkeys(
                f"their_{part}_{side}" for part in ("opening", "turnover", "closing") for side in ("debit", "credit")
            ),
            "balance": money(Money(abs(closing.minor), closing.currency)),
            "creditor": creditor if closing.minor else None,
            "debtor": debtor if closing.minor else None,
            "differences": [],
            "contracts": [contract.format(each) for each in contracts],
            "reply_by": day(on + timedelta(days=10)),
            **_OPEN_UNKNOWN,
            "signer_known": sides[1].signatory is not None,
        },
        "extra": {},
    }


def open_context(
    statement: Reconciliation, known: Ledger, contracts: Mapping[int | None, str], language: str
) -> DocumentContext:
    """What makes up the balance: the documents open on its last day; without any it is an advance, no debt.

    Documents that do not add up to the balance, as both sides owe, are left out.
    """
    balance = statement.closing
    side = Direction.RECEIVABLE if balance.minor > 0 else Direction.PAYABLE
    still = replace(known, allocations=tuple(standing(known.allocations))).open_amounts(statement.to_on)
    charges = [
        each
        for each in known.charges
        if each.direction is side and each.amount.currency == statement.currency and still.get(each.id)
        if each.issued_on <= statement.to_on
    ]
    left = {each.id: still[each.id].minor for each in charges}
    rows = [
        {
            "contract": contracts.get(each.contract_id, "—"),
            "document": document_name(each, language),
            "date": day(each.issued_on),
            "open": money(Money(left[each.id], statement.currency)),
            "due_on": day(each.due_on) if each.is_due_known else None,
        }
        for each in sorted(charges, key=lambda one: (one.issued_on, one.number, one.part_no))
    ]
    adds_up = sum(left.values()) == abs(balance.minor)
    return {"open_rows": rows if adds_up else [], "balance_is_advance": bool(balance.minor) and not rows}


def _side(balance: Money, name: str) -> DocumentContext:
    size = money(Money(abs(balance.minor), balance.currency))
    is_debit = balance.minor > 0
    return {f"{name}_debit": size if is_debit else None, f"{name}_credit": size if balance.minor < 0 else None}


def _row(entry: StatementEntry, language: str) -> DocumentContext:
    words = paper_words("reconciliation", language)
    if entry.kind in words:
        name = f"{words[entry.kind]} {entry.number}".strip()
    else:
        on, party = entry.on, PartyId(0)
        charge = Charge(ChargeId(0), Direction.RECEIVABLE, entry.kind, entry.number, on, on, entry.debit, party)
        name = document_name(charge, language)
    return {
        "date": day(entry.on),
        "document": name,
        "debit": money(entry.debit) if entry.debit.minor else None,
        "credit": money(entry.credit) if entry.credit.minor else None,
        "their_debit": None,
        "their_credit": None,
    }
