"""The published cases of Ukrainian names come out as published, and what is called sure is never wrong."""

import json
import os
from pathlib import Path

import pytest

from contracts.language.inflect import name_in
from contracts.language.names import Case, FullName

SHARED = Path(os.environ.get("DOHOVIR_SHARED", Path(__file__).parents[3] / "shared"))
NAMES = SHARED / "trials" / "names_uk" / "names_first_40.json"


@pytest.mark.parametrize("case", ["genitive", "dative", "accusative", "ablative", "vocative"])
def test_published_names_are_declined_as_published(case: Case) -> None:
    if not NAMES.is_file():
        pytest.skip(f"no trial data at {NAMES}: set DOHOVIR_SHARED")
    people = [each["grammaticalCases"] for each in json.loads(NAMES.read_text("utf-8"))]
    wrong = []
    for forms in people:
        proposed = name_in(_published(forms["nominative"]).text(), "uk", case)
        expected = _published(forms[case]).text()
        if proposed.text != expected:
            wrong.append((proposed.text, expected))
            assert not proposed.is_sure, f"sure and wrong: {proposed.text}, published: {expected}"
    assert len(wrong) <= len(people) * 0.1, wrong


def _published(row: dict[str, str]) -> FullName:
    name = FullName(row["familyName"], row["givenName"], row["patronymicName"])
    return FullName(*(part.replace("'", "’") for part in (name.family, name.given, name.patronymic)))
