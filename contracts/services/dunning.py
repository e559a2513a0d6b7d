"""A run of the ladder at a controlling day: drafted for all debtors, looked through by a person, then sent (§8)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row

from contracts.core.calendar import shift_forward
from contracts.core.claim import ClaimFault
from contracts.core.contract import Subject, SubjectKind
from contracts.core.dunning import (
    Dunned,
    DunningFault,
    Ladder,
    Letter,
    Level,
    Taken,
    check_skip,
    plan_letter,
)
from contracts.core.ledger import ChargeId, Direction
from contracts.core.money import Money
from contracts.core.money_deadlines import sue_by_safe
from contracts.services.charges import recorded
from contracts.services.claim_cases import ClaimRequest, draft_in
from contracts.services.claim_reckoning import Wanted
from contracts.services.desk import Call, Desk
from contracts.services.money_derived import money_rules, open_charges
from contracts.services.work import Work, require, writing
from contracts.store import charges, dunning, holds, ledger, parties
from contracts.store.engine import reading


@dataclass(frozen=True, slots=True)
class Proposed:
    """One debtor of a run: level, what the letter lists, what rises, and what a person decided."""

    no: int
    counterparty: str
    counterparty_id: int
    level: int
    template: str
    state: str
    listed: int
    overdue: tuple[Money, ...]
    skip: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sent:
    """What a run sent one debtor; ``file`` is its claim letter, none for a plain reminder."""

    counterparty: str
    level: int
    claim: str | None
    file: Path | None
    refusal: str = ""


def draft_run(desk: Desk, call: Call, *, company: str | None = None) -> list[Proposed]:
    """Draft the letters of the day for every debtor; an earlier draft of the company is discarded."""
    require(call, "claims.prepare")
    with writing(desk, call) as work:
        own = parties.own_company(work.conn, company).id
        letters = _letters(work.conn, desk, call.as_of, own)
        dunning.discard_drafts(work.conn, own)
        run = dunning.add_run(work.conn, {"own_company_id": own, "on": call.as_of, "state": "draft", **recorded(call)})
        for each in letters:
            dunning.add_letter(work.conn, _letter_row(run, each))
        work.note(Subject(SubjectKind.PARTY, own), "draft_dunning", {"after": {"letters": len(letters)}})
        work.commit()
    return triage(desk, company=company)


def triage(desk: Desk, *, company: str | None = None) -> list[Proposed]:
    """The letters of the draft run, as they stand."""
    with reading(desk.engine) as conn:
        own = parties.own_company(conn, company).id
        return [_proposed(conn, row, desk.dunning) for row in dunning.drafted(conn, own)]


def decide_letter(
    desk: Desk,
    call: Call,
    counterparty: str,
    *,
    is_wanted: bool,
    level: int | None = None,
    reason: str = "",
) -> None:
    """Approve or exclude a debtor's letter; with ``level`` go further, which needs a reason (F18)."""
    require(call, "claims.send")
    with writing(desk, call) as work:
        party = parties.counterparty(work.conn, counterparty)
        row = dunning.letter_to(work.conn, party.id)
        if row is None:
            raise DunningFault("No letter to {name} is drafted.", code="no_letter", name=party.short_name or party.name)
        values: dict[str, Any] = {"state": "approved" if is_wanted else "excluded", "reason": reason}
        if level is not None and level != row.level:
            ladder = desk.dunning
            letter = Letter(party.id, ladder.levels[row.level - 1], (), (), ())
            values["level"] = check_skip(level, letter, ladder, reason).no
            values["rising"] = [[id, values["level"]] for id in row.listed]
        dunning.change_letter(work.conn, row.id, values)
        work.note(Subject(SubjectKind.PARTY, party.id), "decide_dunning", {"after": {**values, "rising": None}})
        work.commit()


def send_run(
    desk: Desk,
    call: Call,
    folder: Path,
    *,
    company: str | None = None,
    level: int | None = None,
    data: Path | None = None,
) -> list[Sent]:
    """Send the draft run: approved letters, and proposed ones whose level needs no approver; of one level if named.

    Each debtor is its own transaction: one that fails stops nobody. Claims become drafts with their letters in the
    folder, to be approved and sent as cases.
    """
    require(call, "claims.send")
    with reading(desk.engine) as conn:
        rows = dunning.drafted(conn, parties.own_company(conn, company).id)
    done = []
    for row in rows:
        rung = desk.dunning.levels[row.level - 1]
        is_ready = row.state == "approved" or (row.state == "proposed" and not rung.approver)
        if is_ready and level in (None, row.level):
            done.append(_send_one(desk, call, row, rung, folder, data))
    with writing(desk, call) as work:
        dunning.close_runs(work.conn)
        work.commit()
    return done


