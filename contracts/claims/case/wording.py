"""What claims say in words: their deadline, their history, and why an answer is due on a day."""

from typing import Final

from contracts.claims.case.rules import claim as steps
from contracts.kernel.refusal import N_
from contracts.kernel.vocabulary import Fragment, StepWords, Vocabulary

_EVENTS: Final = {
    "make_claim_letter": N_("claim letter made"),
    "draft_claim": N_("claim prepared"),
    "move_claim": N_("claim moved on"),
    "receive_claim": N_("claim received"),
}

_STEPS: Final = {
    steps.CLAIM_SENT: StepWords(N_("Claim {number} was sent on {day}{by_method}"), N_("claim {number} sent on {day}")),
    steps.CLAIM_RECEIVED: StepWords(N_("Claim {number} was received on {day}"), N_("claim {number} received on {day}")),
    steps.CLAIM_DELIVERED: StepWords(N_("It was delivered on {day}"), N_("delivered on {day}")),
    steps.DELIVERY_PRESUMED: StepWords(N_("Delivery is presumed on {day}"), N_("delivery presumed on {day}")),
    steps.ANSWER_COUNTED: StepWords(N_("The answer is due by {day}"), N_("answer due by {day}")),
}

_FRAGMENTS: Final = {"by_method": (Fragment("method", N_(" ({method})")),)}

WORDS: Final = Vocabulary(
    tables={
        "kind": {"claim_answer": N_("Choose the next step for the claim")},
        "act": {"claim_answer": N_("claim for {contract}")},
        "event": _EVENTS,
    },
    steps=_STEPS,
    fragments=_FRAGMENTS,
)


#: What each status is called.
STATUSES = {
    "draft": N_("draft"),
    "approved": N_("claim approved"),
    "sent": N_("sent"),
    "delivered": N_("delivered"),
    "presumed_delivered": N_("presumed delivered"),
    "accepted": N_("accepted"),
    "partly_accepted": N_("partly accepted"),
    "refused": N_("refused"),
    "unanswered": N_("unanswered"),
    "settled": N_("settled"),
    "partly_settled": N_("partly settled"),
    "to_court": N_("handed to court"),
    "withdrawn": N_("withdrawn"),
    "received": N_("received"),
    "answer_drafted": N_("answer drafted"),
    "answer_approved": N_("answer approved"),
    "answered": N_("answered"),
    "in_court": N_("in court"),
    "closed": N_("closed"),
}
