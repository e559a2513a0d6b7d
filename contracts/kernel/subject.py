"""What the whole register speaks about: things by kind and key."""

from enum import StrEnum
from typing import NamedTuple, NewType

PersonId = NewType("PersonId", int)


PartyId = NewType("PartyId", int)


ContractId = NewType("ContractId", int)


AmendmentId = NewType("AmendmentId", int)


class SubjectKind(StrEnum):
    """What a deadline, a fault or an audit event is about."""

    CONTRACT = "contract"
    AMENDMENT = "amendment"
    ANNEX = "annex"
    NOTICE = "notice"
    DECISION = "decision"
    PARTY = "party"
    PERSON = "person"
    ABSENCE = "absence"
    MESSAGE = "message"
    DOCUMENT = "document"
    RULESET = "ruleset"
    IMPORT = "import"
    AUTHORITY = "authority"
    TEMPLATE = "template"
    FILE = "file"
    CHARGE = "charge"
    PAYMENT = "payment"
    STATEMENT = "statement"
    HOLD = "hold"
    CLAIM = "claim"
    PAPER = "paper"
    OBLIGATION = "obligation"


class Subject(NamedTuple):
    """A thing of the register by kind and key."""

    kind: SubjectKind
    id: int
