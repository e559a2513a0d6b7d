"""The register goes out as a file that comes back in unchanged; written aside and renamed, never half a file.

Contracts as rows of our own export, in words the import reads back; a part is a row below its contract.

An amendment or annex names its contract by the register number.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from contracts.kernel.calendar import Duration, parse_duration
from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.money import Money
from contracts.kernel.outside.outputs import write_aside
from contracts.kernel.refusal import Refusal
from contracts.kernel.unit_of_work import needs
from contracts.language import Words
from contracts.parties.queries import parties
from contracts.registry.exchange.cells.amendments import changes_text
from contracts.registry.exchange.columns import exported_headers
from contracts.registry.exchange.export_tables import ExportValue, write_text, write_workbook
from contracts.registry.exchange.headers import MARK
from contracts.registry.queries import contracts, exchange
from contracts.registry.queries.contracts import Columns, ColumnValue
from contracts.registry.queries.exchange import ExportedContract, ExportedPart
from contracts.registry.queries.visibility import visible
from contracts.registry.rules.conditions import FIELD_BY_NAME
from contracts.registry.rules.contract import NoticeCounts, Renewal


@dataclass(frozen=True, slots=True)
class ExportResult:
    """Where the register was written, and how many rows it has."""

    file: Path
    rows: int
    contracts: int


@needs("contracts.register")
def export_register(
    ctx: Context, call: Call, path: Path, *, language: str = "uk", company: str | None = None
) -> ExportResult:
    """Write the register as .xlsx or .csv, by the name of the file; all own companies, or one.

    Raises a refusal for another kind of file, or a place that cannot be written. Only contracts shown to the caller go
    out.
    """
    writer = {".xlsx": write_workbook, ".csv": write_text}.get(path.suffix.lower())
    if writer is None:
        raise Refusal("A register is written as .xlsx or .csv, not as {file}.", code="file_kind", file=path.name)
    with reading(ctx.engine) as conn:
        own = parties.own_company(conn, company).id if company else None
        exported = list(exchange.export_rows(conn, own, visible(call, contracts.KEY)))
    customs = list(dict.fromkeys(name for each in exported for name in sorted(each.custom)))
    rows = list(lines(exported, language))
    write_aside(path, writer(rows, customs, language))
    return ExportResult(path, len(rows), len(exported))


_WORDS: Mapping[str, Mapping[str, str]] = {
    "uk": {
        "contract": "Договір", "amendment": "Додаткова угода", "specification": "Специфікація",
        "order": "Замовлення", "price_list": "Прайс-лист", "schedule": "Графік", "other": "Додаток", "none": "ні",
        "automatic": "автоматична", "by_consent": "за згодою", "tacit": "мовчазна (ст. 764 ЦК)",
        "evergreen": "безстроковий", "until_fulfilled": "до повного виконання", "received": "отримання",
        "sent": "відправлення", "letter": "лист", "courier": "кур’єр", "hand": "особисто", "edoc": "е-документ",
        "email": "електронна пошта", "draft": "проєкт", "in_approval": "на погодженні", "approved": "погоджено",
        "signing": "на підписанні", "signed": "чинний", "cancelled": "скасовано", "closed": "закрито", "yes": "так",
        "no": "ні", "double_nbu": "подвійна облікова ставка НБУ", "per_day": "{rate} % за день",
    },
    "en": {
        "contract": "Contract", "amendment": "Amendment", "specification": "Specification",
        "order": "Order", "price_list": "Price list", "schedule": "Schedule", "other": "Annex", "none": "no",
        "automatic": "automatic", "by_consent": "by consent", "tacit": "tacit", "evergreen": "evergreen",
        "until_fulfilled": "until fulfilled", "received": "receipt", "sent": "sending", "letter": "letter",
        "courier": "courier", "hand": "by hand", "edoc": "electronic document", "email": "e-mail", "draft": "draft",
        "in_approval": "in approval", "approved": "approved", "signing": "signing", "signed": "in force",
        "cancelled": "cancelled", "closed": "closed", "yes": "yes", "no": "no", "double_nbu": "double NBU rate",
        "per_day": "{rate} % per day",
    },
}  # fmt: skip
#: Sums beyond this lose kopiykas as a spreadsheet's number.
_EXACT_MINOR = 10**14
_PARTIES = ("counterparty", "counterparty_code", "company", "company_code")


def lines(contracts: Iterable[ExportedContract], language: str) -> Iterator[dict[str, ExportValue]]:
    """Rows by field: each contract, then its amendments and annexes."""
    words = _RowWords(language)
    for contract in contracts:
        yield words.contract(contract)
        for part in contract.parts:
            yield words.part(contract.columns, part)


class _RowWords:
    """Rows in the words of a language."""

    def __init__(self, language: str) -> None:
        self.words, self.language = _WORDS[language], Words(language)
        self.fields = tuple(exported_headers(language))

    def contract(self, contract: ExportedContract) -> dict[str, ExportValue]:
        """A contract with its custom values."""
        columns = contract.columns
        status = "closed" if columns["closed_on"] is not None else contract.status or "signed"
        return {
            **{name: self._cell(name, value) for name in self.fields if (value := columns.get(name)) not in (None, "")},
            "kind": self.words["contract"],
            "country": str(columns["counterparty_country"]),
            "status": self.words[status],
            "terminated_on": contract.terminated_on,
            "end_rule": str(columns["end_rule"]),
            "is_confidential": self.words["yes" if columns["is_confidential"] else "no"],
            **{MARK + name: value for name, value in contract.custom.items()},
            **_amount(columns),
        }

    def part(self, contract: Columns, part: ExportedPart) -> dict[str, ExportValue]:
        """An amendment or annex."""
        columns = part.columns
        row = {
            **{name: _plain(contract[name]) for name in ("register_no", *_PARTIES)},
            "kind": self.words[part.kind],
            "number": _plain(columns["number"]),
            "dated_on": _plain(columns["signed_on"]),
            "country": _plain(contract["counterparty_country"]),
            "title": _plain(columns["title"]),
        }
        if part.kind == "amendment":
            return {**row, "first_day": _plain(columns["effective_on"]), "changes": changes_text(part.changes)}
        return {
            **row,
            **{name: _plain(columns[name]) for name in ("first_day", "last_day", "payment_terms")},
            **_amount(columns),
        }

    def _cell(self, name: str, value: ColumnValue) -> ExportValue:
        kind = FIELD_BY_NAME[name].kind if name in FIELD_BY_NAME else str
        if kind is Duration:
            return self.language.duration(parse_duration(str(value)))
        if kind in (Renewal, NoticeCounts):
            return self.words[str(value)]
        if isinstance(value, list):
            return ", ".join(self.words.get(each, each) for each in value)
        if isinstance(value, dict):
            return json.dumps(value, ensure_ascii=False)
        return self._penalty(str(value)) if name == "penalty" else _plain(value)

    def _penalty(self, rule: str) -> str:
        if rule.startswith("per_day:"):
            return self.words["per_day"].format(rate=rule.removeprefix("per_day:"))
        return self.words.get(rule, rule)


def _plain(value: ColumnValue) -> ExportValue:
    return None if isinstance(value, list | dict) else value


def _amount(columns: Columns) -> dict[str, ExportValue]:
    minor, currency = columns["amount_minor"], columns["currency"]
    if not isinstance(minor, int) or not isinstance(currency, str) or not currency:
        return {}
    amount = Money(minor, currency)
    return {"amount": amount.amount if abs(amount.minor) < _EXACT_MINOR else amount.wire, "currency": amount.currency}
