"""The template in force for a document: the company's own where one is installed, else the shipped one."""

from typing import NamedTuple

from sqlalchemy import Connection

from contracts.documents.queries import templates as queries
from contracts.kernel.files import FileStore
from contracts.kernel.refusal import Refusal
from contracts.language.shipped import templates


class NoTemplate(Refusal):
    """There is no template of a kind in a language."""

    code = "no_template"


class ChosenTemplate(NamedTuple):
    """A template and what it is called: ``uk/claim``, and the version of the company's own."""

    data: bytes
    name: str
    is_shipped: bool = False


def shipped_template(kind: str, language: str) -> bytes:
    """The shipped Word template of a kind; raises :class:`NoTemplate` naming the languages there are."""
    folder = templates() / "documents"
    path = folder / language / f"{kind}.docx"
    if not path.is_file():
        there = ", ".join(sorted(each.parent.name for each in folder.glob(f"*/{kind}.docx")))
        raise NoTemplate(
            "There is no template {kind} in the language {language}: there is {there}.",
            kind=kind,
            language=language,
            there=there or "–",
        )
    return path.read_bytes()


def chosen_template(
    conn: Connection, files: FileStore, kind: str, language: str, *, company_id: int = 0, type: str = ""
) -> ChosenTemplate:
    """The template in force: the company's own where one is installed, else the shipped one."""
    own = queries.in_force(conn, kind, language, company_id=company_id, type=type)
    if own is None:
        return ChosenTemplate(shipped_template(kind, language), f"{language}/{kind}", is_shipped=True)
    return ChosenTemplate(files.get(own.sha256), f"{language}/{kind} v{own.version}")
