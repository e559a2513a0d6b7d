"""All ``catalogues/uk/*.po`` become one ``dohovir.mo``: the same sentences always give the same bytes.

Run as ``python -m contracts.language.compile``; with ``--check`` nothing is written, and what is wrong is named.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from contracts.language.choice import CATALOGUES
from contracts.language.sentences import sentences

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

MO = Path("LC_MESSAGES") / "dohovir.mo"
_NAMES = re.compile(r"\{(\w+)[^}]*\}")
_ROOTS = (Path(__file__).parents[1], Path(__file__).parents[2] / "scheduler")


def merged(language: str = "uk") -> "Catalog":
    """The catalogues of all rooms as one; two rooms that word one sentence differently are refused."""
    from babel.messages.pofile import read_po

    whole = _bare(language)
    for path in sorted((CATALOGUES / language).glob("*.po")):
        with path.open("rb") as file:
            room = read_po(file, locale=language)
        for message in sorted((each for each in room if each.id), key=_key):
            known = whole.get(_key(message))
            if known is not None and known.string != message.string:
                raise ValueError(f"{path.name}: {_key(message)!r} is worded otherwise in another room")
            whole.add(message.id, message.string, flags=message.flags)
    return whole


def _bare(language: str) -> "Catalog":
    """A catalogue whose head says nothing that changes from day to day or from tool to tool."""
    from babel.messages.catalog import Catalog

    class Bare(Catalog):
        @property
        def mime_headers(self) -> list[tuple[str, str]]:
            plurals = f"nplurals={self.num_plurals}; plural={self.plural_expr};"
            return [("Content-Type", "text/plain; charset=utf-8"), ("Plural-Forms", plurals)]

    return Bare(locale=language, fuzzy=False)


def compiled(language: str = "uk") -> bytes:
    """The binary catalogue: no date, no tool name, sentences in order."""
    from babel.messages.mofile import write_mo

    whole = merged(language)
    whole._messages = dict(sorted(whole._messages.items()))
    out = io.BytesIO()
    write_mo(out, whole)
    return out.getvalue()


def faults(language: str = "uk") -> Iterator[str]:
    """What is wrong with the catalogues: sentences without words, unsure words, and facts that differ."""
    whole = merged(language)
    said = sentences(_ROOTS)
    for each in said:
        message = whole.get(each.id)
        if message is None or not message.string or (each.plural and not message.pluralizable):
            yield f"{each.place}: not translated: {each.id}"
    for message in whole:
        if message.id:
            yield from _of_message(message)


def _of_message(message: "Message") -> Iterator[str]:
    if message.fuzzy:
        yield f"unsure: {_key(message)}"
    ids = message.id if isinstance(message.id, list | tuple) else (message.id,)
    told = message.string if isinstance(message.string, list | tuple) else (message.string,)
    asked = {name for each in ids for name in _NAMES.findall(each)}
    for each in told:
        if not each:
            yield f"not translated: {_key(message)}"
        elif set(_NAMES.findall(each)) - asked or (len(told) == 1 and set(_NAMES.findall(each)) != asked):
            yield f"other facts in the translation: {_key(message)}"


def _key(message: "Message") -> str:
    return str(message.id[0] if isinstance(message.id, list | tuple) else message.id)


def main(arguments: list[str]) -> int:
    """Write the binary catalogues, or check them."""
    wrong = list(faults())
    for each in wrong:
        sys.stderr.write(f"{each}\n")
    path = CATALOGUES / "uk" / MO
    if "--check" in arguments:
        is_current = path.is_file() and path.read_bytes() == compiled()
        if not is_current:
            sys.stderr.write("dohovir.mo is older than its sources: run python -m contracts.language.compile\n")
        return 1 if wrong or not is_current else 0
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(compiled())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
