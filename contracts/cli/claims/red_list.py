"""`report limitation`: the red list of debts on a terminal, as JSON and as a workbook."""

from typing import TYPE_CHECKING, Annotated

import typer

from contracts.cli.shared.options import Company, Counterparty, Output, duration_option
from contracts.cli.shared.session import Session
from contracts.cli.shared.tables import table
from contracts.cli.shared.translation import _
from contracts.kernel.calendar import Duration
from contracts.kernel.wire import wire

if TYPE_CHECKING:
    from rich.table import Table

    from contracts.claims.late_payment.lapsing import PenaltyLine
    from contracts.claims.limitation.red_list import RedList


def show_red_list(
    session: Session,
    within: Annotated[Duration | None, duration_option("--within", _("How near; 180 days by default."))] = None,
    all_: Annotated[bool, typer.Option("--all", help=_("Every debt with its last days to sue."))] = False,
    output: Output = None,
    counterparty: Counterparty = None,
    company: Company = None,
) -> None:
    from contracts.claims.late_payment.lapsing import penalties_lapsing
    from contracts.claims.limitation.red_list import red_list, write_red_list
    from contracts.claims.limitation.rules.limitation import RED_DAYS
    from contracts.kernel.calendar import add

    as_of = session.call.as_of
    days = RED_DAYS if within is None else (add(as_of, within) - as_of).days
    within_days = None if all_ else days
    debts = red_list(session.ctx, session.call, within_days, company=company, counterparty=counterparty)
    if output is not None:
        write_red_list(output, debts, session.words.language)
    penalties = penalties_lapsing(session.ctx, session.call, company=company, counterparty=counterparty)
    nothing = session.say("No debt is near the end of its limitation.")
    rows = [_table(session, debts), ""] if debts.rows else [] if penalties else [nothing]
    data = {**wire(debts), "penalties": wire(penalties)}
    session.show(data, [*rows, *_penalties(session, penalties), *_totals(session, debts)])


def _penalties(session: Session, penalties: "list[PenaltyLine]") -> list[str]:
    """The penalties whose days lapse, a sentence each."""
    say, lines = session.say, []
    for each in penalties:
        contract = f" (№ {each.contract})" if each.contract else ""
        facts = {"from": each.from_on, "to": each.to_on, "sum": each.amount, "day": each.sue_by}
        sentence = "The penalty for the days from {from} to {to} ({sum}) lapses day by day: sue by {day} (CC 258)."
        lines.append(f"{each.counterparty}, {each.charge}{contract}. {say(sentence, **facts)}")
        if each.lapsed:
            lines.append(say("  lapsed already: {sum}", sum=each.lapsed))
    return lines


def _table(session: Session, debts: "RedList") -> "Table":
    from contracts.claims.limitation.red_list import STATES

    words = session.words
    made = table(words.say("Debtor"), words.say("Open"), words.say("Sue by"), words.say("State"), right=(1,))
    for each in debts.rows:
        contract = f" (№ {each.contract})" if each.contract else ""
        document = f"{each.charge}{contract}, {words.say('due {day}', day=each.due_on)}"
        days = [words.date(each.act_by)]
        if each.arguable != each.safe:
            days.append(words.say("or {day} *", day=each.arguable))
        if each.restarted_on is not None:
            document += f"\n{words.say('interrupted on {day}', day=each.restarted_on)}"
        state = words.say(STATES[each.state])
        made.add_row(f"{each.counterparty}\n{document}", words.money(each.open), "\n".join(days), state)
    return made


def _totals(session: Session, debts: "RedList") -> list[str]:
    words = session.words
    lines = []
    if any(each.arguable != each.safe for each in debts.rows):
        lines.append(words.say("* by the other reading of the law"))
    for each in debts.totals:
        lines.append(words.say("All open debts: {sum}", sum=each.open))
        if each.barred:
            lines.append(
                words.say(
                    "  of them past in both readings: {sum}; without: {rest}", sum=each.barred, rest=each.without_barred
                )
            )
        if each.arguable:
            lines.append(
                words.say(
                    "  past by the safe reading: {sum}; without these too: {rest}",
                    sum=each.arguable,
                    rest=each.without_arguable,
                )
            )
    if any(each.state in ("barred", "arguable") for each in debts.rows):
        lines.append(words.say("A court applies limitation only where the debtor asks for it."))
        lines.append(words.say("Check with a lawyer."))
    return lines
