"""What dunning says in words: its deadline, its history, and why a level is reached."""

from typing import Final

from contracts.claims.dunning.rules.ladder import LADDER_REACHED
from contracts.kernel.refusal import N_
from contracts.kernel.vocabulary import StepWords, Vocabulary

_STEPS: Final = {
    LADDER_REACHED: StepWords(
        N_("Collection step {level} is reached on {day}"), N_("collection step {level} on {day}")
    ),
}

WORDS: Final = Vocabulary(
    tables={
        "kind": {"dunning_step": N_("Take the next collection step")},
        "act": {"dunning_step": N_("collection for contract {contract}")},
        "event": {"dun": N_("reminded of the debt")},
    },
    steps=_STEPS,
)
