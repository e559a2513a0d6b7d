"""What reminders say in the history of a contract."""

from typing import Final

from contracts.kernel.refusal import N_
from contracts.kernel.vocabulary import Vocabulary

WORDS: Final = Vocabulary(tables={"event": {"acknowledge": N_("acknowledged")}})
