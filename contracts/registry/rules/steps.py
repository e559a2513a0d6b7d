"""The codes of "why" of a contract: each names one step from the facts to a day; ``registry/wording.py`` words them.

``clause`` is ``clause_no`` where it is a number; methods, choices and notices are codes of the tables of those names.
"""

from typing import Final

#: The contract names its last day. Facts: ``clause`` where known. On: that day.
END_STATED: Final = "end_stated"
#: The last day was counted from the first one. Facts: ``first_day``, ``length``. On: the last day.
END_COUNTED: Final = "end_counted"
#: The last day was counted to the same day of the month. Facts: ``first_day``, ``length``. On: the last day.
END_ANNIVERSARY: Final = "end_anniversary"
#: The term renewed by itself. Facts: ``no``, ``first_day``, ``length``. On: the last day of the new term.
TERM_RENEWED: Final = "term_renewed"
#: The term will renew by itself. Facts: ``no``, ``first_day``, ``length``. On: the last day of the coming term.
TERM_RENEWS: Final = "term_renews"
#: A term agreed by an amendment. Facts: ``no``, ``first_day``, ``amendment``. On: its last day.
TERM_AGREED: Final = "term_agreed"
#: A term a person set by hand. Facts: ``no``, ``first_day``. On: its last day.
TERM_SET: Final = "term_set"
#: An amendment moved the end of the term. Facts: ``amendment``. On: the last day.
END_MOVED: Final = "end_moved"
#: The term runs without an end. Facts: none. On: its first day.
NO_END: Final = "no_end"

#: The notice is subtracted from the last day. Facts: ``notice``, ``last_day``, ``clause`` if known. On: the deadline.
NOTICE_SUBTRACTED: Final = "notice_subtracted"
#: A tacit renewal may be objected to for a month (CC Ukraine 764). Facts: ``last_day``. On: the last day to object.
OBJECTION_MONTH: Final = "objection_month"
#: The notice of an evergreen contract is subtracted from the day asked for. Facts: ``notice``, ``asked_end``.
ASKED_END: Final = "asked_end"
#: The contract renews, but nobody entered its notice. Facts: none. On: the last day.
NOTICE_UNKNOWN: Final = "notice_unknown"
#: The notice must be received, so the delivery time is subtracted. Facts: ``method``, ``days``. On: the day to send.
DELIVERY_SUBTRACTED: Final = "delivery_subtracted"
#: The notice must be received, and what is sent is received at once. Facts: ``method``. On: the day to send.
DELIVERED_AT_ONCE: Final = "delivered_at_once"
#: The notice must only be sent by the deadline. Facts: ``method``. On: the deadline.
SENDING_COUNTS: Final = "sending_counts"
#: Our own last day to act moves back to a working day. Facts: ``before``. On: the working day.
MOVED_BACK: Final = "moved_back"
#: By this way the last day is another. Facts: ``method``, ``at_latest`` if later. On: the last working day to send.
METHOD_UNTIL: Final = "method_until"

#: The contract ends with this term: no renewal agreed. Facts: none. On: the last day.
ENDS_AGREED: Final = "ends_agreed"
#: The contract continues only if both sides agree. Facts: none. On: the last day.
ENDS_WITHOUT_CONSENT: Final = "ends_without_consent"
#: All agreed renewals are used up. Facts: ``renewals``. On: the last day.
ENDS_CAPPED: Final = "ends_capped"
#: Nobody entered whether the contract renews. Facts: none. On: the last day.
RENEWAL_UNKNOWN: Final = "renewal_unknown"
#: The contract renews, but for how long nobody entered. Facts: none. On: the last day.
RENEWAL_LENGTH_UNKNOWN: Final = "renewal_length_unknown"
#: A notice ends the contract. Facts: ``notice``, ``counted_on``. On: the last day.
NOTICE_COUNTED: Final = "notice_counted"
#: The contract was terminated. Facts: none. On: its last day of effect.
TERMINATED: Final = "terminated"
#: A decision needs time to be carried out. Facts: ``lead``. On: the last day less the lead.
LEAD_SUBTRACTED: Final = "lead_subtracted"

#: The manager decided. Facts: ``choice``, ``due_on``. On: the day of the decision.
DECIDED: Final = "decided"
#: Our notice is on its way; proof of receipt is awaited. Facts: ``method``. On: the day of sending.
NOTICE_ON_THE_WAY: Final = "notice_on_the_way"
#: The contract went out for signature. Facts: ``within``. On: that day.
SENT_FOR_SIGNATURE: Final = "sent_for_signature"
#: A signature is expected within a set time. Facts: ``within``. On: the last day of it.
SIGNATURE_EXPECTED: Final = "signature_expected"
#: Terms were presumed at import. Facts: ``first_day``, ``count``. On: the day of import.
PRESUMED_AT_IMPORT: Final = "presumed_at_import"
#: The month to object passed; the lease is presumed renewed. Facts: ``no``, ``first_day``. On: the last day to object.
PRESUMED_RENEWED: Final = "presumed_renewed"
#: A notice counted too late for the term it was meant for. Facts: ``notice``. On: that day.
NOTICE_LATE: Final = "notice_late"
#: The term renewed although a late notice came. Facts: ``no``, ``first_day``. On: the first day of the new term.
RENEWED_ALL_THE_SAME: Final = "renewed_all_the_same"
#: The term will renew although a late notice came. Facts: ``no``. On: the first day of the coming term.
RENEWS_ALL_THE_SAME: Final = "renews_all_the_same"
#: The day for notice passed: the contract will renew. Facts: ``first_day``, ``last_day`` if known. On: ``first_day``.
MISSED_RENEWS: Final = "missed_renews"
#: The day for notice passed: the contract has renewed. Facts: ``first_day``, ``last_day`` if known. On: ``first_day``.
MISSED_RENEWED: Final = "missed_renewed"
#: The day for a notice to end an evergreen contract on the day asked for passed. Facts: ``asked_end``. On: that day.
MISSED_ASKED_END: Final = "missed_asked_end"
#: Until then only an agreement ends it. Facts: none. On: the next last day for notice.
NEXT_NOTICE: Final = "next_notice"
#: Until then only an agreement ends it, then it ends by itself. Facts: none. On: its last day.
THEN_ENDS: Final = "then_ends"
#: Only an agreement ends it. Facts: none. On: the day of what was missed.
ONLY_AGREEMENT: Final = "only_agreement"
#: A fact is missing that must be entered. Facts: ``missing``. On: the last day of the term.
FACT_MISSING: Final = "fact_missing"
#: The contract was entered after the last day to act. Facts: none. On: the day on which it was.
ENTERED_LATE: Final = "entered_late"
