"""Every pattern over text from outside takes time in proportion to the text (H4a)."""

import time

import pytest

from contracts.kernel.refusal import Refusal
from contracts.tabular.days import read_day
from contracts.tabular.lengths import lengths_in, read_length
from contracts.tabular.numbers import read_number
from contracts.tabular.sums import read_sum
from tests.house.patterns import Use, uses

LENGTH = 10_000
#: Repeated they are ten thousand spaces, digits, dots, brackets, letters and what stands between them.
UNITS = (" ", "1", ".", "(", "a", "я", "-", ",", "<", "1 ", "a.")
#: A number before, a letter behind: so most patterns begin, and none ends.
SHAPE = "30{}z"
#: Seconds of the processor: a quadratic pattern takes several, a linear one a hundredth.
BOUND = 0.25


def _text(unit: str, shape: str, length: int = LENGTH) -> str:
    return shape.format(unit * (length // len(unit)))


def _is_slow(use: Use, unit: str) -> bool:
    """A worse than quadratic one shows in a tenth of the text; once may be another's work."""
    if _seconds(use, _text(unit, SHAPE, LENGTH // 10)) > BOUND:
        return True
    text = _text(unit, SHAPE)
    return _seconds(use, text) > BOUND and _seconds(use, text) > BOUND


def _seconds(use: Use, text: str) -> float:
    subject = text.encode() if isinstance(use.pattern.pattern, bytes) else text
    ask = getattr(use.pattern, use.method) if use.method != "search" else None
    began = time.process_time()
    if ask is not None:
        ask(subject)
    else:
        use.pattern.sub(subject[:0], subject)
    return time.process_time() - began


def test_h4a_every_pattern_is_linear() -> None:
    slow = {}
    for use in uses():
        unit = next((each for each in UNITS if _is_slow(use, each)), None)
        if unit is not None:
            slow[f"{use.place} {use.method}"] = unit
    assert slow == {}


READERS = {
    "lengths_in": lengths_in,
    "read_length": read_length,
    "read_day": read_day,
    "read_sum": read_sum,
    "read_number": read_number,
}


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("unit", UNITS)
def test_h4a_no_reader_of_values_hangs(name: str, unit: str) -> None:
    for shape in ("30{}z", "{}", "30 днів{}z"):
        began = time.process_time()
        try:
            READERS[name](_text(unit, shape))
        except Refusal as refusal:
            assert str(refusal)
        assert time.process_time() - began < 2
