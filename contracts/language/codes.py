"""How codes are called: phases, kinds of deadlines, renewals, statuses, ways of sending, decisions, missing facts."""

from typing import Final

from contracts.kernel.refusal import N_

PHASES: Final = {
    "draft": N_("draft"),
    "in_approval": N_("in approval"),
    "approved": N_("approved"),
    "signing": N_("out for signature"),
    "signed": N_("signed"),
    "cancelled": N_("cancelled"),
    "terminated": N_("terminated"),
    "incomplete": N_("incomplete"),
    "upcoming": N_("not yet in force"),
    "suspended": N_("suspended"),
    "expired": N_("expired"),
    "notice_window": N_("notice window"),
    "expiring": N_("expiring"),
    "in_force": N_("in force"),
}

#: Verb phrases: what a person does about a deadline.
KINDS: Final = {
    "renewal_decision": N_("Decide whether to renew"),
    "post_notice": N_("Send the non-renewal notice"),
    "sign_amendment": N_("Sign the supplementary agreement"),
    "expiry": N_("Settle and close the ending contract"),
    "signature": N_("Get the signed contract back"),
    "confirm_alive": N_("Confirm that the contract is still in force"),
    "late_notice": N_("Say what follows from the late notice"),
    "payment_due": N_("Make the payment"),
    "act_not_returned": N_("Get the signed act back"),
    "advance_open": N_("Close the open advance"),
    "hold_review": N_("Review the hold on collection"),
    "dunning_step": N_("Take the next collection step"),
    "claim_answer": N_("Choose the next step for the claim"),
    "limitation": N_("Sue before limitation runs out"),
    "amount_used": N_("Agree on a greater amount or stop ordering"),
}

RENEWALS: Final = {
    "none": N_("does not renew"),
    "automatic": N_("renews automatically"),
    "by_consent": N_("renews by agreement"),
    "tacit": N_("renews unless somebody objects"),
    "evergreen": N_("no fixed end"),
    "until_fulfilled": N_("until fulfilled"),
}

#: How a thing is sent, after a verb.
METHODS: Final = {
    "letter": N_("by registered letter"),
    "courier": N_("by courier"),
    "hand": N_("by hand"),
    "edoc": N_("by e-document"),
    "email": N_("by e-mail"),
    "given": N_("as agreed"),
}

#: What the days of delivery are of, in the one-line "why".
DELIVERIES: Final = {
    "letter": N_("of registered post"),
    "courier": N_("of courier delivery"),
    "hand": N_("of delivery by hand"),
    "edoc": N_("of e-document delivery"),
    "email": N_("of e-mail delivery"),
    "given": N_("of delivery"),
}

CHOICES: Final = {
    "renew": N_("renew as it is"),
    "renegotiate": N_("renew on other terms"),
    "terminate": N_("do not renew"),
    "lapse": N_("let it end"),
}

#: Facts a person must complete, as they follow the word "missing".
MISSING: Final = {
    "first_day": N_("first day"),
    "last_day": N_("last day"),
    "renewal": N_("what happens at the end of the term"),
    "renewal_length": N_("renewal length"),
    "notice": N_("notice period"),
    "notice_methods": N_("way of sending the notice"),
    "amount": N_("amount"),
    "currency": N_("currency"),
    "owner": N_("owner"),
    "number": N_("number"),
    "title": N_("subject"),
    "counterparty": N_("counterparty"),
    "counterparty_code": N_("code of the counterparty"),
    "dated_on": N_("date of the contract"),
    "signed_on": N_("date of signing"),
    "payment_terms": N_("payment terms"),
    "penalty": N_("penalty"),
}

#: Notices as the subject of a sentence, by whose they are and what they say.
NOTICES: Final = {
    ("ours", "non_renewal"): N_("our notice of non-renewal"),
    ("ours", "termination"): N_("our notice of termination"),
    ("ours", "objection"): N_("our objection to the renewal"),
    ("theirs", "non_renewal"): N_("their notice of non-renewal"),
    ("theirs", "termination"): N_("their notice of termination"),
    ("theirs", "objection"): N_("their objection to the renewal"),
}
