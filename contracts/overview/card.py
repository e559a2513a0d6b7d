"""The card of a contract on a day: what was entered, what holds after its amendments, what follows, what was done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.unit_of_work import needs
from contracts.money.amount_used import annexes_used, used_on
from contracts.money.currency import told_clause
from contracts.money.queries import currency
from contracts.money.rules.usage import Usage
from contracts.overview.why import Explained
from contracts.parties.queries import parties
from contracts.parties.tables import PartyRow
from contracts.people.queries import people
from contracts.registry.queries import agenda, amendments, contracts, decisions, facts, history, lifecycle
from contracts.registry.queries.contracts import OtherParty
from contracts.registry.queries.history import HistoryEvent
from contracts.registry.queries.listing import ListRow
from contracts.registry.queries.visibility import ContractReader, readers_of
from contracts.registry.rules.amendment import conditions_on, conflicts
from contracts.registry.rules.contract import Conditions, Term
from contracts.registry.rules.deadlines import deadlines_on
from contracts.registry.rules.derive import Standing, derive_contract
from contracts.registry.rules.term import Outline, outline, terms_until
from contracts.registry.tables.amendment import AmendmentChangeRow, AmendmentRow, AnnexRow
from contracts.registry.tables.contract import ContractRow, DecisionRow, NoticeRow, SuspensionRow, TerminationRow
from contracts.registry.which import Which, find_contract, shown_number


@dataclass(frozen=True, slots=True)
class ContractCard:
    """Everything about one contract; rows of the store as they are, newest history first."""

    row: ListRow
    entered: ContractRow
    company: str
    counterparty: PartyRow
    conditions: Conditions
    terms: tuple[Term, ...]
    amendments: tuple[AmendmentRow, ...]
    changes: dict[int, list[AmendmentChangeRow]]
    annexes: tuple[AnnexRow, ...]
    notices: tuple[NoticeRow, ...]
    decisions: tuple[DecisionRow, ...]
    suspensions: tuple[SuspensionRow, ...]
    termination: TerminationRow | None
    deadlines: tuple[Explained, ...]
    missing: tuple[str, ...]
    conflicts: tuple[tuple[str, str, str], ...]
    custom: dict[str, str]
    others: tuple[OtherParty, ...]
    readers: tuple[ContractReader, ...]
    history: tuple[HistoryEvent, ...]
    usage: Usage | None
    annex_usage: Mapping[int, Usage]
    currency_clause: str


@needs("contracts.read")
def card(ctx: Context, call: Call, which: Which | str) -> ContractCard:
    """The card on the day of the call. Raises a refusal where the facts contradict each other."""
    with reading(ctx.engine) as conn:
        entered = find_contract(conn, call, which)
        id = entered.id
        known = facts.load(conn, [id])[id]
        derived = derive_contract(known, ctx.rules, call.as_of)
        whole = outline(known, ctx.rules, call.as_of)
        other = parties.row_of(conn, entered.counterparty_id)
        own = parties.row_of(conn, entered.own_company_id)
        owner = people.names(conn).get(entered.owner_id or 0, "")
        in_force = conditions_on(known, call.as_of)
        annexes = amendments.annexes_of(conn, id)
        used = used_on(conn, [id], call.as_of).get(id)
        return ContractCard(
            row=_list_row(entered, other, owner, (derived.standing, in_force)),
            entered=entered,
            company=own.short_name or own.name,
            counterparty=other,
            conditions=in_force,
            terms=terms_until(known, call.as_of, ctx.rules),
            amendments=tuple(amendments.of_contract(conn, id)),
            changes=amendments.changes_of(conn, id),
            annexes=tuple(annexes),
            notices=tuple(lifecycle.notices_of(conn, id)),
            decisions=tuple(decisions.of_contract(conn, id)),
            suspensions=tuple(lifecycle.suspensions_of(conn, id)),
            termination=lifecycle.termination_of(conn, id),
            deadlines=_open_ones(conn, id, whole, call.as_of),
            missing=derived.missing,
            conflicts=tuple((each.condition, each.earlier.number, each.later.number) for each in conflicts(known)),
            custom=contracts.custom_values(conn, id),
            others=tuple(contracts.other_parties(conn, id)),
            readers=tuple(readers_of(conn, id)),
            history=tuple(history.of_contract(conn, id)),
            usage=used.usage if used is not None else None,
            annex_usage=annexes_used(conn, annexes),
            currency_clause=told_clause(currency.clauses(conn, [id]).get(id)),
        )


def _open_ones(conn: Connection, id: int, whole: Outline, as_of: date) -> tuple[Explained, ...]:
    """The deadlines of the contract and of what belongs to it, by the last day to act."""
    own = [
        Explained(each.key.kind.value, each.key.due_on, each.act_by, each.why) for each in deadlines_on(whole, as_of)
    ]
    others = [Explained(each.kind, each.due_on, each.act_by, each.why) for each in agenda.of_other_rooms(conn, id)]
    return tuple(sorted((*own, *others), key=lambda each: (each.act_by, each.kind)))


def _list_row(entered: ContractRow, other: PartyRow, owner: str, on_day: tuple[Standing, Conditions]) -> ListRow:
    standing, in_force = on_day
    return ListRow(
        id=entered.id,
        number=shown_number(entered),
        title=entered.title or entered.subject[:500],
        counterparty=other.short_name or other.name,
        phase=standing.phase,
        first_day=standing.first_day,
        last_day=standing.last_day,
        notice_deadline=standing.notice_deadline,
        post_by=standing.post_by,
        amount=standing.amount or in_force.amount,
        owner=owner,
        term_no=standing.term_no,
    )
