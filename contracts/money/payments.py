"""Statements are posted line by line once; payers recognised, proposals made, confirmed, split and undone (§6)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from contracts.kernel.context import Call, Context, Work, recorded
from contracts.kernel.database.engine import reading
from contracts.kernel.files import record
from contracts.kernel.money import Money
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import require, writing
from contracts.money.allocating import Part, allocate, refund, standing, take_back
from contracts.money.currency import in_currency_of, rate_for
from contracts.money.queries import charges, ledger, open_amounts, payments
from contracts.money.rules.currency_clause import DatedRate
from contracts.money.rules.ledger import Charge, Direction, LedgerFault, Payment
from contracts.money.rules.matching import Directory, Payer, Proposal, Sign, propose, who_paid
from contracts.money.rules.statement import Line, Rejected, Statement, StatementFault, check_balance, line_key, numbered
from contracts.parties.queries import parties
from contracts.registry.which import Which, find


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import of a statement did.

    ``alike`` are new payments with the day, direction and sum of one posted before by hand or from a file of another
    kind: they may be the same money, so nothing is posted for them by rule.
    """

    format: str
    lines: int
    new: int
    duplicate: int
    rejected: tuple[Rejected, ...]
    matched: int
    unmatched: int
    unidentified: int
    opening: str | None
    closing: str | None
    notes: tuple[str, ...] = ()
    alike: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Open:
    """A payment with money left, who paid it, and what it may be for, the best proposal first."""

    row: Row[Any]
    payment: Payment
    rest: Money
    payer: Payer | None
    proposals: tuple[Proposal, ...]
    numbers: dict[int, str]
    rates: Mapping[int, DatedRate] = field(default_factory=dict)


def import_statements(
    ctx: Context, call: Call, statements: Sequence[Statement], *, file: tuple[str, bytes], company: str | None = None
) -> Imported:
    """Post the lines of a file; a repeat or an overlap adds nothing. ``file`` is its name and bytes.

    Sure matches are posted by rule. Raises :class:`StatementFault` where a statement does not add up: nothing is
    posted then.
    """
    require(call, "payments.match")
    for each in statements:
        check_balance(each)
    sha = ctx.files.put(file[1])
    with writing(ctx, call) as work:
        record(work.conn, sha, len(file[1]), "application/octet-stream", call.at)
        ids: list[int] = []
        for each in statements:
            ids += _post(work, each, (file[0], sha), company)
        alike = payments.alike(work.conn, ids)
        matched = match_sure(work, ids, alike)
        work.commit()
    with reading(ctx.engine) as conn:
        new = [payments.row_of(conn, id) for id in ids]
    lines = sum(len(each.lines) for each in statements)
    return Imported(
        format=", ".join(dict.fromkeys(each.format for each in statements)),
        lines=lines,
        new=len(ids),
        duplicate=lines - len(ids),
        rejected=tuple(row for each in statements for row in each.rejected),
        matched=matched,
        unmatched=len(ids) - matched,
        unidentified=sum(row.counterparty_id is None for row in new),
        opening=_balance(statements, "opening"),
        closing=_balance(statements, "closing"),
        notes=tuple(dict.fromkeys(note for each in statements for note in each.notes)),
        alike=tuple(alike),
    )


def add_payment(ctx: Context, call: Call, line: Line, *, company: str | None = None, which: Which | None = None) -> int:
    """Post money by hand: cash, or a bank whose statement nobody has; the same sum twice a day needs a purpose."""
    require(call, "payments.post")
    with writing(ctx, call) as work:
        own = parties.own_company(work.conn, company).id
        account = payments.own_account(work.conn, own, line.account or "hand", line.amount.currency)
        ids = payments.add_lines(work.conn, [_row(call, line, own, account, None)])
        if not ids:
            raise LedgerFault(
                "A payment of {amount} on {paid_on} with the same purpose was entered before: nothing was added.",
                code="already_posted",
                amount=line.amount.wire,
                paid_on=line.booked_on,
            )
        _note(work, ids)
        recognise(work.conn, ids, own)
        if which is not None:
            _assign(work, ids[0], which)
        match_sure(work, ids, is_recognised=True)
        work.commit()
    return ids[0]


