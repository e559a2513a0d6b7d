"""Which builder gathers what only one kind of paper says; a kind without one says what every paper says.

Kinds that tell of higher subjects are plugged in by them (``Sockets.document_builders``).
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from contracts.documents.kinds.about import About
from contracts.documents.kinds.authority import power_of_attorney
from contracts.documents.kinds.brief import brief
from contracts.documents.kinds.changes import amendment, edition
from contracts.documents.kinds.job import job_description
from contracts.documents.kinds.letters import debts, demand, proposal, reminder, request, termination
from contracts.documents.kinds.primary import act, invoice, note, specification
from contracts.kernel.refusal import Refusal

#: Kinds made by commands of their own, which number, reckon and record more than a paper.
ELSEWHERE = {
    "reconciliation": "contracts reconcile COUNTERPARTY -o FILE",
    "claim": "contracts claim letter NUMBER -o FILE",
    "advance_return": "contracts claim letter --advance PAYMENT -o FILE",
    "court_handover": "contracts claim court CLAIM -o FOLDER",
}


def more_of(kind: str, about: About) -> dict[str, Any]:
    """The records only this kind has; nothing where the register has nothing to add."""
    make = _KINDS.get(kind) or about.ctx.sockets.document_builders.get(kind)
    return make(about) if make else {}


def refuse_elsewhere(kind: str) -> None:
    """A kind with a command of its own is not made as a plain paper."""
    if kind in ELSEWHERE:
        raise Refusal("A {kind} is made by `{command}`.", code="document", kind=kind, command=ELSEWHERE[kind])


_AMENDMENTS = tuple(f"amendment_{each}" for each in ("renewal", "price", "details", "termination", "free"))
_KINDS: dict[str, Callable[[About], dict[str, Any]]] = {
    "acceptance_act": act,
    "delivery_note": note,
    "invoice": invoice,
    "specification": specification,
    "non_renewal_notice": debts,
    "termination_notice": termination,
    "demand": demand,
    **dict.fromkeys(("cover_letter", "document_request"), request),
    "payment_reminder": reminder,
    "renewal_proposal": proposal,
    **{kind: partial(amendment, kind=kind) for kind in _AMENDMENTS},
    "consolidated": edition,
    "renewal_brief": brief,
    "power_of_attorney": power_of_attorney,
    "job_description": job_description,
}
