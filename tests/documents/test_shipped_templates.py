"""Every kind in every language prints from the sample company: no missing name, no empty mark, whatever is optional."""

import copy
import io
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest

from contracts.docx.engine.compiled import compile_template, render_text
from contracts.docx.template_properties import properties_of, safe_name
from contracts.language.shipped import templates

TEMPLATES = sorted((templates() / "documents").glob("*/*.docx"))
IDS = [f"{path.parent.name}-{path.stem}" for path in TEMPLATES]
SAMPLE = json.loads((templates() / "sources" / "sample.json").read_text("utf-8"))
MONEY, LENGTH = {"amount", "currency"}, {"count", "unit"}

#: Everything optional absent, lists empty, people in person, other choices.
BARE: dict[str, Any] = {
    "contract": {"vat": False, "amount": None, "penalty_rate": None, "penalty_limitation": None, "warranty": None}
    | {"prepayment": "30", "delivery_terms": "DAP", "forum": "icac", "kind": "lease", "prevailing_language": "English"},
    "term": {"renewal": "by_consent", "renewals_max": None, "notice_counts": "sent", "exit_notice": None}
    | {"notice_clause": None, "initial": None, "post_by": None},
    "own": {"in_person": True},
    "counterparty": {"in_person": True},
    "performer": {"in_person": True},
    "customer": {"in_person": True},
    "lease": {"indexed": False, "deposit": None, "utilities": "included", "sublease": True},
    "works": {"materials_by": "customer"},
    "nda": {"one_way": "own", "fine": None},
    "framework": {"limit": None},
    "specification": {"is_order": True},
    "amendment": {"retroactive": True, "duration": None, "renewal_clause": None, "price_clause": None}
    | {"old_amount": None, "settled_confirmed": True, "settled_on": "2026-11-28", "signed_late": True}
    | {"changes": [], "price_changes": [], "settlement": [], "settlement_totals": [], "old_last_day": "2027-02-01"},
    "act": {"remarks": "one page missing", "prepaid": None, "kind": "works"},
    "delivery": {"received_by": None},
    "items": [],
    "claim": {"inflation": None, "penalty": None, "fixed_sum": None, "daily": None, "payment_clause": None}
    | {"facts": [], "earlier": [], "incomplete": []}
    | {"answer_from": "dated", "debtor_is_individual": True, "court": None},
    "advance": {"return_by": "2026-10-01", "deliver_by": None, "delivery_clause": None},
    "court": {"accepted": None, "answer_by": None, "reason": None, "warnings": [], "history": []},
    "answer": {"outcome": "refused", "claimed": None, "accepted": None, "refused": None, "pay_by": None, "rows": []}
    | {"received_on": None, "grounds": [], "actions": [], "proposals": []},
    "returning": {"kind": "lease", "by": "performer", "amount": None, "meters": [{"name": "№ 1", "reading": "7"}]}
    | {"remarks": "Cracked glass.", "deposit": {"amount": "1", "currency": "UAH"}, "deposit_by": "2026-12-01"},
    "set_off": {"ours_left": None, "theirs_left": None},
    "disagreements": {"contract_date": None, "left": ["2.4"]},
    "calculation": {"inflation": [], "penalty": [], "notes": [], "has_barred": False},
    "payments": [],
    "papers": [],
    "enclosures": [],
    "demand": {"consequences": []},
    "reminder": {"level": 2},
    "debt": {"rows": [], "advance": None},
    "notice": {"ground": "convenience", "clause": None, "facts": [], "return_rows": [], "period": None},
    "invoice": {"due_on": None},
    "discipline": {"claims_against_us": 2},
    "request": {"return_by": None, "contract_signed": False},
    "proposal": {"changes": []},
    "power": {"substitution": True, "limit": None},
    "edition": {"amendments": []},
    "usage": {"amount": None},
    "missing": [],
    "brief": {"risks": [], "proposal": None, "stage": "missed", "ways": []},
    "handover": {"contracts": [], "tasks": [], "claims": [], "papers": [], "notes": [], "last_day": None},
    "job": {"claims_work": False},
    "document": {"reply_to": "your letter 14"},
    "reconciliation": {"creditor": None, "debtor": None, "theirs_known": False, "differences": []},
}


