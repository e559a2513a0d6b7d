"""How much of the amounts of contracts is used: shown on a day, and asked about on the agenda from 80 per cent (§4)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from contracts.kernel.deadline import Deadline, DeadlineKind
from contracts.kernel.money import Money
from contracts.kernel.rules import Rules
from contracts.kernel.subject import Subject
from contracts.money.queries import usage
from contracts.money.rules.usage import Entry, Usage, usage_deadline, usage_on
from contracts.registry.queries.facts import load
from contracts.registry.rules.amendment import conditions_on
from contracts.registry.rules.contract import ContractFacts
from contracts.registry.tables.amendment import AnnexRow


@dataclass(frozen=True, slots=True)
class Used:
    """The usage of a contract's amount by the side that uses more of it: what they owe us, or what we owe."""

    contract_id: int
    direction: str
    usage: Usage


def used_on(conn: Connection, contract_ids: Collection[int], as_of: date) -> dict[int, Used]:
    """The usage of these contracts on a day, by the amounts in force then; contracts without an amount are absent."""
    ids = usage.with_amounts(conn, contract_ids)
    entries = usage.entries(conn, ids)
    found = {}
    for id, facts in load(conn, ids).items():
        amount = conditions_on(facts, as_of).amount
        if amount is not None:
            sides = [
                Used(id, side, usage_on(amount, given, as_of)) for side, given in _sides(entries, id, amount).items()
            ]
            found[id] = max(sides, key=lambda each: each.usage.used.minor)
    return found


def annexes_used(conn: Connection, annexes: Iterable[AnnexRow]) -> dict[int, Usage]:
    """What is charged under annexes that have an amount, by key."""
    priced = {row.id: row.amount for row in annexes if row.amount is not None}
    charged = usage.charged_under(conn, list(priced))
    return {
        id: Usage(amount, Money(charged.get((id, amount.currency), 0), amount.currency), Money(0, amount.currency))
        for id, amount in priced.items()
    }


def usage_deadlines(conn: Connection, rules: Rules, contract_ids: Iterable[int]) -> list[Deadline]:
    """The deadlines that follow; an amendment that was signed counts whenever it takes effect."""
    ids = usage.with_amounts(conn, set(contract_ids))
    entries = usage.entries(conn, ids)
    busy = {contract_id for contract_id, _, _ in entries}
    loaded = load(conn, sorted(busy)).values()
    found = (_deadline(facts, entries, rules) for facts in loaded if facts.closed_on is None)
    return [each for each in found if each is not None]


def subjects_before(conn: Connection, contract_ids: Collection[int]) -> set[Subject]:
    """What the stored deadlines about amounts of these contracts are about."""
    return usage.told_about(conn, contract_ids, DeadlineKind.AMOUNT_USED.value)


def _deadline(facts: ContractFacts, entries: usage.Entries, rules: Rules) -> Deadline | None:
    amount = conditions_on(facts, date.max).amount
    if amount is None:
        return None
    sides = _sides(entries, facts.id, amount)
    most = max(sides.values(), key=lambda given: usage_on(amount, given, date.max).used.minor)
    return usage_deadline(
        amount,
        most,
        owner=(facts.id, facts.owner_id),
        rules=rules,
        country=facts.country,
    )


def _sides(entries: usage.Entries, contract_id: int, amount: Money) -> dict[str, list[Entry]]:
    return {side: entries.get((contract_id, side, amount.currency), []) for side in ("receivable", "payable")}
