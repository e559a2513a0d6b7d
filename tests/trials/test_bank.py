"""Statements nobody of the house made: each is read as its oracle says, or refused with the reason in this table.

The samples of banks were made nameless by hand: many no longer add up (``balance_differs``), some are single fields
(``truncated``), the CAMT ones have balances in four currencies. What is refused as a whole is still read line by line
as the oracle says.
"""

import json
import os
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from contracts.kernel.money import Money
from contracts.money.rules.statement import StatementFault, StatementLine
from contracts.money.statements import read_accounts, read_statement

BANK = Path(os.environ.get("DOHOVIR_SHARED") or Path(__file__).parents[3] / "shared") / "trials" / "bank"
OUTCOMES = {
    "1c/one_day_utf8.txt": "",
    "camt/camt053.v2.minimal.xml": "currencies_mixed",
    "camt/camt053.v4.xml": "currencies_mixed",
    "mt940/cmxl/account_balance_credit.sta": "truncated",
    "mt940/cmxl/account_balance_debit.sta": "truncated",
    "mt940/cmxl/account_identification_iban.sta": "truncated",
    "mt940/cmxl/account_identification_legacy.sta": "truncated",
    "mt940/cmxl/available_balance.sta": "truncated",
    "mt940/cmxl/closing_balance.sta": "truncated",
    "mt940/cmxl/mt940.sta": "",
    "mt940/cmxl/reference.sta": "truncated",
    "mt940/cmxl/statement_details.sta": "truncated",
    "mt940/cmxl/statement_line.sta": "truncated",
    "mt940/cmxl/statement_number.sta": "truncated",
    "mt940/jejik/abnamro.sta": "balance_differs",
    "mt940/jejik/generic.sta": "",
    "mt940/jejik/ing.sta": "balance_differs",
    "mt940/jejik/knab.sta": "balance_differs",
    "mt940/jejik/postfinance.sta": "balance_differs",
    "mt940/jejik/rabobank-iban.sta": "",
    "mt940/jejik/rabobank.sta": "balance_differs",
    "mt940/jejik/sns.sta": "",
    "mt940/jejik/triodos.sta": "balance_differs",
    "ofx/bank_small.ofx": "no_statement",
    "ofx/checking.ofx": "",
}


def data_of(name: str) -> bytes:
    path = BANK / name
    if not path.exists():
        pytest.skip(f"the trial data bank/{name} is not here")
    return path.read_bytes()


def lines_of(name: str) -> list[StatementLine]:
    return [line for each in read_accounts(data_of(name), name) for line in each.lines]


def test_no_file_of_the_trials_is_left_out() -> None:
    if not BANK.exists():
        pytest.skip("the trial data bank is not here")
    kinds = {".sta", ".xml", ".ofx", ".txt"}
    assert {str(each.relative_to(BANK)) for each in BANK.rglob("*") if each.suffix in kinds} == set(OUTCOMES)


@pytest.mark.parametrize(("name", "code"), OUTCOMES.items())
def test_every_file_is_read_or_refused_with_its_reason(name: str, code: str) -> None:
    data = data_of(name)
    if not code:
        assert all(each.lines for each in read_statement(data, name))
        return
    with pytest.raises(StatementFault) as refused:
        read_statement(data, name)
    assert refused.value.code == code
    assert name in str(refused.value)