def open_payments(ctx: Context, *, company: str | None = None, no: int | None = None) -> list[Open]:
    """Payments with money left, each with its payer and proposals."""
    with reading(ctx.engine) as conn:
        own = parties.own_company(conn, company).id if company else None
        rows = [row for row in payments.listed(conn, has_rest=True) if own is None or row.own_company_id == own]
        return [_open(conn, row) for row in rows if no is None or row.id == no]


def confirm(ctx: Context, call: Call, no: int, choice: int = 1) -> Proposal:
    """Post a proposal: the best, or the one chosen by its ordinal."""
    require(call, "payments.match")
    with writing(ctx, call) as work:
        found = _open(work.conn, payments.row_of(work.conn, no))
        usable = [each for each in found.proposals if each.parts]
        if found.payer is None:
            raise LedgerFault("Who made payment {no} is not known: say it with --counterparty.", code="no_payer", no=no)
        if not 1 <= choice <= len(usable):
            raise LedgerFault(
                "Payment {no} has {count} proposals: choose one of them, or split it by hand.",
                code="no_proposal",
                no=no,
                count=len(usable),
            )
        chosen = usable[choice - 1]
        _say_payer(work, no, found.payer.party_id, found.payer.contract_id or chosen.contract_id, found.payer.sign)
        allocate(work, no, [Part(id, sum_, found.rates.get(id)) for id, sum_ in chosen.parts], chosen.sign)
        work.commit()
    return chosen


def split(
    ctx: Context, call: Call, no: int, parts: Sequence[tuple[str, Money]], *, rate: DatedRate | None = None
) -> list[int]:
    """Give a payment to charges by their numbers as a person says; what is left stays with it."""
    require(call, "payments.match")
    with writing(ctx, call) as work:
        row = payments.row_of(work.conn, no)
        found = [
            Part(charges.find(work.conn, number, counterparty_id=row.counterparty_id, is_open=True), sum_, rate)
            for number, sum_ in parts
        ]
        if row.counterparty_id is None and found:
            charge = ledger.charges(work.conn, [found[0].charge_id])[found[0].charge_id]
            _say_payer(work, no, charge.counterparty_id, charge.contract_id, Sign.BY_HAND)
        ids = allocate(work, no, [_with_rate(work.conn, no, each) for each in found])
        work.commit()
    return ids


def assign(ctx: Context, call: Call, no: int, *, counterparty: str | None = None, which: Which | None = None) -> None:
    """Say who paid, and under which contract; the money left becomes their advance."""
    require(call, "payments.match")
    with writing(ctx, call) as work:
        payments.row_of(work.conn, no)
        if which is not None:
            _assign(work, no, which)
        elif counterparty is not None:
            party = parties.counterparty(work.conn, counterparty)
            _say_payer(work, no, party.id, None, Sign.BY_HAND)
            work.note(Subject(SubjectKind.PAYMENT, no), "assign_payment", {"after": {"counterparty": party.id}})
        work.change(SubjectKind.PAYMENT, [no])
        work.commit()


def undo(ctx: Context, call: Call, no: int, reason: str = "") -> int:
    """Take back everything a payment was given to; returns how many rows."""
    require(call, "payments.match")
    with writing(ctx, call) as work:
        payments.row_of(work.conn, no)
        given = standing(ledger.allocations(work.conn, payment_ids=[no]))
        if not given:
            raise LedgerFault("Payment {no} was given to nothing: nothing to undo.", code="nothing_to_undo", no=no)
        take_back(work, given, "undo_payment", reason)
        work.commit()
    return len(given)


