"""A deadline is a legal day, the last working day to act before it, and the steps that lead to both (domain §10)."""

from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from contracts.kernel.calendar import shift_back
from contracts.kernel.derivation import Step
from contracts.kernel.rules import Rules
from contracts.kernel.subject import ContractId, PersonId, Subject


class DeadlineKind(StrEnum):
    """What must be done by a deadline."""

    RENEWAL_DECISION = "renewal_decision"
    POST_NOTICE = "post_notice"
    SIGN_AMENDMENT = "sign_amendment"
    EXPIRY = "expiry"
    SIGNATURE = "signature"
    CONFIRM_ALIVE = "confirm_alive"
    LATE_NOTICE = "late_notice"
    NOTICE_MISSED = "notice_missed"
    MISSING_FACT = "missing_fact"
    PAYMENT_DUE = "payment_due"
    ACT_NOT_RETURNED = "act_not_returned"
    ADVANCE_OPEN = "advance_open"
    HOLD_REVIEW = "hold_review"
    DUNNING_STEP = "dunning_step"
    CLAIM_ANSWER = "claim_answer"
    LIMITATION = "limitation"
    AMOUNT_USED = "amount_used"


class DeadlineKey(NamedTuple):
    """The identity of a deadline: a changed ``act_by`` keeps it, a changed ``due_on`` makes another."""

    kind: DeadlineKind
    subject: Subject
    due_on: date


class Deadline(NamedTuple):
    """A derived deadline.

    ``due_on`` (in the key) is the legal day, ``act_by`` ≤ ``due_on`` the last working day to act,
    ``check_on`` the first day on which a reminder can be due.
    """

    key: DeadlineKey
    contract_id: ContractId | None
    owner_id: PersonId | None
    act_by: date
    check_on: date
    why: tuple[Step, ...]


def check_on(kind: DeadlineKind, act_by: date, first_tier: int | None) -> date:
    """The first day on which a reminder can be due: never late; the calendar's first where no tier is set."""
    if first_tier is None or act_by.toordinal() <= first_tier:
        return date.min
    return act_by - timedelta(days=first_tier)


def deadline(
    kind: DeadlineKind,
    subject: Subject,
    due_on: date,
    rules: Rules,
    *,
    country: str,
    owner: tuple[ContractId | None, PersonId | None],
    why: tuple[Step, ...],
) -> Deadline:
    """A deadline of a legal day: the last working day of the country on or before it is the last day to act."""
    act_by = shift_back(due_on, rules.calendar(country))
    check = check_on(kind, act_by, (rules.first_tier or {}).get(kind, 0))
    return Deadline(DeadlineKey(kind, subject, due_on), owner[0], owner[1], act_by, check, why)
