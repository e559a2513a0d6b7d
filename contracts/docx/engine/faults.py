"""A template that cannot be used is refused with its place: the file, the part, the paragraph and the text there."""

from dataclasses import dataclass, replace

from contracts.kernel.refusal import Refusal

#: So much of a paragraph is shown in a sentence.
SHOWN = 80


@dataclass(frozen=True, slots=True)
class TextPlace:
    """Where in a template; ``paragraph`` counts from 1 in its part, 0 where a whole part or file is meant."""

    part: str = ""
    paragraph: int = 0
    text: str = ""
    template: str = ""

    def __str__(self) -> str:
        shown = self.text if len(self.text) <= SHOWN else self.text[: SHOWN - 1] + "…"
        pieces = (self.template, self.part, f"¶ {self.paragraph}" if self.paragraph else "", f"«{shown}»")
        return ", ".join(each for each in (pieces if shown else pieces[:3]) if each) or "docx"


class TemplateFault(Refusal):
    """A template cannot be compiled or filled; ``sentence`` begins with ``{place}: ``."""

    code = "template_fault"

    def __init__(self, sentence: str, place: TextPlace, **facts: object) -> None:
        self.place = place
        super().__init__(sentence, code=None, place=place, **facts)

    def within(self, template: str) -> "TemplateFault":
        """The same fault, naming the template file."""
        facts = {name: value for name, value in self.facts.items() if name != "place"}
        return type(self)(self.sentence, replace(self.place, template=template), **facts)


class MissingName(TemplateFault):
    """A name the context does not have, or has without a value."""

    code = "missing_name"


class TooLarge(TemplateFault):
    """A template or a document beyond the bounds of the engine."""

    code = "too_large"
