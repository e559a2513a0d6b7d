"""The register goes out as a workbook or a text table that comes back in unchanged; no cell of it is a formula (F28).

Each column is a field with the header the import knows it by; custom values follow under headers that begin with
``* ``. An amendment or annex is a row below its contract, with the register number of the contract.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from contracts.kernel.calendar import parse_duration
from contracts.kernel.money import Money
from contracts.language import Words
from contracts.registry.exchange.changes import changes_text
from contracts.registry.exchange.headers import MARK

#: Header by field, in the order of columns.
HEADERS: Mapping[str, Mapping[str, str]] = {
    "uk": {
        "register_no": "Реєстраційний №", "kind": "Тип документа", "number": "Номер договору",
        "dated_on": "Дата договору", "counterparty": "Контрагент", "counterparty_code": "Код ЄДРПОУ",
        "title": "Предмет договору", "first_day": "Діє з", "length": "Строк у міс., роках", "last_day": "Діє до",
        "end_rule": "Правило закінчення", "renewal": "Пролонгація", "renewal_length": "Строк пролонгації",
        "max_renewals": "Макс. пролонгацій", "notice": "Строк повідомлення про відмову",
        "notice_counts": "Відмова рахується від", "notice_methods": "Спосіб повідомлення",
        "asked_end": "Бажана дата завершення", "amount": "Сума договору", "currency": "Валюта",
        "owner": "Відповідальний", "owner_email": "Email відповідального", "department": "Підрозділ",
        "status": "Статус", "terminated_on": "Дата розірвання", "penalty": "Пеня", "payment_terms": "Умови оплати",
        "type": "Вид договору", "note": "Примітки", "their_number": "Номер контрагента",
        "signed_by_us_on": "Підписано нами", "signed_by_them_on": "Підписано контрагентом",
        "is_confidential": "Конфіденційно", "company": "Наша компанія", "company_code": "ЄДРПОУ нашої компанії",
        "country": "Країна контрагента", "counterparty_address": "Адреса контрагента",
        "counterparty_email": "Email контрагента", "counterparty_phone": "Телефон контрагента",
        "clauses": "Пункти договору", "changes": "Що змінено",
    },
    "en": {
        "register_no": "Register No.", "kind": "Document type", "number": "Contract number",
        "dated_on": "Contract date", "counterparty": "Counterparty", "counterparty_code": "Registration code",
        "title": "Subject", "first_day": "Start date", "length": "Length", "last_day": "End date",
        "end_rule": "End rule", "renewal": "Renewal", "renewal_length": "Renewal period",
        "max_renewals": "Max. renewals", "notice": "Notice period", "notice_counts": "Notice counts from",
        "notice_methods": "Notice method", "asked_end": "Requested end", "amount": "Amount", "currency": "Currency",
        "owner": "Owner", "owner_email": "Owner email", "department": "Department", "status": "Status",
        "terminated_on": "Termination date", "penalty": "Penalty", "payment_terms": "Payment terms",
        "type": "Contract type", "note": "Notes", "their_number": "Counterparty number",
        "signed_by_us_on": "Signed by us", "signed_by_them_on": "Signed by them", "is_confidential": "Confidential",
        "company": "Own company", "company_code": "Own company code", "country": "Country",
        "counterparty_address": "Counterparty address", "counterparty_email": "Counterparty email",
        "counterparty_phone": "Counterparty phone", "clauses": "Clauses", "changes": "Changes",
    },
}  # fmt: skip
_WORDS: Mapping[str, Mapping[str, str]] = {
    "uk": {
        "language": "uk", "contract": "Договір", "amendment": "Додаткова угода", "specification": "Специфікація",
        "order": "Замовлення", "price_list": "Прайс-лист", "schedule": "Графік", "other": "Додаток", "none": "ні",
        "automatic": "автоматична", "by_consent": "за згодою", "tacit": "мовчазна (ст. 764 ЦК)",
        "evergreen": "безстроковий", "until_fulfilled": "до повного виконання", "received": "отримання",
        "sent": "відправлення", "letter": "лист", "courier": "кур’єр", "hand": "особисто", "edoc": "е-документ",
        "email": "електронна пошта", "draft": "проєкт", "in_approval": "на погодженні", "approved": "погоджено",
        "signing": "на підписанні", "signed": "чинний", "cancelled": "скасовано", "closed": "закрито", "yes": "так",
        "no": "ні", "double_nbu": "подвійна облікова ставка НБУ", "per_day": "{rate} % за день",
    },
    "en": {
        "language": "en", "contract": "Contract", "amendment": "Amendment", "specification": "Specification",
        "order": "Order", "price_list": "Price list", "schedule": "Schedule", "other": "Annex", "none": "no",
        "automatic": "automatic", "by_consent": "by consent", "tacit": "tacit", "evergreen": "evergreen",
        "until_fulfilled": "until fulfilled", "received": "receipt", "sent": "sending", "letter": "letter",
        "courier": "courier", "hand": "by hand", "edoc": "electronic document", "email": "e-mail", "draft": "draft",
        "in_approval": "in approval", "approved": "approved", "signing": "signing", "signed": "in force",
        "cancelled": "cancelled", "closed": "closed", "yes": "yes", "no": "no", "double_nbu": "double NBU rate",
        "per_day": "{rate} % per day",
    },
}  # fmt: skip
_LENGTHS = frozenset({"length", "renewal_length", "notice"})
_CODES = frozenset({"renewal", "notice_counts"})
#: Sums beyond this lose kopiykas as a spreadsheet's number.
_EXACT_MINOR = 10**14
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_workbook(rows: Sequence[Mapping[str, Any]], customs: Sequence[str], language: str) -> bytes:
    """The register as .xlsx. ``rows`` come from :func:`lines`; ``customs`` are names of custom values."""
    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet("Реєстр договорів" if language == "uk" else "Contracts")
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        as_day = book.add_format({"num_format": "dd.mm.yyyy"})
        as_sum = book.add_format({"num_format": "#,##0.00"})
        fields = (*HEADERS[language], *(MARK + name for name in customs))
        for place, header in enumerate(_header_row(customs, language)):
            sheet.write_string(0, place, header, bold)
        for line, row in enumerate(rows, start=1):
            for place, name in enumerate(fields):
                value = row.get(name, "")
                if isinstance(value, date) and value.year > 1900:
                    sheet.write_datetime(line, place, datetime(value.year, value.month, value.day), as_day)  # noqa: DTZ001
                elif isinstance(value, Decimal | int) and not isinstance(value, bool):
                    sheet.write_number(line, place, float(value), as_sum if name == "amount" else None)
                elif value not in (None, ""):
                    sheet.write_string(line, place, str(value))
        sheet.freeze_panes(1, 3)
        sheet.autofilter(0, 0, max(len(rows), 1), len(fields) - 1)
        sheet.set_column(0, len(fields) - 1, 16)
    return out.getvalue()


def write_text(rows: Sequence[Mapping[str, Any]], customs: Sequence[str], language: str) -> bytes:
    """The register as .csv that spreadsheets open as it is: UTF-8 with a BOM, semicolons."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(_header_row(customs, language))
    fields = (*HEADERS[language], *(MARK + name for name in customs))
    for row in rows:
        writer.writerow([_guarded(row.get(name, "")) for name in fields])
    return out.getvalue().encode("utf-8-sig")


