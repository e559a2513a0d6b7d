"""Registering a contract by answering questions: the few that decide when to act, each with what may be left empty."""

from typing import NamedTuple

import typer

from contracts.cli.registry.fields import read_field
from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _
from contracts.registry.rules.contract import ConditionValue, Renewal


class Answers(NamedTuple):
    """The parties as people call them, and the fields of a new contract."""

    counterparty: str
    code: str
    owner: str
    values: dict[str, ConditionValue]


def ask_contract(session: Session) -> Answers:
    """What a new contract needs, question by question; an answer left open is absent."""
    say = session.say
    typer.echo(say("Press Enter to leave an answer open; the register says later what is missing."))
    counterparty = str(typer.prompt(say("Counterparty, full name"))).strip()
    code = _text(say("Its code (EDRPOU, tax number)"))
    values: dict[str, ConditionValue] = {}
    for name, question in (
        ("number", say("Number on the paper")),
        ("title", say("What it is about")),
        ("dated_on", say("Date on the page")),
        ("first_day", say("First day of effect")),
        ("last_day", say("Last day, inclusive")),
    ):
        values[name] = _value(question, name)
    if values["last_day"] is None:
        values["length"] = _value(say("Or its length: 12m, 1y, 90d"), "length")
    kinds = ", ".join(f"{kind.value} ({session.words.renewal(kind.value)})" for kind in Renewal)
    typer.echo(say("What happens at the end: {kinds}.", kinds=kinds))
    renewal = values["renewal"] = _value(say("Renewal"), "renewal")
    if renewal in (Renewal.AUTOMATIC, Renewal.TACIT):
        values["renewal_length"] = _value(say("It renews for: 12m, 1y"), "renewal_length")
    if renewal in (Renewal.AUTOMATIC, Renewal.EVERGREEN):
        values["notice"] = _value(say("Notice period: 30d, 2m"), "notice")
    values["amount"] = _value(say("Amount, UAH"), "amount")
    owner = _text(say("Who runs it, login or name"))
    return Answers(counterparty, code, owner, {name: each for name, each in values.items() if each is not None})


def _text(question: str) -> str:
    return str(typer.prompt(question, default="", show_default=False)).strip()


def _value(question: str, name: str) -> ConditionValue:
    """Ask until the answer can be read; an empty one is none."""
    while text := _text(question):
        try:
            return read_field(name, text)
        except typer.BadParameter as fault:
            typer.echo(_("Not understood: {fault}").format(fault=fault.message), err=True)
    return None
