"""A letter about nothing is not made: a reminder without a debt, a cover letter or a request without papers (§14).

What a person gives as ``items`` is what such a letter lists.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from contracts.documents.contexts.values import DocumentContext
from contracts.documents.overrides import Overrides
from contracts.kernel.refusal import N_, Refusal

#: The list without which a paper of a kind says nothing, and what is said then.
_MATTER: Mapping[str, tuple[str, str]] = {
    "payment_reminder": ("debt.rows", N_("Nothing is overdue: no reminder was made.")),
    "cover_letter": (
        "enclosures",
        N_("Name the documents to be sent and make the letter again: --set enclosures='title|pages|copies; …'."),
    ),
    "document_request": (
        "papers",
        N_("No document is asked for: no request was made. Name them: --set papers='title|reason|form; …'."),
    ),
    "demand": ("demand.rows", N_("Nothing is demanded: no demand was made. Name what is: --set demand.rows='…'.")),
    "set_off": ("set_off.ours", N_("Nothing is set off: no statement was made.")),
    "disagreements": ("disagreements.rows", N_("No clause is disputed: no protocol was made.")),
    "disagreements_settled": ("disagreements.rows", N_("No clause is settled: no protocol was made.")),
}
_Line = Mapping[str, Any]


def _enclosure(line: _Line) -> DocumentContext:
    copies = str(line.get("quantity") or "1")
    return {"title": line.get("name"), "pages": None, "copies": copies, "proves": None, "return_copies": None}


def _paper(line: _Line) -> DocumentContext:
    return {"title": line.get("name"), "reason": None, "form": line.get("unit") or "—", "amount": None}


def _demanded(line: _Line) -> DocumentContext:
    return {"text": line.get("name"), "clause": None, "due_on": None, "state": "—"}


_LINES: Mapping[str, tuple[str, Callable[[_Line], DocumentContext]]] = {
    "cover_letter": ("enclosures", _enclosure),
    "document_request": ("papers", _paper),
    "demand": ("demand.rows", _demanded),
}


def with_lines(kind: str, overrides: Overrides) -> Overrides:
    """The facts a person gave, ``items`` of them also as the rows this kind of letter lists."""
    if kind not in _LINES or not overrides.has("items"):
        return overrides
    name, row = _LINES[kind]
    if overrides.has(name):
        return overrides
    record, _, field = name.rpartition(".")
    rows = [row(each) for each in overrides.get("items") or []]
    given = overrides.data
    data = {record: {**given.get(record, {}), field: rows}} if record else {field: rows}
    return replace(overrides, data={**given, **data})


def refuse_nothing(kind: str, context: DocumentContext, used: Iterable[str]) -> None:
    """Raises a refusal where the list a letter is about is empty; one that nobody named is asked for by its name.

    ``used`` are the names its template prints: a template of one's own may list nothing.
    """
    if kind not in _MATTER:
        return
    name, sentence = _MATTER[kind]
    found: Any = context
    for part in name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    if found == [] and any(each.startswith(name) for each in used):
        raise Refusal(sentence, code="nothing_to_say")
