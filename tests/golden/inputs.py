"""The files people bring into the story: a bank statement, tables, scans, templates; made anew, nothing binary kept."""

import json
import zipfile
from pathlib import Path
from typing import Any

STATEMENT = """1CClientBankExchange
ВерсияФормата=1.02
Кодировка=Windows
ДатаНачала=01.10.2026
ДатаКонца=20.11.2026
РасчСчет=UA223052990000026001234567890
СекцияРасчСчет
ДатаНачала=01.10.2026
ДатаКонца=20.11.2026
РасчСчет=UA223052990000026001234567890
НачальныйОстаток=1000.00
ВсегоПоступило=8550.00
ВсегоСписано=0.00
КонечныйОстаток=9550.00
КонецРасчСчет
{lines}КонецФайла
"""
LINE = """СекцияДокумент=Платежное поручение
Номер={no}
Дата={day}
Сумма={sum}
ПлательщикСчет=UA913052990000026001111111111
Плательщик={name}
ПлательщикИНН={code}
ПолучательСчет=UA223052990000026001234567890
Получатель=ТОВ Ясенсвіт
ПолучательИНН=99000011
ДатаПоступило={day}
НазначениеПлатежа={purpose}
КонецДокумента
"""
PAID = (
    ("15", "05.10.2026", "400.00", "ТОВ Чистий двір", "99100001", "Оплата за актом АКТ-1"),
    ("16", "12.11.2026", "8000.00", "ПрАТ Лан-Хліб", "99100002", "часткова оплата за послуги"),
    ("17", "20.11.2026", "150.00", "Невідомий платник", "", "повернення"),
)
TEXTS = {
    "charges.csv": "Документ;Дата;Сума;Контрагент;Договір;Строк оплати\n"
    "РАХ-7;01.10.2026;2 400,00;99100002;20-П;15.10.2026\n"
    "РАХ-8;02.10.2026;багато;99100002;20-П;15.10.2026\n",
    "lines.csv": "Назва;Кількість;Од.;Ціна;ПДВ\nПапір офісний;10;пачка;178,5;20\nКниги;3;шт.;100;7\n",
    "nbu.json": '[{"r030":840,"rate":41.2537,"cc":"USD","exchangedate":"20.11.2026"},'
    '{"r030":978,"rate":47.8801,"cc":"EUR","exchangedate":"20.11.2026"}]',
    "register.csv": "Номер договору;Контрагент;Код;Предмет;Діє з;Діє до;Пролонгація;Строк пролонгації;"
    "Строк повідомлення;Сума\n"
    "71-І/26;ТОВ «Медовий Шлях»;99437647;Поставка меду;01.02.2026;31.01.2027;авто;1 рік;30 днів;96 400,00\n"
    "72-І/26;ПП «Бузьке Каменярство»;99368998;Оренда складу;15.03.2024;31.12.2026;за згодою;1 рік;;540 000,00\n"
    "73-І/26;ТОВ «Синій Міст»;99451379;Супровід мережі;31.02.2026;30.12.2026;авто;1 рік;60 днів;720 000,00\n"
    "ДУ 1 до 71-І/26;ТОВ «Медовий Шлях»;99437647;Зміна суми;01.06.2026;;;;;120 000,00\n",
    "bulk.csv": "number;person\n1/2026;tkachuk\n20-П;bondar\n",
    "bulk-faults.csv": "number;person\n1/2026;tkachuk\nнема;tkachuk\n",
    "nbp.csv": "# source: Narodowy Bank Polski\n# sure_to: 2026-12-31\neffective_from,value\n"
    "2020-05-29,0.1\n2025-10-09,4.5\n",
    "nbu_rate.csv": "# source: National Bank of Ukraine\n# sure_to: 2027-01-28\neffective_from,value\n2026-03-20,15\n",
}
WORD = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
    "<w:t>{text}</w:t></w:r></w:p></w:body></w:document>"
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


#: Facts of the shipped sample that no register holds: what a contract agrees, what was disagreed on.
REGISTERED = ("own", "counterparty", "performer", "customer", "author", "manager")
SAMPLE = Path(__file__).parents[2] / "templates" / "sources" / "sample.json"


def lay(world: Path) -> None:
    """Lay all files into the folder ``given`` of the world."""
    given = world / "given"
    given.mkdir(parents=True)
    keys = ("no", "day", "sum", "name", "code", "purpose")
    text = STATEMENT.format(lines="".join(LINE.format(**dict(zip(keys, each, strict=True))) for each in PAID))
    (given / "bank.txt").write_bytes(text.encode("cp1251", errors="replace"))
    for name, content in TEXTS.items():
        (given / name).write_text(content, encoding="utf-8")
    sample = json.loads(SAMPLE.read_text(encoding="utf-8"))
    for language in ("uk", "en"):
        own = {name: facts for name, facts in sample[language].items() if name not in REGISTERED}
        facts = json.dumps(_merged(sample["common"], own), ensure_ascii=False)
        (given / f"facts-{language}.json").write_text(facts, encoding="utf-8")
    for name in ("act", "receipt", "signed", "theirs"):
        (given / f"{name}.pdf").write_bytes(_pdf(name))
    _word(given / "own.docx", "Лист за договором {{ contract.number }}: {{ extra.note }}")
    _word(given / "bad.docx", "{{ contract.nmuber }} {{ x")


def _merged(facts: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """Records within records are joined, everything else is replaced."""
    both = {name: _merged(facts[name], each) for name, each in more.items() if _are_records(facts.get(name), each)}
    return facts | more | both


def _are_records(*values: Any) -> bool:
    return all(isinstance(each, dict) for each in values)


def _pdf(title: str) -> bytes:
    """One empty page."""
    bodies = ("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>")
    bodies += ("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>", f"<</Title({title})>>")
    data, places = b"%PDF-1.4\n", []
    for no, body in enumerate(bodies, 1):
        places.append(len(data))
        data += f"{no} 0 obj{body}endobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer<</Size 5/Root 1 0 R/Info 4 0 R>>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + f"xref\n0 5\n0000000000 65535 f \n{table}{end}".encode()


def _word(path: Path, text: str) -> None:
    with zipfile.ZipFile(path, "w") as package:
        for name, content in (
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", RELATIONS),
            ("word/document.xml", WORD.format(text=text)),
        ):
            package.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content)
