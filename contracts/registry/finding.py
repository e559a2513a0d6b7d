"""What a check found wrong: one sentence, an English message id whose names are filled when it is worded."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """``code`` is stable; ``sentence`` with its ``facts`` says what is wrong and where."""

    code: str
    sentence: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.sentence.format(**self.facts)
