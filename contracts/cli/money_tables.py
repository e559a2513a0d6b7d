"""How debts, charges and payments look on a terminal: tables with bars, one line of reasons per payment."""

from typing import TYPE_CHECKING, Any

from contracts.cli.kit import Session
from contracts.language.choice import N_

if TYPE_CHECKING:
    from rich.table import Table

    from contracts.services.debts import Debt
    from contracts.services.payments import Open

HOLDS = {"disputed": N_("disputed"), "promised": N_("promised to pay"), "settling": N_("settling")}
SIGNS = {
    "document": N_("the document named"),
    "contract_exact": N_("the exact sum under the contract named"),
    "contract_oldest": N_("the oldest due under the contract named"),
    "exact": N_("the only charge of this sum"),
    "oldest": N_("the oldest due"),
}
_FULL, _WIDTH = "█▉▊▋▌▍▎▏", 12


def debt_table(session: Session, debts: "list[Debt]") -> "Table":
    """Debts, each with a bar: how much of the largest overdue sum of its currency it is."""
    from contracts.language import figures

    words, language = session.words, session.words.language
    largest: dict[str, int] = {}
    for each in debts:
        largest[each.currency] = max(largest.get(each.currency, 0), each.overdue.minor)
    table = _table()
    for title in ("Debtor", "Outstanding", "Overdue", "", "Oldest due", "Held"):
        table.add_column(
            words.say(title) if title else "", justify="right" if title in ("Outstanding", "Overdue") else "left"
        )
    for each in debts:
        name = each.counterparty if each.charge is None else f"{each.counterparty}\n{each.charge}"
        if each.contract:
            name += f" (№ {each.contract})"
        table.add_row(
            name,
            figures.money(each.outstanding, language),
            figures.money(each.overdue, language),
            bar(each.overdue.minor, largest[each.currency]),
            words.date(each.oldest_due_on) if each.oldest_due_on else "",
            ", ".join(words.say(HOLDS.get(kind, kind)) for kind in each.held),
        )
    return table


def charge_table(session: Session, rows: list[dict[str, Any]]) -> "Table":
    """Charges with what is open of them."""
    words = session.words
    table = _table()
    for title in (words.say("Document"), words.say("Counterparty"), words.say("Due")):
        table.add_column(title)
    for title in (words.say("Amount"), words.say("Open")):
        table.add_column(title, justify="right")
    for each in rows:
        due = words.date(each["due_on"]) if each["due_on"] else words.say("day not known yet")
        contract = f" (№ {each['contract']})" if each["contract"] else ""
        table.add_row(
            each["number"], each["counterparty"] + contract, due, each["amount"], f"{each['open']} {each['currency']}"
        )
    return table


def payment_lines(session: Session, found: "list[Open]") -> list[str]:
    """Each payment with its payer and what it may be for."""
    words = session.words
    lines = []
    for each in found:
        payer = each.row.counterparty_short or each.row.counterparty or words.say("payer unknown")
        lines.append(f"{each.row.id:>5}  {words.date(each.row.paid_on)}  {words.money(each.rest)}  {payer}")
        if each.row.purpose:
            lines.append(f"       {each.row.purpose}")
        for no, proposal in enumerate((one for one in each.proposals if one.parts), 1):
            parts = ", ".join(f"{each.numbers[id]} {sum_.wire}" for id, sum_ in proposal.parts)
            lines.append(f"       {no}. {words.say(SIGNS.get(proposal.sign.value, proposal.sign.value))}: {parts}")
    return lines


def bar(part: int, whole: int) -> str:
    """A bar of twelve cells by eighths."""
    if whole <= 0 or part <= 0:
        return ""
    eighths = max(1, round(part * _WIDTH * 8 / whole))
    full, rest = divmod(eighths, 8)
    return "█" * full + (_FULL[8 - rest] if rest else "")


def _table() -> "Table":
    from rich.table import Table

    return Table(box=None, pad_edge=False, header_style="bold", show_edge=False)
