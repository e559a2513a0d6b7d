"""A run of the ladder at a controlling day: drafted for all debtors, looked through by a person, then sent (§8)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from contracts.claims.dunning.dunning_steps import taken
from contracts.claims.dunning.queries import dunning
from contracts.claims.dunning.rules.dunning import (
    Dunned,
    DunningFault,
    Ladder,
    Letter,
    Taken,
    check_skip,
    overdue_and_free,
    plan_letter,
)
from contracts.claims.limitation.derivation import open_charges
from contracts.claims.limitation.periods import limitation_in
from contracts.claims.limitation.rules.open_charge import sue_by_safe
from contracts.kernel.context import Call, Context, Work, recorded
from contracts.kernel.database.engine import reading
from contracts.kernel.money import Money
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import require, writing
from contracts.money.queries import charges, holds, ledger
from contracts.money.rules.ledger import ChargeId, Direction
from contracts.parties.queries import insolvencies, parties


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


def draft_run(ctx: Context, call: Call, *, company: str | None = None) -> list[Proposed]:
    """Draft the letters of the day for every debtor; an earlier draft of the company is discarded."""
    require(call, "claims.prepare")
    with writing(ctx, call) as work:
        own = parties.own_company(work.conn, company).id
        letters = _letters(work.conn, ctx, call.as_of, own)
        dunning.discard_drafts(work.conn, own)
        run = dunning.add_run(work.conn, {"own_company_id": own, "on": call.as_of, "state": "draft", **recorded(call)})
        for each in letters:
            dunning.add_letter(work.conn, _letter_row(run, each))
        work.note(Subject(SubjectKind.PARTY, own), "draft_dunning", {"after": {"letters": len(letters)}})
        work.commit()
    return triage(ctx, company=company)


def triage(ctx: Context, *, company: str | None = None) -> list[Proposed]:
    """The letters of the draft run, as they stand."""
    with reading(ctx.engine) as conn:
        own = parties.own_company(conn, company).id
        return [_proposed(conn, row, ctx.policy(Ladder)) for row in dunning.drafted(conn, own)]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about letters: wanted or not, further at once to ``level``, and why."""

    is_wanted: bool
    level: int | None = None
    reason: str = ""


def decide_letter(
    ctx: Context, call: Call, counterparty: str, decision: Decision, *, company: str | None = None
) -> None:
    """Approve or exclude a debtor's letter; with a level go further, which needs a reason (F18)."""
    with writing(ctx, call) as work:
        own = parties.own_company(work.conn, company).id
        party = parties.counterparty(work.conn, counterparty)
        row = dunning.letter_to(work.conn, party.id, own)
        if row is None or row.state == "sent":
            raise DunningFault("No letter to {name} is drafted.", code="no_letter", name=party.short_name or party.name)
        _decide(work, row, decision)
        work.commit()


def decide_level(ctx: Context, call: Call, at: int, decision: Decision, *, company: str | None = None) -> int:
    """The same for all debtors of a level at once; returns how many there are. Raises where there is none."""
    with writing(ctx, call) as work:
        rows = dunning.letters_at(work.conn, parties.own_company(work.conn, company).id, at)
        if not rows:
            raise DunningFault("No letter of level {level} is drafted.", code="no_letter", level=at)
        for row in rows:
            _decide(work, row, decision)
        work.commit()
    return len(rows)


def letter_now(conn: Connection, ctx: Context, as_of: date, own: int, counterparty_id: int) -> list[Dunned]:
    """What one debtor owes past its day and nobody holds, the oldest first: what a letter of the day lists."""
    found = ladder_of(conn, ctx, as_of, own, counterparty_id)
    return overdue_and_free(found.get(counterparty_id, ()), as_of)


def ladder_of(
    conn: Connection, ctx: Context, as_of: date, own: int, counterparty_id: int | None = None
) -> dict[int, list[Dunned]]:
    """What every debtor, or one, has open, with the levels it has reached and whether it is held; by debtor."""
    wanted = charges.is_about(own_company_id=own, counterparty_id=counterparty_id, direction=Direction.RECEIVABLE.value)
    rows = charges.listed(conn, wanted, is_open=True)
    by_party: dict[int, list[int]] = {}
    for row in rows:
        by_party.setdefault(row.counterparty_id, []).append(row.id)
    held, steps = holds.standing(conn, as_of), taken(conn, ctx.policy(Ladder), [row.id for row in rows])
    return {party: list(_dunned(conn, ctx, ids, held, steps)) for party, ids in by_party.items()}


def _decide(work: Work, row: Row[Any], decision: Decision) -> None:
    ladder = work.ctx.policy(Ladder)
    level = decision.level or row.level
    require(work.call, (ladder.levels[row.level - 1].approver if decision.is_wanted else "") or "claims.send")
    values: dict[str, Any] = {
        "state": "approved" if decision.is_wanted else "excluded",
        "reason": decision.reason.strip(),
    }
    if level != row.level:
        letter = Letter(row.counterparty_id, ladder.levels[row.level - 1], (), (), ())
        values["level"] = check_skip(level, letter, ladder, decision.reason).no
        values["rising"] = [[id, level] for id in row.listed]
    dunning.change_letter(work.conn, row.id, values)
    after = {"level": level, "state": values["state"], "reason": values["reason"]}
    work.note(Subject(SubjectKind.PARTY, row.counterparty_id), "decide_dunning", {"after": after})


def _letters(conn: Connection, ctx: Context, as_of: date, own: int) -> list[Letter]:
    insolvent, calendar = insolvencies.standing(conn, as_of), ctx.rules.calendar(ctx.country)
    found = (
        plan_letter(dunned, ctx.policy(Ladder), calendar, as_of, is_insolvent=party in insolvent)
        for party, dunned in ladder_of(conn, ctx, as_of, own).items()
    )
    return [each for each in found if each is not None]


def _dunned(
    conn: Connection, ctx: Context, ids: list[int], held: holds.StandingHolds, taken_by: Mapping[int, list[Taken]]
) -> Iterable[Dunned]:
    known = list(ledger.charges(conn, ids).values())
    rule = limitation_in(ctx.country)
    for each in open_charges(conn, known):
        charge = each.charge
        is_held = bool(held.of(charge.counterparty_id, charge.id))
        steps = tuple(taken_by.get(charge.id, ()))
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
