"""A debt paid in another currency is calculated by its contract's clause and the stored rate, or refused (§6)."""

from collections.abc import Sequence
from datetime import date
from functools import cache, partial
from typing import NamedTuple

from sqlalchemy import Connection

from contracts.kernel.context import Call, Context, recorded
from contracts.kernel.database.engine import reading
from contracts.kernel.money import Money
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.money.queries import currency_rates
from contracts.money.rules.currency_clause import CurrencyClause, DatedRate, check_clause, needed_for
from contracts.money.rules.ledger import Charge, LedgerFault, Payment
from contracts.registry.lookup import Which, find


class ListedRate(NamedTuple):
    """What one unit of a currency costs in another on a day, by a source."""

    currency: str
    to: str
    on: date
    rate: str
    source: str


@needs("contracts.register")
def set_clause(ctx: Context, call: Call, which: Which | str, clause: CurrencyClause | None) -> None:
    """Keep what a contract says of its currencies; ``None`` takes the clause off."""
    if clause is not None:
        check_clause(clause)
    with writing(ctx, call) as work:
        id = find(work.conn, call, which)
        before = currency_rates.clauses(work.conn, [id]).get(id)
        currency_rates.set_clause(work.conn, id, clause, recorded(call))
        payload = {
            name: {"currency_clause": clause_text(each)} for name, each in (("before", before), ("after", clause))
        }
        work.touch(Subject(SubjectKind.CONTRACT, id), "edit_contract", payload)
        work.commit()


@needs("payments.post")
def keep_rates(ctx: Context, call: Call, rates: Sequence[DatedRate], name: str) -> int:
    """Keep dated rates; again adds nothing, another value of a day replaces it. Returns how many are new."""
    with writing(ctx, call) as work:
        new = currency_rates.add_rates(work.conn, rates, recorded(call))
        after = {"file": name, "new": new, "of": sorted({each.source for each in rates})}
        work.note(Subject(SubjectKind.IMPORT, 0), "currency_rates", {"after": after})
        work.commit()
    return new


@needs("contracts.read")
def list_rates(ctx: Context, call: Call, code: str = "", limit: int = 100) -> list[ListedRate]:
    """Stored rates, the newest day first."""
    with reading(ctx.engine) as conn:
        rates = currency_rates.listed(conn, currency=code, limit=limit)
    return [listed_rate(each) for each in rates]


def listed_rate(rate: DatedRate) -> ListedRate:
    """A rate as people see it."""
    return ListedRate(rate.price_currency, rate.payment_currency, rate.on, f"{rate.value:f}", rate.source)


class Rates:
    """The rates by which payments cover charges of other currencies; each clause and each rate is read once."""

    def __init__(self, conn: Connection) -> None:
        self._clause = cache(lambda contract_id: currency_rates.clauses(conn, [contract_id]).get(contract_id))
        self._rate_on = cache(partial(currency_rates.rate_on, conn))

    def of(self, payment: Payment, charge: Charge) -> DatedRate:
        """The rate by which a payment covers a charge, the margin of the clause in it.

        Raises ``LedgerFault`` where the contract has no clause, or no rate of its day is stored: it says what to do.
        """
        price, paid = charge.amount.currency, payment.amount.currency
        clause = self._clause(charge.contract_id) if charge.contract_id else None
        if clause is None or (clause.price_currency, clause.payment_currency) != (price, paid):
            raise LedgerFault(
                "Charge {number} is in {price}, the payment in {paid}, and the contract has no clause for it: give the "
                "rate with --rate, --rate-source and --rate-on, or keep the clause by `contracts contract currency`.",
                code="no_clause",
                number=charge.number,
                price=price,
                paid=paid,
            )
        day = clause.asks_on(payment.paid_on, charge.issued_on)
        rate = self._rate_on(price, paid, clause.source, day)
        if rate is None:
            raise LedgerFault(
                "No rate of {price} in {paid} by {source} is stored for {day}: bring it by `contracts rates import` or "
                "`contracts rates set {price} RATE --on {day} --source {source}`.",
                code="no_rate",
                price=price,
                paid=paid,
                source=clause.source,
                day=day,
            )
        return clause.applied(rate)

    def needed(self, payment: Payment, charge: Charge, still: Money) -> tuple[Money, DatedRate | None]:
        """What would have to be paid for an open charge in the payment's currency, and the rate that says so.

        A charge whose rate is not known stays as it is: nothing is proposed for it.
        """
        if still.currency == payment.amount.currency:
            return still, None
        try:
            rate = self.of(payment, charge)
        except LedgerFault:
            return still, None
        return needed_for(still, payment.amount.currency, rate), rate


def clause_text(clause: CurrencyClause | None) -> str:
    """A clause as one line of codes: ``USD/UAH nbu payment +1 %``."""
    if clause is None:
        return ""
    percent = f" {clause.margin_bp / 100:+g} %" if clause.margin_bp else ""
    return f"{clause.price_currency}/{clause.payment_currency} {clause.source} {clause.day.value}{percent}"
