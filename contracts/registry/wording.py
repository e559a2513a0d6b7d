"""What the register says in words: phases, renewals, choices, missing facts, its deadlines, its history, its "why"."""

from typing import Final

from contracts.kernel.refusal import N_
from contracts.kernel.vocabulary import Fragment, StepWords, Vocabulary
from contracts.registry.rules import steps

#: Where a contract stands, or what its status is.
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
    "notice_window": N_("notice can be given"),
    "expiring": N_("expiring"),
    "in_force": N_("in force"),
}

RENEWALS: Final = {
    "none": N_("does not renew"),
    "automatic": N_("renews automatically"),
    "by_consent": N_("renews by agreement"),
    "tacit": N_("renews unless somebody objects"),
    "evergreen": N_("no fixed end"),
    "until_fulfilled": N_("until fulfilled"),
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
_NOTICES: Final = {
    "ours_non_renewal": N_("our notice of non-renewal"),
    "ours_termination": N_("our notice of termination"),
    "ours_objection": N_("our objection to the renewal"),
    "theirs_non_renewal": N_("their notice of non-renewal"),
    "theirs_termination": N_("their notice of termination"),
    "theirs_objection": N_("their objection to the renewal"),
}

#: What a person does about a deadline.
_KINDS: Final = {
    "renewal_decision": N_("Decide whether to renew"),
    "post_notice": N_("Send the non-renewal notice"),
    "sign_amendment": N_("Sign the supplementary agreement"),
    "expiry": N_("Settle and close the ending contract"),
    "signature": N_("Get the signed contract back"),
    "confirm_alive": N_("Confirm that the contract is still in force"),
    "late_notice": N_("Say what follows from the late notice"),
    "notice_missed": N_("Decide what follows from the missed notice"),
    "missing_fact": N_("Enter the missing fact"),
}

#: The same as the subject of a mail names it.
_ACTS: Final = {
    "renewal_decision": N_("decision on contract {contract}"),
    "post_notice": N_("notice for contract {contract}"),
    "sign_amendment": N_("supplementary agreement to contract {contract}"),
    "expiry": N_("closing contract {contract}"),
    "signature": N_("signature on contract {contract}"),
    "confirm_alive": N_("contract {contract}"),
    "late_notice": N_("late notice for contract {contract}"),
    "notice_missed": N_("missed notice for contract {contract}"),
    "missing_fact": N_("missing fact of contract {contract}"),
}

#: What was done, as the history of a contract names it.
_EVENTS: Final = {
    "register_contract": N_("registered"),
    "contract_imported": N_("taken over from a register"),
    "register_imported": N_("register imported"),
    "edit_contract": N_("edited"),
    "add_reader": N_("shown to one more person"),
    "remove_reader": N_("shown to one person fewer"),
    "contract_edited": N_("edited by a register"),
    "sign_contract": N_("signatures recorded"),
    "move_status": N_("status changed"),
    "void_number": N_("register number voided"),
    "suspend": N_("suspension recorded"),
    "resume": N_("resumed"),
    "terminate": N_("termination recorded"),
    "revoke_termination": N_("termination taken back"),
    "confirm_alive": N_("confirmed to be still in force"),
    "close_contract": N_("contract closed"),
    "reopen_contract": N_("opened again"),
    "draft_amendment": N_("supplementary agreement drafted"),
    "sign_amendment": N_("supplementary agreement signed"),
    "withdraw_amendment": N_("supplementary agreement withdrawn"),
    "amendment_edited": N_("supplementary agreement edited by a register"),
    "amendment_imported": N_("supplementary agreement taken over from a register"),
    "add_annex": N_("annex added"),
    "edit_annex": N_("annex edited"),
    "annex_imported": N_("annex taken over from a register"),
    "annex_edited": N_("annex edited by a register"),
    "record_notice": N_("notice recorded"),
    "receive_notice": N_("receipt of the notice recorded"),
    "revoke_notice": N_("notice revoked"),
    "propose": N_("proposal to the manager"),
    "decide": N_("decision made"),
    "revoke_decision": N_("decision taken back"),
}

_STEPS: Final = {
    steps.END_STATED: StepWords(N_("The term runs to {day} inclusive{clause}"), N_("term to {day}{clause}")),
    steps.END_COUNTED: StepWords(
        N_("From {first_day} for {length}: to {day} inclusive"), N_("{length} from {first_day}, to {day}")
    ),
    steps.END_ANNIVERSARY: StepWords(
        N_("From {first_day} for {length}, ending on the same day of the month: to {day} inclusive"),
        N_("{length} from {first_day}, to {day}"),
    ),
    steps.TERM_RENEWED: StepWords(
        N_("Term {no} began on {first_day} by automatic renewal{for_length}: to {day} inclusive"),
        N_("term {no} to {day}"),
    ),
    steps.TERM_RENEWS: StepWords(
        N_("Term {no} will begin on {first_day} by automatic renewal{for_length}: to {day} inclusive"),
        N_("term {no} to {day}"),
    ),
    steps.TERM_AGREED: StepWords(
        N_("Term {no} from {first_day} was agreed{by_amendment}: to {day} inclusive"),
        N_("term {no} to {day}{by_amendment}"),
    ),
    steps.TERM_SET: StepWords(
        N_("Term {no} from {first_day} was entered by hand: to {day} inclusive"),
        N_("term {no} to {day}, entered by hand"),
    ),
    steps.END_MOVED: StepWords(
        N_("The end of the term was moved{by_amendment}: to {day} inclusive"), N_("term moved to {day}{by_amendment}")
    ),
    steps.NO_END: StepWords(N_("The contract has no fixed end; in force from {day}"), N_("no fixed end")),
    steps.NOTICE_SUBTRACTED: StepWords(
        N_("Less {notice}{clause}: the last day for notice is {day}"), N_("less {notice}, {day}{clause}")
    ),
    steps.OBJECTION_MONTH: StepWords(
        N_("The renewal of the lease may be objected to for a month after {last_day} (Art. 764 Civil Code): to {day}"),
        N_("objection within a month, {day} (Art. 764 Civil Code)"),
    ),
    steps.ASKED_END: StepWords(
        N_("To end on {asked_end} with {notice} of notice{clause}: the last day for notice is {day}"),
        N_("to end on {asked_end}, less {notice}, {day}{clause}"),
    ),
    steps.NOTICE_UNKNOWN: StepWords(
        N_("The contract renews by itself after {day}, but its notice period is unknown: enter it"),
        N_("renews by itself, notice period unknown"),
    ),
    steps.DELIVERY_SUBTRACTED: StepWords(
        N_("Less {days} of delivery {method}: send by {day}"), N_("less {days} {delivery}")
    ),
    steps.DELIVERED_AT_ONCE: StepWords(N_("Delivery {method} takes no time: send by {day}")),
    steps.SENDING_COUNTS: StepWords(N_("Sending by the deadline is enough: send by {day}"), N_("sending is enough")),
    steps.MOVED_BACK: StepWords(
        N_("{before_weekday} is not a working day: back to a working day, {day}"), N_("back to a working day, {day}")
    ),
    steps.METHOD_UNTIL: StepWords(N_("Sending {method}: by {day}"), is_beside=True),
    steps.ENDS_AGREED: StepWords(N_("No renewal was agreed: the contract ends on {day}"), N_("no renewal agreed")),
    steps.ENDS_WITHOUT_CONSENT: StepWords(
        N_("The contract renews only if both sides agree, else it ends on {day}"), N_("renews only by agreement")
    ),
    steps.ENDS_CAPPED: StepWords(
        N_("All agreed renewals ({renewals}) are used up: the contract ends on {day}"),
        N_("all renewals used up ({renewals})"),
    ),
    steps.RENEWAL_UNKNOWN: StepWords(
        N_("Nobody entered what happens after {day}: enter whether the contract renews"),
        N_("unknown whether it renews"),
    ),
    steps.RENEWAL_LENGTH_UNKNOWN: StepWords(
        N_("The contract renews after {day}, but for how long is unknown: enter it"),
        N_("unknown for how long it renews"),
    ),
    steps.NOTICE_COUNTED: StepWords(
        N_("The contract ends on {day}: {notice} counted on {counted_on}"), N_("{notice} counted on {counted_on}")
    ),
    steps.TERMINATED: StepWords(
        N_("The contract was terminated: its last day is {day}"), N_("terminated, last day {day}")
    ),
    steps.LEAD_SUBTRACTED: StepWords(
        N_("Less {lead} to carry the decision out: {day}"), N_("less {lead} to carry the decision out")
    ),
    steps.DECIDED: StepWords(N_("Decided on {day}: {choice}"), N_("decided on {day}: {choice}")),
    steps.NOTICE_ON_THE_WAY: StepWords(
        N_("The notice was sent on {day} {method}; proof of receipt is awaited"),
        N_("notice sent on {day} {method}, proof awaited"),
    ),
    steps.SENT_FOR_SIGNATURE: StepWords(
        N_("The contract was sent for signature on {day}"), N_("sent for signature on {day}")
    ),
    steps.SIGNATURE_EXPECTED: StepWords(
        N_("{within} to sign and return it: to {day}"), N_("{within} to return it, to {day}")
    ),
    steps.PRESUMED_AT_IMPORT: StepWords(
        N_("At import on {day} the terms since {first_day} were presumed renewed ({count})"),
        N_("renewals since {first_day} were presumed at import on {day}"),
    ),
    steps.PRESUMED_RENEWED: StepWords(
        N_("Nobody objected by {day}: term {no} from {first_day} is presumed"),
        N_("nobody objected by {day}, term {no} is presumed"),
    ),
    steps.NOTICE_LATE: StepWords(N_("Too late: {notice} counted only on {day}"), N_("{notice} counted only on {day}")),
    steps.RENEWED_ALL_THE_SAME: StepWords(N_("Term {no} began all the same on {day}"), N_("term {no} began on {day}")),
    steps.RENEWS_ALL_THE_SAME: StepWords(
        N_("Term {no} will begin all the same on {day}"), N_("term {no} begins on {day}")
    ),
    steps.MISSED_RENEWS: StepWords(
        N_("The time for notice is over: the contract renews from {first_day}{until}"),
        N_("renews from {first_day}{until}"),
        is_beside=True,
    ),
    steps.MISSED_RENEWED: StepWords(
        N_("The time for notice is over: the contract has renewed from {first_day}{until}"),
        N_("renewed from {first_day}{until}"),
        is_beside=True,
    ),
    steps.MISSED_ASKED_END: StepWords(
        N_("The time for notice is over: by notice the contract can no longer be ended on {day}"),
        N_("too late to end it on {day}"),
        is_beside=True,
    ),
    steps.NEXT_NOTICE: StepWords(
        N_("Earlier it can be ended only by agreement; the next last day for notice is {day}"), is_beside=True
    ),
    steps.THEN_ENDS: StepWords(
        N_("Earlier it can be ended only by agreement; it does not renew again and ends on {day}"), is_beside=True
    ),
    steps.ONLY_AGREEMENT: StepWords(N_("It can be ended only by agreement"), is_beside=True),
    steps.FACT_MISSING: StepWords(N_("Not entered: {missing}"), is_beside=True),
    steps.ENTERED_LATE: StepWords(
        N_("The contract was entered on {day}, when this day had passed already"), is_beside=True
    ),
}

_FRAGMENTS: Final = {
    "clause": (Fragment("clause_no", N_(" (cl.\u00a0{clause_no})")), Fragment("clause", N_(" ({clause})"))),
    "until": (Fragment("last_day", N_(" to {last_day} inclusive")),),
    "for_length": (Fragment("length", N_(" for {length}")),),
    "by_amendment": (Fragment("amendment", N_(" by supplementary agreement No. {amendment}")),),
    "delivery": (Fragment("method", table="delivery"),),
}

WORDS: Final = Vocabulary(
    tables={
        "phase": PHASES,
        "renewal": RENEWALS,
        "choice": CHOICES,
        "missing": MISSING,
        "notice": _NOTICES,
        "kind": _KINDS,
        "act": _ACTS,
        "event": _EVENTS,
    },
    steps=_STEPS,
    fragments=_FRAGMENTS,
)
