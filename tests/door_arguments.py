"""Arguments for any use case, made from its signature: by the name of a parameter where the name tells, else by type.

They point to the confidential contract and to what belongs to it; all of it has one number and the key 1.
"""

import dataclasses
import inspect
import types
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from contracts.kernel.calendar import Duration
from contracts.kernel.context import Context
from contracts.kernel.money import Money, money
from contracts.registry.lookup import Which
from tests.conftest import TODAY
from tests.secret_register import SECRET, SIGNATORY

#: Texts by the name of a parameter or field; any other text is the secret number.
TEXTS: Mapping[str, str] = {
    "counterparty": "Лан-Хліб",
    "company": "Ясенсвіт",
    "currency": "UAH",
    "price_currency": "USD",
    "payment_currency": "UAH",
    "code": "USD",
    "country": "UA",
    "language": "uk",
    "law": "UA",
    "kind": "cover_letter",
    "condition": "penalty",
    "source": "суд",
    "reason": "так треба",
    "ground": "угода",
    "paper": "лист",
    "method": "letter",
    "channel": "letter",
    "event": "delivered",
    "who": "marchenko",
    "from_who": "marchenko",
    "to_who": "bondar",
    "deputy": "bondar",
    "person": "bondar",
    "owner": "marchenko",
    "signed_by": "Бондар",
    "by": "counterparty",
    "login": "novak",
    "role": "specialist",
    "department": "Договірний відділ",
    "worker": "test:1",
    "phase": "notice_window",
    "direction": "receivable",
    "terms": "10d",
    "to": "ТОВ «Чистий двір»",
    "file": "file.xlsx",
}
#: Values by the end of a door's module and the name, where the same name means another thing there.
THERE: Mapping[tuple[str, str], object] = {
    ("registry.annexes", "kind"): "specification",
    ("registry.annexes", "values"): {"title": "Інша назва"},
    ("registry.registry", "values"): {"title": "Інша назва"},
    ("registry.notices", "sent_on"): TODAY,
    ("registry.readers", "add"): ("bondar",),
    ("registry.exchange.exporting", "path"): "register.csv",
    ("money.post_charge", "kind"): "act",
    ("people.people", "values"): {"name": "Новак Іван Петрович"},
    ("parties.parties", "values"): {"name": "ТОВ «Новий край»"},
    ("parties.parties", "text"): "Лан-Хліб",
    ("parties.parties", "account"): {"account": "UA213223130000026007233566001"},
    ("claims.case.given_debt", "due_on"): date(2026, 1, 15),
    ("claims.limitation.events", "signed_by"): "Бондар",
}
#: What is always told, though it may be left out: it points to the confidential contract, or the call asks for it.
TOLD = frozenset({"which", "counterparty", "charge", "document", "documents", "claim", "number", "reason", "values"})


class Door(NamedTuple):
    """A use case by its full name."""

    name: str
    use_case: Callable[..., object]

    def arguments(self, folder: Path, *, is_pointed: bool) -> dict[str, object]:
        """What it is called with beside context and call; ``is_pointed``: told also what it may do without."""
        module = self.name.rpartition(".")[0]
        there = {name: value for (end, name), value in THERE.items() if module.endswith(end)}
        maker = _Maker(folder, there)
        hints = get_type_hints(inspect.unwrap(self.use_case))
        parameters = list(inspect.signature(self.use_case).parameters.values())[2:]
        return {
            each.name: maker.value(each.name, hints[each.name])
            for each in parameters
            if each.kind is not each.VAR_KEYWORD
            if each.default is each.empty or (is_pointed and each.name in TOLD | there.keys())
        }


def takes_context(function: object) -> bool:
    """Whether something is a public function of a context: a use case, which takes a call next and asks for a right."""
    if not inspect.isfunction(function) or function.__name__.startswith("_"):
        return False
    return next((each.annotation for each in inspect.signature(function).parameters.values()), None) is Context


class _Maker(NamedTuple):
    """Makes values for one door: ``there`` are those its module has for some names."""

    folder: Path
    there: Mapping[str, object]

    def value(self, name: str, kind: Any) -> Any:
        """A value of a type for a name."""
        if name in self.there and kind is not Path:
            return self.there[name]
        origin, parts = get_origin(kind), get_args(kind)
        if origin in (Union, types.UnionType):
            known = [each for each in parts if each is not types.NoneType]
            return self.value(name, next((each for each in known if each is Which), known[0]))
        if origin is Literal:
            return parts[0]
        if origin is not None:
            return self._collection(name, origin, parts)
        if kind is Which:
            return Which(SECRET)
        if kind is str:
            return TEXTS.get(name, SECRET)
        if kind is Path:
            return self._path(name)
        if make := next((make for types_, make in _PLAIN.items() if issubclass(kind, types_)), None):
            return make(kind)
        return self._record(kind)

    def _path(self, name: str) -> Path:
        """A file to read is there, one to write is not."""
        path = self.folder / str(self.there.get(name, "scan.pdf" if name in ("path", "file") else "made.docx"))
        if path.suffix == ".pdf":
            path.write_bytes(b"%PDF-1.4 scan")
        return path

    def _collection(self, name: str, origin: Any, parts: tuple[Any, ...]) -> Any:
        if issubclass(origin, Mapping):
            return dict(SIGNATORY) if name == "values" else {}
        if issubclass(origin, tuple) and parts[-1] is not Ellipsis:
            return tuple(self.value(name, each) for each in parts)
        if issubclass(origin, Iterable):
            inner = [self.value(name, parts[0])]
            return tuple(inner) if issubclass(origin, tuple) else inner
        return lambda *_: None

    def _record(self, kind: Any) -> Any:
        """A dataclass or a named tuple with what it must have, and with what points to the confidential contract.

        Beside a contract no counterparty is named: it is known by the contract.
        """
        hints = get_type_hints(kind)
        told = (TOLD - ({"counterparty"} if "which" in hints else frozenset())) | self.there.keys()
        needed = _needed(kind) | (told & hints.keys())
        return kind(**{name: self.value(name, hints[name]) for name in hints if name in needed})


def _needed(kind: Any) -> set[str]:
    """The fields of a record that have no default."""
    if not dataclasses.is_dataclass(kind):
        return set(kind._fields) - set(kind._field_defaults)
    unset = dataclasses.MISSING
    fields = dataclasses.fields(kind)
    return {each.name for each in fields if each.default is unset and each.default_factory is unset}


#: Values by type, the narrower type first.
_PLAIN: Mapping[tuple[type, ...], Callable[[Any], Any]] = {
    (Enum,): lambda kind: next(iter(kind)),
    (bool,): lambda _: False,
    (int,): lambda _: 1,
    (bytes,): lambda _: b"x",
    (Money,): lambda _: money(1, "UAH"),
    (date,): lambda _: TODAY,
    (Duration,): lambda _: Duration(10, "day"),
    (Fraction, Decimal): lambda kind: kind(1),
}
