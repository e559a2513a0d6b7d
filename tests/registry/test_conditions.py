"""The table of conditions is read by everything that registers, edits, imports, exports, amends and writes papers."""

from dataclasses import fields
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from contracts.cli.registry.fields import AMENDMENT_CLEARABLE, CLEARABLE, ConditionOptions, FieldOptions, read_field
from contracts.documents.contexts.condition_words import LISTED, condition_name, condition_text
from contracts.kernel.calendar import Duration
from contracts.kernel.money import Money, money
from contracts.registry.entry import EntryFault, columns
from contracts.registry.exchange.cells.readers import ReadColumn, reader_of
from contracts.registry.exchange.columns import exported_headers, header_of
from contracts.registry.exchange.exporting import lines
from contracts.registry.queries.contracts import DEFAULTS
from contracts.registry.queries.exchange import ExportedContract
from contracts.registry.queries.values import conditions_of, from_json, to_columns, to_json
from contracts.registry.rules.conditions import AMENDABLE, CONDITIONS, CONTRACT_FIELDS, ContractField
from contracts.registry.rules.contract import Conditions, ConditionValue, EndRule, NoticeCounts, Renewal
from contracts.registry.tables.contract import ContractRow
from contracts.tabular.sums import Sum
from tests.registry.some_headers import field_of

VALUES: dict[type[object], ConditionValue] = {
    str: "так",
    date: date(2026, 3, 14),
    Duration: Duration(9, "month"),
    Money: money("1248000.00", "UAH"),
    EndRule: EndRule.ANNIVERSARY,
    Renewal: Renewal.BY_CONSENT,
    NoticeCounts: NoticeCounts.SENT,
    tuple: ("courier", "edoc"),
    int: 5,
    bool: True,
}
#: Texts that mean something.
WORDS = {"penalty": "per_day:0.1", "country": "DE", "languages": "uk,en", "prevailing_language": "uk"}
of_each = pytest.mark.parametrize("field", CONTRACT_FIELDS, ids=lambda each: each.name)
of_conditions = pytest.mark.parametrize("field", CONDITIONS, ids=lambda each: each.name)
of_columns = pytest.mark.parametrize("field", [each for each in CONTRACT_FIELDS if each.header], ids=lambda e: e.name)
of_amendable = pytest.mark.parametrize("field", [e for e in CONTRACT_FIELDS if e.is_amendable], ids=lambda e: e.name)


def value_of(field: ContractField) -> ConditionValue:
    return WORDS.get(field.name, VALUES[field.kind])


def test_every_condition_of_the_rules_is_an_entry():
    assert {each.name for each in fields(Conditions)} == {each.name for each in CONDITIONS} | {"clauses"}


@of_each
def test_an_entry_has_its_columns_and_a_default_they_can_hold(field):
    assert set(field.columns) <= set(ContractRow.model_fields)
    stored = to_columns(field, field.default)
    assert stored == {name: DEFAULTS[name] for name in field.columns}


@of_each
def test_what_is_entered_is_kept_and_what_is_cleared_is_as_by_default(field):
    assert columns({field.name: value_of(field)}) == to_columns(field, value_of(field))
    assert columns({field.name: None}) == {name: DEFAULTS[name] for name in field.columns}


@pytest.mark.parametrize("field", [e for e in CONTRACT_FIELDS if e.kind is str], ids=lambda e: e.name)
def test_a_text_longer_than_its_column_is_refused(field):
    assert field.longest == ContractRow.model_fields[field.name].metadata[0].max_length
    with pytest.raises(EntryFault):
        columns({field.name: "я" * (field.longest + 1)})


@pytest.mark.parametrize("value", [-1, money("-1.00", "UAH")], ids=["number", "sum"])
def test_a_value_below_zero_is_refused(value):
    name = next(each.name for each in CONDITIONS if isinstance(value, each.kind))
    with pytest.raises(EntryFault):
        columns({name: value})


@of_conditions
def test_a_condition_comes_back_from_its_columns(field):
    row = SimpleNamespace(**DEFAULTS) if field.kind is None else SimpleNamespace(**stored(field))
    assert getattr(conditions_of(row), field.name) == value_of(field)


def stored(field: ContractField) -> dict[str, Any]:
    return {**DEFAULTS, **to_columns(field, value_of(field))}


@of_amendable
def test_what_an_amendment_may_change_comes_back_from_json(field):
    assert field.name in AMENDABLE
    assert from_json(field.name, to_json(value_of(field))) == value_of(field)
    assert from_json(field.name, None) in (None, ())


@of_each
def test_an_entry_with_a_help_has_an_option_and_can_be_emptied(field):
    assert (f"field_{field.name}" in FieldOptions.__dataclass_fields__) == bool(field.help)
    assert (f"field_{field.name}" in ConditionOptions.__dataclass_fields__) == field.is_amendable
    assert (field.name in CLEARABLE.values()) == (bool(field.help) and field.kind is not bool)
    assert (field.name in AMENDMENT_CLEARABLE.values()) == field.is_amendable


@pytest.mark.parametrize(
    ("name", "text"), [("last_day", "2026-03-14"), ("notice", "30d"), ("max_renewals", "5"), ("renewal", "tacit")]
)
def test_an_answer_is_read_by_what_the_field_is(name, text):
    value = read_field(name, text)
    assert to_json(value) == (5 if name == "max_renewals" else text)


@of_columns
@pytest.mark.parametrize("language", ["uk", "en"])
def test_what_the_export_writes_the_import_reads_back(field, language):
    header = exported_headers(language)[field.name]
    assert field_of(header) == field.name
    row = {**DEFAULTS, **stored(field), "counterparty_country": "UA"}
    [line] = lines([ExportedContract(row, "signed", None, {}, ())], language)
    reading = reader_of(ReadColumn(field.name, header))(line[field.name])
    facts = {each.field: each.value for each in reading.facts}
    value = value_of(field)
    assert facts["sum" if isinstance(value, Money) else field.name] == (
        Sum(value.amount, "") if isinstance(value, Money) else value
    )


@pytest.mark.parametrize("field", [e for e in CONDITIONS if e.is_amendable or e.is_in_edition], ids=lambda e: e.name)
@pytest.mark.parametrize("language", ["uk", "en"])
def test_documents_name_what_an_amendment_changes_and_word_its_value(field, language):
    assert condition_name(field.name, language)
    assert condition_text(field.name, value_of(field), language)
    assert (field.name in LISTED) == field.is_in_edition


def test_a_fact_without_a_column_is_named_by_the_column_it_was_read_from():
    columns_of_file = {"Пролонгація": "renewal", "Сума": "amount", "Відповідальний": "owner"}
    assert header_of("notice", columns_of_file) == "Пролонгація"
    assert header_of("amount_minor", columns_of_file) == "Сума"
    assert header_of("owner_id", columns_of_file) == "Відповідальний"
    assert header_of("title", columns_of_file) == "title"
