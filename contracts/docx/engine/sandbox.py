"""Templates are data, not programs: they see the context's own values, a list of filters, and nothing of Python.

A record answers with its keys only, a loop with its counters; there are no globals, no calls, no includes, no macros.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from jinja2 import Undefined, nodes, pass_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from contracts.docx.engine import bounds
from contracts.docx.engine.printing import Blank, Marked, Missing, text_of_value

#: Filters of Jinja a template may use; none hands out unescaped text or grows without bound.
PLAIN_FILTERS = frozenset(
    {
        "upper", "lower", "capitalize", "title", "trim", "default", "d", "join", "length", "count", "first",
        "last", "e", "escape", "round", "int", "float", "string", "sort", "sum", "min", "max", "abs", "list",
        "reject", "select", "selectattr", "rejectattr", "map", "unique", "groupby", "wordcount"
    }
)  # fmt: skip
PLAIN_TESTS = frozenset(
    {
        "defined", "undefined", "none", "true", "false", "boolean", "number", "integer", "string", "mapping",
        "sequence", "iterable", "even", "odd", "eq", "ne", "lt", "le", "gt", "ge", "in", "equalto",
        "greaterthan", "lessthan", "==", "!=", "<", "<=", ">", ">=", "divisibleby"
    }
)  # fmt: skip
_LOOP = frozenset(
    {
        "index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0", "previtem",
        "nextitem", "cycle", "changed"
    }
)  # fmt: skip
#: The name under which the engine puts the budget beside the context.
BUDGET = "_budget"
_REFUSED = (
    nodes.Macro, nodes.CallBlock, nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends, nodes.Block,
    nodes.FilterBlock, nodes.AssignBlock, nodes.ScopedEvalContextModifier, nodes.EvalContextModifier,
)  # fmt: skip

Filters = Mapping[str, Callable[..., object]]


class _Code(CodeGenerator):
    """Texts joined by ``~`` are bounded."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 -- Jinja's name
        self.write("environment.join_texts((")
        for each in node.nodes:
            self.visit(each, frame)
            self.write(", ")
        self.write("))")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        """``finalize`` escapes already; Jinja would do it a second time."""
        self.write(finalize.src or "escape(")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 -- Jinja's name
        self.write("environment.named(")
        self.visit(node.node, frame)
        self.write(f", {node.attr!r}, {dotted(node)!r})")


