"""Long-running faces in one process: the scheduler, and beside it whatever else serves; the command line starts it."""

from scheduler.run import serve

__all__ = ["serve"]