def refund_payment(
    ctx: Context, call: Call, first: int, second: int, amount: Money | None = None, *, reason: str = ""
) -> Money:
    """Say that one payment gives back another: both are closed by the smaller rest, or by the sum named."""
    require(call, "payments.match")
    with writing(ctx, call) as work:
        rows = {id: ledger.payment(payments.row_of(work.conn, id)) for id in (first, second)}
        if len(rows) < 2:
            raise LedgerFault(
                "A payment cannot give itself back: name the payment in the other direction.", code="same_direction"
            )
        came, went = sorted(rows.values(), key=lambda each: each.paid_on)
        rests = ledger.ledger_of(work.conn, [], [first, second]).rests(date.max)
        nothing = Money(0, came.amount.currency)
        left = min((rests.get(id, nothing) for id in (came.id, went.id)), key=lambda each: each.minor)
        if not (amount or left):
            raise LedgerFault(
                "Nothing is left of payments {first} and {second} to give back: undo what one of them covers first.",
                code="nothing_left",
                first=first,
                second=second,
            )
        refund(work, came, went, amount or left, reason)
        work.commit()
    return amount or left


def recognise(conn: Connection, ids: Iterable[int], own_company_id: int, known: Directory | None = None) -> None:
    """Write down who made these payments, where it is known."""
    directory = known or payments.directory(conn, own_company_id)
    for id, payment in ledger.payments(conn, list(ids)).items():
        payer = who_paid(payment, directory)
        if payer is not None and payer.party_id != own_company_id:
            payments.set_payer(conn, id, payer.party_id, payer.contract_id, payer.sign)


def match_sure(work: Work, ids: Sequence[int], doubtful: Collection[int] = (), *, is_recognised: bool = False) -> int:
    """Post what is certain by rule; returns how many payments were given in full. The rest are proposals.

    What is ``doubtful`` stays a proposal, however certain it is.
    """
    matched = 0
    open_amounts.rewrite(work.conn, [], ids)
    if not is_recognised:
        for own in {payments.row_of(work.conn, id).own_company_id for id in ids}:
            recognise(work.conn, [id for id in ids if payments.row_of(work.conn, id).own_company_id == own], own)
        open_amounts.rewrite(work.conn, [], ids)
    work.change(SubjectKind.PAYMENT, ids)
    for id in (each for each in ids if each not in doubtful):
        found = _open(work.conn, payments.row_of(work.conn, id))
        best = found.proposals[0] if found.proposals else None
        if best is not None and best.is_certain:
            parts = [Part(charge, sum_, found.rates.get(charge)) for charge, sum_ in best.parts]
            allocate(work, id, parts, best.sign, is_by_rule=True)
            matched += sum(part.minor for _, part in best.parts) == found.rest.minor
    return matched


def _post(work: Work, statement: Statement, file: tuple[str, str], company: str | None) -> list[int]:
    conn, call = work.conn, work.call
    own = payments.company_of(conn, statement.account) if company is None and statement.account else None
    own = own or parties.own_company(conn, company).id
    account = payments.own_account(conn, own, statement.account, statement.currency)
    days = [line.booked_on for line in statement.lines]
    statement_id = payments.add_statement(
        conn,
        {
            "account_id": account,
            "file_sha": file[1],
            "file_name": file[0][:300],
            "format": statement.format,
            "from_on": statement.from_on or min(days, default=None),
            "to_on": statement.to_on or max(days, default=None),
            "opening_minor": statement.opening.minor if statement.opening else None,
            "closing_minor": statement.closing.minor if statement.closing else None,
            "lines_count": len(statement.lines),
            **recorded(call),
        },
    )
    rows = [_row(call, line, own, account, statement_id) for line in _lines(statement)]
    ids = payments.add_lines(conn, rows)
    _note(work, ids)
    work.note(
        Subject(SubjectKind.STATEMENT, statement_id),
        "import_statement",
        {"after": {"file": file[0], "lines": len(rows), "new": len(ids)}},
    )
    return ids


