"""Which builder gathers what only one kind of document says; a kind without one says what every document says.

Kinds that tell of higher subjects are plugged in by them (``Sockets.document_builders``).
"""

from collections.abc import Callable, Mapping
from functools import partial

from contracts.documents.contexts.values import laid_over
from contracts.documents.kinds.amendments import amendment, edition
from contracts.documents.kinds.builder_input import BuilderInput
from contracts.documents.kinds.job_description import job_description
from contracts.documents.kinds.letters import debts, proposal, request, termination
from contracts.documents.kinds.power_of_attorney import power_of_attorney
from contracts.documents.kinds.primary_documents import act, agreement, invoice, note, specification
from contracts.documents.kinds.renewal_brief import brief

#: Kinds made by commands of their own, which number, calculate and record more than a document.
ELSEWHERE = {
    "reconciliation": "contracts reconcile COUNTERPARTY -o FILE",
    "claim": "contracts claim letter NUMBER -o FILE",
    "advance_return": "contracts claim letter --advance PAYMENT -o FILE",
    "claim_cover": "contracts claim pack NUMBER -o FOLDER",
    "claim_note": "contracts claim letter NUMBER -o FILE",
    "court_handover": "contracts claim court CLAIM -o FOLDER",
}


def only_of_kind(kind: str, about: BuilderInput) -> Mapping[str, object]:
    """The records only this kind has; nothing where the register has nothing to add.

    What a higher subject says of a record is laid over it where the record is there.
    """
    own, plugged = _KINDS.get(kind), about.ctx.sockets.document_builders.get(kind)
    record = dict(own(about)) if own is not None else {}
    if plugged is None:
        return record
    more = plugged(about)
    return laid_over(record, {name: each for name, each in more.items() if own is None or record.get(name) is not None})


_AMENDMENTS = tuple(f"amendment_{each}" for each in ("renewal", "price", "details", "termination", "free"))
_KINDS: Mapping[str, Callable[[BuilderInput], Mapping[str, object]]] = {
    "acceptance_act": act,
    "delivery_note": note,
    "invoice": invoice,
    "specification": specification,
    **dict.fromkeys(("supply", "services", "works", "lease", "framework", "nda"), agreement),
    "non_renewal_notice": debts,
    "termination_notice": termination,
    **dict.fromkeys(("cover_letter", "document_request"), request),
    "renewal_proposal": proposal,
    **{kind: partial(amendment, kind=kind) for kind in _AMENDMENTS},
    "consolidated": edition,
    "renewal_brief": brief,
    "power_of_attorney": power_of_attorney,
    "job_description": job_description,
}
