"""The job description of a contract specialist: each duty beside the right it needs, from the table of core (§11)."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from contracts.documents.contexts.values import DocumentContext

_DATA = Path(__file__).with_name("job.toml")


@dataclass(frozen=True, slots=True)
class JobFacts:
    """A job: the rights its duties need, and what the house says of it; empty texts are asked for."""

    rights: Sequence[str]
    title: str = ""
    title_genitive: str = ""
    department: str = ""
    reports_to: str = ""
    substitute: str = ""


def job_context(facts: JobFacts, language: str) -> DocumentContext:
    """The record ``job``; claims work stands in clauses of its own, both among duties and rights."""
    said = _texts()["uk" if language == "uk" else "en"]
    texts = [said["rights"][right] for right in facts.rights if right in said["rights"]]
    named = facts if facts.title else JobFacts((), said["title"], said["title_genitive"])
    record: DocumentContext = {
        "title": named.title,
        "title_genitive": named.title_genitive,
        "department": facts.department,
        "reports_to": facts.reports_to,
        "education": said["education"],
        "experience": said["experience"],
        "knowledge": list(said["knowledge"]),
        "substitute": facts.substitute,
        "duties": [each["duty"] for each in texts],
        "rights": [each["right"] for each in texts],
        "claims_work": "claims.prepare" in facts.rights,
        "claims_sending": "claims.send" in facts.rights,
        "relations": [dict(each) for each in said["relations"]],
    }
    return {"job": {name: value for name, value in record.items() if value != ""}}


@cache
def _texts() -> dict[str, Any]:
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))
