"""The codes of "why" for the last day to sue."""

from typing import Final

#: The limitation period. Facts: ``due_on``, ``period``. On: its end.
LIMITATION_COUNTED: Final = "limitation_counted"
#: Days on which the period did not run. Facts: ``from_on``, ``until_on``, ``basis``. On: the end after it.
LIMITATION_SUSPENDED: Final = "limitation_suspended"
#: The debt was acknowledged; the period began anew. Facts: ``on``, ``ground``, ``basis``. On: the new end.
LIMITATION_RESTARTED: Final = "limitation_restarted"
#: By the other reading of the law. Facts: none. On: that end.
LIMITATION_ARGUABLE: Final = "limitation_arguable"
