"""How often a mail is tried before it is given up, and how long between tries."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Retries:
    """``attempts`` counts all tries; ``minutes`` are the waits between them, the last number repeats."""

    attempts: int = 6
    minutes: tuple[int, ...] = (5, 15, 60, 240, 720)

    def wait(self, attempt: int) -> timedelta:
        """How long to wait after the given attempt, counted from 1."""
        return timedelta(minutes=self.minutes[min(attempt, len(self.minutes)) - 1])
