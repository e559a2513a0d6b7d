"""A deadline is a legal day, the last working day to act before it, and the steps that lead to both (domain §10)."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from contracts.kernel.subject import ContractId, PersonId, Step, Subject


class DeadlineKind(StrEnum):
    """What must be done by a deadline."""

    RENEWAL_DECISION = "renewal_decision"
    POST_NOTICE = "post_notice"
    SIGN_AMENDMENT = "sign_amendment"
    EXPIRY = "expiry"
    SIGNATURE = "signature"
    CONFIRM_ALIVE = "confirm_alive"
    LATE_NOTICE = "late_notice"
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
