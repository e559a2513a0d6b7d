"""A table of charges with its own headers and dates, of counterparties nobody knows yet (domain §6)."""

from datetime import date

import pytest

from contracts.kernel.refusal import Refusal
from contracts.money.charges import list_charges
from contracts.money.import_charges import import_charges
from contracts.money.reading.charge_table import ChargeReading
from contracts.parties.parties import list_counterparties
from contracts.tabular.sheet import FileRefused
from tests.cast import settle

ROWS = ("A-1;11/02/2026;100.00;ТОВ «Новий»;12345678", "A-2;11/03/2026;50.00;ТОВ «Новий»;12345678")
TABLE = "\n".join(("Ref;When;Sum;Who;Id", *ROWS, "")).encode()
MAPPING = {"Ref": "number", "When": "issued_on", "Sum": "amount", "Who": "counterparty", "Id": "code"}
READING = ChargeReading(MAPPING, "MM/DD/YYYY")


def test_r8_a_mapping_and_a_format_of_dates_read_a_table_of_strange_headers(ctx, call):
    settle(ctx, call())
    done = import_charges(ctx, call(), TABLE, "a.csv", reading=READING, creates=True)
    assert (done.new, done.created) == (2, ("ТОВ «Новий»",))
    assert [row.issued_on for row in list_charges(ctx, call())] == [date(2026, 11, 2), date(2026, 11, 3)]
    assert len(list_counterparties(ctx, call(), search="Новий")) == 1


def test_r8_counterparties_are_made_on_request_only_and_never_by_a_preview(ctx, call):
    settle(ctx, call())
    assert import_charges(ctx, call(), TABLE, "a.csv", reading=READING).new == 0
    done = import_charges(ctx, call(), TABLE, "a.csv", reading=READING, creates=True, is_dry=True)
    assert (done.new, len(done.created)) == (2, 1)
    assert list_counterparties(ctx, call(), search="Новий") == []


def test_r8_a_code_alone_makes_no_party_named_by_it(ctx, call):
    settle(ctx, call())
    table = "Номер;Дата;Сума;Код\nA-1;02.11.2026;100,00;12345678\n".encode()
    done = import_charges(ctx, call(), table, "a.csv", creates=True)
    assert (done.new, len(done.rejected), done.created) == (0, 1, ())


def test_r8_a_field_nobody_knows_is_refused_by_name(ctx, call):
    settle(ctx, call())
    with pytest.raises((FileRefused, Refusal), match="whom"):
        import_charges(ctx, call(), TABLE, "a.csv", reading=ChargeReading({"Who": "whom"}))
