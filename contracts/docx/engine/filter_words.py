"""The wording of one document: what each filter said of each value, kept so that it can be said again.

The first rendering records; ``document verify`` renders from the record alone, years later, whatever Babel or our own
words have become (docs/decisions/documents.md).
"""

from collections.abc import Callable, Mapping

from jinja2 import Undefined, pass_context
from jinja2.runtime import Context

from contracts.docx.engine.printing import Blank, Marked, NoValue
from contracts.docx.filters import DASH, Filter, filters_of

FILTER_WORDS = "_wording"


class FilterWords:
    """Words values by the filters of a language; :attr:`table` keeps what was said."""

    __slots__ = ("_filters", "table")

    def __init__(self, filters: Mapping[str, Filter], table: dict[str, str]) -> None:
        self._filters, self.table = filters, table

    @classmethod
    def fresh(cls, language: str) -> "FilterWords":
        """A wording that speaks a language and records what it said."""
        return cls(filters_of(language), {})

    @classmethod
    def recorded(cls, table: Mapping[str, str]) -> "FilterWords":
        """A wording that can only say what was said before; anything else raises :class:`NoValue`."""
        return cls({}, dict(table))

    def say(self, name: str, value: object) -> str:
        """What the filter makes of the value."""
        key = f"{name}|{_canonical(value)}"
        text = self.table.get(key)
        if text is None:
            made = self._filters.get(name)
            if made is None:
                raise NoValue(key)
            text = self.table[key] = made(value)
        return text


def _canonical(value: object) -> str:
    if type(value) is dict:
        return " ".join([f"{name}={value[name]}" for name in sorted(value)])
    if type(value) is list:
        return "\n".join(map(str, value))
    return str(value)


def filters_for(language: str) -> dict[str, Callable[..., object]]:
    """The wording filters of a language as Jinja calls them."""
    return {name: _through_wording(name) for name in filters_of(language)}


def _through_wording(name: str) -> Callable[..., object]:
    takes_nothing = name.endswith("or_dash")

    @pass_context
    def say(context: Context, value: object) -> object:
        if isinstance(value, Undefined):
            if isinstance(value, Marked):
                return DASH if takes_nothing and isinstance(value, Blank) else value
            str(value)  # raises, naming the name
        if value is None:
            if takes_nothing:
                return DASH
            raise NoValue("", is_known=True)
        return context[FILTER_WORDS].say(name, value)

    return say
