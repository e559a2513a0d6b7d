"""A debt in one currency paid in another is reckoned by its contract's clause and the stored rate, or refused (§6)."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection

from contracts.kernel.context import Call, Context, recorded
from contracts.kernel.database.engine import reading
from contracts.kernel.money import Money
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import require, writing
from contracts.money.queries import currency
from contracts.money.rules.currency_clause import CurrencyClause, DatedRate, check_clause, needed_for
from contracts.money.rules.ledger import Charge, LedgerFault, Payment
from contracts.registry.which import Which, find


def set_clause(ctx: Context, call: Call, which: Which | str, clause: CurrencyClause | None) -> None:
    """Keep what a contract says of its currencies; ``None`` takes the clause off."""
    require(call, "contracts.register")
    if clause is not None:
        check_clause(clause)
    with writing(ctx, call) as work:
        id = find(work.conn, call, which)
        before = currency.clauses(work.conn, [id]).get(id)
        currency.set_clause(work.conn, id, clause, recorded(call))
        told = {"before": {"currency_clause": told_clause(before)}, "after": {"currency_clause": told_clause(clause)}}
        work.touch(Subject(SubjectKind.CONTRACT, id), "edit_contract", told)
        work.commit()


def keep_rates(ctx: Context, call: Call, rates: Sequence[DatedRate], name: str) -> int:
    """Keep dated rates; again adds nothing, another value of a day replaces it. Returns how many are new."""
    require(call, "payments.post")
    with writing(ctx, call) as work:
        new = currency.add_rates(work.conn, rates, recorded(call))
        sources = sorted({each.source for each in rates})
        work.note(
            Subject(SubjectKind.IMPORT, 0), "currency_rates", {"after": {"file": name, "new": new, "of": sources}}
        )
        work.commit()
    return new


def list_rates(ctx: Context, code: str = "", limit: int = 100) -> list[DatedRate]:
    """Stored rates, the newest day first."""
    with reading(ctx.engine) as conn:
        return currency.listed(conn, currency=code, limit=limit)


def rate_for(conn: Connection, payment: Payment, charge: Charge) -> DatedRate:
    """The rate by which a payment covers a charge of another currency, the margin in it.

    Raises ``LedgerFault`` where the contract has no clause, or no rate of its day is stored: it says what to do.
    """
    price, paid = charge.amount.currency, payment.amount.currency
    clause = currency.clauses(conn, [charge.contract_id]).get(charge.contract_id) if charge.contract_id else None
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
    rate = currency.rate_on(conn, price, paid, clause.source, day)
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


def in_currency_of(
    conn: Connection, payment: Payment, given: Iterable[tuple[Charge, Money]]
) -> tuple[list[tuple[Charge, Money]], Mapping[int, DatedRate]]:
    """What would have to be paid for open charges in the payment's currency, and the rates that say so.

    A charge whose rate is not known stays as it is: nothing is proposed for it.
    """
    found: list[tuple[Charge, Money]] = []
    rates: dict[int, DatedRate] = {}
    for charge, still in given:
        if still.currency != payment.amount.currency:
            try:
                rates[charge.id] = rate_for(conn, payment, charge)
                still = needed_for(still, payment.amount.currency, rates[charge.id])
            except LedgerFault:
                pass
        found.append((charge, still))
    return found, rates


def told_clause(clause: CurrencyClause | None) -> str:
    """A clause as one line of codes: ``USD/UAH nbu payment +1 %``."""
    if clause is None:
        return ""
    percent = f" {clause.margin_bp / 100:+g} %" if clause.margin_bp else ""
    return f"{clause.price_currency}/{clause.payment_currency} {clause.source} {clause.day.value}{percent}"
