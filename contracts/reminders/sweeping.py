"""Work on very many plain values puts off Python's search for reference cycles, which would look at each many times."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unswept() -> Iterator[None]:
    """No sweep for cycles meanwhile: rows, entries and facts hold none, and go when they are let go of."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
