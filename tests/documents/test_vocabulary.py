"""One list of names serves templates, checks and the manual: nothing is used that is not documented."""

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, nodes

from contracts.documents import vocabulary
from contracts.language.shipped import templates

SOURCES = sorted((templates() / "sources").glob("*/*.md"))
SAMPLE = json.loads((templates() / "sources" / "sample.json").read_text("utf-8"))


def _names(node: nodes.Node, scope: dict[str, str]) -> Iterator[str]:
    """Every dotted name a source uses, loop variables replaced by what they run over."""
    if isinstance(node, nodes.For):
        over = _dotted(node.iter, scope)
        yield over or ""
        inner = {**scope, node.target.name: f"{over}[]"}  # type: ignore[attr-defined]
        for each in (*node.body, *node.else_):
            yield from _names(each, inner)
        return
    if dotted := _dotted(node, scope):
        yield dotted
        return
    for child in node.iter_child_nodes():
        yield from _names(child, scope)


def _dotted(node: nodes.Node, scope: dict[str, str]) -> str | None:
    if isinstance(node, nodes.Name):
        return scope.get(node.name, node.name)
    if isinstance(node, nodes.Getattr) and (of := _dotted(node.node, scope)):
        return f"{of}.{node.attr}"
    return None


def _environment() -> Environment:
    from contracts.docx.filters import filters_of

    environment = Environment(autoescape=True)
    environment.filters.update(filters_of("uk"))
    return environment


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_name_of_a_shipped_template_is_documented(source: Path) -> None:
    body = re.sub(r"<!--.*?-->", "", source.read_text("utf-8"))
    used = [name for name in _names(_environment().parse(body), {}) if name and not name.startswith("loop")]
    assert vocabulary.unknown(used) == []


def _leaves(value: Any, name: str) -> Iterator[str]:
    if isinstance(value, dict) and set(value) not in ({"amount", "currency"}, {"count", "unit"}) and value:
        for key, each in value.items():
            yield from _leaves(each, f"{name}.{key}" if name else key)
    elif isinstance(value, list) and value and isinstance(value[0], dict) and "currency" not in value[0]:
        for each in value:
            yield from _leaves(each, f"{name}[]")
    else:
        yield name


@pytest.mark.parametrize("language", ["uk", "en", "ru", "de", "en_gb"])
def test_every_name_of_the_sample_is_documented(language: str) -> None:
    names = [*_leaves(SAMPLE["common"], ""), *_leaves(SAMPLE[language], "")]
    assert vocabulary.unknown(names) == []


def test_every_kind_has_a_template_in_ukrainian_and_english() -> None:
    for language in ("uk", "en"):
        assert {path.stem for path in SOURCES if path.parent.name == language} == set(vocabulary.KINDS)


def test_an_unknown_name_is_told_with_the_one_that_was_meant() -> None:
    assert vocabulary.unknown(["counterparty.adress", "own.address", "contract.custom.стаття"]) == [
        "counterparty.adress"
    ]
    assert vocabulary.near("counterparty.adress") == "own.address"


def test_a_name_says_its_type_and_whether_it_may_be_absent() -> None:
    variable = vocabulary.find("claim.penalty")
    assert variable is not None
    assert (variable.type, variable.is_optional) == ("money", True)


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("contract.number", "{{ contract.number }}"),
        ("contract.signed_on", "{{ contract.signed_on | date }}"),
        ("items", "{%tr for item in items %}"),
        ("items[].price", "{{ item.price | price }}"),
        ("items[].amount", "{{ item.amount | money }}"),
        ("contract.vat", "{% if contract.vat %}"),
    ],
)
def test_a_name_is_shown_as_it_is_written_in_word(name: str, tag: str) -> None:
    variable = vocabulary.find(name)
    assert variable is not None and vocabulary.tag_of(name, variable) == tag


def test_tags_of_the_manual_are_names_of_the_vocabulary() -> None:
    for page in sorted(Path(str(files("contracts").joinpath("help"))).glob("*/07-documents.md")):
        names = re.findall(r"\{\{ ([a-z_.]+)(?: \| \w+)? \}\}", page.read_text(encoding="utf-8"))
        assert names and not [each for each in names if "." in each and vocabulary.find(each) is None]
