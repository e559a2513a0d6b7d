"""Field 86 of an MT940 line: German and Polish numbered parts, Dutch ``/KEY/`` words, or plain text with an IBAN."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from contracts.money.rules.statement import StatementLine, seams_of

_NUMBERED = re.compile(r"^\s*(?:\d{3}\s*){0,2}([?>~^<])(?=\d\d)")
#: A tax code named in plain text, as banks of Ukraine write it.
_CODE = re.compile(r"(?:[ЄЕ]ДРПОУ|EDRPOU|ОКПО|OKPO|[ІI]ПН|РНОКПП)\W{0,4}(\d{8}|\d{10})(?!\d)", re.I)
_FULL_WIDTH = 27
_SEPA = re.compile(r"(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|BIC|IBAN|PURP|DEBI)\+")
_WORDS = (
    "TRTP|IBAN|BIC|NAME|REMI|EREF|KREF|BENM|ORDP|RTRN|MARF|CSID|CREF|PREF|ISDT|ADDR|CNTP|SVCL|PURP|ULTD|ULTB|ID|"
    "TRCD|INIT|ACCW|OCMT|CHGS|EXCH"
)
_WORD = re.compile(rf"/({_WORDS})/")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}[A-Z0-9]{10,30}\b")
_NAME_AFTER = re.compile(r"(?:/NAAM:|AUFTRAGGEBER:)\s*([^/\n]{2,70}?)(?:\s+MITTEILUNGEN:|$)")


def with_details(line: StatementLine, texts: Sequence[str], more: str) -> StatementLine:
    """The line with what the field says; ``more`` is what the line itself added, often the other account or name."""
    whole = "".join(texts)
    match = _NUMBERED.match(whole)
    if match:
        line = _numbered(line, whole, match[1])
    elif _WORD.search(whole):
        line = _worded(line, whole, more)
    else:
        line = _plain(line, " ".join(" ".join(texts).split()), more)
    line = line if line.purpose else replace(line, purpose=more)
    pieces = _pieces(whole, match[1]) if match else texts
    return replace(line, seams=seams_of(line.purpose, pieces))


def _plain(line: StatementLine, text: str, more: str) -> StatementLine:
    found = _iban_in(text) or _iban_in(more)
    named = _NAME_AFTER.search(text)
    name = named[1].strip() if named else "" if found or any(map(str.isdigit, more)) else more
    codes = set(_CODE.findall(text))
    code = codes.pop() if len(codes) == 1 else ""
    return replace(line, other_name=name, other_code=code, other_account=found, purpose=text)


def _numbered(line: StatementLine, whole: str, mark: str) -> StatementLine:
    parts: dict[str, str] = {}
    for each in re.split(rf"{re.escape(mark)}(?=\d\d)", whole)[1:]:
        parts[each[:2]] = parts.get(each[:2], "") + each[2:]
    text = _glued([parts[no] for no in sorted(parts) if no[0] == "2" or no in ("60", "61", "62", "63")])
    pieces = _SEPA.split(text)
    sepa = {"": pieces[0].strip()}  # what stands before the first word
    for word, value in zip(pieces[1::2], pieces[2::2], strict=True):
        sepa.setdefault(word, value.strip())
    account = parts.get("38", "").strip() or parts.get("31", "").strip()
    return replace(
        line,
        other_name=_glued([parts.get("32", ""), parts.get("33", "")]),
        other_account="".join((sepa.get("IBAN") or account).split()),
        other_bank="".join((sepa.get("BIC") or parts.get("30", "")).split()),
        purpose=sepa.get("SVWZ") or sepa[""] or text or parts.get("00", "").strip(),
        document_no=_end_to_end(sepa) or line.document_no,
    )


def _pieces(whole: str, mark: str) -> list[str]:
    """The numbered parts of the purpose in order."""
    parts = sorted(each for each in re.split(rf"{re.escape(mark)}(?=\d\d)", whole)[1:] if each[0] in "26")
    return [each[2:] for each in parts]


def _end_to_end(words: Mapping[str, str]) -> str:
    reference = words.get("EREF", "")
    return "" if reference.upper() in ("NOTPROVIDED", "NONREF") else reference


def _glued(lines: Sequence[str]) -> str:
    """Parts of full width were cut in the middle of a word; shorter ones ended by themselves."""
    text = ""
    for each in lines:
        text += each if len(each) >= _FULL_WIDTH or each.endswith(" ") else each + "\n"
    return " ".join(text.split())


def _worded(line: StatementLine, whole: str, more: str) -> StatementLine:
    pieces = _WORD.split(whole)
    found: dict[str, str] = {}
    for word, value in zip(pieces[1::2], pieces[2::2], strict=True):
        if bare := " ".join(value.split()).strip("/ "):
            found.setdefault(word, bare)
    account, bank, name = [*found.get("CNTP", "").split("/"), "", ""][:3]
    purpose = re.sub(r"^(?:USTD|STRD)/+", "", found.get("REMI", ""))
    return replace(
        line,
        other_name=found.get("NAME") or name,
        other_account=(found.get("IBAN") or account or _iban_in(more) or _iban_in(whole)).replace(" ", ""),
        other_bank=found.get("BIC") or bank,
        purpose=purpose or " ".join(pieces[0].split()) or " ".join(whole.split()),
        document_no=_end_to_end(found) or line.document_no,
    )


def _iban_in(text: str) -> str:
    from stdnum import iban

    return next((each for each in _IBAN.findall(text) if iban.is_valid(each, check_country=False)), "")
