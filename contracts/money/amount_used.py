"""How much of the amounts of contracts is used: shown on a day, and asked about on the agenda from 80 per cent (§4)."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from sqlalchemy import Connection

from contracts.kernel.deadline import Deadline
from contracts.kernel.money import Money
from contracts.kernel.rules import Rules
from contracts.money.queries import amount_used
from contracts.money.queries.amount_used import Entries
from contracts.money.rules.amount_used import AmountEntry, AmountUsed, amount_used_deadline, amount_used_on
from contracts.money.rules.ledger import Direction
from contracts.registry.queries.facts import load
from contracts.registry.rules.amendment import conditions_on
from contracts.registry.rules.contract import ContractFacts


def amounts_used_on(conn: Connection, contract_ids: Collection[int], as_of: date) -> dict[int, AmountUsed]:
    """How much of the amounts of these contracts is used on a day, by the side that uses more: theirs to us, or ours.

    The amounts are those in force then; contracts without one are absent.
    """
    ids = amount_used.with_amounts(conn, contract_ids)
    entries = amount_used.entries(conn, ids)
    found = {}
    for id, facts in load(conn, ids).items():
        amount = conditions_on(facts, as_of).amount
        if amount is not None:
            sides = (amount_used_on(amount, given, as_of) for given in _sides(entries, id, amount))
            found[id] = max(sides, key=lambda each: each.used.minor)
    return found


def amounts_used_of_annexes(conn: Connection, amounts: Mapping[int, Money]) -> dict[int, AmountUsed]:
    """What is charged under annexes with these amounts, by key."""
    charged = amount_used.charged_under(conn, list(amounts))
    return {
        id: AmountUsed(amount, Money(charged.get((id, amount.currency), 0), amount.currency), Money(0, amount.currency))
        for id, amount in amounts.items()
    }


def amount_deadlines(conn: Connection, rules: Rules, contract_ids: Iterable[int]) -> list[Deadline]:
    """The deadlines that follow; an amendment that was signed counts whenever it takes effect."""
    ids = amount_used.with_amounts(conn, set(contract_ids))
    entries = amount_used.entries(conn, ids)
    busy = {contract_id for contract_id, _, _ in entries}
    loaded = load(conn, sorted(busy)).values()
    found = (_deadline(facts, entries, rules) for facts in loaded if facts.closed_on is None)
    return [each for each in found if each is not None]


def _deadline(facts: ContractFacts, entries: Entries, rules: Rules) -> Deadline | None:
    amount = conditions_on(facts, date.max).amount
    if amount is None:
        return None
    most = max(_sides(entries, facts.id, amount), key=lambda given: amount_used_on(amount, given, date.max).used.minor)
    owner = (facts.id, facts.owner_id)
    return amount_used_deadline(amount, most, owner=owner, rules=rules, country=facts.country)


def _sides(entries: Entries, contract_id: int, amount: Money) -> list[list[AmountEntry]]:
    return [entries.get((contract_id, side, amount.currency), []) for side in Direction]