def _send_one(desk: Desk, call: Call, row: Row[Any], rung: Level, folder: Path, data: Path | None) -> Sent:
    name = row.counterparty_short or row.counterparty
    try:
        with writing(desk, call) as work:
            claim, file = None, None
            if rung.template == "claim":
                claim_id, claim, file = _claim(work, row, folder, data)
                dunning.change_letter(work.conn, row.id, {"claim_id": claim_id})
            _take(work, row, rung)
            work.commit()
    except ClaimFault as fault:
        return Sent(name, row.level, None, None, str(fault))
    return Sent(name, row.level, claim, file)


def _claim(work: Work, row: Row[Any], folder: Path, data: Path | None) -> tuple[int, str, Path]:
    known = ledger.charges(work.conn, row.listed)
    currencies = {each.amount.currency for each in known.values()}
    own = next(iter(known.values())).own_company_id
    wanted = Wanted(row.counterparty_id, own, currency=min(currencies), charge_ids=frozenset(row.listed))
    target = folder / f"{row.counterparty_id}.docx"
    made = draft_in(work, wanted, ClaimRequest(target=target), data)
    named = folder / f"{made.number.replace('/', '-')} {made.counterparty}.docx".replace("«", "").replace("»", "")
    target.rename(named)
    return made.id, made.number, named


def _take(work: Work, row: Row[Any], rung: Level) -> None:
    """Record the level of every charge that rises: never twice, never past one it has."""
    call = work.call
    calendar = work.desk.rules.calendar(work.desk.country)
    answer = shift_forward(call.as_of + timedelta(days=rung.answer_days), calendar)
    steps = [
        {
            "charge_id": id,
            "letter_id": row.id,
            "level": level,
            "channel": work.desk.dunning.levels[level - 1].channel,
            "sent_on": call.as_of,
            "answer_by": answer,
            "reason": row.reason,
            **recorded(call),
        }
        for id, level in row.rising
    ]
    dunning.add_steps(work.conn, steps)
    dunning.change_letter(work.conn, row.id, {"state": "sent"})
    work.note(Subject(SubjectKind.PARTY, row.counterparty_id), "dun", {"after": {"level": row.level}})


def _letters(conn: Connection, desk: Desk, as_of: date, own: int) -> list[Letter]:
    rows = charges.listed(
        conn, charges.is_about(own_company_id=own, direction=Direction.RECEIVABLE.value), is_open=True
    )
    by_party: dict[int, list[int]] = {}
    for row in rows:
        by_party.setdefault(row.counterparty_id, []).append(row.id)
    held, taken = holds.standing(conn, as_of), dunning.taken(conn, [row.id for row in rows])
    calendar = desk.rules.calendar(desk.country)
    found = (
        plan_letter(_dunned(conn, desk, ids, held, taken), desk.dunning, calendar, as_of) for ids in by_party.values()
    )
    return [each for each in found if each is not None]


def _dunned(
    conn: Connection, desk: Desk, ids: list[int], held: holds.Standing, taken: Mapping[int, list[Taken]]
) -> Iterable[Dunned]:
    known = list(ledger.charges(conn, ids).values())
    rule = money_rules(desk.rules, desk.country).limitation
    for each in open_charges(conn, known):
        charge = each.charge
        is_held = bool(held.of(charge.counterparty_id, charge.id))
        steps = tuple(taken.get(charge.id, ()))
        yield Dunned(charge, each.still_open, steps, is_held, sue_by_safe(each, rule))


def _letter_row(run: int, letter: Letter) -> dict[str, Any]:
    return {
        "run_id": run,
        "counterparty_id": letter.counterparty_id,
        "level": letter.level.no,
        "state": "proposed",
        "rising": [[int(id), level] for id, level in letter.rising],
        "listed": [int(each.charge.id) for each in letter.listed],
        "skip": letter.skip.value if letter.skip else "",
        "reason": "",
    }


def _proposed(conn: Connection, row: Row[Any], ladder: Ladder) -> Proposed:
    sums: dict[str, Money] = {}
    known = ledger.charges(conn, row.listed)
    for id, minor in charges.open_sums(conn, row.listed).items():
        currency = known[ChargeId(id)].amount.currency
        sums[currency] = sums.get(currency, Money(0, currency)) + Money(minor, currency)
    return Proposed(
        no=row.id,
        counterparty=row.counterparty_short or row.counterparty,
        counterparty_id=row.counterparty_id,
        level=row.level,
        template=ladder.levels[row.level - 1].template,
        state=row.state,
        listed=len(row.listed),
        overdue=tuple(sums.values()),
        skip=row.skip,
        reason=row.reason,
    )
