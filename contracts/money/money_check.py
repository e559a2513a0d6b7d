"""The doctor calculates open amounts anew, and compares them with what is stored."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection

from contracts.kernel.context import Context
from contracts.kernel.refusal import N_
from contracts.kernel.sockets import Finding
from contracts.money.queries import open_amounts


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
