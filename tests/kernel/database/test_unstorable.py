"""What no column takes is one sentence on each engine: lengths stand with the columns and nowhere else."""

import pytest
from sqlalchemy import text

from contracts.kernel.database.engine import Unstorable, writing

META = "INSERT INTO meta (name, value) VALUES (:a, :b)"
COUNTER = "INSERT INTO counter (scope, year, last_no) VALUES (:a, 2026, :b)"


@pytest.mark.parametrize(
    "sentence, values, limit",
    [
        (META, {"a": "x", "b": "я" * 2001}, "2000"),
        (META, {"a": "x" * 61, "b": ""}, "60"),
        (COUNTER, {"a": "😀" * 101, "b": 1}, "100"),
    ],
)
def test_h4_a_long_value_is_refused_with_the_length_of_its_column(engine, sentence, values, limit):
    with pytest.raises(Unstorable, match=f"at most {limit} characters") as refused, writing(engine) as conn:
        conn.execute(text(sentence), values)
    assert refused.value.code == "too_long"


@pytest.mark.parametrize("values", [{"a": "x", "b": 10**30}, {"a": "\udcff", "b": 1}], ids=["a number", "no character"])
def test_h4_what_no_column_holds_is_refused(engine, values):
    with pytest.raises(Unstorable, match="enter it anew"), writing(engine) as conn:
        conn.execute(text(COUNTER), values)
