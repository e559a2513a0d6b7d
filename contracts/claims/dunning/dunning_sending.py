"""The draft of a run is sent: each debtor's letter reckoned anew on the day, each in a transaction of its own (§8).

A reminder becomes a document, and a mail of the outbox where its channel is mail and an address is known; else the
letter in the file is posted by a person. A claim becomes a case, to be approved and sent as one. Court hands over the
cases that were sent before.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Row

from contracts.claims.case.claim_cases import ClaimRequest, draft_in
from contracts.claims.case.claim_progress import Told, move_in
from contracts.claims.case.claim_reckoning import Wanted
from contracts.claims.case.queries import claims
from contracts.claims.case.rules.claim import ClaimStatus
from contracts.claims.dunning.dunning import letter_now
from contracts.claims.dunning.dunning_closing import PAID
from contracts.claims.dunning.dunning_letter import Letter, mail_address, queue_mail, write_letter
from contracts.claims.dunning.queries import dunning
from contracts.claims.dunning.rules.dunning import CLAIM, COURT, Dunned, Ladder, Level, check_day, rising_now
from contracts.kernel.context import Call, Context, Work, recorded
from contracts.kernel.database.engine import reading
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import require, writing
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
class SendRequest:
    """Which letters are sent and where their files go; ``level`` only those of it, ``values`` facts given by hand."""

    folder: Path
    company: str | None = None
    level: int | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    data: Path | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """What a run sent one debtor.

    ``claims`` are the cases it made or handed over, ``mail_to`` the address it is queued for, ``file`` the letter.
    ``refusal`` says why nothing was sent.
    """

    counterparty: str
    level: int
    channel: str
    claims: tuple[str, ...] = ()
    file: Path | None = None
    mail_to: str = ""
    refusal: Refusal | None = None


def send_run(ctx: Context, call: Call, request: SendRequest) -> list[Sent]:
    """Send the draft run: approved letters, and proposed ones whose level needs no approver.

    Each debtor is its own transaction: one that fails stops nobody. Raises ``DunningFault`` on a day off.
    """
    require(call, "claims.send")
    check_day(call.as_of, ctx.rules.calendar(ctx.country))
    with reading(ctx.engine) as conn:
        own = parties.own_company(conn, request.company).id
        rows = dunning.drafted(conn, own)
    done = [_send_one(ctx, call, row, own, request) for row in rows if _is_ready(ctx, row, request.level)]
    with writing(ctx, call) as work:
        dunning.close_runs(work.conn)
        work.commit()
    return [each for each in done if each is not None]


def _is_ready(ctx: Context, row: Row[Any], level: int | None) -> bool:
    needs_approval = bool(ctx.policy(Ladder).levels[row.level - 1].approver)
    is_ready = row.state == "approved" or (row.state == "proposed" and not needs_approval)
    return is_ready and level in (None, row.level)


def _send_one(ctx: Context, call: Call, row: Row[Any], own: int, request: SendRequest) -> Sent | None:
    """One debtor; ``None`` where another run sent it meanwhile."""
    name, rung = row.counterparty_short or row.counterparty, ctx.policy(Ladder).levels[row.level - 1]
    try:
        with writing(ctx, call) as work:
            row = dunning.locked(work.conn, row.id)
            if row.state not in dunning.WAITING:
                return None
            sent = _send(work, row, rung, _Debtor(name, own, request))
            work.commit()
    except Refusal as refusal:
        return Sent(name, row.level, rung.channel, refusal=refusal)
    return sent


@dataclass(frozen=True, slots=True)
class _Debtor:
    name: str
    own: int
    request: SendRequest


def _send(work: Work, row: Row[Any], rung: Level, debtor: _Debtor) -> Sent:
    ctx, call = work.ctx, work.call
    free = letter_now(work.conn, ctx, call.as_of, debtor.own, row.counterparty_id)
    calendar = ctx.rules.calendar(ctx.country)
    drafted = dict(row.rising)
    rising = rising_now(drafted, free, row.level, ctx.policy(Ladder), calendar, call.as_of)
    if not rising:
        dunning.change_letter(work.conn, row.id, {"state": "excluded", "reason": PAID})
        why = Refusal("Nothing of it is to be written about any more.", code="nothing_due")
        return Sent(debtor.name, row.level, rung.channel, refusal=why)
    make = {CLAIM: _claim, COURT: _court}.get(rung.template, _reminder)
    sent = make(work, row, rung, debtor, free, rising)
    now = {"state": "sent", "listed": [int(each.charge.id) for each in free], "rising": [*map(list, rising.items())]}
    dunning.change_letter(work.conn, row.id, now)
    work.note(Subject(SubjectKind.PARTY, row.counterparty_id), "dun", {"after": {"level": row.level}})
    return sent


def _reminder(
    work: Work, row: Row[Any], rung: Level, debtor: _Debtor, free: list[Dunned], rising: dict[int, int]
) -> Sent:
    ctx, call = work.ctx, work.call
    address = mail_address(work.conn, row.counterparty_id) if rung.channel == "email" else ""
    channel = _POSTED if rung.channel == "email" and not address else rung.channel
    pay_by = ctx.policy(Ladder).answer_by(rung, call.as_of, channel, ctx.rules.calendar(ctx.country))
    letter = Letter(
        row.id,
        debtor.own,
        row.counterparty_id,
        tuple(each.charge.id for each in free),
        rung.no,
        pay_by,
        debtor.request.folder,
        debtor.request.values,
    )
    written = write_letter(work, letter)
    sending = {"letter_id": row.id, "channel": channel, "sent_on": call.as_of, "answer_by": pay_by}
    message = queue_mail(work, letter, written, address) if address else None
    dunning.add_sending(work.conn, {**sending, "document_id": written.filed.id, "message_id": message})
    _add_steps(work, row, rising, {"channel": channel, "sent_on": call.as_of, "answer_by": pay_by})
    return Sent(debtor.name, rung.no, channel, file=written.filed.file, mail_to=address)


def _claim(work: Work, row: Row[Any], rung: Level, debtor: _Debtor, free: list[Dunned], rising: dict[int, int]) -> Sent:
    """A claim is in one currency: one case for each; the first is the letter's own, and all tell their days."""
    by_currency: dict[str, set[int]] = {}
    for each in free:
        by_currency.setdefault(each.charge.amount.currency, set()).add(each.charge.id)
    numbers, file = [], None
    for currency, ids in sorted(by_currency.items(), key=lambda each: each[0] != "UAH"):
        wanted = Wanted(row.counterparty_id, debtor.own, currency=currency, charge_ids=frozenset(ids))
        target = debtor.request.folder / f"{row.id}-{currency}.docx"
        made = draft_in(work, wanted, ClaimRequest(target=target), debtor.request.data)
        numbers.append(made.number)
        named = _named(target, made.number, made.counterparty)
        file = file or named
        if len(numbers) == 1:
            dunning.change_letter(work.conn, row.id, {"claim_id": made.id})
    today = {"channel": rung.channel, "sent_on": work.call.as_of, "answer_by": work.call.as_of}
    first = next(iter(sorted(by_currency.items(), key=lambda each: each[0] != "UAH")))[1]
    _add_steps(work, row, {id: level for id, level in rising.items() if id in first}, today)
    return Sent(debtor.name, rung.no, rung.channel, tuple(numbers), file)


