"""The card of a contract on a day: what was entered, what holds after its amendments, what follows, what was done."""

from collections.abc import Mapping
from dataclasses import dataclass

from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.unit_of_work import needs
from contracts.money.amount_used import amounts_used_of_annexes, amounts_used_on
from contracts.money.currency_rates import clause_text
from contracts.money.queries import currency_rates
from contracts.money.rules.amount_used import AmountUsed
from contracts.money.rules.charge_due import agreed_parts
from contracts.overview.why import Explained, explained
from contracts.parties.queries import parties
from contracts.parties.tables import PartyRow
from contracts.people.queries import people
from contracts.registry.lookup import Which, find_contract, shown_number
from contracts.registry.queries import amendments, contracts, decisions, facts, history, lifecycle
from contracts.registry.queries.contracts import OtherParty
from contracts.registry.queries.history import HistoryEvent
from contracts.registry.queries.listing import ListRow
from contracts.registry.queries.visibility import ContractReader, readers_of
from contracts.registry.rules.amendment import conflicts, in_force
from contracts.registry.rules.contract import Conditions, Term
from contracts.registry.rules.derive import Standing, derive_outline
from contracts.registry.rules.term import outline
from contracts.registry.tables.amendment import AmendmentChangeRow, AmendmentRow, AnnexRow
from contracts.registry.tables.contract import ContractRow, DecisionRow, NoticeRow, SuspensionRow, TerminationRow


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
    usage: AmountUsed | None
    annex_usage: Mapping[int, AmountUsed]
    currency_clause: str

    @property
    def is_payment_read(self) -> bool:
        """Whether the terms of payment say, as they are written, when a charge is due; without terms the law does."""
        terms = self.conditions.payment_terms.strip()
        return not terms or bool(agreed_parts(terms))


@needs("contracts.read")
def card(ctx: Context, call: Call, which: Which | str) -> ContractCard:
    """The card on the day of the call. Raises a refusal where the facts contradict each other."""
    with reading(ctx.engine) as conn:
        entered = find_contract(conn, call, which)
        id = entered.id
        known = facts.load(conn, [id])[id]
        whole = outline(known, ctx.rules, call.as_of)
        derived = derive_outline(whole, call.as_of)
        other = parties.row_of(conn, entered.counterparty_id)
        own = parties.row_of(conn, entered.own_company_id)
        owner = people.names(conn).get(entered.owner_id or 0)
        agreed = in_force(whole.epochs, call.as_of)
        annexes = amendments.annexes_of(conn, id)
        amounts = {each.id: each.amount for each in annexes if each.amount is not None}
        return ContractCard(
            row=_list_row(entered, other, owner, derived.standing),
            entered=entered,
            company=own.short_name or own.name,
            counterparty=other,
            conditions=agreed,
            terms=whole.terms_until(call.as_of),
            amendments=tuple(amendments.of_contract(conn, id)),
            changes=amendments.changes_of(conn, id),
            annexes=tuple(annexes),
            notices=tuple(lifecycle.notices_of(conn, id)),
            decisions=tuple(decisions.of_contract(conn, id)),
            suspensions=tuple(lifecycle.suspensions_of(conn, id)),
            termination=lifecycle.termination_of(conn, id),
            deadlines=explained(conn, id, derived.deadlines, call.as_of),
            missing=derived.missing,
            conflicts=tuple((each.condition, each.earlier.number, each.later.number) for each in conflicts(known)),
            custom=contracts.custom_values(conn, id),
            others=tuple(contracts.other_parties(conn, id)),
            readers=tuple(readers_of(conn, id)),
            history=tuple(history.of_contract(conn, id)),
            usage=amounts_used_on(conn, [id], call.as_of).get(id),
            annex_usage=amounts_used_of_annexes(conn, amounts),
            currency_clause=clause_text(currency_rates.clauses(conn, [id]).get(id)),
        )


def _list_row(entered: ContractRow, other: PartyRow, owner: str | None, standing: Standing) -> ListRow:
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
        amount=standing.amount,
        currency=standing.amount.currency if standing.amount else None,
        owner=owner,
        term_no=standing.term_no,
    )
