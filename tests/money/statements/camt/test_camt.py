"""CAMT.052, 053 and 054: entries, batches, reversals, balances, and what is refused."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.kernel.money import Money
from contracts.money.rules.statement import StatementFault
from contracts.money.statements import read_statement

OWN, OTHER = "DE89370400440532013000", "DE75512108001245126199"


def balance(code: str, minor: int, on: str = "2026-01-31") -> str:
    sign = "CRDT" if minor >= 0 else "DBIT"
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy='EUR'>{Decimal(abs(minor)) / 100}</Amt>"
        f"<CdtDbtInd>{sign}</CdtDbtInd><Dt><Dt>{on}</Dt></Dt></Bal>"
    )


def entry(
    amount: str,
    way: str = "CRDT",
    *,
    details: str = "",
    status: str = "<Sts>BOOK</Sts>",
    extra: str = "",
    on: str = "2026-01-15",
) -> str:
    return (
        f"<Ntry><Amt Ccy='EUR'>{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd>{extra}{status}"
        f"<BookgDt><Dt>{on}</Dt></BookgDt><AcctSvcrRef>R1</AcctSvcrRef>"
        f"{details and '<NtryDtls>' + details + '</NtryDtls>'}</Ntry>"
    )


def part(amount: str, name: str, purpose: str = "Invoice 5") -> str:
    return (
        f"<TxDtls><Refs><EndToEndId>{name}-1</EndToEndId></Refs><Amt Ccy='EUR'>{amount}</Amt><RltdPties>"
        f"<Dbtr><Nm>{name}</Nm></Dbtr><DbtrAcct><Id><IBAN>{OTHER}</IBAN></Id></DbtrAcct>"
        f"<Cdtr><Nm>We</Nm></Cdtr><CdtrAcct><Id><IBAN>{OWN}</IBAN></Id></CdtrAcct></RltdPties>"
        f"<RmtInf><Ustrd>{purpose}</Ustrd></RmtInf></TxDtls>"
    )


def document(
    body: str, kind: str = "053", root: str = "BkToCstmrStmt", report: str = "Stmt", version: str = "08"
) -> bytes:
    return (
        f"<?xml version='1.0' encoding='UTF-8'?>\n<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.{kind}.001."
        f"{version}'><{root}><{report}><Acct><Id><IBAN>{OWN}</IBAN></Id><Ccy>EUR</Ccy></Acct>{body}</{report}></{root}>"
        "</Document>"
    ).encode()


def summary(text: str) -> bytes:
    return document(f"<TxsSummry>{text}</TxsSummry>" + entry("1"))


def charges(amount: str) -> str:
    return f"<Chrgs><Rcrd><Amt Ccy='EUR'>{amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd></Rcrd></Chrgs>"


def refusal(data: bytes) -> StatementFault:
    with pytest.raises(StatementFault) as refused:
        read_statement(data, "january.xml")
    assert "january.xml" in str(refused.value) or OWN in str(refused.value)
    return refused.value


def test_a_credit_names_its_debtor_purpose_reference_and_account() -> None:
    body = balance("OPBD", 0) + entry("10.50", details=part("10.50", "Lan GmbH")) + balance("CLBD", 1050)
    (found,) = read_statement(document(body), "a.xml")
    (line,) = found.lines
    assert (found.format, found.account, found.opening, found.closing) == (
        "camt.053", OWN, Money(0, "EUR"), Money(1050, "EUR"),
    )  # fmt: skip
    assert (line.amount, line.other_name, line.other_account, line.purpose, line.reference, line.document_no) == (
        Money(1050, "EUR"), "Lan GmbH", OTHER, "Invoice 5", "R1", "Lan GmbH-1",
    )  # fmt: skip


def test_a_batch_gives_a_line_for_each_of_its_payments() -> None:
    (found,) = read_statement(document(entry("30", details=part("10", "A") + part("20", "B"))), "a.xml")
    assert [(line.other_name, line.amount.minor) for line in found.lines] == [("A", 1000), ("B", 2000)]
    assert len({line.reference for line in found.lines}) == 2


def test_a_batch_that_does_not_add_up_stays_one_payment_and_says_so() -> None:
    (found,) = read_statement(document(entry("31", details=part("10", "A") + part("20", "B"))), "a.xml")
    assert [line.amount.minor for line in found.lines] == [3100]
    assert found.notes


def test_a_reversal_goes_the_way_it_says_and_keeps_the_other_side_of_the_first_booking() -> None:
    back = entry("10", "DBIT", extra="<RvslInd>true</RvslInd>", details=part("10", "Lan GmbH"))
    (found,) = read_statement(document(back), "a.xml")
    assert [(line.amount.minor, line.other_name) for line in found.lines] == [(-1000, "Lan GmbH")]


@pytest.mark.parametrize("status", ["<Sts>PDNG</Sts>", "<Sts><Cd>PDNG</Cd></Sts>"])
def test_a_pending_entry_is_named_and_not_posted(status: str) -> None:
    (found,) = read_statement(document(balance("OPBD", 0) + entry("10", status=status) + balance("CLBD", 0)), "a.xml")
    assert not found.lines
    assert [row.value for row in found.rejected] == ["10.00"]


@pytest.mark.parametrize(
    ("kind", "root", "report"),
    [("052", "BkToCstmrAcctRpt", "Rpt"), ("053", "BkToCstmrStmt", "Stmt"), ("054", "BkToCstmrDbtCdtNtfctn", "Ntfctn")],
)
@pytest.mark.parametrize("version", [f"{no:02}" for no in range(1, 14)])
def test_every_kind_and_version_is_read(kind: str, root: str, report: str, version: str) -> None:
    (found,) = read_statement(document(entry("1.00"), kind, root, report, version), "a.xml")
    assert (found.format, [line.amount.minor for line in found.lines]) == (f"camt.{kind}", [100])


def test_several_accounts_give_several_statements() -> None:
    two = document(entry("1.00")).replace(
        b"</Stmt>", f"</Stmt><Stmt><Acct><Id><IBAN>{OTHER}</IBAN></Id></Acct>{entry('2.00')}</Stmt>".encode(), 1
    )
    assert [(each.account, each.lines[0].amount.minor) for each in read_statement(two, "a.xml")] == [
        (OWN, 100), (OTHER, 200),
    ]  # fmt: skip


def test_pages_that_follow_each_other_are_one_statement() -> None:
    second = f"<Acct><Id><IBAN>{OWN}</IBAN></Id></Acct>{balance('ITBD', 100)}{entry('1')}{balance('CLBD', 200)}"
    data = document(balance("OPBD", 0) + entry("1") + balance("ITBD", 100)).replace(
        b"</Stmt>", f"</Stmt><Stmt>{second}</Stmt>".encode(), 1
    )
    (found,) = read_statement(data, "a.xml")
    assert [line.ordinal for line in found.lines] == [1, 2]
    assert (found.opening, found.closing) == (Money(0, "EUR"), Money(200, "EUR"))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (document(balance("OPBD", 0) + entry("1") + balance("CLBD", 999)), "balance_differs"),
        (document("<TxsSummry><TtlCdtNtries><Sum>2</Sum></TtlCdtNtries></TxsSummry>" + entry("1")), "total_differs"),
        (document(entry("1", on="2026-02-30")), "bad_day"),
        (document(entry("1.12345")), "bad_sum"),
        (document(entry("ten")), "bad_sum"),
        (document(entry("1", "BOTH")), "bad_direction"),
        (document(entry("1") + entry("2").replace("EUR", "USD")), "currencies_mixed"),
        (document(entry("1"))[:-60], "bad_xml"),
        (document(entry("1")).replace(b"?>", b"?><!DOCTYPE d [<!ENTITY x 'y'>]>", 1), "dtd"),
        (summary("<TtlNtries><NbOfNtries>2</NbOfNtries></TtlNtries>"), "total_differs"),
        (summary("<TtlNtries><NbOfNtries>1</NbOfNtries><Sum>2</Sum></TtlNtries>"), "total_differs"),
        (summary("<TtlCdtNtries><NbOfNtries>3</NbOfNtries><Sum>1</Sum></TtlCdtNtries>"), "total_differs"),
        (document("").replace(b"Stmt>", b"Other>"), "no_statement"),
    ],
)
def test_what_is_wrong_is_refused(data: bytes, code: str) -> None:
    assert refusal(data).code == code


def test_a_wrong_encoding_in_the_declaration_is_noted_and_nothing_is_garbled() -> None:
    data = document(entry("1", details=part("1", "M\u00fcller"))).replace(b"'UTF-8'", b"'windows-1251'")
    (found,) = read_statement(data, "a.xml")
    assert found.lines[0].other_name == "M\u00fcller"
    assert found.notes


@pytest.mark.parametrize("declared", ["UTF-8", "utf-16", "windows-1251", "ibm-of-nobody"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"])
def test_the_letters_are_right_whatever_is_declared(encoding: str, declared: str) -> None:
    text = document(entry("1", details=part("1", "ТОВ Їжак"))).decode().replace("'UTF-8'", f"'{declared}'")
    (found,) = read_statement(text.encode(encoding), "a.xml")
    assert found.lines[0].other_name == "ТОВ Їжак"


def test_a_western_letter_that_is_no_utf_8_is_read_and_noted() -> None:
    data = document(entry("1", details=part("1", "M\u00fcller"))).replace("\u00fc".encode(), b"\xfc")
    (found,) = read_statement(data, "a.xml")
    assert (found.lines[0].other_name, len(found.notes)) == ("M\u00fcller", 1)


def test_without_a_namespace_or_inside_an_envelope_it_is_the_same() -> None:
    bare = document(entry("1.00")).decode().split("?>")[1]
    bare = bare.replace(" xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.08'", "")
    for text in (bare, f"\ufeff \r\n{bare}", f"<s:Envelope xmlns:s='http://e'><s:Body>{bare}</s:Body></s:Envelope>"):
        (found,) = read_statement(text.encode(), "a.xml")
        assert [line.amount.minor for line in found.lines] == [100]


def test_charges_of_each_payment_make_it_smaller_and_charges_of_a_batch_are_a_line() -> None:
    each = part("10", "A").replace("<RltdPties>", charges("0.25") + "<RltdPties>")
    (found,) = read_statement(document(entry("29.75", details=each + part("20", "B"))), "a.xml")
    assert [(line.other_name, line.amount.minor) for line in found.lines] == [("A", 975), ("B", 2000)]
    batch = entry("29.75", details=part("10", "A") + part("20", "B"))
    batch = batch.replace("<NtryDtls>", charges("0.25") + "<NtryDtls>")
    (found,) = read_statement(document(balance("OPBD", 0) + batch + balance("CLBD", 2975)), "a.xml")
    assert [(line.other_name, line.amount.minor) for line in found.lines] == [("A", 1000), ("B", 2000), ("", -25)]


def test_payments_against_the_direction_of_their_batch_keep_their_own() -> None:
    back = part("10", "B").replace("<Amt", "<CdtDbtInd>DBIT</CdtDbtInd><Amt", 1)
    body = "<TxsSummry><TtlCdtNtries><NbOfNtries>1</NbOfNtries><Sum>10</Sum></TtlCdtNtries></TxsSummry>"
    (found,) = read_statement(document(body + entry("10", details=part("20", "A") + back)), "a.xml")
    assert [line.amount.minor for line in found.lines] == [2000, -1000]


def test_pages_without_balances_between_them_are_one_statement_with_its_twins() -> None:
    second = f"<Acct><Id><IBAN>{OWN}</IBAN></Id></Acct>{entry('1')}{balance('CLBD', 200)}"
    data = document(balance("OPBD", 0) + entry("1")).replace(b"</Stmt>", f"</Stmt><Stmt>{second}</Stmt>".encode(), 1)
    (found,) = read_statement(data, "a.xml")
    assert [line.ordinal for line in found.lines] == [1, 2]
    with pytest.raises(StatementFault, match="closes with"):
        read_statement(data.replace(b">2<", b">3<"), "a.xml")


def test_an_archive_of_days_is_one_statement_of_the_account() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("1.xml", document(balance("OPBD", 0) + entry("1") + balance("CLBD", 100)))
        archive.writestr("2.xml", document(balance("OPBD", 100) + entry("2") + balance("CLBD", 300)))
    (found,) = read_statement(out.getvalue(), "january.zip")
    assert [line.amount.minor for line in found.lines] == [100, 200]
    with pytest.raises(StatementFault):
        read_statement(out.getvalue()[:-30], "january.zip")


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 10**9), st.booleans(), st.dates(date(2000, 1, 1), date(2099, 12, 31)),
            st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=30),
        ),
        max_size=6,
    ),
    st.integers(-(10**9), 10**9),
)  # fmt: skip
def test_what_is_written_comes_back(rows: list[tuple[int, bool, date, str]], opening: int) -> None:
    from xml.sax.saxutils import escape

    body = balance("OPBD", opening)
    moved = 0
    for minor, is_in, on, text in rows:
        sum_ = str(Decimal(minor) / 100)
        body += entry(sum_, "CRDT" if is_in else "DBIT", details=part(sum_, "N", escape(text)), on=on.isoformat())
        moved += minor if is_in else -minor
    (found,) = read_statement(document(body + balance("CLBD", opening + moved)), "a.xml")
    assert [(abs(x.amount.minor), x.amount.minor > 0, x.booked_on, x.purpose) for x in found.lines] == rows
