"""The steps of "why" come back from JSON as they went in, with every fact of its own type."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.kernel.calendar import Duration
from contracts.kernel.derivation import CodeFact, Step, steps_json, steps_of
from contracts.kernel.money import Money

_NAMES = st.text(min_size=1, max_size=12)
_FACTS = st.one_of(
    st.dates(),
    st.text(),
    st.integers(),
    st.builds(Duration, st.integers(0, 99999), st.sampled_from(("day", "working_day", "banking_day", "month", "year"))),
    st.builds(Money, st.integers(-(10**15), 10**15), st.sampled_from(("UAH", "JPY", "KWD"))),
    st.builds(CodeFact, st.sampled_from(("method", "choice", "notice")), st.text()),
)
_STEPS = st.builds(Step, _NAMES, st.dates(), st.lists(st.tuples(_NAMES, _FACTS), max_size=4).map(tuple))


@given(st.lists(_STEPS, max_size=4).map(tuple))
def test_every_step_comes_back_as_it_was(steps):
    assert steps_of(json.loads(json.dumps(steps_json(steps)))) == steps


def test_what_a_person_entered_is_never_taken_for_a_day_or_a_length():
    step = Step("x", date(2026, 1, 1), (("clause", "2026-01-05"), ("basis", "30d"), ("reason", "5.00 UAH")))
    assert steps_of(steps_json([step])) == (step,)
    assert steps_json([step])[0][2][0] == ["clause", "2026-01-05"]


def test_a_value_of_no_known_type_is_refused_by_its_name():
    with pytest.raises(TypeError, match="is_late is a bool"):
        steps_json([Step("x", date(2026, 1, 1), (("is_late", True),))])


def test_nothing_stored_is_no_steps():
    assert steps_of(None) == ()
