"""The codes of "why" of a contract: each names one step from the facts to a day.

``registry/wording.toml`` says of each what it stands for, its facts and its day, and words it.

``clause`` is ``clause_no`` where it is a number; methods, choices and notices are codes of the tables of those names.
"""

from typing import Final

END_STATED: Final = "end_stated"
END_COUNTED: Final = "end_counted"
END_ANNIVERSARY: Final = "end_anniversary"
TERM_RENEWED: Final = "term_renewed"
TERM_RENEWS: Final = "term_renews"
TERM_AGREED: Final = "term_agreed"
TERM_SET: Final = "term_set"
END_MOVED: Final = "end_moved"
NO_END: Final = "no_end"

NOTICE_SUBTRACTED: Final = "notice_subtracted"
OBJECTION_MONTH: Final = "objection_month"
ASKED_END: Final = "asked_end"
NOTICE_UNKNOWN: Final = "notice_unknown"
DELIVERY_SUBTRACTED: Final = "delivery_subtracted"
DELIVERED_AT_ONCE: Final = "delivered_at_once"
SENDING_COUNTS: Final = "sending_counts"
MOVED_BACK: Final = "moved_back"
METHOD_UNTIL: Final = "method_until"

ENDS_AGREED: Final = "ends_agreed"
ENDS_WITHOUT_CONSENT: Final = "ends_without_consent"
ENDS_CAPPED: Final = "ends_capped"
RENEWAL_UNKNOWN: Final = "renewal_unknown"
RENEWAL_LENGTH_UNKNOWN: Final = "renewal_length_unknown"
NOTICE_COUNTED: Final = "notice_counted"
TERMINATED: Final = "terminated"
LEAD_SUBTRACTED: Final = "lead_subtracted"

DECIDED: Final = "decided"
NOTICE_ON_THE_WAY: Final = "notice_on_the_way"
SENT_FOR_SIGNATURE: Final = "sent_for_signature"
SIGNATURE_EXPECTED: Final = "signature_expected"
PRESUMED_AT_IMPORT: Final = "presumed_at_import"
PRESUMED_RENEWED: Final = "presumed_renewed"
NOTICE_LATE: Final = "notice_late"
RENEWED_ALL_THE_SAME: Final = "renewed_all_the_same"
RENEWS_ALL_THE_SAME: Final = "renews_all_the_same"
MISSED_RENEWS: Final = "missed_renews"
MISSED_RENEWED: Final = "missed_renewed"
MISSED_ASKED_END: Final = "missed_asked_end"
NEXT_NOTICE: Final = "next_notice"
THEN_ENDS: Final = "then_ends"
ONLY_AGREEMENT: Final = "only_agreement"
FACT_MISSING: Final = "fact_missing"
ENTERED_LATE: Final = "entered_late"