def _lines(statement: Statement) -> tuple[Line, ...]:
    """The lines with ordinals. Raises :class:`StatementFault` for a line of another currency or of nothing."""
    for line in statement.lines:
        if line.amount.currency != statement.currency:
            raise StatementFault(
                "{place} is in {currency}, the statement in {own}: one account has one currency.",
                code="currencies_mixed",
                place=line.place or line.booked_on,
                currency=line.amount.currency,
                own=statement.currency,
            )
    kept = (line for line in statement.lines if line.amount.minor)
    return numbered(replace(line, account="") for line in kept)


def _row(call: Call, line: Line, own: int, account: int, statement_id: int | None) -> dict[str, Any]:
    return {
        "statement_id": statement_id,
        "account_id": account,
        "own_company_id": own,
        "line_key": line_key(line),
        "is_incoming": line.amount.minor > 0,
        "paid_on": line.booked_on,
        "amount_minor": abs(line.amount.minor),
        "currency": line.amount.currency,
        "other_name": line.other_name[:500],
        "other_code": line.other_code[:40],
        "other_account": line.other_account[:64],
        "other_bank": line.other_bank[:300],
        "purpose": line.purpose[:2000],
        "reference": line.reference[:120],
        "document_no": line.document_no[:120],
        "counterparty_id": None,
        "contract_id": None,
        "payer_sign": "",
        **recorded(call),
    }


def _note(work: Work, ids: Sequence[int]) -> None:
    work.change(SubjectKind.PAYMENT, ids)
    for id in ids:
        work.note(Subject(SubjectKind.PAYMENT, id), "post_payment", None)


def _open(conn: Connection, row: Row[Any]) -> Open:
    payment = ledger.payment(row)
    rest = ledger.ledger_of(conn, [], [payment.id]).rests(date.max).get(payment.id, Money(0, row.currency))
    payer = None
    if row.counterparty_id is not None:
        payer = Payer(row.counterparty_id, Sign(row.payer_sign or Sign.BY_HAND), row.contract_id)
    candidates, rates = in_currency_of(conn, payment, _candidates(conn, row) if payer is not None else [])
    found = propose(payer, payment, rest, candidates) if payer is not None else ()
    numbers = {int(charge.id): charge.number for charge, _ in candidates}
    return Open(row, payment, rest, payer, found, numbers, rates)


def _candidates(conn: Connection, row: Row[Any]) -> list[tuple[Charge, Money]]:
    side = Direction.RECEIVABLE if row.is_incoming else Direction.PAYABLE
    sums = charges.open_of(conn, row.counterparty_id, side, own_company_id=row.own_company_id)
    known = ledger.charges(conn, list(sums))
    return [(known[id], Money(minor, known[id].amount.currency)) for id, minor in sums.items()]


def _assign(work: Work, no: int, which: Which) -> None:
    from contracts.registry.queries import contracts

    row = contracts.row_of(work.conn, find(work.conn, work.call, which))
    _say_payer(work, no, row.counterparty_id, row.id, Sign.BY_HAND)
    work.note(Subject(SubjectKind.PAYMENT, no), "assign_payment", {"after": {"contract": row.id}})


def _with_rate(conn: Connection, no: int, part: Part) -> Part:
    """The part with the stored rate of its contract, where currencies differ and a person named none."""
    if part.rate is not None:
        return part
    payment, charge = ledger.payments(conn, [no])[no], ledger.charges(conn, [part.charge_id])[part.charge_id]
    is_same = charge.amount.currency == payment.amount.currency
    return part if is_same else replace(part, rate=rate_for(conn, payment, charge))


def _say_payer(work: Work, no: int, party_id: int, contract_id: int | None, sign: str) -> None:
    """Who paid, and under which contract; the contract it was under before is derived anew too."""
    before = payments.row_of(work.conn, no).contract_id
    work.change(SubjectKind.CONTRACT, {before, contract_id} - {None})
    payments.set_payer(work.conn, no, party_id, contract_id, sign)


def _balance(statements: Sequence[Statement], name: str) -> str | None:
    """The balance of a file with one account; of several there is no single one."""
    found = [getattr(each, name) for each in statements]
    return found[0].wire if len(found) == 1 and found[0] is not None else None
