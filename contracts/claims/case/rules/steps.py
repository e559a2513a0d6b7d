"""The codes of "why" for the answer to a claim."""

from typing import Final

#: A claim was sent. Facts: ``number``, ``method``. On: the day of sending.
CLAIM_SENT: Final = "claim_sent"
#: A claim came in. Facts: ``number``. On: the day of receipt.
CLAIM_RECEIVED: Final = "claim_received"
#: A claim was delivered. Facts: none. On: the day of delivery.
CLAIM_DELIVERED: Final = "claim_delivered"
#: Delivery is presumed. Facts: ``days``. On: the presumed day.
DELIVERY_PRESUMED: Final = "delivery_presumed"
#: The answer is due. Facts: ``days``. On: the last day for it.
ANSWER_COUNTED: Final = "answer_counted"
