"""The codes of "why" for due days, limitation, dunning and claims; worded by language/ like those of :mod:`steps`."""

from typing import Final

#: The document or the contract names the day. Facts: none. On: the due day.
DUE_STATED: Final = "due_stated"
#: The period is counted from an event. Facts: ``event``, ``event_on``, ``wait``. On: its last day.
DUE_COUNTED: Final = "due_counted"
#: The last day of a period is no working day (CC 254(5)). Facts: ``before``. On: the next working day.
DUE_SHIFTED: Final = "due_shifted"
#: No term agreed: goods are paid for on the day of acceptance (CC 692(1)). Facts: none. On: that day.
DUE_ON_ACCEPTANCE: Final = "due_on_acceptance"
#: No term agreed: works are paid for after acceptance (CC 854). Facts: none. On: that day.
DUE_AFTER_WORKS: Final = "due_after_works"
#: No term agreed: seven days after the demand (CC 530(2)). Facts: ``demanded_on``. On: the last of them.
DUE_ON_DEMAND: Final = "due_on_demand"
#: The due day waits for an event. Facts: ``event``. On: the day since which it is awaited.
DUE_WAITS: Final = "due_waits"
#: A day of a month is agreed. Facts: ``event``, ``event_on``. On: the due day.
DUE_IN_MONTH: Final = "due_in_month"
#: Terms were agreed and cannot be read. Facts: ``terms``. On: the day of the document.
DUE_UNREAD: Final = "due_unread"
#: An act neither returned nor refused is accepted by silence. Facts: ``sent_on``. On: the day it counts as accepted.
DEEMED_ACCEPTED: Final = "deemed_accepted"
#: A person fixed the due day. Facts: ``reason``. On: the due day.
DUE_CHANGED: Final = "due_changed"
#: What is open. Facts: ``open`` (wire), ``currency``, ``number``. On: the due day.
OPEN_SUM: Final = "open_sum"
#: A hold ends, or has none and is asked about again. Facts: ``hold``, ``from_on``. On: the day to ask.
HOLD_ENDS: Final = "hold_ends"
#: Money paid in advance is not closed by a delivery. Facts: ``paid_on``. On: the day of delivery.
ADVANCE_UNCLOSED: Final = "advance_unclosed"
#: So much of the contract's amount is used. Facts: ``used``, ``amount`` (wire), ``currency``, ``percent``. On: since.
AMOUNT_USED: Final = "amount_used"