def dotted(node: nodes.Node) -> str:
    """An expression as people write it: ``own.signatory.name``; what is not a name is left out."""
    if isinstance(node, nodes.Getattr):
        before = dotted(node.node)
        return f"{before}.{node.attr}" if before else node.attr
    return node.name if isinstance(node, nodes.Name) else ""


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment of one language; ``is_draft`` marks missing names instead of stopping at them."""

    code_generator_class = _Code
    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def __init__(
        self, wordings: Filters, *, is_draft: bool = False, prints: Callable[[object], object] = text_of_value
    ) -> None:
        super().__init__(
            autoescape=True,
            undefined=Marked if is_draft else Missing,
            finalize=prints,
            keep_trailing_newline=True,
            cache_size=0,
        )
        self.filters = {name: made for name, made in self.filters.items() if name in PLAIN_FILTERS} | dict(wordings)
        for name in _OF_TEXT:
            self.filters[name] = _of_text(self.filters[name])
        self.filters["join"] = _join
        self.filters["replace"] = _replace
        self.filters[_COUNTED] = _counted
        self.tests = {name: made for name, made in self.tests.items() if name in PLAIN_TESTS}
        self.tests["none"] = lambda value: value is None or isinstance(value, Blank)
        self.globals.clear()
        self._is_draft = is_draft

    concat = staticmethod(bounds.joined)

    def named(self, obj: object, attribute: str, name: str) -> object:
        """A key of a record, which is missing by its whole name."""
        if type(obj) is dict and attribute in obj:
            return Blank(name=name) if self._is_draft and obj[attribute] is None else obj[attribute]
        found = self.getattr(obj, attribute)
        return self.undefined(name=name) if isinstance(found, Undefined) else found

    def getattr(self, obj: object, attribute: str) -> object:
        """Keys of records, counters of loops; anything else is not there."""
        if type(obj) is dict:
            if attribute in obj:
                return obj[attribute]
        elif isinstance(obj, Marked):
            return obj[attribute]
        elif isinstance(obj, LoopContext) and attribute in _LOOP:
            return getattr(obj, attribute)
        return self._missing(obj, attribute)

    def getitem(self, obj: object, argument: object) -> object:
        """Keys of records, places of lists and texts."""
        if isinstance(obj, Marked):
            return obj[argument]
        if type(obj) is dict:
            if isinstance(argument, str) and argument in obj:
                return obj[argument]
        elif isinstance(obj, list | tuple | str) and isinstance(argument, int | slice):
            try:
                return obj[argument]
            except IndexError:
                pass
        return self._missing(obj, argument)

    def _missing(self, obj: object, name: object) -> Undefined:
        if isinstance(obj, Missing):
            str(obj)  # a name of a missing record: the record is what is missing
        return self.undefined(name=str(name))

    def is_safe_callable(self, obj: object) -> bool:
        """Nothing may be called but the two helpers of a loop."""
        owner, name = getattr(obj, "__self__", None), getattr(obj, "__name__", "")
        return isinstance(owner, LoopContext) and name in ("cycle", "changed")

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        """Small numbers are calculated with, short texts put together; powers and formats are not."""
        if isinstance(left, Undefined) or isinstance(right, Undefined):
            return str(left) + str(right)
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            return bounds.short(left + right)
        if operator == "**" or isinstance(left, str) or not (bounds.small(left) and bounds.small(right)):
            raise SecurityError(operator)
        return super().call_binop(context, operator, left, right)

    @staticmethod
    def join_texts(pieces: tuple[object, ...]) -> Markup:
        """What ``~`` makes: each piece escaped, together not too long."""
        return Markup(bounds.short("".join(str(escape(text_of_value(each))) for each in pieces)))


_COUNTED = "_counted"


@pass_context
def _counted(context: Context, values: Iterable[object] | Undefined | int | None) -> object:
    """What a loop runs over, its rounds taken from the budget first."""
    if isinstance(values, Undefined):
        return values
    if values is None or isinstance(values, str | int):
        raise TypeError(type(values).__name__)
    found = values if isinstance(values, list | tuple | dict) else list(values)
    context[BUDGET].take(len(found))
    return found


#: Filters that would print the inside of a list or a record.
_OF_TEXT = ("upper", "lower", "capitalize", "title", "trim", "e", "escape", "string", "wordcount", "int", "float")


def _of_text(made: Callable[..., object]) -> Callable[..., object]:
    def of_text(value: object, *more: object, **named: object) -> object:
        text_of_value(value)
        return made(value, *more, **named)

    return of_text


def _join(values: Iterable[object], between: str = "") -> Markup:
    pieces = [str(escape(text_of_value(each))) for each in values]
    return Markup(bounds.short(str(escape(between)).join(pieces)))


def _replace(value: object, old: str, new: str) -> str | Markup:
    """One text for another, wherever it stands."""
    text = value if isinstance(value, str) else str(text_of_value(value))
    if len(text) + text.count(str(old)) * len(str(new)) > bounds.JOINED_MAX:
        raise bounds.Runaway
    return text.replace(str(old), str(new))


def refused_node(tree: nodes.Template) -> nodes.Node | None:
    """The first thing in a template that is more than data: a macro, an include, a recursive loop, a call."""
    for each in _walk(tree):
        if isinstance(each, _REFUSED) or (isinstance(each, nodes.For) and each.recursive):
            return each
        if isinstance(each, nodes.Name) and (each.name.startswith("_") or each.name == "self"):
            return each
        if isinstance(each, nodes.Filter) and each.name.startswith("_"):
            return each
    return None


def count_rounds(tree: nodes.Template) -> None:
    """Make every loop of a template take its rounds from the budget."""
    for loop in tree.find_all(nodes.For):
        loop.iter = nodes.Filter(loop.iter, _COUNTED, [], [], None, None, lineno=loop.lineno)


def _walk(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for each in node.iter_child_nodes():
        yield from _walk(each)
