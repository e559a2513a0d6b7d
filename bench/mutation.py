"""Mutants of files from outside: each reader refuses or reads, and never breaks, hangs or swells.

``python -m bench.mutation [COUNT]``: so many mutants of each kind of file (10 000); names what went wrong, and the
largest memory and time of one.
"""

import io
import random
import resource
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from typing import NamedTuple

import openpyxl

from contracts.kernel.refusal import Refusal
from contracts.money.reading.currency_rates import read_currency_rates
from contracts.money.statements import read_statement
from contracts.registry.exchange.register_file import ReadingOptions, read_register

#: Seconds and kilobytes one file may take.
SECONDS, KILOBYTES = 10, 300_000
_ROWS = (
    ("Номер", "Контрагент", "Предмет", "Дата", "Діє до", "Сума", "Повідомити за"),
    ("1/26", "ТОВ «Ромашка», код 32855961", "папір", "05.01.2026", "31.12.2026", "1 200,00 грн", "30 днів"),
    ("2/26", "ФОП Голова Г. І.", "послуги", "2026-02-01", "1 рік", "1.5E7", "2 місяці; рекомендованим листом"),
)
_MT940 = b":20:1\r\n:25:UA213223130000026007233566001\r\n:28C:1\r\n:60F:C260105UAH100,00\r\n:61:" \
    b"2601050105C10,00NTRF1\r\n:86:act 7\r\n:62F:C260105UAH110,00\r\n-"  # fmt: skip
_OFX = b"OFXHEADER:100\r\n\r\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>UAH<BANKACCTFROM><ACCTID>26007" \
    b"</BANKACCTFROM><BANKTRANLIST><STMTTRN><DTPOSTED>20260105<TRNAMT>10.00<FITID>1</STMTTRN></BANKTRANLIST>" \
    b"<LEDGERBAL><BALAMT>110.00</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"  # fmt: skip
_CAMT = (
    b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Id>1</Id><Acct><Id>'
    b"<IBAN>UA213223130000026007233566001</IBAN></Id></Acct><Ntry><Amt Ccy='UAH'>10.00</Amt><CdtDbtInd>CRDT"
    b"</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-01-05</Dt></BookgDt></Ntry></Stmt></BkToCstmrStmt></Document>"
)
_ONE_C = (
    "1CClientBankExchange\r\nВерсияФормата=1.02\r\nКодировка=UTF-8\r\nСекцияДокумент=Платежное поручение\r\n"
    "Номер=1\r\nДата=05.01.2026\r\nСумма=10.00\r\nНазначениеПлатежа=акт 7\r\nКонецДокумента\r\nКонецФайла\r\n"
)
_JSON = b'{"releases": [{"ocid": "1", "contracts": [{"id": "1", "value": {"amount": 10, "currency": "UAH"}}]}]}'
_RATES = b'[{"r030": 840, "txt": "USD", "rate": 41.5, "cc": "USD", "exchangedate": "05.01.2026"}]'


class Kind(NamedTuple):
    """A kind of file: a good one, and what reads it."""

    name: str
    seed: bytes
    read: Callable[[bytes], object]


def _workbook() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in _ROWS:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def _register(data: bytes) -> object:
    return read_register(data, "m", ReadingOptions())


def _statement(data: bytes) -> object:
    return read_statement(data, "m")


def kinds() -> list[Kind]:
    """Every kind of file that comes from outside, but for templates, which have their own."""
    table = "\n".join(";".join(row) for row in _ROWS)
    return [
        Kind("xlsx", _workbook(), _register),
        Kind("csv", table.encode(), _register),
        Kind("csv cp1251", table.encode("cp1251"), _register),
        Kind("json", _JSON, _register),
        Kind("statement xlsx", _workbook(), _statement),
        Kind("mt940", _MT940, _statement),
        Kind("ofx", _OFX, _statement),
        Kind("camt", _CAMT, _statement),
        Kind("1c", _ONE_C.encode(), _statement),
        Kind("rates", _RATES, lambda data: list(read_currency_rates(data, "m", source="m"))),
    ]


def mutant(seed: bytes, chance: random.Random) -> bytes:
    """A file with some of its bytes changed, doubled, lost; of an archive, those of a part as often as its own."""
    if seed.startswith(b"PK") and chance.random() < 0.7:
        return _repacked(seed, chance)
    data = bytearray(seed)
    for _ in range(chance.choice((1, 1, 3, 20))):
        place = chance.randrange(len(data) + 1)
        piece = bytes(data[place : place + chance.choice((1, 8, 200))])
        what = chance.randrange(5)
        if what == 0:
            data[place : place + 1] = bytes([chance.randrange(256)])
        elif what == 1:
            data[place:place] = piece * chance.choice((1, 2, 500))
        elif what == 2:
            del data[place : place + len(piece)]
        elif what == 3:
            data[place:place] = chance.choice((b"9" * 40, b"<" * 999, b"[" * 9_999, b'"', b"\0", b" " * 9_999, b"-1"))
        else:
            del data[place + 1 :]
    return bytes(data)


def _repacked(seed: bytes, chance: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(seed)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        broken = chance.choice(names)
        for name in names:
            new.writestr(name, mutant(old.read(name), chance) if name == broken else old.read(name))
    return out.getvalue()


def faults(kind: Kind, count: int, seed: int = 1) -> Iterator[str]:
    """What went wrong with so many mutants of a kind, naming each so that it can be made again."""
    for no in range(count):
        data = mutant(kind.seed, random.Random(f"{kind.name} {seed} {no}"))
        began = time.process_time()
        try:
            kind.read(data)
        except Refusal as refusal:
            if not str(refusal):
                yield f"{kind.name} {no}: an empty sentence"
        except Exception as error:  # noqa: BLE001 -- that is what is looked for
            yield f"{kind.name} {no}: {error!r}"[:300]
        if time.process_time() - began > SECONDS:
            yield f"{kind.name} {no}: {time.process_time() - began:.0f} s"


def largest() -> int:
    """The most kilobytes this process or a child of it has taken."""
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def main(count: int = 10_000) -> int:
    """All kinds; the exit code says whether anything was wrong."""
    wrong = [fault for kind in kinds() for fault in faults(kind, count)]
    sys.stdout.write("".join(f"{each}\n" for each in wrong))
    sys.stdout.write(f"{len(wrong)} of {count * len(kinds())} went wrong; {largest() // 1000} MB at most\n")
    return 1 if wrong or largest() > KILOBYTES else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
