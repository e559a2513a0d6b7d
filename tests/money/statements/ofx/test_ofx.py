"""OFX as SGML and as XML: signs, references, accounts, and what is refused."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.kernel.money import Money
from contracts.money.rules.statement import StatementFault
from contracts.money.statements import read_statement

HEADER = "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n\n"


def transaction(
    amount: str, *, on: str = "20260115120000.000[-5:EST]", more: str = "<NAME>Lan\n<MEMO>Invoice 5"
) -> str:
    return f"<STMTTRN>\n<TRNTYPE>OTHER\n<DTPOSTED>{on}\n<TRNAMT>{amount}\n<FITID>F1\n{more}\n</STMTTRN>\n"


def sgml(body: str, currency: str = "EUR", account: str = "123") -> str:
    return (
        f"<BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>{currency}<BANKACCTFROM><BANKID>1<ACCTID>{account}</BANKACCTFROM>\n"
        f"<BANKTRANLIST><DTSTART>20260101<DTEND>20260131\n{body}</BANKTRANLIST>\n"
        "<LEDGERBAL><BALAMT>5.00<DTASOF>20260131</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1>"
    )


def file(body: str, header: str = HEADER) -> bytes:
    return f"{header}<OFX>{body}</OFX>".encode()


def test_values_without_ends_are_read() -> None:
    (found,) = read_statement(file(sgml(transaction("-10.50"))), "a.ofx")
    (line,) = found.lines
    assert (found.account, found.currency, found.closing, found.from_on) == (
        "123", "EUR", Money(500, "EUR"), date(2026, 1, 1),
    )  # fmt: skip
    assert (line.amount, line.booked_on, line.other_name, line.purpose, line.reference) == (
        Money(-1050, "EUR"), date(2026, 1, 15), "Lan", "Invoice 5", "F1",
    )  # fmt: skip


def test_the_same_as_xml_is_the_same() -> None:
    xml = (
        b"<?xml version='1.0' encoding='UTF-8'?><?OFX OFXHEADER='200' VERSION='202'?><OFX><STMTRS><CURDEF>EUR</CURDEF>"
        b"<BANKACCTFROM><ACCTID>123</ACCTID></BANKACCTFROM><BANKTRANLIST><STMTTRN><DTPOSTED>20260115</DTPOSTED>"
        b"<TRNAMT>-10.50</TRNAMT><FITID>F1</FITID><NAME>Lan &amp; Co</NAME><MEMO></MEMO><BANKACCTTO><ACCTID>9</ACCTID>"
        b"</BANKACCTTO></STMTTRN></BANKTRANLIST></STMTRS></OFX>"
    )
    (found,) = read_statement(xml, "a.ofx")
    assert [(line.other_name, line.purpose, line.other_account, line.amount.minor) for line in found.lines] == [
        ("Lan & Co", "Lan & Co", "9", -1050)
    ]


def test_an_empty_value_without_end_swallows_nothing() -> None:
    (found,) = read_statement(file(sgml(transaction("1.00", more="<MEMO>\n<CHECKNUM>\n<NAME>Lan"))), "a.ofx")
    assert [(line.other_name, line.amount.minor) for line in found.lines] == [("Lan", 100)]


def test_several_accounts_give_several_statements() -> None:
    data = file(sgml(transaction("1")) + sgml(transaction("2"), "USD", "456"))
    assert [(each.account, each.currency, each.lines[0].amount.minor) for each in read_statement(data, "a.ofx")] == [
        ("123", "EUR", 100), ("456", "USD", 200),
    ]  # fmt: skip


def test_a_declared_code_page_is_used_and_utf_8_beats_it() -> None:
    text = sgml(transaction("1", more="<NAME>Оплата за товар"))
    windows = f"{HEADER.replace('1252', '1251')}<OFX>{text}</OFX>".encode("cp1251")
    assert read_statement(windows, "a.ofx")[0].lines[0].other_name == "Оплата за товар"
    (found,) = read_statement(file(text), "a.ofx")
    assert found.lines[0].other_name == "Оплата за товар"
    assert found.notes


def test_the_words_beat_a_code_page_in_which_they_make_no_sense() -> None:
    text = sgml(transaction("1", more="<NAME>Оплата за товар"))
    (found,) = read_statement(f"{HEADER}<OFX>{text}</OFX>".encode("cp1251"), "a.ofx")
    assert (found.lines[0].other_name, len(found.notes)) == ("Оплата за товар", 1)


def test_signs_of_markup_in_values_comments_and_quoted_texts_are_read() -> None:
    more = "<NAME>Lan & Co<MEMO>5 < 6\n<!-- <MEMO>no -->"
    (found,) = read_statement(file(sgml(transaction("1", more=more))), "a.ofx")
    assert (found.lines[0].other_name, found.lines[0].purpose) == ("Lan & Co", "5 < 6")
    (found,) = read_statement(file(sgml(transaction("1", more="<NAME><![CDATA[A <b> & C]]>"))), "a.ofx")
    assert found.lines[0].other_name == "A <b> & C"


def test_where_nothing_is_signed_the_type_tells_the_direction() -> None:
    debit, credit = (transaction("1.00").replace("OTHER", each) for each in ("DEBIT", "CREDIT"))
    (found,) = read_statement(file(sgml(debit + credit)), "a.ofx")
    assert ([line.amount.minor for line in found.lines], len(found.notes)) == ([-100, 100], 1)
    (found,) = read_statement(file(sgml(debit + transaction("-2.00"))), "a.ofx")
    assert ([line.amount.minor for line in found.lines], found.notes) == ([100, -200], [])


@pytest.mark.parametrize(("amount", "minor"), [("1,500.50", 150050), ("1.500,50", 150050), ("+1500,50", 150050)])
def test_sums_with_groups_are_read_where_they_can_be_one_sum_only(amount: str, minor: int) -> None:
    assert read_statement(file(sgml(transaction(amount))), "a.ofx")[0].lines[0].amount.minor == minor


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (file(sgml(transaction("1", on="20260230"))), "bad_day"),
        (file(sgml(transaction("1.12345"))), "bad_sum"),
        (file(sgml(transaction("1,234"))), "bad_sum"),
        (file(sgml(transaction("1.234.567"))), "bad_sum"),
        (file(sgml(transaction("1", more="<CURRENCY><CURRATE>1<CURSYM>USD</CURRENCY>"))), "currencies_mixed"),
        (file(sgml(transaction("1")))[:-80], "truncated"),
        (file(sgml(transaction("1"))).replace(b"</STMTTRN>", b""), "truncated"),
        (file("", HEADER + "<!DOCTYPE OFX>"), "dtd"),
        (file(""), "no_statement"),
    ],
)
def test_what_is_wrong_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(StatementFault) as refused:
        read_statement(data, "a.ofx")
    assert refused.value.code == code
    assert "a.ofx" in str(refused.value)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(-(10**9), 10**9).filter(bool), st.dates(date(1990, 1, 1), date(2099, 1, 1)))))
def test_what_is_written_comes_back(rows: list[tuple[int, date]]) -> None:
    body = "".join(transaction(str(Decimal(minor) / 100), on=f"{on:%Y%m%d}") for minor, on in rows)
    (found,) = read_statement(file(sgml(body)), "a.ofx")
    assert [(line.amount.minor, line.booked_on) for line in found.lines] == rows
