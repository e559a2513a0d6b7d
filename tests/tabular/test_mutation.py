"""A small sample of the mutants of ``bench.mutation``: the same ones in each run."""

import pytest

from bench.mutation import Kind, faults, kinds


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.name)
def test_h1_no_mutant_breaks_its_reader(kind: Kind) -> None:
    assert list(faults(kind, 12 if kind.seed.startswith(b"PK") else 40)) == []
