"""The facts of one contract as the rules see them: what people told us, nothing derived (domain §2, §3)."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal, NamedTuple

from contracts.kernel.calendar import FAR, Duration
from contracts.kernel.money import Money
from contracts.kernel.subject import AmendmentId, ContractId, PersonId


class Status(StrEnum):
    """What people stored; the phase on a day follows from it and from the dates."""

    DRAFT = "draft"
    IN_APPROVAL = "in_approval"
    APPROVED = "approved"
    SIGNING = "signing"
    SIGNED = "signed"
    CANCELLED = "cancelled"


class Phase(StrEnum):
    """Where a contract stands on a day (domain §2); exactly one fits."""

    DRAFT = "draft"
    IN_APPROVAL = "in_approval"
    APPROVED = "approved"
    SIGNING = "signing"
    CANCELLED = "cancelled"
    TERMINATED = "terminated"
    INCOMPLETE = "incomplete"
    UPCOMING = "upcoming"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    NOTICE_WINDOW = "notice_window"
    EXPIRING = "expiring"
    IN_FORCE = "in_force"


class Renewal(StrEnum):
    """What happens at the end of a term if nobody acts."""

    NONE = "none"
    AUTOMATIC = "automatic"
    BY_CONSENT = "by_consent"
    TACIT = "tacit"
    EVERGREEN = "evergreen"
    UNTIL_FULFILLED = "until_fulfilled"


class EndRule(StrEnum):
    """How a last day is counted from a first day and a length."""

    DAY_BEFORE = "day_before"
    ANNIVERSARY = "anniversary"


class NoticeCounts(StrEnum):
    """What must happen by the notice deadline."""

    RECEIVED = "received"
    SENT = "sent"


class Side(StrEnum):
    """Whose act it is."""

    OURS = "ours"
    THEIRS = "theirs"


class NoticeKind(StrEnum):
    """What a notice says."""

    NON_RENEWAL = "non_renewal"
    TERMINATION = "termination"
    OBJECTION = "objection"


class Choice(StrEnum):
    """What the manager decided about a contract at a deadline."""

    RENEW = "renew"
    RENEGOTIATE = "renegotiate"
    TERMINATE = "terminate"
    LAPSE = "lapse"


TermSource = Literal["initial", "automatic", "presumed", "amendment", "manual"]


class Term(NamedTuple):
    """One period of a contract, both days inclusive."""

    no: int
    first_day: date
    last_day: date
    source: TermSource
    amendment_id: AmendmentId | None = None


@dataclass(frozen=True, slots=True)
class Conditions:
    """What was agreed and what an amendment may change; ``None`` is unknown or not agreed.

    ``last_day`` is inclusive and beats a last day counted from ``first_day`` and ``length``.
    ``notice_methods`` are codes (``letter``, ``courier``, ``edoc``, ``email``, ``hand``), the usual one first.
    ``max_renewals`` counts automatic renewals since the contract began; ``None`` is no cap.
    ``asked_end`` is the day an evergreen contract is asked to end on.
    ``penalty`` is a rule text: ``per_day:0.1`` (per cent a day), ``double_nbu``, or empty: no clause, no penalty.
    """

    first_day: date | None = None
    length: Duration | None = None
    last_day: date | None = None
    end_rule: EndRule = EndRule.DAY_BEFORE
    renewal: Renewal | None = None
    renewal_length: Duration | None = None
    max_renewals: int | None = None
    notice: Duration | None = None
    notice_counts: NoticeCounts = NoticeCounts.RECEIVED
    notice_methods: tuple[str, ...] = ()
    asked_end: date | None = None
    amount: Money | None = None
    payment_terms: str = ""
    penalty: str = ""
    #: Clause numbers by condition name, for "why": (("notice", "7.3"), ...).
    clauses: tuple[tuple[str, str], ...] = ()


ConditionValue = date | Duration | Money | Renewal | NoticeCounts | tuple[str, ...] | int | str | None


@dataclass(frozen=True, slots=True)
class Change:
    """One condition changed by an amendment: old wording → new wording, and the value the rules use."""

    condition: str
    value: ConditionValue
    clause: str = ""
    old_wording: str = ""
    new_wording: str = ""


@dataclass(frozen=True, slots=True)
class Amendment:
    """A supplementary agreement; without ``signed_on`` it is a draft and changes nothing."""

    id: AmendmentId
    no: int
    number: str
    signed_on: date | None
    effective_on: date
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice that was sent or received; a revoked one is not among the facts."""

    by: Side
    kind: NoticeKind
    method: str
    sent_on: date | None
    received_on: date | None

    def counts_on(self, counts: NoticeCounts) -> date | None:
        """The day on which this notice counts under the contract's rule, or ``None`` while it does not."""
        return self.received_on if counts is NoticeCounts.RECEIVED else self.sent_on or self.received_on


@dataclass(frozen=True, slots=True)
class Decision:
    """What the manager decided for one target date; a revoked decision is not among the facts."""

    due_on: date
    choice: Choice
    decided_on: date


@dataclass(frozen=True, slots=True)
class Suspension:
    """Days on which a contract is suspended: ``from_on`` inclusive, ``until_on`` the first day after."""

    from_on: date
    until_on: date = FAR


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """Everything the rules need to know about one contract.

    ``moves`` are (day, status), ascending; before the first one the first status holds.
    ``recorded_terms`` are the stored, not voided rows. ``presumed_before`` is the day of import while nobody
    has confirmed that a contract whose terms began earlier is still alive. ``registered_on`` is the day the contract
    entered the register: nothing about it could be known here before.
    """

    id: ContractId
    version: int
    base: Conditions
    moves: tuple[tuple[date, Status], ...]
    country: str = "UA"
    owner_id: PersonId | None = None
    amendments: tuple[Amendment, ...] = ()
    recorded_terms: tuple[Term, ...] = ()
    notices: tuple[Notice, ...] = ()
    decisions: tuple[Decision, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    terminated_after: date | None = None
    closed_on: date | None = None
    presumed_before: date | None = None
    registered_on: date | None = None
    #: Facts a person must still complete, by name, beyond those the phase needs.
    known_missing: tuple[str, ...] = field(default=())
