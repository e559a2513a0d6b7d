"""A purpose cut into pieces: every reader keeps the place of the cut, and a number cut there is sure of nothing."""

from datetime import date

import pytest

from contracts.kernel.money import money
from contracts.kernel.subject import PartyId
from contracts.money.rules.ledger import Charge, ChargeId, Direction, Payment, PaymentId
from contracts.money.rules.matching import Directory, KnownContract, Payer, Sign, propose, who_paid
from contracts.money.rules.statement import seams_of
from contracts.money.statements import read_statement

DAY = date(2026, 11, 2)


def camt(*pieces: str) -> bytes:
    texts = "".join(f"<Ustrd>{each}</Ustrd>" for each in pieces)
    return f"""<Document><BkToCstmrStmt><Stmt><Acct><Id><IBAN>UA21</IBAN></Id><Ccy>UAH</Ccy></Acct><Ntry>
<Amt Ccy="UAH">10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-11-02</Dt></BookgDt>
<NtryDtls><TxDtls><RmtInf>{texts}</RmtInf></TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>""".encode()


def one_c(*pieces: str, key: str = "НазначениеПлатежа") -> bytes:
    lines = "\n".join(f"{key}{no}={each}" for no, each in enumerate(pieces, 1))
    return f"""1CClientBankExchange
Кодировка=UTF-8
РасчСчет=26001234567890
СекцияДокумент=Платежное поручение
Номер=17
Дата=02.11.2026
Сумма=10.00
ПлательщикСчет=26009876543210
ПолучательСчет=26001234567890
ДатаПоступило=02.11.2026
{lines}
КонецДокумента
КонецФайла
""".encode()


def mt940(*pieces: str) -> bytes:
    text = "\n".join(pieces)
    return (
        ":20:1\n:25:UA21\n:28C:1\n:60F:C261101UAH0,00\n:61:2611021102C10,00NTRFNONREF\n"
        f":86:{text}\n:62F:C261102UAH10,00\n-\n"
    ).encode()


def ofx(*pieces: str) -> bytes:
    text = "\n".join(pieces)
    return f"""OFXHEADER:100
<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>UAH<BANKACCTFROM><ACCTID>21</BANKACCTFROM><BANKTRANLIST><STMTTRN>
<TRNTYPE>CREDIT<DTPOSTED>20261102<TRNAMT>10.00<FITID>1<MEMO>{text}
</STMTTRN></BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>""".encode()


def table(*pieces: str) -> bytes:
    rows = "".join(f";;{each}\n" for each in pieces[1:])
    return f"Дата;Сума;Призначення платежу\n02.11.2026;10,00;{pieces[0]}\n{rows}".encode()


def table_cell(*pieces: str) -> bytes:
    text = "\n".join(pieces)
    return f'Дата;Сума;Призначення платежу\n02.11.2026;10,00;"{text}"\n'.encode()


def ukrainian(*pieces: str) -> bytes:
    return one_c(*pieces, key="ПризначенняПлатежу")


@pytest.mark.parametrize("make", [camt, one_c, ukrainian, mt940, ofx, table, table_cell])
def test_r5_every_reader_keeps_the_place_of_a_cut(make):
    (found,) = read_statement(make("Оплата за акт АКТ-12", "3 без ПДВ"), "statement")
    (line,) = found.lines
    assert line.purpose == "Оплата за акт АКТ-12 3 без ПДВ"
    assert [line.purpose[:at] for at in line.seams] == ["Оплата за акт АКТ-12"]


def test_r5_numbered_parts_of_full_width_are_joined_and_their_seam_kept():
    first = "Oplata za akt N 1234567 AB1".ljust(27)[:27]
    (found,) = read_statement(mt940(f"166?00X?20{first}?2123 dated 02.11.2026"), "a.sta")
    (line,) = found.lines
    assert line.purpose == "Oplata za akt N 1234567 AB123 dated 02.11.2026"
    assert [line.purpose[:at] for at in line.seams] == [first]


def charge(id: int, number: str) -> tuple[Charge, object]:
    amount = money("10.00", "UAH")
    return Charge(ChargeId(id), Direction.RECEIVABLE, "act", number, DAY, DAY, amount, PartyId(7)), amount


def best(pieces: tuple[str, ...], *numbers: str):
    purpose = " ".join(pieces)
    amount = money("10.00", "UAH")
    payment = Payment(PaymentId(1), True, DAY, amount, purpose=purpose, seams=seams_of(purpose, pieces))
    open_ = [charge(no, number) for no, number in enumerate(numbers, 1)]
    return propose(Payer(PartyId(7), Sign.CODE), payment, amount, open_)[0]


@pytest.mark.parametrize(
    ("pieces", "numbers"),
    [
        (("за акт № АКТ-12", "3 без ПДВ"), ("АКТ-12",)),
        (("за акт № АКТ-12", "3 без ПДВ"), ("АКТ-12", "АКТ-123")),
        (("рахунок 45", "67 від 01.11.2026"), ("45",)),
        (("рахунок № 45-", "Т/26"), ("45", "45-Т/26")),
        (("за накладною РН-000", "17, РН-00018"), ("РН-000", "РН-00018")),
    ],
)
def test_r5_a_number_cut_at_a_seam_is_never_posted_by_rule(pieces, numbers):
    assert not best(pieces, *numbers).is_certain


@pytest.mark.parametrize(
    ("pieces", "numbers"),
    [
        (("Оплата за", "акт № АКТ-12 без ПДВ"), ("АКТ-12",)),
        (("Оплата за акт № АКТ-12", "від 01.11.2026"), ("АКТ-12", "АКТ-123")),
        (("Оплата за послуги зв'яз", "ку, рахунок 45"), ("45", "46")),
        (("Оплата за акт № АКТ-12 без ПДВ",), ("АКТ-12",)),
    ],
)
def test_r5_a_seam_beside_no_number_leaves_what_is_named_sure(pieces, numbers):
    proposal = best(pieces, *numbers)
    assert (proposal.sign, proposal.is_certain, [id for id, _ in proposal.parts]) == (Sign.DOCUMENT, True, [1])


def test_r5_a_contract_cut_at_a_seam_names_nobody():
    known = (KnownContract(1, PartyId(7), frozenset({"15/2"})), KnownContract(2, PartyId(8), frozenset({"15/26"})))
    pieces = ("за договором № 15/2", "6 від 01.11.2026")
    purpose = " ".join(pieces)
    payment = Payment(PaymentId(1), True, DAY, money("10.00", "UAH"), purpose=purpose)
    assert who_paid(payment, Directory({}, {}, {}, known)).contract_id == 1
    cut = Payment(
        PaymentId(1),
        True,
        DAY,
        money("10.00", "UAH"),
        purpose=" ".join(pieces),
        seams=seams_of(" ".join(pieces), pieces),
    )
    assert who_paid(cut, Directory({}, {}, {}, known)) is None
