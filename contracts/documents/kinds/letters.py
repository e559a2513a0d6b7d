"""Letters that speak of money and time: debts, reminders, proposals, requests, demands, notices of termination."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from contracts.documents.contexts.contract_words import words
from contracts.documents.contexts.debts import OpenDocument, debt_context
from contracts.documents.contexts.ledger_words import contract_name, document_name
from contracts.documents.contexts.values import DocumentContext, day, duration
from contracts.documents.kinds.builder_input import RECEIVABLE, BuilderInput
from contracts.kernel.calendar import FAR, Duration, add
from contracts.kernel.money import money
from contracts.kernel.refusal import Refusal
from contracts.language import figures
from contracts.money.queries import charges, ledger
from contracts.money.queries.charges import ListedCharge
from contracts.money.rules.ledger import Charge
from contracts.registry.rules.contract import NoticeCounts, Renewal, Status
from contracts.registry.rules.lifecycle import status_on
from contracts.registry.rules.notice import delivery_days, usual_method
from contracts.registry.rules.term import last_day_if_agreed, outline

#: Which rows of a demand have a day, and which are due on demand.
_DATED = (("has_overdue", True), ("has_on_demand", False))
GROUNDS = ("convenience", "breach", "law")
#: Days to settle after a contract has ended.
_SETTLE = 14


def debts(about: BuilderInput) -> DocumentContext:
    """What the counterparty has not paid under this contract and is past its day."""
    charged, contract = _receivable(about), contract_name(about.common.number, about.common.dated_on, about.language)
    known = ledger.charges(about.conn, [each.id for each in charged])
    names = {each.id: document_name(known[each.id], about.language) for each in charged}
    overdue = [
        OpenDocument(names[each.id], each.issued_on, each.amount, each.still_open, each.due_now, contract=contract)
        for each in overdue_charges(about)
    ]
    return {"debt": debt_context(overdue, about.call.as_of, about.contract.currency or "UAH"), "papers": []}


def reminder(about: BuilderInput) -> DocumentContext:
    """The first and mildest reminder; a week to pay, to a working day."""
    return {"reminder": {"level": 1, "pay_by": day(about.within(7))}} | debts(about)


def proposal(about: BuilderInput) -> DocumentContext:
    """The next term on the same conditions; two weeks to answer, and not after the term has ended."""
    term, last = about.common.term, about.common.term.last_day
    record: DocumentContext = {"changes": [], "answer_by": day(about.within(14))}
    if last is not None:
        first = term.next_first_day or last + timedelta(days=1)
        length = about.conditions.renewal_length or Duration(1, "year")
        record["first_day"] = day(first)
        whole = outline(about.facts, about.ctx.rules, about.call.as_of)
        record["last_day"] = day(term.next_last_day or last_day_if_agreed(whole, about.call.as_of, length))
        record["answer_by"] = min(record["answer_by"], last.isoformat(), *_before_notice(about))
    return {"proposal": record} | debts(about)


def _before_notice(about: BuilderInput) -> list[str]:
    """The day before notice must be sent, while it lies ahead: an answer after it would leave no choice."""
    post_by = about.common.term.post_by
    if post_by is None or post_by - timedelta(days=1) <= about.call.as_of:
        return []
    return [(post_by - timedelta(days=1)).isoformat()]


def request(about: BuilderInput) -> DocumentContext:
    """Documents are asked for a contract that was concluded, unless it is still a draft; ten days to send them."""
    is_signed = status_on(about.facts, about.call.as_of) is Status.SIGNED
    clause = dict(about.conditions.clauses).get("documents")
    asked = {"contract_signed": is_signed, "due_on": day(about.within(10)), "clause": clause}
    return {"request": {"return_by": None, **asked}}


def demand(about: BuilderInput) -> DocumentContext:
    """What is due and not paid, and acts that were not returned; a week to perform (Civil Code 525, 530(2), 625).

    Without anything known to the ledger the rows are asked for by name.
    """
    known, charged = words("demand", about.language), _receivable(about)
    charges_by_id = ledger.charges(about.conn, [each.id for each in charged])
    names = {each.id: _name(about, charges_by_id[each.id]) for each in charged}
    unpaid = overdue_charges(about)
    rows = [_unpaid(each, names[each.id], about) for each in unpaid]
    rows += [
        {"text": known["return"].format(names[each.id]), "clause": None, "due_on": None, "state": known["not_returned"]}
        for each in charged
        if each.due_now == FAR and each.waits_for == "act_signed"
    ]
    law = ([known["penalty"]] if about.conditions.penalty else []) + [known["interest"]] if unpaid else []
    ends = [*(f"{each};" for each in law[:-1]), *(f"{each}." for each in law[-1:])]
    record: DocumentContext = {"perform_by": day(about.within(7)), "consequences": ends}
    listed = about.spec.overrides.get("demand.rows") or rows
    record |= {name: any(bool(row.get("due_on")) is dated for row in listed) for name, dated in _DATED}
    return {"demand": record | ({"rows": rows} if rows else {})}


def _unpaid(each: ListedCharge, name: str, about: BuilderInput) -> DocumentContext:
    known, paid = words("demand", about.language), each.amount - each.still_open
    return {
        "text": known["pay"].format(figures.money_document(each.still_open, about.language), name),
        "clause": dict(about.conditions.clauses).get("payment_terms") or None,
        "due_on": day(each.due_now),
        "state": known["partly"].format(figures.money_document(paid, about.language)) if paid else known["unpaid"],
    }


def termination(about: BuilderInput) -> DocumentContext:
    """Why and when the contract ends: the ground is asked for, the day is the one recorded or asked for.

    A breach is told from the overdue debts. Raises a refusal where the ground is unknown, a breach or a law has no
    fact, or a notice for convenience leaves less time than the contract gives.
    """
    ground = about.spec.overrides.get("notice.ground")
    if ground is not None and ground not in GROUNDS:
        raise Refusal(
            "notice.ground is one of {grounds}, not {ground}.",
            code="bad_value",
            grounds=", ".join(GROUNDS),
            ground=ground,
        )
    context = debts(about)
    facts = about.spec.overrides.get("notice.facts") or []
    record: DocumentContext = {"return_rows": [], "law_article": None, "facts": facts}
    if ground == "breach" and not record["facts"]:
        record["facts"] = [_late(each, about) for each in context["debt"]["rows"]]
    if ground in ("breach", "law") and not record["facts"]:
        raise Refusal(
            "A notice for {ground} states at least one fact: give --set notice.facts='…; …'.",
            code="bad_value",
            ground=ground,
        )
    clauses = dict(about.conditions.clauses)
    record["clause"] = clauses.get("termination") or (clauses.get("notice") if ground == "convenience" else None)
    record["period"] = duration(_exit_notice(about)) if ground == "convenience" else None
    ends_on = _ends_on(about)
    if ends_on is None and ground == "law" and about.spec.overrides.get("notice.law_article") == "782":
        ends_on = about.call.as_of + timedelta(days=delivery_days(about.common.method, about.ctx.rules))
    if ends_on is not None:
        if ground == "convenience":
            _refuse_too_early(about, ends_on)
        record |= {"ends_on": day(ends_on), "settle_by": day(about.within(_SETTLE, ends_on))}
    return context | {"notice": record}


def _ends_on(about: BuilderInput) -> date | None:
    named = about.spec.overrides.get("notice.ends_on")
    return date.fromisoformat(named) if named else about.facts.terminated_after or about.conditions.asked_end


def _exit_notice(about: BuilderInput) -> Duration | None:
    """The notice for ending early: the one given, else that of a contract without an end."""
    given = about.spec.overrides.get("term.exit_notice")
    if given:
        return Duration(given["count"], given["unit"])
    is_endless = about.conditions.renewal is Renewal.EVERGREEN
    return about.conditions.notice if is_endless else None


def _refuse_too_early(about: BuilderInput, ends_on: date) -> None:
    """The letter says that the time of notice is kept, so it must be."""
    conditions, rules = about.conditions, about.ctx.rules
    if conditions.notice is None:
        return
    counted = about.call.as_of
    if conditions.notice_counts is NoticeCounts.RECEIVED:
        counted += timedelta(days=delivery_days(usual_method(conditions, rules), rules))
    earliest = add(counted, conditions.notice, rules.calendar(about.contract.country))
    if ends_on < earliest:
        raise Refusal(
            "The contract gives {notice} of notice: sent on {sent_on} it can end no earlier than {earliest}, "
            "not on {ends_on}.",
            code="too_early",
            notice=conditions.notice,
            sent_on=about.call.as_of,
            earliest=earliest,
            ends_on=ends_on,
        )


def _late(row: Mapping[str, Any], about: BuilderInput) -> str:
    left = figures.money_document(money(row["open"]["amount"], row["open"]["currency"]), about.language)
    due = figures.date_document(date.fromisoformat(row["due_on"]), about.language)
    return str(words("papers", about.language)["late"].format(open=left, document=row["document"], due=due))


def overdue_charges(about: BuilderInput) -> list[ListedCharge]:
    """What is past its day under this contract."""
    return [each for each in _receivable(about) if each.due_now < about.call.as_of]


def _receivable(about: BuilderInput) -> list[ListedCharge]:
    conditions = charges.is_about(contract_id=about.contract.id, direction=RECEIVABLE)
    listed = charges.listed(about.conn, conditions, is_open=True)
    known = (each for each in listed if each.due_now is not None and each.id not in about.left_out)
    return [each for each in known if each.issued_on <= about.call.as_of]


def _name(about: BuilderInput, charge: Charge) -> str:
    name, on = document_name(charge, about.language), figures.date_document(charge.issued_on, about.language)
    return str(words("papers", about.language)["dated"].format(name=name, day=on))
