"""The groups of a digest, by the last day to act: today, late, by Friday, later; then what is long past or unsure."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from contracts.registry.rules.why import WaysLeft, ways_left
from contracts.reminders.digest.content import DigestContent, DigestItem

GroupCode = Literal["today", "late", "by_friday", "later", "long_past", "confirm_alive"]
_ORDER: Final[tuple[GroupCode, ...]] = ("today", "late", "by_friday", "later", "long_past", "confirm_alive")
_FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Group:
    """One group that is not empty, its items nearest first; ``others`` is what else of the same contract is open."""

    code: GroupCode
    items: tuple[DigestItem, ...]
    others: tuple[tuple[DigestItem, ...], ...] = ()


def friday_after(day: date) -> date:
    """The Friday a reader of this day works towards: of this week, from Friday on of the next."""
    return day + timedelta(days=(_FRIDAY - day.weekday()) % 7 or 7)


def grouped(content: DigestContent) -> list[Group]:
    """The groups in the order in which they are read; a contract stands in the first of its groups alone."""
    found: dict[GroupCode, list[DigestItem]] = {code: [] for code in _ORDER}
    for item in sorted(content.items, key=_order):
        found[_code(item, content.business_on)].append(item)
    by_contract: dict[object, list[DigestItem]] = {}
    for items in found.values():
        for item in items:
            by_contract.setdefault(_contract(item), []).append(item)
    first = {id(items[0]): tuple(items[1:]) for items in by_contract.values()}
    groups = []
    for code, items in found.items():
        own = [each for each in items if id(each) in first]
        if own:
            groups.append(Group(code, tuple(own), tuple(first[id(each)] for each in own)))
    return groups


def _contract(item: DigestItem) -> object:
    """What is one thing in a digest: a contract by its number; what belongs to none stands for itself."""
    return (item.contract_id, item.number) if item.number else id(item)


def ways_of(item: DigestItem, today: date) -> WaysLeft | None:
    """The ways a notice may still go, where the usual one is too slow by now."""
    return ways_left(item.why, item.act_by, item.due_on, today)


def _code(item: DigestItem, today: date) -> GroupCode:
    if item.group == "long_past":
        return "long_past"
    if item.group == "confirm_alive":
        return "confirm_alive"
    left = ways_of(item, today)
    is_last = left is not None and bool(left.ways) and left.ways[-1].until == today
    if item.act_by == today or is_last:
        return "today"
    if item.act_by < today:
        return "late"
    return "by_friday" if item.act_by <= friday_after(today) else "later"


def _order(item: DigestItem) -> tuple[date, date, str, str]:
    return item.act_by, item.due_on, item.number, item.kind
