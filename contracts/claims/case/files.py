"""A file kept with a claim: proof of sending, a copy to enclose, an answer that came (domain §8)."""

from pathlib import Path

from contracts.claims.case.queries import claims
from contracts.documents.attaching import attach_once
from contracts.kernel.context import Call, Context
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import require, writing


def attach_to_claim(ctx: Context, call: Call, claim: str, path: Path, *, number: str = "") -> tuple[int, str]:
    """Keep a file with a claim; returns its key and hash. ``number`` is what it is called in lists of enclosures."""
    require(call, "documents.make")
    with writing(ctx, call) as work:
        subject = Subject(SubjectKind.CLAIM, claims.find(work.conn, claim))
        made = attach_once(work, subject, path, number)
        work.commit()
    return made
