"""Words for people: dates, money, plurals, sums in words, names, messages in Ukrainian and English.

Catalogues and Unicode tables are loaded when a word is first asked for, never when this package is imported.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from contracts.kernel.calendar import Duration
from contracts.kernel.derivation import CodeFact, Fact, Step
from contracts.kernel.money import Money
from contracts.kernel.refusal import Note, Refusal
from contracts.kernel.vocabulary import Vocabulary, vocabulary_of
from contracts.language import figures, spans

if TYPE_CHECKING:
    from gettext import NullTranslations

#: Inside :class:`Words` the name ``date`` is a method.
Day = date
_NAMES = re.compile(r"\{(\w+)\}")


class CheckFinding(Protocol):
    """Something a check found: an English message id, and the facts that fill its ``{names}``."""

    @property
    def sentence(self) -> str: ...
    @property
    def facts(self) -> Mapping[str, object]: ...


class Subjects(Protocol):
    """Where the words of all subjects are plugged in; they are loaded when first asked for."""

    @property
    def words(self) -> Vocabulary: ...


def _namer(table: str) -> Callable[["Words", str], str]:
    """The method that names the codes of a table."""
    return lambda words, code: words.name(CodeFact(table, code))


class Words:
    """Everything a face or a mail says, in one language (``uk`` or ``en``)."""

    def __init__(self, language: str, subjects: Subjects | None = None) -> None:
        """``subjects`` plug in what they say; without them only sentences, days and figures are worded."""
        self.language = language
        self._subjects = subjects

    @property
    def vocabulary(self) -> Vocabulary:
        """What the subjects say. Raises ``LookupError`` where none were plugged in."""
        if self._subjects is None:
            raise LookupError("these words know no subject: make them with the sockets of the context")
        return self._subjects.words

    @cached_property
    def _catalogue(self) -> "NullTranslations":
        import gettext

        from contracts.language.choice import CATALOGUES

        return gettext.translation("dohovir", str(CATALOGUES), languages=[self.language], fallback=True)

    def say(self, sentence: str, **facts: object) -> str:
        """A sentence of the catalogue with its ``{names}`` filled; days, money and lengths are worded by their type."""
        told = self._catalogue.gettext(sentence) if sentence else ""
        return told.format(**{name: self.fact(value) for name, value in facts.items()}) if facts else told

    def count(self, singular: str, plural: str, n: int, **facts: object) -> str:
        """The form that goes with ``n``; ``{n}`` is written with its thousands grouped."""
        told = self._catalogue.ngettext(singular, plural, n)
        return told.format(
            n=figures.number(n, self.language), **{name: self.fact(value) for name, value in facts.items()}
        )

    def fact(self, value: object) -> object:
        """A value as a sentence holds it: days, money, lengths, codes and sentences in words, all else as it is."""
        if isinstance(value, Day):
            return self.date(value)
        if isinstance(value, Money):
            return self.money(value)
        if isinstance(value, Duration):
            return self.duration(value)
        if isinstance(value, CodeFact):
            return self.name(value)
        return self.say(value.sentence, **value.facts) if isinstance(value, Refusal | Note) else value

    def date(self, day: Day) -> str:
        """``23.11.2026``, ``23 Nov 2026``."""
        return figures.date_short(day, self.language)

    def date_weekday(self, day: Day) -> str:
        """``пн 23.11.2026``, ``Mon 23 Nov 2026``."""
        return figures.date_weekday(day, self.language)

    def days_left(self, n: int) -> str:
        """How far a day is: «сьогодні», «завтра», «через 3 дні», «прострочено на 4 дні»."""
        if n == 0:
            return self.say("today")
        if n == 1:
            return self.say("tomorrow")
        if n > 0:
            return self.count("in {n} day", "in {n} days", n)
        return self.count("{n} day late", "{n} days late", -n)

    def money(self, sum_: Money) -> str:
        """``1 248 000,00 грн``, ``1,248,000.00 UAH``."""
        return figures.money(sum_, self.language)

    def number(self, value: int) -> str:
        """A whole number with its thousands grouped."""
        return figures.number(value, self.language)

    def duration(self, length: Duration) -> str:
        """``30 днів``, ``3 місяці``, ``10 working days``."""
        return spans.duration(length, self.language)

    def name(self, code: CodeFact) -> str:
        """The name of a code; one that no table knows stands for itself, readable."""
        known = self._tables(code.table).get(code.value)
        return self.say(known) if known else code.value.replace("_", " ")

    #: What a person does about a deadline of this kind: a verb phrase.
    kind = _namer("kind")
    #: Where a contract stands, or its stored status.
    phase = _namer("phase")
    #: A fact a person must complete, as it follows «бракує».
    missing = _namer("missing")
    #: What happens at the end of a term.
    renewal = _namer("renewal")
    #: A way of sending, as it follows a verb: «рекомендованим листом».
    method = _namer("method")
    #: What was done, as the history of a contract names it.
    event = _namer("event")
    #: Where a claim stands.
    claim_status = _namer("claim_status")
    #: What was decided about a contract.
    choice = _namer("choice")

    def why_steps(self, steps: Iterable[Step]) -> list[str]:
        """Each step of a derivation as a sentence: every date with its year, the result with its weekday."""
        return [self._why_step(each) for each in steps]

    def _why_step(self, step: Step) -> str:
        known = self.vocabulary.steps.get(step.code)
        if known is None:
            return f"{step.code.replace('_', ' ')}: {self.date_weekday(step.on)}"
        text = self._filled(known.sentence, step, self.date, self.date_weekday)
        return text[:1].upper() + text[1:]

    def why_line(self, steps: Sequence[Step]) -> str:
        """The whole derivation in one line; a year is written only where it is not that of the result."""
        if not steps:
            return ""
        known = self.vocabulary.steps
        leading = (each.on for each in reversed(steps) if each.code not in known or not known[each.code].is_beside)
        year = next(leading, steps[-1].on).year

        def short(day: Day) -> str:
            return (figures.day_short if day.year == year else figures.date_short)(day, self.language)

        def named(day: Day) -> str:
            return figures.date_weekday(day, self.language, with_year=day.year != year)

        pieces = ((known[each.code].piece, each) for each in steps if each.code in known)
        return ", ".join(self._filled(piece, each, short, named) for piece, each in pieces if piece)

    def _filled(self, text: str, step: Step, short: Callable[[Day], str], named: Callable[[Day], str]) -> str:
        """The sentence with the facts it asks for; one that a step of an older release lacks is an ellipsis."""
        facts = dict(step.facts)
        worded: dict[str, object] = {"day": named(step.on)}
        for name, value in facts.items():
            if isinstance(value, Money):
                worded[name], _, worded["currency"] = self.money(value).rpartition("\u00a0")
            elif isinstance(value, Day):
                worded[name], worded[f"{name}_weekday"] = short(value), named(value)
            else:
                worded[name] = self.fact(value)
        return self.say(text, **{name: self._fragment(name, facts, worded) for name in _NAMES.findall(text)})

    def _fragment(self, name: str, facts: Mapping[str, Fact], worded: Mapping[str, object]) -> object:
        fragments = self.vocabulary.fragments.get(name)
        if fragments is None:
            return worded.get(name, "…")
        for each in fragments:
            value = facts.get(each.fact)
            if isinstance(value, CodeFact) and each.table:
                return self.name(CodeFact(each.table, value.value))
            if value is not None:
                return self.say(each.sentence, **{each.fact: worded[each.fact]})
        return ""

    def refusal(self, refusal: Refusal) -> str:
        """The one sentence of a refusal."""
        return self.say(refusal.sentence, **refusal.facts)

    def finding(self, finding: CheckFinding) -> str:
        """What a check found, in one sentence."""
        return self.say(finding.sentence, **finding.facts)

    def _tables(self, table: str) -> Mapping[str, str]:
        own = _own_words().tables
        return own[table] if table in own else self.vocabulary.tables.get(table, {})


@cache
def _own_words() -> Vocabulary:
    """Tables of codes that belong to no subject."""
    return vocabulary_of(Path(__file__).parent)
