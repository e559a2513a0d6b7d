"""Every wording a document takes from a name is looked up, proposed where nobody gave it, and remembered.

A person's wording prevails over a proposal as long as the name it was made from is unchanged. What was only proposed
and is not sure is listed, so that it is shown before the document is sent.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from contracts.language import company, inflect
from contracts.language.family_names import Case
from contracts.language.inflect import Wording

#: Of a longer text its beginning tells whether it is still the one a wording was made from.
BASE_LENGTH = 500


class WordingKey(NamedTuple):
    """What is worded: a field of a subject (``authority:7``, ``party:3``), in a case."""

    subject: str
    field: str
    case: str


class UsedWording(NamedTuple):
    """A wording as it stands in the document, and where it came from (``person``, ``sure``, ``check``)."""

    key: WordingKey
    base: str
    text: str
    confidence: str


@dataclass
class Phrasebook:
    """Wordings for documents in one language; ``corrections`` are those of people, by key and base.

    ``given`` are those that came with this document: they prevail, and are kept once it is made.
    """

    language: str
    corrections: Mapping[tuple[WordingKey, str], str] = field(default_factory=dict)
    given: Mapping[tuple[WordingKey, str], str] = field(default_factory=dict)
    used: dict[WordingKey, UsedWording] = field(default_factory=dict)

    def name(self, subject: str, name: str, case: Case) -> str:
        """A person's full name in a case."""
        return self._take(WordingKey(subject, "name", case), name, lambda: inflect.name_in(name, self.language, case))

    def signature(self, subject: str, name: str) -> str:
        """A person's name under a signature."""
        key = WordingKey(subject, "name", "signature")
        return self._take(key, name, lambda: inflect.signature(name, self.language))

    def position(self, subject: str, position: str, case: Case = "nominative") -> str:
        """A position in the language of the document, in a case."""
        return self._phrase(WordingKey(subject, "position", case), position)

    def basis(self, subject: str, basis: str, case: Case = "nominative") -> str:
        """A ground of authority in the language of the document, in a case."""
        return self._phrase(WordingKey(subject, "basis", case), basis)

    def company(self, subject: str, name: str, *, is_short: bool = False) -> str:
        """A company's full or short name."""
        word = company.short_name if is_short else company.full_name
        key = WordingKey(subject, "short_name" if is_short else "full_name", "nominative")
        return self._take(key, name, lambda: word(name, self.language))

    def fact(self, subject: str, field: str, text: str) -> str:
        """A fact as a person translated it; without a translation as it stands, which the document then warns of."""
        key = (WordingKey(subject, field, "nominative"), text[:BASE_LENGTH])
        return self.given.get(key) or self.corrections.get(key, text)

    def to_check(self) -> list[UsedWording]:
        """The proposals that a person should look at."""
        return [each for each in self.used.values() if each.confidence == "check"]

    def _phrase(self, key: WordingKey, text: str) -> str:
        def propose() -> Wording:
            here = inflect.word_in_language(text, self.language)
            if key.case not in ("genitive", "dative"):
                return here
            declined = inflect.position_in(here.text, self.language, key.case)  # type: ignore[arg-type]
            return Wording(declined.text, here.is_sure and declined.is_sure)

        return self._take(key, text, propose)

    def _take(self, key: WordingKey, base: str, propose: Callable[[], Wording]) -> str:
        """A person's wording, else the proposal; a base that is absent has no wording and nothing to check."""
        if not base:
            return ""
        if (text := self.given.get((key, base), self.corrections.get((key, base)))) is not None:
            self.used[key] = UsedWording(key, base, text, "person")
            return text
        proposed = propose()
        self.used[key] = UsedWording(key, base, proposed.text, proposed.confidence)
        return proposed.text
