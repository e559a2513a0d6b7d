"""One instant is one day in every format: that of the configured zone; a day without a zone stands as written."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from contracts.money.statements import read_statement

KYIV, NEW_YORK = ZoneInfo("Europe/Kyiv"), ZoneInfo("America/New_York")


def camt(moment: str) -> bytes:
    return f"""<Document><BkToCstmrStmt><Stmt><Acct><Id><IBAN>UA21</IBAN></Id><Ccy>UAH</Ccy></Acct><Ntry>
<Amt Ccy="UAH">10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><DtTm>{moment}</DtTm></BookgDt>
</Ntry></Stmt></BkToCstmrStmt></Document>""".encode()


def ofx(moment: str) -> bytes:
    return f"""OFXHEADER:100
<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>UAH<BANKACCTFROM><ACCTID>21</BANKACCTFROM><BANKTRANLIST><STMTTRN>
<TRNTYPE>CREDIT<DTPOSTED>{moment}<TRNAMT>10.00<FITID>1
</STMTTRN></BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>""".encode()


def table(moment: str) -> bytes:
    return f"Дата;Сума;Призначення платежу\n{moment};10,00;Оплата\n".encode()


def day_of(data: bytes, zone=KYIV) -> date:
    (found,) = read_statement(data, "statement", zone)
    return found.lines[0].booked_on


@pytest.mark.parametrize("make", [camt, table])
@pytest.mark.parametrize(
    "moment",
    ["2026-11-01T22:30:00Z", "2026-11-02T00:30:00+02:00", "2026-11-01T17:30:00-05:00", "2026-11-01T22:30:00.123+00:00"],
)
def test_r7_one_instant_is_one_day_of_our_zone(make, moment):
    assert day_of(make(moment)) == date(2026, 11, 2)
    assert day_of(make(moment), NEW_YORK) == date(2026, 11, 1)


@pytest.mark.parametrize(
    "moment",
    ["20261101223000[0:GMT]", "20261102003000.000[+2:EET]", "20261101173000[-5:EST]", "20261102040000.000[+5.5:IST]"],
)
def test_r7_zones_of_ofx_alike(moment):
    assert day_of(ofx(moment)) == date(2026, 11, 2)
    assert day_of(ofx(moment), NEW_YORK) == date(2026, 11, 1)


@pytest.mark.parametrize(
    ("make", "moment"),
    [(camt, "2026-11-01T23:30:00"), (camt, "2026-11-01"), (ofx, "20261101"), (ofx, "20261101233000"),
     (table, "2026-11-01 23:30:00"), (table, "01.11.2026 23:30")],
)  # fmt: skip
def test_r7_a_day_without_a_zone_stands_as_written(make, moment):
    assert day_of(make(moment)) == date(2026, 11, 1)
