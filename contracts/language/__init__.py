"""Words for people: dates, money, plurals, sums in words, names, messages in Ukrainian and English.

Catalogues and Unicode tables are loaded when a word is first asked for, never when this package is imported.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from contracts.kernel.calendar import Duration, DurationFault, parse_duration
from contracts.kernel.money import Money
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import Step
from contracts.language.system_words import SYSTEM_WORDS

if TYPE_CHECKING:
    from gettext import NullTranslations

#: Inside :class:`Words` the name ``date`` is a method.
Day = date
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LENGTHS = ("length", "notice", "lead", "within")


class Finding(Protocol):
    """Something a check found: an English message id, and the facts that fill its ``{names}``."""

    @property
    def sentence(self) -> str: ...


class Words:
    """Everything a face or a mail says, in one language (``uk`` or ``en``)."""

    def __init__(self, language: str) -> None:
        self.language = language

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
        from contracts.language.figures import number

        told = self._catalogue.ngettext(singular, plural, n)
        return told.format(n=number(n, self.language), **{name: self.fact(value) for name, value in facts.items()})

    def fact(self, value: object) -> object:
        """A value as a sentence holds it: days, money and lengths in words, everything else as it is."""
        if isinstance(value, Day):
            return self.date(value)
        if isinstance(value, Money):
            return self.money(value)
        return self.duration(value) if isinstance(value, Duration) else value

    def date(self, day: Day) -> str:
        """``23.11.2026``, ``23 Nov 2026``."""
        from contracts.language.figures import date_short

        return date_short(day, self.language)

    def date_weekday(self, day: Day) -> str:
        """``пн 23.11.2026``, ``Mon 23 Nov 2026``."""
        from contracts.language.figures import date_weekday

        return date_weekday(day, self.language)

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
        from contracts.language.figures import money

        return money(sum_, self.language)

    def number(self, value: int) -> str:
        """A whole number with its thousands grouped."""
        from contracts.language.figures import number

        return number(value, self.language)

    def duration(self, length: Duration) -> str:
        """``30 днів``, ``3 місяці``, ``10 working days``."""
        from contracts.language.spans import duration

        return duration(length, self.language)

    def kind(self, code: str) -> str:
        """What a person does about a deadline of this kind: a verb phrase."""
        from contracts.language.codes import KINDS

        return self._name(KINDS, code)

    def phase(self, code: str) -> str:
        """Where a contract stands."""
        from contracts.language.codes import PHASES

        return self._name(PHASES, code)

    def status(self, code: str) -> str:
        """The stored status of a contract."""
        return self.phase(code)

    def missing(self, name: str) -> str:
        """A fact a person must complete, as it follows «бракує»."""
        from contracts.language.codes import MISSING

        return self._name(MISSING, name)

    def renewal(self, code: str) -> str:
        """What happens at the end of a term."""
        from contracts.language.codes import RENEWALS

        return self._name(RENEWALS, code)

    def method(self, code: str) -> str:
        """A way of sending, as it follows a verb: «рекомендованим листом»."""
        from contracts.language.codes import METHODS

        return self._name(METHODS, code)

    def event(self, code: str) -> str:
        """What was done, as the history of a contract names it."""
        from contracts.language.events import EVENTS

        return self._name(EVENTS, code)

    def choice(self, code: str) -> str:
        """What was decided about a contract."""
        from contracts.language.codes import CHOICES

        return self._name(CHOICES, code)

    def why_steps(self, steps: Iterable[Step]) -> list[str]:
        """Each step of a derivation as a sentence."""
        from contracts.overview.wording.why import sentence

        return [sentence(self, step) for step in steps]

    def why_line(self, steps: Iterable[Step]) -> str:
        """The whole derivation in one line."""
        from contracts.overview.wording.why import line

        return line(self, list(steps))

    def refusal(self, refusal: Refusal) -> str:
        """The one sentence of a refusal; days and lengths kept as text are worded too."""
        return self.say(refusal.sentence, **{name: self._reread(name, each) for name, each in refusal.facts.items()})

    def finding(self, finding: Finding) -> str:
        """What a check found, in one sentence."""
        facts: Mapping[str, object] = dict(getattr(finding, "facts", None) or {})
        return self.say(finding.sentence, **{name: self._reread(name, each) for name, each in facts.items()})

    def _name(self, table: Mapping[Any, str], code: str) -> str:
        """The name of a code; one that no table knows stands for itself, readable."""
        known = table.get(str(code))
        return self.say(known) if known else str(code).replace("_", " ")

    def _reread(self, name: str, value: object) -> object:
        if isinstance(value, Refusal):
            return self.refusal(value)
        if not isinstance(value, str):
            return value
        if name == "reason" and value in SYSTEM_WORDS:
            return self._catalogue.gettext(value)
        if name == "choice":
            return self.choice(value)
        if name == "kind" and (told := self.kind(value)) != value.replace("_", " "):
            return f"«{told}»"
        if _ISO_DAY.fullmatch(value):
            try:
                return Day.fromisoformat(value)
            except ValueError:
                return value
        if name in _LENGTHS:
            try:
                return parse_duration(value)
            except DurationFault:
                return value
        return value
