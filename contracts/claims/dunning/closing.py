"""A payment closes what it covers everywhere: no letter is sent of what was paid meanwhile (domain §8).

A letter in a draft falls out when nothing of it is open; what is left of it is reckoned when it is sent. A mail that
waits in the outbox is recalled whatever was paid, as its sums are no longer right: the rest is proposed anew.
"""

from contracts.claims.dunning.queries import dunning
from contracts.kernel.context import Work
from contracts.kernel.events import Covered
from contracts.kernel.refusal import N_
from contracts.kernel.subject import Subject, SubjectKind
from contracts.money.queries import charges, ledger

#: Reasons the program gives for a letter that is not sent.
PAID = N_("paid before it was sent")


def close_covered(work: Work, event: Covered) -> None:
    """Take these charges out of letters that did not leave the house."""
    conn = work.conn
    debtors = {each.counterparty_id for each in ledger.charges(conn, event.charge_ids).values()}
    given = set(event.charge_ids)
    for row in dunning.waiting_to(conn, debtors):
        if given.intersection(row.listed) and not charges.open_sums(conn, row.listed):
            dunning.change_letter(conn, row.id, {"state": "excluded", "reason": PAID})
            _note(work, row.counterparty_id, row.level)
    for row in dunning.queued_to(conn, debtors):
        if given.intersection(row.listed):
            dunning.recall(conn, row.message_id)
            _note(work, row.counterparty_id, row.level)


def _note(work: Work, party_id: int, level: int) -> None:
    after = {"level": level, "reason": PAID}
    work.note(Subject(SubjectKind.PARTY, party_id), "recall_letter", {"after": after})
