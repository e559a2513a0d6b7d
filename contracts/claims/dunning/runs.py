"""A run of the ladder at a controlling day: drafted for all debtors, looked through by a person, then sent (§8).

A payment closes what it covers everywhere: a letter in a draft falls out when nothing of it is open; what is left of it
is calculated when it is sent. A mail that waits in the outbox is recalled whatever was paid, as its sums are no longer
right: the rest is proposed anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import Connection

from contracts.claims.case.queries import claimed
from contracts.claims.case.queries.waiting import WaitingPayment, waiting_of
from contracts.claims.dunning.levels import ladder_of
from contracts.claims.dunning.queries import dunning
from contracts.claims.dunning.queries.dunning import StoredLetter
from contracts.claims.dunning.rules.ladder import DunningFault, Ladder, PlannedLetter, check_skip, plan_letter
from contracts.claims.limitation.queries.limitation import visible_charges
from contracts.kernel.context import Call, Context, Work, recorded
from contracts.kernel.database.engine import reading
from contracts.kernel.events import Covered
from contracts.kernel.money import Money, total
from contracts.kernel.refusal import N_
from contracts.kernel.subject import PartyId, Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, require, writing
from contracts.kernel.wire import ASIDE
from contracts.money.queries import charges, ledger
from contracts.money.rules.ledger import ChargeId
from contracts.parties.queries import parties

#: The reason the program gives for a letter that is not sent.
PAID = N_("paid before it was sent")


class OverdueSum(NamedTuple):
    """What is overdue in one currency."""

    amount: Money
    currency: str


@dataclass(frozen=True, slots=True)
class ProposedLetter:
    """One debtor of a run: level, how many documents the letter lists, what a person decided.

    ``claims`` are the open claims of what it leaves out, ``waiting`` is money that waits to be matched and holds it.
    """

    counterparty: str
    level: int
    template: str
    state: str
    documents: int
    overdue: tuple[OverdueSum, ...]
    skip: str | None
    reason: str | None
    claims: tuple[str, ...]
    waiting: tuple[WaitingPayment, ...]
    counterparty_id: int = field(metadata=ASIDE)


@dataclass(frozen=True, slots=True)
class LetterDecision:
    """What a person decided about letters: sent or not, further at once to ``level``, and why."""

    is_approved: bool
    level: int | None = None
    reason: str = ""


@needs("claims.prepare")
def draft_run(ctx: Context, call: Call, *, company: str | None = None) -> list[ProposedLetter]:
    """Draft the letters of the day for every debtor; an earlier draft of the company is discarded."""
    with writing(ctx, call) as work:
        own = parties.own_company(work.conn, company).id
        letters = _planned(work.conn, ctx, call, own)
        dunning.discard_drafts(work.conn, own)
        run = dunning.add_run(work.conn, {"own_company_id": own, "on": call.as_of, "state": "draft", **recorded(call)})
        dunning.add_letters(work.conn, run, letters)
        work.note(Subject(SubjectKind.PARTY, own), "draft_dunning", {"after": {"letters": len(letters)}})
        work.commit()
    return triage(ctx, call, company=company)


@needs("debts.read")
def triage(ctx: Context, call: Call, *, company: str | None = None) -> list[ProposedLetter]:
    """The letters of the draft run, as they stand; of each what is shown to the caller."""
    with reading(ctx.engine) as conn:
        own = parties.own_company(conn, company).id
        letters = drafted_for(conn, call, own)
        ids = [id for each in letters for id in each.listed]
        known, sums = ledger.charges(conn, ids), charges.open_sums(conn, ids)
        holds = {each.id: _holds(conn, call, own, each) for each in letters if each.state in dunning.WAITING}
    open_ = {id: Money(minor, known[ChargeId(id)].amount.currency) for id, minor in sums.items()}
    levels = ctx.policy(Ladder).levels
    return [_proposed(each, open_, levels[each.level - 1].template, *holds.get(each.id, ((), ()))) for each in letters]


@needs("debts.read")
def decide_letter(
    ctx: Context, call: Call, counterparty: str, decision: LetterDecision, *, company: str | None = None
) -> None:
    """Approve or exclude a debtor's letter; with a level go further, which needs a reason (F18).

    Asks for the right that approves its level, else ``claims.send``.
    """
    with writing(ctx, call) as work:
        own = parties.own_company(work.conn, company).id
        party = parties.counterparty(work.conn, counterparty)
        letters = drafted_for(work.conn, call, own, counterparty_id=party.id)
        if not letters or letters[0].state == "sent":
            raise DunningFault("No letter to {name} is drafted.", code="no_letter", name=party.short_name or party.name)
        _decide(work, letters[0], decision)
        work.commit()


@needs("debts.read")
def decide_level(ctx: Context, call: Call, at: int, decision: LetterDecision, *, company: str | None = None) -> None:
    """The same for all debtors of a level at once, the excluded too. Raises where there is none."""
    with writing(ctx, call) as work:
        found = drafted_for(work.conn, call, parties.own_company(work.conn, company).id, level=at)
        letters = sorted(each for each in found if each.state != "sent")
        if not letters:
            raise DunningFault("No letter of level {level} is drafted.", code="no_letter", level=at)
        for each in letters:
            _decide(work, each, decision)
        work.commit()


def close_covered(work: Work, event: Covered) -> None:
    """Take charges that were covered out of letters that did not leave."""
    conn, covered = work.conn, set(event.charge_ids)
    debtors = {each.counterparty_id for each in ledger.charges(conn, event.charge_ids).values()}
    for letter in dunning.waiting_to(conn, debtors):
        if covered.intersection(letter.listed) and not charges.open_sums(conn, letter.listed):
            dunning.change_letter(conn, letter.id, {"state": "excluded", "reason": PAID})
            _note_recall(work, letter)
    for letter, message_id in dunning.queued_to(conn, debtors):
        if covered.intersection(letter.listed):
            dunning.recall(conn, message_id)
            _note_recall(work, letter)


def drafted_for(
    conn: Connection, call: Call, own: int, *, counterparty_id: int | None = None, level: int | None = None
) -> list[StoredLetter]:
    """The letters of the draft run, each with the charges shown to the caller; without one it is not shown."""
    letters = dunning.drafted(conn, own, counterparty_id=counterparty_id, level=level)
    shown = visible_charges(conn, call, [id for each in letters for id in each.listed])
    cut = (each._replace(listed=[id for id in each.listed if id in shown]) for each in letters)
    return [each for each in cut if each.listed]


def _decide(work: Work, letter: StoredLetter, decision: LetterDecision) -> None:
    ladder = work.ctx.policy(Ladder)
    level, rung = decision.level or letter.level, ladder.levels[letter.level - 1]
    require(work.call, (rung.approver if decision.is_approved else "") or "claims.send")
    payload = {"state": "approved" if decision.is_approved else "excluded", "reason": decision.reason.strip()}
    values: dict[str, object] = {**payload}
    if level != letter.level:
        planned = PlannedLetter(PartyId(letter.counterparty_id), rung, (), (), ())
        values["level"] = check_skip(level, planned, ladder, decision.reason).no
        values["rising"] = [[id, level] for id in letter.listed]
    dunning.change_letter(work.conn, letter.id, values)
    work.note(
        Subject(SubjectKind.PARTY, letter.counterparty_id), "decide_dunning", {"after": {"level": level, **payload}}
    )


def _planned(conn: Connection, ctx: Context, call: Call, own: int) -> list[PlannedLetter]:
    insolvent, calendar = parties.insolvent_on(conn, call.as_of), ctx.rules.calendar(ctx.country)
    found = (
        plan_letter(each, ctx.policy(Ladder), calendar, call.as_of, is_insolvent=party in insolvent)
        for party, each in ladder_of(conn, ctx, call, own).items()
    )
    return [each for each in found if each is not None]


def _holds(
    conn: Connection, call: Call, own: int, letter: StoredLetter
) -> tuple[tuple[str, ...], tuple[WaitingPayment, ...]]:
    """The open claims of a debtor, and its money that waits and was not set aside."""
    about = charges.is_about(own_company_id=own, counterparty_id=letter.counterparty_id)
    debts = ledger.charges(conn, [row.id for row in charges.listed(conn, about, is_open=True)])
    numbers = {each.number for each in claimed.demanded(conn, debts.values()).values()}
    contract_ids = {debts[ChargeId(id)].contract_id for id in letter.listed if id in debts}
    held = waiting_of(conn, call, own, letter.counterparty_id, contract_ids)
    return tuple(sorted(numbers)), tuple(each for each in held if not each.aside)


def _proposed(
    letter: StoredLetter,
    open_: Mapping[int, Money],
    template: str,
    claims: tuple[str, ...],
    held: tuple[WaitingPayment, ...],
) -> ProposedLetter:
    sums = total([open_[id] for id in sorted(letter.listed) if id in open_])
    return ProposedLetter(
        counterparty=letter.counterparty,
        level=letter.level,
        template=template,
        state=letter.state,
        documents=len(letter.listed),
        overdue=tuple(OverdueSum(each, each.currency) for each in sums.values()),
        skip=letter.skip or None,
        reason=letter.reason or None,
        claims=claims,
        waiting=held,
        counterparty_id=letter.counterparty_id,
    )


def _note_recall(work: Work, letter: StoredLetter) -> None:
    after = {"level": letter.level, "reason": PAID}
    work.note(Subject(SubjectKind.PARTY, letter.counterparty_id), "recall_letter", {"after": after})
