"""The groups of a digest, by the last day to act: today, late, by Friday, later; then what is long past or unsure."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from contracts.reminders.digest.content import DigestContent, DigestItem

GroupCode = Literal["today", "late", "by_friday", "later", "long_past", "confirm_alive"]
_FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Group:
    """One group that is not empty, its items nearest first."""

    code: GroupCode
    items: tuple[DigestItem, ...]


def friday_after(day: date) -> date:
    """The Friday a reader of this day works towards: of this week, from Friday on of the next."""
    return day + timedelta(days=(_FRIDAY - day.weekday()) % 7 or 7)


def grouped(content: DigestContent) -> list[Group]:
    """The groups in the order in which they are read."""
    found: dict[GroupCode, list[DigestItem]] = {
        code: [] for code in ("today", "late", "by_friday", "later", "long_past", "confirm_alive")
    }
    for item in sorted(content.items, key=_order):
        found[_code(item, content.business_on)].append(item)
    return [Group(code, tuple(items)) for code, items in found.items() if items]


def _code(item: DigestItem, today: date) -> GroupCode:
    if item.group == "long_past":
        return "long_past"
    if item.group == "confirm_alive":
        return "confirm_alive"
    if item.act_by == today:
        return "today"
    if item.act_by < today:
        return "late"
    return "by_friday" if item.act_by <= friday_after(today) else "later"


def _order(item: DigestItem) -> tuple[date, date, str, str]:
    return item.act_by, item.due_on, item.number, item.kind
