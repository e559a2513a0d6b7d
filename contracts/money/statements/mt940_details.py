"""Field 86 of an MT940 line: German and Polish numbered parts, Dutch ``/KEY/`` words, or plain text with an IBAN."""

import re
from collections.abc import Sequence

from stdnum import iban

from contracts.money.statements.account import OtherSide

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


def details_of(texts: Sequence[str], more: str) -> OtherSide:
    """What the field's lines say; ``more`` is what the line itself added, often the other account or name."""
    whole = "".join(texts)
    if match := _NUMBERED.match(whole):
        return _numbered(whole, match[1])
    if _WORD.search(whole):
        return _worded(whole, more)
    text = " ".join(" ".join(texts).split())
    found = _iban_in(text) or _iban_in(more)
    named = _NAME_AFTER.search(text)
    name = named[1].strip() if named else "" if found or any(map(str.isdigit, more)) else more
    codes = set(_CODE.findall(text))
    return OtherSide(name=name, code=codes.pop() if len(codes) == 1 else "", account=found, purpose=text)


def _numbered(whole: str, mark: str) -> OtherSide:
    parts: dict[str, str] = {}
    for each in re.split(rf"{re.escape(mark)}(?=\d\d)", whole)[1:]:
        parts[each[:2]] = parts.get(each[:2], "") + each[2:]
    lines = [parts[no] for no in sorted(parts) if no[0] == "2" or no in ("60", "61", "62", "63")]
    text = _glued(lines)
    sepa = _sepa(text)
    account = parts.get("38", "").strip() or parts.get("31", "").strip()
    return OtherSide(
        name=_glued([parts.get("32", ""), parts.get("33", "")]),
        account="".join((sepa.get("IBAN") or account).split()),
        bank="".join((sepa.get("BIC") or parts.get("30", "")).split()),
        purpose=sepa.get("SVWZ") or sepa.get("") or text or parts.get("00", "").strip(),
        end_to_end="" if sepa.get("EREF", "").upper() == "NOTPROVIDED" else sepa.get("EREF", ""),
    )


def _glued(lines: Sequence[str]) -> str:
    """Parts of full width were cut in the middle of a word; shorter ones ended by themselves."""
    text = ""
    for each in lines:
        text += each if len(each) >= _FULL_WIDTH or each.endswith(" ") else each + "\n"
    return " ".join(text.split())


def _sepa(text: str) -> dict[str, str]:
    """SEPA words of a German purpose; what stands before the first one is under the empty key."""
    pieces = _SEPA.split(text)
    found = {"": pieces[0].strip()}
    for word, value in zip(pieces[1::2], pieces[2::2], strict=True):
        found.setdefault(word, value.strip())
    return found


def _worded(whole: str, more: str) -> OtherSide:
    pieces = _WORD.split(whole)
    found: dict[str, str] = {}
    for word, value in zip(pieces[1::2], pieces[2::2], strict=True):
        bare = " ".join(value.split()).strip("/ ")
        if bare:
            found.setdefault(word, bare)
    other = found.get("CNTP", "").split("/")
    account = found.get("IBAN") or (other[0] if other[0] else "") or _iban_in(more) or _iban_in(whole)
    purpose = re.sub(r"^(?:USTD|STRD)/+", "", found.get("REMI", ""))
    return OtherSide(
        name=found.get("NAME") or (other[2] if len(other) > 2 else ""),
        account=account.replace(" ", ""),
        bank=found.get("BIC") or (other[1] if len(other) > 1 else ""),
        purpose=purpose or " ".join(pieces[0].split()) or " ".join(whole.split()),
        end_to_end="" if found.get("EREF", "").upper() in ("NOTPROVIDED", "NONREF") else found.get("EREF", ""),
    )


def _iban_in(text: str) -> str:
    return next((each for each in _IBAN.findall(text) if iban.is_valid(each, check_country=False)), "")
