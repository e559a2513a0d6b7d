"""What limitation says in words: what interrupted it, its deadline, and why the last day to sue is that day."""

from typing import Final

from contracts.claims.limitation.rules import open_charge as steps
from contracts.kernel.refusal import N_
from contracts.kernel.vocabulary import Fragment, StepWords, Vocabulary

#: What interrupted limitation.
_GROUNDS: Final = {
    "reconciliation": N_("a signed reconciliation statement"),
    "letter": N_("a written acknowledgement"),
    "claim_accepted": N_("an accepted claim"),
    "part_payment": N_("a part payment that acknowledges the whole debt"),
    "lawsuit": N_("a lawsuit"),
    "other": N_("as a person confirmed"),
}

_STEPS: Final = {
    steps.LIMITATION_COUNTED: StepWords(
        N_("Limitation from {due_on} for {period}: to {day}"), N_("limitation of {period}, to {day}")
    ),
    steps.LIMITATION_SUSPENDED: StepWords(
        N_("Limitation did not run from {from_on} to {until_on}{basis}: to {day}"), N_("less a suspension, to {day}")
    ),
    steps.LIMITATION_RESTARTED: StepWords(
        N_("On {on} limitation was interrupted, {ground}{basis}, and began anew: to {day}"),
        N_("interrupted on {on}, to {day}"),
    ),
    steps.LIMITATION_ARGUABLE: StepWords(
        N_("By the other reading of the law: to {day}. Check with a lawyer"), N_("arguably to {day}"), is_beside=True
    ),
}

_FRAGMENTS: Final = {"basis": (Fragment("basis", N_(" ({basis})")),)}

WORDS: Final = Vocabulary(
    tables={
        "interruption": _GROUNDS,
        "kind": {"limitation": N_("Sue before limitation runs out")},
        "act": {"limitation": N_("limitation for {contract}")},
    },
    steps=_STEPS,
    fragments=_FRAGMENTS,
)
