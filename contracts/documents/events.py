"""How the history of a contract names what was done with documents."""

from typing import Final

from contracts.kernel.refusal import N_
from contracts.kernel.vocabulary import Vocabulary

WORDS: Final = Vocabulary(tables={"event": {"attach_file": N_("file attached"), "make_document": N_("document made")}})