def _court(work: Work, row: Row[Any], rung: Level, debtor: _Debtor, free: list[Dunned], rising: dict[int, int]) -> Sent:
    """Cases sent before go to court; without one a person goes there by a decision of their own."""
    numbers = []
    for id in sorted({each.claim_id for each in dunning.claimed(work.conn, list(rising))}):
        case = claims.row_of(work.conn, id, lock=True)
        if ClaimStatus(case.status) in _SENT:
            move_in(work, case, ClaimStatus.TO_COURT, Told(reason=row.reason))
            numbers.append(case.number)
    today = {"channel": rung.channel, "sent_on": work.call.as_of, "answer_by": work.call.as_of}
    _add_steps(work, row, rising, today)
    return Sent(debtor.name, rung.no, rung.channel, tuple(numbers))


def _named(target: Path, number: str, counterparty: str) -> Path:
    from contracts.docx.template_properties import safe_name

    named = target.with_name(f"{safe_name(f'{number} {counterparty}')}.docx")
    return target.replace(named)


def _add_steps(work: Work, row: Row[Any], rising: Mapping[int, int], said: Mapping[str, Any]) -> None:
    """Record the level of every charge that rises, by this letter."""
    kept = {"letter_id": row.id, "reason": row.reason, **said, **recorded(work.call)}
    steps = [{"charge_id": id, "level": level, **kept} for id, level in rising.items()]
    dunning.add_steps(work.conn, steps)
