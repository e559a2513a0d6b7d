"""A bank statement is posted line by line once: a repeat or an overlap adds nothing; payments by hand likewise (§6)."""

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.kernel.context import Call, Context, Work, recorded
from contracts.kernel.files import record
from contracts.kernel.money import Money
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.money.match import match_certain, recognise
from contracts.money.payments import assign_to_contract
from contracts.money.queries import payments
from contracts.money.rules.ledger import LedgerFault
from contracts.money.rules.statement import RejectedLine, StatementLine, line_key
from contracts.money.statements import read_statement
from contracts.money.statements.account import AccountRead
from contracts.parties.queries import parties
from contracts.registry.lookup import Which

#: The texts of a line that are kept, and how much of each.
_LENGTHS = {"other_name": 500, "other_code": 40, "other_account": 64, "other_bank": 300}
_LENGTHS |= {"purpose": 2000, "reference": 120, "document_no": 120}


@dataclass(frozen=True, slots=True)
class ImportedStatement:
    """What an import of a statement did; balances where the file has one account.

    ``alike`` are new payments with the day, direction and sum of one posted before by hand or from a file of another
    kind: they may be the same money, so nothing is posted for them by rule.
    """

    format: str
    lines: int
    new: int
    duplicate: int
    rejected: tuple[RejectedLine, ...]
    matched: int
    unmatched: int
    unidentified: int
    opening: Money | None
    closing: Money | None
    notes: tuple[str, ...] = ()
    alike: tuple[int, ...] = ()


@needs("payments.match")
def import_statement(
    ctx: Context, call: Call, data: bytes, name: str, *, company: str | None = None
) -> ImportedStatement:
    """Post the lines of a file of any format. Raises :class:`StatementFault` where it cannot be used as it is."""
    return post_statements(ctx, call, read_statement(data, name, ctx.zone), file=(name, data), company=company)


@needs("payments.match")
def post_statements(
    ctx: Context, call: Call, statements: Sequence[AccountRead], *, file: tuple[str, bytes], company: str | None = None
) -> ImportedStatement:
    """Post the lines of statements read from a file, by its name and bytes; sure matches are posted by rule."""
    sha = ctx.files.put(file[1])
    with writing(ctx, call) as work:
        record(work.conn, sha, len(file[1]), "application/octet-stream", call.at)
        new: dict[int, list[int]] = {}
        for each in statements:
            own = _own_company(work, each, company)
            new.setdefault(own, []).extend(_post(work, each, own, (file[0], sha)))
        ids = [id for each in new.values() for id in each]
        known = sum(recognise(work.conn, keys, own) for own, keys in new.items())
        alike = payments.alike(work.conn, ids)
        matched = match_certain(work, ids, alike)
        work.commit()
    lines = sum(len(each.lines) for each in statements)
    only = statements[0] if len(statements) == 1 else None
    return ImportedStatement(
        format=", ".join(dict.fromkeys(each.format for each in statements)),
        lines=lines,
        new=len(ids),
        duplicate=lines - len(ids),
        rejected=tuple(row for each in statements for row in each.rejected),
        matched=matched,
        unmatched=len(ids) - matched,
        unidentified=len(ids) - known,
        opening=only.opening if only else None,
        closing=only.closing if only else None,
        notes=tuple(dict.fromkeys(note for each in statements for note in each.notes)),
        alike=tuple(alike),
    )


@needs("payments.post")
def add_payment(
    ctx: Context, call: Call, line: StatementLine, *, company: str | None = None, which: Which | None = None
) -> int:
    """Post money by hand: cash, or a bank whose statement nobody has; the same sum twice a day needs a purpose."""
    if not line.amount.minor:
        raise LedgerFault(
            "A payment of nothing cannot be entered: give a sum greater than nothing.", code="not_positive"
        )
    with writing(ctx, call) as work:
        own = parties.own_company(work.conn, company).id
        account = payments.own_account(work.conn, own, "hand", line.amount.currency)
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
            assign_to_contract(work, payments.row_of(work.conn, ids[0]), which)
        match_certain(work, ids)
        work.commit()
    return ids[0]


def _own_company(work: Work, statement: AccountRead, company: str | None) -> int:
    """Whose account it is: the company named, else the one that has the account, else the only one."""
    own = payments.company_of(work.conn, statement.account) if company is None and statement.account else None
    return own or int(parties.own_company(work.conn, company).id)


def _post(work: Work, statement: AccountRead, own: int, file: tuple[str, str]) -> list[int]:
    """Store the new lines of one account; returns their keys."""
    conn, call = work.conn, work.call
    account = payments.own_account(conn, own, statement.account, statement.currency, statement.bank)
    statement_id = payments.add_statement(conn, {**_statement_row(statement, account, file), **recorded(call)})
    rows = [_row(call, line, own, account, statement_id) for line in statement.lines if line.amount.minor]
    ids = payments.add_lines(conn, rows)
    _note(work, ids)
    after = {"file": file[0], "lines": len(rows), "new": len(ids)}
    work.note(Subject(SubjectKind.STATEMENT, statement_id), "import_statement", {"after": after})
    return ids


def _statement_row(statement: AccountRead, account_id: int, file: tuple[str, str]) -> dict[str, object]:
    days = [line.booked_on for line in statement.lines]
    return {
        "account_id": account_id,
        "file_sha": file[1],
        "file_name": file[0][:300],
        "format": statement.format,
        "from_on": statement.from_on or min(days, default=None),
        "to_on": statement.to_on or max(days, default=None),
        "opening_minor": statement.opening.minor if statement.opening else None,
        "closing_minor": statement.closing.minor if statement.closing else None,
        "lines_count": len(statement.lines),
    }


def _row(call: Call, line: StatementLine, own: int, account: int, statement_id: int | None) -> dict[str, object]:
    return {
        "statement_id": statement_id,
        "account_id": account,
        "own_company_id": own,
        "line_key": line_key(line),
        "is_incoming": line.amount.minor > 0,
        "paid_on": line.booked_on,
        "amount_minor": abs(line.amount.minor),
        "currency": line.amount.currency,
        **{name: getattr(line, name)[:length] for name, length in _LENGTHS.items()},
        "purpose_seams": _seams(line),
        "payer_sign": "",
        **recorded(call),
    }


def _seams(line: StatementLine) -> str:
    """The first seams within what is kept of the purpose."""
    return " ".join(str(each) for each in line.seams[:60] if each < _LENGTHS["purpose"])


def _note(work: Work, ids: Sequence[int]) -> None:
    work.change(SubjectKind.PAYMENT, ids)
    for id in ids:
        work.note(Subject(SubjectKind.PAYMENT, id), "post_payment", None)
