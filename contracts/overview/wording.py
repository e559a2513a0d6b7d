"""What the overview says in the history of a contract."""

from typing import Final

from contracts.kernel.refusal import N_
from contracts.kernel.vocabulary import Vocabulary

WORDS: Final = Vocabulary(tables={"event": {"hand_over": N_("handed over")}})
