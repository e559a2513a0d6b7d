"""Which account a statement is of: two of one bank, or of one number at two banks, are never one (domain §6)."""

import subprocess
import sys

import pytest

from contracts.kernel.unit_of_work import writing
from contracts.money.import_statement import import_statement
from contracts.money.payments import list_payments
from contracts.money.queries.payments import own_account
from contracts.money.statements import formats, read_statement
from contracts.money.statements.mt940 import account_of
from tests.cast import settle


def mt940(account: str, currency: str = "UAH") -> bytes:
    return (
        f":20:1\n:25:{account}\n:28C:1\n:60F:C261101{currency}0,00\n:61:2611021102C10,00NTRFNONREF\n"
        f":86:Payment for services\n:62F:C261102{currency}10,00\n-\n"
    ).encode()


@pytest.mark.parametrize(
    ("text", "account", "bank"),
    [
        ("AGRIUAUK/26001234567890/UAH", "26001234567890", "AGRIUAUK"),
        ("AGRIUAUK/UA213223130000026007233566001/USD", "UA213223130000026007233566001", "AGRIUAUK"),
        ("26001234567890/UAH", "26001234567890", ""),
        ("26001234567890/AGRIUAUKXXX", "26001234567890", "AGRIUAUKXXX"),
        ("agriuauk/26001234567890uah", "26001234567890", "agriuauk"),
        ("37040044/0532013000UAH", "0532013000", "37040044"),
        ("UA213223130000026007233566001UAH", "UA213223130000026007233566001", ""),
        ("19-2000145399/0800", "19-2000145399/0800", ""),
        ("1234567890/01", "1234567890/01", ""),
        ("26001234567890", "26001234567890", ""),
        ("UAH", "UAH", ""),
    ],
)
def test_r6_the_account_is_never_its_currency_nor_its_bank(text, account, bank):
    assert account_of(text, "UAH") == (account, bank)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("AGRIUAUK/26001111111111/UAH", "AGRIUAUK/26002222222222/UAH"),
        ("26001111111111/UAH", "26002222222222/UAH"),
        ("19-2000145399/0800", "19-2000145400/0800"),
        ("10020030/1234567", "45050050/1234567"),
    ],
)
def test_r6_equal_lines_of_two_accounts_are_two_payments(ctx, call, one, two):
    settle(ctx, call())
    for account in (one, two):
        done = import_statement(ctx, call(), mt940(account), "a.sta")
        assert (done.new, done.duplicate) == (1, 0)
        assert import_statement(ctx, call(), mt940(account), "again.sta").duplicate == 1
    assert len(list_payments(ctx, call())) == 2


def test_r6_two_types_of_an_ofx_account_with_one_number_are_two_accounts():
    each = (
        "<STMTTRNRS><STMTRS><CURDEF>USD<BANKACCTFROM><BANKID>1<ACCTID>77<ACCTTYPE>{}</BANKACCTFROM><BANKTRANLIST><STMTTRN>"
        "<TRNTYPE>CREDIT<DTPOSTED>20261102<TRNAMT>1.00<FITID>1</STMTTRN></BANKTRANLIST></STMTRS></STMTTRNRS>"
    )
    body = each.format("CHECKING") + each.format("SAVINGS")
    data = f"OFXHEADER:100\n<OFX><BANKMSGSRSV1>{body}</BANKMSGSRSV1></OFX>".encode()
    assert [found.account for found in read_statement(data, "a.ofx")] == ["77/CHECKING", "77/SAVINGS"]


def test_r6_a_bank_known_by_its_name_alone_is_no_other_bank(ctx, call):
    own = settle(ctx, call()).company
    with writing(ctx, call()) as work:
        first = own_account(work.conn, own, "26001", "UAH")
        assert own_account(work.conn, own, "26001", "UAH", "AGRIUAUK") == first


def test_a_format_is_a_module_of_its_own_and_loads_no_library_before_it_reads():
    assert [each.name for each in formats()] == ["camt", "mt940", "ofx", "1c", "table"]
    code = "import sys; from contracts.money.statements import formats; formats(); "
    code += "print({'lxml', 'openpyxl', 'stdnum'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
