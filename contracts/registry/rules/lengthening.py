"""A term is lengthened from one anchor, and all months are added before they are counted (domain §2, Lengthening).

A written last day is an anchor by its half-open end: ``end(k) = add(first_end, k × renewal)``. Where the end was
computed, the anchor is the first day: ``end(k) = add(first_day, length + k × renewal)``. Units that do not add (days,
then months) go on from the end reached.
"""

from datetime import date, timedelta
from typing import NamedTuple

from contracts.kernel.calendar import Duration, WorkCalendar, add, together

_DAY = timedelta(days=1)


class Anchor(NamedTuple):
    """The day lengths are counted from, and the lengths counted since; an anniversary ends on the very day counted."""

    on: date
    counted: Duration | None = None
    is_anniversary: bool = False

    def end(self, calendar: WorkCalendar) -> date:
        """The first day after everything counted."""
        end = add(self.on, self.counted, calendar) if self.counted else self.on
        return end + _DAY if self.is_anniversary else end

    def lengthened(self, length: Duration, reached: date) -> "Anchor":
        """One length more; ``reached`` is the first day after the term so far."""
        if self.counted is None:
            return self._replace(counted=length)
        both = together(self.counted, length)
        return Anchor(reached, length) if both is None else self._replace(counted=both)
