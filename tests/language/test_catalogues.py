"""The catalogues: what is translated has all its facts, the binary one never varies, sentences are found in code."""

from pathlib import Path

from contracts.language import compile as compiling
from contracts.language.sentences import sentences

ROOM = Path(compiling.__file__).parent


def test_every_sentence_is_translated() -> None:
    whole = compiling.merged()
    said = sentences([ROOM.parent])
    assert len(said) > 1000
    assert [each for each in said if not (whole.get(each.id) and whole.get(each.id).string)] == []


def test_no_translation_is_unsure_empty_or_short_of_facts() -> None:
    assert [each for each in compiling.faults() if ": not translated: " not in each] == []


def test_the_same_sources_give_the_same_bytes() -> None:
    assert compiling.compiled() == compiling.compiled()
    assert b"POT-Creation-Date" not in compiling.compiled()


def test_sentences_are_found_where_code_says_them(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(
        "class Base(Refusal): ...\nclass Late(Base): ...\n"
        "def f(words):\n"
        "    words.say('one')\n    words.count('{n} two', '{n} twos', 2)\n    raise Late('three {x}', x=1)\n"
        "    say(variable)\n    'text'.count('t')\n    T = {'a': N_('four')}\n",
        encoding="utf-8",
    )
    assert {(each.id, each.plural) for each in sentences([tmp_path])} == {
        ("one", ""),
        ("{n} two", "{n} twos"),
        ("three {x}", ""),
        ("four", ""),
    }
