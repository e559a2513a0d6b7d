"""How charges, payments and their copies are named in letters, by language."""

from datetime import date

from contracts.documents.contexts.contract_words import words
from contracts.language import figures
from contracts.money.rules.ledger import Charge


def contract_name(number: str, dated_on: date | None, language: str) -> str:
    """A contract as rows name it: «№ 15/02-П від 02.02.2026»."""
    known = words("ledger", language)
    name = f"{known['sign']}\u00a0{number}"
    return f"{name} {known['dated']} {figures.date_document(dated_on, language)}" if dated_on else name


def document_name(charge: Charge, language: str, contract: str = "") -> str:
    """A charge as the letter names it: «Акт № 15»; of another contract than the letter's with that contract."""
    kinds = words("charges", language)
    name = _numbered(kinds.get(charge.kind, kinds[""]), charge.number, language)
    return f"{name} ({contract})" if contract else name


def payment_name(document_no: str, paid_on: date, language: str) -> str:
    """A payment as the letter names it: «Платіжна інструкція № 15», by its day where it bears no number."""
    known = words("ledger", language)
    if document_no:
        return _numbered(known["payment"], document_no, language)
    return f"{known['payment_bare']} {known['dated']} {figures.date_short(paid_on, language)}"


def copy_title(charge: Charge, language: str) -> str:
    """A copy of the charge's document as the list of enclosures names it: «копія видаткової накладної № 118 від …»."""
    return _copy(charge.kind, document_name(charge, language), charge.number, charge.issued_on, language)


def payment_copy(document_no: str, paid_on: date, language: str) -> str:
    """A copy of a payment order as the list of enclosures names it."""
    return _copy("payment", words("ledger", language)["payment"], document_no, paid_on, language)


def _numbered(name: str, number: str, language: str) -> str:
    return f"{name} {words('ledger', language)['sign']}\u00a0{number}"


def _copy(kind: str, name: str, number: str, dated_on: date, language: str) -> str:
    """The document after «копія»: in its genitive, where the language has one."""
    known, genitives = words("ledger", language), words("copies", language)
    if language != "de":
        name = genitives.get(kind, genitives[""])
    numbered = _numbered(name, number, language) if number else name
    return str(known["copy"].format(f"{numbered} {known['dated']} {figures.date_document(dated_on, language)}"))
