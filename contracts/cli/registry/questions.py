"""Registering a contract by answering questions: the few that decide when to act, each with what may be left empty."""

from collections.abc import Callable
from typing import Any

import typer

from contracts.cli.registry.fields import read_field
from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _
from contracts.cli.shared.values import read_sum
from contracts.registry.rules.contract import Renewal


def ask_contract(session: Session) -> dict[str, Any]:
    """The fields of a new contract, with ``counterparty``, ``code`` and ``owner`` as people call them."""
    say = session.say
    typer.echo(say("Press Enter to leave an answer open; the register says later what is missing."))
    answers: dict[str, Any] = {"counterparty": typer.prompt(say("Counterparty, full name")).strip()}
    answers["code"] = _text(say("Its code (EDRPOU, tax number)"))
    answers["number"] = _text(say("Number on the paper"))
    answers["title"] = _text(say("What it is about"))
    answers["dated_on"] = _value(say("Date on the page"), "dated_on")
    answers["first_day"] = _value(say("First day of effect"), "first_day")
    answers["last_day"] = _value(say("Last day, inclusive"), "last_day")
    if answers["last_day"] is None:
        answers["length"] = _value(say("Or its length: 12m, 1y, 90d"), "length")
    kinds = ", ".join(f"{kind.value} ({session.words.renewal(kind.value)})" for kind in Renewal)
    typer.echo(say("What happens at the end: {kinds}.", kinds=kinds))
    answers["renewal"] = _value(say("Renewal"), "renewal")
    if answers["renewal"] in (Renewal.AUTOMATIC, Renewal.TACIT):
        answers["renewal_length"] = _value(say("It renews for: 12m, 1y"), "renewal_length")
    if answers["renewal"] in (Renewal.AUTOMATIC, Renewal.EVERGREEN):
        answers["notice"] = _value(say("Notice period: 30d, 2m"), "notice")
    answers["amount"] = _again(lambda text: read_sum(text, "UAH"), say("Amount, UAH"))
    answers["owner"] = _text(say("Who runs it, login or name"))
    return {name: value for name, value in answers.items() if value not in (None, "")}


def _text(question: str) -> str:
    return str(typer.prompt(question, default="", show_default=False)).strip()


def _value(question: str, name: str) -> Any:
    return _again(lambda text: read_field(name, text), question)


def _again(read: Callable[[str], Any], question: str) -> Any:
    """Ask until the answer can be read; an empty one is none."""
    while text := _text(question):
        try:
            return read(text)
        except typer.BadParameter as fault:
            typer.echo(_("Not understood: {fault}").format(fault=fault.message), err=True)
    return None
