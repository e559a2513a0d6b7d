"""How debts, charges, payments and cash look on a terminal: tables of eighty columns, names folded, sums whole."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from contracts.cli.shared.session import Session
from contracts.cli.shared.tables import table
from contracts.kernel.money import total
from contracts.kernel.refusal import N_

if TYPE_CHECKING:
    from rich.table import Table

    from contracts.money.charges import ShownCharge
    from contracts.money.debts import Debt
    from contracts.money.match_many import MatchedPayment
    from contracts.money.payments import OpenPayment
    from contracts.money.reports import CashWeek

HOLDS = {"disputed": N_("disputed"), "promised": N_("promised to pay"), "settling": N_("settling")}
SIGNS = {
    "document": N_("the document named"),
    "contract_exact": N_("the exact sum under the contract named"),
    "contract_oldest": N_("the oldest due under the contract named"),
    "exact": N_("the only charge of this sum"),
    "oldest": N_("the oldest due"),
}
_FULL, _WIDTH = "█▉▊▋▌▍▎▏", 12
#: Shades of age, from not due to the oldest bucket, and the cells of a bar of them.
_AGES, _AGE_WIDTH = "·░▒▓█", 8


def debt_table(session: Session, debts: "list[Debt]") -> "list[str | Table]":
    """Debts, each with a bar of its age on its own scale; below it what the shades mean, and the totals."""
    words = session.words
    sums = (words.say("Outstanding"), words.say("Overdue"))
    made = table(words.say("Debtor"), *sums, words.say("Age"), words.say("Oldest due"), right=(1, 2))
    for each in debts:
        made.add_row(
            "\n".join(_debtor_lines(session, each)),
            words.money(each.outstanding),
            words.money(each.overdue),
            age_bar([sum_.minor for sum_ in each.buckets.values()]),
            words.date(each.oldest_due_on) if each.oldest_due_on else "",
        )
    names = list(debts[0].buckets)
    return [made, "", words.say("Days past due: {key}", key=_age_key(names)), *_debt_totals(session, debts)]


def _debtor_lines(session: Session, debt: "Debt") -> Iterator[str]:
    words = session.words
    yield debt.counterparty
    contract = f"№ {debt.contract}" if debt.contract else ""
    if debt.charge or contract:
        yield ", ".join(filter(None, (debt.charge, contract)))
    if debt.holds:
        yield words.say("held: {holds}", holds=", ".join(words.say(HOLDS.get(kind, kind)) for kind in debt.holds))
    if debt.advance:
        yield words.say("advance {sum}", sum=debt.advance)


def _debt_totals(session: Session, debts: "list[Debt]") -> list[str]:
    overdue = total([each.overdue for each in debts])
    return [
        session.say("Total: {outstanding}, of it overdue {overdue}", outstanding=sum_, overdue=overdue[currency])
        for currency, sum_ in sorted(total([each.outstanding for each in debts]).items())
    ]


def age_bar(buckets: Sequence[int]) -> str:
    """Eight cells shared by the buckets as the sum is; whatever is there has at least one."""
    whole = sum(buckets)
    if whole <= 0:
        return ""
    cells = [max(1, round(each * _AGE_WIDTH / whole)) if each > 0 else 0 for each in buckets]
    cells[cells.index(max(cells))] += _AGE_WIDTH - sum(cells)
    return "".join(_shade(place, len(buckets)) * count for place, count in enumerate(cells))


def _shade(place: int, count: int) -> str:
    return _AGES[round(place * (len(_AGES) - 1) / max(count - 1, 1))]


def _age_key(names: Sequence[str]) -> str:
    """What each shade means: names of buckets that share one stand together."""
    shades: dict[str, list[str]] = {}
    for place, name in enumerate(names):
        shades.setdefault(_shade(place, len(names)), []).append(name.replace("-", "–"))
    return "  ".join(f"{shade} {', '.join(each)}" for shade, each in shades.items())


def charge_table(session: Session, charges: "list[ShownCharge]") -> "Table":
    """Charges with what is open of them."""
    words = session.words
    made = table(words.say("Document"), words.say("Due"), words.say("Amount"), words.say("Open"), right=(2, 3))
    for each in charges:
        due = words.date(each.due_on) if each.due_on else words.say("day not known yet")
        contract = f" (№\u00a0{each.contract})" if each.contract else ""
        part = f":{each.part}" if each.part > 1 else ""
        document = f"{each.number}{part}\n{each.counterparty}{contract}"
        made.add_row(document, due, words.money(each.amount), words.money(each.open))
    return made


def payment_table(session: Session, payments: "list[OpenPayment]") -> "Table":
    """Each payment with its payer and what it may be for."""
    words = session.words
    made = table("№", words.say("Paid"), words.say("Left"), words.say("From whom, what for"), right=(0, 2))
    for each in payments:
        unknown = f"{words.say('payer unknown')}: {each.other or each.other_account or '—'}"
        lines = [each.counterparty or unknown, *([each.purpose] if each.purpose else [])]
        for no, proposal in enumerate((one for one in each.proposals if one.parts), 1):
            parts = ", ".join(f"{part.charge} {words.money(part.amount)}" for part in proposal.parts)
            lines.append(f"{no}. {words.say(SIGNS.get(proposal.reason, proposal.reason))}: {parts}")
        left = words.money(each.rest if each.direction == "in" else -each.rest)
        made.add_row(str(each.payment), words.date(each.paid_on), left, "\n".join(lines))
    return made


def matched_table(session: Session, matched: "Sequence[MatchedPayment]") -> "Table":
    """Payments matched together: to which documents, and why."""
    words = session.words
    made = table("№", words.say("From whom, what for"), words.say("Amount"), right=(0, 2))
    for each in matched:
        reason = words.say(SIGNS.get(each.reason, each.reason))
        made.add_row(
            str(each.payment), f"{each.counterparty}\n{reason}: {', '.join(each.charges)}", words.money(each.amount)
        )
    return made


def cash_table(session: Session, weeks: "list[CashWeek]") -> "Table":
    """Expected cash, each week with a bar: how much of the best week of its currency comes."""
    words = session.words
    largest: dict[str, int] = {}
    for each in weeks:
        largest[each.currency] = max(largest.get(each.currency, 0), each.incoming.minor)
    made = table(words.say("Week"), words.say("To come"), "", words.say("To pay"), right=(1, 3))
    for each in weeks:
        days = f"{words.date(each.from_on)} –\n{words.date(each.to_on)}" if each.from_on else words.say("overdue")
        length = bar(each.incoming.minor, largest[each.currency])
        made.add_row(days, words.money(each.incoming), length, words.money(each.outgoing))
    return made


def bar(part: int, whole: int) -> str:
    """A bar of twelve cells by eighths."""
    if whole <= 0 or part <= 0:
        return ""
    eighths = max(1, round(part * _WIDTH * 8 / whole))
    full, rest = divmod(eighths, 8)
    return "█" * full + (_FULL[8 - rest] if rest else "")
