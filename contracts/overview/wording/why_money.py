"""The step codes of money as sentences: due days, limitation, claims, holds, the collection ladder (domain §6–§9)."""

from typing import Final

from contracts.kernel.refusal import N_
from contracts.money.rules import money_steps as code

#: Events a payment waits for, in the genitive after «після».
EVENTS: Final = {
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
}

HOLDS: Final = {
    "disputed": N_("the debt is disputed"),
    "promised": N_("payment is promised"),
    "settling": N_("the parties are settling"),
}

#: What interrupted limitation.
GROUNDS: Final = {
    "reconciliation": N_("a signed reconciliation statement"),
    "letter": N_("a written acknowledgement"),
    "claim_accepted": N_("an accepted claim"),
    "part_payment": N_("a part payment that acknowledges the whole debt"),
    "lawsuit": N_("a lawsuit"),
    "other": N_("as a person confirmed"),
}

SENTENCES: Final = {
    code.DUE_STATED: N_("Payment is due on {day}, as the document says"),
    code.DUE_COUNTED: N_("{wait} after {event} on {event_on}: {day}"),
    code.DUE_SHIFTED: N_("{before} is not a working day: forward to a working day, {day} (Art. 254(5) Civil Code)"),
    code.DUE_ON_ACCEPTANCE: N_("No term of payment: goods are paid for on acceptance, {day} (Art. 692(1) Civil Code)"),
    code.DUE_AFTER_WORKS: N_("No term of payment: works are paid for after acceptance, {day} (Art. 854 Civil Code)"),
    code.DUE_ON_DEMAND: N_("Seven days after the demand of {demanded_on}: {day} (Art. 530(2) Civil Code)"),
    code.DUE_WAITS: N_("The day of payment is unknown: since {day} it waits for {event}"),
    code.DEEMED_ACCEPTED: N_("The act was sent on {sent_on}; silence is acceptance on {day}"),
    code.DUE_CHANGED: N_("A person fixed the day of payment, {day}: {reason}"),
    code.OPEN_SUM: N_("Open: {open} {currency}, document {number}, due on {day}"),
    code.LIMITATION_COUNTED: N_("Limitation from {due_on} for {period}: to {day}"),
    code.LIMITATION_SUSPENDED: N_("Limitation did not run from {from_on} to {until_on}{basis}: to {day}"),
    code.LIMITATION_RESTARTED: N_("On {on} limitation was interrupted, {ground}{basis}, and began anew: to {day}"),
    code.LIMITATION_ARGUABLE: N_("By the other reading of the law: to {day}. Check with a lawyer"),
    code.CLAIM_SENT: N_("Claim {number} was sent on {day}{method}"),
    code.CLAIM_RECEIVED: N_("Claim {number} was received on {day}"),
    code.CLAIM_DELIVERED: N_("It was delivered on {day}"),
    code.DELIVERY_PRESUMED: N_("Delivery is presumed on {day}"),
    code.ANSWER_COUNTED: N_("The answer is due by {day}"),
    code.HOLD_ENDS: N_("Collection stands still because {hold}; look at it again on {day}"),
    code.LADDER_REACHED: N_("Collection step {level} is reached on {day}"),
    code.AMOUNT_USED: N_("{percent} % of the contract's amount is used since {day}: {used} of {amount} {currency}"),
    code.ADVANCE_UNCLOSED: N_("The advance of {paid_on} should have been closed by delivery on {day}"),
}

PIECES: Final = {
    code.DUE_STATED: N_("due on {day}"),
    code.DUE_COUNTED: N_("{wait} after {event}, {day}"),
    code.DUE_SHIFTED: N_("forward to a working day, {day}"),
    code.DUE_ON_ACCEPTANCE: N_("on acceptance, {day} (Art. 692(1) Civil Code)"),
    code.DUE_AFTER_WORKS: N_("after acceptance of works, {day} (Art. 854 Civil Code)"),
    code.DUE_ON_DEMAND: N_("seven days after the demand, {day} (Art. 530(2) Civil Code)"),
    code.DUE_WAITS: N_("waits for {event} since {day}"),
    code.DEEMED_ACCEPTED: N_("accepted by silence on {day}"),
    code.DUE_CHANGED: N_("fixed by hand, {day}"),
    code.OPEN_SUM: N_("open {open} {currency}, document {number}"),
    code.LIMITATION_COUNTED: N_("limitation of {period}, to {day}"),
    code.LIMITATION_SUSPENDED: N_("less a suspension, to {day}"),
    code.LIMITATION_RESTARTED: N_("interrupted on {on}, to {day}"),
    code.LIMITATION_ARGUABLE: N_("arguably to {day}"),
    code.CLAIM_SENT: N_("claim {number} sent on {day}"),
    code.CLAIM_RECEIVED: N_("claim {number} received on {day}"),
    code.CLAIM_DELIVERED: N_("delivered on {day}"),
    code.DELIVERY_PRESUMED: N_("delivery presumed on {day}"),
    code.ANSWER_COUNTED: N_("answer due by {day}"),
    code.HOLD_ENDS: N_("on hold, {hold}"),
    code.LADDER_REACHED: N_("collection step {level} on {day}"),
    code.AMOUNT_USED: N_("{percent} % used, {used} of {amount} {currency}"),
    code.ADVANCE_UNCLOSED: N_("advance of {paid_on}, delivery due on {day}"),
}
