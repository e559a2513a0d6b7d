"""What the program says and writes is what is kept beside this test; ``python -m tests.golden.update`` changes it."""

from pathlib import Path

import pytest

from tests.golden.kept import AREAS, collect, differences


@pytest.mark.parametrize("area", AREAS)
def test_the_program_says_and_writes_what_is_kept(area: str, tmp_path: Path) -> None:
    collect(area, tmp_path)
    found = differences(area, tmp_path)
    changed = [line.removeprefix("--- ") for line in found if line.startswith("--- expected/")]
    head = f"{len(changed)} goldens differ: {', '.join(changed[:20])}"
    assert not found, "\n".join([head, *found[:200], "If it should be so: python -m tests.golden.update"])
