"""Reminders and demands made as documents of a contract: held by money that waits, without what is claimed (§8)."""

from collections.abc import Callable
from dataclasses import replace

from contracts.claims.case.queries import claimed
from contracts.claims.case.rules.claimed_once import claimed_fault
from contracts.claims.case.waiting_money import check_waiting
from contracts.documents.contexts.values import DocumentContext
from contracts.documents.kinds import letters
from contracts.documents.kinds.builder_input import BuilderInput
from contracts.kernel.context import DocumentBuilder, DocumentInput
from contracts.money.queries import ledger


def _checked(build: Callable[[BuilderInput], DocumentContext]) -> DocumentBuilder:
    """The builder of a letter that demands money, after what must be looked at before."""

    def builder(about: DocumentInput) -> DocumentContext:
        assert isinstance(about, BuilderInput)
        contract = about.contract
        overdue = letters.overdue_charges(about)
        if overdue:
            check_waiting(about.conn, about.call, (contract.own_company_id, contract.counterparty_id), [contract.id])
        known = ledger.charges(about.conn, [each.id for each in overdue])
        held = claimed.demanded(about.conn, known.values())
        if held and len(held) == len(known):
            raise claimed_fault({each.number: held[each.id] for each in known.values()})
        return build(replace(about, left_out=frozenset(held)))

    return builder


BUILDERS = {"payment_reminder": _checked(letters.reminder), "demand": _checked(letters.demand)}