def _merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    for key, value in over.items():
        is_record = isinstance(value, dict) and isinstance(base.get(key), dict) and set(value) not in (MONEY, LENGTH)
        base[key] = _merged(dict(base[key]), value) if is_record else value
    return base


def _context(language: str, **over: Any) -> dict[str, Any]:
    base = _merged(copy.deepcopy(SAMPLE["common"]), copy.deepcopy(SAMPLE[language]))
    return _merged(base, copy.deepcopy(over))


def _text(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [
            package.read(name).decode() for name in package.namelist() if re.match(r"word/(document|footer)", name)
        ]
    return re.sub(r"<[^>]+>", " ", " ".join(parts))


@pytest.mark.parametrize("path", TEMPLATES, ids=IDS)
def test_a_template_prints_from_the_sample_company(path: Path) -> None:
    language = path.parent.name
    made = compile_template(path.read_bytes(), language, name=path.stem).render(_context(language))
    document = docx.Document(io.BytesIO(made))
    assert document.paragraphs
    text = _text(made)
    assert not re.search(r"\{\{|\{%|\bNone\b|Undefined", text)
    assert text.count("«") == text.count("»")


@pytest.mark.parametrize("path", TEMPLATES, ids=IDS)
def test_a_template_prints_where_everything_optional_is_absent(path: Path) -> None:
    language = path.parent.name
    made = compile_template(path.read_bytes(), language, name=path.stem).render(_context(language, **BARE))
    assert not re.search(r"\{\{|\{%|\bNone\b|Undefined", _text(made))


@pytest.mark.parametrize("path", TEMPLATES, ids=IDS)
def test_the_file_of_a_document_has_a_readable_name(path: Path) -> None:
    front = properties_of(path.read_bytes())
    name = safe_name(render_text(front.file_name, _context(path.parent.name), path.parent.name))
    assert "{" not in name and "/" not in name and len(name) > 5


@pytest.mark.parametrize("renewal", ["none", "automatic", "by_consent", "tacit", "evergreen", "until_fulfilled"])
@pytest.mark.parametrize("kind", ["supply", "services", "works", "lease", "framework", "nda"])
@pytest.mark.parametrize("language", ["uk", "en"])
def test_a_contract_prints_under_every_kind_of_renewal(kind: str, language: str, renewal: str) -> None:
    endless = renewal in ("evergreen", "until_fulfilled")
    term = {"renewal": renewal} | (
        {"initial_last_day": None, "notice_deadline": None, "post_by": None} if endless else {}
    )
    path = templates() / "documents" / language / f"{kind}.docx"
    made = compile_template(path.read_bytes(), language).render(_context(language, term=term))
    numbers = re.findall(r"\b(\d+)\.(\d+)\.\s", _text(made))
    last: dict[str, int] = {}
    for section, clause in numbers:
        if int(clause) == last.get(section, 0) + 1:
            last[section] = int(clause)
    assert last, "clauses are numbered"


def test_names_with_marks_of_the_file_format_stand_as_they_are() -> None:
    names = {"full_name": "ТОВ «Rambler & Co» <A<B> ' ’ ʼ"}
    path = templates() / "documents" / "uk" / "demand.docx"
    made = compile_template(path.read_bytes(), "uk").render(_context("uk", counterparty=names))
    texts = [each.text for each in docx.Document(io.BytesIO(made)).paragraphs]
    assert any("ТОВ «Rambler & Co» <A<B> ' ’ ʼ" in text for text in texts)


@pytest.mark.office
def test_every_document_becomes_pages_of_a_pdf(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    for path in TEMPLATES:
        language = path.parent.name
        made = compile_template(path.read_bytes(), language).render(_context(language))
        (tmp_path / f"{language}.{path.stem}.docx").write_bytes(made)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    files = sorted(map(str, tmp_path.glob("*.docx")))
    subprocess.run(
        [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *files],
        check=True,
        capture_output=True,
        timeout=300,
    )
    made_pages = {path.stem for path in tmp_path.glob("*.pdf")}
    assert made_pages == {Path(each).stem for each in files}
    brief = (tmp_path / "uk.renewal_brief.pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", brief)) == 1, "the renewal brief is one page"