def lines(contracts: Iterable[Mapping[str, Any]], language: str) -> Iterator[dict[str, Any]]:
    """Rows by field: each contract, then its amendments and annexes."""
    words = _WORDS[language]
    for contract in contracts:
        yield _contract(contract, words)
        for part in contract["parts"]:
            yield _part(contract, part, words)


def _header_row(customs: Sequence[str], language: str) -> list[str]:
    return [*HEADERS[language].values(), *(MARK + name for name in customs)]


def _guarded(value: Any) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


def _contract(row: Mapping[str, Any], words: Mapping[str, str]) -> dict[str, Any]:
    found = {name: _cell(name, row.get(name), words) for name in HEADERS["uk"] if row.get(name) not in (None, "")}
    is_closed = row["closed_on"] is not None
    found |= {
        "kind": words["contract"],
        "counterparty": row["counterparty_name"],
        "country": row["counterparty_country"],
        "status": words["closed" if is_closed else row["status"] or "signed"],
        "end_rule": row["end_rule"],
        "is_confidential": words["yes" if row["is_confidential"] else "no"],
        **{MARK + name: value for name, value in row["custom"].items()},
    }
    return found | _sum(row)


def _part(contract: Mapping[str, Any], part: Mapping[str, Any], words: Mapping[str, str]) -> dict[str, Any]:
    is_amendment = part["part"] == "amendment"
    found: dict[str, Any] = {
        "register_no": contract["register_no"],
        "kind": words["amendment" if is_amendment else part["kind"]],
        "number": part["number"],
        "dated_on": part["signed_on"],
        "counterparty": contract["counterparty_name"],
        "counterparty_code": contract["counterparty_code"],
        "country": contract["counterparty_country"],
        "company": contract["company"],
        "company_code": contract["company_code"],
        "title": part["title"],
    }
    if is_amendment:
        return found | {"first_day": part["effective_on"], "changes": changes_text(part["changes"])}
    more = {name: part[name] for name in ("first_day", "last_day", "payment_terms")}
    return found | more | _sum(part)


def _sum(row: Mapping[str, Any]) -> dict[str, Any]:
    if row["amount_minor"] is None or not row["currency"]:
        return {}
    amount = Money(int(row["amount_minor"]), row["currency"])
    return {"amount": amount.amount if abs(amount.minor) < _EXACT_MINOR else amount.wire, "currency": amount.currency}


def _cell(name: str, value: Any, words: Mapping[str, str]) -> Any:
    if name in _LENGTHS:
        return Words(words["language"]).duration(parse_duration(value))
    if name in _CODES:
        return words[value]
    if name == "notice_methods":
        return ", ".join(words.get(each, each) for each in value)
    if name == "penalty":
        return _penalty(value, words)
    if name == "clauses":
        return json.dumps(value, ensure_ascii=False)
    return value


def _penalty(rule: str, words: Mapping[str, str]) -> str:
    if rule.startswith("per_day:"):
        return words["per_day"].format(rate=rule.removeprefix("per_day:"))
    return words.get(rule, rule)
