"""The doctor reckons open amounts and the deadlines of the ledger anew, and compares them with what is stored."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection

from contracts.kernel.context import Context
from contracts.kernel.deadline import DeadlineKey
from contracts.kernel.refusal import N_
from contracts.kernel.sockets import Finding
from contracts.kernel.subject import SubjectKind
from contracts.money.money_derived import Changed, expected
from contracts.money.queries import money_subjects, open_amounts
from contracts.registry.queries import deadlines

_KINDS = (SubjectKind.CHARGE, SubjectKind.PAYMENT, SubjectKind.HOLD, SubjectKind.CLAIM)


def check_open_amounts(conn: Connection, ctx: Context, as_of: date) -> Iterator[Finding]:
    """What is open of charges and left of payments follows from the ledger, and nothing exceeds its sum."""
    charges, payments = open_amounts.differences(conn)
    covered, given = open_amounts.broken(conn)
    for code, ids, sentence in (
        ("charge_open", charges, N_("The open amounts of {count} charges differ from the ledger.")),
        ("payment_rest", payments, N_("The rests of {count} payments differ from the ledger.")),
        ("covered_beyond", covered, N_("{count} charges are covered beyond their sum.")),
        ("given_beyond", given, N_("{count} payments gave more than they were.")),
    ):
        if ids:
            yield Finding(code, sentence, {"count": len(ids)})


def check_money_deadlines(conn: Connection, ctx: Context, as_of: date) -> Iterator[Finding]:
    """The stored deadlines of charges, payments, holds and claims are those that follow."""
    wrong = 0
    for charges, payments, holds, claims in money_subjects.everything(conn):
        changed = Changed(set(charges), set(payments), set(holds), set(claims))
        wanted = {each.key: (each.act_by, each.owner_id) for each in expected(conn, ctx.rules, changed)}
        stored: dict[DeadlineKey, tuple[date, int | None]] = {}
        for kind, ids in zip(_KINDS, (charges, payments, holds, claims), strict=True):
            stored.update(deadlines.kept(conn, kind, ids))
        wrong += len(set(wanted.items()) ^ set(stored.items()))
    if wrong:
        yield Finding("money_deadlines", N_("{count} deadlines of the ledger differ from its facts."), {"count": wrong})
