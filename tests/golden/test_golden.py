"""What the program says and writes is what is kept beside this test; ``python -m tests.golden.update`` changes it."""

import json
from pathlib import Path

import pytest

from tests.golden.comparison import AREAS, EXPECTED, collect, differences

#: Commands the story cannot bring to an end: a server, a demo (an area of its own), an office program not found.
ELSEWHERE = {"demo", "serve", "document pdf"}
#: Papers no command makes by name: they are made with a claim and stand in its pack.
OF_A_CLAIM = frozenset({"claim_cover", "claim_note"})


@pytest.mark.parametrize("area", AREAS)
def test_the_program_says_and_writes_what_is_kept(area: str, tmp_path: Path) -> None:
    collect(area, tmp_path)
    found = differences(area, tmp_path)
    changed = [line.removeprefix("--- ") for line in found if line.startswith("--- expected/")]
    head = f"{len(changed)} goldens differ: {', '.join(changed[:20])}"
    assert not found, "\n".join([head, *found[:200], "If it should be so: python -m tests.golden.update"])


def test_every_command_is_asked_in_json_and_in_words_in_both_languages() -> None:
    paths = {path.stem for path in (EXPECTED / "help-en").iterdir()}
    ends = {path for path in paths if path != "contracts" and not any(each.startswith(f"{path} ") for each in paths)}
    for name in sorted(ends - ELSEWHERE):
        answers = (EXPECTED / "cli-en" / f"{name}.txt").read_text(encoding="utf-8").split("$ contracts ")[1:]
        done = [each for each in answers if "\nexit " not in each]
        forms = {each.splitlines()[0].endswith(" --json") for each in done}
        assert forms == {True, False}, f"«contracts {name}» is not in story.txt, or is only refused there"
        assert (EXPECTED / "cli-uk" / f"{name}.txt").is_file()


def test_every_kind_of_document_is_made_in_every_language_of_its_templates() -> None:
    listed = (EXPECTED / "cli-en" / "template list.txt").read_text(encoding="utf-8")
    start = listed.index("[\n")
    for each in json.JSONDecoder().raw_decode(listed[start:])[0]:
        if each["kind"] in OF_A_CLAIM:
            continue
        made = list((EXPECTED / "documents" / each["language"]).glob(f"{each['kind']}.*.txt"))
        assert made, f"story.txt makes no {each['kind']} in {each['language']}"
