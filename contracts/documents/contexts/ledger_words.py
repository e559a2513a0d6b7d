"""How charges, payments and their copies are named in letters, by language."""

from datetime import date

from contracts.language import figures
from contracts.money.rules.ledger import Charge


def document_name(charge: Charge, language: str, contract: str = "") -> str:
    """A charge as the letter names it: «Акт № 15»; of another contract than the letter's with that contract."""
    base = "en" if language == "en_gb" else language
    kinds = _KINDS[base]
    name = f"{kinds.get(charge.kind, kinds[''])} {_SIGN[base]}\u00a0{charge.number}"
    return f"{name} ({contract})" if contract else name


def payment_name(document_no: str, paid_on: date, language: str) -> str:
    """A payment as the letter names it: «Платіжна інструкція № 15», by its day where it bears no number."""
    base = "en" if language == "en_gb" else language
    numbered, bare = _PAYMENTS[base]
    if document_no:
        return f"{numbered} {_SIGN[base]}\u00a0{document_no}"
    return f"{bare} {_DATED[base]} {figures.date_short(paid_on, language)}"


def copy_title(charge: Charge, language: str) -> str:
    """A copy of the charge's document as the list of enclosures names it."""
    return _copy(document_name(charge, language), charge.issued_on, language)


def payment_copy(document_no: str, paid_on: date, language: str) -> str:
    """A copy of a payment order as the list of enclosures names it."""
    base = "en" if language == "en_gb" else language
    name = f"{_PAYMENTS[base][0]} {_SIGN[base]}\u00a0{document_no}" if document_no else _PAYMENTS[base][0]
    return _copy(name, paid_on, language)


def _copy(name: str, dated_on: date, language: str) -> str:
    base = "en" if language == "en_gb" else language
    copy = {"uk": "копія документа «{}»", "ru": "копия документа «{}»", "de": "Kopie: {}", "en": "copy of {}"}[base]
    return copy.format(f"{name} {_DATED[base]} {figures.date_document(dated_on, language)}")


#: What a charge is called before its number, by language and kind; others are documents.
_KINDS = {
    "uk": {
        **dict.fromkeys(("act", "acceptance_act"), "Акт"),
        "delivery_note": "Видаткова накладна",
        "transport_note": "Товарно-транспортна накладна",
        "invoice": "Рахунок",
        "rent": "Орендна плата, рахунок",
        "refund": "Повернення авансу, вимога",
        "": "Документ",
    },
    "ru": {
        **dict.fromkeys(("act", "acceptance_act"), "Акт"),
        "delivery_note": "Накладная",
        "invoice": "Счёт",
        "": "Документ",
    },
    "de": {"invoice": "Rechnung", "delivery_note": "Lieferschein", "": "Beleg"},
    "en": {
        **dict.fromkeys(("act", "acceptance_act"), "Acceptance act"),
        "delivery_note": "Delivery note",
        "invoice": "Invoice",
        "": "Document",
    },
}


_SIGN = {"uk": "№", "ru": "№", "de": "Nr.", "en": "No."}


#: A payment by the number of its order, and one without.
_PAYMENTS = {
    "uk": ("Платіжна інструкція", "Платіж"),
    "ru": ("Платёжное поручение", "Платёж"),
    "de": ("Zahlungsauftrag", "Zahlung"),
    "en": ("Payment order", "Payment"),
}


_DATED = {"uk": "від", "ru": "от", "de": "vom", "en": "of"}
