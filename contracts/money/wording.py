"""What money says in words: events of payment, holds, its deadlines, its history, and why a day is due."""

from typing import Final

from contracts.kernel.refusal import N_
from contracts.kernel.vocabulary import StepWords, Vocabulary
from contracts.money.rules import steps

#: What a payment waits for, in the genitive after «після».
_PAYMENT_EVENTS: Final = {
    "issued": N_("issuing the document"),
    "contract_signed": N_("signing the contract"),
    "advance_received": N_("receipt of the advance"),
    "delivered": N_("delivery"),
    "act_signed": N_("signing the act"),
    "invoice_received": N_("receipt of the invoice"),
    "month_end": N_("the end of the month"),
    "end_of_contract": N_("the end of the contract"),
    "end_of_warranty": N_("the end of the warranty"),
    "demand": N_("a demand for payment"),
    "terms": N_("a person who fixes the day"),
}

_HOLDS: Final = {
    "disputed": N_("the debt is disputed"),
    "promised": N_("payment is promised"),
    "settling": N_("the parties are settling"),
}

_KINDS: Final = {
    "payment_due": N_("Make the payment"),
    "act_not_returned": N_("Get the signed act back"),
    "advance_open": N_("Close the open advance"),
    "hold_review": N_("Review the hold on collection"),
    "amount_used": N_("Agree on a greater amount or stop ordering"),
}

_ACTS: Final = {
    "payment_due": N_("payment for {contract}"),
    "act_not_returned": N_("act for {contract}"),
    "advance_open": N_("advance for {contract}"),
    "hold_review": N_("hold for {contract}"),
    "amount_used": N_("amount of {contract} nearly used"),
}

_EVENTS: Final = {
    "post_charge": N_("charge posted"),
    "change_due": N_("due day changed"),
    "hold": N_("collection held"),
    "lift_hold": N_("hold on collection lifted"),
}

_STEPS: Final = {
    steps.DUE_STATED: StepWords(N_("Payment is due on {day}, as the document says"), N_("due on {day}")),
    steps.DUE_COUNTED: StepWords(N_("{wait} after {event} on {event_on}: {day}"), N_("{wait} after {event}, {day}")),
    steps.DUE_SHIFTED: StepWords(
        N_("{before_weekday} is not a working day: forward to a working day, {day} (Art. 254(5) Civil Code)"),
        N_("forward to a working day, {day}"),
    ),
    steps.DUE_ON_ACCEPTANCE: StepWords(
        N_("No term of payment: goods are paid for on acceptance, {day} (Art. 692(1) Civil Code)"),
        N_("on acceptance, {day} (Art. 692(1) Civil Code)"),
    ),
    steps.DUE_AFTER_WORKS: StepWords(
        N_("No term of payment: works are paid for after acceptance, {day} (Art. 854 Civil Code)"),
        N_("after acceptance of works, {day} (Art. 854 Civil Code)"),
    ),
    steps.DUE_ON_DEMAND: StepWords(
        N_("Seven days after the demand of {demanded_on}: {day} (Art. 530(2) Civil Code)"),
        N_("seven days after the demand, {day} (Art. 530(2) Civil Code)"),
    ),
    steps.DUE_WAITS: StepWords(
        N_("The day of payment is unknown: since {day} it waits for {event}"), N_("waits for {event} since {day}")
    ),
    steps.DUE_IN_MONTH: StepWords(
        N_("A day of the month is agreed, after {event} on {event_on}: {day}"), N_("on the agreed {day}")
    ),
    steps.DUE_UNREAD: StepWords(
        N_("The day for payment is not known: the terms «{terms}» cannot be read in full; a person fixes the day"),
        N_("the terms «{terms}» cannot be read in full"),
    ),
    steps.DEEMED_ACCEPTED: StepWords(
        N_("The act was sent on {sent_on}; silence is acceptance on {day}"), N_("accepted by silence on {day}")
    ),
    steps.DUE_CHANGED: StepWords(N_("A person fixed the day of payment, {day}: {reason}"), N_("fixed by hand, {day}")),
    steps.OPEN_SUM: StepWords(
        N_("Open: {open} {currency}, document {number}, due on {day}"), N_("open {open} {currency}, document {number}")
    ),
    steps.HOLD_ENDS: StepWords(
        N_("Collection stands still because {hold}; look at it again on {day}"), N_("on hold, {hold}")
    ),
    steps.AMOUNT_USED: StepWords(
        N_("{percent} % of the contract's amount is used since {day}: {used} of {amount} {currency}"),
        N_("{percent} % used, {used} of {amount} {currency}"),
    ),
    steps.ADVANCE_UNCLOSED: StepWords(
        N_("The advance of {paid_on} should have been closed by delivery on {day}"),
        N_("advance of {paid_on}, delivery due on {day}"),
    ),
}

WORDS: Final = Vocabulary(
    tables={"payment_event": _PAYMENT_EVENTS, "hold": _HOLDS, "kind": _KINDS, "act": _ACTS, "event": _EVENTS},
    steps=_STEPS,
)