@pytest.mark.parametrize(
    "name", [each for each in OUTCOMES if each.startswith("mt940") and OUTCOMES[each] != "truncated"]
)
def test_mt940_lines_are_those_of_the_oracle(name: str) -> None:
    oracle = plain((BANK / name).with_suffix(".yml")) if data_of(name) else {}
    rows = [each["data"] for each in oracle["transactions"]]
    lines = lines_of(name)
    assert [line.amount.amount for line in lines] == [row["amount"]["amount"] for row in rows]
    assert [line.amount.currency for line in lines] == [row["amount"]["currency"] for row in rows]
    assert [line.value_on for line in lines] == [row["date"] for row in rows]
    assert [line.booked_on for line in lines] == [row.get("guessed_entry_date", row["date"]) for row in rows]
    for line, row in zip(lines, rows, strict=True):
        stated = (row.get("bank_reference") or "").strip()  # empty where the library takes it for the customer's
        assert not stated or line.reference == ("" if stated == "NONREF" else stated)
    closing = oracle["data"].get("final_closing_balance")
    if closing is not None:
        signed = closing["amount"]["amount"] * (1 if closing["status"] == "C" else -1)
        assert signed in [each.closing.amount for each in read_accounts(data_of(name), name) if each.closing]


@pytest.mark.parametrize("name", ["camt/camt053.v2.minimal.xml", "camt/camt053.v4.xml"])
def test_camt_entries_are_those_of_the_oracle(name: str) -> None:
    data_of(name)
    oracle = json.loads((BANK / name).with_suffix(".json").read_text(encoding="utf-8"))
    (found,) = read_accounts(data_of(name), name)
    entries = oracle["getEntries"]
    signs = {"CRDT": 1, "DBIT": -1}
    assert [(line.amount, line.booked_on.isoformat()) for line in found.lines] == [
        (
            Money(int(each["getAmount"]["getAmount"]) * signs[each["getCreditDebitIndicator"]], "EUR"),
            each["getBookingDate"]["0"][:10],
        )
        for each in entries
    ]
    assert [line.reference or None for line in found.lines] == [each["getAccountServicerReference"] for each in entries]
    record = entries[0]["getRecord"]
    assert found.account == record["getAccount"]["getIdentification"]
    balances = {each["getType"]: int(each["getAmount"]["getAmount"]) for each in record["getBalances"]}
    assert found.opening == Money(balances["opening"], "EUR")
    assert found.closing == Money(balances["closing"], "SEK")


def test_one_c_agrees_with_the_totals_in_its_header() -> None:
    (found,) = read_statement(data_of("1c/one_day_utf8.txt"), "one_day_utf8.txt")
    sums = [line.amount.minor for line in found.lines]
    assert (found.opening, found.closing) == (Money(4532991, "RUB"), Money(4414591, "RUB"))
    assert (sum(x for x in sums if x > 0), -sum(x for x in sums if x < 0)) == (4000000, 4118400)
    assert found.notes, "it says Windows and is UTF-8"


def test_ofx_is_read_as_its_author_tests_it() -> None:
    (found,) = read_statement(data_of("ofx/checking.ofx"), "checking.ofx")
    assert (found.account, found.closing) == ("1452687~7", Money(10099, "USD"))
    assert [(line.amount.wire, line.booked_on, line.reference) for line in found.lines] == [
        ("0.01", date(2011, 3, 31), "0000486"),
        ("-34.51", date(2011, 4, 5), "0000487"),
        ("-25.00", date(2011, 4, 7), "0000488"),
    ]


class _Plain(yaml.SafeLoader):
    """Reads the oracle's objects as plain values; nothing of the file is run."""


def _object(loader: _Plain, suffix: str, node: yaml.Node) -> Iterator[Any]:
    if isinstance(node, yaml.MappingNode):
        made: dict[Any, Any] = {}
        yield made
        made.update(loader.construct_mapping(node, deep=True))
    elif isinstance(node, yaml.SequenceNode) and suffix.endswith("decimal.Decimal"):
        yield Decimal(loader.construct_sequence(node)[0])
    elif isinstance(node, yaml.SequenceNode) and suffix.endswith("Date"):
        state = loader.construct_sequence(node)[0]
        yield date(state[0] * 256 + state[1], state[2], state[3])
    else:
        yield None


_Plain.add_multi_constructor("tag:yaml.org,2002:python/", _object)


def plain(path: Path) -> Any:
    """The oracle beside a statement."""
    return yaml.load(path.read_text(encoding="utf-8"), _Plain)
