"""The draft of a run is sent: each debtor's letter calculated anew on the day, each in a transaction of its own (§8).

A reminder becomes a document, and a mail of the outbox where its channel is mail and an address is known; else the
letter in the file is posted by a person. A claim becomes a case, to be approved and sent as one. Court hands over the
cases that were sent before.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from contracts.claims.case.basis import ClaimScope
from contracts.claims.case.letter import Destination
from contracts.claims.case.moves import MoveFacts, move_in
from contracts.claims.case.outgoing import draft_in
from contracts.claims.case.queries import claims
from contracts.claims.case.rules.claim import ClaimStatus
from contracts.claims.case.rules.claimed_once import claimed_fault
from contracts.claims.case.waiting_money import check_waiting
from contracts.claims.dunning.letter import LetterToSend, SendRequest, mail_address, write_letter
from contracts.claims.dunning.levels import ladder_of
from contracts.claims.dunning.queries import dunning
from contracts.claims.dunning.queries.dunning import StoredLetter
from contracts.claims.dunning.rules.ladder import (
    CLAIM,
    COURT,
    Ladder,
    Level,
    check_day,
    demanded_by,
    overdue_and_free,
    rising_now,
)
from contracts.claims.dunning.runs import PAID, drafted_for
from contracts.kernel.context import Call, Context, Work
from contracts.kernel.database.engine import reading
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.kernel.wire import ASIDE
from contracts.parties.queries import parties

#: Where a mail has no address the letter is posted.
_POSTED = "letter"
#: Claims that may be handed over to court.
_SENT = frozenset(
    {
        *(ClaimStatus.SENT, ClaimStatus.DELIVERED, ClaimStatus.ACCEPTED, ClaimStatus.PARTLY_ACCEPTED),
        *(ClaimStatus.REFUSED, ClaimStatus.PARTLY_SETTLED),
    }
)


@dataclass(frozen=True, slots=True)
class LetterResult:
    """What a run sent one debtor.

    ``claims`` are the cases it made or handed over, ``mail_to`` the address it is queued for, ``file`` the letter.
    ``refusal`` says why nothing was sent.
    """

    counterparty: str
    level: int
    channel: str
    claim: str | None = None
    claims: tuple[str, ...] = ()
    file: Path | None = None
    mail_to: str | None = None
    refusal: Refusal | None = field(default=None, metadata=ASIDE)


@needs("claims.send")
def send_run(ctx: Context, call: Call, request: SendRequest) -> list[LetterResult]:
    """Send the draft run: approved letters, and proposed ones whose level needs no approver.

    Each debtor is its own transaction: one that fails stops nobody. Raises ``DunningFault`` on a day off.
    """
    check_day(call.as_of, ctx.rules.calendar(ctx.country))
    with reading(ctx.engine) as conn:
        own = parties.own_company(conn, request.company).id
        letters = drafted_for(conn, call, own, level=request.level)
    ready = {each.no: ("approved",) if each.approver else dunning.WAITING for each in ctx.policy(Ladder).levels}
    results = [_send_one(ctx, call, each, own, request) for each in letters if each.state in ready[each.level]]
    with writing(ctx, call) as work:
        dunning.close_runs(work.conn)
        work.commit()
    return [each for each in results if each is not None]


def _send_one(ctx: Context, call: Call, letter: StoredLetter, own: int, request: SendRequest) -> LetterResult | None:
    """One debtor; ``None`` where another run sent it meanwhile."""
    rung = ctx.policy(Ladder).levels[letter.level - 1]
    try:
        with writing(ctx, call) as work:
            letter = dunning.locked(work.conn, letter.id)
            if letter.state not in dunning.WAITING:
                return None
            result = _send(work, letter, rung, own, request)
            work.commit()
    except Refusal as refusal:
        return LetterResult(letter.counterparty, letter.level, rung.channel, refusal=refusal)
    return result


def _send(work: Work, letter: StoredLetter, rung: Level, own: int, request: SendRequest) -> LetterResult:
    ctx, call = work.ctx, work.call
    party_id = letter.counterparty_id
    free = overdue_and_free(ladder_of(work.conn, ctx, call, own, party_id).get(party_id, ()), call.as_of)
    listed = demanded_by(rung, free)
    if free and not listed:
        raise claimed_fault({each.charge.number: each.claim for each in free if each.claim is not None})
    calendar = ctx.rules.calendar(ctx.country)
    rising = rising_now(dict(letter.rising), listed, letter.level, ctx.policy(Ladder), calendar, call.as_of)
    if not rising:
        dunning.change_letter(work.conn, letter.id, {"state": "excluded", "reason": PAID})
        why = Refusal("Nothing of it is to be written about any more.", code="nothing_due")
        return LetterResult(letter.counterparty, letter.level, rung.channel, refusal=why)
    check_waiting(work.conn, call, (own, party_id), {each.charge.contract_id for each in listed})
    makers: dict[str, Callable[[LetterToSend], LetterResult]] = {CLAIM: _claim, COURT: _court}
    make = makers.get(rung.template, _reminder)
    result = make(LetterToSend(work, letter, rung, own, request, listed, rising))
    pairs = [[id, level] for id, level in rising.items()]
    now = {"state": "sent", "listed": [int(each.charge.id) for each in listed], "rising": pairs}
    dunning.change_letter(work.conn, letter.id, now)
    work.note(Subject(SubjectKind.PARTY, letter.counterparty_id), "dun", {"after": {"level": letter.level}})
    return result


def _reminder(letter: LetterToSend) -> LetterResult:
    work, stored, rung = letter.work, letter.stored, letter.rung
    ctx, today = work.ctx, work.call.as_of
    address = mail_address(work.conn, stored.counterparty_id) if rung.channel == "email" else ""
    channel = _POSTED if rung.channel == "email" and not address else rung.channel
    pay_by = ctx.policy(Ladder).answer_by(rung, today, channel, ctx.rules.calendar(ctx.country))
    filed, message_id = write_letter(letter, pay_by, address)
    sending = {"letter_id": stored.id, "channel": channel, "sent_on": today, "answer_by": pay_by}
    dunning.add_sending(work.conn, {**sending, "document_id": filed.row.id, "message_id": message_id})
    letter.add_steps(channel, pay_by)
    return _result(letter, channel, file=filed.file, mail_to=address)


def _claim(letter: LetterToSend) -> LetterResult:
    """A claim is in one currency: one case for each; the first is the letter's own, and all tell their days."""
    work, stored, channel = letter.work, letter.stored, letter.rung.channel
    by_currency: dict[str, set[int]] = {}
    for each in letter.listed:
        by_currency.setdefault(each.charge.amount.currency, set()).add(each.charge.id)
    drafts = []
    for currency in sorted(by_currency, key=lambda each: each != "UAH"):
        ids = frozenset(by_currency[currency])
        scope = ClaimScope(stored.counterparty_id, letter.own, currency=currency, charge_ids=ids)
        drafts.append((draft_in(work, scope, Destination(folder=letter.request.folder)), ids))
    first, ids = drafts[0]
    dunning.change_letter(work.conn, stored.id, {"claim_id": first.id})
    letter.add_steps(channel, work.call.as_of, ids)
    return _result(letter, channel, tuple(draft.claim for draft, _ in drafts), first.file)


def _court(letter: LetterToSend) -> LetterResult:
    """Cases sent before go to court; without one a person goes there by a decision of their own."""
    work, numbers = letter.work, []
    for id in sorted({each.claim_id for each in dunning.claimed(work.conn, list(letter.rising))}):
        claim = claims.by_key(work.conn, id, lock=True)
        if claim.status in _SENT:
            move_in(work, claim, ClaimStatus.TO_COURT, MoveFacts(reason=letter.stored.reason))
            numbers.append(claim.number)
    letter.add_steps(letter.rung.channel, work.call.as_of)
    return _result(letter, letter.rung.channel, tuple(numbers))


def _result(
    letter: LetterToSend, channel: str, numbers: tuple[str, ...] = (), file: Path | None = None, mail_to: str = ""
) -> LetterResult:
    first = numbers[0] if numbers else None
    return LetterResult(letter.stored.counterparty, letter.rung.no, channel, first, numbers, file, mail_to or None)
